"""The languages: each a code of BCP 47 that CLDR knows, or that has a folder of its own, here or in the site.

A language is found by its code. What is particular to it comes from CLDR (`Language.cldr`), from its `facts.toml` and from its `messages.po`; what a
regional variant (`nl-BE`) does not have comes from its language (`nl`), and words that nobody has written are those of English.

A site brings languages of its own, or other words for one of ours, in its folder `languages/`. A process works for one site at a time:
`use_site` says which, and what `cached` keeps is forgotten when that changes what it depends on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, TypeVar

from babel import Locale, UnknownLocaleError, localedata
from babel.languages import get_official_languages

from clausebook.languages.catalogues import ENGLISH, Catalogue, chain, plural_forms
from clausebook.languages.facts import Facts, facts_of, merged, read_tables
from clausebook.names import nearest

SOURCE_LANGUAGE = "en"
CODE_FORM = "[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?"
_CODE = re.compile(CODE_FORM)
_HERE = files("clausebook") / "languages"
_MOST_COUNTS = 200  # of which one is an example of every plural category of CLDR


@dataclass(frozen=True)
class Language:
    """A language of a site: its code in addresses and `lang`, its CLDR locale, its name in itself, how it runs, its facts."""

    code: str
    locale: str
    name: str
    direction: str
    facts: Facts = field(compare=False, repr=False)

    @property
    def cldr(self) -> Locale:
        return _locale(self.locale)

    @cached_property
    def plural_examples(self) -> Mapping[str, int]:
        """For each plural category of CLDR that whole numbers have, the smallest of them."""
        examples: dict[str, int] = {}
        for count in range(_MOST_COUNTS):
            examples.setdefault(self.cldr.plural_form(count), count)
        return {**examples, "other": examples.get("other", 0)}


@dataclass(frozen=True)
class SiteLanguages:
    """What a site's folder says of languages: its facts (TOML) and catalogues (PO) by code, and the codes of its texts."""

    facts: Mapping[str, str] = field(default_factory=dict)
    catalogues: Mapping[str, bytes] = field(default_factory=dict)
    used: frozenset[str] = frozenset()

    @property
    def digest(self) -> str:
        """Of all that pages depend on; empty for a site that brings nothing."""
        brought = sorted(self.facts.items()), sorted((code, data.hex()) for code, data in self.catalogues.items())
        return sha256(json.dumps(brought).encode()).hexdigest() if any(brought) else ""


NO_SITE = SiteLanguages()
_site = NO_SITE
_caches: list[Callable[[], None]] = []
_caches_by_use: list[Callable[[], None]] = []

Function = TypeVar("Function", bound=Callable[..., Any])


def cached(maxsize: int | None = None, *, by_use: bool = False) -> Callable[[Function], Function]:
    """As `lru_cache`, for what depends on facts or words of a language: forgotten when a site that brings others is used.

    With `by_use` it depends on `spoken`, too, without being given it.
    """

    def decorate(function: Function) -> Function:
        kept: Any = lru_cache(maxsize)(function)
        (_caches_by_use if by_use else _caches).append(kept.cache_clear)
        return kept  # type: ignore[no-any-return]

    return decorate


def use_site(site: SiteLanguages) -> None:
    """Work with the languages of this site from now on."""
    global _site
    before, _site = _site, site
    if (before.facts, before.catalogues) != (site.facts, site.catalogues):
        forget()
    elif before.used != site.used:
        for clear in _caches_by_use:
            clear()


def forget() -> None:
    """Find everything that `cached` keeps anew."""
    for clear in (*_caches, *_caches_by_use):
        clear()


def current_site() -> SiteLanguages:
    """The site whose languages this process works with, for another process to `use_site` too."""
    return _site


@lru_cache
def shipped() -> tuple[str, ...]:
    """The codes that have a folder here."""
    return tuple(sorted(entry.name for entry in _HERE.iterdir() if (entry / "facts.toml").is_file()))


@lru_cache
def translated() -> tuple[str, ...]:
    """The codes that have a catalogue here, and English, which needs none."""
    return tuple(code for code in shipped() if code == SOURCE_LANGUAGE or (_HERE / code / "messages.po").is_file())


def spoken() -> frozenset[str]:
    """The languages whose words may stand in a text: those of the site's texts; without a site those that have a folder here."""
    return _site.used or frozenset(shipped())


class Languages(Mapping[str, Language]):
    """Every language by its code. Those that have a folder, here or in the site, are listed; of all others that CLDR knows each is found."""

    def __getitem__(self, code: str) -> Language:
        language = _find(code)
        if language is None:
            raise KeyError(code)
        return language

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and _find(code) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({*shipped(), *filter(_find, (*_site.facts, *_site.catalogues))}))

    def __len__(self) -> int:
        return sum(1 for _ in self)


