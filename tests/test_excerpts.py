"""Excerpts: a change in few words, for readers who see no redline."""

from hypothesis import given
from hypothesis import strategies as st

from clausebook.compare import Op, Piece
from clausebook.sentences.excerpts import OldNew, excerpt

WORDS = " ".join(f"word{number}" for number in range(100))


def test_a_changed_word_has_a_few_around_it() -> None:
    pieces = [
        Piece(Op.SAME, f"{WORDS} "),
        Piece(Op.DEL, "8 days"),
        Piece(Op.INS, "30 days"),
        Piece(Op.SAME, f" {WORDS}"),
    ]
    before, after = "… word94 word95 word96 word97 word98 word99", "word0 word1 word2 word3 word4 …"
    assert excerpt(pieces) == (f"{before} 8 days {after}", f"{before} 30 days {after}")


def test_between_two_changes_that_are_near_nothing_is_left_out() -> None:
    pieces = [Piece(Op.DEL, "Once "), Piece(Op.INS, "Twice "), Piece(Op.SAME, "a year or "), Piece(Op.INS, "on demand "), Piece(Op.SAME, "it is")]  # fmt: skip
    assert excerpt(pieces) == ("Once a year or it is", "Twice a year or on demand it is")


def test_a_new_clause_is_cut_where_it_is_long() -> None:
    assert excerpt([Piece(Op.INS, "Short and new.")]) == ("", "Short and new.")
    old, new = excerpt([Piece(Op.DEL, WORDS)])
    assert (new, len(old.split())) == ("", 61)
    assert old.endswith("word59 …")


def test_where_no_word_changed_there_is_nothing_to_show() -> None:
    assert excerpt([Piece(Op.SAME, "One. "), Piece(Op.DEL, "\n"), Piece(Op.SAME, "Two.")]) == ("", "")
    assert excerpt([]) == OldNew("", "")


PIECES = st.lists(
    st.builds(Piece, st.sampled_from([Op.SAME, Op.INS, Op.DEL]), st.text("ab \n", min_size=1, max_size=12)), max_size=12
)


@given(PIECES)
def test_each_side_shows_words_of_its_own_text_in_their_order(pieces: list[Piece]) -> None:
    shown = excerpt(pieces)
    for side, text in (
        (shown.old, "".join(piece.text for piece in pieces if piece.is_old)),
        (shown.new, "".join(piece.text for piece in pieces if piece.is_new)),
    ):
        place = 0
        for part in side.split("…"):
            found = " ".join(text.split()).find(" ".join(part.split()), place)
            assert found >= place or not part.strip()
            place = max(found, place)
