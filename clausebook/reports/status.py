"""The outlook of documents as text for people and JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from clausebook.model.document import Version, VersionKind
from clausebook.model.values import format_day
from clausebook.releases.outlook import Deadline, Outlook


def status_lines(outlook: Outlook) -> Iterator[str]:
    """One document as lines."""
    yield f"{outlook.document.id} on {_day(outlook.day)}"
    if outlook.in_force:
        yield f"  in force: {outlook.in_force.name}, since {_day(outlook.in_force.effective)}"
    elif outlook.retired:
        yield f"  retired: by {outlook.retired.name}, no longer applies since {_day(outlook.retired.effective)}"
    else:
        yield "  in force: nothing yet"
    if outlook.in_force_new and outlook.in_force_new is not outlook.in_force:
        yield f"  for new customers: {outlook.in_force_new.name}"
    for group, other in outlook.in_force_groups.items():
        yield f"  for {group}: {other.name if other else 'nothing yet'}"
    for version in outlook.announced:
        left = (version.effective - outlook.day).days
        effect = "retires the document on" if version.kind is VersionKind.RETIREMENT else "takes effect on"
        yield f"  announced: {version.name}, {effect} {_day(version.effective)} (in {left} day{'' if left == 1 else 's'})"
    for own in outlook.own_days:
        what = f"for {own.group}" if own.group else f"in {', '.join(own.clauses)}"
        left = (own.day - outlook.day).days
        yield f"  {own.version.name} takes effect {what} on {_day(own.day)} (in {left} day{'' if left == 1 else 's'})"
    for version in outlook.unannounced:
        yield f"  to be announced: {version.name}, on {_day(version.announced)}"
    for version in outlook.withdrawn:
        if version.withdrawn:
            yield f"  withdrawn: {version.name}, on {_day(version.withdrawn.day)}"
    for one, other in outlook.overlapping:
        yield f"  overlapping notices: {one.name} takes effect after {other.name} was announced"
    for one, other in outlook.overlapping_windows:
        yield f"  overlapping windows: customers can terminate because of {one.name} and of {other.name} at the same time"
    for dispatch in outlook.dispatches:
        passed = ": that day has passed" if dispatch.passed else ""
        yield f"  messages on {dispatch.version.name}: must be out by {_day(dispatch.by)}{passed}"
    for right in outlook.rights:
        whom = f" ({right.group})" if right.group else ""
        until = f"up to and including {_day(right.last)}" if right.last else "without an end"
        yield f"  open today{whom}: the right to terminate because of {right.version.name}, {until}"
    changes = outlook.changes
    yield (
        f"  draft: {changes} change{'' if changes == 1 else 's'} since the last version"
        if changes
        else "  draft: no changes"
    )
    for language, clauses in outlook.stale.items():
        yield f"  stale in {language}: {', '.join(clauses)}"
    if outlook.planned:
        yield f"  planned: {_deadline(outlook.planned)}" + (
            ": that day has passed unannounced" if outlook.planned.passed else ""
        )
    if outlook.deadlines:
        yield f"  announced today, the draft can take effect on {_day(outlook.earliest)} at the earliest"
        for deadline in outlook.deadlines:
            yield f"  {_deadline(deadline)}"


def _deadline(deadline: Deadline) -> str:
    groups = "".join(f", for {name} by {_day(by)}" for name, by in deadline.groups.items())
    return f"to take effect on {_day(deadline.effective)}, announce by {_day(deadline.announce)}{groups}"


def _day(day: Any) -> str:
    return format_day(day, "en")


def status_json(outlooks: Sequence[Outlook]) -> str:
    """All documents for programs; dates as 2027-01-15."""
    return json.dumps(
        {"format": 1, "documents": [_data(outlook) for outlook in outlooks]}, indent=2, ensure_ascii=False
    )


def _data(outlook: Outlook) -> dict[str, Any]:
    return {
        "document": outlook.document.id,
        "as_of": outlook.day.isoformat(),
        "in_force": outlook.in_force.name if outlook.in_force else None,
        "retired": outlook.retired.name if outlook.retired else None,
        "in_force_for_new_customers": outlook.in_force_new.name if outlook.in_force_new else None,
        "in_force_for_groups": {
            group: version.name if version else None for group, version in outlook.in_force_groups.items()
        },
        "own_days": [
            {
                "version": own.version.name,
                "day": own.day.isoformat(),
                "group": own.group or None,
                "clauses": list(own.clauses),
            }
            for own in outlook.own_days
        ],
        "announced": [_version(version) for version in outlook.announced],
        "to_be_announced": [_version(version) for version in outlook.unannounced],
        "withdrawn": [version.name for version in outlook.withdrawn],
        "overlapping": [[one.name, other.name] for one, other in outlook.overlapping],
        "overlapping_windows": [[one.name, other.name] for one, other in outlook.overlapping_windows],
        "dispatches": [
            {"version": each.version.name, "by": each.by.isoformat(), "passed": each.passed}
            for each in outlook.dispatches
        ],
        "rights": [
            {
                "version": each.version.name,
                "group": each.group or None,
                "until": each.last.isoformat() if each.last else None,
            }
            for each in outlook.rights
        ],
        "draft": {"changes": outlook.changes, "stale": outlook.stale},
        "planned": _deadline_data(outlook.planned) if outlook.planned else None,
        "earliest": outlook.earliest.isoformat(),
        "deadlines": [_deadline_data(deadline) for deadline in outlook.deadlines],
    }


def _version(version: Version) -> dict[str, str]:
    return {
        "version": version.name,
        "announced": version.announced.isoformat(),
        "effective": version.effective.isoformat(),
    }


def _deadline_data(deadline: Deadline) -> dict[str, Any]:
    return {
        "effective": deadline.effective.isoformat(),
        "announce_by": deadline.announce.isoformat(),
        "passed": deadline.passed,
        "groups": {name: by.isoformat() for name, by in deadline.groups.items()},
    }
