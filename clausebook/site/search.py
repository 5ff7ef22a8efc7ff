"""The search index: made by Pagefind from the pages that ask for it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from clausebook.problems import Place, Problem, ProblemsFound
from clausebook.program import program_digest
from clausebook.site.keys import digest_of
from clausebook.site.parts import Part, Store

# What marks the part of a page that is to be found; without any mark in a site, Pagefind takes all of all pages.
SEARCHED = "data-pagefind-body"
_PLAIN_NAME = re.compile(r"[\w./-]+")
_LONGEST_ARGUMENT = 100_000


def find_or_make_index(site: Path, parts: Sequence[Part], store: Store) -> Part:
    """The index of all marked pages of the parts of a finished `site`; it depends on nothing else."""
    searched = sorted((path, part.files[path]) for part in parts for path in part.facts.get("searched", ()))
    key = digest_of(program_digest(), [(path, digest) for path, (_, _, digest) in searched])
    return store.find(key) or store.make(key, lambda new: _index(site, [path for path, _ in searched], new.folder))


def _index(site: Path, pages: Sequence[str], folder: Path) -> None:
    """Index these pages; raises ProblemsFound when that failed."""
    output = folder / "pagefind"
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--output-path", str(output), *_only(pages)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["no message"]
        raise ProblemsFound([Problem(Place(str(site)), "search-index", f"the search index failed: {lines[-1]}")])
    # The indexer writes its languages in an order that changes from run to run.
    entry = output / "pagefind-entry.json"
    languages = json.loads(entry.read_text(encoding="utf-8"))
    entry.write_text(json.dumps(languages, sort_keys=True, separators=(",", ":")), encoding="utf-8")


def _only(pages: Sequence[str]) -> list[str]:
    """Spares Pagefind the parsing of all other pages; where the names cannot be said as a pattern, it looks for itself."""
    pattern = "{" + ",".join(sorted(pages)) + "}"
    if not pages or len(pattern) > _LONGEST_ARGUMENT or not all(map(_PLAIN_NAME.fullmatch, pages)):
        return []
    return ["--glob", pattern]
