"""How the work grows: `python benchmarks/scaling.py [SCENARIO …]` builds growing sites and prints the exponent of each curve.

An exponent of 1 says that twice as much takes twice as long, 2 four times. Each point is a whole build from nothing in a process of its own, in one
language. The scenarios `exchanged` and `reworded` are the worst that versions can bring: see `EDITS`.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.corpus import WORDS_EACH, Edit, Row, Size, next_rows, write_corpus
from benchmarks.measure import Step, run_steps
from benchmarks.results import DONE

ROOT = Path(__file__).parents[1]
LANGUAGES = ("en",)
LIMIT = 900.0
AS_OF = ("--as-of", "2060-01-01")  # when the last of 200 versions has long been in force


def exchanged(chance: random.Random, rows: list[Row], share: float) -> list[Row]:
    """One clause removed and another one added: no two versions have the same clauses. New ones are as unlike others as those of a real text."""
    kept = list(rows)
    del kept[chance.randrange(len(kept))]
    number = 1 + max(int(row.id.rpartition("-")[2]) for row in rows)
    place = chance.randrange(len(kept))
    new = Row(
        f"clause-{number}", kept[place].section, tuple(chance.sample(range(3_000), WORDS_EACH)), f"clause-{number}"
    )
    kept.insert(place, new)
    there = {row.id for row in kept}
    return [row if row.refers in there else replace(row, refers=row.id) for row in kept]


def reworded(chance: random.Random, rows: list[Row], share: float) -> list[Row]:
    """The same clause reworded in every version: any two versions have two wordings of their own."""
    changed = tuple(chance.randrange(3_000) if chance.random() < 0.1 else word for word in rows[0].words)
    return [replace(rows[0], words=changed), *rows[1:]]


EDITS: Mapping[str, Edit] = {"usual": next_rows, "exchanged": exchanged, "reworded": reworded}


@dataclass(frozen=True)
class Scenario:
    """Sites that grow in one way: the size of each point, by the number that grows."""

    title: str
    points: Sequence[int]
    size: Callable[[int], Size]
    edit: str = "usual"


SCENARIOS: Mapping[str, Scenario] = {
    "versions": Scenario("versions of a document", (50, 100, 200), lambda n: Size(1, n, languages=LANGUAGES)),
    "documents": Scenario("documents", (10, 20, 40), lambda n: Size(n, 6, languages=LANGUAGES)),
    "clauses": Scenario("clauses of a document", (100, 300, 1_000), lambda n: Size(1, 6, n, languages=LANGUAGES)),
    "exchanged": Scenario(
        "versions, in each one clause added and one removed",
        (50, 100, 200),
        lambda n: Size(1, n, languages=LANGUAGES),
        "exchanged",
    ),
    "reworded": Scenario(
        "versions, in each the same clause reworded",
        (50, 100, 200),
        lambda n: Size(1, n, languages=LANGUAGES),
        "reworded",
    ),
}


@dataclass(frozen=True)
class Point:
    """What a build of one size took: CPU seconds, the bytes of its comparison data, and the peak of its memory in bytes."""

    number: int
    seconds: float
    comparison: int
    memory: int


def measure(scenario: Scenario, number: int, folder: Path) -> Point:
    """Build the site of one point from nothing, in `folder`; raises SystemExit when the build fails."""
    root = folder / "site"
    write_corpus(root, scenario.size(number), edit=EDITS[scenario.edit])
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    log = folder / "log"
    usage = run_steps([Step((sys.executable, "-m", "clausebook", "build", *AS_OF), root)], LIMIT, environment, log)
    if usage.outcome != DONE:
        raise SystemExit(f"{scenario.title}, {number}: {usage.outcome}\n{log.read_text(encoding='utf-8')}")
    data = sum(path.stat().st_size for path in root.glob("site/*/*/compare/**/*.json"))
    return Point(number, usage.cpu, data, usage.peak or 0)


def exponents(points: Sequence[tuple[int, float]]) -> list[float]:
    """The exponent between each two neighbouring points, at last that between the first and the last one."""
    steps = [*pairwise(points), (points[0], points[-1])] if len(points) > 1 else []
    return [math.log(now / was) / math.log(second / first) for (first, was), (second, now) in steps]


def lines(scenario: Scenario, points: Sequence[Point]) -> Iterator[str]:
    """A curve as lines of a table, each point on one, and its exponents."""
    yield scenario.title
    for point in points:
        data, memory = point.comparison / 1e6, point.memory / 1e6
        yield f"{point.number:8} {point.seconds:8.2f} CPU s {data:8.2f} MB comparison data {memory:6.0f} MB memory"
    steps = exponents([(point.number, point.seconds) for point in points])
    yield f"exponents: {', '.join(f'{step:.2f}' for step in steps)}"


def main() -> None:
    """Measure the scenarios that are asked for, all of them if none is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=", ".join(SCENARIOS))
    parser.add_argument("--points", type=int, nargs="+", help="other numbers than those of the scenario")
    parser.add_argument("--work", type=Path, help="where the sites are made; best a RAM disk")
    chosen = parser.parse_args()
    unknown = set(chosen.scenarios) - SCENARIOS.keys()
    if unknown:
        parser.error(f"no scenario {', '.join(sorted(unknown))}: {', '.join(SCENARIOS)}")
    for name in chosen.scenarios or SCENARIOS:
        points = []
        for number in chosen.points or SCENARIOS[name].points:
            with tempfile.TemporaryDirectory(dir=chosen.work) as folder:
                points.append(measure(SCENARIOS[name], number, Path(folder)))
        print("\n".join(lines(SCENARIOS[name], points)), flush=True)


if __name__ == "__main__":
    main()
