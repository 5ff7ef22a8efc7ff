"""Clauses paired by the likeness of their texts: short cuts lose none, and no two texts are weighed twice."""

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.compare import History, compare_snapshots, inference, likeness
from clausebook.compare.alphabet import TokenAlphabet
from clausebook.compare.likeness import LikenessTable
from clausebook.model.document import Snapshot
from tests.compare.factory import Part, state

WORDS = [
    "the",
    "Buyer",
    "pays",
    "DKK",
    "100",
    "for",
    "each",
    "reminder",
    "sent",
    "by",
    "post",
    "and",
    "waits",
    "thirty",
    "days",
    "before",
    "goods",
    "come",
    "back",
]
texts = st.lists(st.sampled_from(WORDS), min_size=3, max_size=14).map(" ".join)
sides = st.lists(texts, min_size=1, max_size=6)


def one_side(name: str, said: Sequence[str]) -> Snapshot:
    return state(Part("first", "It stays."), *(Part(f"{name}{at}", text) for at, text in enumerate(said)))


@given(sides, sides)
def test_no_pair_is_lost_by_looking_at_the_promising_ones_alone(olds: Sequence[str], news: Sequence[str]) -> None:
    old, new = one_side("old", olds), one_side("new", news)
    with pytest.MonkeyPatch.context() as patch:
        found = compare_snapshots(old, new, "en").inferred

        def every(candidates: inference._AllCandidates, _: LikenessTable, __: AbstractSet[str]) -> Sequence[str]:
            return list(candidates.old)

        patch.setattr(inference._AllCandidates, "promising", every)
        assert compare_snapshots(old, new, "en").inferred == found


def test_no_two_texts_are_weighed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """In each of 12 versions one clause goes and another one comes: the same texts meet between nearly all pairs of them."""
    weighed: Counter[tuple[str, str]] = Counter()
    weigh = likeness._text_likeness

    def count(old: str, new: str, alphabet: TokenAlphabet, *, contained: bool = True) -> float:
        weighed[old, new] += 1
        return weigh(old, new, alphabet, contained=contained)

    monkeypatch.setattr(likeness, "_text_likeness", count)
    said = [" ".join(f"word{at}of{step}" for at in range(1, 30)) for step in range(1, 24)]
    states = [
        state(*(Part(f"c{at}", said[at]) for at in range(start, start + 11)), number=f"{start + 1}.0")
        for start in range(12)
    ]
    ranges = History(states, "en").change_ranges
    assert weighed and set(weighed.values()) == {1}
    assert len(ranges) == 22  # eleven clauses that go, eleven that come, each with all its versions at once
