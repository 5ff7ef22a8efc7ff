"""CSS: style sheets as rules, and which declarations can hide or alter what a reader sees.

Rules are read with tinycss2 (CSS Syntax 3). Every condition (media, state of an element) counts as met, so what holds on paper, or under the
pointer, is found too. A declaration is harmless only if it is known to be: colours are weighed elsewhere (`paint`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import tinycss2
from tinycss2.ast import Node

# Rules about parts of an element that hold none of its words.
_APART = re.compile(
    r"selection|target-text|placeholder|backdrop|file-selector-button|(-webkit|-moz|-ms)-.*|spelling-error|grammar-error|highlight"
)
_OLD_PSEUDO_ELEMENTS = {"before", "after", "first-line", "first-letter"}
# Pseudo-classes that are looked for; all others count as met: they depend on the reader, or Lexbor overlooks some elements that they are about.
_LOOKED_FOR = {"root", "empty", "link", "any-link"}
_WITH_SELECTORS = {"is", "where", "not", "has", "-webkit-any", "-moz-any", "matches"}
_DESCENDED = {"media", "supports", "layer", "container", "scope", "starting-style", "document", "-moz-document"}

HARMLESS = re.compile(
    "background(-(color|image|size|position(-[xy])?|repeat|attachment|origin))?|color"  # weighed in `paint`
    "|border.*|outline.*|padding.*|box-shadow|text-shadow|box-decoration-break|box-sizing|cursor|caret-color|accent-color"
    "|(-webkit-|-moz-|-ms-)?(user-select|text-size-adjust|hyphens|print-color-adjust|tap-highlight-color|font-smoothing|overflow-scrolling|touch-callout|tab-size|appearance)"
    "|-moz-osx-font-smoothing|(-webkit-)?box-decoration-break|backface-visibility|color-adjust|transform-origin|-webkit-locale|-webkit-print-color-adjust"
    "|color-scheme|forced-color-adjust|pointer-events|touch-action|resize|transition.*|will-change|z-index|isolation"
    "|scroll.*|overscroll.*|overflow-(anchor|wrap|clip-margin)|word-(break|wrap)|white-space(-.*)?|text-(align(-.*)?|justify|rendering|wrap(-.*)?|underline-.*|decoration-(color|style|thickness|skip-ink))"
    "|hyphens|hyphenate-limit-chars|line-break|tab-size|font-(family|weight|style|stretch|width|variant.*|feature-settings|kerning|optical-sizing|synthesis.*|display|variation-settings|smooth.*|language-override)"
    "|min-.*|vertical-align|align-.*|justify-.*|place-.*|gap|(row|column)-gap|grid-gap|flex|flex-(grow|shrink|basis|wrap)|columns?|column-(width|count|fill|rule.*)|break-.*|page-break-.*|orphans|widows"
    "|grid-template-columns|grid-auto-.*|table-layout|border-collapse|border-spacing|caption-side|empty-cells|object-(fit|position)|aspect-ratio|fill|stroke.*|src|unicode-range|size|speak.*|zoom|position-anchor|anchor-name|container.*|view-transition-name|image-rendering|dominant-baseline"
)  # fmt: skip
# Declarations that are harmless with these values.
_WITH_VALUES = {
    "position": {"static", "relative", "sticky"},
    "visibility": {"visible"},
    "float": {"none"},
    "clear": {"none", "both", "left", "right", "inline-start", "inline-end"},
    "overflow": {"visible", "auto", "scroll"},
    "content": {"none", "normal", '""', "''"},
    "unicode-bidi": {"normal"},
    "direction": {"ltr"},
    "writing-mode": {"horizontal-tb"},
    "order": {"0"},
    "text-transform": {"none"},
    "background-clip": {"border-box", "padding-box", "content-box"},
    "text-overflow": {"clip"},
    "flex-direction": {"row", "column"},
    "flex-flow": {"row", "column", "wrap", "nowrap", "row wrap", "row nowrap", "column wrap", "column nowrap"},
    "grid-template": {"none"},
    "grid-template-areas": {"none"},
    "grid-template-rows": {"none", "auto"},
    "content-visibility": {"visible"},
    "text-indent": {"0"},
    "mix-blend-mode": {"normal"},
}
_NONE_WILL_DO = re.compile(
    r"(-webkit-)?(clip-path|mask(-image)?|filter|backdrop-filter|transform|animation(-name)?|line-clamp)|rotate|scale|translate|clip|offset-path"
)
_TAKES_LENGTH = re.compile(r"(max-)?(width|height|inline-size|block-size)")
_INSETS = re.compile(r"top|left|right|bottom|inset(-.*)?")
_EVERYWHERE = {"inherit", "initial", "unset", "revert", "revert-layer"}
# Icons: their values are written differently when browsers save, and they hold no words.
_OF_ICONS = re.compile(r"(-webkit-)?mask.*")
_PIXELS = {"px": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "vw": 10.0, "vh": 8.0, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78}  # fmt: skip
_IN_BRACKETS = re.compile(r":[\w-]*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|\[[^\]]*\]")
_TINY = 6.0  # pixels, below which nobody reads


@dataclass(frozen=True)
class Declaration:
    """A property with its value."""

    name: str
    tokens: Sequence[Node] = field(compare=False, repr=False)

    @cached_property
    def value(self) -> str:
        """The value as it is compared: without spaces that mean nothing, numbers and strings in one spelling."""
        return plain(tinycss2.serialize(self.tokens))

    @property
    def alters(self) -> bool:
        """Whether it may hide or alter what is read; a colour is told apart."""
        return not _is_harmless(self.name, self.value, self.tokens)


@dataclass(frozen=True)
class Rule:
    """A rule of a style sheet: one of its selectors as it stands, as it is looked for, and its declarations. `found` is None where the
    selector is about something that holds no words, empty where it cannot be judged."""

    selector: str
    found: str | None
    declarations: Sequence[Declaration]

    @cached_property
    def needs(self) -> frozenset[str]:
        """Classes (with a dot) and the tag that an element must have for the rule to be about it: a cheap question before the tree is searched."""
        last = re.split(r"[\s>+~]+", _IN_BRACKETS.sub("", self.found or ""))[-1]
        return frozenset(re.findall(r"\.[\w-]+|^[a-z][\w-]*", last))

    def key(self, declaration: Declaration) -> tuple[str, str, str]:
        """By what a declaration of this rule is known again."""
        name, value = declaration.name, declaration.value
        if name in {"text-decoration", "text-decoration-line"}:
            name, value = "text-decoration", "line-through" if "line-through" in value else ""
        selector = plain_selector(self.selector)
        is_of_icon = selector.endswith(("::before", "::after")) and _OF_ICONS.fullmatch(name)
        return selector, name, "" if is_of_icon else value


class _Beside(NamedTuple):
    """What stands in a style sheet beside its rules, as it is found."""

    imports: list[str]
    defines: list[str]


@dataclass(frozen=True)
class Sheet:
    """A style sheet: its rules in order, the addresses of those that it imports, and what it defines for all pages: counters and the
    names of colours."""

    rules: Sequence[Rule]
    imports: Sequence[str]
    defines: Sequence[str] = ()


@lru_cache(maxsize=32)  # a saved page and the next one have the same
def read_sheet(text: str) -> Sheet:
    """A style sheet from its text. What is not CSS is passed over, as browsers do."""
    beside = _Beside([], [])
    nodes = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return Sheet(list(_rules(nodes, "", beside)), beside.imports, beside.defines)


def read_declarations(text: str) -> list[Declaration]:
    """The declarations of a style attribute."""
    found = tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True)
    return [Declaration(each.lower_name, each.value) for each in found if each.type == "declaration"]


def _rules(nodes: Sequence[Any], around: str, beside: _Beside) -> Iterator[Rule]:
    for node in nodes:
        if node.type == "qualified-rule":
            yield from _rule(node.prelude, node.content, around, beside)
        elif node.type == "at-rule" and node.lower_at_keyword == "import":
            beside.imports.append(_imported(node.prelude))
        elif node.type == "at-rule" and node.lower_at_keyword in {"counter-style", "property"}:
            name = tinycss2.serialize(node.prelude).strip()
            if node.lower_at_keyword == "counter-style" or name.startswith(("--cb-", "--md-")):
                beside.defines.append(f"@{node.lower_at_keyword} {name}")
        elif node.type == "at-rule" and node.lower_at_keyword in _DESCENDED and node.content is not None:
            inner = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            own = [Declaration(each.lower_name, each.value) for each in inner if each.type == "declaration"]
            if own and around:
                yield Rule(around, searched(around), own)
            yield from _rules(inner, around, beside)


def _imported(prelude: Sequence[Any]) -> str:
    """The address that an import names; what it says instead where that is none."""
    parts = [part for part in prelude if part.type != "whitespace"]
    first = parts[0] if parts else None
    if first is not None and first.type == "function" and first.lower_name == "url":
        first = next((part for part in first.arguments if part.type == "string"), None)
    return str(first.value) if first is not None and first.type in {"string", "url"} else tinycss2.serialize(prelude)


def _rule(prelude: Sequence[Any], content: Sequence[Any], around: str, beside: _Beside) -> Iterator[Rule]:
    inner = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    own = [Declaration(each.lower_name, each.value) for each in inner if each.type == "declaration"]
    selectors = [_nested(part, around) for part in _split(prelude)]
    for selector in selectors:
        if own:
            yield Rule(selector, searched(selector), own)
    nested = [each for each in inner if each.type in {"qualified-rule", "at-rule"}]
    if nested:
        yield from _rules(nested, f":is({', '.join(selectors)})", beside)


def _split(tokens: Sequence[Any]) -> list[str]:
    """The selectors of a list, each as text."""
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return [tinycss2.serialize(part).strip() for part in parts]


def _nested(selector: str, around: str) -> str:
    if not around:
        return selector
    return selector.replace("&", around) if "&" in selector else f"{around} {selector}"


def searched(selector: str) -> str | None:
    """A selector as it is looked for in a tree: without the parts of elements, and with every state that a reader may bring about.

    None for one about what holds no words.
    """
    return _searched(tinycss2.parse_component_value_list(selector, skip_comments=True))


def _searched(tokens: Sequence[Any]) -> str | None:
    out: list[str] = []
    rest = list(tokens)
    while rest:
        token = rest.pop(0)
        if token.type == "[] block" and tinycss2.serialize(token.content).strip().lower() == "open":
            continue  # readers open and close what they like
        if not (token.type == "literal" and token.value == ":"):
            out.append(token.serialize().replace("/**/", ""))
            continue
        element = bool(rest) and rest[0].type == "literal" and rest[0].value == ":"
        if element:
            rest.pop(0)
        named = rest.pop(0) if rest else None
        if named is None or named.type not in {"ident", "function"}:
            return ""
        name = named.lower_value if named.type == "ident" else named.lower_name
        if element and _APART.fullmatch(name):
            return None
        kept = None if element or name in _OLD_PSEUDO_ELEMENTS else _kept_pseudo(name, named)
        if not "".join(out).rstrip() or "".join(out)[-1] in " \n\t\r\f>+~,":
            out.append(
                "*"
            )  # also before what is kept: Lexbor overlooks siblings of elements that are named by a pseudo-class alone
        if kept is not None:
            out.append(kept)
    return "".join(out).strip()


def _kept_pseudo(name: str, token: Any) -> str | None:
    if token.type == "ident":
        return f":{name}" if name in _LOOKED_FOR else None
    if name not in _WITH_SELECTORS:
        return None
    inner = _searched(token.arguments)
    plain_inner = tinycss2.serialize(token.arguments).strip()
    if not inner or (name == "not" and inner != plain_inner):
        return None  # what is not so in one state may be so in another
    return f":{'is' if name.startswith('-') or name == 'matches' else name}({inner})"


def plain_selector(selector: str) -> str:
    """A selector in one spelling."""
    text = re.sub(r"\s*([>+~,()])\s*", r"\1", " ".join(selector.split()))
    text = re.sub(r"""=(["'])(.*?)\1""", r"=\2", text)
    return re.sub(r"(?<!:):(before|after|first-line|first-letter)\b", r"::\1", text)


def plain(value: str) -> str:
    """A value in one spelling."""
    text = re.sub(r"\s*([,()/!])\s*", r"\1", " ".join(value.split()).lower())
    text = text.replace("'", '"').replace("!important", "")
    text = re.sub(r"(?<![\w.#-])(-?)0*\.(\d)", r"\g<1>0.\2", text)
    return re.sub(r"(?<![\w.#-])-?0(\.0+)?(px|em|rem|%|s|deg)?(?![\w.%])", "0", text)


def _is_harmless(name: str, value: str, tokens: Sequence[Any]) -> bool:
    if name.startswith("--"):
        return not name.startswith(("--cb-", "--md-")) or name.startswith(
            ("--md-indicator-", "--md-tooltip-", "--md-scroll")
        )
    if value in _EVERYWHERE and name != "all":
        return value == "inherit" or name not in {"font-size", "all"}
    if name in _WITH_VALUES or name in {"overflow-x", "overflow-y"}:
        return value in _WITH_VALUES.get(name, _WITH_VALUES["overflow"])
    if _NONE_WILL_DO.fullmatch(name):
        return value in {"none", "auto"}
    sizes = list(_lengths(tokens))
    match name:
        case "display":
            return value != "none" and "(" not in value
        case "opacity":
            return len(sizes) == 1 and sizes[0] >= (0.5 if "%" not in value else 8)
        case "zoom":
            return value == "1"
        case "font-size":
            return bool(sizes or value.isalpha()) and all(size >= _TINY for size in sizes) and "(" not in value
        case "font":
            named = [token for token in tokens if token.type in {"dimension", "percentage"}]
            return bool(named) and all(size >= _TINY for size in _lengths(named))
        case "line-height":
            return value == "normal" or (len(sizes) == 1 and (sizes[0] >= 0.8))
        case "letter-spacing" | "word-spacing":
            return value == "normal" or (len(sizes) == 1 and -1 <= sizes[0] <= 32)
        case "text-decoration" | "text-decoration-line":
            return "line-through" not in value and "(" not in re.sub(r"rgba?\(|hsla?\(", "", value)
        case "quotes":
            return value == "auto"
    if _TAKES_LENGTH.fullmatch(name):
        return "(" not in value and all(size > 24 for size in _lengths(tokens, percent=8.0))
    if _INSETS.fullmatch(name):
        return value in {"auto", "0"}
    if name.startswith("margin"):
        return "(" not in value and all(-48 <= size <= 400 for size in sizes)
    return HARMLESS.fullmatch(name) is not None


def _lengths(tokens: Sequence[Any], percent: float = 0.16) -> Iterator[float]:
    """The numbers of a value; lengths in pixels of a usual page."""
    for token in tokens:
        if token.type in {"dimension", "percentage"}:
            factor = _PIXELS.get(token.lower_unit, 1.0) if token.type == "dimension" else percent
            yield float(token.value) * factor
        elif token.type == "number":
            yield float(token.value)
        elif token.type == "function":
            yield from _lengths(token.arguments, percent)
