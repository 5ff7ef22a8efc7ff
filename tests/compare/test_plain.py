"""A redline as one line of runs: both sides can be read out of it."""

from collections.abc import Iterable

from hypothesis import given

from clausebook.compare import Op, RedBlock, plain_runs, plain_text, reconstruct
from clausebook.model.prose import parse_prose
from clausebook.model.wording import Wording
from tests.compare.factory import redline_texts
from tests.compare.test_engine_properties import OLD, texts


def side(blocks: Iterable[RedBlock], dropped: Op) -> str:
    return "".join(text for op, text in plain_runs(list(blocks)) if op is not dropped)


def as_old(block: RedBlock) -> RedBlock:
    """With the words of the old side where both stand: space and references may be written otherwise there."""
    runs = (run._replace(text=run.old_text) if run.op is Op.SAME else run for run in block.runs)
    return block._replace(runs=tuple(runs), blocks=tuple(as_old(child) for child in block.blocks))


@given(texts, texts)
def test_both_sides_can_be_read_out(old: str, new: str) -> None:
    """Exactly; in what is published the words that stand are those of the new side, so there up to the space between."""
    blocks = redline_texts(old, new, OLD, OLD).blocks
    prints = Wording(OLD, "en").words
    assert side(blocks, Op.DEL) == plain_text(parse_prose(new).blocks, prints)
    assert side(blocks, Op.DEL) == plain_text(reconstruct(blocks, Op.INS), prints)
    assert side(map(as_old, blocks), Op.INS) == plain_text(parse_prose(old).blocks, prints)
    assert side(blocks, Op.INS).split() == plain_text(parse_prose(old).blocks, prints).split()


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