LANGUAGES = Languages()


def lineage(code: str) -> tuple[str, ...]:
    """A code and those that stand in for it: `zh-Hant-TW`, `zh-Hant`, `zh`."""
    parts = code.split("-")
    return tuple("-".join(parts[:length]) for length in range(len(parts), 0, -1))


@cached()
def _find(code: str) -> Language | None:
    if not is_code(code):
        return None
    tables: dict[str, Any] = {}
    for name in reversed(lineage(code)):
        for text in (_shipped_text(name, "facts.toml").decode(), _site.facts.get(name, "")):
            own = read_tables(text) if text else {}
            if name != code:  # what names the language itself is not inherited
                own = {key: value for key, value in own.items() if key not in ("name", "locale")}
            tables = merged(tables, own)
    facts = facts_of(tables)
    locale = facts.locale or code.replace("-", "_")
    known = is_known_to_cldr(locale)
    if not known and not facts.name:
        return None
    cldr = _locale(locale if known else SOURCE_LANGUAGE)
    name = facts.name or str((None if "-" in code else cldr.languages.get(cldr.language)) or cldr.display_name)
    return Language(
        code,
        locale if known else SOURCE_LANGUAGE,
        name[:1].upper() + name[1:],
        facts.direction or cldr.text_direction,
        facts,
    )


def _shipped_text(code: str, name: str) -> bytes:
    path = _HERE / code / name
    return path.read_bytes() if code in shipped() and path.is_file() else b""


def is_code(code: str) -> bool:
    """Whether this is written as a code of a language is: `nl`, `nl-BE`, `zh-Hant`."""
    return _CODE.fullmatch(code) is not None


@lru_cache
def is_known_to_cldr(name: str) -> bool:
    """Whether CLDR has the language of a code or locale, and its country."""
    try:
        locale = Locale.parse(name.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return False
    return localedata.exists(locale.language) and (
        locale.territory is None or locale.territory in _locale(SOURCE_LANGUAGE).territories
    )


def locale_of(code: str) -> str:
    """The CLDR locale that a code names, whatever facts say; that of English where CLDR does not know it."""
    return code.replace("-", "_") if is_known_to_cldr(code) else SOURCE_LANGUAGE


@lru_cache
def _locale(name: str) -> Locale:
    return Locale.parse(name)


@cached()
def catalogue(code: str) -> Catalogue:
    """The interface words of a language; `gettext` and `ngettext` give them for an English source string."""
    names = lineage(code)
    texts = [
        (locale_of(name), text)
        for name in names
        for text in (_site.catalogues.get(name), _shipped_text(name, "messages.po"))
        if text
    ]
    return chain(texts, ENGLISH if names[-1] == SOURCE_LANGUAGE else None)


def language_name(code: str, inside: str) -> str:
    """The name of a language in another, as it stands inside a sentence."""
    language, reader = LANGUAGES[code], LANGUAGES[inside].cldr
    known = reader.languages.get(code)
    if known or not is_known_to_cldr(code):
        return str(known or language.name)
    return str(_locale(code.replace("-", "_")).get_display_name(reader) or language.name)


def language_advice(code: str) -> str:
    """What to do about a code that is no language: the one that is probably meant, else how such codes are written."""
    wanted = code.lower().replace("_", "-").split("-")
    parts = [part.upper() if len(part) == len("BE") else part.title() for part in wanted[1:]]
    written = "-".join([wanted[0], *parts])
    if written != code and written in LANGUAGES:
        return f"did you mean “{written}”?"
    spoken = get_official_languages(code.upper(), de_facto=True)  # “dk” is the country
    meant = next((known for known in spoken if known in LANGUAGES), None) or nearest(code, LANGUAGES)
    return f"did you mean “{meant}”?" if meant else "write a code such as nl, nl-BE or zh-Hant (BCP 47)"


def untranslated(code: str) -> list[str]:
    """The source strings that a language has no words for, so that English ones stand in their place.

    A language that has a catalogue here has them all; the first of these tells which there are.
    """
    if lineage(code)[-1] in translated():
        return []
    words, complete = catalogue(code), next(name for name in translated() if name != SOURCE_LANGUAGE)
    return sorted(source for source in catalogue(complete).sources if not words.translates(source))


def plurals(code: str, one: str, many: str) -> dict[str, str]:
    """The forms of a countable source string in a language by CLDR's plural categories, with `{count}` as it stands."""
    return plural_forms(catalogue(code), LANGUAGES[code].plural_examples, one, many)


def unique(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes in their order, each once."""
    return tuple(dict.fromkeys(codes))
