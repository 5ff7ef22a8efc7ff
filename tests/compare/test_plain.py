"""A redline as one line of runs: both sides can be read out of it."""

from hypothesis import given

from clausebook.compare import Op, Redline, plain_runs, plain_text, reconstruct
from clausebook.model.prose import parse_prose
from clausebook.model.wording import Wording
from tests.compare.factory import redline_texts
from tests.compare.test_engine_properties import OLD, rows_of, texts


def side(found: Redline, which: Op) -> str:
    return "".join(
        piece.text for piece in plain_runs(found.text) if (piece.is_old if which is Op.DEL else piece.is_new)
    )


@given(texts, texts)
def test_both_sides_can_be_read_out(old: str, new: str) -> None:
    """The words that stand are those of the new side, so the old one comes back up to the space between them."""
    found = redline_texts(old, new, OLD, OLD)
    prints = Wording(OLD, "en").words
    assert side(found, Op.INS) == plain_text(parse_prose(new).blocks, prints)
    assert side(found, Op.INS) == plain_text(reconstruct(found.text, Op.INS), prints)
    if not any(row.move for row in rows_of(found)):
        assert "".join(side(found, Op.DEL).split()) == "".join(plain_text(parse_prose(old).blocks, prints).split())


def test_lists_and_tables() -> None:
    old = "Pay:\n\n- now\n- later\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    new = "Pay:\n\n- now\n- never\n- later\n\n| a | b |\n|---|---|\n| 1 | 3 |\n"
    runs = [(piece.op, piece.text) for piece in plain_runs(redline_texts(old, new).text)]
    assert runs == [
        (Op.SAME, "Pay:\n- now\n"),
        (Op.INS, "- never\n"),
        (Op.SAME, "- later\n| a | b |\n| 1 | "),
        (Op.DEL, "2"),
        (Op.INS, "3"),
        (Op.SAME, " |\n"),
    ]
