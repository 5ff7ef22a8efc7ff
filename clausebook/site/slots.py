"""Slots: the places in the theme's frame that differ from page to page of one kind.

A frame is the theme's output for a page that has a slot in the place of everything which only that page knows. Templates print slots and can do
nothing else with them: a slot has no text yet, so looking into one is an error. A printed slot is a marker, which cannot
stand in a text: the source refuses private-use characters.
"""

from __future__ import annotations

import re
from typing import NamedTuple, NoReturn

_OPEN, _CLOSE = "\U0010c1a0", "\U0010c1a1"
_MARKER = re.compile(f"{_OPEN}([a-z ]+|(?:link|address) [\\w-]+){_CLOSE}")
_ALTERED = re.compile(f"[{_OPEN}{_CLOSE}]")


class Slot:
    """A place that is filled for each page with what is called `name`. Never empty, so a template may ask whether it is there."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        return f"{_OPEN}{self.name}{_CLOSE}"

    def __html__(self) -> str:
        return str(self)

    def __bool__(self) -> bool:
        return True

    def _refuse(self, *_: object) -> NoReturn:
        raise TypeError(f"the {self.name} of a page can be printed, “| e” or “| striptags”, and not looked into")

    __len__ = __iter__ = __contains__ = __getitem__ = __lt__ = __gt__ = __le__ = __ge__ = __add__ = __mod__ = _refuse
    __eq__ = __ne__ = _refuse
    __hash__ = None  # type: ignore[assignment]


class Hidden(Slot):
    """What only a page knows and no template of a frame may ask; it cannot even be printed."""

    __slots__ = ()

    def _refuse(self, *_: object) -> NoReturn:
        raise TypeError(f"“{self.name}” differs between the pages that this is made for once")

    __str__ = __html__ = __bool__ = _refuse
    __len__ = __iter__ = __contains__ = __getitem__ = __eq__ = __ne__ = _refuse


class UnknownSlot(ValueError):
    """A marker that is no longer what was printed; the message is the HTML before it."""


class Split(NamedTuple):
    """A text split at its slots: `pieces` has one text more than `slots` has names, which stand between them."""

    pieces: tuple[str, ...]
    slots: tuple[str, ...]

    @classmethod
    def of(cls, html: str) -> Split:
        """Raises UnknownSlot where a marker was altered, as by `| upper`."""
        parts = _MARKER.split(html)
        for piece in parts[::2]:
            altered = _ALTERED.search(piece)
            if altered:
                raise UnknownSlot(" ".join(piece[: altered.start()][-60:].split()))
        return cls(tuple(parts[::2]), tuple(parts[1::2]))
