"""Redlines of single texts: what stands, what was inserted, what was deleted."""

import pytest

from clausebook.compare import Op, redline
from clausebook.compare.tokens import Passage, Sense, passage
from clausebook.model.document import Snapshot
from clausebook.model.prose import Atom, Mark, MarkKind
from clausebook.model.wording import Wording
from tests.compare.factory import FEE_100, FEE_125, Part, clauses, outline, redline_texts, state, written

NOTHING = Sense("terms", {}, {})


def pieces(text: str) -> list[str]:
    return tokens(passage([Atom(text)], NOTHING.of, str))


def tokens(read: Passage) -> list[str]:
    return [read.text[read.bounds[place] : read.bounds[place + 1]] for place in read.places[1:-1]]


@pytest.mark.parametrize(
    "whole",
    [
        "1,4", "1.234,50", "1\u202f234,50", "1\u00a0234", "09:00", "09.00", "9.30 am", "2027-01-15", "15/01/2027",
        "15 January 2027", "January 15, 2027", "1. maj 2027", "1er mai 2027", "1 août 2027", "3 december 2027",
        "DKK 100", "DKK 1.234,50", "€5", "100 kr.", "1,45 %", "5%", "0000-0001234567",
        "https://example.com/a?b=1,2", "help@example.com", "example.com", "e-mail", "Buyer’s", "l’acheteur", "B2B", "24h",
    ],
)  # fmt: skip
def test_never_split(whole: str) -> None:
    assert pieces(f"før {whole} efter") == ["før", whole, "efter"]
    assert pieces(f"({whole}).") == ["(", whole, ")", "."]


@pytest.mark.parametrize("words", ["section 5 may apply", "in 2027 she", "and/or"])
def test_not_joined(words: str) -> None:
    assert len(pieces(words)) >= 3


@pytest.mark.parametrize(
    "whole",
    [
        "10 000 €", "EUR 10 000", "1 250 000,50 kr.", "thirty (30) days", "tredive (30) dage", "IBAN DK50 0040 0440 1162 43"[5:],
        "NL91ABNA0417164300", "+45 33 92 33 40", "+31 (0)20 123 4567", "Article 6(1)(b)", "art. 12", "§ 4.1", "§4", "section 12.3",
        "stk. 2", "12 July", "30. september", "1er février", "3 augustus",
    ],
)  # fmt: skip
def test_what_lawyers_write_stays_whole(whole: str) -> None:
    assert pieces(f"see {whole} here") == ["see", whole, "here"]


def test_words_in_links_and_emphasis_are_tokens_of_their_own_and_code_is_one() -> None:
    link = (Mark(MarkKind.LINK, "https://a.example/"),)
    atoms = [Atom("see "), Atom("the price list", None, link), Atom(" and "), Atom("a b", None, (Mark(MarkKind.CODE),))]
    found = passage(atoms, NOTHING.of, str)
    assert tokens(found) == ["see", "the", "price", "list", "and", "a b"]
    assert found.text == "see the price list and a b"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("one two three", "one two three", "one two three"),
        ("one two three", "one four three", "one [-two-]{+four+} three"),
        ("one two.", "one.", "one[- two-]."),
        ("one.", "one two.", "one{+ two+}."),
        ("one three", "one two three", "one {+two +}three"),
        ("one two three", "one three", "one [-two -]three"),
        ("one two", "one, two", "one{+,+} two"),
        ("Pay in 1,4 days.", "Pay in 1,5 days.", "Pay in [-1,4-]{+1,5+} days."),
        ("Pay DKK 100 now.", "Pay DKK 125 now.", "Pay [-DKK 100-]{+DKK 125+} now."),
        ("one  two", "one two", "one two"),
        ("a man\nwalks", "a man walks", "a man walks"),
        (
            "The cat sat. The dog ran.",
            "The cat sat. The bird flew away. The dog ran.",
            "The cat sat. {+The bird flew away. +}The dog ran.",
        ),
        # A lone word that happens to stand between two changes goes with them.
        (
            "Customers receive invoices by ordinary post every single month.",
            "Customers receive reminders by registered mail every single month.",
            "Customers receive [-invoices by ordinary post-]{+reminders by registered mail+} every single month.",
        ),
        # A text rewritten beyond recognition is replaced, one that only grew is not.
        (
            "The Buyer pays the price at once and in full.",
            "Support answers questions on every working day.",
            "[-The Buyer pays the price at once and in full.-]{+Support answers questions on every working day.+}",
        ),
        (
            "Pay now.",
            "Pay now. Whoever does not pay in time owes interest, a fee for each reminder, and the costs of collection.",
            "Pay now.{+ Whoever does not pay in time owes interest, a fee for each reminder, and the costs of collection.+}",
        ),
        ("l’eau et le vin", "l’eau ou le vin", "l’eau [-et-]{+ou+} le vin"),
        ("en lille fejl på siden", "en lille fejl på bagsiden", "en lille fejl på [-siden-]{+bagsiden+}"),
    ],
)  # fmt: skip
def test_words(old: str, new: str, expected: str) -> None:
    (block,) = redline_texts(old, new).blocks
    assert written(block.runs) == expected


