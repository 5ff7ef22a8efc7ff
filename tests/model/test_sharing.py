"""What versions share is checked once, and yet each mistake is told at each of its places: with and without sharing the same is found."""

import random
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path

import pytest

from benchmarks.corpus import Size, write_corpus
from clausebook.model import rules
from clausebook.model.document import Book, Clause, Edition
from clausebook.model.editions import SharedClauses
from clausebook.model.reading import read_book
from clausebook.model.validation_cache import ValidationCache
from clausebook.problems import Problems
from clausebook.source import exact
from clausebook.source.fast.simple import Unsure


class Forgetful(ValidationCache):
    """Looks at everything each time, as if no two versions had anything in common."""

    def once(self, key: Hashable, look: Callable[[Problems], None], problems: Problems) -> None:
        look(problems)

    def is_known(self, key: Hashable) -> bool:
        return False

    def frame(self, edition: Edition) -> int:
        return id(edition)

    def each(
        self, key: Hashable, columns: Sequence[tuple[Clause, ...]], look: Callable[..., None], problems: Problems
    ) -> bool:
        for clauses in zip(*columns, strict=True):
            look(*clauses, problems)
            self.each(key, [clause.clauses for clause in clauses], look, problems)
        return False


def read(root: Path) -> tuple[Book | None, str]:
    problems = Problems()
    book = read_book(root, problems)
    return book, "".join(f"{problem}\n" for problem in problems)


# Each changes one line of a clause, given as its lines, its margin and a source of chance.
FAULTS: list[Callable[[list[str], str], None]] = [
    lambda clause, margin: clause.insert(1, f"{margin}was: [clause-1, gone]"),
    lambda clause, margin: clause.insert(1, f"{margin}defines: {{buyer: Buyer}}"),
    lambda clause, margin: clause.insert(1, f"{margin}title: Only here"),
    lambda clause, margin: clause.insert(1, f"{margin}title: 1.0"),
    lambda clause, margin: clause.insert(1, f"{margin}extra: key"),
    lambda clause, margin: clause.insert(1, f"{margin}note: See {{document:nowhere}} and {{term:buyer}}."),
    lambda clause, margin: clause.insert(1, f"{margin}note: &x text"),
    lambda clause, margin: clause.insert(1, "# a comment"),
    lambda clause, margin: clause.insert(1, f"{margin} odd: indentation"),
    lambda clause, margin: clause.insert(1, f"{margin}number: 3A"),
    lambda clause, margin: clause.insert(1, f"{margin}number: 9.9"),
    lambda clause, margin: clause.insert(1, f"{margin}repealed: true"),
    lambda clause, margin: clause.insert(1, f"{margin}in-short: See {{clause:nowhere}}."),
    lambda clause, margin: clause.append(
        f"{margin}sorted: true\n{margin}clauses:\n{margin}  - id: b\n{margin}    title: B\n{margin}  - id: a\n{margin}    title: A"
    ),
    lambda clause, margin: clause.append(f"{margin}  # Heading"),
    lambda clause, margin: clause.append(f"{margin}  {{clause:nowhere}} <b> {{"),
    lambda clause, margin: clause.append(f"{margin}  hidden\u200b"),
    lambda clause, margin: clause.append(f"{margin}clauses:\n{margin}  - id: clause-1\n{margin}    text: Again."),
    lambda clause, margin: clause.__setitem__(-1, clause[-1].replace("{fee}", "free")),
    lambda clause, margin: clause.__setitem__(-2, clause[-2].replace("|", ">")),
    lambda clause, margin: clause.__setitem__(0, clause[0].replace("clause-", "other-")),
    lambda clause, margin: clause.extend(list(clause)),
    lambda clause, margin: clause.__delitem__(slice(1, None)),
    lambda clause, margin: clause.clear(),
]


def spoil(root: Path, chance: random.Random) -> None:
    """One to three faults, each in one file, in all versions of a language, or everywhere."""
    files = sorted(root.glob("terms/*/*/*.yml"))
    for _ in range(chance.choice([1, 1, 2, 3])):
        fault, number, file = chance.choice(FAULTS), chance.randrange(12), chance.choice(files)
        chosen = chance.choice([[file], [other for other in files if other.parent == file.parent], files])
        for path in chosen:
            head, *clauses = path.read_text(encoding="utf-8").split("      - id: clause-")
            lines = [f"      - id: clause-{clause}".removesuffix("\n").split("\n") for clause in clauses]
            fault(lines[number % len(lines)], " " * 8)
            path.write_text(head + "".join(f"{line}\n" for clause in lines for line in clause), encoding="utf-8")


def unsure(text: str, path: str) -> None:
    raise Unsure


@pytest.mark.parametrize("seed", range(24))
def test_the_same_is_found_without_sharing(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_corpus(tmp_path, Size(2, 4, 12, 0.1), seed)
    if seed:
        spoil(tmp_path, random.Random(seed))
    book, found = read(tmp_path)
    monkeypatch.setattr(rules, "ValidationCache", Forgetful)
    monkeypatch.setattr(SharedClauses, "read", lambda self, text, language: None)
    monkeypatch.setattr("clausebook.source.read_simple", unsure)
    assert read(tmp_path) == (book, found)
    assert seed or not found


def test_versions_share_their_clauses(tmp_path: Path) -> None:
    write_corpus(tmp_path, Size(1, 4, 20, 0.1))
    book, _ = read(tmp_path)
    assert book
    versions = book.documents["document-0"].versions
    editions = [version.editions["en"] for version in versions]
    assert len({id(clause) for edition in editions for clause in edition.walk()}) < 40
    sections = [edition.clauses[0] for edition in editions]
    assert all((one is other) == (one == other) for one in sections for other in sections)


def test_an_archive_is_read_without_the_exact_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_corpus(tmp_path, Size(1, 3, 20, 0.1))
    monkeypatch.setattr(exact, "YAML", None)
    assert read(tmp_path)[1] == ""


def test_a_file_that_changed_since_has_no_places(tmp_path: Path) -> None:
    write_corpus(tmp_path, Size(1, 2, 10, 0.1))
    book, _ = read(tmp_path)
    assert book
    edition = book.documents["document-0"].draft.editions["en"]
    (tmp_path / edition.path).write_text("title: another\n", encoding="utf-8")
    assert str(edition.node(edition.clauses[0]).place) == f"{edition.path}:1:1"
