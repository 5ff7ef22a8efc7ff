"""The example's terms, printed as files with typed numbers in four languages and imported: the same clauses, and no reference that is wrong."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from clausebook.importing.loading import load_bytes
from clausebook.importing.requests import ReadingWish
from clausebook.importing.understanding import Memory, Wish, understand
from clausebook.model.document import Clause
from clausebook.model.prose import PlaceholderKind, placeholders_in
from clausebook.model.reading import read_book
from clausebook.model.values import Amount, Date, Percentage, Quantity
from clausebook.model.wording import LooseWording, outside
from clausebook.problems import Problems

ROOT = Path(__file__).parents[2]


def _printed(clauses: Sequence[Clause], wording: LooseWording, depth: int = 2) -> str:
    """Clauses as Markdown, numbers and all that placeholders stand for typed."""
    lines = []
    for clause in clauses:
        text = clause.text.strip("\n")
        for placeholder in dict.fromkeys(placeholders_in(text)):
            text = text.replace(str(placeholder), wording.words(placeholder))
        lines += (
            [f"{'#' * min(depth, 6)} {clause.label} {clause.title}", text]
            if clause.title
            else [f"{clause.label} {text}"]
        )
        lines.append(_printed(clause.clauses, wording, depth + 1))
    return "\n\n".join(lines)


def test_the_example_comes_back_as_it_was() -> None:
    book = read_book(ROOT, Problems())
    assert book is not None
    days = {name: dt.date(2026, 1, 1) for name in book.documents}
    counts: Counter[str] = Counter()
    for name in ("subscription", "acceptable-use"):
        draft = book.documents[name].draft
        sources = []
        for language, edition in draft.editions.items():
            wording = LooseWording(draft, language, outside(book, language, days, drafts=True))
            made = f"# {edition.title}\n\n{_printed(edition.clauses, wording)}\n"
            sources.append((language, load_bytes(made.encode(), ".md", f"{name}.{language}.md", ReadingWish())))
        understood, _ = understand(sources, Wish("en", values=True), Memory())
        assert understood.lost == {}
        ids: dict[str, str] = {}
        for text in understood.texts:
            true = draft.editions[text.language].by_id
            by_number = {clause.number: clause for clause in text.walk()}
            assert list(by_number) == [clause.number for clause in true.values()]
            for key, clause in true.items():
                assert ids.setdefault(key, by_number[clause.number].id) == by_number[clause.number].id
        names = {made: key for key, made in ids.items()}
        for text in understood.texts:
            true = draft.editions[text.language].by_id
            for made_clause in text.walk():
                original = true[names[made_clause.id]]
                assert made_clause.title == original.title
                wanted = Counter(
                    each.name
                    for each in placeholders_in(original.text)
                    if each.kind is PlaceholderKind.CLAUSE and not each.document
                )
                found = Counter(
                    names[each.name]
                    for each in placeholders_in(made_clause.text)
                    if each.kind is PlaceholderKind.CLAUSE
                )
                assert not found - wanted, f"{text.language} {made_clause.number} refers wrongly"
                counts["references"] += wanted.total()
                counts["resolved"] += found.total()
                values = [
                    draft.values[each.name]
                    for each in placeholders_in(original.text)
                    if each.kind is PlaceholderKind.VALUE
                ]
                counts["figures"] += sum(isinstance(value, Amount | Date | Percentage | Quantity) for value in values)
                counts["values"] += sum(
                    each.kind is PlaceholderKind.VALUE for each in placeholders_in(made_clause.text)
                )
    assert counts["references"] > 100
    assert counts["resolved"] >= 0.95 * counts["references"]
    assert counts["values"] >= 0.95 * counts["figures"]
