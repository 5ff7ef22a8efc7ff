"""How long comparing takes: `python benchmarks/compare.py`. Each figure is the best of several runs, without parsing."""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from clausebook.compare import compare_snapshots, differ, likeness, redline, tokens
from clausebook.model.document import Clause, Edition, Snapshot
from clausebook.model.prose import MAX_TEXT_BYTES, parse_prose
from clausebook.model.wording import Wording
from clausebook.names import VersionNumber

CLAUSES = 100
WORDS_EACH = 80
CHANGED = 0.04


def words(chance: random.Random, number: int) -> list[str]:
    """Words as often repeated as in a real text: few very often, many seldom."""
    return [f"w{int(chance.paretovariate(0.6)) % 3_000}" for _ in range(number)]


def snapshot(texts: list[str], prefix: str) -> Snapshot:
    """A state with one clause for each text; `prefix` begins their ids."""
    clauses = tuple(
        Clause(f"{prefix}{index}", str(index + 1), str(index + 1), "", text, "", (), {}, ())
        for index, text in enumerate(texts)
    )
    edition = Edition("en", "Terms", "", clauses, "benchmark.yml")
    return Snapshot("terms", VersionNumber((1, 0)), {}, {"en": edition})


def editions(chance: random.Random, prefix: str = "c") -> tuple[Snapshot, Snapshot]:
    """An edition of 8,000 words, and the same with some of its words replaced."""
    old = [words(chance, WORDS_EACH) for _ in range(CLAUSES)]
    new = [[f"new{chance.randrange(999)}" if chance.random() < CHANGED else word for word in text] for text in old]
    return snapshot([" ".join(text) for text in old], prefix), snapshot([" ".join(text) for text in new], prefix)


def compare_all(old: Snapshot, new: Snapshot) -> None:
    """The list of changes, and the redline of each."""
    before, after = old.editions["en"], new.editions["en"]
    for change in compare_snapshots(old, new, "en").substantive:
        redline(
            before.by_id.get(change.old_id or ""),
            after.by_id.get(change.new_id or ""),
            Wording(old, "en"),
            Wording(new, "en"),
        )


def full(unit: str) -> str:
    """As much of a repeated text as a clause may hold."""
    return (unit * (MAX_TEXT_BYTES // len(unit.encode())))[:MAX_TEXT_BYTES].strip()


def largest(chance: random.Random) -> dict[str, tuple[str, str]]:
    """Pairs of clause texts of 64 KiB, each bad in its own way."""
    prose = " ".join(words(chance, 40_000))[:MAX_TEXT_BYTES].strip()
    other = " ".join(words(chance, 40_000))[:MAX_TEXT_BYTES].strip()
    shuffled = prose.split()
    chance.shuffle(shuffled)
    return {
        "unrelated words": (prose, other),
        "shuffled words": (prose, " ".join(shuffled)),
        "two words in turn": (full("a b "), full("b a a ")),
        "commas": (full("a,"), full(",a,,")),
        "emphasis": (full("*a* b "), full("b *a* a ")),
        "items": (full("- a b\n"), full("- b c\n")),
        "paragraphs": (full("a b c\n\n"), full("a c d\n\n")),
        "rows": ("|a|b|\n|-|-|\n" + full("|x|y|\n")[:-20], "|a|b|\n|-|-|\n" + full("|y|z|\n")[:-20]),
        "one wide row": ("|" + "a|" * 16_000 + "\n|" + "-|" * 16_000, "|" + "b|" * 16_000 + "\n|" + "-|" * 16_000),
    }


def seconds(work: Callable[[], object], times: int) -> float:
    """The least time that `work` took, with nothing remembered from before."""
    taken = []
    for _ in range(times):
        for remembered in (
            sys.modules["clausebook.compare.redline"].compare_bodies,
            tokens._passage,
            differ._judged,
            differ._digest_of,
            differ._letters,
            likeness._printed_words,
        ):
            remembered.cache_clear()
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def main() -> None:
    """Print every figure."""
    chance = random.Random(3)  # noqa: S311 -- repeatable texts, no secret
    old, new = editions(chance)
    unrelated, _ = editions(chance)
    renamed, _ = editions(chance, "other")
    for state in (old, new, unrelated, renamed):
        for clause in state.editions["en"].walk():
            parse_prose(clause.text)
    print("two editions of 8,000 words:")
    print(f"  4 % of the words changed:          {1000 * seconds(lambda: compare_all(old, new), 5):7.0f} ms")
    print(f"  unrelated, with the same ids:      {1000 * seconds(lambda: compare_all(old, unrelated), 5):7.0f} ms")
    print(f"  unrelated, with other ids:         {1000 * seconds(lambda: compare_all(old, renamed), 5):7.0f} ms")
    print("one clause of 64 KiB with another:")
    for name, texts in largest(chance).items():
        before, after = (snapshot([text], "c") for text in texts)
        for text in texts:
            parse_prose(text)
        print(f"  {name + ':':34} {seconds(lambda b=before, a=after: compare_all(b, a), 1):7.2f} s")  # type: ignore[misc]
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
