"""Entries: the rules between the entries of a record: their order, their kinds, their dates, the notice they were given."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, insort

from clausebook.model.document import Clause, Document, Snapshot, VersionKind
from clausebook.model.prose import parse_prose
from clausebook.model.schema import RecordForm, VersionForm, WithdrawalForm
from clausebook.problems import Problems
from clausebook.source import Node

# The kinds of versions whose text is that of the version before.
SAME_TEXT = frozenset({VersionKind.LANGUAGES, VersionKind.RETIREMENT})


def check_entries(record: RecordForm, node: Node, problems: Problems) -> None:
    """version-order, version-kind, effective-order, effective-before-announced, withdrawal: each entry after those before it."""
    standing: list[VersionForm] = []  # by number, which is also by day of effect
    known: list[VersionForm] = []
    day: dt.date | None = None
    for index, entry in enumerate(record.versions):
        own = node.at("versions", index) or node
        if day and entry.announced < day:
            problems.add(
                own.place_of_key("announced"),
                "effective-order",
                f"this entry is announced on {entry.announced}, before the one above it on {day}",
                "entries stand in the order of their announcement",
            )
        day = entry.announced
        if isinstance(entry, WithdrawalForm):
            _check_withdrawal(entry, standing, own, record, problems)
            standing = [one for one in standing if one.version != entry.withdraws]
            continue
        _check_version(entry, standing, known, own, problems)
        insort(standing, entry, key=lambda one: one.version)
        known.append(entry)


def _check_version(
    entry: VersionForm, standing: list[VersionForm], known: list[VersionForm], node: Node, problems: Problems
) -> None:
    """One entry after those above it; `known` holds withdrawn versions too."""
    place = node.place_of_key
    for key, day in (("effective", entry.effective), ("effective-new", entry.effective_new)):
        if day and day < entry.announced:
            problems.add(
                place(key),
                "effective-before-announced",
                f"version {entry.version} would take effect on {day}, before its announcement on {entry.announced}",
                "correct one of the two dates",
            )
    if (entry.kind == VersionKind.INITIAL) != (not known):
        problems.add(
            place("kind"),
            "version-kind",
            f"version {entry.version} cannot be “{entry.kind}”",
            f"the first version is initial; later ones are one of {', '.join(kind for kind in VersionKind if kind != VersionKind.INITIAL)}",
        )
    position = bisect_left(standing, entry.version, key=lambda one: one.version)
    before, after = standing[:position][-1:], standing[position:][:1]
    highest = max((one.version for one in known), default=None)
    corrects = entry.kind is VersionKind.CORRECTION and bool(before)
    again = any(one.version == entry.version for one in known)
    if highest and entry.version <= highest and (again or not corrects):
        problems.add(
            place("version"),
            "version-order",
            f"version {entry.version} stands after {highest}",
            "versions rise, and each stands once, oldest first; only a correction can follow the version that it corrects",
        )
        return
    if before and before[0].kind is VersionKind.RETIREMENT and entry.kind is not VersionKind.AMENDMENT:
        problems.add(
            place("kind"),
            "version-kind",
            f"version {before[0].version} ends the document: {entry.version} cannot follow it as “{entry.kind}”",
            "only an amendment can follow a retirement",
        )
    if before and not _follows(entry, before[0]):
        problems.add(
            place("effective"),
            "effective-order",
            f"version {entry.version} takes effect on {entry.effective}, "
            f"not after version {before[0].version} on {before[0].effective}",
            "a later version takes effect later; a correction of an announced one may do so on its day",
        )
    if after and entry.effective >= after[0].effective:
        problems.add(
            place("effective"),
            "effective-order",
            f"version {entry.version} takes effect on {entry.effective}, "
            f"not before version {after[0].version} on {after[0].effective}",
            "correct the later version instead",
        )


def _follows(entry: VersionForm, before: VersionForm) -> bool:
    """Whether a version takes effect late enough after the one before it: later; a correction of one that is only announced may
    take its place on its own day."""
    if entry.kind is VersionKind.CORRECTION and entry.announced < before.effective:
        return entry.effective >= before.effective
    return entry.effective > before.effective


def _check_withdrawal(
    entry: WithdrawalForm, standing: list[VersionForm], node: Node, record: RecordForm, problems: Problems
) -> None:
    place = node.place_of_key("withdraws")
    if not standing or standing[-1].version != entry.withdraws:
        known = f"; the last one is {standing[-1].version}" if standing else ""
        problems.add(
            place,
            "withdrawal",
            f"version {entry.withdraws} is not the last one that stands here{known}",
            "only the last version can be withdrawn",
        )
    elif len(standing) == 1:
        problems.add(place, "withdrawal", "the first version cannot be withdrawn", "release another version instead")
    elif entry.announced >= (
        first := min(standing[-1].effective, standing[-1].effective_new or standing[-1].effective)
    ):
        problems.add(
            node.place_of_key("announced"),
            "withdrawal",
            f"version {entry.withdraws} took effect on {first}",
            "a version can be withdrawn until it takes effect; later it can only be followed",
        )
    told = [one for one in standing if one.version == entry.withdraws and one.editions]
    wanted = list(told[-1].editions) if told else record.languages
    missing = [language for language in wanted if language not in entry.reason]
    if missing:
        problems.add(
            node.place_of_key("reason"),
            "withdrawal",
            f"the reason is missing in {', '.join(missing)}",
            "write it in every language in which the version was published",
        )


def differences(old: Snapshot, new: Snapshot) -> list[str]:
    """What a version that leaves the text as it is changes all the same: the ids of clauses, and “title” or “values”, each once.

    Looked at is all that readers see of every language that both have; the summary, notes and how lines are broken are not.
    """
    found: dict[str, None] = {} if old.values == new.values else {"values": None}
    for language in old.editions.keys() & new.editions.keys():
        before, after = old.editions[language], new.editions[language]
        if before.title != after.title:
            found["title"] = None
        told = [{clause.id: _seen(clause) for clause in edition.walk()} for edition in (before, after)]
        if list(told[0]) != list(told[1]):
            found |= dict.fromkeys(told[0].keys() ^ told[1].keys() or told[1].keys())
        found |= {name: None for name in told[0].keys() & told[1].keys() if told[0][name] != told[1][name]}
    return sorted(found)


def _seen(clause: Clause) -> tuple[object, ...]:
    return clause.number, clause.title, clause.prose.blocks, clause.defines, parse_prose(clause.in_short).blocks


def check_same_texts(document: Document, node: Node, problems: Problems) -> None:
    """version-kind: what is told to leave the text as it is does so, however it came into the record."""
    for version in document.versions:
        before = document.predecessor(version)
        if version.kind not in SAME_TEXT or before is None:
            continue
        changed = differences(before, version)
        if document.regime_of(before) != document.regime_of(version):
            changed = [*changed, "law, prevailing language, time zone or numbering"]
        if changed:
            entry = node.at("versions", version.entry) or node
            problems.add(
                entry.place_of_key("kind"),
                "version-kind",
                f"version {version.name} is “{version.kind}”, which leaves the text of {before.name} as it is, but it changes "
                f"{', '.join(changed[:5])}{' …' if len(changed) > 5 else ''}",
                "restore the record; what changes the text is an amendment or a correction",
            )


def check_notices(document: Document, node: Node, problems: Problems) -> None:
    """notice-too-short: every amendment was given its notice, however it came into the record."""
    entries = node.at("versions")
    for entry in entries.value if entries and isinstance(entries.value, list) else []:
        version = document.version(str(entry.plain().get("version")))
        if version is None or version.kind is not VersionKind.AMENDMENT or document.predecessor(version) is None:
            continue
        rule = document.rule_of(version)
        earliest = rule.earliest(version.announced)
        if version.effective < earliest:
            problems.add(
                entry.place_of_key("effective"),
                "notice-too-short",
                f"version {version.name}, announced on {version.announced}, would take effect on {version.effective}; "
                f"with {rule.days} {rule.counting} of notice the earliest day is {earliest}",
                f"write {earliest} or a later day",
            )
