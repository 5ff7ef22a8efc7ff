"""Edits of structure, each together with a changed word: that word alone is struck, whatever happened around it."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.compare import Op, compare_snapshots, reconstruct, redline, with_transfers
from clausebook.compare.transfers import Partner
from clausebook.model.prose import parse_prose
from clausebook.model.wording import Wording
from tests.compare.factory import Part, redline_texts, state

Sentences = list[list[str]]
LINKING = ("the", "of", "and", "to", "in")


@st.composite
def sentences(draw: st.DrawFn, least: int = 5) -> Sentences:
    """Sentences whose words of substance stand nowhere else, so that there is one perfect alignment."""
    sizes = draw(st.lists(st.integers(least, 12), min_size=3, max_size=7))
    found = []
    for number, size in enumerate(sizes):
        linking = draw(st.lists(st.sampled_from(LINKING), min_size=size, max_size=size))
        found.append([linking[at] if at % 3 == 2 else f"word{number}x{at}" for at in range(size)])
    return found


def written(sentence: Sequence[str]) -> str:
    return " ".join(sentence).capitalize() + "."


def paragraphs(made: Sentences) -> str:
    return "\n\n".join(map(written, made))


def one_paragraph(made: Sentences) -> str:
    return " ".join(map(written, made))


def bullets(made: Sentences) -> str:
    return "\n".join(f"- {written(one)}" for one in made)


def numbers(made: Sentences) -> str:
    return "\n".join(f"{at}. {written(one)}" for at, one in enumerate(made, 1))


def nested(made: Sentences) -> str:
    return "\n".join(f"- {written(one)}" if at % 2 == 0 else f"  - {written(one)}" for at, one in enumerate(made))


def quoted(made: Sentences) -> str:
    return "\n>\n".join(f"> {written(one)}" for one in made)


def table(made: Sentences) -> str:
    return "| A | B |\n|---|---|\n" + "\n".join(f"| {written(one)} | {at} |" for at, one in enumerate(made))


def cells_as_text(made: Sentences) -> str:
    return "\n\n".join(["A", "B", *(part for at, one in enumerate(made) for part in (written(one), str(at)))])


SHAPES = {
    "joined": (paragraphs, one_paragraph),
    "split": (one_paragraph, paragraphs),
    "list to text": (bullets, one_paragraph),
    "list to paragraphs": (numbers, paragraphs),
    "text to list": (one_paragraph, bullets),
    "paragraphs to list": (paragraphs, numbers),
    "bullets to numbers": (bullets, numbers),
    "nested": (bullets, nested),
    "brought up": (nested, bullets),
    "quoted": (paragraphs, quoted),
    "table to text": (table, cells_as_text),
    "text to table": (cells_as_text, table),
}


def edited(made: Sentences, where: int) -> tuple[Sentences, str]:
    """One word of substance replaced, and that word."""
    at = where % len(made)
    place = (where // 7 % (len(made[at]) // 3)) * 3
    sentence = [*made[at]]
    gone, sentence[place] = sentence[place], "changed"
    return [*made[:at], sentence, *made[at + 1 :]], gone


def words_of(runs: Sequence[str]) -> list[str]:
    return [word.casefold() for text in runs for word in "".join(c if c.isalnum() else " " for c in text).split()]


def marked(old: str, new: str) -> tuple[list[str], list[str]]:
    """The words that the redline of two texts strikes, and those that it inserts; both sides come back."""
    found = redline_texts(old, new).text
    assert reconstruct(found, Op.DEL) == parse_prose(old).blocks
    assert reconstruct(found, Op.INS) == parse_prose(new).blocks
    runs = list(found.runs)
    return words_of([run.text for run in runs if run.op is Op.DEL]), words_of(
        [run.text for run in runs if run.op is Op.INS]
    )


@pytest.mark.parametrize("shape", SHAPES)
@given(sentences(), st.integers(0, 10_000))
def test_another_shape_and_one_other_word(shape: str, made: Sentences, where: int) -> None:
    before, after = SHAPES[shape]
    new, gone = edited(made, where)
    assert marked(before(made), after(new)) == ([gone], ["changed"])
    assert marked(before(made), after(made)) == ([], [])


@pytest.mark.parametrize("shape", [paragraphs, bullets, numbers, one_paragraph, table])
@given(sentences(), st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_another_order_and_one_other_word(shape: object, made: Sentences, where: int, chance: object) -> None:
    assert callable(shape)
    new, gone = edited(made, where)
    chance.shuffle(new)  # type: ignore[attr-defined]
    assert marked(shape(made), shape(new)) == ([gone], ["changed"]) or shape is table
    struck, inserted = marked(shape(made), shape(new))
    # The rows of a table keep their numbers in the second column, which then are others.
    assert [word for word in struck if not word.isdigit()] == [gone]
    assert [word for word in inserted if not word.isdigit()] == ["changed"]


@given(sentences(7), st.integers(0, 10_000), st.integers(1, 6))
def test_sentences_that_moved_to_another_clause(made: Sentences, where: int, cut: int) -> None:
    """What left one clause for another one, with a word changed, is shown there as moved."""
    cut = min(cut, len(made) - 1)
    new, gone = edited(made, where)
    stays, goes, arrives = made[:cut], made[cut:], new[cut:]
    other = "This clause says something else altogether."
    old_state = state(Part("a", paragraphs([*stays, *goes])), Part("b", other), number="1.0")
    new_state = state(Part("a", paragraphs(new[:cut])), Part("b", f"{other}\n\n{paragraphs(arrives)}"), number="2.0")
    comparison = compare_snapshots(old_state, new_state, "en")
    before, after = old_state.editions["en"].by_id, new_state.editions["en"].by_id
    wordings = Wording(old_state, "en"), Wording(new_state, "en")
    texts = {key: redline(before[key], after[key], *wordings).text for key in "ab"}
    changes = {change.id: change for change in comparison.changes}
    assert changes["a"].transfers == changes["b"].transfers != ()
    left = with_transfers(texts["a"], [Partner("b", texts["b"], is_source=False)])
    came = with_transfers(texts["b"], [Partner("a", texts["a"], is_source=True)])
    for found, key in ((left, "a"), (came, "b")):
        assert reconstruct(found, Op.DEL) == parse_prose(before[key].text).blocks
        assert reconstruct(found, Op.INS) == parse_prose(after[key].text).blocks
    runs = [*left.runs, *came.runs]
    assert words_of([run.text for run in runs if run.op is Op.DEL]) == [gone]
    assert words_of([run.text for run in runs if run.op is Op.INS]) == ["changed"]
