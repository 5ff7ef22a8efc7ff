"""Redlines: both sides come back exactly, and what is marked is what a careful reader would mark."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausebook.compare import Op, RedBlock, Run, reconstruct, redline
from clausebook.model.wording import Wording
from tests.compare.factory import redline_texts
from tests.compare.states import C, state


def blocks_of(old: str, new: str) -> tuple[RedBlock, ...]:
    before, after = state(C("x", old), C("y", "Y.")), state(C("x", new), C("y", "Y."))
    clauses = [snapshot.editions["da"].by_id["x"] for snapshot in (before, after)]
    result = redline(clauses[:1], clauses[1], Wording(before, "da"), Wording(after, "da"))
    assert reconstruct(result.text, Op.DEL) == clauses[0].prose.blocks
    assert reconstruct(result.text, Op.INS) == clauses[1].prose.blocks
    return result.blocks


def shown(blocks: tuple[RedBlock, ...]) -> str:
    """`[-deleted-]` and `{+inserted+}`, blocks separated by bars."""

    def run(run: Run) -> str:
        frames = {Op.SAME: "{}", Op.DEL: "[-{}-]", Op.INS: "{{+{}+}}", Op.LEFT: "<{}<"}
        framed = frames[run.op].format("¶" if run.is_break else run.text)
        return f">{framed}>" if run.move and run.op is not Op.LEFT else framed

    def leaves(block: RedBlock) -> list[str]:
        own = ["".join(map(run, block.runs))] if block.runs else []
        return own + [text for child in block.blocks for text in leaves(child)]

    return " | ".join(text for block in blocks for text in leaves(block))


CASES = {
    "a word": ("Pay the fee now.", "Pay the charge now.", "Pay the [-fee-]{+charge+} now."),
    "a number is never split": ("Pay 1,4 percent.", "Pay 1,45 percent.", "Pay [-1,4-]{+1,45+} percent."),
    "a time is never split": ("Open at 09:00 daily.", "Open at 09:30 daily.", "Open at [-09:00-]{+09:30+} daily."),
    "an item in a list": ("- one\n- two\n- three", "- one\n- new\n- two\n- three", "one | {+new+} | two | three"),
    "an item removed": ("- one\n- two\n- three", "- one\n- three", "one | [-two-] | three"),
    "a row in a table": (
        "| a | b |\n|---|---|\n| 1 | x |\n| 2 | y |",
        "| a | b |\n|---|---|\n| 1 | x |\n| 9 | z |\n| 2 | y |",
        "a | b | 1 | x | {+9+} | {+z+} | 2 | y",
    ),
    "a column in a table": (
        "| a | b |\n|---|---|\n| 1 | x |",
        "| a | n | b |\n|---|---|---|\n| 1 | 5 | x |",
        "a | {+n+} | b | 1 | {+5+} | x",
    ),
    "a paragraph": ("First one.\n\nLast one.", "First one.\n\nInserted here.\n\nLast one.", "First one. | {+Inserted here.+} | Last one."),
    "the same sentence five times": (
        "\n\n".join(["Pay."] * 5), "\n\n".join(["Pay."] * 4), "Pay. | Pay. | Pay. | Pay. | [-Pay.-]",
    ),
    "rewritten beyond recognition": (
        "The buyer pays each invoice in time.",
        "Servers stand where cold water runs.",
        "[-The buyer pays each invoice in time.-]{+Servers stand where cold water runs.+}",
    ),
    "emphasis": ("Pay now.", "Pay **now**.", "Pay now."),
    "a break": ("Pay now. Pay well.", "Pay now.\n\nPay well.", "Pay now.[- -]{+¶+} | Pay well."),
    "a reference by its target": ("See {clause:x}.", "See {clause:y}.", "See [-1-]{+2+}."),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_marks(case: str) -> None:
    old, new, expected = CASES[case]
    assert shown(blocks_of(old, new)) == expected


def test_resorted_list_keeps_every_item_whole() -> None:
    text = shown(blocks_of("- red apple\n- green pear\n- blue plum", "- blue plum\n- red apple\n- green pear"))
    assert text == "{+blue plum+} | red apple | green pear | [-blue plum-]", (
        "two words are too few to say that they moved"
    )
    long = [f"{each} of the best quality" for each in ("red apple", "green pear", "blue plum")]
    text = shown(blocks_of("\n".join(f"- {each}" for each in long), "\n".join(f"- {long[n]}" for n in (2, 0, 1))))
    assert text == f">{long[2]}> | {long[0]} | {long[1]} | <{long[2]}<"


def test_added_and_removed_clauses_are_marked_whole() -> None:
    snapshot = state(C("x", "Some *marked* text.", "Title"))
    clause, wording = snapshot.editions["da"].by_id["x"], Wording(snapshot, "da")
    for op, result in (
        (Op.INS, redline([], clause, None, wording)),
        (Op.DEL, redline([clause], None, wording, None)),
    ):
        assert {run.op for block in result.blocks for run in block.runs} == {op}
        assert {run.op for run in result.title} == {op}


def test_a_side_needs_its_wording() -> None:
    clause = state(C("x", "Text.")).editions["da"].by_id["x"]
    with pytest.raises(ValueError, match="wording"):
        redline([], clause, None, None)


words = st.sampled_from(
    ["the", "fee", "buyer", "1,45", "DKK", "{clause:y}", "*now*", "**shall**", "`x`", "Køber", "l’eau", "."]
)
lines = st.lists(words, min_size=1, max_size=12).map(" ".join)
markdown = st.lists(
    st.one_of(lines, lines.map(lambda line: f"- {line}\n- the buyer"), lines.map(lambda line: f"3. {line}\n4. {line}"), lines.map(lambda line: f"| {line} | b |\n|---|---|\n| 1 | {line} |")),
    min_size=1, max_size=4,
).map("\n\n".join)  # fmt: skip


@settings(max_examples=300)
@given(markdown, markdown)
def test_both_sides_come_back(old: str, new: str) -> None:
    blocks_of(old, new)


@settings(max_examples=100)
@given(markdown)
def test_equal_texts_have_no_marks(text: str) -> None:
    assert not re.search(r"\[-|\{\+", shown(blocks_of(text, text)))


def test_a_row_that_moved_is_no_rewording_of_one_that_is_merely_similar() -> None:
    head = "| Service | Days |\n|---|---|\n"
    first = "| Repair of the lamp in the hall of the house | 5 |\n"
    last = "| Delivery of the chair to the door of the house | 8 |\n"
    between = "| Advice | 1 |\n"
    found = redline_texts(head + first + between + last, head + last + between + first)
    (table,) = found.tables.values()
    assert all(run.op in {Op.SAME, Op.LEFT} for row in table.blocks for cell in row.blocks for run in cell.runs)
    assert [bool(row.move) for row in table.blocks].count(True) >= 2