def test_a_changed_value_is_its_old_print_and_then_its_new_one() -> None:
    text = "A reminder costs {fee} each."
    (block,) = redline_texts(text, text, state(values=FEE_100), state(values=FEE_125)).blocks
    assert [(run.op, run.text.replace("\u00a0", " ")) for run in block.runs] == [
        (Op.SAME, "A reminder costs "),
        (Op.DEL, "DKK 100"),
        (Op.INS, "DKK 125"),
        (Op.SAME, " each."),
    ]


def test_a_reference_keeps_its_target_and_tells_both_numbers() -> None:
    text = "See {clause:b} there."
    (block,) = redline_texts(text, text, state(Part("b", "x")), state(Part("a", "x"), Part("b", "x"))).blocks
    assert not block.changed
    assert [(run.text, run.old_text) for run in block.runs if run.atom.placeholder] == [("2", "1")]


def test_a_reference_to_another_clause_is_a_change() -> None:
    both = state(Part("a", "x"), Part("b", "x"))
    (block,) = redline_texts("See {clause:a}.", "See {clause:b}.", both, both).blocks
    assert written(block.runs) == "See [-1-]{+2+}."


def test_a_reference_to_a_renamed_clause_is_none() -> None:
    old, new = state(Part("a", "x"), Part("c", "See {clause:a}.")), state(Part("b", "x"), Part("c", "See {clause:b}."))
    before, after = old.editions["en"].by_id["c"], new.editions["en"].by_id["c"]
    wordings = Wording(old, "en"), Wording(new, "en")
    assert redline(before, after, *wordings).changed
    assert not redline(before, after, *wordings, renamed={"a": "b"}).changed


def test_the_word_of_a_term_counts() -> None:
    def made(word: str) -> Snapshot:
        return state(Part("a", "x", defines={"buyer": word}))

    (block,) = redline_texts("The {term:buyer} pays.", "The {term:buyer} pays.", made("Buyer"), made("Customer")).blocks
    assert written(block.runs) == "The [-Buyer-]{+Customer+} pays."


def test_one_side_only() -> None:
    clause = clauses([Part("a", "one\n\ntwo", title="Title")], "en")[0]
    wording = Wording(state(), "en")
    added, removed = redline(None, clause, None, wording), redline(clause, None, wording, None)
    assert written(added.title) == "{+Title+}" and outline(added.blocks) == ["+ one", "+ two"]
    assert written(removed.title) == "[-Title-]" and outline(removed.blocks) == ["- one", "- two"]
    assert added.changed and removed.changed
    assert not redline(None, None, None, None).changed


def test_a_side_needs_its_wording() -> None:
    with pytest.raises(ValueError, match="wording"):
        redline(None, clauses([Part("a", "x")], "en")[0], None, None)


