"""The example's terms: every provision in every language, and histories that show every kind of change."""

import re
from pathlib import Path

import pytest

from clausebook.compare import ChangeKind, compare_snapshots
from clausebook.model.document import Book, VersionKind
from clausebook.model.prose import PlaceholderKind
from clausebook.model.reading import read_book
from clausebook.model.values import format_value
from clausebook.names import VersionNumber
from clausebook.problems import Problems
from tests.site.facts import CHANGED, ROWS, SENSE, VALUES

ROOT = Path(__file__).parents[2]
LANGUAGES = ("nl", "fr", "en", "da")


@pytest.fixture(scope="module")
def book() -> Book:
    problems = Problems()
    book = read_book(ROOT, problems)
    assert list(problems) == []
    assert book
    return book


@pytest.mark.parametrize("document", ROWS)
def test_every_row_is_in_every_version_and_language(book: Book, document: str) -> None:
    versions = book.documents[document].versions
    assert {language for version in versions for language in version.editions} == set(LANGUAGES)
    for version in versions:
        for row, clauses in ROWS[document].items():
            since, later = CHANGED.get((document, row), ("99.0", ""))
            wanted = later if version.number >= VersionNumber.parse(since) else clauses
            for edition in version.editions.values():
                for clause in wanted.split():
                    assert edition.by_id[clause].text.strip(), f"{row} in {edition.path}"


@pytest.mark.parametrize(("document", "clause"), SENSE)
def test_each_text_says_what_the_sense_hangs_on(book: Book, document: str, clause: str) -> None:
    words = dict(zip(LANGUAGES, SENSE[document, clause], strict=True))
    found = [
        (language, edition.by_id[clause].text)
        for version in book.documents[document].versions
        for language, edition in version.editions.items()
        if clause in edition.by_id
    ]
    assert found
    for language, text in found:
        assert words[language] in " ".join(text.split()), language


@pytest.mark.parametrize("document", VALUES)
def test_first_versions_print_the_facts(book: Book, document: str) -> None:
    first = book.documents[document].versions[0]
    used = {
        placeholder.name
        for clause in first.editions["en"].walk()
        for placeholder in clause.prose.placeholders()
        if placeholder.kind is PlaceholderKind.VALUE
    }
    for name, printed in VALUES[document].items():
        assert format_value(first.values[name], "en") == printed
        assert name in used
    assert used == first.values.keys(), "every value is printed somewhere"


def test_first_version_has_the_sections_of_the_source(book: Book) -> None:
    sections = book.documents["subscription"].versions[0].editions["da"].clauses
    assert len(sections) == 22
    assert [clause.number for clause in sections] == [str(number) for number in range(1, 23)]


def test_subscription_history_shows_every_kind_of_change(book: Book) -> None:
    document = book.documents["subscription"]
    seen: set[ChangeKind] = set()
    for old, new in zip(document.versions, document.versions[1:], strict=False):
        for change in compare_snapshots(old, new, document.authoritative).changes:
            seen |= set(change.kinds)
    of_form = {
        ChangeKind.LINK,
        ChangeKind.EMPHASIS,
        ChangeKind.SPACING,
        ChangeKind.CAPITALS,
        ChangeKind.PUNCTUATION,
    }
    elsewhere = {ChangeKind.REPEALED, ChangeKind.REINSTATED}  # the consulting terms repeal a clause
    assert seen | of_form | elsewhere == set(ChangeKind)


def test_announced_version_and_its_notice(book: Book) -> None:
    document = book.documents["subscription"]
    last = document.versions[-1]
    assert (str(last.announced), str(last.effective)) == ("2026-11-16", "2027-01-15")
    for version in document.versions:
        if version.kind is VersionKind.AMENDMENT:
            assert version.effective >= document.notice.standard.earliest(version.announced), version.name


def test_correction_touches_one_language_only(book: Book) -> None:
    document = book.documents["subscription"]
    version = document.version("3.1")
    assert version
    assert version.kind is VersionKind.CORRECTION
    old = document.predecessor(version)
    assert old
    (change,) = compare_snapshots(old, version, document.authoritative).changes
    assert (change.id, change.kinds, change.languages) == ("transfer", (ChangeKind.TRANSLATION,), frozenset({"nl"}))


@pytest.mark.parametrize("document", ROWS)
def test_every_version_has_a_summary_and_notes_agree(book: Book, document: str) -> None:
    for version in book.documents[document].versions:
        notes = {
            language: {clause.id for clause in edition.walk() if clause.note}
            for language, edition in version.editions.items()
        }
        if version.kind is not VersionKind.CORRECTION:
            assert len(set(map(frozenset, notes.values()))) == 1, notes
        assert all(len(edition.summary.split()) >= 15 for edition in version.editions.values())


TYPED = re.compile(
    r"\b(?:sections?|artikel(?:en)?|articles?|punkt|afsnit) \d"
    r"|\b(?:preceding|foregoing|voorgaande|précédente?|foregående)\b"
    r"|\bsection on |\bartikel over |\barticle (?:relatif|sur) |\bafsnittet om "
)


@pytest.mark.parametrize("document", ROWS)
def test_no_text_names_another_clause_by_a_typed_number_or_by_its_place(book: Book, document: str) -> None:
    for version in book.documents[document].versions:
        for edition in version.editions.values():
            for clause in edition.walk():
                assert not TYPED.search(clause.text), f"{clause.id} in {edition.path}"


@pytest.mark.parametrize("document", ROWS)
def test_draft_is_the_last_version(document: str) -> None:
    for language in LANGUAGES:
        folder = ROOT / "terms" / language / document
        last = max((path for path in folder.glob("[0-9]*.yml")), key=lambda path: VersionNumber.parse(path.stem))
        assert (folder / "draft.yml").read_bytes() == last.read_bytes()
