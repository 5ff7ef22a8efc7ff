"""Checking: every mistake and warning of a site, here or as a commit had it, and which of them a change brought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from clausebook.model.document import Book
from clausebook.model.document_cache import DocumentCache
from clausebook.model.warnings import find_warnings
from clausebook.problems import Problem, Problems
from clausebook.releases.reuse import reused_ids
from clausebook.revisions import checked_out
from clausebook.site.publish import read_site
from clausebook.source import check_catalogues


def find_problems(
    root: Path, cache: DocumentCache | None = None, *, published: bool = False
) -> tuple[Book | None, Problems]:
    """The book of a site, None where too much is wrong, with all mistakes and warnings: of drafts, and of versions where that is asked for."""
    problems = Problems()
    settings, book = read_site(root, problems, cache)
    if settings and book:
        check_catalogues(settings.languages or book.languages, problems)
    for document in book.documents.values() if book else ():
        problems.extend(find_warnings(document, published=True) if published else document.warnings)
        problems.extend(reused_ids(document))
    return book, problems


def brought_since(problems: Iterable[Problem], root: Path, revision: str, *, published: bool = False) -> list[Problem]:
    """Those of `problems` that the site did not have at `revision`. Raises git.Unknown where the commit is not here."""
    with checked_out(root, revision) as folder:
        _, before = find_problems(folder, published=published)
    return new_problems(problems, before)


def new_problems(problems: Iterable[Problem], before: Iterable[Problem]) -> list[Problem]:
    """Those of `problems` that are not among those `before`: a mistake that only moved to another line was there."""
    known = Counter(map(_identity, before))
    brought = []
    for problem in problems:
        if known[_identity(problem)]:
            known[_identity(problem)] -= 1
        else:
            brought.append(problem)
    return brought


def _identity(problem: Problem) -> tuple[str, str, str]:
    return problem.place.path, problem.code, problem.message
