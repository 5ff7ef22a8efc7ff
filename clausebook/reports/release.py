"""What a release would do, for the person who decides on it."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.model.document import Book, VersionKind
from clausebook.model.wording import Wording, outside
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
    yield f"{document.id} {plan.number}: {plan.kind}{', substantial' if plan.substantial else ''}"
    yield f"  announced on {plan.announced}, takes effect on {plan.effective} (earliest: {plan.earliest})"
    if document.planned and plan.effective == document.planned:
        yield "  as planned in the record"
    if plan.effective_new:
        yield f"  for new customers from {plan.effective_new}"
    if plan.rule:
        yield f"  {derivation(Words('en'), plan.rule, plan.announced)}"
    else:
        yield f"  {_WITHOUT_NOTICE[plan.kind]} needs no notice"
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
