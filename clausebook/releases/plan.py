"""The plan of a release: what the draft would become, or everything that keeps it from being released."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from clausebook.compare import Change, ChangeKind, Comparison, compare_snapshots
from clausebook.model.document import Clause, Document, NoticeRule, Version, VersionKind
from clausebook.names import VersionNumber
from clausebook.problems import Place, Problems, ProblemsFound

_CORRECTIBLE = {
    ChangeKind.REWORDED,
    ChangeKind.RETITLED,
    ChangeKind.TRANSLATION,
    ChangeKind.LINK,
    ChangeKind.STRUCTURE,
    ChangeKind.EMPHASIS,
    ChangeKind.SPACING,
    ChangeKind.CAPITALS,
    ChangeKind.PUNCTUATION,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the author asked for; None where the earliest or next one is meant."""

    announced: dt.date
    effective: dt.date | None = None
    effective_new: dt.date | None = None
    kind: VersionKind = VersionKind.AMENDMENT
    number: VersionNumber | None = None
    substantial: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A release that can be made. `earliest` is the first day on which it may take effect; `comparison` is None for a first
    version, and so is `rule` for one that needs no notice."""

    document: Document
    number: VersionNumber
    kind: VersionKind
    announced: dt.date
    effective: dt.date
    effective_new: dt.date | None
    substantial: bool
    rule: NoticeRule | None
    earliest: dt.date
    comparison: Comparison | None


def plan_release(document: Document, wish: Wish, day: dt.date) -> Plan:
    """The release of the document's draft as it is wished on `day`.

    Raises ProblemsFound with every reason against it, each at its place.
    """
    problems = Problems()
    record = Place(f"terms/{document.id}.yml")
    last = document.predecessor(document.draft)
    kind = wish.kind if last else VersionKind.INITIAL
    rule = document.rule_of(document.draft) if kind is VersionKind.AMENDMENT else None
    earliest = earliest_effect(last, rule, wish.announced)
    effective = wish.effective or earliest
    number = wish.number or _next_number(document, kind)
    comparison = compare_snapshots(last, document.draft, document.pivot((last, document.draft))) if last else None
    _check_dates(document, wish, day, effective, earliest, rule, record, problems)
    if document.versions and number <= document.versions[-1].number:
        newest = document.versions[-1].name
        problems.add(
            record,
            "release-version",
            f"version {number} is not later than {newest}",
            f"choose {_next_number(document, kind)}",
        )
    if wish.substantial and document.termination is None:
        problems.add(
            record,
            "release-substantial",
            "these terms give no right to terminate that the amendment could open",
            "add “termination” to the record",
        )
    _check_summaries(document, last, problems)
    if comparison:
        _check_changed(document, comparison, record, problems)
        for language, clause in stale_clauses(document, comparison):
            _add_stale(document, language, clause, problems)
        if kind is VersionKind.CORRECTION:
            _check_correction(document, comparison, problems)
    if len(problems):
        raise ProblemsFound(problems)
    return Plan(
        document,
        number,
        kind,
        wish.announced,
        effective,
        wish.effective_new,
        wish.substantial,
        rule,
        earliest,
        comparison,
    )


def earliest_effect(last: Version | None, rule: NoticeRule | None, announced: dt.date) -> dt.date:
    """The first day on which a successor of `last`, announced on `announced`, may take effect: after its notice, if it needs
    one, and after `last` has."""
    earliest = rule.earliest(announced) if rule else announced
    return max(earliest, last.effective + dt.timedelta(days=1)) if last else earliest


def _next_number(document: Document, kind: VersionKind) -> VersionNumber:
    """The next whole number for an amendment, the next below it for a correction."""
    if not document.versions:
        return VersionNumber((1, 0))
    major, minor = document.versions[-1].number.parts[:2]
    return VersionNumber((major, minor + 1) if kind is VersionKind.CORRECTION else (major + 1, 0))


def _check_dates(
    document: Document,
    wish: Wish,
    day: dt.date,
    effective: dt.date,
    earliest: dt.date,
    rule: NoticeRule | None,
    record: Place,
    problems: Problems,
) -> None:
    if wish.announced < day:
        message = f"{wish.announced} is past: an announcement cannot be made on an earlier day than {day}"
        problems.add(record, "release-date", message, "announce on that day or later")
    entries = [version.announced for version in document.versions]
    entries += [version.withdrawn.day for version in document.versions if version.withdrawn]
    if entries and wish.announced < max(entries):
        message = f"the record already has an announcement on {max(entries)}, after {wish.announced}"
        problems.add(record, "release-date", message, "announce on that day or later")
    if effective < earliest:
        if rule and effective < rule.earliest(wish.announced):
            message = f"announced on {wish.announced}, with {rule.days} {rule.counting} of notice, it cannot take effect on {effective}"
        else:
            message = f"it cannot take effect on {effective}: it must be announced before, and follow the last version"
        problems.add(record, "release-date", message, f"the earliest day is {earliest}")
    if wish.effective_new and wish.effective_new < wish.announced:
        message = f"new customers cannot be bound on {wish.effective_new}, before the announcement on {wish.announced}"
        problems.add(record, "release-date", message, "choose the day of the announcement or a later one")


def _check_summaries(document: Document, last: Version | None, problems: Problems) -> None:
    """summary-missing, summary-old: customers are told what this version changes, in every language."""
    for language, edition in document.draft.editions.items():
        before = last.editions.get(language) if last else None
        if not edition.summary.strip():
            problems.add(
                edition.source.place_of_key("summary"),
                "summary-missing",
                "the draft has no summary in this language",
                "write “summary”: what changes, for customers",
            )
        elif before and edition.summary.split() == before.summary.split():
            problems.add(
                edition.source.place_of_key("summary"),
                "summary-old",
                f"the summary is still that of version {last.name if last else ''}",
                "write what this version changes",
            )


def _check_changed(document: Document, comparison: Comparison, record: Place, problems: Problems) -> None:
    if not comparison.changes and comparison.old.values == comparison.new.values:
        message = f"the draft says the same as version {comparison.old.name}"
        problems.add(record, "release-unchanged", message, "there is nothing to release")


def stale_clauses(document: Document, comparison: Comparison) -> Iterator[tuple[str, Clause]]:
    """The clauses of each translation that did not follow a change of the authoritative text.

    Not those of which the author says, newly since the last version, that the change leaves translations as they are.
    """
    authoritative = document.pivot((comparison.old, comparison.new))
    for change in comparison.changes:
        if change.old_id is None or change.new_id is None or authoritative not in change.languages:
            continue
        old = comparison.old.editions[authoritative].by_id[change.old_id]
        new = comparison.new.editions[authoritative].by_id[change.new_id]
        if new.unaffected.strip() and new.unaffected != old.unaffected:
            continue
        for language, edition in comparison.new.editions.items():
            if language not in change.languages and language in comparison.old.editions:
                yield language, edition.by_id[change.new_id]


def _add_stale(document: Document, language: str, clause: Clause, problems: Problems) -> None:
    problems.add(
        document.draft.editions[language].node(clause).place,
        "stale",
        f"the clause “{clause.id}” changed in “{document.authoritative}”, but not in “{language}”",
        "translate the change, or say “unaffected: why” on the clause in the authoritative text",
    )


def _check_correction(document: Document, comparison: Comparison, problems: Problems) -> None:
    """correction-changes: a correction changes words only, never a value, a reference or the structure."""
    advice = "release it as an amendment, with its notice"
    if comparison.old.values != comparison.new.values:
        names = sorted(
            name
            for name in comparison.old.values.keys() | comparison.new.values.keys()
            if comparison.old.values.get(name) != comparison.new.values.get(name)
        )
        place = Place(f"terms/{document.id}.yml")
        problems.add(place, "correction-changes", f"a correction cannot change a value: {', '.join(names)}", advice)
    for change in comparison.changes:
        state = comparison.new if change.new_id else comparison.old
        edition = state.editions[document.regime_of(state).authoritative]
        place = edition.node(edition.by_id[change.id]).place
        if set(change.kinds) - _CORRECTIBLE - {ChangeKind.VALUE}:
            kinds = ", ".join(kind for kind in change.kinds if kind not in _CORRECTIBLE)
            problems.add(
                place,
                "correction-changes",
                f"a correction cannot change the structure: “{change.id}” is {kinds}",
                advice,
            )
        elif _targets(comparison, change, document, old=True) != _targets(comparison, change, document, old=False):
            problems.add(
                place,
                "correction-changes",
                f"a correction cannot change what “{change.id}” refers to",
                advice,
            )


def _targets(comparison: Comparison, change: Change, document: Document, *, old: bool) -> list[list[str]]:
    """What the placeholders of a clause point at, in each language."""
    state, clause_id = (comparison.old, change.old_id) if old else (comparison.new, change.new_id)
    return [
        sorted(
            placeholder.target for placeholder in state.editions[language].by_id[clause_id or ""].prose.placeholders()
        )
        for language in sorted(comparison.old.editions.keys() & comparison.new.editions.keys())
    ]
