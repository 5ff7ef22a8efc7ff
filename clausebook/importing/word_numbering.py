"""Word's automatic numbering: what it would print before a paragraph (ECMA-376 part 1, § 17.9).

An abstract definition has nine levels, each with its format and a pattern such as `%1.%2`; a paragraph names an instance of one and a level. The
counters belong to the abstract definition; an instance may start a level anew. A level starts anew after one above it was counted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from clausebook.importing.markers import letters_of, roman_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9


def attribute(element: Element | None, path: str, name: str = "val") -> str | None:
    """An attribute in Word's namespace of the element at a path below another one."""
    found = element.find(path.replace("w:", W)) if element is not None else None
    return found.get(W + name) if found is not None else None


def whole(text: str | None, otherwise: int = 0) -> int:
    """A whole number as Word writes it; `otherwise` for what is none."""
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,9}", text) else otherwise


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it begins, its format, the pattern of what is printed, its indent in points."""

    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    restarts_after: int = -1
    legal: bool = False
    indent: float | None = None
    style: str = ""


@dataclass(frozen=True, slots=True)
class Instance:
    """A list as paragraphs name it: the abstract definition, its levels with what the instance changes, the levels that it starts anew."""

    abstract: str
    levels: tuple[Level, ...]
    starts: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands before a paragraph: a number, or a bullet; `series` names the list and its level."""

    label: str
    series: str
    is_bullet: bool
    level: int
    indent: float | None


class Numbering:
    """Counts the numbered paragraphs of a document, in the order in which they are asked for."""

    def __init__(self, instances: Mapping[str, Instance]) -> None:
        self.instances = instances
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    @classmethod
    def of(cls, part: Element | None, styles: Mapping[str, str]) -> Numbering:
        """The numbering of a document; `styles` gives the instance that a list style names."""
        if part is None:
            return cls({})
        abstract = {each.get(W + "abstractNumId", ""): each for each in part.findall(f"{W}abstractNum")}
        targets = {
            each.get(W + "numId", ""): attribute(each, "w:abstractNumId") or "" for each in part.findall(f"{W}num")
        }
        instances = {}
        for each in part.findall(f"{W}num"):
            key = targets[each.get(W + "numId", "")]
            linked = attribute(abstract.get(key), "w:numStyleLink")
            if linked and linked in styles:
                key = targets.get(styles[linked], key)
            instances[each.get(W + "numId", "")] = _instance(each, key, abstract.get(key))
        return cls(instances)

    def count(self, number: str, level: int) -> Printed | None:
        """What is printed before the next paragraph of this list and level; None for a list that does not exist."""
        instance = self.instances.get(number)
        if instance is None or not 0 <= level < LEVELS:
            return None
        counters = self._counters.setdefault(instance.abstract, [None] * LEVELS)
        if level in instance.starts and (number, level) not in self._begun:
            counters[level] = instance.starts[level] - 1
        self._begun.add((number, level))
        for above in range(level):
            if counters[above] is None:
                counters[above] = instance.levels[above].start
        current = counters[level]
        counters[level] = instance.levels[level].start if current is None else current + 1
        for below in range(level + 1, LEVELS):
            after = instance.levels[below].restarts_after
            if after != 0 and (after < 0 or level < after):
                counters[below] = None
        definition = instance.levels[level]
        label = self._label(instance, definition, counters)
        is_bullet = definition.form == "bullet"
        return Printed("" if is_bullet else label, f"{instance.abstract}:{level}", is_bullet, level, definition.indent)

    def _label(self, instance: Instance, definition: Level, counters: list[int | None]) -> str:
        def counted(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            value = counters[at] if counters[at] is not None else instance.levels[at].start
            return _counted("decimal" if definition.legal else instance.levels[at].form, value or 0)

        return re.sub(r"%([1-9])", counted, definition.pattern).strip()


def _instance(element: Element, key: str, abstract: Element | None) -> Instance:
    levels = [Level()] * LEVELS
    for each in abstract.findall(f"{W}lvl") if abstract is not None else ():
        at = whole(each.get(W + "ilvl"))
        if 0 <= at < LEVELS:
            levels[at] = _level(each)
    starts = {}
    for override in element.findall(f"{W}lvlOverride"):
        at = whole(override.get(W + "ilvl"))
        if not 0 <= at < LEVELS:
            continue
        own = override.find(f"{W}lvl")
        if own is not None:
            levels[at] = _level(own)
        begun = attribute(override, "w:startOverride")
        if begun is not None:
            starts[at] = whole(begun, 1)
            levels[at] = replace(levels[at], start=starts[at])
    return Instance(key, tuple(levels), starts)


def _level(element: Element) -> Level:
    left = attribute(element, "w:pPr/w:ind", "left") or attribute(element, "w:pPr/w:ind", "start")
    legal = element.find(f"{W}isLgl")
    return Level(
        whole(attribute(element, "w:start"), 1),
        attribute(element, "w:numFmt") or "decimal",
        attribute(element, "w:lvlText") or "",
        whole(attribute(element, "w:lvlRestart"), -1),
        legal is not None and legal.get(W + "val") not in {"0", "false"},
        whole(left) / 20 if left else None,
        attribute(element, "w:pStyle") or "",
    )


def _counted(form: str, value: int) -> str:
    match form:
        case "lowerLetter":
            return letters_of(value)
        case "upperLetter":
            return letters_of(value).upper()
        case "lowerRoman":
            return roman_of(value)
        case "upperRoman":
            return roman_of(value).upper()
        case "decimalZero":
            return f"{value:02d}"
        case "none" | "bullet":
            return ""
    return str(value)
