"""Paint: whether words can be told from what is behind them, by the contrast of the two colours (WCAG 2.2, contrast ratio)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode
from tinycss2 import color4

from clausebook.verify.css import Declaration

Colour = tuple[float, float, float]

_WORDS, _BEHIND = {"color", "-webkit-text-fill-color"}, {"background", "background-color"}
# Below this ratio nobody reads; thin grey on white has more.
_LEAST = 1.6
_INK: dict[str, Colour] = {"default": (0.11, 0.15, 0.19), "slate": (0.87, 0.9, 0.93)}
_PAPER: dict[str, Colour] = {"default": (1.0, 1.0, 1.0), "slate": (0.09, 0.11, 0.15)}


def colour_of(declaration: Declaration) -> bool:
    """Whether a declaration gives words, or what is behind them, a colour of its own."""
    if declaration.name not in _WORDS | _BEHIND:
        return False
    return declaration.value not in {"inherit", "unset", "initial", "revert", "currentcolor", "none"} and (
        declaration.name in _WORDS or declaration.value != "transparent"
    )


@dataclass
class Paint:
    """The colours that a copy's own styles give to elements. `content` is what is to be read, `top` the root of its tree."""

    content: LexborNode
    top: LexborNode
    _words: dict[int, str] = field(default_factory=dict)
    _behind: dict[int, str] = field(default_factory=dict)

    def note(self, node: LexborNode, declaration: Declaration) -> None:
        """Note that a declaration is about an element."""
        kept = self._words if declaration.name in _WORDS else self._behind
        kept[node.mem_id] = declaration.value

    def unreadable(self) -> Iterator[tuple[LexborNode, str]]:
        """The elements whose words can hardly be told from what is behind them, with the colour."""
        body = self.top.css_first("body")
        scheme = (body.attributes.get("data-md-color-scheme") if body else "") or "default"
        ink, paper = _INK.get(scheme, _INK["default"]), _PAPER.get(scheme, _PAPER["default"])
        if not self._words and not self._behind:
            return
        for node in self.content.css("*"):
            words, behind = _nearest(node, self._words), _nearest(node, self._behind)
            if not (words or behind) or not _has_words(node):
                continue
            above = _solid(behind, paper) if behind else paper
            drawn = _seen(words, above) if words else ink
            if drawn is None or above is None or _contrast(drawn, above) < _LEAST:
                yield node, words or behind


def _has_words(node: LexborNode) -> bool:
    """Whether words stand right in an element."""
    child = node.first_child
    while child is not None:
        if child.is_text_node and (child.text_content or "").strip():
            return True
        child = child.next
    return False


def _nearest(node: LexborNode, kept: dict[int, str]) -> str:
    here: LexborNode | None = node
    while here is not None:
        if here.mem_id in kept:
            return kept[here.mem_id]
        here = here.parent
    return ""


def _solid(value: str, paper: Colour) -> Colour | None:
    """The colour of a background, over that of the page; None where it is not known."""
    for part in (value, *value.split(" ")):
        found = _seen(part, paper)
        if found:
            return found
    return None


def _seen(value: str, behind: Colour | None) -> Colour | None:
    """A colour as it is seen over what is behind it; None where it is not known."""
    found = color4.parse_color(value)
    if found is None or isinstance(found, str) or behind is None:
        return None
    *channels, alpha = found.to("srgb")
    red, green, blue = (
        (channel or 0.0) * alpha + other * (1 - alpha) for channel, other in zip(channels, behind, strict=True)
    )
    return red, green, blue


def _contrast(one: Colour, other: Colour) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
