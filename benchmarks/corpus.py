"""A made-up site of any size: `python benchmarks/corpus.py FOLDER --size M`, or `--documents 1 --versions 50 --clauses 100`.

The same arguments give the same bytes. Each version changes words in a share of the clauses and moves one now and then, and
every clause refers to another and prints a value, so that every part of the program has its work to do.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

LANGUAGES = ("da", "en", "nl", "fr")
WORDS_EACH = 80
SETTINGS = """\
site_name: Benchmark
site_url: https://benchmark.example.com/
theme:
  name: material
plugins:
  - clausebook
"""


@dataclass(frozen=True)
class Size:
    """How large a site is; an edition is one version of one document in one language."""

    documents: int
    versions: int
    clauses: int = 100
    share: float = 0.04
    languages: tuple[str, ...] = LANGUAGES

    @property
    def editions(self) -> int:
        """The number of published texts, drafts apart."""
        return self.documents * len(self.languages) * self.versions


SIZES: Mapping[str, Size] = {"S": Size(3, 6), "M": Size(10, 10), "L": Size(10, 50)}


@dataclass(frozen=True)
class Row:
    """A clause: its section, its words as numbers, and the clause that it refers to."""

    id: str
    section: int
    words: tuple[int, ...]
    refers: str


@dataclass(frozen=True)
class State:
    """One version of a document: its name, its days, and its clauses in every language."""

    version: str
    announced: dt.date
    effective: dt.date
    rows: list[Row]

    @property
    def sections(self) -> list[tuple[int, list[Row]]]:
        """The sections in reading order, each with its clauses."""
        numbers = sorted({row.section for row in self.rows})
        return [(number, [row for row in self.rows if row.section == number]) for number in numbers]


def first_rows(chance: random.Random, clauses: int) -> list[Row]:
    """The clauses of a first version, ten to a section."""
    return [
        Row(f"clause-{index}", index // 10, words(chance, WORDS_EACH), f"clause-{chance.randrange(clauses)}")
        for index in range(clauses)
    ]


def words(chance: random.Random, number: int) -> tuple[int, ...]:
    """As often repeated as in a real text: few very often, many seldom."""
    return tuple(int(chance.paretovariate(0.6)) % 3_000 for _ in range(number))


def next_rows(chance: random.Random, rows: list[Row], share: float) -> list[Row]:
    """The next version: some words replaced in a share of the clauses; every tenth version moves a clause."""
    changed = set(chance.sample(range(len(rows)), max(1, round(len(rows) * share))))
    found = []
    for index, row in enumerate(rows):
        if index in changed:
            row = replace(row, words=tuple(chance.randrange(3_000) if chance.random() < 0.1 else w for w in row.words))
        found.append(row)
    if chance.random() < 0.1:
        place = chance.randrange(len(found) - 1)
        if found[place].section == found[place + 1].section:
            found[place], found[place + 1] = found[place + 1], found[place]
    return found


Edit = Callable[[random.Random, list[Row], float], list[Row]]
"""Makes the clauses of the next version from those of the last one; the number is the share of clauses to be changed."""


def states(number: int, size: Size, seed: int = 1, edit: Edit = next_rows) -> Iterator[State]:
    """The versions of a document, oldest first."""
    chance = random.Random(f"{seed} {number}")  # noqa: S311 -- repeatable texts, no secret
    rows = first_rows(chance, size.clauses)
    day = dt.date(2000, 1, 1)
    for version in range(1, size.versions + 1):
        announced = day if version == 1 else day - dt.timedelta(days=60)
        yield State(f"{version}.0", announced, day, rows)
        rows = edit(chance, rows, size.share)
        day += dt.timedelta(days=90)


def body(row: Row, language: str) -> str:
    """The words of a clause in a language, without its value and its reference."""
    return " ".join(f"{language}{word:x}" for word in row.words)


def text(state: State, language: str, title: str) -> str:
    """The YAML of one edition."""
    lines = [f"title: {title} {language}", "summary: |", f"  Version {state.version} {language}.", "clauses:"]
    for section, rows in state.sections:
        lines += [f"  - id: section-{section}", f"    title: {language} {section}", "    clauses:"]
        for row in rows:
            lines += [f"      - id: {row.id}", "        text: |"]
            lines += [f"          {body(row, language)} {{fee}}; {{clause:{row.refers}}}."]
    return "\n".join(lines) + "\n"


def write_corpus(root: Path, size: Size, seed: int = 1, edit: Edit = next_rows) -> None:
    """Write the site into `root`; `edit` makes each version from the one before."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    for number in range(size.documents):
        name = f"document-{number}"
        folders = {language: root / "terms" / language / name for language in size.languages}
        for folder in folders.values():
            folder.mkdir(parents=True, exist_ok=True)
        record = [
            "law: DK", f"authoritative: {size.languages[0]}", f"languages: [{', '.join(size.languages)}]",
            "timezone: Europe/Copenhagen", 'numbering: ["1", "1.1", "(a)"]', "notice: {days: 45, counting: full-days}",
            "values:", "  fee: {amount: 100, currency: DKK}", "versions:",
        ]  # fmt: skip
        for state in states(number, size, seed, edit):
            kind = "initial" if state.version == "1.0" else "amendment"
            record += [f'  - version: "{state.version}"', f"    kind: {kind}", f"    announced: {state.announced}"]
            record += [f"    effective: {state.effective}", "    values:", "      fee: {amount: 100, currency: DKK}"]
            for language, folder in folders.items():
                edition = text(state, language, f"Document {number}")
                (folder / f"{state.version}.yml").write_text(edition, encoding="utf-8")
                if state.version == f"{size.versions}.0":
                    (folder / "draft.yml").write_text(edition, encoding="utf-8")
        (root / "terms" / f"{name}.yml").write_text("\n".join(record) + "\n", encoding="utf-8")


def main() -> None:
    """Write the site that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", choices=SIZES, help="a named size, instead of the numbers that follow")
    parser.add_argument("--documents", type=int, default=1)
    parser.add_argument("--versions", type=int, default=50)
    parser.add_argument("--clauses", type=int, default=100)
    parser.add_argument("--share", type=float, default=0.04, help="share of the clauses that each version changes")
    chosen = parser.parse_args()
    size = Size(chosen.documents, chosen.versions, chosen.clauses, chosen.share)
    write_corpus(chosen.folder, SIZES.get(chosen.size, size))


if __name__ == "__main__":
    main()
