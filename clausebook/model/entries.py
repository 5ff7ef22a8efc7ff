"""Entries: the rules between the entries of a record: their order, their kinds, their dates, the notice they were given."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, insort

from clausebook.model import timeline
from clausebook.model.business_days import NoBusinessDays
from clausebook.model.document import Clause, Document, Snapshot, Version, VersionKind
from clausebook.model.notices import CountingFrom, Ground
from clausebook.model.prose import parse_prose
from clausebook.model.schema import RecordForm, VersionForm, WithdrawalForm
from clausebook.names import suggestion
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
        if day and entry.announced and entry.announced < day:
            problems.add(
                own.place_of_key("announced"),
                "effective-order",
                f"this entry is announced on {entry.announced}, before the one above it on {day}",
                "entries stand in the order of their announcement",
            )
        day = entry.announced or day
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
    _check_days(entry, node, problems)
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
    for other in before:
        _check_order(entry, other, node, problems)
    if after and entry.effective >= after[0].effective:
        problems.add(
            place("effective"),
            "effective-order",
            f"version {entry.version} takes effect on {entry.effective}, "
            f"not before version {after[0].version} on {after[0].effective}",
            "correct the later version instead",
        )


def _check_days(entry: VersionForm, node: Node, problems: Problems) -> None:
    """effective-before-announced, clause-day, ground: the days and the ground of one entry by themselves."""
    place = node.place_of_key
    days = {"effective": entry.effective, "effective-new": entry.effective_new, "dispatched-by": entry.dispatched_by}
    places = {key: place(key) for key in days} | dict.fromkeys(entry.groups, place("groups"))
    for key, day in (days | {name: group.effective for name, group in entry.groups.items()}).items():
        if day and entry.announced and day < entry.announced:
            what = "would be sent to customers" if key == "dispatched-by" else "would take effect"
            problems.add(
                places[key],
                "effective-before-announced",
                f"version {entry.version} {what} on {day}, before its announcement on {entry.announced}",
                "correct one of the two dates",
            )
    for name, clause in entry.clauses.items():
        if clause.effective <= entry.effective:
            problems.add(
                place("clauses"),
                "clause-day",
                f"the clause “{name}” would take effect on {clause.effective}, not after version {entry.version} on {entry.effective}",
                "a clause can begin later than its version; what begins earlier is a version of its own",
            )
    if entry.ground is Ground.LAW and not entry.provision:
        problems.add(
            place("ground"),
            "ground",
            f"version {entry.version} is demanded by law, but does not say by which",
            "write “provision”, in every language",
        )


def _check_order(entry: VersionForm, before: VersionForm, node: Node, problems: Problems) -> None:
    """effective-order: for every group a version takes effect later than the one before it; a correction of one that is only
    announced may take its place on its own day."""
    for group in ("", *sorted(entry.groups.keys() | before.groups.keys())):
        day, former = entry.effective_for(group), before.effective_for(group)
        may_be_equal = entry.kind is VersionKind.CORRECTION and entry.announced_day < former
        if day > former or (may_be_equal and day == former):
            continue
        problems.add(
            node.place_of_key("groups" if group in entry.groups else "effective"),
            "effective-order",
            f"version {entry.version} takes effect on {day}{f' for “{group}”' if group else ''}, "
            f"not after version {before.version} on {former}",
            "a later version takes effect later; a correction of an announced one may do so on its day",
        )


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
    elif entry.announced >= (first := standing[-1].first_effect):
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
    """notice-too-short, notice-too-long, business-days, clause-day: every amendment was given its notice, and its clauses begin on
    days that can be, however it came into the record."""
    for version in document.versions:
        entry = node.at("versions", version.entry) or node
        _check_clauses(version, entry, problems)
        try:
            if (
                version.kind is VersionKind.AMENDMENT
                and document.predecessor(version)
                and version.is_announcement_known
            ):
                for group in ("", *version.groups):
                    _check_notice(document, version, group, entry, problems)
            for group in ("", *version.groups):
                timeline.last_day_to_terminate(document, version, group)
        except NoBusinessDays as error:
            problems.add(entry.place, "business-days", f"version {version.name}: {error.message}", error.advice)


def _check_notice(document: Document, version: Version, group: str, entry: Node, problems: Problems) -> None:
    rule, effective = document.rule_of(version, group), version.effective_for(group)
    sent = version.sent_under(rule)
    earliest, furthest = rule.earliest(sent), rule.furthest(sent)
    place = entry.place_of_key("groups" if group else "effective")
    event = "announced on" if rule.start is CountingFrom.ANNOUNCEMENT else "sent by"
    told = (
        f"version {version.name}, {event} {sent}, would take effect on {effective}{f' for “{group}”' if group else ''}"
    )
    if effective < earliest:
        message = f"{told}; with {rule} the earliest day is {earliest}"
        problems.add(place, "notice-too-short", message, f"write {earliest} or a later day")
    elif furthest and effective > furthest:
        message = f"{told}; with at most {rule.at_most} of notice the last day is {furthest}"
        problems.add(place, "notice-too-long", message, f"write {furthest} or an earlier day")


def _check_clauses(version: Version, entry: Node, problems: Problems) -> None:
    known = {name for edition in version.editions.values() for name in edition.by_id}
    for name in version.clause_days.keys() - known:
        message = f"version {version.name} has no clause “{name}” that could begin later"
        problems.add(entry.place_of_key("clauses"), "clause-day", message, suggestion(name, known))
