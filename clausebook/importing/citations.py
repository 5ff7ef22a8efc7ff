"""Citations: typed references to the document's own clauses, “section 4.3”, “artikel 9, lid 2”, as placeholders where they are certain.

A number is certain when exactly one clause of the file has it, a word of citing stands before it, and nothing around it says that it is the
number of something else: what follows is not “of” another text, what stands before is no name of a law. All else stays as it was typed and is told.
A link within the file says by itself where it leads.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from clausebook.importing.citation_words import stop_words, words_for
from clausebook.importing.clause_text import INNER_LINK
from clausebook.importing.clause_tree import ImportedClause, ImportedText
from clausebook.importing.intermediate import Finding, Kind
from clausebook.importing.replacements import Replacement, outside_markup
from clausebook.languages import cached
from clausebook.languages.facts import CitationFacts

_NUMBER = r"[0-9]{1,3}(?:\.[0-9]{1,3})*(?:\.?[a-z](?!\w|\.\w)|\s(?:bis|ter|quater)(?!\w))?"


@dataclass(frozen=True, slots=True)
class _Pattern:
    words: CitationFacts
    whole: re.Pattern[str]
    number: re.Pattern[str]
    of: re.Pattern[str]
    own: re.Pattern[str]


@cached(maxsize=64)
def _pattern(language: str) -> _Pattern:
    words = words_for(language)
    introducing = _any((*words.plural, *words.singular))
    part = rf"(?:,?\s?(?:{_any(words.parts)})\s?(?:[0-9]{{1,2}}|[a-z])\)?(?!\w|\.\w)|\s?\((?:[0-9]{{1,2}}|[a-z]|[ivx]{{1,5}})\))"
    cited = rf"{_NUMBER}(?:{part})*"
    link = rf"(?:,\s|\s(?:{_any(words.links)})\s|,\s(?:{_any(words.links)})\s|\s?[–-]\s?)"
    return _Pattern(
        words,
        re.compile(
            rf"(?<![\w-])(?P<word>{introducing}|§{{1,2}})(?P<gap>\s*)(?P<numbers>{cited}(?:{link}{cited})*)(?![\w%])",
            re.IGNORECASE,
        ),
        re.compile(cited, re.IGNORECASE),
        re.compile(rf"\s*,?\s*(?:{_any(words.of)})(?<=['’])|\s*,?\s*(?:{_any(words.of)})(?=\s)", re.IGNORECASE),
        re.compile(rf"\W*(?:\w+\s+)?(?:{_any(words.own)})(?!\w)", re.IGNORECASE),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(words, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Numbers:
    """The clauses of a file by the numbers by which it may cite them, and what its own numbers look like."""

    ids: Mapping[str, tuple[str, ...]]
    anchors: Mapping[str, str]
    numbers: Mapping[str, str]
    by_sign: bool
    by_article: bool

    @classmethod
    def of(cls, text: ImportedText) -> Numbers:
        ids: dict[str, list[str]] = defaultdict(list)
        anchors: dict[str, str] = {}
        numbers = {}
        labels = [clause.label.casefold() for clause in text.clauses]
        for clause in text.walk():
            if clause.number:
                ids[normal(clause.number)].append(clause.id)
                numbers[clause.id] = clause.number
            for anchor in clause.anchors:
                anchors.setdefault(anchor, clause.id)
        return cls(
            {key: tuple(found) for key, found in ids.items()},
            anchors,
            numbers,
            any(label.startswith("§") for label in labels),
            any(label.startswith("art") for label in labels),
        )


def normal(number: str) -> str:
    """A number as a key: `4.3(a)`, `4.3 a` and `4.3, litra a` are one."""
    return ".".join(re.findall(r"[0-9]+|(?<![^\W\d])[a-z]{1,5}(?![^\W\d])", number.casefold()))


@dataclass(frozen=True, slots=True)
class Citation:
    """A typed reference: where its number stands in the text, which clause it names, or why that is not certain."""

    start: int
    end: int
    target: str
    doubt: str
    words: str


def find_citations(clause: ImportedClause, language: str, numbers: Numbers) -> list[Citation]:
    """The references in the text of a clause, in its order."""
    found: list[Citation] = []
    pattern = _pattern(language)
    for start, end in outside_markup(clause.text):
        for match in pattern.whole.finditer(clause.text, start, end):
            found += _judged(clause.text, match, pattern, numbers)
    return found


def _judged(text: str, match: re.Match[str], pattern: _Pattern, numbers: Numbers) -> Iterator[Citation]:
    word = match["word"].casefold()
    several = word in pattern.words.plural or word == "§§" or _ends_the_list(text[match.end() :], pattern)
    doubt = _doubt(text, match, pattern, numbers)
    for index, number in enumerate(pattern.number.finditer(text, match.start("numbers"), match.end("numbers"))):
        start, end = number.span()
        target, why = _target(number[0], pattern, numbers)
        if index and not several:
            why = "it is not certain that this number belongs to the reference before it"
        words = text[match.start() : match.end()] if not index else f"{match['word']} … {number[0]}"
        if word.startswith("§") and not index and numbers.by_sign:
            start = match.start()
        reason = doubt or why
        yield Citation(start, end, "" if reason else target, reason, words)


def _target(number: str, pattern: _Pattern, numbers: Numbers) -> tuple[str, str]:
    plain = re.sub(rf"(?<!\w)(?:{_any(pattern.words.parts)})(?=\s?[0-9a-z])", " ", number, flags=re.IGNORECASE)
    ids = numbers.ids.get(normal(plain), ())
    if len(ids) == 1:
        return ids[0], ""
    return "", "no clause has this number" if not ids else "several clauses have this number"


def _doubt(text: str, match: re.Match[str], pattern: _Pattern, numbers: Numbers) -> str:
    """Why a number may be that of something else; empty where nothing says so."""
    word = match["word"].casefold()
    if word.startswith("§") and not numbers.by_sign:
        return "the sign § may name a law, as no clause here has it"
    before = re.search(r"([^\s(“\"«]+)[\s(]*$", text[: match.start()])
    if before and before[1][-1].isalnum():
        name = before[1]
        starts_a_sentence = re.search(r"(?:^|[.:;!?]\s+)[(“\"«]?$", text[: before.start(1)])
        if (name[:1].isupper() and not starts_a_sentence) or _is_genitive(name, pattern):
            return f"“{name}” before it may name another text"
    after = text[match.end() :]
    if _THEREOF.match(after):
        return f"it may be the number of another text: “{after.strip()[:40]}”"
    belongs = pattern.of.match(after)
    if belongs:
        rest = after[belongs.end() :]
        if not pattern.own.match(rest) and _names_a_text(belongs[0], rest):
            return f"it may be the number of another text: “{after.strip()[:40]}”"
    elif re.match(r"\s\(?(?:[A-ZÅÄÖÆØÉ]\w+|[A-Z]{2,})", after):
        return f"it may be the number of another text: “{after.strip()[:40]}”"
    if word in pattern.words.laws and not numbers.by_article:
        return "the clauses here are no articles, so that it may be one of a law"
    return ""


def _is_genitive(name: str, pattern: _Pattern) -> bool:
    """Whether a word says whose number follows: “the Act’s section 4”, “lovens punkt 4”."""
    return re.search(r"['’]s$|s['’]$", name) is not None or (
        pattern.words.genitive and re.search(r"\w{4}s$", name) is not None
    )


def _ends_the_list(after: str, pattern: _Pattern) -> bool:
    """Whether all numbers after one word belong to it, in a language that has no other word for several: no noun is counted by the last."""
    word = re.match(r"\s+(\w+)", after)
    return pattern.words.several and (word is None or word[1].casefold() in stop_words())


_LOCATED = {
    "in",
    "under",
    "to",
    "i",
    "dans",
    "au",
    "aux",
    "bij",
    "onder",
    "im",
    "nach",
    "en",
    "w",
    "do",
    "enligt",
    "etter",
}
_THEREOF = re.compile(
    r"\s+(?:ervan|daarvan|erin|daarin|thereof|therein|davon|dessen|darin|deri|heri|deraf|däri|därav)(?!\w)",
    re.IGNORECASE,
)
_PRONOUNS = {"it", "them", "hem", "dem", "den", "det", "ham", "diesem", "ihm"}
_LAWS = re.compile(
    r"(?:wet|wetboek|code|law|act|agreement|contract|lov|loven|lovens|richtlijn|règlement|directive|regulation|gesetz\w*|"
    r"\w*(?:forordning|direktiv|bekendtgørelse|aftale|avtale?|overeenkomst|verordening|verordnung|vertrag)\w{0,4}|"
    r"\w+(?:wet|loven|lov|lagen))",
    re.IGNORECASE,
)


def _names_a_text(preposition: str, rest: str) -> bool:
    """Whether what follows a preposition may be the text that the number is in. “in writing” is not."""
    if preposition.strip(" ,").casefold() not in _LOCATED:
        return True
    following = re.findall(r"[\w’'-]+", rest)[:4]
    if following and following[0] in _PRONOUNS:
        return True
    return any(word[:1].isupper() or _LAWS.fullmatch(word) for word in following)


# --- links within the file, and what becomes of all of them ---


def replacements_in(clause: ImportedClause, language: str, numbers: Numbers) -> tuple[list[Replacement], list[Finding]]:
    """What is to be put for the certain references of a clause, and what is to be told of the others."""
    replacements: list[Replacement] = []
    findings: list[Finding] = []
    linked: list[tuple[int, int]] = []
    for link in INNER_LINK.finditer(clause.text):
        linked.append(link.span())
        target = numbers.anchors.get(link[1], "")
        number = numbers.numbers.get(target, "")
        at = _number_in(link, number) if target and number else None
        if at:
            replacements.append(Replacement(*at, "{clause:" + target + "}", clause.text[at[0] : at[1]]))
        else:
            why = "leads to no clause" if not target else "does not say the number of the clause that it leads to"
            findings.append(
                Finding(
                    clause.place, Kind.UNCERTAIN, f"the link “{link[2][:60]}” within the file {why}; its words stay"
                )
            )
    for each in find_citations(clause, language, numbers):
        if any(start <= each.start < end for start, end in linked):
            continue
        if each.target:
            typed = clause.text[each.start : each.end]
            replacements.append(Replacement(each.start, each.end, "{clause:" + each.target + "}", typed))
        else:
            findings.append(
                Finding(
                    clause.place, Kind.UNCERTAIN, f"the reference “{each.words}” stays as it was typed: {each.doubt}"
                )
            )
    return sorted(replacements), findings


def _number_in(link: re.Match[str], number: str) -> tuple[int, int] | None:
    """Where the words of a link say the number of their target."""
    wanted = normal(number)
    for found in re.finditer(
        r"(?:§\s?)?[0-9]+(?:\.[0-9]+)*(?:\s?\([0-9a-z]{1,4}\))*|(?<!\w)\([a-z]{1,4}\)", link[2], re.IGNORECASE
    ):
        if normal(found[0]) == wanted:
            return link.start(2) + found.start(), link.start(2) + found.end()
    return None
