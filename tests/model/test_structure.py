"""What legislation and contracts need of structure: clauses that are repealed, numbered between others, sorted by the alphabet, said in
short; texts that are equally authentic, and courtesy translations."""

from itertools import pairwise
from pathlib import Path

import pytest

from clausebook.compare import ChangeKind, compare_snapshots
from clausebook.compare.aspects import Severity
from clausebook.model.collation import collation_key
from clausebook.model.document import Document, Snapshot
from clausebook.model.numbering import Level, OutOfOrder, Siblings
from clausebook.model.plaintext import head_lines, plain_text
from clausebook.model.reading import read_book
from clausebook.model.wording import Wording
from clausebook.problems import Problems
from tests.structured import structured_site


def document_of(root: Path) -> Document:
    problems = Problems()
    book = read_book(structured_site(root), problems)
    assert [str(problem) for problem in problems] == []
    assert book
    return book.documents["basic"]


def numbers(snapshot: Snapshot, language: str) -> dict[str, str]:
    return {clause.id: clause.number for clause in snapshot.editions[language].walk()}


def test_inserted_numbers_leave_the_others_as_they_are(tmp_path: Path) -> None:
    draft = document_of(tmp_path).draft
    assert numbers(draft, "da") == {
        "definitions": "1", "customer": "1.1", "order": "1.2", "address": "1.3",
        "payment": "2", "late": "2A", "appeal": "2B", "changes": "9",
    }  # fmt: skip
    assert numbers(draft, "en") == {
        "definitions": "1", "address": "1.1", "customer": "1.2", "order": "1.3",
        "payment": "2", "late": "2A", "appeal": "2B", "changes": "9",
    }  # fmt: skip


def test_the_plain_text_follows_the_order_of_each_language(tmp_path: Path) -> None:
    document = document_of(tmp_path)
    texts = {
        language: plain_text(Wording(document.draft, language), {}).partition("-" * 40)[2] for language in ("da", "en")
    }
    assert texts["en"] == (
        "\n\n1 Definitions\n\n1.1 Address: where an invoice goes.\n\n1.2 Customer: who makes an order (1.3).\n\n1.3 Order: see 2A.\n\n"
        "2 Payment\n\n(repealed)\n\n2A The interest is 2%.\n\n2B (repealed)\n\n9 Changes\n\nChanges are announced.\n"
    )
    assert "1.1 Kunde: den, der afgiver en bestilling (1.2).\n\n1.2 Ordre: se 2A.\n\n1.3 Ådresse" in texts["da"]
    assert "2 Betaling\n\n(ophævet)\n\n" in texts["da"]
    assert "short" not in texts["en"]


def test_places_are_those_of_the_file(tmp_path: Path) -> None:
    edition = document_of(tmp_path).draft.editions["en"]
    lines = (tmp_path / edition.path).read_text(encoding="utf-8").splitlines()
    for clause in edition.walk():
        assert lines[edition.key_place(clause, "id").line - 1].strip() == f"- id: {clause.id}"


def test_repealing_is_a_change_of_substance_in_both_directions(tmp_path: Path) -> None:
    document = document_of(tmp_path)
    old, new = document.versions[0], document.draft
    forwards = compare_snapshots(old, new, "da", equals={"en"})
    assert {change.id: change.kinds for change in forwards.substantive} == {
        "order": (ChangeKind.REWORDED,), "payment": (ChangeKind.REPEALED,), "late": (ChangeKind.ADDED,), "appeal": (ChangeKind.ADDED,),
        "changes": (ChangeKind.REWORDED,),
    }  # fmt: skip
    assert forwards.change_of("payment").severity is Severity.SUBSTANCE  # type: ignore[union-attr]
    # Only the English text changed, which prevails as well as the Danish one.
    assert forwards.change_of("changes").languages == {"en"}  # type: ignore[union-attr]
    translated = compare_snapshots(old, new, "da")
    assert translated.change_of("changes").kinds == (ChangeKind.TRANSLATION,)  # type: ignore[union-attr]
    back = compare_snapshots(new, old, "da").change_of("payment")
    assert back
    assert (back.kinds, back.severity) == ((ChangeKind.REINSTATED,), Severity.SUBSTANCE)


def test_heads_tell_which_texts_bind(tmp_path: Path) -> None:
    document = document_of(tmp_path)
    version = document.versions[0]
    told = {language: head_lines(document, version, language)["prevails"] for language in version.editions}
    assert told == {
        "da": "Teksterne på dansk og på engelsk har samme gyldighed og har forrang for oversættelserne.",
        "en": "The texts in Danish and in English are equally authentic and prevail over the translations.",
        "fr": "Traduction de courtoisie, sans valeur contractuelle\u202f; seuls les textes en danois et en anglais font foi.",
    }
    assert [document.binds(language, version) for language in ("da", "en", "fr")] == [True, True, False]
    assert [document.prevails(language, version) for language in ("da", "en", "fr")] == [True, True, False]


@pytest.mark.parametrize(
    ("pattern", "rising"),
    [
        ("1", "5 5A 5AA 5B 6"),
        ("1", "5 5-1 5-2 6"),
        ("1.1", "1 1a 1a-1 1b 12"),
        ("(a)", "a aa ab b b1 b2 c"),
        ("(A)", "A AA B"),
        ("(i)", "i ia ii iv iva v ix"),
        ("I", "I IA IV V"),
    ],
)
def test_numbers_rise(pattern: str, rising: str) -> None:
    level = Level.parse(pattern)
    written = rising.split()
    siblings = Siblings(level)
    assert [siblings.next(number) for number in written] == written
    for lower, higher in pairwise(written):
        backwards = Siblings(level)
        backwards.next(higher)
        with pytest.raises(OutOfOrder):
            backwards.next(lower)


def test_latin_numerals_are_in_their_own_order() -> None:
    siblings = Siblings(Level.parse("1"))
    for number in ("5", "5 bis", "5 ter", "5 quater", "5 quinquies", "5 sexies", "5 septies", "5 octies"):
        assert siblings.next(number) == number
    assert siblings.next() == "6"


@pytest.mark.parametrize("style", ["1", "a", "A", "i", "I"])
def test_counters_are_read_as_they_are_written(style: str) -> None:
    level = Level.parse(style)
    for position in range(1, 27 if style in "aA" else 400):
        assert level.rank(level.count(position)) == (position, ())


@pytest.mark.parametrize("written", ["", "A5", "5.1", "5A.", "05", "5_1", "(5)", "5 deca", "V"])
def test_what_is_no_number(written: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        Level.parse("1").rank(written)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("da", "ABE;abe;aften;bord;Citat;data deletion;database;zebra;Ægte;Äpfel;ødelagt;Öl;åben;Aabenraa"),
        ("fr", "cote;Cote;coté;côte;côté;œuf;oeuvre;zéro"),
        ("nl", "10e klant;2e klant;één;eend;ijs;Îles;jaar"),
        ("en", "1st;co-op;coop;data deletion;database;naive;naïve"),
    ],
)
def test_the_alphabet_of_each_language(language: str, expected: str) -> None:
    words = expected.split(";")
    assert sorted(sorted(words), key=lambda each: collation_key(each, language)) == words
