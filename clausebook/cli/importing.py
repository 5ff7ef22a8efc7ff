"""The command that takes terms over from files of other programs: import."""

from __future__ import annotations

import locale
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clausebook.cli.options import print_problems, recover, reporting_problems, say, tell
from clausebook.cli.scaffold import Law, Name, Zone
from clausebook.languages import LANGUAGES, language_advice
from clausebook.names import suggestion

if TYPE_CHECKING:
    from clausebook.importing.existing import Existing
    from clausebook.importing.requests import ReadingWish
    from clausebook.importing.whole import Result, State, Target
    from clausebook.model.document import Book, Document


class Code(click.ParamType[str]):
    """The code of a language."""

    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if str(value) not in LANGUAGES:
            self.fail(f"“{value}” is not a language: {language_advice(str(value))}", param, ctx)
        return str(value)


@click.command("import")
@click.argument("files", nargs=-1, metavar="[LANGUAGE=]FILE…")
@click.option(
    "--document", "name", required=True, type=Name(), metavar="DOCUMENT", help="The document that the files are of."
)
@click.option(
    "--language",
    type=Code(),
    metavar="CODE",
    help="The language of the files, where neither they nor their names say it.",
)
@click.option(
    "--from-git",
    "from_git",
    is_flag=True,
    help="Make each state of the files in their git repository a version, with the day of its commit.",
)
@click.option(
    "--from-folder",
    "from_folder",
    is_flag=True,
    help="The files are folders: each file in them, named by its day or version, is a version.",
)
@click.option("--values", is_flag=True, help="Make figures that all languages have typed values of the record.")
@click.option(
    "--tracked",
    type=click.Choice(["accept", "reject"]),
    help="Which side of Word's tracked changes to read: the new words, or the old ones.",
)
@click.option(
    "--update",
    is_flag=True,
    help="Import again into the draft: clauses keep their ids, and what you wrote for those whose words are the same.",
)
@click.option(
    "--structure",
    type=click.Choice(["file", "draft"]),
    help="With --update, whose order and levels of clauses hold: the file's (the default), or those of the draft, as you corrected them.",
)
@click.option(
    "--ids",
    "naming",
    type=Code(),
    metavar="CODE",
    help="The language whose words give the ids; English, else the first one.",
)
@click.option("--base", default="", metavar="URL", help="The address at which a web page stood, to complete its links.")
@click.option("--law", type=Law(), metavar="COUNTRY", help="The country whose law governs the terms, such as DK.")
@click.option("--timezone", type=Zone(), metavar="ZONE", help="The zone in which a day begins at midnight.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.html",
    help="Write a page with the files and the result side by side.",
)
@click.option("--dry-run", is_flag=True, help="Show what would happen, and change nothing.")
@click.pass_obj
@reporting_problems
def import_(
    root: Path,
    files: tuple[str, ...],
    name: str,
    language: str | None,
    from_git: bool,
    from_folder: bool,
    values: bool,
    tracked: str | None,
    update: bool,
    structure: str | None,
    naming: str | None,
    base: str,
    law: str | None,
    timezone: str | None,
    report: Path | None,
    dry_run: bool,
) -> None:
    """Take terms over from FILEs: .docx, .odt, .html, .md, .txt, .pdf with text.

    Several files are the same document in several languages, the prevailing one first: nl=voorwaarden.docx fr=conditions.docx.
    """
    from clausebook.importing.findings import report_lines
    from clausebook.importing.requests import ReadingWish, Side
    from clausebook.importing.side_by_side import report_page
    from clausebook.importing.understanding import Wish
    from clausebook.importing.whole import import_states, write
    from clausebook.releases import recovery

    if not files:
        raise click.UsageError("name the files to import, such as nl=voorwaarden.docx fr=conditions.docx")
    if from_git and from_folder:
        raise click.UsageError("--from-git and --from-folder are two ways; say one of them")
    if update and (from_git or from_folder):
        raise click.UsageError("--update imports into the draft: name the files of one state")
    if structure and not update:
        raise click.UsageError("--structure says what holds when a draft is imported into: say --update too")
    recover(root)
    book, document = _documents(root, name, update)
    wish = ReadingWish(Side(tracked) if tracked else None, base)
    states = _states(files, language, from_git, from_folder, wish)
    if from_folder:
        states = _prevailing_first(states, book)
    spoken = [code for code, _ in states[-1].sources]
    chosen = naming if naming else "en" if "en" in spoken else spoken[0]
    target = _target(name, book, law, timezone)
    existing = _existing(root, document, structure == "draft")
    understanding = Wish(chosen, values, name.replace("-", " ").capitalize())
    result = import_states(states, target, understanding, existing)
    for line in report_lines(result.states, result.levels, ()):
        tell(line)
    print_problems(result.problems)
    if report and not dry_run:
        report.write_text(report_page(result.states, result.levels), encoding="utf-8")
        say(f"the page with both sides: {report}")
    if dry_run:
        say("nothing was changed (--dry-run)")
        return
    (root / "terms").mkdir(exist_ok=True)
    with recovery.session(root) as mended:
        for line in mended:
            say(line)
        write(root, result)
    _say_what_follows(name, result, target)


