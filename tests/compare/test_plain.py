"""A redline as one line of runs: both sides can be read out of it."""

from hypothesis import given

from clausebook.compare import Op, plain_runs, plain_text
from clausebook.model.prose import parse_prose
from clausebook.model.wording import Wording
from tests.compare.factory import redline_texts
from tests.compare.test_engine_properties import OLD, texts


def side(runs: list[tuple[Op, str]], dropped: Op) -> str:
    return "".join(text for op, text in runs if op is not dropped)


@given(texts, texts)
def test_both_sides_can_be_read_out(old: str, new: str) -> None:
    """Up to the space between words, which the new side decides where both have some."""
    runs = plain_runs(redline_texts(old, new, OLD, OLD).blocks)
    prints = Wording(OLD, "en").words
    assert side(runs, Op.DEL) == plain_text(parse_prose(new).blocks, prints)
    assert side(runs, Op.INS).split() == plain_text(parse_prose(old).blocks, prints).split()


def test_lists_and_tables() -> None:
    old = "Pay:\n\n- now\n- later\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    new = "Pay:\n\n- now\n- never\n- later\n\n| a | b |\n|---|---|\n| 1 | 3 |\n"
    runs = plain_runs(redline_texts(old, new).blocks)
    assert runs == [
        (Op.SAME, "Pay:\n- now\n"),
        (Op.INS, "- never\n"),
        (Op.SAME, "- later\n| a | b |\n| 1 | "),
        (Op.DEL, "2"),
        (Op.INS, "3"),
        (Op.SAME, " |\n"),
    ]
