"""A finished page: its address, its HTML, and what the theme around it and the search need to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class PageKind(StrEnum):
    """What a page shows."""

    HOME = "home"
    CURRENT = "current"
    VERSION = "version"
    CHANGES = "changes"
    HISTORY = "history"
    COMPARE = "compare"
    CLAUSE = "clause"
    SEARCH = "search"
    ABSENT = "absent"


class TocEntry(NamedTuple):
    """One line of the contents list: an anchor of the page and the words that name it."""

    anchor: str
    title: str
    children: tuple[TocEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of one language.

    `alternates` holds the address of the same page in every language of the site; those in `translations` are truly the
    same text, the others say why there is none. `canonical` is the address that search engines should keep, `linked` what they are told in JSON-LD.
    `pieces` is what `html` was put together from, where other pages have some of them, too, as the same objects.
    """

    kind: PageKind
    language: str
    address: str
    title: str
    description: str
    html: str
    canonical: str
    alternates: Mapping[str, str]
    translations: tuple[str, ...]
    indexed: bool
    toc: tuple[TocEntry, ...] = field(default=())
    source: str = ""
    document: str = ""
    linked: str = ""
    pieces: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file beside the pages, for programs or for the script of a page: its address and its text."""

    address: str
    text: str
