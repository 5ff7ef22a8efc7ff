"""Models: the shapes that pages have for the theme, and what the theme made of one model page of each."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from clausebook.pages.page import Page, PageKind, TocEntry
from clausebook.site.chrome import Chrome, Slot, bare_probe, holds_part_of_probe, holds_probe, probe
from clausebook.site.contents import ContentsLists
from clausebook.site.hypertext import Hypertext
from clausebook.site.links import Links, Piece, quick_links

_CONTENTS = "contents"
# What stands in these slots is not encoded again for each page.
_IN_BULK = (Slot("content", 0), Slot(_CONTENTS, 0))
# A list inside a list and a second entry: enough to see what a theme does with contents lists.
_ENTRIES = (
    TocEntry(bare_probe("first anchor"), probe("first entry"), (TocEntry(bare_probe("below"), probe("entry below")),)),
    TocEntry(bare_probe("second anchor"), probe("second entry")),
)
_ADDRESSES = ("canonical", "page", "link ", "address ", "first anchor")


class Shape(NamedTuple):
    """All that the theme may tell from a page but its strings.

    `path` holds the parts of its address below the language; those that no file of MkDocs shares are empty, since no link of
    the chrome depends on them. `strings` names those that it has. `title` is set only where it is the site's own name, which
    the theme does not say twice.
    """

    kind: PageKind
    document: str
    path: tuple[str, ...]
    indexed: bool
    strings: tuple[str, ...]
    translations: tuple[str, ...]
    title: str

    @classmethod
    def of(cls, made: Page, strings: Mapping[str, str], folders: Container[tuple[str, ...]], site_name: str) -> Shape:
        """The shape of a page with these strings; `folders` are those in which MkDocs has files."""
        parts = tuple(made.address.rstrip("/").split("/")[1:])
        shared = 0
        while shared < len(parts) and parts[: shared + 1] in folders:
            shared += 1
        return cls(
            made.kind,
            made.document,
            parts[:shared] + ("",) * (len(parts) - shared),
            made.indexed,
            tuple([name for name, text in strings.items() if text]),
            made.translations,
            made.title if made.title == site_name else "",
        )

    def model_page(self, sample: Page, strings: Mapping[str, str]) -> tuple[Page, dict[str, str]]:
        """A page like `sample` with a probe for each string, and the strings that the theme is to be given with it."""
        probes = {
            name: "" if not text else bare_probe(name) if name.startswith(_ADDRESSES) else probe(name)
            for name, text in strings.items()
        }
        if self.title:
            probes["title"] = self.title
        parts = [part or bare_probe(f"part {number}") for number, part in enumerate(self.path)]
        made = replace(
            sample,
            address="/".join((sample.language, *parts, "")),
            title=probes["title"],
            description=probes["description"],
            html=probes["content"],
            linked=probes["linked"],
            toc=_ENTRIES if sample.toc else (),
            # Of no use to the theme but by the strings above: nothing is filled in for these.
            canonical=probe("page.made.canonical"),
            alternates=dict.fromkeys(sample.alternates, probe("page.made.alternates")),
            source=probe("page.made.source"),
        )
        return made, probes

    def part_probes(self) -> dict[str, str]:
        """The probes for the parts of the address."""
        return {f"part {number}": bare_probe(f"part {number}") for number, part in enumerate(self.path) if not part}


@dataclass(slots=True)
class Model:
    """What the theme puts around the pages of one shape, with its links, anchors and contents lists.

    `frame` is the page with gaps for what stands in the slots: for the strings of a page, for its content and for its contents list.
    """

    frame: Sequence[bytes]
    strings: Sequence[tuple[int, Slot]]
    content: Sequence[int]
    listed: Sequence[int]
    contents: ContentsLists
    anchors: frozenset[str]
    shared_links: frozenset[str]
    own_links: frozenset[str]
    filled_links: Chrome
    parts: tuple[int, ...]
    _lists: dict[str, Piece] = field(default_factory=dict)

    @classmethod
    def learn(cls, shape: Shape, output: str, probes: Mapping[str, str], contents: ContentsLists) -> Model:
        """Learn from what the theme made of the shape's model page; raises Untraceable."""
        if "first anchor" in probes:
            listed = contents.render(_ENTRIES)
            if holds_probe(listed):
                output = output.replace(listed, bare_probe(_CONTENTS))
                probes = {**probes, _CONTENTS: bare_probe(_CONTENTS)}
        probes = {name: text for name, text in probes.items() if holds_probe(text)}
        parsed = Hypertext.of(output)
        found = quick_links(output).union(link for link in parsed.links if not holds_probe(link))
        whole = {link for link in found if not holds_probe(link)}
        # A title in the address of a letter, say, is cut at its quotes: such links lead out of the site.
        filled = {link for link in found - whole if not holds_part_of_probe(link)}
        up = "../" * shape.path.count("")
        shared = frozenset(link for link in whole if up and link.startswith(up))
        chrome = Chrome.learn(output, probes)
        slots = [(2 * number + 1, slot) for number, slot in enumerate(chrome.slots)]
        frame = [b""] * (2 * len(slots) + 1)
        frame[::2] = [piece.encode() for piece in chrome.pieces]
        return cls(
            frame,
            [(at, slot) for at, slot in slots if slot not in _IN_BULK],
            [at for at, slot in slots if slot == _IN_BULK[0]],
            [at for at, slot in slots if slot == _IN_BULK[1]],
            contents,
            frozenset(parsed.anchors),
            shared,
            frozenset(whole - shared),
            Chrome.learn("\n".join(sorted(filled)), probes),
            tuple(number for number, part in enumerate(shape.path) if not part),
        )

    def fill(self, made: Page, strings: Mapping[str, str], pieces: Sequence[Piece], links: Links) -> bytes:
        """The finished page, its content put together from `pieces`; its links are noted."""
        if self.parts:
            parts = made.address.split("/")[1:]
            strings = {**strings, **{f"part {number}": parts[number] for number in self.parts}}
        frame = list(self.frame)
        for at, slot in self.strings:
            frame[at] = slot.text(strings).encode()
        for at in self.content:
            frame[at] = b"".join([piece.data for piece in pieces])
        more = self.own_links.union(self.filled_links.fill(strings).split("\n"))
        if made.toc:
            listed = self._list(made)
            more |= listed.links
            for at in self.listed:
                frame[at] = listed.data
        links.add(made.address, pieces, more, self.anchors)
        return b"".join(frame)

    def _list(self, made: Page) -> Piece:
        html = self.contents.make(made.toc)
        if html not in self._lists:
            self._lists[html] = Piece.of(html)
        return self._lists[html]
