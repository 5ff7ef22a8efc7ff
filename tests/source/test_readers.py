"""The simple reader and the block reader yield what the exact reader would, or nothing."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausebook.problems import Problems
from clausebook.source import BlockReader
from clausebook.source.characters import hidden_characters, is_seen
from clausebook.source.exact import read_exactly, read_part
from clausebook.source.fast.simple import Unsure, read_simple
from clausebook.source.nodes import Node

ROOT = Path(__file__).parents[2]

# Values as they stand after “key: ” or “- ”; a line break goes on at the indentation of the key, plus what is written.
HONEST = [
    "Payment", "Fees, and more", "a–b “c”", "Ændringer (nye)", "(see below)", "https://example.com/x#y", "10:30",
    "1", "0", "45", "1.45", "0.5", "2014-05-23", '"1.0"', "'it is'", '"a: b # c"', '""', "true", "false",
    "[a, b]", "[]", "{}", "{days: 45, counting: full-days}", "{text: [A, \"B c\"]}", "{amount: 100.5, currency: DKK}", '{"clause:a/b-c": "4", "x": y, x1: 2}', '{"clause:a": "1.1"}', "{text: me@example.com, other: 5–6 % of 1/2}", "[me@x, a+b (c)]",
    "|\n  One line.", "|\n  One\n  two\n\n  three", "|-\n  One {fee}\n    more\n  end", "|\n  - id: x\n  - y", "|\n  # no comment\n  clauses:\n    - id: z",
    "|\n  Ends with blanks.\n\n", "|\n  Trailing spaces  \n  here", "|\n\n  Begins blank", "\u00a0x", "soft\u00adhyphen", "|\n  a\u00a0b\u202fc",
]  # fmt: skip
ODD = [
    "", "~", "null", "Null", "no", "yes", "No", "on", "y", "True", "TRUE", "1_000", "0o7", "0x1f", "007", "+1", "-1", "1e3", ".5", "1.", "-.inf", ".nan",
    "2014-5-3", "2014-05-23 10:00", "09:00", "12:30:45", "1234567890123456789", "1.1234567890", "=", "<<", "a: b", "a:", "a :b", "a #b", "a#b", "# c", "a ", " a", "?", "? a",
    "&a x", "*a", "!!str 1", "! x", "!t x", "@x", "`x", "%x", "{", "[", "[a", "{a: 1", "[a: b]", "{a}", "{a: 1, a: 2}", '{"a": 1, a: 2}', '{"a b": 1}', '{"<<": 1}', '{"a":1}', '{"a\\n": 1}', '{"a" : 1}', "[a,b]", "[ a ]", "[a, ]", "{a: [b, {c: d}]}", "[a]: b", "{a: b}: c", "[1e3, ~, no]", "[a?b, c-d]",
    '"a\\nb"', '"a\\u202eb"', '"a', "'a", "'it''s'", '"a" b', '"a" # c', "'a\n  b'", '"a\n\n  b"', '"a\nclauses:\n  - id: x"', "word\n  more", "word\n\n  more", "word\n# c\n  more", "word # c\n  more",
    "|", "|\n", "|+\n  a\n\n", "|+\n  a", "|2\n    a\n   b", "|1\n  a\n b", "|-2\n  a", ">\n  a\n  b\n\n  c\n    d", ">-\n  a\n", "| # c\n  a", "|\n   a\n  b", "|\n    \n  a", "|\n  a\n   \n", "|\n  a\n \n  b", "|\n  a\n# c\n", "|\n  a\n # c\n  b", "|\na", "|\n\ta", "a\tb", "\ta", "|\n  a\tb", "|x\n  a",
    "a\u200bb", "a\u2028b", "|\n  a\u2029b", "a\x85b", "\ufeffa", "e\u0301", "|\n  e\u0301", "a\x07", "\U000e0041", "---", "- a", "-", "- - a", "...", "<a", "“quoted”", "a,b", "a]", "x}", "a: ", "~a", "nulla", "trues", "ﬁ",
    "\n  - a", "\n- a\n- b", "\n  k: v", "\n  - a\n  # c\n  - b", "\n  - id: x\n    was: y\n  - id: z", "\n- id: x\n  was: y", "\n   deep", "\n  -   id: x\n      a: b", "\n  - \n    id: x", "\n  -\n    id: x", "\n  k: v\n k2: v", "\n\n  - a", " # c\n  - a",
]  # fmt: skip
NAMES = ["id", "title", "text", "note", "was", "clauses", "defines", "a-b", "1", "12", "true", "null"]
ODD_NAMES = ["clauses ", "<<", '"id"', "Id", "a b", "? id", "é", "[a]", "&k id", "0x1", "~"]
KEYS = st.one_of(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(ODD_NAMES))
BETWEEN = ["", "", "", "", "", "", "\n", "# c\n", "  # c\n", "        # c\n", "  \n", "---\n", "...\n", "%YAML 1.1\n", "\n\n", "- x\n", "    - x\n", "x\n", ": y\n", "clauses:\n", "  clauses:\n"]  # fmt: skip


def indented(value: str, column: int) -> str:
    first, *more = value.split("\n")
    return "\n".join([first, *(" " * column + line if line else line for line in more)])


@st.composite
def mappings(draw: st.DrawFn, column: int, level: int) -> str:
    """The lines of a mapping, mostly honest, with a list of clauses mostly last."""
    between = st.sampled_from(BETWEEN if draw(st.integers(0, 5)) == 0 else [""])
    values = st.sampled_from(HONEST if draw(st.integers(0, 2)) else [*HONEST, *ODD])
    names = draw(
        st.lists(KEYS if draw(st.integers(0, 3)) == 0 else st.sampled_from(NAMES[:5]), max_size=3, unique=True)
    )
    parts = [f"{' ' * column}{name}: {indented(draw(values), column)}\n" for name in names]
    if level and draw(st.booleans()):
        step = draw(st.sampled_from([2, 2, 2, 2, 0, 1, 4]))
        dash = draw(st.sampled_from(["- ", "- ", "- ", "- ", "- ", "-  ", "-"]))
        items = []
        for _ in range(draw(st.integers(1, 3))):
            item = draw(mappings(column + step + 2, level - 1))
            items.append(" " * (column + step) + dash + item.lstrip(" "))
        parts.insert(
            draw(st.sampled_from([len(parts), len(parts), 0, 1])),
            f"{' ' * column}clauses:\n{draw(between)}" + draw(between).join(items),
        )
    return "".join(draw(between) + part for part in parts)


@st.composite
def texts(draw: st.DrawFn) -> str:
    text = draw(mappings(0, 3))
    if draw(st.integers(0, 3)) == 0:  # something happens anywhere
        place = draw(st.integers(0, len(text)))
        text = text[:place] + draw(st.sampled_from([" ", "\n", "  ", "\t", "#", ":", "- ", '"', "'", "[", "}", "&a ", "*a", "|", ">", "\r", "é", "\u0301", "\ufeff"])) + text[place + draw(st.integers(0, 2)):]  # fmt: skip
    match draw(st.integers(0, 12)):
        case 0:
            text = text.rstrip("\n")
        case 1:
            text = text.replace("\n", "\r\n")
        case 2:
            text = "---\n" + text
        case 3:
            text = "# c\n" + text
    return text


def exactly(text: str) -> Node | None:
    return read_exactly(text, "x.yml", Problems())


def agree(text: str) -> None:
    """Hold the three together on a text, with the block reader twice: what it remembers must be right too."""
    wanted = exactly(text)
    with suppress(Unsure):
        assert repr(read_simple(text, "x.yml")) == repr(wanted), text
    blocks = BlockReader("clauses")
    for found in (blocks.read(text), blocks.read(text)):
        if found is not None:
            assert wanted is not None, text
            assert written(found) == written(wanted.plain()), text


def written(values: object) -> str:
    """Plain values so that true is not 1, and the order of keys, which says nothing, is always the same."""
    return json.dumps(values, sort_keys=True, default=repr)


@settings(max_examples=600)
@given(texts())
def test_the_readers_agree(text: str) -> None:
    agree(text)


@settings(max_examples=300)
@given(st.text(alphabet="ab:-{}[]&*!|>'\"#\n \t1.,é", max_size=60))
def test_the_readers_agree_on_anything(text: str) -> None:
    agree(f"title: a\nclauses:\n  - id: b\n    text: {text}\n  - id: c\n")
    agree(text)


@pytest.mark.parametrize("value", [*HONEST, *ODD])
@pytest.mark.parametrize("after", ["", "# c\n", "\n", "  # c\n\n"])
def test_a_value_in_each_place(value: str, after: str) -> None:
    """Before the list, in an item, in the last item, after the list; in the first and in a deeper list."""
    before, inside, deeper = (indented(value, column) for column in (0, 4, 8))
    agree(f"title: T\nsummary: {before}\n{after}clauses:\n  - id: a\n  - id: b\n")
    agree(f"clauses:\n  - id: a\n    text: {inside}\n{after}  - id: b\n    text: {inside}\n")
    agree(f"clauses:\n  - {inside}\n{after}  - id: b\nsummary: {before}\n{after}")
    agree(
        f"clauses:\n  - id: a\n    clauses:\n      - id: b\n        text: {deeper}\n{after}      - id: c\n"
        f"    note: {inside}\n{after}  - id: d\n"
    )


BETWEEN_ITEMS = """\
title: T
clauses:
  - id: a
    was: [x]
