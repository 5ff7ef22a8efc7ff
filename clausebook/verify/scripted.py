"""Scripted: what the site's own scripts make of a page when it is read, done to a page made again.

A saved page is as its reader saw it: badges and notices as of the day of reading (`status.js`), the way to the other languages shown
(`clausebook.js`), the steps from change to change with where the reader was (`changes.js`). A copy may be so, for a day from its build to now,
and not otherwise.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from markupsafe import escape
from selectolax.lexbor import LexborNode

from clausebook.languages import LANGUAGES

_DAY_OF_STATUS = ("announced", "in-force", "superseded")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a page was read: by zone the day that it was there (none where `status.js` did not run), whether the way to other languages is
    shown, and what the steps from change to change tell of where the reader was (nothing where `changes.js` did not run), whether
    they were out of the way as no change was on the screen yet, and whether he had only the weightier changes shown."""

    days: tuple[tuple[str, dt.date], ...] = ()
    beside: bool = False
    walk: str = ""
    walk_hidden: bool = False
    sifted: bool = False


def readings_of(copy: LexborNode, made: LexborNode, built: dt.date, until: dt.date) -> Iterator[Reading]:
    """Every reading of `made`, built as of a day and read no later than `until`, that the saved `copy` of it may show."""
    beside = copy.css_first("[data-cb-beside]:not([hidden])") is not None
    output = copy.css_first("[data-cb-walk] output")
    told = output.text() if output else ""
    hidden = copy.css_first("[data-cb-walk][hidden]") is not None
    sifted = any(node.text(strip=True) for node in copy.css("[data-cb-sifted]"))
    zones = sorted({node.attributes.get("data-cb-zone") or "" for node in made.css("[data-cb-zone]")} - {""})
    yield Reading((), beside, told, hidden, sifted)
    if zones:
        days = sorted({day for day in _turns(made, copy) if built <= day <= until} | {built})
        for day in days:
            # Where it is tomorrow already in one zone, it may still be today in another.
            for earlier in product((0, 1), repeat=len(zones)) if 1 < len(zones) < 4 else [(0,) * len(zones)]:
                at = tuple((zone, day - dt.timedelta(days=less)) for zone, less in zip(zones, earlier, strict=True))
                yield Reading(at, beside, told, hidden, sifted)


def _turns(made: LexborNode, copy: LexborNode) -> Iterator[dt.date]:
    """The days on which something changes on the page, and that which the copy's days left tell."""
    for node in made.css("[data-cb-start], [data-cb-from], [data-cb-until]"):
        for name in ("data-cb-start", "data-cb-end", "data-cb-from", "data-cb-until"):
            if text := node.attributes.get(name):
                yield dt.date.fromisoformat(text)
    for node in copy.css("[data-cb-left]:not([hidden])"):
        number = re.search(r"\d{1,5}", node.text())
        day = node.attributes.get("data-cb-left") or ""
        if number and re.fullmatch(r"\d{4}-\d\d-\d\d", day):
            try:
                yield dt.date.fromisoformat(day) - dt.timedelta(days=int(number[0]))
            except (ValueError, OverflowError):
                continue


def read_as(made: LexborNode, reading: Reading, language: str) -> None:
    """Do to the page `made` what the scripts do for a reader."""
    days = dict(reading.days)
    if days:
        _tell_status(made, days)
        _tell_days_left(made, days, language)
    if reading.beside:
        for nav in made.css("[data-cb-beside]"):
            _show(nav, shown=True)
    if reading.walk:
        _sift(made, only=reading.sifted)
    changes = len(made.css(".cb-change:not([hidden])"))
    for nav in made.css("[data-cb-walk]"):
        pattern = nav.attributes.get("data-cb-walk") or ""
        if reading.walk in _steps(pattern, changes):
            before_all = reading.walk == _step(pattern, "–", changes)
            _show(nav, shown=changes > 1 and not (reading.walk_hidden and before_all))
            _write(nav.css("output"), reading.walk)


def _sift(made: LexborNode, *, only: bool) -> None:
    """Show the switch that leaves out the lighter changes, and leave them out if it is `only` on."""
    for switch in made.css("[data-cb-only]"):
        left = [
            part
            for part in made.css("[data-cb-severity]")
            if only and part.attributes["data-cb-severity"] != switch.attributes["data-cb-only"]
        ]
        for part in left:
            _show(part, shown=False)
        count = sum("cb-change" in (part.attributes.get("class") or "").split() for part in left)
        for status in made.css("[data-cb-sifted]"):
            _write([status], (status.attributes["data-cb-sifted"] or "").replace("%1", str(count)) if count else "")
        for place in made.css(".cb-only"):
            _show(place, shown=len(made.css(".cb-change")) > 1)


def _steps(pattern: str, changes: int) -> set[str]:
    return {_step(pattern, here, changes) for here in ("–", *range(1, changes + 1))}


def _step(pattern: str, here: object, changes: int) -> str:
    """Where a reader is told to be among the changes; “–” before the first of them."""
    return pattern.replace("%1", str(here)).replace("%2", str(changes))


def _tell_status(made: LexborNode, days: Mapping[str, dt.date]) -> None:
    for badge in made.css("[data-cb-status]"):
        told = badge.attributes
        day = days[told["data-cb-zone"] or ""].isoformat()
        start, end = told.get("data-cb-start") or "", told.get("data-cb-end") or ""
        now = _DAY_OF_STATUS[2 if end and day >= end else 1 if day >= start else 0]
        words = told.get(f"data-cb-{now}")
        if not words or (now == told["data-cb-status"] and "data-cb-announced" not in told):
            continue  # what is still true is left as it stands
        was = f"cb-badge--{told['data-cb-status']}"
        badge.attrs["class"] = (told["class"] or "").replace(was, f"cb-badge--{now}")
        badge.attrs["data-cb-status"] = now
        _write([badge], words)
        if _is_in_head(badge):
            for notice in made.css("[data-cb-when]"):
                _show(notice, shown=notice.attributes["data-cb-when"] == now)
    for node in made.css("[data-cb-from]"):
        _show(
            node,
            shown=days[node.attributes["data-cb-zone"] or ""].isoformat() >= (node.attributes["data-cb-from"] or ""),
        )
    for node in made.css("[data-cb-until]"):
        _show(
            node,
            shown=days[node.attributes["data-cb-zone"] or ""].isoformat() < (node.attributes["data-cb-until"] or ""),
        )


def _tell_days_left(made: LexborNode, days: Mapping[str, dt.date], language: str) -> None:
    for left in made.css("[data-cb-left]"):
        told = left.attributes
        count = (dt.date.fromisoformat(told["data-cb-left"] or "") - days[told["data-cb-zone"] or ""]).days
        if count > 0:
            pattern = told[f"data-cb-left-{LANGUAGES[language].cldr.plural_form(count)}"] or ""
            _write([left], pattern.replace("{count}", str(count)))
            _show(left, shown=True)


def _is_in_head(node: LexborNode) -> bool:
    above = node.parent
    while above is not None:
        if "cb-head" in (above.attributes.get("class") or "").split():
            return True
        above = above.parent
    return False


def _show(node: LexborNode, *, shown: bool) -> None:
    if not shown:
        node.attrs["hidden"] = ""
    elif "hidden" in node.attributes:
        del node.attrs["hidden"]


def _write(nodes: Iterable[LexborNode], text: str) -> None:
    for node in nodes:
        node.inner_html = str(escape(text))
