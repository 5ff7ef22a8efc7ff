"""Entries: all that a version's entry in the record fixes, so that nothing said of the version rests on the head of the record, on
locale data or on a catalogue later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from clausebook.model.document import Book, Document, Printed, Version, VersionKind
from clausebook.model.notices import Group, GroupTerms, NoticeRule, TerminationRight
from clausebook.model.plaintext import head_lines, plain_text
from clausebook.model.wording import Outside, Wording, outside, words_to_fix
from clausebook.names import VersionNumber
from clausebook.releases.plan import EarlierCorrection, Plan
from clausebook.releases.schedule import GroupDays, days_of_followers
from clausebook.source import digest

# The keys of an entry in the order in which they are written.
ORDER = (
    *("version", "kind", "announced", "dispatched-by", "effective", "effective-new", "groups", "clauses"),
    *("substantial", "ground", "provision", "rule", "confirmed", "carries"),
    *("law", "authoritative", "courtesy", "timezone", "numbering", "notice", "termination"),
    *("values", "head", "printed", "editions", "texts", "chain"),
)


def version_of(plan: Plan) -> Version:
    """The version that a planned release makes of the draft."""
    document, wish, schedule = plan.document, plan.wish, plan.schedule
    return Version(
        document.id,
        plan.number,
        document.draft.values,
        document.draft.editions,
        plan.kind,
        plan.announced,
        plan.effective,
        wish.effective_new,
        wish.substantial,
        notice=schedule.rule,
        confirmed=plan.confirmed,
        rule_name=wish.rule,
        ground=wish.ground,
        provision=wish.provision,
        dispatched_by=schedule.dispatched_by,
        groups={name: _terms(plan, name, days) for name, days in schedule.groups.items()},
        clause_days=schedule.clauses,
    )


def _terms(plan: Plan, name: str, days: GroupDays) -> GroupTerms:
    """What the version is for a group: by the head of the record, or where that has it no longer by the version before."""
    before = plan.comparison.old if plan.comparison else None
    known = before.groups.get(name) if isinstance(before, Version) else None
    group = plan.document.groups.get(name) or Group(known.names if known else {})
    right = group.termination if plan.wish.substantial else None
    return GroupTerms(group.names, days.effective, days.rule, right)


def earlier_version_of(plan: Plan, each: EarlierCorrection) -> Version:
    """The version that a correction makes of an earlier one: that one's own values and regime, with its text repaired."""
    corrects = each.corrects
    later = days_of_followers(corrects, each.effective)
    return Version(
        plan.document.id,
        each.number,
        corrects.values,
        each.repaired.snapshot.editions,
        VersionKind.CORRECTION,
        plan.announced,
        each.effective,
        None,
        regime=plan.document.regime_of(corrects),
        confirmed=tuple(sorted({touched.name for touched in each.touched})),
        groups={name: GroupTerms(corrects.groups[name].names, day) for name, day in later.items()},
        clause_days={name: day for name, day in corrects.clause_days.items() if day > each.effective},
    )


