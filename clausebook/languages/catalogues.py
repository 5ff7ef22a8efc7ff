"""Catalogues: the words of the interface in one language, by their English source strings (gettext PO files)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import NullTranslations, Translations

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message


class BadCatalogue(ValueError):
    """A catalogue that cannot be used: says why, at a line of it (from 1; 0 where none is known)."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message, self.line = message, line


@dataclass(frozen=True)
class Catalogue:
    """The words of one language, with those of catalogues that stand in for it; English source strings stand in for the last.

    `sources` are the strings that it translates itself, plural ones by their singular.
    """

    translations: NullTranslations
    sources: frozenset[str] = frozenset()
    fallback: Catalogue | None = None
    is_english: bool = field(default=False)

    def gettext(self, source: str) -> str:
        """The translation of a source string."""
        return self.translations.gettext(source)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The translation of a countable source string for a count."""
        return self.translations.ngettext(one, many, count)

    def translates(self, source: str) -> bool:
        """Whether the words for a source string are those of this language, not English ones that stand in for them."""
        return (
            self.is_english
            or source in self.sources
            or (self.fallback is not None and self.fallback.translates(source))
        )


ENGLISH = Catalogue(NullTranslations(), is_english=True)
_NOTHING = Catalogue(NullTranslations())


def chain(texts: Iterable[tuple[str, bytes]], last: Catalogue | None = None) -> Catalogue:
    """The catalogue of a language from its files, the first the strongest, each with its CLDR locale; `last` stands in for all of them.

    Raises BadCatalogue.
    """
    catalogue = last or _NOTHING
    for locale, text in reversed(list(texts)):
        read = read_catalogue(locale, text)
        translations = _compiled(read)
        translations.add_fallback(catalogue.translations)
        catalogue = Catalogue(translations, frozenset(_translated(read)), catalogue)
    return catalogue


def read_catalogue(locale: str, text: bytes) -> Catalog:
    """A PO file; raises BadCatalogue where it is none, or a translation does not fit its source string."""
    try:
        read = read_po(io.BytesIO(text), locale=locale, abort_invalid=True)
    except PoFileError as error:
        line = getattr(error, "lineno", -1) + 1  # Babel counts from 0
        raise BadCatalogue(str(error).partition(" on ")[0], line) from None
    except (UnicodeDecodeError, ValueError, LookupError) as error:
        raise BadCatalogue(str(error)) from None
    for entry in read:
        fault = entry.id and _fault(entry)
        if fault:
            raise BadCatalogue(fault, entry.lineno or 0)
    try:
        _compiled(read)
    except ValueError as error:
        raise BadCatalogue(f"“Plural-Forms”: {error}") from None
    return read


def _compiled(read: Catalog) -> Translations:
    compiled = io.BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return Translations(compiled, domain="clausebook")


def strings_of(catalog: Catalog) -> Iterator[tuple[int, str]]:
    """Every translation with the line of its entry."""
    for message in catalog:
        if message.id:
            for string in filter(None, _strings(message)):
                yield message.lineno or 0, string


def _translated(catalog: Catalog) -> Iterator[str]:
    for message in catalog:
        if message.id and message.string and not message.fuzzy and all(_strings(message)):
            yield _key(message)


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _fault(message: Message) -> str:
    """What keeps a translation from being filled in as its source string is; empty for nothing."""
    sources = (message.id,) if isinstance(message.id, str) else message.id
    wanted = {name for source in sources for name in names_in(source)}
    for string in filter(None, _strings(message)):
        try:
            names = names_in(string)
        except ValueError:
            return f"“{_shortened(string)}” has a brace without its counterpart"
        strange = sorted(names - wanted)
        if strange:
            return f"“{_shortened(string)}” has {{{strange[0]}}}, which its source string does not have"
        lacking = sorted(wanted - names - ({"count"} if len(sources) > 1 else set()))
        if lacking:
            return f"“{_shortened(string)}” lacks {{{lacking[0]}}} of its source string"
    return ""


def names_in(pattern: str) -> set[str]:
    """The names of what is filled into a pattern; raises ValueError where a brace is not closed."""
    parts = list(Formatter().parse(pattern))
    if any(name is not None and not re.fullmatch(r"[\w:-]+", name) for _, name, _, _ in parts):
        raise ValueError("this is no name")
    return {f"{name}:{spec}" if spec else name for _, name, spec, _ in parts if name is not None}


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


_SHOWN = 60


def plural_forms(catalogue: Catalogue, categories: Mapping[str, int], one: str, many: str) -> dict[str, str]:
    """The forms of a countable source string by CLDR's plural categories, for each of which there is an example count."""
    return {category: catalogue.ngettext(one, many, count) for category, count in categories.items()}
