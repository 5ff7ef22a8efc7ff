"""Warnings: nothing wrong is told of honest texts, and what was slipped into them is found at its place."""

import random
import re
import shutil
from pathlib import Path

import pytest

from clausebook.model.document import Book, Document
from clausebook.model.reading import read_book
from clausebook.model.values import Text, format_value
from clausebook.model.warnings import find_warnings
from clausebook.model.warnings.figures import figures_in, numbers_spelt
from clausebook.model.warnings.left_over import is_untranslated, other_language
from clausebook.model.warnings.leftovers import leftovers
from clausebook.model.warnings.scripts import mixed_words
from clausebook.model.warnings.shapes import difference
from clausebook.problems import Problem, Problems, Severity
from tests.hostile_yaml import SEED

ROOT = Path(__file__).parents[2]


def book_of(root: Path) -> Book:
    problems = Problems()
    book = read_book(root, problems)
    assert book and not list(problems)
    return book


@pytest.fixture(scope="module")
def example() -> Book:
    return book_of(ROOT)


def test_nothing_is_said_of_the_example(example: Book) -> None:
    """All 64 texts in four languages, published ones too."""
    assert [
        str(problem) for document in example.documents.values() for problem in find_warnings(document, published=True)
    ] == []


@pytest.fixture(scope="module")
def typed(example: Book, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with every value typed into the texts, as each language prints it."""
    root = tmp_path_factory.mktemp("typed")
    shutil.copytree(ROOT / "terms", root / "terms")
    for document in example.documents.values():
        record = root / "terms" / f"{document.id}.yml"  # a rule is held against a value, and there is none any more
        head, versions, entries = record.read_text(encoding="utf-8").partition("\nversions:")
        head = re.sub(r"^  clause: .*\n|, clause: [a-z-]+", "", head, flags=re.MULTILINE)
        record.write_text(head + versions + entries, encoding="utf-8")
        for language, edition in document.draft.editions.items():
            path = root / edition.path
            text = path.read_text(encoding="utf-8")
            path.write_text(_with_values(text, document, language), encoding="utf-8")
    return root


def _with_values(text: str, document: Document, language: str) -> str:
    def printed(match: re.Match[str]) -> str:
        value = document.draft.values.get(match[1])
        return match[0] if value is None or isinstance(value, Text) else format_value(value, language)

    return re.sub(r"\{([a-z0-9-]+)\}", printed, text)


def warnings_of(root: Path) -> list[Problem]:
    """Those of the drafts, apart from what did not follow: every typed text differs from the last version."""
    found = [problem for document in book_of(root).documents.values() for problem in document.warnings]
    assert all(problem.severity is Severity.WARNING for problem in found)
    return [problem for problem in found if problem.code not in {"stale", "in-short-old"}]


def test_typed_values_agree_in_all_languages(typed: Path) -> None:
    """Amounts, dates, times, percentages and counts, each as its language writes it."""
    assert [str(problem) for problem in warnings_of(typed)] == []


NAME = "subscription"
LANGUAGES = ("da", "en", "fr", "nl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_figure_changed_in_one_language(typed: Path, language: str) -> None:
    path = typed / "terms" / language / NAME / "draft.yml"
    text = path.read_text(encoding="utf-8")
    body = text.index("clauses:")
    figures = [found for found in re.finditer(r"(?<=[ ])[0-9]+(?=[ ,.\u00a0])", text) if found.start() > body]
    for found in random.Random(SEED).sample(figures, 2):
        path.write_text(f"{text[: found.start()]}{int(found[0]) + 1}{text[found.end() :]}", encoding="utf-8")
        line = text.count("\n", 0, found.start()) + 1
        told = warnings_of(typed)
        assert {problem.code for problem in told} == {"figures-differ"}
        if language == "da":  # the authoritative text: each translation differs from it, at its own place
            assert {problem.place.path.split("/")[1] for problem in told} == {"en", "fr", "nl"}
            assert all(f"terms/da/{NAME}/draft.yml:{line}:" in problem.message for problem in told)
        else:
            assert [(problem.place.path, problem.place.line) for problem in told] == [
                (str(path.relative_to(typed)), line)
            ]
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("language", ["da", "fr", "nl"])
def test_a_clause_left_in_english(typed: Path, language: str) -> None:
    """Each clause text of some words, put into a translation as it stands in English; in Danish, the other languages differ from it."""
    path = typed / "terms" / language / NAME / "draft.yml"
    text, english = (each.read_text(encoding="utf-8") for each in (path, typed / "terms" / "en" / NAME / "draft.yml"))
    form = r"( *)- id: {}\n( +)text: \|\n((?:\2  .*\n|\n)+)"
    names = [
        name for name in re.findall(r"- id: ([a-z-]+)\n +text: \|\n", english) if re.search(form.format(name), text)
    ]
    for name in random.Random(SEED).sample(names, 3):
        ours, theirs = re.search(form.format(name), text), re.search(form.format(name), english)
        assert ours and theirs
        path.write_text(text[: ours.start(3)] + theirs[3] + text[ours.end(3) :], encoding="utf-8")
        told = [problem for problem in warnings_of(typed) if problem.code == "other-language"]
        line = text.count("\n", 0, ours.start(3)) + 1
        assert any(
            problem.place.path == str(path.relative_to(typed)) and abs(problem.place.line - line) <= 1
            for problem in told
        ), name
    path.write_text(text, encoding="utf-8")


SAME = [
    ("en", "DKK 1,000.50", "da", "1.000,50 kr."),
    ("en", "€1,250", "fr", "1\u202f250 euros"),
    ("en", "EUR 1,250", "nl", "€ 1.250"),
    ("en", "1 May 2027", "da", "1. maj 2027"),
    ("en", "May 1, 2027", "fr", "1er mai 2027"),
    ("en", "2027-05-01", "nl", "1 mei 2027"),
    ("da", "01/05/2027", "nl", "1 mei 2027"),
    ("en", "from 9:00 to 17:00", "da", "kl. 9.00–17.00"),
    ("en", "5 p.m.", "fr", "17 h 00"),
    ("en", "1.45%", "da", "1,45 %"),
    ("en", "5 percent", "fr", "5 pour cent"),
    ("fr", "de 500 à 650 DKK", "en", "from DKK 500 to DKK 650"),
    ("en", "section 3.1.2", "da", "punkt 3.1.2"),
    ("en", "Regulation (EU) 2023/2854", "nl", "Verordening (EU) 2023/2854"),
    ("en", "24/7 support", "da", "support 24/7"),
    ("en", "see https://example.com/12", "da", "se https://example.com/34"),
    ("en", "IPv6 and H2O", "da", "IPv6 og H2O"),
]


@pytest.mark.parametrize(("language", "text", "other", "translation"), SAME)
def test_the_same_figure_as_each_language_writes_it(language: str, text: str, other: str, translation: str) -> None:
    one, two = (
        {(figure.value, figure.unit) for figure in figures_in(*each)}
        for each in ((text, language), (translation, other))
    )
    assert one == two


OTHERS = [
    ("en", "1,250", "da", "1,250"),
    ("en", "30 days", "da", "31 dage"),
    ("en", "5%", "da", "5 kr."),
    ("en", "DKK 100", "da", "100 euro"),
    ("en", "1 May 2027", "da", "1. juni 2027"),
    ("en", "1 May 2027", "da", "1. maj 2028"),
    ("en", "9:00", "da", "9.30"),
]


@pytest.mark.parametrize(("language", "text", "other", "translation"), OTHERS)
def test_another_figure(language: str, text: str, other: str, translation: str) -> None:
    one, two = (
        {(figure.value, figure.unit) for figure in figures_in(*each)}
        for each in ((text, language), (translation, other))
    )
    assert one != two


def test_numbers_that_are_spelt_out() -> None:
    assert numbers_spelt("within two weeks", "en") >= {"2"}
    assert numbers_spelt("inden for fjorten dage", "da") >= {"14"}
    assert not numbers_spelt("sans chiffres", "fr")


def test_shapes() -> None:
    assert difference("One.\n\nTwo.", "Eén.\n\nTwee.") is None
    assert difference("One.\n\nTwo.", "Eén.") == ("2 paragraphs", "1 paragraph")
    assert difference("- a\n- b", "- a\n- b\n- c") == ("2 items of lists", "3 items of lists")
    assert difference("| a |\n|---|\n| b |", "a") == ("2 rows of tables", "no rows of tables")
    assert difference("a\n\n- b\n\nc", "- b\n\na\n\nc") == (
        "paragraphs and lists in this order",
        "them in another order",
    )
    assert difference("- a\n  - b", "- a\n- b") == ("paragraphs and lists in this order", "them in another order")


def test_languages() -> None:
    assert other_language("The buyer must pay within the period, which is not extended.", "da") == "English"
    assert other_language("Køber skal betale, og det kan ikke ændres.", "en") == "Danish"
    assert other_language("L’acheteur doit payer dans les délais, sauf si le vendeur accepte.", "nl") == "French"
    assert other_language("De koper moet betalen, tenzij de verkoper uitstel geeft.", "fr") == "Dutch"
    assert other_language("Der Käufer muss zahlen, wenn die Ware nicht mangelhaft ist.", "nl") == "German"
    assert other_language("Example Hosting ApS, DK-0000", "en") == ""
    assert other_language("The buyer", "da") == ""  # too little to tell
    assert (
        other_language(
            "Databehandling efter “General terms of the service”, som kunden har accepteret, og som ikke er ændret.",
            "da",
        )
        == ""
    )
    assert is_untranslated("the same four small words", "the  same\nfour small words")
    assert not is_untranslated("Example Hosting Services NV", "Example Hosting Services NV")
    assert not is_untranslated("{seller-name}, {seller-address}", "{seller-name}, {seller-address}")


LEFT = ["TODO", "TBD", "XXX", "[date]", "[●]", "[...]", "____", "??", "to be confirmed", "à compléter", "nog in te vullen", "skal udfyldes", "Lorem ipsum", "[Naam van de klant]"]  # fmt: skip
NOT_LEFT = [
    "todos",
    "a [see below] b",
    "method",
    "[a](https://example.com)",
    "Is it so?",
    "snake_case",
    "a to do list",
    "XL",
    "[1]",
    "insert the card",
]


@pytest.mark.parametrize("words", LEFT)
def test_left_to_be_filled_in(words: str) -> None:
    assert [found for _, found in leftovers(f"The fee {words} is due.")] == [words]


@pytest.mark.parametrize("words", NOT_LEFT)
def test_not_left(words: str) -> None:
    assert list(leftovers(f"The fee {words} is due.")) == []


MIXED = ["p\u0430y", "\u0420ayment", "f\u03bfr", "\uff46ee", "\U0001d41aa", "1\u0661", "Ϲompany"]
HONEST = [
    "µm",
    "kΩ",
    "Ærø",
    "œuvre",
    "naïve",
    "Straße",
    "№1",
    "1º",
    "αβγ",
    "Москва",
    "東京タワー",
    "H₂O",
    "m²",
    "ﬁ",
    "Dvořák",
    "Łódź",
    "ĳ",
    "l’été",
    "ŒUVRE",
    "x²",
    "São",
    "½",
]


@pytest.mark.parametrize("word", MIXED)
def test_mixed_scripts(word: str) -> None:
    (found,) = mixed_words(f"The {word} is due.")
    assert (found.word, found.offset) == (word, 4)


@pytest.mark.parametrize("word", HONEST)
def test_honest_letters(word: str) -> None:
    if word == "kΩ":  # the sign for ohm is a Greek letter in form NFC; beside a Latin one it looks like a slip
        assert len(list(mixed_words(word))) == 1
    else:
        assert list(mixed_words(f"{word} 1 a")) == []
