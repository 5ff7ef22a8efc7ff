"""A made-up site of any size: `python benchmarks/corpus.py FOLDER --documents 1 --versions 50 --clauses 100`.

The same arguments give the same bytes. Each version changes words in a share of the clauses, moves, adds or removes one now
and then, and refers to clauses and values, so that every part of the program has its work to do.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
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
class Row:
    """A clause: its section, its words as numbers, and the clause that it refers to."""

    id: str
    section: int
    words: tuple[int, ...]
    refers: str


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


def text(rows: list[Row], language: str, title: str, version: str) -> str:
    """The YAML of one edition."""
    lines = [f"title: {title} {language}", "summary: |", f"  Version {version} {language}.", "clauses:"]
    for section in sorted({row.section for row in rows}):
        lines += [f"  - id: section-{section}", f"    title: {language} {section}", "    clauses:"]
        for row in rows:
            if row.section == section:
                body = " ".join(f"{language}{word:x}" for word in row.words)
                lines += [f"      - id: {row.id}", "        text: |"]
                lines += [f"          {body} {{fee}}; {{clause:{row.refers}}}."]
    return "\n".join(lines) + "\n"


def write_corpus(root: Path, documents: int, versions: int, clauses: int, share: float, seed: int = 1) -> None:
    """Write the site into `root`."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    for number in range(documents):
        chance = random.Random(f"{seed} {number}")  # noqa: S311
        name = f"document-{number}"
        folders = {language: root / "terms" / language / name for language in LANGUAGES}
        for folder in folders.values():
            folder.mkdir(parents=True, exist_ok=True)
        record = [
            "law: DK", "authoritative: da", f"languages: [{', '.join(LANGUAGES)}]", "timezone: Europe/Copenhagen",
            'numbering: ["1", "1.1", "(a)"]', "notice: {days: 45, counting: full-days}",
            "values:", "  fee: {amount: 100, currency: DKK}", "versions:",
        ]  # fmt: skip
        rows = first_rows(chance, clauses)
        day = dt.date(2000, 1, 1)
        for version in range(1, versions + 1):
            announced = day if version == 1 else day - dt.timedelta(days=60)
            kind = "initial" if version == 1 else "amendment"
            record += [f'  - version: "{version}.0"', f"    kind: {kind}", f"    announced: {announced}"]
            record += [f"    effective: {day}", "    values:", "      fee: {amount: 100, currency: DKK}"]
            for language, folder in folders.items():
                edition = text(rows, language, f"Document {number}", f"{version}.0")
                (folder / f"{version}.0.yml").write_text(edition, encoding="utf-8")
                if version == versions:
                    (folder / "draft.yml").write_text(edition, encoding="utf-8")
            rows = next_rows(chance, rows, share)
            day += dt.timedelta(days=90)
        (root / "terms" / f"{name}.yml").write_text("\n".join(record) + "\n", encoding="utf-8")


def main() -> None:
    """Write the site that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=1)
    parser.add_argument("--versions", type=int, default=50)
    parser.add_argument("--clauses", type=int, default=100)
    parser.add_argument("--share", type=float, default=0.04, help="share of the clauses that each version changes")
    chosen = parser.parse_args()
    write_corpus(chosen.folder, chosen.documents, chosen.versions, chosen.clauses, chosen.share)


if __name__ == "__main__":
    main()
