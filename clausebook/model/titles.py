"""Titles: one line of plain words. What would be markup, a placeholder or a number elsewhere prints as it stands in a title."""

from __future__ import annotations

import re

from clausebook.languages import LANGUAGES, cached, spoken
from clausebook.model.prose import BlockKind, parse_prose

_SURELY_PLAIN = re.compile(r"[^\W\d_][^\W\d_]{5,}(?:[ ,’/–-]+[^\W\d_]+)*")
MAX_TITLE = 300
_TYPED_NUMBER = re.compile(
    r"""(?:§+\ ?)?(?:
        [0-9]{1,3}(?:\.[0-9]{1,3})*[.)](?=\s)       # 1. or 1.2) before words
      | [0-9]{1,3}(?:\.[0-9]{1,3})+(?=\s)           # 1.2
      | \(?(?:[a-z]|[ivx]{1,5}|[A-Z]|[IVX]{1,5})\)(?=\s)  # (a) or iv)
      | (?:[IVX]{1,5}|[A-Z])\.(?=\s+[^\W\d_]{2})     # IV. or B.
    )|§+\s?[0-9]+[a-z]?\.?""",
    re.VERBOSE | re.IGNORECASE,
)


@cached(maxsize=5_000, by_use=True)
def fault_of_title(title: str, language: str) -> tuple[str, str] | None:
    """What is wrong with a title and what to do; None where it prints what its author meant."""
    if not title or (len(title) <= MAX_TITLE and _SURELY_PLAIN.fullmatch(title)):
        return None
    if "\n" in title or "\t" in title:
        return "a title is one line of words, without tabs", "write it after its key, on the same line"
    if len(title) > MAX_TITLE:
        return f"a title has at most {MAX_TITLE} characters, this one has {len(title):,}", "say it in the text"
    if _is_day(title, language):
        return None
    typed = _TYPED_NUMBER.match(title) or _typed_reference(spoken()).match(title)
    if typed:
        return (
            f"the title begins with a number that was typed, “{typed[0].strip()}”, and another one is printed before it",
            "leave it out: clauses are numbered by themselves (“numbering” in the record)",
        )
    if "{" in title or "}" in title:
        return "a title prints no placeholder: “{” and “}” would be printed as they stand", "write the words"
    prose = parse_prose(title)
    plain = prose.blocks[0].atoms if len(prose.blocks) == 1 and prose.blocks[0].kind is BlockKind.PARAGRAPH else ()
    if prose.faults or len(plain) != 1 or plain[0].marks or plain[0].text != title.strip():
        return "a title prints no markup: its signs would be printed as they stand", "write plain words"
    return None


@cached()
def _typed_reference(codes: frozenset[str]) -> re.Pattern[str]:
    """“Article 5:”, “Kapitel 2 –”: the words are those of every language that texts may be in."""
    known = [LANGUAGES[code].facts.words for code in codes]
    words = sorted({re.escape(word) for facts in known for word in (*facts.references, *facts.chapters)}, reverse=True)
    return re.compile(rf"(?:{'|'.join(words) or '(?!)'})\s[0-9]+(?:\.[0-9]+)*\s?[.:)–-]", re.IGNORECASE)


def _is_day(title: str, language: str) -> bool:
    """Whether a title begins with a day, as Danish and German write it: “1. januar 2027”."""
    found = re.match(r"[0-9]{1,2}\.\s([^\W\d_]+)", title)
    months = LANGUAGES[language].cldr.months["format"]["wide"].values() if found and language in LANGUAGES else ()
    return found is not None and found[1].lower() in {month.lower() for month in months}
