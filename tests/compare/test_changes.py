"""The list of changes: each kind, their combinations, and hard documents."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausebook.compare import ChangeKind as K
from clausebook.compare import compare_history, compare_snapshots
from clausebook.model.document import Snapshot
from clausebook.model.values import Amount
from tests.compare.states import C, state

LONG = "The provider sends the buyer an invoice before each new period begins and the buyer pays it"
DKK_100, DKK_125 = Amount(Decimal(100), "DKK"), Amount(Decimal(125), "DKK")
A, B, D = C("a", "First text."), C("b", "Second text."), C("d", "Fourth text.")


def kinds(old: Snapshot, new: Snapshot) -> dict[str, tuple[K, ...]]:
    return {change.id: change.kinds for change in compare_snapshots(old, new, "da").changes}


CASES = {
    "nothing": (state(A, B), state(A, B), {}),
    "rewrapped": (state(C("a", "One two\nthree.")), state(C("a", "One\ntwo three.")), {}),
    "added": (state(A), state(A, B), {"b": (K.ADDED,)}),
    "removed": (state(A, B), state(A), {"b": (K.REMOVED,)}),
    "added above": (state(A, B), state(D, A, B), {"d": (K.ADDED,), "a": (K.RENUMBERED,), "b": (K.RENUMBERED,)}),
    "reworded": (state(A), state(C("a", "First words.")), {"a": (K.REWORDED,)}),
    "retitled": (state(C("a", "x", "Old")), state(C("a", "x", "New")), {"a": (K.RETITLED,)}),
    "reworded and retitled": (state(C("a", "x", "Old")), state(C("a", "y", "New")), {"a": (K.REWORDED, K.RETITLED)}),
    "one moved among four": (
        state(A, B, C("c", "Third."), D),
        state(D, A, B, C("c", "Third.")),
        {"d": (K.MOVED,), "a": (K.RENUMBERED,), "b": (K.RENUMBERED,), "c": (K.RENUMBERED,)},
    ),
    "moved into another clause": (
        state(C("s", title="S", clauses=(A, B)), C("t", title="T", clauses=(D,))),
        state(C("s", title="S", clauses=(A,)), C("t", title="T", clauses=(D, B))),
        {"b": (K.MOVED,)},
    ),
    "moved and reworded": (
        state(C("s", title="S", clauses=(A, B)), C("t", title="T", clauses=(D,))),
        state(C("s", title="S", clauses=(A,)), C("t", title="T", clauses=(D, C("b", "Second new text.")))),
        {"b": (K.MOVED, K.REWORDED)},
    ),
    "renamed": (state(A, B), state(A, C("bb", "Second text.", was=("b",))), {}),
    "renamed and reworded": (state(A, B), state(A, C("bb", "New text.", was=("b",))), {"bb": (K.REWORDED,)}),
    "split": (
        state(C("a", "One. Two.")),
        state(C("a", "One."), C("n", "Two.", was=("a",))),
        {"a": (K.REWORDED,), "n": (K.SPLIT,)},
    ),
    "split and renumbered": (
        state(C("a", "One. Two."), B),
        state(C("a", "One."), C("n", "Two.", was=("a",)), B),
        {"a": (K.REWORDED,), "n": (K.SPLIT,), "b": (K.RENUMBERED,)},
    ),
    "merged": (state(A, B), state(C("a", "First text. Second text.", was=("b",))), {"a": (K.MERGED, K.STRUCTURE)}),
    "merged under a new id": (state(A, B), state(C("n", "Both.", was=("a", "b"))), {"n": (K.MERGED, K.REWORDED)}),
    "value": (
        state(C("a", "Pay {fee}."), values={"fee": DKK_100}),
        state(C("a", "Pay {fee}."), values={"fee": DKK_125}),
        {"a": (K.VALUE,)},
    ),
    "value in a moved clause": (
        state(
            C("s", title="S", clauses=(A, C("b", "Pay {fee}."))),
            C("t", title="T", clauses=(D,)),
            values={"fee": DKK_100},
        ),
        state(
            C("s", title="S", clauses=(A,)),
            C("t", title="T", clauses=(D, C("b", "Pay {fee}."))),
            values={"fee": DKK_125},
        ),
        {"b": (K.MOVED, K.VALUE)},
    ),
    "translation": (state(C("a", "x", other="y")), state(C("a", "x", other="z")), {"a": (K.TRANSLATION,)}),
    "a reference that prints another number": (
        state(A, C("r", "See {clause:a}.")),
        state(D, A, C("r", "See {clause:a}.")),
        {"d": (K.ADDED,), "a": (K.RENUMBERED,), "r": (K.RENUMBERED,)},
    ),
    "a reference to something else": (
        state(A, B, C("r", "See {clause:a}.")),
        state(A, B, C("r", "See {clause:b}.")),
        {"r": (K.REWORDED,)},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_kinds(case: str) -> None:
    old, new, expected = CASES[case]
    assert kinds(old, new) == expected


def test_forgotten_rename_is_found_and_said_to_be_inferred() -> None:
    comparison = compare_snapshots(state(A, C("old-id", LONG)), state(A, C("new-id", LONG + " at once")), "da")
    (change,) = comparison.changes
    assert (change.old_id, change.new_id, change.inferred) == ("old-id", "new-id", True)


def test_unclear_likeness_is_not_guessed() -> None:
    old = state(C("x", LONG), C("y", LONG))
    assert kinds(old, state(C("p", LONG), C("q", LONG))) == {
        "x": (K.REMOVED,), "y": (K.REMOVED,), "p": (K.ADDED,), "q": (K.ADDED,),
    }  # fmt: skip


def test_headings_all_equal() -> None:
    old = state(*(C(f"c{i}", f"Text {i}.", "General") for i in range(5)))
    new = state(*(C(f"c{i}", f"Text {i}.", "General") for i in (0, 2, 3, 4)))
    assert kinds(old, new) == {"c1": (K.REMOVED,), **{f"c{i}": (K.RENUMBERED,) for i in (2, 3, 4)}}


def test_five_of_three_hundred_moved() -> None:
    ids = list(range(300))
    moved = [7, 77, 150, 201, 298]
    rest = [i for i in ids if i not in moved]
    shuffled = [*rest[:40], 298, *rest[40:100], 7, 201, *rest[100:250], 77, *rest[250:], 150]
    old, new = (state(*(C(f"c{i}", f"Text {i}.") for i in order)) for order in (ids, shuffled))
    found = {change.id for change in compare_snapshots(old, new, "da").changes if K.MOVED in change.kinds}
    assert found == {f"c{i}" for i in moved}


def test_history_composes_renames_and_mergers() -> None:
    states = [
        state(A, B, D, number="1.0"),
        state(C("aa", "First text.", was=("a",)), B, D, number="2.0"),
        state(C("aaa", "First text. Second text.", was=("aa", "b")), D, number="3.0"),
    ]
    changes = {change.id: change for change in compare_history(states, states[0], states[-1], "da").changes}
    assert changes["aaa"].kinds == (K.MERGED, K.STRUCTURE)
    assert (changes["aaa"].old_id, changes["aaa"].origins) == ("a", ("b",))
    assert set(changes) == {"aaa", "d"}


texts = st.sampled_from(["One.", "Two words.", "Three more words.", "- item\n- other", LONG])
identifiers = st.lists(st.sampled_from([f"c{i}" for i in range(12)]), unique=True, min_size=1, max_size=9)


@st.composite
def states(draw: st.DrawFn) -> Snapshot:
    ids = draw(identifiers)
    cut = draw(st.integers(0, len(ids)))
    nested = tuple(C(i, draw(texts)) for i in ids[cut:])
    return state(*(C(i, draw(texts)) for i in ids[:cut]), C("root", title=draw(texts), clauses=nested))


@settings(max_examples=150)
@given(states(), states())
def test_every_clause_is_accounted_for_once(old: Snapshot, new: Snapshot) -> None:
    assert compare_snapshots(old, old, "da").changes == ()
    changes = compare_snapshots(old, new, "da").changes
    assert len({change.id for change in changes}) == len(changes)
    before, after = (set(snapshot.editions["da"].by_id) for snapshot in (old, new))
    continued = {change.old_id for change in changes if change.new_id and change.old_id}
    removed = {change.old_id for change in changes if not change.new_id}
    added = {change.new_id for change in changes if not change.old_id}
    inferred = {change.new_id for change in changes if change.inferred}
    assert added | inferred == after - before
    assert not removed & continued
    assert removed | {change.old_id for change in changes if change.inferred} == before - after


@settings(max_examples=100)
@given(states(), states())
def test_the_reverse_comparison_mirrors(old: Snapshot, new: Snapshot) -> None:
    there = {change.id: change.kinds for change in compare_snapshots(old, new, "da").changes}
    back = {change.id: change.kinds for change in compare_snapshots(new, old, "da").changes}
    assert {i for i, k in there.items() if k == (K.ADDED,)} == {i for i, k in back.items() if k == (K.REMOVED,)}
    assert {i for i, k in there.items() if K.REWORDED in k} == {i for i, k in back.items() if K.REWORDED in k}
