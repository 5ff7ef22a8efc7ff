"""What a release would do, for the person who decides on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from markupsafe import Markup

from clausebook.model.document import Book
from clausebook.pages.derivations import derivation
from clausebook.pages.shelf import Shelf
from clausebook.pages.words import Words
from clausebook.releases.plan import Plan


def describe_plan(root: Path, book: Book, plan: Plan) -> Iterator[str]:
    """The version, its dates with their derivation, and every change, as lines."""
    document = plan.document
    yield f"{document.id} {plan.number}: {plan.kind}{', substantial' if plan.substantial else ''}"
    yield f"  announced on {plan.announced}, takes effect on {plan.effective} (earliest: {plan.earliest})"
    if plan.effective_new:
        yield f"  for new customers from {plan.effective_new}"
    if plan.rule:
        yield f"  {plain(derivation(Words('en'), plan.rule, plan.announced))}"
    else:
        yield f"  {'a correction' if plan.comparison else 'a first version'} needs no notice"
    if plan.comparison is None:
        return
    day = plan.announced
    shelf = Shelf(root, book, document.authoritative, (document.authoritative,), dict.fromkeys(book.documents, day))
    changes = plan.comparison.substantive
    yield f"  {len(changes)} change{'' if len(changes) == 1 else 's'} since {plan.comparison.old.name}:"
    for change in changes:
        state = plan.comparison.new if change.new_id else plan.comparison.old
        clause = shelf.edition(state).by_id[change.id]
        kinds = ", ".join(change.kinds) or "paired by likeness"
        yield f"    {clause.number:8} {kinds}: {shelf.heading(state, clause)}"


def plain(html: Markup) -> str:
    """A sentence of the interface without its elements."""
    return str(html.striptags())
