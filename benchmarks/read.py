"""What reading and checking a site costs: `python benchmarks/read.py FOLDER`, with a folder such as `benchmarks/corpus.py` writes."""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from clausebook.model.reading import read_book
from clausebook.problems import Problems


def main() -> None:
    """Read once, with nothing known before, and print the processor time, the most memory used, and how many problems there are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    problems = Problems()
    start = time.process_time()
    read_book(folder, problems)
    seconds = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{seconds:.2f} s, {memory:.0f} MB at most, {len(problems)} problems")


if __name__ == "__main__":
    main()
