"""Reviewing: the site here against a commit, with what the change brings and whether it touches what was published."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from clausebook.git import Base, changed_files
from clausebook.problems import Problems, ProblemsFound
from clausebook.reports.review import Review, review_documents
from clausebook.revisions import checked_out
from clausebook.site.checking import find_problems, new_problems
from clausebook.verify.history import verify_against
from clausebook.verify.settings import SiteFacts

_TERMS = "terms/"


def review_site(root: Path, base: Base, day: dt.date) -> Review:
    """The review of the site at `root` against a commit, as of `day`. Raises ProblemsFound where the site here cannot be read at all."""
    book, problems = find_problems(root)
    if book is None:
        raise ProblemsFound(problems)
    brought = Problems()
    with checked_out(root, base.commit.name) as folder:
        before, earlier = find_problems(folder)
        brought.extend(new_problems(problems, earlier))
        documents = tuple(review_documents(root, before, book, base.label, day))
    if base.commit.files("terms"):
        verify_against(root, book, SiteFacts("", "", (), ""), base.commit.name, brought)
    others = tuple(path for path in changed_files(root, base.commit) if not path.startswith(_TERMS))
    return Review(base.label, documents, tuple(brought), others)
