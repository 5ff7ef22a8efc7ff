"""Styles: what a copy's style sheets and style attributes hide or alter of what its page says.

What the site's own style sheets do is no fault, as long as they do it to the same words of the page made again: so a class that was added to
a clause shows as well as a rule. Any other declaration that could hide or alter is named, with the words it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from clausebook.pages.templates import package_templates
from clausebook.verify.around import above, faults_around
from clausebook.verify.css import Declaration, Rule, read_declarations, read_sheet
from clausebook.verify.links import Links
from clausebook.verify.paint import Paint, colour_of
from clausebook.verify.saved import CONTENT, SavedPage
from clausebook.verify.visible import Seen, see

# Style sheets of fonts, which the theme asks for, and of extensions, which exist in one browser alone.
_ELSEWHERE = re.compile(r"https://fonts\.(googleapis|gstatic)\.com/.*|(chrome|moz|safari-web)-extension:.*|about:blank")
_FROM_THE_SITE = re.compile(
    r"site:([a-z]+/)?assets/(clausebook\.css|stylesheets/(main|palette)\.[0-9a-f]{8}\.min\.css)"
)
# What stands around the content of a page in the theme.
_FRAME = (
    '<html lang="en" class="{js}"><head></head><body dir="ltr" data-md-color-scheme="{scheme}" data-md-color-primary="custom" '
    'data-md-color-accent="custom"><div class="md-container" data-md-component="container"><main class="md-main" '
    'data-md-component="main"><div class="md-main__inner md-grid"><div class="md-content" data-md-component="content">'
    '<article class="md-content__inner md-typeset"><p></p></article></div></div></main></div></body></html>'
)


@dataclass(frozen=True, slots=True)
class Fault:
    """That a style hides or alters something: what it says, and which characters of the page it is about (none for all)."""

    message: str
    extent: tuple[int, int] | None = None


@dataclass(frozen=True)
class OwnStyles:
    """The style sheets that pages of the site have: the theme's, the program's, the site's own. `rules` are those that hide or alter
    something, `known` all declarations of any, as rules tell them; `extra` are the names of those that the settings add."""

    rules: Sequence[Rule]
    known: frozenset[tuple[str, str, str]]
    extra: tuple[str, ...] = ()
    _others: dict[int, tuple[Rule, list[Declaration]]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, texts: Iterable[str], extra: tuple[str, ...] = ()) -> OwnStyles:
        rules = [rule for text in texts for rule in read_sheet(text).rules if rule.found is not None]
        known = {rule.key(each) for rule in rules for each in rule.declarations}
        return cls([rule for rule in rules if _hides(rule)], frozenset(known), extra)

    def unknown_in(self, rule: Rule) -> list[Declaration]:
        """The declarations of a rule that the site's own style sheets do not have."""
        found = self._others.get(id(rule))
        if found is None or found[0] is not rule:
            if len(self._others) > 20_000:
                self._others.clear()
            new = [each for each in rule.declarations if rule.key(each) not in self.known]
            found = self._others[id(rule)] = rule, new
        return found[1]


def _hides(rule: Rule) -> bool:
    """Whether a rule of the site itself hides or alters something; the names of its colours do not."""
    return any(each.alters and not each.name.startswith("--") for each in rule.declarations)


@cache
def own_styles(root: Path, extra: tuple[str, ...]) -> OwnStyles:
    """The style sheets of the site at `root`, with those that its settings add."""
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in style_files(root, extra)]
    return OwnStyles.of(texts, extra)


def style_files(root: Path, extra: Iterable[str]) -> list[Path]:
    """The files of the style sheets of the site at `root`."""
    own = root / "templates" / "theme" / "assets" / "clausebook.css"
    files = [own if own.is_file() else package_templates() / "theme" / "assets" / "clausebook.css"]
    theme = find_spec("material")
    for folder in theme.submodule_search_locations or () if theme else ():
        files += sorted((Path(folder) / "templates" / "assets" / "stylesheets").glob("*.css"))
    files += [path for name in extra for path in sorted((root / "content").glob(f"*/{name}")) if path.is_file()]
    return files


