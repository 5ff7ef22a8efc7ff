"""What was measured: every run on its own, kept in a JSON file, and the figures that are read from it."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.corpus import Size

FORMAT = 1
DONE = "done"
TOO_LONG = "too long"


@dataclass(frozen=True)
class Run:
    """One run of a program: what it took and what it left."""

    program: str
    size: str
    scenario: str
    outcome: str
    wall: float
    cpu: float
    peak: int | None = None
    pages: int = 0
    files: int = 0
    bytes: int = 0
    steps: int = 0
    steps_planned: int = 0

    @property
    def key(self) -> tuple[str, str, str]:
        """What it was a run of."""
        return self.program, self.size, self.scenario


@dataclass(frozen=True)
class Figure:
    """The medians of the runs of one thing; `outcome` is that of the worst run."""

    outcome: str
    wall: float
    cpu: float
    peak: int | None
    pages: int
    files: int
    bytes: int
    runs: int
    steps: int
    steps_planned: int


@dataclass
class Results:
    """All that is known: the machine, the versions of the programs (empty: not installed), the sizes, and the runs."""

    machine: dict[str, str] = field(default_factory=dict)
    programs: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, Size] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)

    @classmethod
    def load(cls, path: Path) -> Results:
        """Read a file of results; nothing is known where there is none."""
        if not path.exists():
            return cls()
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise SystemExit(f"{path}: format {data['format']} is not {FORMAT}")
        sizes = {name: Size(**{**size, "languages": tuple(size["languages"])}) for name, size in data["sizes"].items()}
        return cls(data["machine"], data["programs"], sizes, [Run(**run) for run in data["runs"]])

    def save(self, path: Path) -> None:
        """Write the file, a line for each run."""
        head: dict[str, Any] = {"format": FORMAT, "machine": self.machine, "programs": self.programs}
        head["sizes"] = {name: asdict(size) for name, size in self.sizes.items()}
        rows = ",\n  ".join(json.dumps(asdict(run)) for run in sorted(self.runs, key=lambda run: run.key))
        text = json.dumps(head, indent=1, ensure_ascii=False).removesuffix("\n}")
        path.write_text(f'{text},\n "runs": [\n  {rows}\n ]\n}}\n', encoding="utf-8")

    def replace(self, program: str, size: str, scenarios: Sequence[str], runs: Sequence[Run]) -> None:
        """Put runs in the place of all earlier ones of a program and a size in some scenarios."""
        gone = {(program, size, scenario) for scenario in scenarios}
        self.runs = [run for run in self.runs if run.key not in gone] + list(runs)

    def figure(self, program: str, size: str, scenario: str = "cold") -> Figure | None:
        """The medians, or None where nothing was measured."""
        runs = [run for run in self.runs if run.key == (program, size, scenario)]
        if not runs:
            return None
        bad = [run for run in runs if run.outcome != DONE]
        counted = bad or runs
        peaks = [run.peak for run in counted if run.peak is not None]
        last = counted[-1]
        return Figure(
            last.outcome,
            statistics.median(run.wall for run in counted),
            statistics.median(run.cpu for run in counted),
            round(statistics.median(peaks)) if peaks else None,
            last.pages,
            last.files,
            last.bytes,
            len(runs),
            last.steps,
            last.steps_planned,
        )

    def done(self, program: str, size: str, scenario: str = "cold") -> Figure | None:
        """The medians, if every run came to its end."""
        figure = self.figure(program, size, scenario)
        return figure if figure and figure.outcome == DONE else None
