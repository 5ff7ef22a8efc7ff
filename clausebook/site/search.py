"""The search index: made by Pagefind from the pages that ask for it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from clausebook.problems import Place, Problem, ProblemsFound
from clausebook.program import program_digest
from clausebook.site.keys import digest_of
from clausebook.site.parts import Part, Store, place_file

# What marks the part of a page that is to be found; without any mark in a site, Pagefind takes all of all pages.
SEARCHED = "data-pagefind-body"


def find_or_make_index(parts: Sequence[Part], store: Store) -> Part:
    """The index of all marked pages of a site's parts; it depends on nothing else."""
    searched = {path: part for part in parts for path in sorted(part.facts.get("searched", ()))}
    key = digest_of(program_digest(), [(path, part.files[path].digest) for path, part in sorted(searched.items())])
    return store.find(key) or store.make(key, lambda new: _index(searched, new.folder))


def _index(pages: Mapping[str, Part], folder: Path) -> None:
    """Index these pages; raises ProblemsFound when that failed."""
    output = folder / "pagefind"
    with tempfile.TemporaryDirectory(dir=folder.parent) as site:
        for path, part in pages.items():  # by themselves, as Pagefind reads every page that it finds
            place_file(part, path, Path(site))
        command = [sys.executable, "-m", "pagefind", "--site", site, "--output-path", str(output)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["no message"]
        raise ProblemsFound([Problem(Place("pagefind"), "search-index", f"the search index failed: {lines[-1]}")])
    # The indexer writes its languages in an order that changes from run to run.
    entry = output / "pagefind-entry.json"
    languages = json.loads(entry.read_text(encoding="utf-8"))
    entry.write_text(json.dumps(languages, sort_keys=True, separators=(",", ":")), encoding="utf-8")
