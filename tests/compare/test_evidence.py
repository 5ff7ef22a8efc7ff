"""Which clause continues which, by evidence; ids used anew; where clauses moved; what an author is asked to confirm."""

import pytest

from clausebook.compare import ChangeKind, compare_history, compare_snapshots, find_reused_ids
from tests.compare.factory import Part, state

FEES = "The Buyer pays DKK 100 for each reminder that the Provider sends by post."
LICENCE = "The Provider grants a licence to use the product in one shop at a time."
LAW = "Danish law governs this contract, and disputes go to the court of Aarhus."
SCOPE = "These terms apply to every order placed in the shop of the Provider."


def test_what_was_only_inferred_is_listed() -> None:
    """So that a release can ask about a rename that was forgotten."""
    old = state(Part("a", FEES), Part("b", LICENCE), Part("c", LAW))
    new = state(Part("a", FEES), Part("grant", LICENCE.replace("one shop", "two shops")), Part("law", LAW, was=["c"]))
    assert compare_snapshots(old, new, "en").inferred == (("b", "grant"),)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (FEES, FEES + " No other costs are charged to the Buyer."),
        (FEES + " No other costs are charged to the Buyer.", FEES),
        (FEES, SCOPE + " " + FEES),
        (f"See [more]({'https://support.example.com/very/long/address'}) on what you pay for it.", "See [more](https://b.example/) on what you pay for it."),
    ],
)  # fmt: skip
def test_evidence_is_what_is_printed(old: str, new: str) -> None:
    comparison = compare_snapshots(state(Part("x", old), Part("l", LAW)), state(Part("y", new), Part("l", LAW)), "en")
    assert comparison.inferred == (("x", "y"),)


def test_two_candidates_are_none() -> None:
    new = state(Part("y", FEES.replace("100", "150")), Part("z", FEES.replace("post", "mail")))
    assert compare_snapshots(state(Part("x", FEES)), new, "en").inferred == ()


def test_another_clause_in_the_same_place_is_not_the_same() -> None:
    old, new = state(Part("a", FEES), Part("x", LICENCE)), state(Part("a", FEES), Part("y", LAW))
    assert compare_snapshots(old, new, "en").inferred == ()


S1 = state(Part("s1", FEES), Part("s2", LICENCE), Part("s3", LAW), number="1.0")
S2 = state(
    Part("s1", SCOPE), Part("s2", FEES.replace("100", "150")), Part("s3", LICENCE), Part("s4", LAW), number="2.0"
)
S3 = state(
    Part("s1", SCOPE), Part("s2", FEES.replace("100", "200")), Part("s3", LICENCE), Part("s4", LAW), number="3.0"
)


def test_ids_used_anew_are_found_and_followed_there_and_back() -> None:
    assert find_reused_ids(S1.editions["en"].by_id, S2.editions["en"].by_id) == {"s2": "s1", "s3": "s2", "s4": "s3"}
    for old, new in ((S1, S2), (S1, S3)):
        there = {change.id: change for change in compare_history([S1, S2, S3], old, new, "en").changes}
        assert there["s1"].kinds == (ChangeKind.ADDED,)
        assert there["s2"].old_id == "s1"
        assert there["s2"].kinds == (ChangeKind.REWORDED,)
        assert all(there[key].anew and there[key].inferred for key in ("s2", "s3", "s4"))
        back = {change.id: change for change in compare_history([S1, S2, S3], new, old, "en").changes}
        assert back["s1"].old_id == "s2"
        assert back["s1_removed"].old_id == "s1"
        assert back["s1_removed"].kinds == (ChangeKind.REMOVED,)


def test_a_clause_rewritten_under_its_id_keeps_it() -> None:
    assert find_reused_ids({"a": S1.editions["en"].by_id["s1"]}, {"a": S2.editions["en"].by_id["s1"]}) == {}


def test_a_level_put_around_clauses_or_taken_away_is_one_change() -> None:
    flat = state(Part("a", FEES), Part("b", LICENCE))
    deep = state(Part("part", "", [Part("a", FEES), Part("b", LICENCE)], title="Part one"))
    assert [(c.id, c.kinds[0]) for c in compare_snapshots(flat, deep, "en").substantive] == [("part", ChangeKind.ADDED)]
    assert [(c.id, c.kinds[0]) for c in compare_snapshots(deep, flat, "en").substantive] == [
        ("part", ChangeKind.REMOVED)
    ]
