"""What nobody can see is refused, however it is written; what honest texts of many languages hold is not."""

import unicodedata

import pytest
from babel import Locale

from clausebook.model.prose import parse_prose
from clausebook.model.warnings.scripts import mixed_words
from clausebook.problems import Problems
from clausebook.source import hidden_in, parse_yaml
from clausebook.source.characters import hidden_characters, is_hidden, is_seen

# Default_Ignorable_Code_Point of DerivedCoreProperties.txt, Unicode 16.0.
IGNORABLE = [
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
]  # fmt: skip
UNSEEN = [0x2028, 0x2029, 0x2800, 0xFFFD, 0xFFFC, 0x85, 0x0, 0x7F, 0xD]
POINTS = [point for first, last in IGNORABLE for point in range(first, last + 1) if point != 0xAD] + UNSEEN


def test_the_whole_set_is_refused_in_a_file() -> None:
    assert len(POINTS) == 4_173 + len(UNSEEN)  # all but the soft hyphen
    for point in POINTS:
        text = f"title: a{chr(point)}b\n"
        assert is_hidden(chr(point)), hex(point)
        assert not is_seen(text), hex(point)
        assert [place.column for place, _ in hidden_characters(text, "x.yml")][:1] == [9], hex(point)


def test_the_whole_set_is_refused_as_an_escape_and_as_an_entity() -> None:
    for point in POINTS:
        problems = Problems()
        assert parse_yaml(f'title: "a\\U{point:08x}b"\n', "x.yml", problems) is None, hex(point)
        assert [problem.code for problem in problems] == ["character"], hex(point)
        if point not in (0x0, 0xD, 0x85, 0x7F):  # HTML reads these entities as other signs
            for entity in (f"&#{point};", f"&#x{point:x};"):
                codes = {fault.code for fault in parse_prose(f"A word{entity} here.").faults}
                assert "character" in codes, hex(point)


def test_a_soft_hyphen_and_spaces_that_do_not_break_are_fine() -> None:
    assert not hidden_in("Gebühren\u00adfrei, 5\u00a0%, 1\u202f000, 9:00\u2009–\u200917:00")


@pytest.mark.parametrize("at", [1, 2, 7, 64, 999, 5_000])
def test_the_place_of_a_letter_that_is_written_as_two(at: int) -> None:
    line = "x" * (at - 1) + "e\u0301" + "y" * 50
    ((place, _),) = hidden_characters(f"a\n{line}\n", "x.yml")
    assert (place.line, place.column) == (2, at + 1)


LANGUAGES = ["nl", "fr", "en", "da", "de", "sv", "nb", "fi", "is", "es", "it", "pt", "ca", "pl", "cs", "sk", "hu", "ro", "hr", "sl", "et", "lv", "lt", "ga", "mt", "el", "bg", "ru", "uk", "tr", "ja", "zh", "ko", "vi"]  # fmt: skip


# A slip in CLDR: a Latin a before Cyrillic letters.
SLIPS = {"bg": {"a\u0440\u0430\u043d\u0441\u043a\u0430"}}


@pytest.mark.parametrize("language", LANGUAGES)
def test_honest_words(language: str) -> None:
    """The names that CLDR has for countries, languages, currencies, months and units."""
    locale = Locale.parse(language)
    words = [
        *locale.territories.values(),
        *locale.languages.values(),
        *locale.scripts.values(),
        *map(str, locale.currencies.values()),
    ]
    words += [name for widths in locale.months.values() for names in widths.values() for name in names.values()]
    words += [name for widths in locale.days.values() for names in widths.values() for name in names.values()]
    assert len(words) > 500
    for word in words:
        word = unicodedata.normalize("NFC", word)
        if any(0x200B <= ord(letter) <= 0x200F for letter in word):
            continue  # joiners and marks of direction, which CLDR has here and there
        assert not hidden_in(word), word
        assert bool(list(mixed_words(word))) == (word in SLIPS.get(language, ())), word
