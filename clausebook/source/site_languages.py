"""The languages of a site: facts and catalogues in its folder `languages/`, and the languages in which it has texts (docs/languages.md)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from clausebook import confined
from clausebook.languages import LANGUAGES, SiteLanguages, use_site
from clausebook.languages.catalogues import BadCatalogue, read_catalogue, strings_of
from clausebook.languages.facts import BadFacts, facts_of, read_tables
from clausebook.languages.registry import is_code, is_known_to_cldr, locale_of, untranslated
from clausebook.problems import Place, Problems
from clausebook.source.characters import hidden_in
from clausebook.source.files import read_text, refuse

FOLDER = "languages"


def use_languages(root: Path, problems: Problems) -> None:
    """Read what the site at `root` says of languages, and work with it from now on; its mistakes are added to `problems`.

    language-file, language-facts, catalogue: a file that is neither `<code>.po` nor `<code>.toml`, facts that are none, a catalogue whose
    translations could not stand in the place of their source strings.
    """
    facts: dict[str, str] = {}
    catalogues: dict[str, bytes] = {}
    for path in _files(root, problems):
        code, _, kind = path.removeprefix(f"{FOLDER}/").rpartition(".")
        if kind not in ("po", "toml") or not is_code(code):
            problems.add(
                Place(path),
                "language-file",
                "this is neither the catalogue nor the facts of a language",
                "name it after the language: nl-BE.po or nl-BE.toml",
            )
            continue
        text = read_text(root, path, problems)
        if text is None:
            continue
        if kind == "toml":
            if _has_facts(path, code, text, problems):
                facts[code] = text
        elif _is_catalogue(path, code, text, problems):
            catalogues[code] = text.encode()
    use_site(SiteLanguages(facts, catalogues))
    for code in catalogues:
        if code not in LANGUAGES:
            problems.add(
                Place(f"{FOLDER}/{code}.po"),
                "language-file",
                f"“{code}” is no language that is known here",
                f"correct the code, or say its name in {FOLDER}/{code}.toml",
            )
    use_site(SiteLanguages(facts, catalogues, frozenset(filter(LANGUAGES.__contains__, text_folders(root)))))


def _files(root: Path, problems: Problems) -> list[str]:
    paths = []
    for path, kind in confined.walk(root, FOLDER):
        if kind is not None:
            refuse(problems, path, kind)
        elif path == FOLDER:
            problems.add(Place(path), "file-type", "a file stands where a folder is expected", "replace it by a folder")
        elif not path.rpartition("/")[2].startswith("."):
            paths.append(path)
    return paths


def check_catalogues(codes: Iterable[str], problems: Problems) -> None:
    """catalogue-incomplete: how many phrases of the interface a language has no words for. English stands in their place, marked as such."""
    for code in codes:
        missing = untranslated(code)
        if missing:
            message = f"{len(missing)} phrases of the interface have no words in “{code}”, such as “{missing[0]}”"
            advice = f"translate them in {FOLDER}/{code}.po; until then they are shown in English"
            problems.warn(Place(f"{FOLDER}/{code}.po"), "catalogue-incomplete", message, advice)


def text_folders(root: Path) -> list[str]:
    """The names of the folders in `terms/`, each meant to be a language; none where they cannot be listed, which reading the book tells."""
    try:
        return sorted(
            entry.name for entry in (root / "terms").iterdir() if entry.is_dir() and not entry.name.startswith(".")
        )
    except OSError:
        return []


def _has_facts(path: str, code: str, text: str, problems: Problems) -> bool:
    advice = "docs/languages.md lists the facts of a language"
    try:
        facts = facts_of(read_tables(text))
    except BadFacts as error:
        problems.add(Place(path, max(error.line, 1)), "language-facts", error.message, advice)
        return False
    if facts.locale and not is_known_to_cldr(facts.locale):
        problems.add(
            Place(path), "language-facts", f"“locale”: CLDR has no “{facts.locale}”", "write one such as nl_BE"
        )
        return False
    if not facts.name and not facts.locale and not is_known_to_cldr(code):
        message = f"CLDR does not know “{code}”, and this does not say its name"
        problems.add(Place(path), "language-facts", message, "write “name”, and as “locale” whose dates it writes")
        return False
    return True


def _is_catalogue(path: str, code: str, text: str, problems: Problems) -> bool:
    advice = "docs/languages.md tells how a catalogue is written"
    try:
        read = read_catalogue(locale_of(code), text.encode())
    except BadCatalogue as error:
        problems.add(Place(path, max(error.line, 1)), "catalogue", error.message, advice)
        return False
    for line, string in strings_of(read):
        hidden = hidden_in(string)
        if hidden:
            problems.add(Place(path, max(line, 1)), "character", hidden, "delete it")
    return True
