"""Imported texts as lines that a test can compare: the number that the file has, the heading, the text, indented by level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clausebook.importing.clause_tree import ImportedClause, ImportedText
from clausebook.importing.loading import load_bytes
from clausebook.importing.requests import ReadingWish
from clausebook.importing.understanding import Memory, Understood, Wish, understand

NO_WISH = ReadingWish()


def imported(
    data: bytes | str, suffix: str, language: str = "en", *, wish: ReadingWish = NO_WISH, values: bool = False
) -> Understood:
    """A file understood by itself; it asserts that no word of it was lost."""
    raw = data.encode() if isinstance(data, str) else data
    outline = load_bytes(raw, suffix, f"terms{suffix}", wish)
    understood, _ = understand([(language, outline)], Wish(language, values, "Terms"), Memory())
    assert understood.lost == {}
    return understood


def text_of(data: bytes | str, suffix: str, language: str = "en", **options: object) -> ImportedText:
    return imported(data, suffix, language, **options).texts[0]  # type: ignore[arg-type]


def tree(text: ImportedText) -> str:
    """A text as lines."""
    return "\n".join(_lines(text.clauses, 0))


def _lines(clauses: Iterable[ImportedClause], depth: int) -> Iterator[str]:
    for clause in clauses:
        words = " / ".join(clause.text.split("\n\n"))
        title = f"[{clause.title}]" if clause.title else ""
        yield "  " * depth + " ".join(filter(None, [clause.label, title, words]))
        yield from _lines(clause.clauses, depth + 1)


def told(text: ImportedText) -> list[str]:
    """What is told of a text."""
    return [f"{each.kind}: {each.message}{': ' + each.words if each.words else ''}" for each in sorted(text.findings)]
