"""A redline as one line of runs: both sides can be read out of it."""

from hypothesis import given

from clausebook.compare import Op, Redline, Restructuring, plain_runs, plain_text, reconstruct
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


def test_a_table_that_moved_with_what_changed_in_it() -> None:
    """It is compared where it stands now, with a row that changed places in it, and as it was where it stood."""
    table = "| a | b |\n|---|---|\n| one | 5 |\n| two | 6 |\n| three | 7 |\n| four | 8 |"
    later = "| a | b |\n|---|---|\n| four | 8 |\n| one | 5 |\n| two | 9 |\n| three | 7 |\n| five | 10 |"
    paragraph = "The Buyer pays each of these fees at once, and without any deduction, to the account of the Seller."
    found = redline_texts(f"{table}\n\n{paragraph}", f"{paragraph}\n\n{later}")
    assert [(piece.op, piece.text, bool(piece.move)) for piece in plain_runs(found.text)] == [
        (Op.LEFT, "| a | b |\n| one | 5 |\n| two | 6 |\n| three | 7 |\n| four | 8 |\n", True),
        (Op.SAME, f"{paragraph}\n", False),
        (Op.SAME, "| a | b |\n| four | 8 |\n| one | 5 |\n| two | ", True),
        (Op.DEL, "6", True),
        (Op.INS, "9", True),
        (Op.SAME, " |\n| three | 7 |\n", True),
        (Op.INS, "| five | 10 |\n", True),
    ]
    assert Restructuring.MOVED in found.text.restructurings


def test_a_large_table_stays_and_the_words_around_it_move() -> None:
    table = "| a | b |\n|---|---|\n| one | 5 |\n| two | 6 |"
    found = redline_texts(f"{table}\n\nThe Buyer pays.", f"The Buyer pays.\n\n{table}")
    assert [(piece.op, piece.text) for piece in plain_runs(found.text)] == [
        (Op.SAME, "The Buyer pays.\n"),
        (Op.SAME, "| a | b |\n| one | 5 |\n| two | 6 |\n"),
        (Op.LEFT, "The Buyer pays.\n"),
    ]
