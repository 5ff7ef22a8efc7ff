"""Word's styles: what a paragraph or a run inherits from the styles that it names (ECMA-376 part 1, § 17.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clausebook.importing.word_numbering import W, attribute, whole

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_HEADING = re.compile(r"heading ([1-9])")


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document by id, and the one that paragraphs without any have."""

    elements: Mapping[str, Element]
    default: str
    size: float

    @classmethod
    def of(cls, part: Element | None) -> Styles:
        elements = {each.get(W + "styleId", ""): each for each in part.findall(f"{W}style")} if part is not None else {}
        default = next(
            (
                key
                for key, each in elements.items()
                if each.get(W + "default") in {"1", "true"} and each.get(W + "type") == "paragraph"
            ),
            "",
        )
        size = attribute(part, "w:docDefaults/w:rPrDefault/w:rPr/w:sz")
        return cls(elements, default, whole(size, 20) / 2)

    def chain(self, key: str) -> Iterator[Element]:
        """A style and all that it is based on, the nearest first."""
        seen: set[str] = set()
        while key in self.elements and key not in seen:
            seen.add(key)
            yield self.elements[key]
            key = attribute(self.elements[key], "w:basedOn") or ""

    def name(self, key: str) -> str:
        """The name of a style as Word's English interface has it."""
        return (attribute(self.elements.get(key), "w:name") or key).lower()

    def heading(self, key: str) -> int:
        """The level of a heading style, from 1; 0 for any other."""
        for style in self.chain(key):
            found = _HEADING.fullmatch((attribute(style, "w:name") or "").lower())
            if found:
                return int(found[1])
            level = attribute(style, "w:pPr/w:outlineLvl")
            if level is not None:
                return whole(level, 9) + 1 if whole(level, 9) < 9 else 0
        return 0

    def paragraph(self, key: str, path: str, name: str = "val") -> str | None:
        """A property of a paragraph that its style gives, or one that this is based on."""
        return next((value for style in self.chain(key) if (value := attribute(style, path, name)) is not None), None)

    def is_on(self, own: Element | None, toggle: str, styles: tuple[str, ...]) -> bool:
        """Whether a property of letters is on: by the run itself, else by the nearest style that says so."""
        found = own.find(W + toggle) if own is not None else None
        for key in styles if found is None else ():
            for style in self.chain(key):
                found = style.find(f"{W}rPr/{W}{toggle}")
                if found is not None:
                    break
            if found is not None:
                break
        return found is not None and found.get(W + "val") not in {"0", "false", "off"}

    def size_of(self, own: Element | None, styles: tuple[str, ...]) -> float:
        """The size of letters in points."""
        value = attribute(own, "w:sz")
        for key in styles:
            if value is None:
                value = self.paragraph(key, "w:rPr/w:sz")
        return whole(value) / 2 if value else self.size
