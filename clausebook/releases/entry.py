"""Entries: all that a version's entry in the record fixes, so that nothing said of the version rests on the head of the record, on
locale data or on a catalogue later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from clausebook.model.document import Book, Document, NoticeRule, Printed, TerminationRight, Version, VersionKind
from clausebook.model.plaintext import head_lines, plain_text
from clausebook.model.wording import Outside, Wording, outside, words_to_fix
from clausebook.names import VersionNumber
from clausebook.releases.corrections import Touched
from clausebook.releases.plan import EarlierCorrection, Plan
from clausebook.source import digest

# The keys of an entry in the order in which they are written.
ORDER = (
    *("version", "kind", "announced", "effective", "effective-new", "substantial", "confirmed", "carries"),
    *("law", "authoritative", "courtesy", "timezone", "numbering", "notice", "termination"),
    *("values", "head", "printed", "editions", "texts", "chain"),
)


def version_of(plan: Plan) -> Version:
    """The version that a planned release makes of the draft."""
    document = plan.document
    return Version(
        document.id,
        plan.number,
        document.draft.values,
        document.draft.editions,
        plan.kind,
        plan.announced,
        plan.effective,
        plan.effective_new,
        plan.substantial,
        notice=plan.rule,
    )


def earlier_version_of(plan: Plan, each: EarlierCorrection) -> Version:
    """The version that a correction makes of an earlier one: that one's own values and regime, with its text repaired."""
    return Version(
        plan.document.id,
        each.number,
        each.corrects.values,
        each.repaired.snapshot.editions,
        VersionKind.CORRECTION,
        plan.announced,
        each.effective,
        None,
        regime=plan.document.regime_of(each.corrects),
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
        earlier.append(_entry(book, plan.document, version, head, each.touched, carries))
    carries = plan.earlier[0].number if plan.earlier else None
    return [*earlier, _entry(book, plan.document, version_of(plan), record, plan.touched, carries)]


def _entry(
    book: Book,
    document: Document,
    version: Version,
    record: Mapping[str, Any],
    touched: Sequence[Touched],
    carries: VersionNumber | None,
) -> dict[str, Any]:
    """The entry of a version whose numbering and values are written as in `record`."""
    entry: dict[str, Any] = {
        "version": version.name,
        "kind": version.kind.value,
        "announced": version.announced.isoformat(),
        "effective": version.effective.isoformat(),
    }
    if version.effective_new:
        entry["effective-new"] = version.effective_new.isoformat()
    if version.substantial:
        entry["substantial"] = True
    if touched:
        entry["confirmed"] = sorted({each.name for each in touched})
    if carries:
        entry["carries"] = str(carries)
    if record.get("values"):
        entry["values"] = record["values"]
    return in_order({**entry, **fixed_facts(book, document, version, record)})


def fixed_facts(book: Book, document: Document, version: Version, record: Mapping[str, Any]) -> dict[str, Any]:
    """What a version's entry says beside its dates and typed values: its regime, its rules, what its editions print, and their digests.

    References to other documents print as they do on the day of the announcement.
    """
    regime = document.regime_of(version)
    rule = version.notice or (document.rule_of(version) if version.kind is VersionKind.AMENDMENT else document.notice)
    right = version.termination or document.termination
    facts: dict[str, Any] = {
        "law": regime.law,
        "authoritative": list(regime.prevailing) if len(regime.prevailing) > 1 else regime.authoritative,
        **({"courtesy": list(regime.courtesy)} if regime.courtesy else {}),
        "timezone": regime.timezone.key,
        "numbering": [str(pattern) for pattern in record["numbering"]],
        "notice": _rule(rule),
        **({"termination": _right(right)} if right else {}),
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


def _rule(rule: NoticeRule) -> dict[str, Any]:
    return {"days": rule.days, "counting": rule.counting.value}


def _right(right: TerminationRight) -> dict[str, Any]:
    return {"days": right.days, "from": right.start.value}
