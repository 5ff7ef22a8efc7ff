"""Reading texts: placeholders, marks, numbers, and input of any kind."""

import random
import re
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausebook.model.numbering import Level
from clausebook.model.prose import (
    EMPTY,
    BlockKind,
    MarkKind,
    PlaceholderKind,
    parse_marked,
    parse_placeholder,
    parse_prose,
    placeholders_in,
)
from clausebook.problems import Problems
from clausebook.source import parse_yaml
from tests.hostile_yaml import MARKS, SEED


@pytest.mark.parametrize(
    ("text", "kind", "name", "document", "words"),
    [
        ("{late-fee}", PlaceholderKind.VALUE, "late-fee", None, None),
        ("{clause:data}", PlaceholderKind.CLAUSE, "data", None, None),
        ("{clause:other/data}", PlaceholderKind.CLAUSE, "data", "other", None),
        ("{document:other}", PlaceholderKind.DOCUMENT, "other", None, None),
        ("{term:buyer}", PlaceholderKind.TERM, "buyer", None, None),
        ("{term:buyer|the Buyer’s}", PlaceholderKind.TERM, "buyer", None, "the Buyer’s"),
    ],
)
def test_placeholders(text: str, kind: PlaceholderKind, name: str, document: str | None, words: str | None) -> None:
    (found,) = parse_prose(f"Pay {text} now.").placeholders()
    assert (found.kind, found.name, found.document, found.words) == (kind, name, document, words)
    assert str(found) == text


@pytest.mark.parametrize("inner", ["", "Fee", "a b", "clause:", "x:y", "clause:a/b/c", "../etc", "a" * 65])
def test_malformed_placeholders(inner: str) -> None:
    with pytest.raises(ValueError, match=r"cannot be a name|not a kind"):
        parse_placeholder(inner)


def test_escaped_braces_are_plain_text() -> None:
    prose = parse_prose(r"A \{brace\} here.")
    assert not prose.faults
    assert "".join(atom.text for atom in prose.atoms()) == "A {brace} here."


@pytest.mark.parametrize(
    "text",
    [
        r"\<b>bold\</b>",
        r"x \<!-- y",
        "`<b>` is an element",
        "a < b and c > d",
        "<https://example.com/a?b=c>",
        r"\*\*not strong\*\*",
        r"\~\~",
        r"1\. januar 2027",
        r"see \[^1]",
    ],
)
def test_signs_that_are_text(text: str) -> None:
    assert not parse_prose(text).faults


def test_an_escaped_bracket_prints() -> None:
    assert "".join(atom.text for atom in parse_prose(r"\<b>bold\</b>").atoms()) == "<b>bold</b>"


def test_blocks_and_marks() -> None:
    prose = parse_prose("*em* **strong**\n\n1. one\n2. two\n\n| a |\n|---|\n| b |\n\n[link](https://example.com)")
    assert [block.kind for block in prose.blocks] == [
        BlockKind.PARAGRAPH, BlockKind.NUMBERS, BlockKind.TABLE, BlockKind.PARAGRAPH,
    ]  # fmt: skip
    kinds = [mark.kind for atom in prose.atoms() for mark in atom.marks]
    assert kinds == [MarkKind.EMPHASIS, MarkKind.STRONG, MarkKind.LINK]


@pytest.mark.parametrize(
    ("pattern", "label", "number"),
    [("1", "4", "4"), ("1.1", "3.4", "3.4"), ("(a)", "(d)", "3(d)"), ("(i)", "(iv)", "3(iv)"), ("A", "D", "3D")],
)
def test_numbering(pattern: str, label: str, number: str) -> None:
    parent = "" if pattern == "1" else "3"
    level = Level.parse(pattern)
    assert (level.label(level.count(4), parent), level.number(level.count(4), parent)) == (label, number)


@pytest.mark.parametrize("pattern", ["1", "a", "A", "i", "I", "§ 1"])
def test_numbers_are_all_different(pattern: str) -> None:
    level = Level.parse(pattern)
    labels = [level.label(level.count(position), "") for position in range(1, 800)]
    assert len(set(labels)) == len(labels)


@settings(max_examples=300)
@given(st.text(alphabet=string.printable + "{}|:*_[]()é\u00ad", max_size=200))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    for fault in parse_prose(text).faults:
        assert 0 <= fault.offset <= len(text)


PIECES = ["word ", "Two words,", "{fee}", "{clause:a/b}", "{term:x|some words}", "{term:x|a\nb}", "{}", "{Bad}", "{a:b}", "{", "}", "|", "\n", "\n\n", "\n\n\n",
    " ", "  \n", "1. ", "1) ", "2027 ", "- ", "-", "+ ", "> ", "# ", "=", "===", "---", "*a*", "_", "`", "\\", "&amp;", "<b>", "[a](b)", "![", "https://x.org", "é", "e\u0301",
    "\u212b", "\u00a0", "\u00ad", "\u202e", "“", "(", "\t", "\r\n", "    ", "~~a~~", "“Q”: a–b; 5 % § 3!\n", "(a) ", "ii. ", "==a==", "– b\n", "C++ ", "a_b ", "\\<b>"]  # fmt: skip


@settings(max_examples=500)
@given(st.lists(st.sampled_from([*PIECES[:9], *PIECES]), max_size=9).map("".join))
def test_plain_paragraphs_are_read_as_marked_ones_are(text: str) -> None:
    assert parse_prose(text) == (parse_marked(text) if text.strip() else EMPTY)


BRACES = ["{a}", "{clause:b}", "{term:c|words}", "{term:c|}", "{", "}", "{x y}", "{document:d}", "~~~\n", "`", "    ", "\t", "1. ", "- ", "> ", "# ", "*", "_", "\\", "|", "<b>", "<http://x>", "[a](b)", "![", "&lt;", "\n", "\n\n", " ", "word", "\u00a0", "---\n"]  # fmt: skip


@settings(max_examples=500)
@given(st.lists(st.sampled_from(BRACES), max_size=9).map("".join))
def test_placeholders_are_found_without_reading_what_stands_around_them(text: str) -> None:
    prose = parse_marked(text)
    if not prose.faults:
        assert placeholders_in(text) == tuple(prose.placeholders())


@settings(max_examples=300)
@given(st.text(alphabet="ab:-{}[]&*!|>'\"#\n \t1.,é", max_size=120))
def test_any_yaml_is_read_without_an_exception(text: str) -> None:
    problems = Problems()
    node = parse_yaml(text, "x.yml", problems)
    assert node is not None or len(problems)


def test_a_bomb_is_refused_before_it_is_expanded() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{c}: &{c} [*{p}, *{p}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True))
    problems = Problems()
    assert parse_yaml(bomb, "x.yml", problems) is None
    assert {problem.code for problem in problems} == {"yaml-feature"}


def test_no_word_is_lost() -> None:
    """Whatever marks stand around them: where no fault is told, every word of a text is printed, or is an address."""
    dice = random.Random(SEED)
    cache = 0
    for _ in range(6_000):
        pieces = [
            f"w{number}x{dice.choice(['', ' ', ' '])}" if dice.random() < 0.5 else dice.choice(MARKS)
            for number in range(dice.randint(2, 12))
        ]
        text = "".join(pieces)
        prose = parse_prose(text)
        if prose.faults:
            continue
        cache += 1
        said = "".join(
            f"{atom.text}{atom.placeholder or ''}{''.join(mark.href for mark in atom.marks)}" for atom in prose.atoms()
        )
        assert [word for word in re.findall(r"w[0-9]+x", text) if word not in said] == [], text
    assert cache > 1_000