def new_entries(book: Book, plan: Plan, record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The entries, but for their seals, of a planned release: that of the draft stands last, after those of the versions in which a
    correction is made too. `record` are the plain values of the document's record."""
    earlier: list[dict[str, Any]] = []
    for each in plan.earlier:
        before = record["versions"][each.corrects.entry]
        head = {"numbering": before.get("numbering", record["numbering"]), "values": before.get("values")}
        version = earlier_version_of(plan, each)
        carries = plan.earlier[0].number if earlier else None
        earlier.append(_entry(book, plan.document, version, head, carries))
    carries = plan.earlier[0].number if plan.earlier else None
    return [*earlier, _entry(book, plan.document, version_of(plan), record, carries)]


def _entry(
    book: Book, document: Document, version: Version, record: Mapping[str, Any], carries: VersionNumber | None
) -> dict[str, Any]:
    """The entry of a version whose numbering and values are written as in `record`."""
    optional: dict[str, Any] = {
        "dispatched-by": version.dispatched_by and version.dispatched_by.isoformat(),
        "effective-new": version.effective_new and version.effective_new.isoformat(),
        "groups": {name: _group(version, name, terms) for name, terms in version.groups.items()},
        "clauses": {name: {"effective": day.isoformat()} for name, day in version.clause_days.items()},
        "substantial": version.substantial,
        "ground": version.ground and version.ground.value,
        "provision": dict(version.provision),
        "rule": version.rule_name,
        "confirmed": list(version.confirmed),
        "carries": carries and str(carries),
        "values": record.get("values"),
    }
    entry: dict[str, Any] = {
        "version": version.name,
        "kind": version.kind.value,
        "announced": version.announced.isoformat(),
        "effective": version.effective.isoformat(),
        **{key: value for key, value in optional.items() if value},
    }
    return in_order({**entry, **fixed_facts(book, document, version, record)})


def _group(version: Version, name: str, terms: GroupTerms) -> dict[str, Any]:
    """What an entry says of a group."""
    return {
        "name": dict(terms.names),
        "effective": terms.effective.isoformat(),
        **({"notice": _rule(terms.notice, version)} if terms.notice else {}),
        **(
            {"termination": _right(terms.termination, version, terms.notice or version.notice, name)}
            if terms.termination
            else {}
        ),
    }


def fixed_facts(book: Book, document: Document, version: Version, record: Mapping[str, Any]) -> dict[str, Any]:
    """What a version's entry says beside its dates and typed values: its regime, its rules, what its editions print, and their digests.

    References to other documents print as they do on the day of the announcement.
    """
    regime = document.regime_of(version)
    is_amendment = version.kind is VersionKind.AMENDMENT
    rule = version.notice or (document.rule_of(version) if is_amendment else document.notice.standard)
    right = version.termination or document.termination
    facts: dict[str, Any] = {
        "law": regime.law,
        "authoritative": list(regime.prevailing) if len(regime.prevailing) > 1 else regime.authoritative,
        **({"courtesy": list(regime.courtesy)} if regime.courtesy else {}),
        "timezone": regime.timezone.key,
        "numbering": [str(pattern) for pattern in record["numbering"]],
        "notice": _rule(rule, version) if is_amendment else rule.plain,
        **({"termination": _right(right, version, rule, "")} if right else {}),
    }
    days = dict.fromkeys(book.documents, version.announced)
    printed = {
        language: _print(document, version, language, outside(book, language, days)) for language in version.editions
    }
    sealed = replace(version, printed=printed)
    words = {language: dict(fixed.words) for language, fixed in printed.items() if fixed.words}
    return {
        **facts,
        "head": {language: dict(fixed.head) for language, fixed in printed.items()},
        **({"printed": words} if words else {}),
        "editions": {language: edition.digest for language, edition in version.editions.items()},
        "texts": {
            language: digest(plain_text(Wording(sealed, language), fixed.head).encode())
            for language, fixed in printed.items()
        },
    }


def in_order(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The entry with its keys in the order in which they are written."""
    return {key: entry[key] for key in sorted(entry, key=ORDER.index)}


def _print(document: Document, version: Version, language: str, others: Mapping[str, Outside]) -> Printed:
    """What an edition prints beside its own words, made now."""
    wording = Wording(replace(version, printed={}), language, others)
    return Printed(head_lines(document, version, language), words_to_fix(wording))


def _rule(rule: NoticeRule, version: Version) -> dict[str, Any]:
    """A rule as it is sealed: with the day that was computed where that rests on the holidays of a country."""
    earliest = {"earliest": rule.earliest(version.sent_under(rule)).isoformat()} if rule.rests_on_holidays else {}
    return {**rule.plain, **earliest}


def _right(right: TerminationRight, version: Version, rule: NoticeRule | None, group: str) -> dict[str, Any]:
    """A right as it is sealed: with its last day where that rests on the holidays of a country."""
    received = rule.event(version.sent_under(rule)) if rule else version.announced
    last = right.last_day(received, version.effective_for(group)) if right.within and right.within.country else None
    return {**right.plain, **({"last": last.isoformat()} if last and version.substantial else {})}
