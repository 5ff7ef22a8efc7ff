"""Compared: what the script of a compare page shows of two versions (`compare.js`), made again from the comparison data.

A saved compare page holds the comparison that its reader chose. The choice is read from the copy, what it shows of it is made here; the
functions are those of the script, in its order, and a browser test holds the two together.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from itertools import combinations, permutations
from typing import Any

from markupsafe import escape
from selectolax.lexbor import LexborHTMLParser, LexborNode

from clausebook.languages import LANGUAGES

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader chose to compare, and how to see it. `status` are the sentences that the page tells him beside it, as HTML; `pair` is
    None for nothing to be compared."""

    mode: str
    customer: str
    side: bool
    whole: bool
    pair: tuple[int, int] | None
    status: tuple[str, ...]


def choices_of(copy: LexborNode, data: Data) -> Iterator[Choice]:
    """The choices that a saved compare page may show; none where its script did not run, or it says what no script says."""
    form, result = copy.css_first("form[data-cb-compare]:not([hidden])"), copy.css_first("#cb-comparison")
    status = copy.css_first("#cb-compare-status")
    if form is None or result is None or status is None:
        return
    mode, customer = _shown(form, "data-cb-mode"), _shown(form, "data-cb-customer")
    side = "cb-side" in (result.attributes.get("class") or "").split()
    heading = result.css_first("#compared")
    wanted = " ".join(heading.text().split()) if heading else ""
    pairs: list[tuple[int, int] | None] = [
        pair
        for pair in combinations(range(len(data["versions"])), 2)
        if heading and " ".join(unescape(_between(data, pair)).split()) == wanted
    ]
    for pair in pairs or [None]:
        said = _status(status, data)
        if said is not None:
            for whole in (False, True):
                yield Choice(mode, customer, side, whole, pair, said)


def show_choice(made: LexborNode, choice: Choice, data: Data, day: dt.date, language: str) -> None:
    """Do to a compare page made again what the script does for this choice on a day."""
    for form in made.css("form[data-cb-compare]"):
        del form.attrs["hidden"]
        if choice.side:
            form.attrs["class"] = f"{form.attributes['class']} cb-wide"
        for option in form.css("[data-cb-start]"):
            if (option.attributes["data-cb-start"] or "") > day.isoformat():
                option.decompose()
        for part in form.css("[data-cb-mode], [data-cb-customer]"):
            chosen = part.attributes.get("data-cb-mode") in {None, choice.mode}
            if not (chosen and part.attributes.get("data-cb-customer") in {None, choice.customer}):
                part.attrs["hidden"] = ""
    for node in made.css("[data-cb-unscripted]"):
        node.decompose()
    for node in made.css("#cb-compare-without"):
        node.attrs["hidden"] = ""
    pair = _Pair(data, *choice.pair, language) if choice.pair else None
    for node in made.css("#cb-compare-status"):
        spoken = f'<span class="cb-spoken">{pair.spoken if pair else ""}</span>'
        node.inner_html = "".join([*(f"<span>{sentence}</span>" for sentence in choice.status), spoken])
    for node in made.css("#cb-comparison"):
        if choice.side:
            node.attrs["class"] = "cb-side"
        if pair:
            node.inner_html = pair.page(side=choice.side, whole=choice.whole)


def _shown(form: LexborNode, name: str) -> str:
    found = form.css_first(f"[{name}]:not([hidden])")
    return (found.attributes[name] or "") if found else ""


def _between(data: Data, pair: tuple[int, int]) -> str:
    old, new = (data["versions"][index] for index in pair)
    return _fill(data["words"]["between"], {"old": old["inline"], "new": new["inline"]})


def _fill(pattern: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), pattern)


def _plain(html: str) -> str:
    """The words of a piece of HTML, in one line."""
    body = LexborHTMLParser(html).body
    return " ".join((body.text() if body else "").split())


def _status(status: LexborNode, data: Data) -> tuple[str, ...] | None:
    """The sentences beside a comparison, each as HTML made here; None where one is said that the script does not say."""
    words, versions = data["words"], data["versions"]
    said = [str(escape(words[name])) for name in ("unclear", "unchanged", "same") if name in words]
    for old, new in permutations(versions, 2):
        said.append(str(escape(_fill(words["swapped"], {"old": old["label"], "new": new["label"]}))))
    for version in [*versions, *data.get("missing", ())]:
        told = [version.get(name, "") for name in ("applies", "announced")]
        told += version.get("announcedFor", {}).values()
        said += [f"{one} {version.get('missing', '')}".strip() for one in told if one]
    allowed = {_plain(one): one for one in said}
    asked = [_asked(words[kind]) for kind in ("elsewhere", "unknown")]
    found = []
    for span in status.css("span:not(.cb-spoken)"):
        words_said = _plain(span.html or "")
        if any(pattern.fullmatch(words_said) for pattern in asked):
            found.append(str(escape(words_said)))
        elif words_said in allowed:
            found.append(allowed[words_said])
        else:
            return None
    return tuple(found)


