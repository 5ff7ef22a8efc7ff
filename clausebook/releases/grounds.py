"""Grounds: what an amendment must be, and must not be, to have the notice that its record allows for a ground.

Only what stands in the record as a value can be judged: an amount, a percentage, a period that says whose it is. What a text says is
confirmed by the author, clause by clause, and the entry keeps which.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from clausebook.compare import Change, ChangeKind, Comparison
from clausebook.model.document import Document, VersionKind
from clausebook.model.notices import Ground
from clausebook.model.prose import PlaceholderKind, placeholders_in
from clausebook.model.values import Amount, Number, Party, Percentage, Quantity, Unit, Value
from clausebook.problems import Place, Problems
from clausebook.releases.corrections import touched_words
from clausebook.releases.wish import Wish
from clausebook.source import hidden_in

_BY_HAND = {
    Ground.FAVOURABLE: "is this to the customers' advantage alone?",
    Ground.EDITORIAL: "does this leave all rights and duties as they are?",
}
# About how long each unit is, in hours: periods of the same unit are compared exactly, others by this.
_HOURS = {
    Unit.MINUTES: 1 / 60, Unit.HOURS: 1, Unit.DAYS: 24, Unit.BUSINESS_DAYS: 24, Unit.WEEKS: 168, Unit.MONTHS: 730, Unit.YEARS: 8766,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judgement:
    """That nobody but the author can tell whether a clause is what the ground demands; `name` is the clause, or the title."""

    name: str
    ground: Ground
    place: Place
    why: str

    def __str__(self) -> str:
        return f"“{self.name}” {self.why}"

    @property
    def question(self) -> str:
        """What the author is asked."""
        return f"{self}: {_BY_HAND[self.ground]}"


def check_ground(
    document: Document, wish: Wish, kind: VersionKind, comparison: Comparison | None, problems: Problems
) -> tuple[Judgement, ...]:
    """release-ground: the amendment is what its ground says. Gives what the author confirmed of it."""
    record = Place(f"terms/{document.id}.yml")
    if wish.rule and wish.ground:
        problems.add(record, "release-rule", "a ground has a notice of its own", "leave --rule out, or --ground")
    if wish.rule and kind is not VersionKind.AMENDMENT:
        problems.add(record, "release-rule", "only an amendment needs a notice", "leave --rule out")
    if wish.ground is None:
        if wish.provision:
            problems.add(record, "release-ground", "a provision belongs to a ground", "say --ground law")
        return ()
    if kind is not VersionKind.AMENDMENT or comparison is None:
        problems.add(record, "release-ground", "only an amendment of a version has a ground", "leave --ground out")
        return ()
    _check_provision(document, wish, record, problems)
    if document.regime_of(comparison.old) != document.regime_of(comparison.new) and wish.ground in _BY_HAND:
        message = (
            f"the law, the prevailing language, the time zone or the numbering changes: that is not “{wish.ground}”"
        )
        problems.add(record, "release-ground", message, "release it without --ground, with its notice")
    if wish.ground is Ground.INDEX:
        _check_index(comparison, record, problems)
    judgements = tuple(_judgements(comparison, wish.ground, record, problems))
    for each in judgements:
        if each.name not in wish.confirmed:
            message = f"whether it is “{wish.ground}” cannot be told: {each}"
            advice = f"say --confirm {each.name} if it is, or release it without --ground"
            problems.add(each.place, "release-ground", message, advice)
    return judgements


def _check_provision(document: Document, wish: Wish, record: Place, problems: Problems) -> None:
    missing = [code for code in document.draft.editions if not wish.provision.get(code, "").strip()]
    if missing and (wish.ground is Ground.LAW or wish.provision):
        message = f"the provision on which “{wish.ground}” rests is missing in {', '.join(missing)}"
        problems.add(record, "release-ground", message, "give one --provision LANGUAGE=TEXT for each language")
    for language, text in wish.provision.items():
        hidden = hidden_in(text)
        if hidden:
            problems.add(record, "character", f"in the provision in {language}: {hidden}", "type it again")


def _judgements(comparison: Comparison, ground: Ground, record: Place, problems: Problems) -> Iterator[Judgement]:
    if ground is Ground.FAVOURABLE:
        yield from _favours(comparison, record, problems)
    elif ground is Ground.EDITORIAL:
        yield from _edits(comparison, record, problems)


def _favours(comparison: Comparison, record: Place, problems: Problems) -> Iterator[Judgement]:
    """A value that changes to the customers' disadvantage is refused; a change of values that are all better needs no word."""
    old, new = comparison.old.values, comparison.new.values
    for name in sorted(old.keys() & new.keys()):
        if old[name] != new[name] and is_better(old[name], new[name]) is False:
            message = f"the value “{name}” changes to the customers' disadvantage"
            problems.add(record, "release-ground", message, "release it without --ground, with its notice")
    for change in comparison.substantive:
        names = _values_in(comparison, change)
        better = [is_better(old[name], new[name]) for name in names if name in old and name in new]
        if set(change.kinds) == {ChangeKind.VALUE} and len(better) == len(names) and all(better):
            continue
        unclear = ", ".join(
            name for name in names if name not in old or name not in new or not is_better(old[name], new[name])
        )
        why = f"prints {unclear}, which does not say whose it is" if unclear else f"is {', '.join(change.kinds)}"
        yield Judgement(change.id, Ground.FAVOURABLE, _place(comparison, change), why)