def _prevailing_first(states: list[State], book: Book | None) -> list[State]:
    """The states of a folder, which has no order of languages: first the one that prevails in the first other document of the site."""
    model = next(iter(book.documents.values()), None) if book else None
    first = model.authoritative if model else ""
    return [
        replace(state, sources=tuple(sorted(state.sources, key=lambda source: source[0] != first))) for state in states
    ]


def _say_what_follows(name: str, result: Result, target: Target) -> None:
    written = len(result.files)
    say(f"{written} files are written" if written != 1 else "one file is written")
    if result.existing is None:
        say(
            f"law {target.law}, time zone {target.timezone} and a notice of {target.notice_days} days are in terms/{name}.yml: see whether they are right"
        )
    versions = [state for state, _ in result.states if state != "draft"]
    if versions:
        say(f"when the history is as it should be, seal it: clausebook seal {name}")


def _documents(root: Path, name: str, update: bool) -> tuple[Book | None, Document | None]:
    """The book of the site, if it has one, and the document that is updated. Raises where one of them stands in the way."""
    from clausebook.model.reading import read_book
    from clausebook.problems import Place, Problem, Problems, ProblemsFound

    problems = Problems()
    book = read_book(root, problems) if (root / "terms").is_dir() else None
    exists = (root / "terms" / f"{name}.yml").exists()
    if not update:
        if exists:
            advice = "say --update to import again into its draft, or choose another name"
            raise ProblemsFound(
                [Problem(Place(f"terms/{name}.yml"), "import-exists", f"there is a document “{name}” already", advice)]
            )
        return book, None
    if not exists:
        known = book.documents if book else ()
        raise click.UsageError(f"there is no document “{name}” to update: {suggestion(name, known)}")
    document = book.documents.get(name) if book else None
    if document is None:
        raise ProblemsFound(problems)
    return book, document


def _existing(root: Path, document: Document | None, keeps_structure: bool) -> Existing | None:
    from clausebook.importing.existing import Existing

    return Existing.of(root, document, keeps_structure=keeps_structure) if document else None


def _target(name: str, book: Book | None, law: str | None, timezone: str | None) -> Target:
    """What the record says of law and time: as given, else as the first other document says, else as the locale of who runs this."""
    from clausebook.importing.whole import Target
    from clausebook.scaffold import defaults

    model = next(iter(book.documents.values()), None) if book else None
    if model:
        law, timezone = law or model.regime.law, timezone or (None if law else model.regime.timezone.key)
    law = law or defaults.country(locale.getlocale()[0] or "")
    return Target(name, law, timezone or defaults.timezone(law))


def _states(
    files: Sequence[str], language: str | None, from_git: bool, from_folder: bool, wish: ReadingWish
) -> list[State]:
    from clausebook.importing.loading import load
    from clausebook.importing.states import language_of, states_of_folders, states_of_git
    from clausebook.importing.whole import State

    named = [_named(file) for file in files]
    given = language or ""
    if from_git:
        return states_of_git(
            [(code or language_of(path) or given, path) for code, path in _all_said(named, given)], wish
        )
    if from_folder:
        return states_of_folders([(code or given, path) for code, path in named], wish)
    sources = []
    for code, path in named:
        outline = load(path, str(path), wish)
        known = code or given or language_of(path) or (outline.language if outline.language in LANGUAGES else "")
        sources.append((_said(known, path), outline))
    if len({code for code, _ in sources}) < len(sources):
        raise click.UsageError("two files are in the same language: name one file for each, as nl=FILE fr=FILE")
    return [State(tuple(sources))]


def _all_said(named: Sequence[tuple[str, Path]], given: str) -> list[tuple[str, Path]]:
    from clausebook.importing.states import language_of

    return [(_said(code or given or language_of(path), path), path) for code, path in named]


def _said(code: str, path: Path) -> str:
    if not code:
        raise click.UsageError(f"the language of {path} is not known: write LANGUAGE={path}, or say --language CODE")
    return code


def _named(file: str) -> tuple[str, Path]:
    """`nl=voorwaarden.docx` as its language and its path."""
    code, sign, rest = file.partition("=")
    if sign and code in LANGUAGES:
        return code, Path(rest)
    if sign and len(code) <= 3 and not Path(file).exists():
        raise click.UsageError(f"“{code}” is not a language: {language_advice(code)}")
    return "", Path(file)
