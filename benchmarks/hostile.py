"""How many of many spoilt caches and payloads get through: `python benchmarks/hostile.py --caches 500`; none should.

A cache of a small site is spoilt in one to three ways drawn from a seed (bytes, bits, lengths, swaps, forged seals, links, pipes, folders,
strangers: tests/site/spoiling.py), then the site is built with it. It must be the site of a build from nothing, byte for byte, or
none, and nothing outside may be touched. Templates of `CLAUSEBOOK_HOSTILE` are tried by tests/site/test_sandbox.py.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from clausebook.problems import ProblemsFound
from clausebook.site.cache import open_cache
from clausebook.site.publish import build_site
from tests.site.spoiling import MARK, spoil
from tests.site.test_cache import DAY, FILES, files_of
from tests.sites import write_site


@dataclass(frozen=True)
class Outcome:
    """What came of one spoilt cache: whether a build refused it, and what was wrong, or nothing."""

    seed: int
    done: tuple[str, ...]
    refused: bool
    wrong: str


def prepare(folder: Path) -> None:
    """A site with a cache of two builds, and the same site built from nothing."""
    root = write_site(folder / "site", FILES)
    for _ in range(2):
        build_site(root, root / "site", as_of=DAY, cache=open_cache(root, print, folder / "cache"), workers=1)
    build_site(root, folder / "fresh", as_of=DAY, workers=1)


def attempt(original: Path, seed: int) -> Outcome:
    """Spoil a copy, build twice, and look."""
    wanted = files_of(original / "fresh")
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "copy"
        subprocess.run(["cp", "-a", str(original), str(copy)], check=True)  # noqa: S607
        done = tuple(spoil(copy / "cache", seed))
        refused = False
        for _ in range(2):
            try:
                cache = open_cache(copy / "site", lambda line: None, copy / "cache")
                build_site(copy / "site", copy / "site/site", as_of=DAY, cache=cache, workers=1)
            except ProblemsFound as found:
                refused = True
                if {problem.code for problem in found.problems} != {"site-folder"}:
                    return Outcome(seed, done, refused, f"a problem: {found}")
                continue
            except Exception as error:
                return Outcome(seed, done, refused, f"an error: {type(error).__name__}: {error}")
            built = files_of(copy / "site/site")
            if built != wanted:
                changed = sorted(path for path in built | wanted if built.get(path) != wanted.get(path))
                return Outcome(seed, done, refused, f"published: {', '.join(changed[:3])}")
        outside = [path.read_bytes() for path in (copy / "outside").rglob("*") if path.is_file()]
        if any(data != MARK for data in outside):
            return Outcome(seed, done, refused, "something outside was written")
    return Outcome(seed, done, refused, "")


def main() -> None:
    """Try every seed, and say which got through."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--caches", type=int, default=500)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_CACHE_HOME"] = f"{name}/own"
        os.environ.pop("CLAUSEBOOK_CACHE_KEY", None)
        prepare(Path(name) / "original")
        seeds = range(chosen.first, chosen.first + chosen.caches)
        with ProcessPoolExecutor(chosen.workers) as pool:
            outcomes = list(pool.map(partial(attempt, Path(name) / "original"), seeds))
    wrong = [outcome for outcome in outcomes if outcome.wrong]
    for outcome in wrong:
        print(f"seed {outcome.seed}: {'; '.join(outcome.done)}: {outcome.wrong}")
    refused = sum(outcome.refused for outcome in outcomes)
    print(f"{len(outcomes)} spoilt caches tried, {refused} builds refused, {len(wrong)} published or failed")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