def _asked(sentence: str) -> re.Pattern[str]:
    """A sentence about a version that the reader's address asks for; nobody but he knows which."""
    before, _, after = _plain(escape(sentence)).partition("{name}")
    return re.compile(rf"{re.escape(before)}[\w.-]{{1,12}}{re.escape(after)}")


class _Side:
    """A version in a comparison: its clauses in order, and by id; each is (id, depth, label, number, wording)."""

    def __init__(self, data: Data, index: int) -> None:
        self.version = data["versions"][index]
        self.places = [data["places"][row] for row in self.version["outline"]]
        self.by_id = {place[0]: place for place in self.places}
        self.parents: dict[str, str] = {}
        around: list[str] = []
        for one, depth, *_ in self.places:
            del around[depth:]
            if depth:
                self.parents[one] = around[depth - 1]
            around.append(one)


class _Pair:
    """Two versions with what changed between them."""

    def __init__(self, data: Data, start: int, end: int, language: str) -> None:
        def holds(at: Sequence[Sequence[int]]) -> bool:
            return any(a <= start <= b and x <= end <= y for a, b, x, y in at)

        self.data, self.words, self.language, self.between = data, data["words"], language, _between(data, (start, end))
        self.old, self.new = _Side(data, start), _Side(data, end)
        self.steps = data["versions"][start + 1 : end + 1]
        changes = [change for change in data["changes"] if holds(change["at"])]
        renames = [(old, new) for old, new, at in data["renames"] if holds(at)]
        self.by_old = {change["old"]: change for change in changes if change.get("old")}
        self.by_new = {change["new"]: change for change in changes if change.get("new")}
        self.later = dict(renames)
        self.former = {new: old for old, new in renames}

    @cached_property
    def items(self) -> list[tuple[str, Any, Any]]:
        """The whole text in reading order: changes, clauses as they were, and what left its place; each with its clause."""
        after: dict[str, list[tuple[str, Any, Any]]] = {}
        anchor = ""
        for place in self.old.places:
            change, later = self.by_old.get(place[0]), self.later.get(place[0], place[0])
            if change and not change.get("new"):
                after.setdefault(anchor, []).append(("change", change, place))
            elif self._went_elsewhere(later):
                if change:
                    after.setdefault(anchor, []).append(("left", change, place))
            elif later in self.new.by_id and self._former(later) == place[0]:
                anchor = later
        found = after.get("", [])
        for place in self.new.places:
            change = self.by_new.get(place[0])
            found = [*found, ("change" if change else "same", change, place), *after.get(place[0], [])]
        return found

    def _former(self, one: str) -> str:
        change = self.by_new.get(one)
        return (change.get("old") if change else None) or self.former.get(one) or one

    def _went_elsewhere(self, one: str | None) -> bool:
        while one is not None:
            if "moved" in self.by_new.get(one, {}).get("kinds", ()):
                return True
            one = self.new.parents.get(one)
        return False

    def _renumbered(self) -> list[tuple[str, Any]]:
        found = []
        for place in self.new.places:
            before = self.old.by_id.get(self._former(place[0]))
            if place[0] not in self.by_new and before and before[3] and before[3] != place[3]:
                found.append((before[3], place))
        return found

    def _complete(self, html: str, *, only_old: bool = False) -> str:
        """HTML of the data with its references completed: numbers and addresses in the version that each belongs to."""
        body = LexborHTMLParser(f"<div>{html}</div>").css("div")[0]
        for link in body.css("a[data-cb-clause]"):
            told = link.attributes
            one, is_old = told["data-cb-clause"] or "", only_old or told.get("data-cb-side") == "old"
            if is_old and told.get("data-cb-side") != "old":
                one = self._former(one)
            side = self.old if is_old else self.new
            if "cb-clause" in (told.get("class") or "").split():
                link.inner_html = str(escape(side.by_id[one][3] if one in side.by_id else one))
            link.attrs["href"] = f"{side.version['address']}#{one}"
        return body.inner_html or ""

    def _one_side(self, html: str, *, is_old: bool) -> str:
        """One side of a redline: without what is not on it, and without what the redline says of itself."""
        body = LexborHTMLParser(f"<div>{self._complete(html, only_old=is_old)}</div>").css("div")[0]
        gone = "ins, .cb-ins, .cb-moved" if is_old else "del, .cb-del, .cb-left, .cb-away"
        for selector in (gone, ".cb-form, .cb-break, .cb-gap, .cb-item-number"):
            for node in body.css(selector):
                node.remove()
        for node in body.css(".cb-away-words[hidden]"):
            del node.attrs["hidden"]
        for node in [node for node in body.css("ul, ol, table, p") if node.first_child is None]:
            node.remove()
        for item in body.css("[data-cb-old]") if is_old else ():
            item.attrs["value"] = item.attributes["data-cb-old"] or ""
        return body.inner_html or ""

    def _heading(self, place: Any) -> str:
        title, _, heading = self.data["wordings"][place[4]]
        return str(title or heading)

    def _heading_of(self, change: Data) -> str:
        if change.get("new"):
            return self._heading(self.new.by_id[change["new"]])
        return self._heading(self.old.by_id[change["old"]])

    def _numbers(self, change: Data) -> str:
        old = self.old.by_id[change["old"]][3] if change.get("old") else ""
        new = self.new.by_id[change["new"]][3] if change.get("new") else ""
        return str(escape(f"{old} → {new}" if old and new and old != new else new or old))

    def _kinds(self, change: Data) -> str:
        kinds = [
            f'<span class="cb-kind cb-kind--{kind}">{self.words["kinds"][kind]}</span> ' for kind in change["kinds"]
        ]
        return f'<span class="cb-kinds">{"".join(kinds)}</span>'

    def _counted(self, patterns: Mapping[str, str], count: int) -> str:
        return _fill(patterns[LANGUAGES[self.language].cldr.plural_form(count)], {"count": str(count)})

    @property
    def spoken(self) -> str:
        """What a screen reader says when the comparison has changed."""
        count = sum(kind == "change" for kind, _, _ in self.items)
        return f"{self.between}: {self._counted(self.words['changes'], count)}"

    def page(self, *, side: bool, whole: bool) -> str:
        """What the page shows of the two versions."""
        changes = [change for kind, change, _ in self.items if kind == "change"]
        parts = [f'<h2 id="compared">{self.between}</h2>']
        if any("summary" in version for version in self.steps):
            steps = [
                f"<details><summary>{version['label']}{', ' + version['from'] if version.get('from') else ''}</summary>"
                f'<div>{version.get("summary", "")}</div><p class="cb-goto"><a href="{escape(version["address"])}changes/">'
                f"{self.words['redline']}</a></p></details>"
                for version in self.steps
            ]
            parts.append(f'<section class="cb-compare-steps"><h3>{self.words["steps"]}</h3>{"".join(steps)}</section>')
        parts.append(f'<h3 id="changes">{self._counts(changes)}</h3>')
        parts.append(self._list(changes) if changes else f"<p>{self.words['none']}</p>")
        renumbered = self._renumbered()
        if renumbered:
            rows = [f"<li>{old} → {place[3]} {self._heading(place)}</li>" for old, place in renumbered]
            summary = self._counted(self.words["renumbered"], len(renumbered))
            parts.append(
                f'<details class="cb-renumbered"><summary>{summary}</summary><ul>{"".join(rows)}</ul></details>'
            )
        for kind, change, place in self.items:
            if kind == "change":
                parts.append(self._section(change, place, side=side, whole=whole))
            elif whole:
                parts.append(self._left(change, place) if kind == "left" else self._unchanged(place, side=side))
        return "".join(parts)

    def _counts(self, changes: Sequence[Data]) -> str:
        """How many changes there are, those of form only apart."""
        form = [change for change in changes if _severity(change) == "form"]
        told = self._counted(self.words["changes"], len(changes) - len(form))
        if not form:
            return told
        counts = {label: sum(kind in change["kinds"] for change in form) for kind, label in self.words["kinds"].items()}
        listed = ", ".join(f"{label} {count}" for label, count in counts.items() if count)
        return f"{told}; {self._counted(self.words['form'], len(form))}: {listed}"

    def _list(self, changes: Sequence[Data]) -> str:
        """The kinds of the changes with their numbers, and the changes by their weight."""
        counts = {kind: sum(kind in change["kinds"] for change in changes) for kind in self.words["kinds"]}
        told = [
            f'<span class="cb-kind cb-kind--{kind}">{self.words["kinds"][kind]}: {count}</span> '
            for kind, count in counts.items()
            if count
        ]
        groups = []
        for name, label in self.words["severities"].items():
            rows = [
                f'<li>{self._kinds(change)}<span class="cb-change-number">{self._numbers(change)}</span>'
                f'<a href="#{_anchor(change)}">{self._heading_of(change)}</a></li>'
                for change in changes
                if _severity(change) == name
            ]
            tag, head = ("details", "summary") if name == "form" else ("section", "h4")
            if rows:
                groups.append(
                    f'<{tag} class="cb-severity" data-cb-severity="{name}"><{head}>{label}: {len(rows)}</{head}>'
                    f'<ol class="cb-changes">{"".join(rows)}</ol></{tag}>'
                )
        return f'<p class="cb-counts">{"".join(told)}</p>{"".join(groups)}'

    def _section(self, change: Data, place: Any, *, side: bool, whole: bool) -> str:
        one = change.get("new") or change["old"]
        version = self.new.version if change.get("new") else self.old.version
        parts = [
            f'<h3><span class="cb-number">{self._numbers(change)}</span> {self._kinds(change)}'
            f'<span class="cb-change-heading">{self._heading_of(change)}</span></h3>',
            *(f'<p class="cb-remark">{self._complete(html)}</p>' for html in change.get("remarks", ())),
        ]
        if whole and "moved" in change["kinds"]:
            parts.append(f'<p class="cb-remark"><a href="#left-{change["old"]}">{self.words["from"]}</a></p>')
        parts += [self._redline(change, side=side), *self._notes(change)]
        parts.append(
            f'<p class="cb-goto"><a href="{escape(version["address"])}#{one}">{self.words["place"]}</a> '
            f'<a href="../clause/{one}/">{self.words["history"]}</a></p>'
        )
        depth = place[1] if whole else 0
        weight = f'id="{_anchor(change)}" data-cb-severity="{_severity(change)}"'
        return f'<section class="cb-change cb-depth-{depth}" {weight}>{"".join(parts)}</section>'

    def _redline(self, change: Data, *, side: bool) -> str:
        title = f'<p class="cb-redline-title">{change["title"]}</p>' if change.get("title") else ""
        html = title + change.get("text", "")
        if not html:
            return ""
        if not side:
            return f'<div class="cb-redline">{self._complete(html)}</div>'
        old, new = self._one_side(html, is_old=True), self._one_side(html, is_old=False)
        return self._columns(old if change.get("old") else None, new if change.get("new") else None)

    def _columns(self, old: str | None, new: str | None) -> str:
        columns = [
            f'<div class="cb-column"><p class="cb-column-label">{side.version["label"]}</p>'
            + (
                f'<p class="cb-column-absent">{self.words["absent"]}</p>'
                if html is None
                else f'<div class="cb-redline">{html}</div>'
            )
            + "</div>"
            for side, html in ((self.old, old), (self.new, new))
        ]
        return f'<div class="cb-columns">{"".join(columns)}</div>'

    def _notes(self, change: Data) -> Iterator[str]:
        for version in self.steps:
            notes = version.get("notes", {})
            html = notes.get(change.get("new")) or notes.get(change.get("old"))
            if html:
                why = _fill(self.words["why"], {"version": version["label"]})
                yield f'<div class="cb-note"><p class="cb-note-label">{why}</p>{html}</div>'

    def _unchanged(self, place: Any, *, side: bool) -> str:
        one, depth, label, number, wording = place
        title, html, _ = self.data["wordings"][wording]
        before = self.old.by_id.get(self._former(one))
        if title:
            told = f"{before[3]} → {number}" if before and before[3] != number else label
            head = f'<h4><span class="cb-number">{told}</span> <span>{title}</span></h4>'
        else:
            head = f'<span class="cb-number">{label}</span>'
        text = ""
        if html and side:
            text = self._columns(self._complete(html, only_old=True), self._complete(html))
        elif html:
            text = f'<div class="cb-redline">{self._complete(html)}</div>'
        plain = "" if title else "cb-same--plain "
        return f'<div class="cb-same {plain}cb-depth-{depth}" id="{one}">{head}{text}</div>'

    def _left(self, change: Data, place: Any) -> str:
        before, after = self.words["moved"].split("{place}")
        link = f'<a href="#{_anchor(change)}">{self.new.by_id[change["new"]][3]}</a>'
        return f'<p class="cb-left" id="left-{change["old"]}">{before.replace("{number}", place[3])}{link}{after}</p>'


def _anchor(change: Data) -> str:
    return f"change-{change.get('new') or change['old']}"


def _severity(change: Data) -> str:
    """How much a change weighs; what is not said is one of wording."""
    return str(change.get("severity") or "wording")