def test_several_merged_into_one() -> None:
    olds = clauses([Part("a", "One two three."), Part("b", "Four five six.")], "en")
    new = clauses([Part("z", "One two three.\n\nFour five seven.")], "en")[0]
    found = redline(olds, new, Wording(state(), "en"), Wording(state(), "en"))
    assert outline(found.blocks) == ["  One two three.", "  Four five [-six-]{+seven+}."]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("one\n\ntwo", "one\n\nthree\n\ntwo", ["  one", "+ three", "  two"]),
        (
            "- red apples\n- green pears\n- blue plums",
            "- red apples\n- yellow lemons\n- green pears\n- blue plums",
            ["  red apples", "+ yellow lemons", "  green pears", "  blue plums"],
        ),
        (
            "- red apples from the tree\n- green pears",
            "- black grapes\n- red apples from the garden\n- green pears",
            ["+ black grapes", "  red apples from the [-tree-]{+garden+}", "  green pears"],
        ),
        # The list re-sorted: what kept its order stands.
        ("- a1\n- b1\n- c1\n- d1", "- b1\n- c1\n- d1\n- a1", ["- a1", "  b1", "  c1", "  d1", "+ a1"]),
        # The same sentence five times, one taken out.
        (
            "\n\n".join(["Pay at once."] * 5),
            "\n\n".join(["Pay at once."] * 4),
            ["  Pay at once."] * 4 + ["- Pay at once."],
        ),
        (
            "\n\n".join(["Pay at once."] * 5),
            "\n\n".join(["Pay at once."] * 2 + ["Pay at last."] + ["Pay at once."] * 2),
            ["  Pay at once."] * 2 + ["  Pay at [-once-]{+last+}."] + ["  Pay at once."] * 2,
        ),
        (
            "| Plan | Price |\n|---|---|\n| Small | 5 |\n| Large | 9 |",
            "| Plan | Price |\n|---|---|\n| Small | 5 |\n| Medium | 7 |\n| Large | 9 |",
            ["  Plan", "  Price", "  Small", "  5", "+ Medium", "+ 7", "  Large", "  9"],
        ),
        (
            "| Plan | Price |\n|---|---|\n| Small | 5 |\n| Large | 9 |",
            "| Plan | Price |\n|---|---|\n| Small | 6 |\n| Large | 9 |",
            ["  Plan", "  Price", "  Small", "  [-5-]{+6+}", "  Large", "  9"],
        ),
        # A new column that looks like its neighbour in the rows: the headings tell which one is new.
        (
            "| Plan | Mail | Web |\n|---|---|---|\n| Small | yes | yes |\n| Large | yes | yes |",
            "| Plan | Mail | Shop | Web |\n|---|---|---|---|\n| Small | yes | yes | yes |\n| Large | yes | no | yes |",
            ["  Plan", "  Mail", "+ Shop", "  Web", "  Small", "  yes", "+ yes", "  yes", "  Large", "  yes", "+ no", "  yes"],
        ),
        (
            "| Plan | Old | Web |\n|---|---|---|\n| Small | a | b |",
            "| Plan | Web |\n|---|---|\n| Small | b |",
            ["  Plan", "- Old", "  Web", "  Small", "- a", "  b"],
        ),
        ("| A | B |\n|---|---|\n| 1 | 2 |", "| C | D |\n|---|---|\n| 1 | 2 |",
         ["  [-A-]{+C+}", "  [-B-]{+D+}", "  1", "  2"]),
        ("para", "- para", ["  para"]),
    ],
)  # fmt: skip
def test_blocks(old: str, new: str, expected: list[str]) -> None:
    assert outline(redline_texts(old, new).blocks) == expected


def test_a_list_that_starts_at_another_number_changed() -> None:
    (block,) = redline_texts("1. one", "4. one").blocks
    assert block.changed and (block.old_start, block.start) == (1, 4)
