"""Alterations: the changes of a version as customers are told them, each with what was and what is now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from clausebook.compare import Change, ChangeKind, Severity, plain_runs
from clausebook.pages.changes import ChangeLister, ChangeView
from clausebook.pages.excerpts import OldNew, excerpt


@dataclass(frozen=True, slots=True)
class Alteration:
    """One change: `values` are the amounts, periods and the like that became others. `replaced` are sentences that tell these, and another
    heading; `facts` are others, such as where the clause stood. `wording` is a short old and new wording, with empty sides where the
    sentences tell all, or no words changed.
    """

    change: ChangeView
    values: tuple[OldNew, ...]
    replaced: tuple[Markup, ...]
    facts: tuple[Markup, ...]
    wording: OldNew

    @property
    def number(self) -> str:
        """The number of the clause, or what it was and is."""
        old, new = self.change.old_number, self.change.new_number
        return f"{old} → {new}" if old and new and old != new else new or old


# Kinds of which values and facts tell all that a customer needs.
_TOLD_BY_FACTS = {
    ChangeKind.VALUE,
    ChangeKind.RETITLED,
    ChangeKind.MOVED,
    ChangeKind.RENUMBERED,
    ChangeKind.LINK,
    ChangeKind.EMPHASIS,
    ChangeKind.SPACING,
    ChangeKind.CAPITALS,
    ChangeKind.PUNCTUATION,
}


def alterations(lister: ChangeLister, shown: Sequence[ChangeView]) -> list[Alteration]:
    """The changes that the lister lists as `shown`, each with what was and what is now."""
    return [_alteration(lister, *both) for both in zip(lister.comparison.substantive, shown, strict=True)]


def _alteration(lister: ChangeLister, change: Change, shown: ChangeView) -> Alteration:
    is_told = _TOLD_BY_FACTS.issuperset(change.kinds) or change.severity is Severity.FORM
    return Alteration(
        shown,
        tuple([OldNew(*pair) for pair in lister.value_pairs(change)]),
        (*_heading(lister, change), *lister.values(change)),
        (*lister.facts(change), *map(escape, shown.addresses)),
        OldNew("", "") if is_told else excerpt(plain_runs(lister.redline(change).text)),
    )


def _heading(lister: ChangeLister, change: Change) -> Iterator[Markup]:
    """That a clause has another heading, or one where it had none, or none any more."""
    words, view, comparison = lister.view.words, lister.view, lister.comparison
    if ChangeKind.RETITLED not in change.kinds:
        return
    before = view.edition(comparison.old).by_id[change.old_id or ""].title
    after = view.edition(comparison.new).by_id[change.new_id or ""].title
    if before and after:
        yield words("The heading is “{new}” instead of “{old}”.", new=after, old=before)
    elif after:
        yield words("It now has the heading “{new}”.", new=after)
    else:
        yield words("It no longer has the heading “{old}”.", old=before)