@dataclass
class StyleCheck:
    """Looks at the styles of one saved page; `links` are those of the copy."""

    page: SavedPage
    own: OwnStyles
    links: Links
    faults: list[Fault] = field(default_factory=list)

    def compare(self, seen: Seen, made: str) -> list[Fault]:
        """The faults, where `seen` is what is seen of the copy's content and `made` the same content made again, as HTML."""
        content = self.page.content()
        theirs = [rule for text in self._sheets() for rule in self._rules(text) if rule.found is not None]
        self.faults += [Fault(said) for said in faults_around(self.page.tree, content)]
        around = above(content)
        for node in around:
            self._look_at_attribute(node, None, frozenset())
        self._look_at_attributes(content, seen, made)
        self._look_at_their_rules(theirs, around, seen)
        self._look_at_own_rules(around, seen, made)
        return self.faults

    def style_sheet(self, link: str) -> str:
        """The text of a style sheet that the page names; empty for one of the site's own, or where there is none to be looked at."""
        found = self.page.style_sheet(link)
        if found is not None:
            return found
        told = link if _ELSEWHERE.fullmatch(link) else self.links.tell(link)
        if not (_ELSEWHERE.fullmatch(told) or _FROM_THE_SITE.fullmatch(told) or self._is_of_the_settings(told)):
            self.faults.append(Fault(f"the style sheet {link} does not lie with it, so nobody knows what it hides"))
        return ""

    def _rules(self, text: str, depth: int = 0) -> Iterator[Rule]:
        """The rules of a style sheet and of those that it imports; a few levels deep, as sheets that import each other never end."""
        sheet = read_sheet(text)
        for said in sheet.defines:
            self.faults.append(Fault(f"its style “{said}” alters how everything is numbered or coloured"))
        for link in sheet.imports:
            if depth < 4:
                yield from self._rules(self.style_sheet(link), depth + 1)
            else:
                self.faults.append(Fault("its style sheets import each other"))
        yield from sheet.rules

    def _is_of_the_settings(self, told: str) -> bool:
        """Whether an address is that of a style sheet which the site's settings add."""
        return any(re.fullmatch(rf"site:[a-z]+/{re.escape(name)}", told) for name in self.own.extra)

    def _sheets(self) -> Iterator[str]:
        for node in self.page.tree.css("style, link[href]"):
            if node.tag == "style":
                yield node.text() or ""
            elif "stylesheet" in (node.attributes.get("rel") or "").lower().split():
                yield self.style_sheet(node.attributes.get("href") or "")

    def _look_at_attributes(self, content: LexborNode, seen: Seen, made: str) -> None:
        known = frozenset(node.attributes["style"] or "" for node in LexborHTMLParser(made).css("[style]"))
        for node in content.css("[style]"):
            self._look_at_attribute(node, seen.extents.get(node.mem_id), known)

    def _look_at_attribute(self, node: LexborNode, extent: tuple[int, int] | None, known: frozenset[str]) -> None:
        text = node.attributes.get("style") or ""
        if text in known:
            return
        for each in read_declarations(text):
            if each.alters or colour_of(each):
                self.faults.append(Fault(f"the style “{each.name}: {each.value}” hides or alters it", extent))

    def _look_at_their_rules(self, rules: Sequence[Rule], above: Sequence[LexborNode], seen: Seen) -> None:
        """Declarations that the site's own style sheets do not have."""
        inside = {node.mem_id for node in above} | seen.extents.keys()
        paint = Paint(above[0], above[-1])
        for rule in rules:
            new = self.own.unknown_in(rule)
            altering = [each for each in new if each.alters]
            reveals = any(each.name == "display" and each.value != "none" for each in new)
            coloured = [each for each in new if colour_of(each)]
            if not (altering or reveals or coloured):
                continue
            matched = [node for node in self._matched(rule) if node.mem_id in inside]
            for node in matched:
                extent = seen.extents.get(node.mem_id)
                for each in altering[:1] or _revealing(new, node, reveals):
                    self.faults.append(
                        Fault(f"the style “{rule.selector} {{{each.name}: {each.value}}}” hides or alters it", extent)
                    )
                for each in coloured:
                    paint.note(node, each)
        for node, said in paint.unreadable():
            self.faults.append(
                Fault(f"its colour {said} can hardly be told from what is behind it", seen.extents.get(node.mem_id))
            )

    def _matched(self, rule: Rule) -> list[LexborNode]:
        """The elements of the copy that a rule is about; a selector that nobody can judge is a fault of its own."""
        try:
            return self.page.tree.css(rule.found or "")
        except SelectolaxError:
            self.faults.append(Fault(f"nobody can tell what its style “{rule.selector}” is about"))
            return []

    def _look_at_own_rules(self, above: Sequence[LexborNode], seen: Seen, made: str) -> None:
        """What the site's own style sheets hide or alter: in the copy the same as in the page made again, and around it as in the theme."""
        other = LexborHTMLParser(self.page.text)
        place = other.css(CONTENT)[0]
        place.inner_html = made
        expected = extents_of(place, self.links)
        around = {node.mem_id for node in above}
        there_are = {name for node in (*above, *above[0].css("*")) for name in _names(node)}
        for rule in self.own.rules:
            if not rule.needs <= there_are:
                continue
            try:
                ours, theirs = other.css(rule.found or ""), self.page.tree.css(rule.found or "")
            except SelectolaxError:
                continue  # browsers of one maker alone
            here = _covered(theirs, seen.extents)
            there = _covered(ours, expected)
            if here != there:
                extent = next(iter(here ^ there), None)
                self.faults.append(
                    Fault(f"the site's own style “{rule.selector}” is about other words than it should", extent)
                )
            if any(node.mem_id in around for node in theirs) and not _holds_in_the_theme(rule):
                self.faults.append(Fault(f"the site's own style “{rule.selector}” is about all of it"))


