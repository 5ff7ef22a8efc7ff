"""A small site with three released versions, one of them withdrawn and one to come, and the site built from it."""

import datetime as dt
from pathlib import Path

from clausebook.model.document import Book
from clausebook.model.reading import read_book
from clausebook.problems import Problems
from clausebook.site.publish import build_site
from clausebook.verify.again import Again
from clausebook.verify.copies import Copies
from clausebook.verify.settings import read_facts
from tests.releases.life import edit, edit_drafts, new_site, released, run

# The day as of which the site is built, and the instant at which it is verified.
BUILT = dt.date(2026, 5, 10)
NOW = dt.datetime(2026, 5, 12, 12, tzinfo=dt.UTC)
WITH_MARKS = """\
      Changes are announced {notice} ahead; see [the *rules*](https://rules.example.org/7?x=1&y=2) and **never** later.

      3. Third, as `typed`
      4. Fourth

      | Plan | Price |
      |---|---|
      | Small | {fee} |
"""


def publish(root: Path) -> Path:
    """The site at `root` with versions 1.0 to 4.0: 3.0 withdrawn, 4.0 to take effect; built into its folder `site`."""
    new_site(root)
    for language, line in (("en", "Changes are announced"), ("da", "Ændringer varsles")):
        path = root / f"terms/{language}/basic/draft.yml"
        head, found, _ = path.read_text(encoding="utf-8").partition(f"      {line}")
        assert found
        path.write_text(head + WITH_MARKS, encoding="utf-8")
    edit_drafts(root, "Two.", ("{fee}", "exactly {fee}"))
    released(root, "2026-01-01")
    edit_drafts(root, "Three.", ("exactly", "almost"))
    released(root, "2026-03-01")
    reasons = ["--reason", "da=Fejl.", "--reason", "en=A mistake."]
    done = run(root, "withdraw", "basic", "3.0", *reasons, "--yes", day="2026-03-02")
    assert done.returncode == 0, done.stderr
    edit_drafts(root, "Four.", ("almost", "at most"))
    released(root, "2026-05-01", "--effective-new", "2026-05-20")
    build_site(root, root / "site", as_of=BUILT)
    return root


def book_of(root: Path) -> Book:
    """The book, without a problem."""
    problems = Problems()
    book = read_book(root, problems)
    assert book and not len(problems), list(problems)
    return book


def copies_of(root: Path, *saved_from: str) -> Copies:
    """What compares copies with the record of the site at `root`, at `NOW`."""
    facts = read_facts(root)
    assert facts
    return Copies(Again(root, book_of(root), facts, NOW), saved_from)


def found_in(copies: Copies, path: Path) -> tuple[str, list[str]]:
    """What a copy is, and its problems without the path."""
    problems = Problems()
    what = copies.verify(path, problems)
    return what, [str(problem).removeprefix(f"{path}:") for problem in problems]


__all__ = ["BUILT", "NOW", "book_of", "copies_of", "edit", "found_in", "publish"]
