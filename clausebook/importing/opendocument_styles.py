"""OpenDocument's styles and lists: how letters look, and which number is printed before an item or a heading (ODF 1.3 part 3, §§ 16, 17.19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clausebook.importing.markers import letters_of, roman_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_BASE = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT, STYLE, FO = f"{_BASE}text:1.0}}", f"{_BASE}style:1.0}}", f"{_BASE}xsl-fo-compatible:1.0}}"
OFFICE, TABLE, DRAW = f"{_BASE}office:1.0}}", f"{_BASE}table:1.0}}", f"{_BASE}drawing:1.0}}"
XLINK = "{http://www.w3.org/1999/xlink}"
LEVELS = 10


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list: what it counts with (empty for none), what stands around the number, how many levels it prints."""

    form: str = ""
    before: str = ""
    after: str = ""
    shown: int = 1
    start: int = 1
    is_bullet: bool = False


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document by family and name, its list styles, and the numbering of its headings."""

    elements: Mapping[tuple[str, str], Element]
    lists: Mapping[str, tuple[ListLevel, ...]]
    outline: tuple[ListLevel, ...]

    @classmethod
    def of(cls, *parts: Element | None) -> Styles:
        elements: dict[tuple[str, str], Element] = {}
        lists: dict[str, tuple[ListLevel, ...]] = {}
        outline: tuple[ListLevel, ...] = ()
        for part in parts:
            for each in part.iter() if part is not None else ():
                if each.tag == f"{STYLE}style":
                    elements[each.get(f"{STYLE}family", ""), each.get(f"{STYLE}name", "")] = each
                elif each.tag == f"{TEXT}list-style":
                    lists[each.get(f"{STYLE}name", "")] = _levels(each)
                elif each.tag == f"{TEXT}outline-style":
                    outline = _levels(each)
        return cls(elements, lists, outline)

    def chain(self, family: str, name: str) -> Iterator[Element]:
        """A style and all that it is based on, the nearest first."""
        seen: set[str] = set()
        while (family, name) in self.elements and name not in seen:
            seen.add(name)
            element = self.elements[family, name]
            yield element
            name = element.get(f"{STYLE}parent-style-name", "")

    def looks(self, family: str, name: str) -> tuple[bool | None, bool | None]:
        """Whether a style makes letters strong and whether it makes them slanted; None where it does not say."""
        strong = emphasis = None
        for element in self.chain(family, name):
            for each in element.findall(f"{STYLE}text-properties"):
                weight, slant = each.get(f"{FO}font-weight"), each.get(f"{FO}font-style")
                strong = weight not in {"normal", "400"} if strong is None and weight else strong
                emphasis = slant in {"italic", "oblique"} if emphasis is None and slant else emphasis
        return strong, emphasis

    def size(self, name: str) -> float:
        """The size of a paragraph's letters in points; 0 where its style does not say."""
        for element in self.chain("paragraph", name):
            for each in element.findall(f"{STYLE}text-properties"):
                size = each.get(f"{FO}font-size", "")
                if size.endswith("pt"):
                    return float(size[:-2])
        return 0.0

    def names(self, name: str) -> str:
        """The names of a paragraph's style and of those it is based on, for a look at what they are called."""
        return " ".join(element.get(f"{STYLE}name", "") for element in self.chain("paragraph", name)).lower()

    def list_of(self, name: str) -> str:
        """The list style that a paragraph's style names."""
        found = (element.get(f"{STYLE}list-style-name") for element in self.chain("paragraph", name))
        return next((each for each in found if each), "")


def _levels(style: Element) -> tuple[ListLevel, ...]:
    levels = [ListLevel()] * LEVELS
    for each in style:
        at = int(each.get(f"{TEXT}level", "0")) - 1
        if not 0 <= at < LEVELS:
            continue
        shown, start = each.get(f"{TEXT}display-levels", "1"), each.get(f"{TEXT}start-value", "1")
        levels[at] = ListLevel(
            each.get(f"{STYLE}num-format", ""),
            each.get(f"{STYLE}num-prefix", ""),
            each.get(f"{STYLE}num-suffix", ""),
            int(shown) if shown.isdigit() else 1,
            int(start) if start.isdigit() else 1,
            each.tag == f"{TEXT}list-level-style-bullet",
        )
    return tuple(levels)


@dataclass(slots=True)
class Counter:
    """Counts the items of one list, or the headings."""

    levels: tuple[ListLevel, ...]
    _values: list[int | None] = field(default_factory=lambda: [None] * LEVELS)

    def count(self, level: int, start: int | None = None) -> str:
        """What is printed before the next item of a level, from 0."""
        for above in range(level):
            if self._values[above] is None:
                self._values[above] = self.levels[above].start
        current = self._values[level]
        begin = self.levels[level].start if start is None else start
        self._values[level] = begin if current is None or start is not None else current + 1
        for below in range(level + 1, LEVELS):
            self._values[below] = None
        own = self.levels[level]
        if own.is_bullet or not own.form:
            return ""
        first = max(0, level + 1 - own.shown)
        numbers = [
            _counted(self.levels[at].form, self._values[at] or 0)
            for at in range(first, level + 1)
            if self.levels[at].form
        ]
        return f"{own.before}{'.'.join(numbers)}{own.after}".strip()


def _counted(form: str, value: int) -> str:
    match form:
        case "a":
            return letters_of(value)
        case "A":
            return letters_of(value).upper()
        case "i":
            return roman_of(value)
        case "I":
            return roman_of(value).upper()
    return str(value)