def _names(node: LexborNode) -> Iterator[str]:
    """The tag of an element, and its classes with a dot."""
    yield node.tag or ""
    for name in (node.attributes.get("class") or "").split():
        yield f".{name}"


def _revealing(new: Sequence[Declaration], node: LexborNode, reveals: bool) -> list[Declaration]:
    """Declarations that show an element which the page hides."""
    if not reveals or "hidden" not in node.attributes:
        return []
    return [each for each in new if each.name == "display"][:1]


def extents_of(content: LexborNode, links: Links) -> Mapping[int, tuple[int, int]]:
    """The extents of all elements in a content."""
    return see(content, links).extents


def _covered(nodes: Iterable[LexborNode], extents: Mapping[int, tuple[int, int]]) -> set[tuple[int, int]]:
    """Which characters these elements hold, as spans that neither touch nor overlap."""
    spans = sorted(extents[node.mem_id] for node in nodes if node.mem_id in extents)
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if start == end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return set(joined)


@cache
def _frames() -> tuple[LexborHTMLParser, ...]:
    return tuple(
        LexborHTMLParser(_FRAME.format(js=js, scheme=scheme))
        for js in ("js", "no-js")
        for scheme in ("default", "slate")
    )


def _holds_in_the_theme(rule: Rule) -> bool:
    """Whether the theme itself has a rule hold for what is around the content of a page."""
    for frame in _frames():
        above = {CONTENT, "html", "body", ".md-container", ".md-main", ".md-main__inner", ".md-content"}
        nodes = {node.mem_id for each in above for node in frame.css(each)}
        if any(node.mem_id in nodes for node in frame.css(rule.found or "")):
            return True
    return False
