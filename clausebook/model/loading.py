"""Loading: the book of a folder, read and checked by all processors; whatever needs no site reads it here."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from clausebook.model.document import Book
from clausebook.model.document_cache import DocumentCache
from clausebook.model.reading import read_book
from clausebook.problems import Problems, ProblemsFound
from clausebook.workers import spread


def find_book(
    root: Path, problems: Problems, kept: DocumentCache | None = None, workers: int | None = None
) -> Book | None:
    """The book of the records and texts below `root`, or None when its mistakes leave nothing that could be relied on.

    All mistakes are added to `problems`. `workers` is the number of processes, by default that of processors.
    """
    return read_book(root, problems, kept, partial(spread, workers=workers))


def load_book(root: Path) -> Book:
    """The book of the records and texts below `root`, without a mistake; raises ProblemsFound with all that there are.

    The settings of a site are not looked at: records need none.
    """
    problems = Problems()
    book = find_book(root, problems)
    if len(problems) or book is None:
        raise ProblemsFound(problems)
    return book
