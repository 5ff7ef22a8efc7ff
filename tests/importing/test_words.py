"""No word is lost, whatever stands in a file: what is written as Markdown prints the words that were read, and is no fault."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from clausebook.importing.clause_text import INNER_LINK, markdown, with_texts, words_of
from clausebook.importing.clause_tree import ImportedText
from clausebook.importing.completeness import lost_words, words_in
from clausebook.importing.hierarchy import find_clauses
from clausebook.importing.intermediate import Grid, Line, Outline, Piece, joined
from clausebook.importing.text_files import text_file
from clausebook.model.prose import parse_prose
from clausebook.problems import Place, Problems
from clausebook.source import parse_yaml
from tests.importing.trees import text_of, tree

SIGNS = list("*_`[](){}<>|\\~^=#&+-!.:;/'\"“”§%0129 abcXYZéø\u00a0–—•")
WORDS = st.lists(
    st.sampled_from(
        [
            *SIGNS,
            "1. ",
            "- ",
            "(a) ",
            "**",
            "__",
            "](",
            "&amp;",
            "<b>",
            "==",
            "~~",
            "[^1]",
            ":::",
            "!!! ",
            "[x] ",
            "http://a.b",
            "a_b_c",
            " * ",
        ]
    ),
    max_size=24,
).map("".join)
PIECES = st.lists(
    st.builds(
        Piece,
        WORDS,
        st.booleans(),
        st.booleans(),
        st.sampled_from(["", "", "https://example.com/a_b(c)", "#x", "../x"]),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=150)
@given(PIECES, st.integers(0, 2), st.booleans())
@example([Piece("1.")], 0, False)
@example([Piece("a"), Piece(", b", strong=True), Piece("c")], 0, False)
@example([Piece("| a | b |")], 0, False)
@example([Piece("[x] - *")], 1, False)
def test_any_words_in_any_marks(pieces: list[Piece], bullet: int, quote: bool) -> None:
    line = Line(joined(pieces), Place("x"), bullet=bullet, quote=quote and not bullet)
    written = markdown([line], [])
    prose = parse_prose(INNER_LINK.sub(r"\2", written))
    assert prose.faults == ()
    assert words_in("".join(atom.text for atom in prose.atoms())) == words_in(line.text)


@settings(max_examples=80)
@given(st.lists(st.lists(PIECES, min_size=2, max_size=2), min_size=1, max_size=3))
def test_any_words_in_a_table(rows: list[list[list[Piece]]]) -> None:
    cells = tuple(tuple((Line(joined(pieces), Place("x")),) for pieces in row) for row in rows)
    grid = Grid(cells, Place("x"), has_header=True)
    prose = parse_prose(INNER_LINK.sub(r"\2", markdown([grid], [])))
    assert prose.faults == ()
    assert words_in(words_of(prose.blocks)) == words_in(grid.text)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),
            st.sampled_from(["", "1. ", "1.1 ", "2. ", "2.3 ", "(a) ", "(i) ", "• ", "Article 5 "]),
            WORDS,
        ),
        min_size=1,
        max_size=9,
    )
)
def test_any_order_of_lines(lines: list[tuple[int, str, str]]) -> None:
    blocks = tuple(
        Line(pieces, Place("x", at), heading)
        for at, (heading, number, words) in enumerate(lines, 1)
        if (pieces := joined([Piece(number + words)]))
    )
    outline = Outline(blocks, "x")
    text = with_texts(find_clauses(outline, "en", "Terms"))
    assert lost_words(outline, text) == {}
    problems = Problems()
    assert parse_yaml(text_file(_named(text)), "x.yml", problems) or not text.clauses
    assert [problem for problem in problems if problem.code != "file-empty"] == []


def _named(text: ImportedText) -> ImportedText:
    return text.mapped(lambda clause: replace(clause, id="x"))


def test_long_paragraphs_are_wrapped_where_no_line_begins_a_list() -> None:
    words = " ".join(["The number is 5. of the list - or + that * one # of (a) them"] * 12)
    text = text_of(f"## 1. Scope\n\n1.1 {words}.\n", ".md")
    made = text_file(text)
    node = parse_yaml(made, "x.yml", Problems())
    assert node is not None
    clause = node.plain()["clauses"][0]["clauses"][0]
    prose = parse_prose(clause["text"])
    assert prose.faults == ()
    assert "".join(atom.text for atom in prose.atoms()) == f"{words}."
    assert tree(text).count("\n") == 1
