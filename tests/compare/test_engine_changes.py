"""Every kind of change, and their combinations, one small case each."""

import pytest

from clausebook.compare import ChangeKind, Comparison, compare_history, compare_snapshots
from clausebook.model.document import Snapshot
from tests.compare.factory import FEE_100, FEE_125, LANGUAGES, Part, state

BUYER = "The Buyer pays each invoice within thirty days."
SELLER = "The Provider keeps every server in a locked room."
LATE = "A reminder costs {fee}; see {clause:b}."
NOTICE = "Either party may end the agreement by giving notice in writing."


def told(comparison: Comparison) -> list[tuple[str, str]]:
    """Ids with the kinds of their changes."""
    return [(change.id, "+".join(change.kinds)) for change in comparison.changes]


def section(id: str, *parts: Part, title: str = "") -> Part:
    return Part(id, "", parts, title)


A, B, C, D = Part("a", BUYER), Part("b", SELLER), Part("c", LATE), Part("d", NOTICE)

CASES: dict[str, tuple[Snapshot, Snapshot, list[tuple[str, str]]]] = {
    "nothing": (state(A, B), state(A, B), []),
    "added": (state(A), state(A, B), [("b", "added")]),
    "removed": (state(A, B), state(A), [("b", "removed")]),
    "added-renumbers": (state(A, D), state(A, B, D), [("b", "added"), ("d", "renumbered")]),
    "removed-stands-after-what-preceded-it": (
        state(A, B, D),
        state(A, D),
        [("b", "removed"), ("d", "renumbered")],
    ),
    "reworded": (state(A), state(Part("a", BUYER.replace("thirty", "sixty"))), [("a", "reworded")]),
    "retitled": (state(Part("a", BUYER, title="Pay")), state(Part("a", BUYER, title="Payment")), [("a", "retitled")]),
    "reworded-and-retitled": (
        state(Part("a", BUYER, title="Pay")),
        state(Part("a", BUYER + " At once.", title="Payment")),
        [("a", "reworded+retitled")],
    ),
    "value": (state(B, C), state(B, C, values=FEE_125), [("c", "value")]),
    "value-and-reworded": (
        state(B, C),
        state(B, Part("c", LATE + " That is all."), values=FEE_125),
        [("c", "reworded+value")],
    ),
    "value-under-another-name-prints-the-same": (
        state(Part("a", "It costs {fee}.")),
        state(Part("a", "It costs {price}."), values={**FEE_100, "price": FEE_100["fee"]}),
        [],
    ),
    "value-that-the-old-text-did-not-print": (
        state(Part("a", "It costs money.")),
        state(Part("a", "It costs {fee}."), values=FEE_125),
        [("a", "reworded")],
    ),
    "moved-to-another-section": (
        state(section("s", A, B), section("t", D)),
        state(section("s", A), section("t", D, B)),
        [("b", "moved")],
    ),
    "moved-in-its-section": (
        state(A, B, C, D),
        state(B, C, D, A),
        [("b", "renumbered"), ("c", "renumbered"), ("d", "renumbered"), ("a", "moved")],
    ),
    "of-two-that-change-places-the-shorter-moved": (
        state(A, Part("long", BUYER + SELLER + NOTICE)),
        state(Part("long", BUYER + SELLER + NOTICE), A),
        [("long", "renumbered"), ("a", "moved")],
    ),
    "moved-and-reworded": (
        state(section("s", A, B), section("t", D)),
        state(section("s", A), section("t", D, Part("b", SELLER + " Always."))),
        [("b", "moved+reworded")],
    ),
    "value-inside-a-moved-clause": (
        state(section("s", A, B, C), section("t", D)),
        state(section("s", A, B), section("t", D, C), values=FEE_125),
        [("c", "moved+value")],
    ),
    "clauses-go-with-their-section": (
        state(section("s", A, B), section("t", D)),
        state(section("t", D), section("s", A, B)),
        [("t", "moved"), ("d", "renumbered"), ("s", "renumbered"), ("a", "renumbered"), ("b", "renumbered")],
    ),
    "removed-with-its-section": (
        state(section("s", A, B), section("t", D)),
        state(section("t", D)),
        [("s", "removed"), ("a", "removed"), ("b", "removed"), ("t", "renumbered"), ("d", "renumbered")],
    ),
    "renamed-is-no-change": (state(A), state(Part("z", BUYER, was=["a"])), []),
    "renamed-and-reworded": (state(A), state(Part("z", BUYER + " At once.", was=["a"])), [("z", "reworded")]),
    "renamed-reference-is-no-change": (
        state(B, C),
        state(Part("z", SELLER, was=["b"]), Part("c", LATE.replace(":b", ":z"))),
        [],
    ),
    "split-and-renumbered": (
        state(Part("a", BUYER + " " + SELLER), D),
        state(A, Part("z", SELLER, was=["a"]), D),
        [("a", "reworded"), ("z", "split"), ("d", "renumbered")],
    ),
    "split-of-a-clause-gone-by-name": (
        state(Part("a", BUYER + " " + SELLER)),
        state(Part("y", BUYER, was=["a"]), Part("z", SELLER, was=["a"])),
        [("y", "split"), ("z", "split+reworded")],
    ),
    "merged-into-one-that-was-there": (
        state(A, B, D),
        state(Part("a", BUYER + " " + SELLER, was=["b"]), D),
        [("a", "merged+structure"), ("d", "renumbered")],
    ),
    "merged-into-a-new-one": (
        state(A, B),
        state(Part("z", BUYER + " " + SELLER, was=["a", "b"])),
        [("z", "merged+structure")],
    ),
    "sections-merged-take-their-clauses-along": (
        state(section("s", A), section("t", B)),
        state(Part("s", "", [A, B], was=["t"])),
        [("s", "merged"), ("b", "renumbered")],
    ),
    "stale-was-says-nothing": (
        state(Part("a", BUYER, was=["b"]), B),
        state(Part("a", BUYER, was=["b"])),
        [("b", "removed")],
    ),
    "was-names-one-that-stays": (state(A, B), state(Part("a", BUYER, was=["b"]), B), []),
    "space-alone-is-nothing": (state(Part("a", "one two\nthree")), state(Part("a", "one  two three")), []),
    "reference-that-prints-another-number": (
        state(B, C),
        state(A, B, C),
        [("a", "added"), ("b", "renumbered"), ("c", "renumbered")],
    ),
    "reference-that-points-elsewhere": (
        state(A, B, C),
        state(A, B, Part("c", LATE.replace(":b", ":a"))),
        [("c", "reworded")],
    ),
    "term-that-prints-another-word": (
        state(
            Part("a", "“{term:buyer}” is who buys.", defines={"buyer": "Buyer"}), Part("b", "The {term:buyer} pays.")
        ),
        state(
            Part("a", "“{term:buyer}” is who buys.", defines={"buyer": "Customer"}), Part("b", "The {term:buyer} pays.")
        ),
        [("a", "reworded"), ("b", "reworded")],
    ),
    "numbering-of-a-list": (
        state(Part("a", "1. one\n2. two")),
        state(Part("a", "3. one\n4. two")),
        [("a", "structure")],
    ),
    "id-forgotten": (state(A, B), state(A, Part("z", SELLER)), [("z", "")]),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_case(name: str, language: str) -> None:
    old, new, expected = CASES[name]
    before, after = (
        Snapshot(each.document, each.number, each.values, {language: each.editions["en"]}) for each in (old, new)
    )
    assert told(compare_snapshots(before, after, language)) == expected


def test_facts_of_a_change() -> None:
    old = state(section("s", A, B), section("t", D), languages=("da", "en"))
    new = state(section("s", A), section("t", D, Part("b", SELLER + " Always.")), languages=("da", "en"))
    change = compare_snapshots(old, new, "da").change_of("b")
    assert change and (change.old_id, change.new_id, change.old_parent, change.new_parent) == ("b", "b", "s", "t")
    assert change.languages == {"da", "en"} and not change.flag and not change.inferred


def test_renamed_is_found_by_both_ids_and_listed() -> None:
    comparison = compare_snapshots(state(A), state(Part("z", SELLER, was=["a"])), "en")
    assert comparison.change_of("a") is comparison.change_of("z") is not None
    assert comparison.renamed == {"a": "z"}
    assert comparison.change_of("nobody") is None


def test_origins() -> None:
    merged = compare_snapshots(*(CASES["merged-into-a-new-one"][:2]), "en").change_of("z")
    assert merged and merged.old_id and {merged.old_id, *merged.origins} == {"a", "b"}
    split = compare_snapshots(*(CASES["split-and-renumbered"][:2]), "en").change_of("z")
    assert split and split.old_id is None and split.origins == ("a",)


def test_names_of_values() -> None:
    change = compare_snapshots(*(CASES["value"][:2]), "en").changes[0]
    assert change.values == ("fee",) and change.languages == frozenset()


@pytest.mark.parametrize(
    ("changed", "kinds", "flag"),
    [
        ({"da"}, ("reworded",), True),
        ({"en"}, ("translation",), True),
        ({"en", "nl", "fr"}, ("translation",), True),
        ({"da", "en", "nl", "fr"}, ("reworded",), False),
    ],
)
@pytest.mark.parametrize("part", ["text", "title"])
def test_languages(changed: set[str], kinds: tuple[str, ...], flag: bool, part: str) -> None:
    def made(word: str) -> Part:
        other = dict.fromkeys(changed, word)
        return Part("a", "before", title="before", **{"other" if part == "text" else "other_title": other})  # type: ignore[arg-type]

    old, new = state(made("before"), languages=LANGUAGES), state(made("after"), languages=LANGUAGES)
    (change,) = compare_snapshots(old, new, "da").changes
    expected = ("retitled",) if part == "title" and kinds == ("reworded",) else kinds
    assert tuple(map(str, change.kinds)) == expected
    assert set(change.languages) == changed and change.flag is flag


def test_text_authoritative_title_in_a_translation() -> None:
    old = state(Part("a", "one", title="T"), languages=("da", "en"))
    new = state(Part("a", "two", title="T", other_title={"en": "U"}), languages=("da", "en"))
    assert told(compare_snapshots(old, new, "da")) == [("a", "reworded+translation")]


def test_a_language_more_is_no_change_of_wording() -> None:
    assert not compare_snapshots(state(A, languages=("da",)), state(A, languages=("da", "en")), "da").changes


def test_a_clause_that_a_translation_lacks() -> None:
    old, new = state(A, B, languages=("da", "en")), state(A, B, languages=("da", "en"))
    lacking = Snapshot(new.document, new.number, new.values, {**new.editions, "en": state(A).editions["en"]})
    (change,) = compare_snapshots(old, lacking, "da").changes
    assert (change.id, change.kinds) == ("b", (ChangeKind.TRANSLATION,))
    assert set(change.languages) == {"en"}


@pytest.mark.parametrize(
    ("old", "new", "kinds", "severity"),
    [
        ("Pay now.", "Pay, now.", "punctuation", "form"),
        ("Pay now.", "Pay **now**.", "emphasis", "form"),
        ("Pay now.", "PAY now.", "capitals", "form"),
        ("See §4.1.", "See § 4.1.", "spacing", "form"),
        ("Pay (now).", "Pay( now).", "spacing", "form"),
        ("Pay now. Pay later.", "Pay now.\n\nPay later.", "structure", "form"),
        ("- now\n- later", "- now\n-\n- later", "structure", "form"),
        ("| a |\n|---|\n| 1 |", "| a |  |\n|---|---|\n| 1 |  |", "structure", "form"),
        ("| a |\n|---|\n\nPay", "Pay\n\n| a |\n|---|", "structure", "form"),
        ("Pay *now*.", "Pay later.", "reworded", "wording"),
        ("Read [this](https://a.example/).", "Read [this](https://b.example/).", "link", "wording"),
        ("Read [this](https://a.example/).", "Read [that](https://b.example/).", "reworded+link", "wording"),
        ("Read this.", "Read [this](https://b.example/).", "link", "wording"),
        ("Up to 5 percent.", "Up to 5 %.", "reworded", "substance"),
        ("At 5 degrees.", "At -5 degrees.", "reworded", "substance"),
        ("It costs 1.5 points.", "It costs 1,5 points.", "reworded", "substance"),
        ("You may pay.", "You must pay.", "reworded", "substance"),
        ("You can not pay.", "You can pay.", "reworded", "substance"),
        ("Pay the fee. Send a letter.", "Send the letter. PAY the fee.", "reworded", "wording"),
    ],
)
def test_what_kind_of_change(old: str, new: str, kinds: str, severity: str) -> None:
    (change,) = compare_snapshots(state(Part("a", old)), state(Part("a", new)), "en").changes
    assert ("+".join(change.kinds), change.severity) == (kinds, severity)


def test_lineage_in_place_of_was() -> None:
    comparison = compare_snapshots(state(A, B), state(Part("z", NOTICE), B), "en", {"z": "a"})
    assert told(comparison) == [("z", "reworded")]
    comparison = compare_snapshots(state(A, B), state(Part("z", BUYER + " " + SELLER)), "en", {"z": ["a", "b"]})
    assert told(comparison) == [("z", "merged+structure")]


def test_substantive_leaves_out_mere_numbers_but_no_inference() -> None:
    comparison = compare_snapshots(state(A, B, D), state(D, Part("z", SELLER)), "en")
    assert [change.id for change in comparison.substantive] == ["a", "z"]
    assert told(comparison)[1] == ("d", "renumbered")


class TestHistory:
    V1 = state(A, B, number="1.0")
    V2 = state(Part("x", BUYER, was=["a"]), B, number="2.0")
    V3 = state(Part("y", BUYER + " " + SELLER, was=["x", "b"]), number="3.0")
    DRAFT = state(Part("y", BUYER + " " + SELLER, was=["x", "b"]), D, number=None)
    VERSIONS = (V1, V2, V3)

    def test_composes_step_by_step(self) -> None:
        (change,) = compare_history(self.VERSIONS, self.V1, self.V3, "en").changes
        assert change.kinds == (ChangeKind.MERGED, ChangeKind.STRUCTURE)
        assert {change.old_id, *change.origins} == {"a", "b"}

    def test_backwards_a_merger_is_a_split(self) -> None:
        comparison = compare_history(self.VERSIONS, self.V3, self.V1, "en")
        assert [(change.id, ChangeKind.SPLIT in change.kinds) for change in comparison.changes] == [
            ("a", True),
            ("b", True),
        ]

    def test_draft_stands_last(self) -> None:
        comparison = compare_history(self.VERSIONS, self.V3, self.DRAFT, "en")
        assert told(comparison) == [("d", "added")]
        assert told(compare_history(self.VERSIONS, self.DRAFT, self.V3, "en")) == [("d", "removed")]

    def test_one_state_with_itself(self) -> None:
        assert not compare_history(self.VERSIONS, self.V2, self.V2, "en").changes
        assert not compare_history(self.VERSIONS, self.DRAFT, self.DRAFT, "en").changes

    def test_unknown_state(self) -> None:
        with pytest.raises(ValueError, match=r"9\.0"):
            compare_history(self.VERSIONS, self.V1, state(A, number="9.0"), "en")

    def test_an_id_used_again_for_another_clause(self) -> None:
        v2 = state(Part("x", BUYER, was=["a"]), number="2.0")
        v3 = state(Part("x", BUYER, was=["a"]), Part("a", NOTICE), number="3.0")
        assert told(compare_history([state(A), v2, v3], state(A), v3, "en")) == [("a", "added")]

    def test_a_clause_taken_back(self) -> None:
        v2 = state(A, number="2.0")
        v3 = state(A, B, number="3.0")
        assert not compare_history([self.V1, v2, v3], self.V1, v3, "en").changes


class TestInference:
    def test_says_so(self) -> None:
        comparison = compare_snapshots(state(A, B), state(Part("y", BUYER.replace("thirty", "ten")), B), "en")
        (change,) = comparison.changes
        assert (change.id, change.old_id, change.inferred, change.kinds) == ("y", "a", True, (ChangeKind.REWORDED,))

    def test_not_when_two_come_near(self) -> None:
        new = state(Part("y", BUYER.replace("thirty", "ten")), Part("z", BUYER.replace("thirty", "six")))
        assert told(compare_snapshots(state(A), new, "en")) == [("a", "removed"), ("y", "added"), ("z", "added")]

    def test_not_when_unlike(self) -> None:
        assert told(compare_snapshots(state(A), state(Part("z", NOTICE)), "en")) == [("a", "removed"), ("z", "added")]

    def test_sections_follow_their_clauses(self) -> None:
        old = state(section("s", A, B, title="Pay"), section("t", D))
        new = state(section("u", A, B, title="Payment"), section("t", D))
        assert told(compare_snapshots(old, new, "en")) == [("u", "retitled")]

    def test_a_whole_imported_text(self) -> None:
        old = state(section("s", A, B), section("t", D))
        new = state(section("s1", Part("c1", BUYER), Part("c2", SELLER)), section("s2", Part("c3", NOTICE)))
        comparison = compare_snapshots(old, new, "en")
        assert all(change.inferred and not change.kinds for change in comparison.changes)
        assert [change.old_id for change in comparison.changes] == ["s", "a", "b", "t", "d"]

    def test_equal_headings_do_not_decide(self) -> None:
        texts = [BUYER, SELLER, NOTICE]
        old = state(*(Part(f"o{n}", text, title="General") for n, text in enumerate(texts)))
        new = state(*(Part(f"n{n}", text, title="General") for n, text in enumerate(texts)))
        pairs = {(change.old_id, change.new_id) for change in compare_snapshots(old, new, "en").changes}
        assert pairs == {("o0", "n0"), ("o1", "n1"), ("o2", "n2")}
