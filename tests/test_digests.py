"""Digests of facts: the same in every process, other for other facts, refused for what has no stable form."""

import datetime as dt
import subprocess
import sys
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, StrEnum
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from clausebook.digests import canonical_json, digest_of


class Colour(StrEnum):
    RED = "red"


class Size(Enum):
    SMALL = 1


class Pair(NamedTuple):
    left: str
    right: int


@dataclass(frozen=True)
class Point:
    across: int
    names: frozenset[str] = frozenset()
    noted: list[str] = field(default_factory=list, compare=False)


@dataclass(frozen=True)
class Other:
    across: int
    names: frozenset[str] = frozenset()


def test_what_is_written() -> None:
    day, zone = dt.date(2026, 3, 1), ZoneInfo("Europe/Copenhagen")
    assert canonical_json({"b": [1, None, True], "a": "é"}) == b'{"a":"\\u00e9","b":[1,null,true]}'
    assert (
        canonical_json((day, zone)) == b'[{"$":"date","value":"2026-03-01"},{"$":"zone","value":"Europe/Copenhagen"}]'
    )
    assert canonical_json(Pair("x", 1)) == b'["x",1]'
    assert canonical_json(Point(1, frozenset("ba"), ["not compared"])) == (
        b'{"$":"Point","across":1,"names":{"$":"set","items":["a","b"]}}'
    )
    assert canonical_json(Markup("<b>")) == b'"<b>"'


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1", 1),
        (1, True),
        (None, "null"),
        (dt.date(2026, 3, 1), "2026-03-01"),
        (Decimal("1.0"), Decimal("1.00")),
        (Decimal(1), 1),
        (b"a", "a"),
        (b"a", "61"),
        (Colour.RED, "red"),
        (Size.SMALL, 1),
        (Point(1), Other(1)),
        (["ab", "c"], ["a", "bc"]),
        ([["a"], "b"], ["a", ["b"]]),
        (frozenset({"a"}), ["a"]),
        ({"a": 1}, [["a", 1]]),
        (("a",), ("a", None)),
        ({1: "a"}, {"1": "a"}),
        ({1: "a", 2: "b"}, {1: "b", 2: "a"}),
        ({None: 1}, {"null": 1}),
        ({"$": "date", "value": "2026-03-01"}, dt.date(2026, 3, 1)),
        (float("nan"), "nan"),
        (float("inf"), float("-inf")),
        (1.0, 1),
    ],
    ids=repr,
)
def test_other_facts_have_another_digest(one: Any, other: Any) -> None:
    assert digest_of(one) != digest_of(other)


@pytest.mark.parametrize(
    "value",
    [object(), print, lambda: 1, Path(), Point, iter("ab"), 1j, range(3)],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_what_has_no_stable_form_is_refused(value: Any) -> None:
    for facts in (value, [value], {"a": (value,)}):
        with pytest.raises(TypeError):
            digest_of(facts)


def test_the_digest_is_the_same_under_every_hash_seed() -> None:
    code = "from clausebook.digests import digest_of; print(digest_of(frozenset('abcdef'), {'b': {'z', 'y'}, 'a': 1}))"
    told = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1


_LEAVES = st.none() | st.booleans() | st.integers() | st.text() | st.dates() | st.decimals(allow_nan=False)
_FACTS = st.recursive(
    _LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers() | st.just("$"), inner)
)


@given(_FACTS, _FACTS)
def test_digests_are_equal_just_for_equal_facts(one: Any, other: Any) -> None:
    assert (digest_of(one) == digest_of(other)) is (canonical_json(one) == canonical_json(other))
    assert digest_of(one) == digest_of(one)
