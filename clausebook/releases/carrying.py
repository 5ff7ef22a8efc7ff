"""Carrying: a correction of the last version made in an earlier one too, wherever that one reads the same.

While a version is announced, the one in force is mended with it: the clauses that the draft repairs are repaired in the earlier
version's own text, as far as they read there as they did in the last version. The text is edited as text: every line that is not
repaired stays byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from clausebook.compare import Comparison
from clausebook.model.document import Clause, Document, Edition, Snapshot, Version
from clausebook.names import VersionNumber
from clausebook.problems import Place, Problems
from clausebook.source import Node, digest, parse_yaml, read_file
from clausebook.source.writer import scalar

# One clause's keys with their new words; empty words take the key away.
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Repaired:
    """An earlier version with the repair: its state, and the bytes of its text in each language."""

    snapshot: Snapshot
    texts: Mapping[str, bytes]


def repair(
    document: Document, comparison: Comparison, version: Version, number: VersionNumber, problems: Problems
) -> Repaired | None:
    """`version` with what the draft repairs in its predecessor (the two sides of `comparison`), as version `number`; None where
    nothing of it reads there as it did, or problems say why it cannot be done."""
    wanted = {language: dict(_repairs(comparison, language, edition)) for language, edition in version.editions.items()}
    if not any(wanted.values()):
        return None
    editions, texts = {}, {}
    for language, edition in version.editions.items():
        draft = comparison.new.editions.get(language)
        data = _repaired_text(edition, wanted[language], draft.summary if draft else "", problems)
        if data is None:
            return None
        texts[language] = data
        editions[language] = replace(
            edition,
            summary=draft.summary if draft else edition.summary,
            clauses=_repaired_clauses(edition.clauses, wanted[language]),
            path=edition.path.replace(f"/{version.name}.yml", f"/{number}.yml"),
            root=None,
            digest=digest(data),
        )
    snapshot = Snapshot(document.id, number, version.values, editions)
    return Repaired(snapshot, texts)


def _repairs(comparison: Comparison, language: str, edition: Edition) -> Iterator[tuple[str, Words]]:
    """The clauses that are repaired in a language and read in `edition` as they did before."""
    old, new = comparison.old.editions.get(language), comparison.new.editions.get(language)
    if old is None or new is None:
        return
    for clause in new.walk():
        before, here = old.by_id.get(clause.id), edition.by_id.get(clause.id)
        if before is None or here is None or _read(before) == _read(clause):
            continue
        if _read(before) == _read(here):
            yield clause.id, _words_of(clause)


def _read(clause: Clause) -> tuple[str, ...]:
    """What readers see of a clause in any version."""
    return clause.title, clause.text, clause.in_short


def _words_of(clause: Clause) -> Words:
    """What a file says of a clause."""
    return {"title": clause.title, "text": clause.written, "in-short": clause.in_short, "note": clause.note}


def _repaired_clauses(clauses: tuple[Clause, ...], wanted: Mapping[str, Words]) -> tuple[Clause, ...]:
    made = []
    for clause in clauses:
        said = wanted.get(clause.id, _words_of(clause))
        nested = _repaired_clauses(clause.clauses, wanted)
        text = clause.text.removesuffix(clause.written) + said["text"]
        made.append(
            replace(
                clause, title=said["title"], text=text, in_short=said["in-short"], note=said["note"], clauses=nested
            )
        )
    return tuple(made)


def _repaired_text(edition: Edition, wanted: Mapping[str, Words], summary: str, problems: Problems) -> bytes | None:
    """The bytes of an edition's file with other words in some clauses and another summary; None with a problem where its form
    leaves no way to do that."""
    file = read_file(edition.root, edition.path, problems) if edition.root else None
    root = parse_yaml(file.text, edition.path, problems) if file else None
    if file is None or root is None:
        return None
    expected = root.plain()
    edits: list[tuple[Node, Words]] = []
    if summary:
        edits.append((root, {"summary": summary}))
        expected["summary"] = summary
    _plan_edits(root, expected, wanted, edits)
    lines = file.text.splitlines()
    # From the end of the file, so that the lines of the others stay where they are.
    for node, words in sorted(edits, key=lambda edit: edit[0].place.line, reverse=True):
        for key in sorted(words, key=lambda key: node.place_of_key(key).line, reverse=True):
            _set(lines, node, key, words[key])
    made = "\n".join(lines) + "\n"
    read = parse_yaml(made, edition.path, Problems())
    if read is None or read.plain() != expected:
        message = "the correction cannot be written into this text without changing something else in it"
        advice = "correct this version by hand: write each key of its clauses on lines of their own"
        problems.add(Place(edition.path), "record-form", message, advice)
        return None
    return made.encode("utf-8")


def _plan_edits(
    node: Node, expected: dict[str, Any], wanted: Mapping[str, Words], edits: list[tuple[Node, Words]]
) -> None:
    """Find the clauses below `node` that are to be edited, and change `expected` as their text will read."""
    for index, clause in enumerate(expected.get("clauses", [])):
        own = node.at("clauses", index)
        if own is None:
            continue
        words = wanted.get(clause.get("id"))
        if words:
            changed = {key: said for key, said in words.items() if said != clause.get(key, "")}
            edits.append((own, changed))
            for key, said in changed.items():
                if said:
                    clause[key] = said
                else:
                    clause.pop(key, None)
        _plan_edits(own, clause, wanted, edits)


def _set(lines: list[str], node: Node, key: str, words: str) -> None:
    """Write a key of a block mapping anew, or take it away; a new one is written after the text, else after the first key."""
    keys = node.keys or {}
    if key in keys:
        start, column = keys[key].line - 1, keys[key].column - 1
        end = _end(lines, start, column)
        before = lines[start][:column]
        lines[start:end] = _written(key, words, column, before) if words else []
    else:
        after = keys.get("text") or min(keys.values(), key=lambda place: (place.line, place.column))
        column = after.column - 1
        end = _end(lines, after.line - 1, column)
        lines[end:end] = _written(key, words, column, " " * column)


def _end(lines: list[str], start: int, column: int) -> int:
    """Where the value ends that begins after the key in `column` of the line `start`: blank lines after it are not its own."""
    end = start + 1
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if line.strip() and len(line) - len(line.lstrip()) <= column:
            break
        if line.strip():
            end = number + 1
    return end


def _written(key: str, words: str, column: int, before: str) -> list[str]:
    """A key with its words: a line as a plain or quoted scalar, lines as a literal block."""
    if "\n" not in words:
        return [f"{before}{key}: {scalar(words)}"]
    sign = "|" if re.search(r"[^\n]\n\Z", words) else "|-" if not words.endswith("\n") else "|+"
    return [f"{before}{key}: {sign}", *(" " * (column + 2) + line if line else "" for line in words.splitlines())]