%s
  - id: b
    clauses:
      - id: c
        text: |
          Text.
"""


@pytest.mark.parametrize(
    "line",
    ["", "    ", "# c", "  # c", "    # c", "---", "...", "%YAML 1.1", "- x", "  -", "  - ", "    - x", "    more", "  more: x", "   more: x", "more: x",
     "clauses:", "    clauses:", "    clauses: []", "    clauses:\n    - id: z", "    clauses:\n      - id: z\n    was: x", "    ? x", "    : y", "    x", "\t", "   - id: z", "    -  id: z"],
)  # fmt: skip
def test_a_line_between_items(line: str) -> None:
    agree(BETWEEN_ITEMS % line)
    agree((BETWEEN_ITEMS % line).replace("\n", "\r\n"))
    agree((BETWEEN_ITEMS % line).rstrip("\n"))


@pytest.mark.parametrize("levels", range(6, 13))
def test_the_same_depth_is_refused(levels: int) -> None:
    text = "".join(f"{'    ' * level}clauses:\n{'    ' * level}  - id: a\n" for level in range(levels))
    agree(text + "    " * levels + "was: [[x]]\n")
    agree(text + "    " * levels + "text: >\n" + "    " * levels + "  x\n")
    agree(text)


def test_equal_blocks_are_one_object() -> None:
    blocks = BlockReader("clauses")
    item = "  - id: {}\n    clauses:\n      - id: c\n        text: |\n          Text.\n"
    one = blocks.read("title: 1\nclauses:\n" + item.format("a") + item.format("b"))
    two = blocks.read("title: 2\nclauses:\n" + item.format("b") + item.format("d") + "summary: x\n")
    assert one and two
    assert one["clauses"][1] is two["clauses"][0]
    assert one["clauses"][0]["clauses"][0] is two["clauses"][1]["clauses"][0]


def test_a_block_that_is_not_simple_is_read_once_by_the_exact_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def count(text: str, depth: int) -> Node | None:
        calls.append(text)
        return read_part(text, depth)

    monkeypatch.setattr("clausebook.source.fast.blocks.read_part", count)
    blocks = BlockReader("clauses")
    for title in "abc":
        found = blocks.read(f"title: {title}\nclauses:\n  - id: a\n    text: >\n      One\n      two.\n  - id: b\n")
        assert found and found["clauses"][0]["text"] == "One two.\n"
    assert len(calls) == 1


def test_the_example_terms_need_no_exact_reader() -> None:
    for path in sorted(ROOT.glob("terms/**/*.yml")):
        agree(path.read_text(encoding="utf-8"))
        read_simple(path.read_text(encoding="utf-8"), "x.yml")


def test_what_is_seen_is_nothing_hidden() -> None:
    for number in [*range(0xD800), *range(0xE000, 0x20000), *range(0xE0000, 0xE0200), 0x10FFFF]:
        text = f"a{chr(number)}\nb"
        assert not is_seen(text) or not list(hidden_characters(text, "x.yml"))
    assert is_seen("Gebührenfrei, »così«: 5\u00a0% § 3 – “œuvre”\n")
    assert not is_seen("a\u0301")
