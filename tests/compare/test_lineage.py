"""One clause through all states: which wording stood since when, under which id."""

from itertools import pairwise

from clausebook.compare import Lineage, compare_snapshots
from clausebook.model.document import Snapshot
from tests.compare.factory import FEE_125, Part, state


def lineage(*states: Snapshot) -> Lineage:
    return Lineage(states, [compare_snapshots(old, new, "en") for old, new in pairwise(states)])


def test_a_wording_stands_until_its_words_change() -> None:
    found = lineage(
        state(Part("a", "Pay within a week."), Part("b", "Nothing else.")),
        state(Part("a", "Pay within a week."), Part("b", "Nothing else at all.")),
        state(Part("b", "Nothing else at all."), Part("a", "Pay within a week.")),
        state(
            Part("a", "Pay within a month."), Part("c", "Something new entirely."), Part("b", "Nothing else at all.")
        ),
    )
    assert found.since("en") == [{"a": 0, "b": 0}, {"a": 0, "b": 1}, {"a": 0, "b": 1}, {"a": 3, "c": 3, "b": 1}]


def test_a_changed_value_is_another_wording() -> None:
    found = lineage(state(Part("a", "Pay {fee}.")), state(Part("a", "Pay {fee}."), values=FEE_125))
    assert found.since("en")[1] == {"a": 1}


def test_a_number_or_a_translation_alone_is_none() -> None:
    found = lineage(
        state(Part("b", "It lapses; see {clause:b}."), languages=("en", "da")),
        state(
            Part("a", "Something new entirely."),
            Part("b", "It lapses; see {clause:b}.", other={"da": "Noget andet her."}),
            languages=("en", "da"),
        ),
    )
    assert found.since("en")[1]["b"] == 0
    assert found.since("da")[1]["b"] == 1


def test_a_renamed_clause_goes_on() -> None:
    found = lineage(
        state(Part("a", "Pay within a week.")),
        state(Part("b", "Pay within a week.", was=("a",))),
        state(Part("b", "Pay within a month.", was=("a",))),
    )
    assert found.line("b") == [(0, "a"), (1, "b"), (2, "b")]
    assert found.line("a") == [(0, "a")]
    assert found.line("nowhere") == []
    assert found.since("en") == [{"a": 0}, {"b": 0}, {"b": 2}]


def test_an_id_that_comes_back_begins_anew() -> None:
    gone = state(Part("z", "Always here."))
    here = state(Part("z", "Always here."), Part("a", "Pay within a week."))
    found = lineage(here, gone, here)
    assert found.line("a") == [(2, "a")]
    assert found.since("en")[2] == {"z": 0, "a": 2}
