"""From saving a draft to the fresh page: `python benchmarks/preview.py SITE`, for a made-up site (benchmarks/corpus.py).

Starts `clausebook serve`, adds a word to a clause of the last document's draft, and asks for the page until it has the word.
"""

from __future__ import annotations

import argparse
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
LANGUAGE = "en"
LIMIT = 300.0


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of the preview of a site, once it is served."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "clausebook", "-C", str(site), "serve", "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as server:
        try:
            said = server.stderr or ()
            if not any("serving" in line for line in said):
                raise SystemExit("the preview ended before it served anything")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def seconds_until(address: str, word: str) -> float:
    """How long it takes until a page has a word; raises TimeoutError."""
    start = time.perf_counter()
    while time.perf_counter() - start < LIMIT:
        try:
            with urllib.request.urlopen(address) as answer:  # noqa: S310
                if word in answer.read().decode():
                    return time.perf_counter() - start
        except (urllib.error.URLError, ConnectionError):
            pass  # the server waits while the site changes
        time.sleep(0.1)  # asking takes the server's time too
    raise TimeoutError(f"{address} did not have “{word}” after {LIMIT:.0f} s")


def measure(site: Path, runs: int) -> list[float]:
    """Seconds from saving to the fresh page, for so many changes of the same clause; the draft is as before at the end."""
    draft = sorted((site / "terms" / LANGUAGE).glob("*/draft.yml"))[-1]
    before = draft.read_text(encoding="utf-8")
    found = []
    try:
        with served(site) as address:
            for run in range(runs):
                time.sleep(1.5)  # what watches the files gathers changes for a moment
                word = f"freshly{run}"
                draft.write_text(re.sub(r"( {10}\w+)", rf"\1 {word}", before, count=1), encoding="utf-8")
                found.append(seconds_until(f"{address}/{LANGUAGE}/{draft.parent.name}/draft/", word))
    finally:
        draft.write_text(before, encoding="utf-8")
    return found


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--runs", type=int, default=4)
    chosen = parser.parse_args()
    found = measure(chosen.site, chosen.runs)
    print(f"first {found[0]:.2f} s, median of the others {median(found[1:] or found):.2f} s")


if __name__ == "__main__":
    main()
