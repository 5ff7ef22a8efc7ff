"""Rewriting: single texts of a YAML file put in the place of others, with every other byte as it was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from clausebook.problems import Place, Problem, Problems, ProblemsFound
from clausebook.source import Node, parse_yaml
from clausebook.source.writer import scalar, wrapped

Path = tuple[str | int, ...]


def rewrite(text: str, path: str, root: Node, changes: Mapping[Path, str]) -> str:
    """`text`, the file at `path` that was read as `root`, with other words at some places: a text that is there is replaced, one that is not
    is added as a key at the end of its mapping.

    The result is read again and holds just that. Raises ProblemsFound where the form of the file leaves no place for it.
    """
    lines = text.splitlines()
    for steps in sorted(
        changes, key=lambda steps: _line(root, steps), reverse=True
    ):  # from the end, so that places stay true
        _put(lines, root, steps, changes[steps])
    made = "\n".join(lines) + "\n"
    problems = Problems()
    again = parse_yaml(made, path, problems)
    if again is None or not _is_expected(again.plain(), root.plain(), changes):
        message = "the texts could not be written without changing something else in this file"
        raise ProblemsFound(
            [Problem(Place(path), "record-form", message, "write texts as blocks: “text: |” and indented lines")]
        )
    return made


def _line(root: Node, steps: Path) -> int:
    node = root.at(*steps)
    return node.place.line if node else _end_of(root.at(*steps[:-1]) or root)


def _put(lines: list[str], root: Node, steps: Path, words: str) -> None:
    holder, key = root.at(*steps[:-1]) or root, str(steps[-1])
    node = root.at(*steps)
    if node is None:
        column = next(iter((holder.keys or {}).values())).column
        lines[_end_of(holder) : _end_of(holder)] = [
            f"{' ' * (column - 1)}{line}" for line in _written(key, words, block=key != "title")
        ]
        return
    place = holder.place_of_key(key)
    first, line = place.line - 1, lines[place.line - 1]
    if node.body is not None or "\n" in words.strip("\n"):
        last = _end_of_block(lines, first, place.column - 1)
        head = line[: place.column - 1]
        written = _written(key, words, block=True)
        lines[first:last] = [
            head + written[0],
            *(f"{' ' * (place.column - 1)}{each}" if each else "" for each in written[1:]),
        ]
        return
    start = node.place.column - 1
    length = _scalar_length(line[start:])
    lines[node.place.line - 1] = line[:start] + scalar(words) + line[start + length :]


def _written(key: str, words: str, *, block: bool) -> list[str]:
    if not block:
        return [f"{key}: {scalar(words)}"]
    return [f"{key}: |", *(f"  {line}" if line else "" for line in wrapped(words))]


def _end_of_block(lines: list[str], first: int, indentation: int) -> int:
    """The line after the last one that belongs to the key on line `first`."""
    end = first + 1
    for number in range(first + 1, len(lines)):
        line = lines[number]
        if line.strip():
            if len(line) - len(line.lstrip()) <= indentation:
                break
            end = number + 1
    return end


def _end_of(node: Node) -> int:
    """The number of the last line of a mapping without those nested in its lists of clauses."""
    value = node.value if isinstance(node.value, dict) else {}
    last = max((place.line for key, place in (node.keys or {}).items() if key != "clauses"), default=node.place.line)
    for key, inner in value.items():
        if key != "clauses":
            last = max(last, _last_line(inner))
    return last


def _last_line(node: Node) -> int:
    if isinstance(node.value, dict):
        return max([node.place.line, *map(_last_line, node.value.values())])
    if isinstance(node.value, list):
        return max([node.place.line, *map(_last_line, node.value)])
    if node.body is not None and isinstance(node.value, str):
        return node.body.line + node.value.rstrip("\n").count("\n")
    return node.place.line


def _scalar_length(rest: str) -> int:
    """How many characters a scalar on one line takes: to its closing quote, or to a comment, a comma or a bracket of the mapping around it."""
    for quote, pattern in (('"', r'"(?:[^"\\]|\\.)*"'), ("'", r"'(?:[^']|'')*'")):
        if rest.startswith(quote):
            found = re.match(pattern, rest)
            return found.end() if found else len(rest)
    found = re.match(r"[^#,}\]]*?(?=\s*(?:$|\s#|[,}\]]))", rest)
    return found.end() if found else len(rest)


def _is_expected(read: Any, before: Any, changes: Mapping[Path, str], steps: Path = ()) -> bool:
    """Whether what was read is what stood there before, but for the changes; where lines of a text are broken is no difference."""
    if steps in changes:
        return isinstance(read, str) and read.split() == changes[steps].split()
    if isinstance(read, dict):
        added = {key for *above, key in changes if tuple(above) == steps}
        return (
            isinstance(before, dict)
            and read.keys() - added == before.keys() - added
            and all(_is_expected(inner, before.get(key), changes, (*steps, key)) for key, inner in read.items())
        )
    if isinstance(read, list):
        return (
            isinstance(before, list)
            and len(read) == len(before)
            and all(_is_expected(inner, before[at], changes, (*steps, at)) for at, inner in enumerate(read))
        )
    return bool(read == before)
