"""The search index: made by Pagefind from the pages that ask for it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from clausebook.problems import Place, Problem, ProblemsFound

# What marks the part of a page that is to be found; without any mark in a site, Pagefind takes all of all pages.
SEARCHED = "data-pagefind-body"
_PLAIN_NAME = re.compile(r"[\w./-]+")
_LONGEST_ARGUMENT = 100_000


@contextmanager
def indexed(site: Path, pages: Sequence[str]) -> Iterator[None]:
    """Index `pages`, those marked with SEARCHED, while the block runs; raises ProblemsFound at its end when that failed."""
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--output-subdir", "pagefind", *_only(pages)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, encoding="utf-8", errors="replace") as process:
        try:
            yield
        except BaseException:
            process.kill()
            raise
        output, errors = process.communicate()
    if process.returncode:
        lines = (errors or output).strip().splitlines() or ["no message"]
        raise ProblemsFound([Problem(Place(str(site)), "search-index", f"the search index failed: {lines[-1]}")])
    # The indexer writes its languages in an order that changes from run to run.
    entry = site / "pagefind" / "pagefind-entry.json"
    languages = json.loads(entry.read_text(encoding="utf-8"))
    entry.write_text(json.dumps(languages, sort_keys=True, separators=(",", ":")), encoding="utf-8")


def _only(pages: Sequence[str]) -> list[str]:
    """Spares Pagefind the parsing of all other pages; where the names cannot be said as a pattern, it looks for itself."""
    pattern = "{" + ",".join(sorted(pages)) + "}"
    if not pages or len(pattern) > _LONGEST_ARGUMENT or not all(map(_PLAIN_NAME.fullmatch, pages)):
        return []
    return ["--glob", pattern]
