"""Comparison files: comparison data as the files that the script of the compare page fetches, so that a visit loads only what it shows.

`comparison.json` is the index: the versions with their outlines, and which of the other files hold what. Changes are packed as the leaves of an
R-tree are: the index has for each file the rectangle around the pairs of versions of its changes. Wordings are packed clause by clause, each as a delta to the one before it; summaries and
notes by version. Where all of it is small, it stands in the index. Files are named by their digests, so that what a visitor kept of an
earlier site never goes with a later index.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from clausebook.compare import fewest_edits
from clausebook.pages import addresses
from clausebook.pages.deltas import Literals, compose, redline_delta, text_delta
from clausebook.pages.page import DataFile

Data = dict[str, Any]
"""Comparison data as a whole: `versions`, each with its `outline` as rows of `places`; `places`, each with its row of `wordings` last; `wordings`, each with
its title, HTML and heading; and `changes`, each with the rectangles `at` of pairs of versions between which it holds."""

# A file has about so many bytes; if all is not more than the other number, there is only the index.
FILE_BYTES = 12_000
INLINE_BYTES = 32_000
_ROWS_IN_FILE = 100

# What there is to know of a change, and the rectangles of pairs of versions between which it holds.
Change = tuple[Any, Sequence[Sequence[int]]]


def in_packing_order(changes: Iterable[Change]) -> list[Change]:
    """Changes, each with its rectangles behind it, so ordered that those which are needed together stand together.

    Those whose rectangles are of one order of magnitude, which is that of the number of versions with what they lead to, are sorted by where it begins, cut into
    as many slices as each of these will fill files, and each slice is sorted by the old versions (sort-tile-recursive packing, Leutenegger 1997).
    """
    classes: dict[int, list[Change]] = {}
    for change in changes:
        first, last = min(area[2] for area in change[1]), max(area[3] for area in change[1])
        classes.setdefault((last - first + 1).bit_length(), []).append(change)
    ordered: list[Change] = []
    for _, members in sorted(classes.items()):
        members.sort(key=lambda change: (change[1][0][2], change[1]))
        size = math.ceil(math.sqrt(len(members) * _ROWS_IN_FILE))
        for start in range(0, len(members), size):
            ordered += sorted(members[start : start + size], key=lambda change: (change[1][0][0], change[1]))
    return ordered


def comparison_files(data: Data) -> Iterator[DataFile]:
    """The files of some comparison data, the index first; its wordings stand clause by clause, its changes in packing order."""
    texts, changes, steps = _pack_wordings(data["wordings"]), _pack_changes(data), _pack_steps(data["versions"])
    language, document = data["language"], data["document"]
    parts = [_json({"document": document, "language": language, **part.data}) for part in (*texts, *changes, *steps)]
    index = {name: value for name, value in data.items() if name not in ("wordings", "changes")}
    index["versions"] = list(_with_splices(data["versions"]))
    index["texts"] = [part.keys[0] for part in texts]
    index["changes"] = [_around(part.keys) for part in changes]
    index["steps"] = [[part.keys[0], part.keys[-1]] for part in steps]
    files = {} if sum(len(part) for part in parts) <= INLINE_BYTES else {_name(part): part for part in parts}
    if files:
        index["files"] = [_name(part) for part in parts]
    else:
        index["parts"] = [json.loads(part) for part in parts]
    yield DataFile(addresses.comparison_data(language, document), _json(index))
    for name, part in files.items():
        yield DataFile(addresses.comparison_part(language, document, name), part)


def read_comparison(index: Data, files: Mapping[str, str]) -> Data:
    """Comparison data as a whole from its index and the other files by their names: what `comparison_files` was given."""
    parts: list[Data] = index["parts"] if "parts" in index else [json.loads(files[name]) for name in index["files"]]
    data = {name: value for name, value in index.items() if name not in ("texts", "steps", "parts", "files")}
    data["versions"] = list(_with_outlines(index["versions"]))
    texts, changes = len(index["texts"]), len(index["texts"]) + len(index["changes"])
    data["wordings"] = [wording for part in parts[:texts] for wording in _wordings_in(part)]
    sides = _html_by_clause(data)
    data["changes"] = [change for part in parts[texts:changes] for change in _changes_in(part, sides)]
    for number, facts in (row for part in parts[changes:] for row in part["rows"]):
        data["versions"][number].update(facts)
    return data


@dataclass
class _Part:
    """The rows of one file, with the literals and the subjects that they share; `keys` tells of each row when it is needed."""

    rows: list[Any] = field(default_factory=list)
    literals: Literals = field(default_factory=Literals)
    subjects: dict[str, int] = field(default_factory=dict)
    keys: list[Any] = field(default_factory=list)
    size: int = 0

    def subject(self, facts: Data) -> int:
        """The number of what changes tell of themselves, ranges and text apart."""
        text = _json(facts)
        if text not in self.subjects:
            self.size += len(text)
        return self.subjects.setdefault(text, len(self.subjects))

    @property
    def data(self) -> Data:
        """What the file holds."""
        subjects = [json.loads(text) for text in self.subjects]
        return {"literals": self.literals.rows, "subjects": subjects, "rows": self.rows}


def _packed(items: Iterable[tuple[Any, Any]], row_of: Callable[[Any, _Part], Any]) -> list[_Part]:
    """Rows made one after the other from items that come with their keys, as many in a part as it is to have bytes."""
    parts: list[_Part] = []
    for key, item in items:
        if not parts or parts[-1].size >= FILE_BYTES:
            parts.append(_Part())
        row = row_of(item, parts[-1])
        parts[-1].rows.append(row)
        parts[-1].keys.append(key)
        parts[-1].size += len(_json(row))
    return parts


def _pack_wordings(wordings: Sequence[Sequence[str]]) -> list[_Part]:
    """Rows of title, heading and HTML; the HTML as a delta to that of the row before it, as most are another wording of the same clause."""

    def row(number: int, part: _Part) -> list[Any]:
        title, html, heading = wordings[number]
        base = wordings[number - 1][1] if part.rows else ""
        return [title, heading, text_delta(html, base, part.literals)]

    return _packed(((number, number) for number in range(len(wordings))), row)


def _wordings_in(part: Data) -> Iterator[list[str]]:
    html = ""
    for title, heading, delta in part["rows"]:
        html = compose(delta, part["literals"], html)
        yield [title, html, heading]


def _pack_changes(data: Data) -> list[_Part]:
    """Rows of a subject, the rectangles and the redline, as a delta to the wordings that it leads from and to."""
    sides = _html_by_clause(data)

    def row(change: Data, part: _Part) -> list[Any]:
        facts = {name: value for name, value in change.items() if name not in ("at", "text")}
        delta = redline_delta(change.get("text", ""), *_both_sides(change, sides), part.literals)
        return [part.subject(facts), change["at"], delta]

    return _packed(((change["at"], change) for change in data["changes"]), row)


def _changes_in(part: Data, sides: Sequence[Mapping[str, str]]) -> Iterator[Data]:
    for subject, at, delta in part["rows"]:
        change = {**part["subjects"][subject], "at": at}
        text = compose(delta, part["literals"], *_both_sides(change, sides))
        yield {**change, "text": text} if text else change


def _both_sides(change: Data, sides: Sequence[Mapping[str, str]]) -> tuple[str, str]:
    """The HTML of the wordings that a change leads from and to; the same between all versions between which it holds."""
    old, _, new, _ = change["at"][0]
    return sides[old].get(change.get("old", ""), ""), sides[new].get(change.get("new", ""), "")


def _html_by_clause(data: Data) -> Sequence[Mapping[str, str]]:
    """For each version the HTML of each clause by its id."""
    return [
        {data["places"][row][0]: data["wordings"][data["places"][row][-1]][1] for row in version["outline"]}
        for version in data["versions"]
    ]


_STEP_FACTS = ("summary", "notes")


def _pack_steps(versions: Sequence[Data]) -> list[_Part]:
    """What a version says of itself, in rows with its number."""
    told = [
        (number, {name: version[name] for name in _STEP_FACTS if version.get(name)})
        for number, version in enumerate(versions)
    ]
    return _packed(((number, (number, facts)) for number, facts in told if facts), lambda step, _: step)


def _with_splices(versions: Sequence[Data]) -> Iterator[Data]:
    """Versions without what they say of themselves, each outline as splices of the one before: place, how many rows go, and the rows that come."""
    before: Sequence[int] = []
    for version in versions:
        outline = version["outline"]
        splices = [
            [edit.new_start, edit.end - edit.start, *outline[edit.new_start : edit.new_end]]
            for edit in fewest_edits(before, outline)
        ]
        yield {**{name: version[name] for name in version if name not in _STEP_FACTS}, "outline": splices}
        before = outline


def _with_outlines(versions: Sequence[Data]) -> Iterator[Data]:
    """The same turned round."""
    outline: list[int] = []
    for version in versions:
        for place, gone, *come in version["outline"]:
            outline[place : place + gone] = come
        yield {**version, "outline": list(outline)}


def _around(ranges: Iterable[Sequence[Sequence[int]]]) -> list[int]:
    """The rectangle around all pairs of versions in some rectangles."""
    areas = [area for at in ranges for area in at]
    first, last, left, right = zip(*areas, strict=True)
    return [min(first), max(last), min(left), max(right)]


def _name(part: str) -> str:
    return sha256(part.encode()).hexdigest()[:16]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + ("\n" if isinstance(value, dict) else "")
