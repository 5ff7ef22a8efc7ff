"""The schedule of a release: from when the draft binds whom, by when the messages must be out, and why a day cannot be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from clausebook.compare import Comparison
from clausebook.days import outside
from clausebook.model.document import Document, Version, VersionKind
from clausebook.model.notices import CountingFrom, NoticeRule
from clausebook.model.periods import ONE_DAY
from clausebook.names import suggestion
from clausebook.problems import Place, Problems
from clausebook.releases.wish import Wish


@dataclass(frozen=True, slots=True)
class GroupDays:
    """From when a version binds a group; `rule` is the notice that it needs there, None where it needs none."""

    effective: dt.date
    earliest: dt.date
    rule: NoticeRule | None


@dataclass(frozen=True, slots=True)
class Schedule:
    """The days of a release. `earliest` is the first day on which it may take effect, `rule` the notice that it needs, None where
    it needs none; `dispatched_by` the day by which the messages must be out, where the notice counts from these."""

    effective: dt.date
    earliest: dt.date
    rule: NoticeRule | None
    dispatched_by: dt.date | None = None
    groups: Mapping[str, GroupDays] = field(default_factory=dict)
    clauses: Mapping[str, dt.date] = field(default_factory=dict)


def make_schedule(
    document: Document,
    wish: Wish,
    kind: VersionKind,
    comparison: Comparison | None,
    carried: bool,
    record: Place,
    problems: Problems,
) -> Schedule:
    """The days of the draft as a version of a kind; every reason against them is added to `problems`.

    `carried` says that the wished day is that on which an earlier version is corrected too. Raises NoBusinessDays.
    """
    last = document.predecessor(document.draft)
    rule = _rule(document, wish, kind, "", record, problems)
    earliest = _earliest(kind, last, rule, wish.announced, "")
    effective = wish.effective or document.planned or earliest
    if carried:
        effective = max(effective, earliest)
    groups = dict(_groups(document, wish, kind, last, effective, record, problems))
    clauses = _clauses(document, wish, last, comparison, effective, record, problems)
    _check_announcement(document, wish, record, problems)
    _check_effect(document, wish, GroupDays(effective, earliest, rule), "", record, problems)
    for name, days in groups.items():
        _check_effect(document, wish, days, name, record, problems)
    _check_new_customers(wish, kind, effective, record, problems)
    rules = [(days.rule, days.effective) for days in (GroupDays(effective, earliest, rule), *groups.values())]
    deadlines = [used.latest(day) for used, day in rules if used and used.start is not CountingFrom.ANNOUNCEMENT]
    return Schedule(effective, earliest, rule, min(deadlines, default=None), groups, clauses)


def earliest_effect(last: Version | None, rule: NoticeRule | None, announced: dt.date, group: str = "") -> dt.date:
    """The first day on which a successor of `last`, announced on `announced`, may bind a group: after its notice, if it needs one,
    and after `last` has."""
    earliest = rule.earliest(announced) if rule else announced
    return max(earliest, last.effective_for(group) + ONE_DAY) if last else earliest


def earliest_correction(version: Version, announced: dt.date, group: str = "") -> dt.date:
    """The same for a correction of a version: of one that is only announced it can take the place on its own day."""
    if announced < version.effective_for(group):
        return version.effective_for(group)
    return earliest_effect(version, None, announced, group)


def days_of_followers(version: Version, effective: dt.date) -> dict[str, dt.date]:
    """The days of groups which a version that leaves the terms as they are takes over from the one before it: the later ones."""
    return {name: terms.effective for name, terms in version.groups.items() if terms.effective > effective}


def _earliest(
    kind: VersionKind, last: Version | None, rule: NoticeRule | None, announced: dt.date, group: str
) -> dt.date:
    if kind is VersionKind.CORRECTION and last:
        return earliest_correction(last, announced, group)
    return earliest_effect(last, rule, announced, group)


def _rule(
    document: Document, wish: Wish, kind: VersionKind, group: str, record: Place, problems: Problems
) -> NoticeRule | None:
    """release-ground, release-rule: the notice of an amendment, by its ground or its named rule where it has one."""
    if kind is not VersionKind.AMENDMENT:
        return None
    rule = document.rule_for(document.draft, group, wish.rule, wish.ground)
    if rule is None and not group:
        allowed = ", ".join(document.notice.grounds if wish.ground else document.notice.named) or "none"
        code, what = ("release-ground", "ground") if wish.ground else ("release-rule", "rule")
        message = f"the record has no {what} “{wish.ground or wish.rule}”: its notice knows {allowed}"
        advice = f"add it under “notice: {what}s”, if the terms allow it, or leave --{what} out"
        problems.add(record, code, message, advice)
    return rule or document.rule_of(document.draft, group)


def _groups(
    document: Document,
    wish: Wish,
    kind: VersionKind,
    last: Version | None,
    effective: dt.date,
    record: Place,
    problems: Problems,
) -> Iterator[tuple[str, GroupDays]]:
    """release-group: from when the version binds each group; not before its own notice, and with the others unless that is later."""
    is_amendment = kind in (VersionKind.AMENDMENT, VersionKind.INITIAL)
    known = document.groups if is_amendment else days_of_followers(last, effective) if last else {}
    for name in sorted(wish.groups.keys() - known.keys()):
        message = f"“{name}” is no group that can have a day of its own here"
        problems.add(record, "release-group", message, suggestion(name, known))
    for name in known:
        rule = _rule(document, wish, kind, name, record, problems)
        earliest = _earliest(kind, last, rule, wish.announced, name)
        yield name, GroupDays(wish.groups.get(name) or max(effective, earliest), earliest, rule)


def _clauses(
    document: Document,
    wish: Wish,
    last: Version | None,
    comparison: Comparison | None,
    effective: dt.date,
    record: Place,
    problems: Problems,
) -> dict[str, dt.date]:
    """release-clause: the clauses that begin later than the version: those that the author names, and those of the version before
    that have not begun and read as they did."""
    changed = {change.new_id for change in comparison.substantive} if comparison else set()
    known = document.draft.editions[document.authoritative].by_id
    days = {
        name: day
        for name, day in (last.clause_days if last else {}).items()
        if day > effective and name in known and name not in changed
    }
    for name, day in wish.clauses.items():
        if name not in known:
            problems.add(record, "release-clause", f"the draft has no clause “{name}”", suggestion(name, known))
        elif comparison and name not in changed:
            message = f"the clause “{name}” is as it was in version {comparison.old.name}: it cannot begin on {day}"
            problems.add(record, "release-clause", message, "name a clause that this version changes or adds")
        elif day <= effective:
            message = f"the clause “{name}” would begin on {day}, not after the version on {effective}"
            advice = "release what begins earlier as a version of its own"
            problems.add(record, "release-clause", message, advice)
    return {**days, **wish.clauses}


def _check_announcement(document: Document, wish: Wish, record: Place, problems: Problems) -> None:
    """release-date: the announcement comes after those of the record."""
    entries = [version.announced for version in document.versions if version.is_announcement_known]
    entries += [version.withdrawn.day for version in document.versions if version.withdrawn]
    if entries and wish.announced < max(entries):
        message = f"the record already has an announcement on {max(entries)}, after {wish.announced}"
        problems.add(record, "release-date", message, "announce on that day or later")


def _check_effect(
    document: Document, wish: Wish, days: GroupDays, group: str, record: Place, problems: Problems
) -> None:
    """release-date: a day of effect is neither too early nor too late, and lies within the calendar that can be used."""
    effective, earliest, rule = days.effective, days.earliest, days.rule
    whom = f" for “{group}”" if group else ""
    beyond = outside(max(earliest, effective))
    if beyond:
        message = f"announced on {wish.announced}, it would take effect on {max(earliest, effective)}, which {beyond}"
        problems.add(record, "release-date", message, "announce it earlier")
        return
    furthest = rule.furthest(wish.announced) if rule and rule.start is CountingFrom.ANNOUNCEMENT else None
    planned = "" if wish.effective or group else ", which the record has as “planned”"
    if effective < earliest:
        if rule and effective < rule.earliest(wish.announced):
            message = f"announced on {wish.announced}, with {rule}, it cannot take effect on {effective}{whom}"
        else:
            message = (
                f"it cannot take effect on {effective}{whom}: it must be announced before, and follow the last version"
            )
        problems.add(record, "release-date", f"{message}{planned}", f"the earliest day is {earliest}")
    elif furthest and rule and effective > furthest:
        message = f"announced on {wish.announced}, with at most {rule.at_most} of notice, it cannot take effect on {effective}{whom}"
        problems.add(record, "release-date", f"{message}{planned}", f"the last day is {furthest}; or announce it later")


def _check_new_customers(wish: Wish, kind: VersionKind, effective: dt.date, record: Place, problems: Problems) -> None:
    """release-date: new customers are bound no later than others, and not before they can know."""
    if wish.effective_new and wish.effective_new < wish.announced:
        message = f"new customers cannot be bound on {wish.effective_new}, before the announcement on {wish.announced}"
        problems.add(record, "release-date", message, "choose the day of the announcement or a later one")
    if wish.effective_new and wish.effective_new > effective:
        message = f"new customers cannot be bound on {wish.effective_new}, after the others on {effective}"
        problems.add(record, "release-date", message, "choose an earlier day, or leave --effective-new out")
