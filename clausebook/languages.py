"""Languages: the four that Clausebook speaks, their locales, and the catalogues that hold every word of the interface.

Source strings are English; a catalogue is a gettext PO file, `catalogues/<language>.po`.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the site: its code in addresses and `lang`, its CLDR locale, its name in itself."""

    code: str
    locale: str
    name: str

    @property
    def cldr(self) -> Locale:
        return _locale(self.locale)


@cache
def _locale(name: str) -> Locale:
    return Locale.parse(name)


LANGUAGES = {
    language.code: language
    for language in (
        Language("nl", "nl", "Nederlands"),
        Language("fr", "fr", "Français"),
        Language("en", "en_GB", "English"),
        Language("da", "da", "Dansk"),
    )
}
SOURCE_LANGUAGE = "en"


@cache
def catalogue(code: str) -> NullTranslations:
    """The interface words of a language; `gettext` and `ngettext` give them for an English source string."""
    if code == SOURCE_LANGUAGE:
        return NullTranslations()
    text = (files("clausebook") / "catalogues" / f"{code}.po").read_bytes()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(text), locale=code, abort_invalid=True))
    compiled.seek(0)
    return Translations(compiled, domain="clausebook")


def N_(source: str) -> str:
    """Mark a source string for the catalogues where it is only named, to be translated later."""
    return source