def _edits(comparison: Comparison, record: Place, problems: Problems) -> Iterator[Judgement]:
    """No value changes; clauses that come or go, and operative words that change, are confirmed."""
    old, new = comparison.old.values, comparison.new.values
    changed = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    if changed:
        message = f"an editorial change leaves the values as they are: {', '.join(changed)}"
        problems.add(record, "release-ground", message, "release it without --ground, with its notice")
    for touched in touched_words(comparison):
        words = str(touched).partition(": ")[2]
        yield Judgement(touched.name, Ground.EDITORIAL, touched.place, f"in “{touched.language}”: {words}")
    for change in comparison.substantive:
        if change.old_id is None or change.new_id is None:
            yield Judgement(change.id, Ground.EDITORIAL, _place(comparison, change), f"is {', '.join(change.kinds)}")


def _check_index(comparison: Comparison, record: Place, problems: Problems) -> None:
    """An indexation changes amounts, percentages and numbers, and nothing else."""
    old, new = comparison.old.values, comparison.new.values
    others = [change.id for change in comparison.substantive if set(change.kinds) != {ChangeKind.VALUE}]
    others += [
        name
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name) and not _is_indexable(old.get(name), new.get(name))
    ]
    if others:
        message = f"an index changes amounts and nothing else, but this changes {', '.join(others)}"
        problems.add(record, "release-ground", message, "release it without --ground, with its notice")


def _is_indexable(old: Value | None, new: Value | None) -> bool:
    return isinstance(old, Amount | Percentage | Number) and type(old) is type(new)


def is_better(old: Value, new: Value) -> bool | None:
    """Whether a changed value is better for the customers; None where that cannot be told.

    An amount is paid by the customer, unless it says that it is the provider's: less is better. A percentage and a period must say
    whose they are: a customer's period is better when it is longer, a provider's when it is shorter.
    """
    match old, new:
        case Amount(), Amount() if old.currency == new.currency:
            return _grows(old.amount, new.amount, wanted=new.whose is Party.PROVIDER)
        case Percentage(), Percentage() if new.whose:
            return _grows(old.percent, new.percent, wanted=new.whose is Party.PROVIDER)
        case Quantity(), Quantity() if new.whose and len(old.counts) == len(new.counts) == 1:
            scale = (1, 1) if old.unit is new.unit else (_HOURS[old.unit], _HOURS[new.unit])
            sizes = old.counts[0] * scale[0], new.counts[0] * scale[1]
            return _grows(*sizes, wanted=new.whose is Party.CUSTOMER)
    return None


def _grows(old: Decimal | float, new: Decimal | float, *, wanted: bool) -> bool:
    """Whether a size changes in the direction that is wanted."""
    return (new > old) is wanted


def _values_in(comparison: Comparison, change: Change) -> list[str]:
    """The values that a changed clause prints and that differ, in the order of the text."""
    names: dict[str, None] = dict.fromkeys(change.values)
    for state, name in ((comparison.old, change.old_id), (comparison.new, change.new_id)):
        for edition in state.editions.values():
            for each in placeholders_in(edition.by_id[name].text) if name and name in edition.by_id else ():
                if each.kind is PlaceholderKind.VALUE:
                    names[each.name] = None
    old, new = comparison.old.values, comparison.new.values
    return [name for name in names if old.get(name) != new.get(name)]


def _place(comparison: Comparison, change: Change) -> Place:
    state = comparison.new if change.new_id else comparison.old
    name = change.new_id or change.old_id or ""
    edition = next(each for each in state.editions.values() if name in each.by_id)
    return edition.node(edition.by_id[name]).place
