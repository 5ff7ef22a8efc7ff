"""Contents lists: made by the theme's own template, and by filling where that shows the same for every entry.

Most lists of the archive are flat and differ from page to page, so rendering each would cost more than all else around a page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from clausebook.pages.page import TocEntry
from clausebook.site.chrome import Chrome, Slot, Untraceable, bare_probe, holds_probe, probe

Entries = tuple[TocEntry, ...]
_ANCHOR, _TITLE = "anchor", "title"


class ContentsLists:
    """The lists of one theme, as `render` makes them."""

    def __init__(self, render: Callable[[Entries], str]) -> None:
        self.render = render
        self._kept: dict[Entries, str] = {}

    @cached_property
    def _flat(self) -> _Flat | None:
        return _Flat.learn(self.render)

    def make(self, entries: Entries) -> str:
        """The theme's list of these entries; raises Untraceable when it depends on more."""
        html = self._kept.get(entries)
        if html is None:
            html = self._kept[entries] = self._make(entries)
        return html

    def _make(self, entries: Entries) -> str:
        if self._flat and all(entry.anchor and entry.title and not entry.children for entry in entries):
            return self._flat.fill(entries)
        html = self.render(entries)
        if holds_probe(html):
            raise Untraceable("the contents list")
        return html


@dataclass(frozen=True, slots=True)
class _Flat:
    """A list without lists in it: what stands before, around, between and after its entries."""

    before: str
    entry: Chrome
    between: str
    after: str

    @classmethod
    def learn(cls, render: Callable[[Entries], str]) -> _Flat | None:
        """What the theme does with each of three entries and with one alone; None unless that is the same."""
        try:
            one, three = _rendered(render, 1), _rendered(render, 3)
        except Untraceable:
            return None
        size, inner = len(one.slots), one.pieces[1:-1]
        if not size:
            return None
        before, between, after = one.pieces[0], three.pieces[size], one.pieces[-1]
        slots = [Slot(slot.name.replace("0", str(number)), slot.treatment) for number in range(3) for slot in one.slots]
        if three != Chrome((before, *inner, between, *inner, between, *inner, after), tuple(slots)):
            return None
        return cls(before, Chrome(("", *inner, ""), one.slots), between, after)

    def fill(self, entries: Entries) -> str:
        parts = (self.entry.fill({f"{_ANCHOR} 0": entry.anchor, f"{_TITLE} 0": entry.title}) for entry in entries)
        return self.before + self.between.join(parts) + self.after


def _rendered(render: Callable[[Entries], str], count: int) -> Chrome:
    entries = tuple(TocEntry(bare_probe(f"{_ANCHOR} {number}"), probe(f"{_TITLE} {number}")) for number in range(count))
    probes = {f"{_ANCHOR} {number}": entry.anchor for number, entry in enumerate(entries)}
    return Chrome.learn(
        render(entries), probes | {f"{_TITLE} {number}": entry.title for number, entry in enumerate(entries)}
    )
