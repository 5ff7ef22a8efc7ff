"""Chrome: what the theme puts around pages, learnt from one model page and filled with the strings of each page.

A model page bears a *probe* in the place of every string. The theme's output for it is split at the probes: the pieces between
them are the chrome, and what became of a probe tells how the theme treats that string (as it is, escaped, without tags).
A probe that became something else is an error, so a theme that does more with a string than printing it can make no wrong page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

# The source refuses private-use characters in texts, so no text of a page holds these.
_OPEN, _CLOSE = "\U0010c1a0", "\U0010c1a1"
_MARK = "ClausebookProbe"
_PROBE = re.compile(f"{_OPEN}{_MARK}.*?{_CLOSE}", re.DOTALL)


class Untraceable(ValueError):
    """The theme did something with a string that filling cannot repeat; the message says after which HTML."""


def probe(name: str) -> str:
    """Stands for the string `name`; holds what a theme may treat: markup, an entity, both quotes, two spaces."""
    return f"{_OPEN}{_MARK}={name}=  <i>&amp;\"'{_CLOSE}"


def bare_probe(name: str) -> str:
    """Stands for a string that needs no escaping anywhere: an address, or a part of one."""
    return f"{_OPEN}{_MARK}={name}={_CLOSE}"


def holds_probe(html: str) -> bool:
    """Whether some probe, or a part of one, is in a text."""
    return _OPEN in html or _CLOSE in html


def holds_part_of_probe(html: str) -> bool:
    """Whether a text has more or less of a probe than whole ones."""
    return holds_probe(_PROBE.sub("", html))


def _stripped(text: str) -> str:
    return Markup(text).striptags()


# Each takes a page's own string. Those that escape first are for strings which the theme was given as markup.
TREATMENTS: tuple[Callable[[str], str], ...] = (
    str,
    escape,
    lambda text: escape(str(escape(text))),
    _stripped,
    lambda text: escape(_stripped(text)),
    lambda text: _stripped(escape(text)),
    lambda text: escape(_stripped(escape(text))),
)


# Every treatment leaves such a text as it is.
_PLAIN = re.compile(r"""[^\s<>&"']+(?: [^\s<>&"']+)*""")


class Slot(NamedTuple):
    """A place for the string `name`, treated in the way of that number."""

    name: str
    treatment: int

    def text(self, strings: Mapping[str, str]) -> str:
        """What stands in this place of a page with these strings."""
        text = strings[self.name]
        return str(TREATMENTS[self.treatment](text)) if self.treatment and not _PLAIN.fullmatch(text) else text


@lru_cache(maxsize=256)
def _outcomes(name: str, text: str) -> tuple[tuple[str, Slot], ...]:
    """What becomes of a probe in each way; of two ways with the same outcome, the simpler one comes last."""
    return tuple((str(treat(text)), Slot(name, number)) for number, treat in reversed(list(enumerate(TREATMENTS))))


@dataclass(frozen=True, slots=True)
class Chrome:
    """Pieces of HTML with a slot between every two of them."""

    pieces: tuple[str, ...]
    slots: tuple[Slot, ...]

    @classmethod
    def learn(cls, output: str, probes: Mapping[str, str]) -> Chrome:
        """Split what the theme made of a model page with these probes; raises Untraceable."""
        outcomes = {outcome: slot for name, text in probes.items() for outcome, slot in _outcomes(name, text)}
        pieces, slots, end = [], [], 0
        for found in _PROBE.finditer(output):
            slot = outcomes.get(found[0])
            if slot is None:
                raise Untraceable(_end_of(output[: found.start()]))
            pieces.append(output[end : found.start()])
            slots.append(slot)
            end = found.end()
        pieces.append(output[end:])
        for piece in pieces:
            if holds_probe(piece):
                raise Untraceable(_end_of(re.split(f"[{_OPEN}{_CLOSE}]", piece)[0]))
        return cls(tuple(pieces), tuple(slots))

    def fill(self, strings: Mapping[str, str]) -> str:
        """The page with these strings."""
        parts = [""] * (2 * len(self.slots) + 1)
        parts[::2] = self.pieces
        parts[1::2] = [slot.text(strings) for slot in self.slots]
        return "".join(parts)


def _end_of(html: str) -> str:
    return " ".join(_PROBE.sub("…", html)[-60:].split())
