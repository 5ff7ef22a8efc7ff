"""What a release would do, for the person who decides on it."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.model.document import Book, VersionKind
from clausebook.model.wording import Wording, outside
from clausebook.releases.entry import version_of
from clausebook.releases.plan import Plan
from clausebook.releases.undo import Publication, Undo
from clausebook.sentences.derivations import derivation
from clausebook.sentences.words import Words

_WITHOUT_NOTICE = {
    VersionKind.INITIAL: "a first version",
    VersionKind.CORRECTION: "a correction",
    VersionKind.LANGUAGES: "a version that leaves the text as it is",
    VersionKind.RETIREMENT: "a retirement",
}


def describe_plan(book: Book, plan: Plan) -> Iterator[str]:
    """The version, its dates with their derivation, and every change, as lines."""
    document = plan.document
    for each in plan.earlier:
        yield f"{document.id} {each.number}: the same correction in version {each.corrects.name}"
        yield f"  announced on {plan.announced}, takes effect on {each.effective}"
        yield f"  in {', '.join(change.id for change in each.comparison.substantive)}"
    wish, schedule = plan.wish, plan.schedule
    yield f"{document.id} {plan.number}: {plan.kind}{', substantial' if wish.substantial else ''}"
    yield f"  announced on {plan.announced}, takes effect on {plan.effective} (earliest: {schedule.earliest})"
    if document.planned and plan.effective == document.planned:
        yield "  as planned in the record"
    if wish.effective_new:
        yield f"  for new customers from {wish.effective_new}"
    yield from _describe_notice(plan)
    for name, day in schedule.clauses.items():
        yield f"  the clause “{name}” begins on {day}"
    for judgement in plan.judgements:
        yield f"  confirmed as {judgement.ground}: {judgement}"
    if plan.comparison is None:
        return
    for word, languages in zip(("adds", "retires"), plan.languages, strict=True):
        if languages:
            yield f"  {word} {', '.join(languages)}"
    for touched in plan.touched:
        yield f"  confirmed: {touched}"
    for rename in plan.renames:
        yield f"  “{rename.new_id}” is new and reads nearly as “{rename.old_id}”, which is gone: a forgotten “was”?"
    day = plan.announced
    language = document.authoritative
    known = outside(book, language, dict.fromkeys(book.documents, day))
    changes = plan.comparison.substantive
    yield f"  {len(changes)} change{'' if len(changes) == 1 else 's'} since {plan.comparison.old.name}:"
    for change in changes:
        state = plan.comparison.new if change.new_id else plan.comparison.old
        wording = Wording(state, language, known)
        clause = wording.edition.by_id[change.new_id or change.old_id or ""]
        kinds = ", ".join(change.kinds) or "paired by likeness"
        yield f"    {clause.number:8} {kinds}: {wording.heading(clause)}"


def _describe_notice(plan: Plan) -> Iterator[str]:
    """The notice with its derivation, for all and for each group, and by when the messages to customers must be out."""
    document, wish, schedule = plan.document, plan.wish, plan.schedule
    version, law = version_of(plan), document.regime.law
    if wish.ground:
        yield f"  ground: {wish.ground}{''.join(f', {code}: {words}' for code, words in wish.provision.items())}"
    rule = schedule.rule
    if rule is None:
        yield f"  {_WITHOUT_NOTICE[plan.kind]} needs no notice"
    else:
        told = derivation(Words("en"), rule, version.sent_under(rule), law, is_ground=wish.ground is not None)
        yield f"  {told}"
    for name, days in schedule.groups.items():
        yield f"  for {name} from {days.effective} (earliest: {days.earliest})"
        if days.rule and days.rule != rule:
            told = derivation(
                Words("en"), days.rule, version.sent_under(days.rule), law, is_ground=wish.ground is not None
            )
            yield f"    {told}"
    if rule:
        yield f"  the messages to customers must be out by {version.dispatched_by or plan.announced}"


def describe_undo(undo: Undo) -> Iterator[str]:
    """What would be taken back, and what is known of where it is, as lines."""
    for version in undo.versions:
        yield f"{undo.document.id} {version.name}: {version.kind}, announced on {version.announced}, takes effect on {version.effective}"
    if undo.publication is Publication.UNPUBLISHED:
        yield f"  not published: it stands in none of {undo.reason}"
    else:
        yield f"  whether it was published is not known: {undo.reason}"
    if undo.lost:
        yield f"  the draft is no longer the released text in {', '.join(undo.lost)}: that text is removed"
