"""The record's text with an entry more, or less. Comments, order and quoting of everything else stay as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from clausebook.model.seals import chain
from clausebook.problems import Place, Problem, Problems, ProblemsFound
from clausebook.source import Node, parse_yaml
from clausebook.source.writer import scalar

_ON_LINES_OF_THEIR_OWN = {"values", "groups", "clauses", "provision", "head", "printed", "editions", "texts", "reason"}


def append_entry(text: str, path: str, entry: Mapping[str, Any]) -> str:
    """`text`, the record at `path`, with `entry` sealed and added at the end of `versions`.

    Raises ProblemsFound when the record's form leaves no place for it.
    """
    record = _parse(text, path)
    entries = _entries(record, path)
    previous = entries[-1].plain().get("chain", "") if entries else ""
    lines = [*_entry_lines(entry), f"chain: {chain(entry, previous)}"]
    return _insert(text, record, path, lines, {**entry, "chain": chain(entry, previous)})


def seal_entries(text: str, path: str, facts: Mapping[str, Mapping[str, Any]]) -> str:
    """`text` with a seal for each entry that has none; `facts` gives by version what a complete entry says, which is added where
    the entry does not say it itself."""
    record = _parse(text, path)
    entries = _entries(record, path)
    plains = [entry.plain() for entry in entries]
    added: dict[int, dict[str, Any]] = {}
    for index, plain in enumerate(plains):
        if "chain" in plain:
            continue
        complete = facts[str(plain["version"])] if "version" in plain else {}
        added[index] = {key: value for key, value in complete.items() if key not in plain}
        plain.update(added[index])
        added[index]["chain"] = plain["chain"] = chain(plain, plains[index - 1]["chain"] if index else "")
    if not added:
        return text
    file = text.splitlines()
    for index in reversed(added):  # from the end, so that the lines of the others stay where they are
        dash, gap = _indentation(file, entries[index], path)
        end = _end(file, entries[index].place.line, len(dash))
        file[end:end] = [f"{dash} {' ' * len(gap)}{line}" for line in _entry_lines(added[index])]
    return _checked(file, path, {**record.plain(), "versions": plains})


def without_planned(text: str, path: str) -> str:
    """`text` without `planned`, which speaks of the draft that was released."""
    record = _parse(text, path)
    planned = record.at("planned")
    if planned is None:
        return text
    file = text.splitlines()
    del file[record.place_of_key("planned").line - 1 : planned.place.line]
    wanted = {key: value for key, value in record.plain().items() if key != "planned"}
    return _checked(file, path, wanted)


def without_last_entries(text: str, path: str, count: int) -> str:
    """`text` without the last `count` entries of `versions`; every other line stays as it is."""
    record = _parse(text, path)
    entries = _entries(record, path)
    file = text.splitlines()
    kept = entries[: len(entries) - count]
    for entry in reversed(entries[len(kept) :]):
        dash, _ = _indentation(file, entry, path)
        del file[entry.place.line - 1 : _end(file, entry.place.line, len(dash))]
    if not kept:
        line = record.place_of_key("versions").line
        file[line - 1] = re.sub(r"^versions:", "versions: []", file[line - 1])
    wanted = {**record.plain(), "versions": [entry.plain() for entry in kept]}
    return _checked(file, path, wanted)


def with_former_name(text: str, path: str, name: str, last: str) -> str:
    """`text` with one name more in `formerly`, under which `last` was the last version."""
    record = _parse(text, path)
    listed = record.at("formerly")
    names = {**(listed.plain() if listed else {}), name: last}
    file = text.splitlines()
    line = f"formerly: {scalar(names)}"  # a version number is in quotes, as it begins with a digit
    if listed:
        start = record.place_of_key("formerly").line - 1
        file[start : _end(file, start + 1, 0)] = [line]
    else:
        first = min((place.line for place in (record.keys or {}).values()), default=1)
        file.insert(first - 1, line)
    return _checked(file, path, {**record.plain(), "formerly": names})


def with_language(text: str, path: str, language: str) -> str:
    """`text` with one language more at the end of `languages`."""
    record = _parse(text, path)
    listed = record.at("languages")
    languages = [*(listed.plain() if listed else []), language]
    file = text.splitlines()
    line = record.place_of_key("languages").line
    items = listed.value if listed and isinstance(listed.value, list) else []
    end = max([_end(file, line, 0), *(item.place.line for item in items)])  # a list may stand on lines of its own
    file[line - 1 : end] = [f"languages: {scalar(languages)}"]
    return _checked(file, path, {**record.plain(), "languages": languages})


def with_new_values(text: str, path: str, values: Mapping[str, Any]) -> str:
    """`text` with these values, by name, after those of the draft that it has."""
    record = _parse(text, path)
    listed = record.at("values")
    known = listed.plain() if listed else {}
    file = text.splitlines()
    if listed is None:
        start = record.place_of_key("versions").line - 1 if record.at("versions") else len(file)
        lines = ["values:", *(f"  {name}: {scalar(value)}" for name, value in values.items())]
        file[start:start] = lines
    else:
        start = record.place_of_key("values").line
        end = _end(file, start, 0)
        if end == start:  # on one line
            file[start - 1] = "values:"
            file[end:end] = [f"  {name}: {scalar(value)}" for name, value in {**known, **values}.items()]
        else:
            indent = " " * (len(file[start]) - len(file[start].lstrip()))
            file[end:end] = [f"{indent}{name}: {scalar(value)}" for name, value in values.items()]
    return _checked(file, path, {**record.plain(), "values": {**known, **values}})


def _parse(text: str, path: str) -> Node:
    problems = Problems()
    record = parse_yaml(text, path, problems)
    if record is None:
        raise ProblemsFound(problems)
    return record


def _entries(record: Node, path: str) -> list[Node]:
    versions = record.at("versions")
    entries = versions.value if versions else None
    if not isinstance(entries, list):
        return []
    return entries


def _entry_lines(entry: Mapping[str, Any]) -> list[str]:
    """An entry as the lines of a block mapping; what is nested twice is written on one line."""
    lines = []
    for key, value in entry.items():
        if key in _ON_LINES_OF_THEIR_OWN and value:
            lines.append(f"{key}:")
            lines += [f"  {name}: {scalar(inner)}" for name, inner in value.items()]
        elif key in {"version", "withdraws", "carries"}:
            lines.append(f'{key}: "{value}"')
        else:
            lines.append(f"{key}: {scalar(value)}")
    return lines


def _insert(text: str, record: Node, path: str, lines: list[str], expected: Mapping[str, Any]) -> str:
    """Add an entry below the last one, in its indentation; checked by reading the result again."""
    file = text.splitlines()
    entries = _entries(record, path)
    if entries:
        dash, gap = _indentation(file, entries[-1], path)
        end = _end(file, entries[-1].place.line, len(dash))
    else:
        dash, gap = "  ", " "
        end = _open_list(file, record)
    block = [f"{dash}-{gap}{lines[0]}", *(f"{dash} {' ' * len(gap)}{line}" for line in lines[1:])]
    wanted = {**record.plain(), "versions": [*(one.plain() for one in entries), dict(expected)]}
    return _checked([*file[:end], *block, *file[end:]], path, wanted)


def _indentation(file: list[str], entry: Node, path: str) -> tuple[str, str]:
    """What stands before and after the dash of an entry."""
    match = re.match(r"( *)-( +)[^{\s]", file[entry.place.line - 1])
    if not match:
        message = "this entry is not written as a list item with its keys on lines of their own"
        advice = "write “- version: …” and each further key on its own line"
        raise ProblemsFound([Problem(entry.place, "record-form", message, advice)])
    return match[1], match[2]


def _end(file: list[str], first: int, indent: int) -> int:
    """How many lines of the file stand up to the end of the entry that begins on line `first`: blank lines and
    comments after it belong to what follows."""
    end = first
    for number in range(first, len(file)):
        line = file[number]
        if not line.strip() or (line.strip().startswith("#") and len(line) - len(line.lstrip()) <= indent):
            continue
        if len(line) - len(line.lstrip()) <= indent:
            break
        end = number + 1
    return end


def _open_list(file: list[str], record: Node) -> int:
    """Make the key `versions` ready for a first entry; gives the number of lines before it."""
    keys = record.keys or {}
    if "versions" not in keys:
        file.append("versions:")
        return len(file)
    line = keys["versions"].line
    file[line - 1] = re.sub(r"^versions:\s*(\[\s*\])?", "versions:", file[line - 1])
    return line


def _checked(lines: list[str], path: str, wanted: Mapping[str, Any]) -> str:
    """The lines as a text which ends them with LF; it must read as what is `wanted`."""
    made = "\n".join(lines) + "\n"
    if _parse(made, path).plain() != wanted:
        message = "the entry could not be written without changing something else in this file"
        raise ProblemsFound(
            [Problem(Place(path), "record-form", message, "write “versions” as a plain list, last in the file")]
        )
    return made
