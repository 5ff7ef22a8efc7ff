"""Sensible answers to what is asked about a new site, from CLDR and the tz database."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.languages import get_official_languages

from clausebook.languages import SOURCE_LANGUAGE, translated
from clausebook.model.document import Document
from clausebook.model.values import Text

_COUNTRY = "DK"  # where nothing tells
_NO_COUNTRY = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}  # what CLDR has beside countries


def is_country(code: str) -> bool:
    """Whether these are the two letters of a country in CLDR."""
    return bool(re.fullmatch("[A-Z]{2}", code)) and code in Locale("en").territories and code not in _NO_COUNTRY


def country(locale: str) -> str:
    """The country of a person's locale, such as `nl_BE`; of one without, that in which most speak its language."""
    try:
        parsed = Locale.parse(locale.partition(".")[0]) if locale else None
    except (ValueError, UnknownLocaleError):
        parsed = None
    if parsed is None:
        return _COUNTRY
    likely = str(get_global("likely_subtags").get(parsed.language, "")).rpartition("_")[2]
    code = parsed.territory or likely
    return code if is_country(code) else _COUNTRY


def languages(law: str) -> tuple[str, ...]:
    """The official languages of a country that Clausebook speaks, the one of most people first, and English."""
    official = [code for code in get_official_languages(law, de_facto=True) if code in translated()]
    return tuple(dict.fromkeys([*official, SOURCE_LANGUAGE]))


def timezone(law: str) -> str:
    """The first zone that the tz database lists for a country, which is the one of most people there."""
    return _zones().get(law, "UTC")


@cache
def _zones() -> dict[str, str]:
    zones: dict[str, str] = {}
    for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, _, zone, *_ = line.split("\t")
            zones.setdefault(code, zone)
    return zones


def site_name(folder: Path) -> str:
    """A name for a site that lies in a folder: the folder's, in words."""
    words = re.sub(r"[-_.\s]+", " ", folder.resolve().name).strip()
    return f"{words[:1].upper()}{words[1:]}" if words and words.isprintable() else "Terms"


def provider(document: Document | None) -> str:
    """The provider that another document of the site names in its value `provider`; empty where it names none."""
    value = document.draft.values.get("provider") if document else None
    return value.texts[0] if isinstance(value, Text) else ""
