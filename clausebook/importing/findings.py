"""Findings as text: what an import understood, what somebody should look at, and what is not in the result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from clausebook.importing.clause_tree import ImportedClause, ImportedText
from clausebook.importing.intermediate import Finding, Kind
from clausebook.importing.text_files import numbers_of
from clausebook.importing.understanding import Understood
from clausebook.model.numbering import Level
from clausebook.model.prose import PlaceholderKind, placeholders_in
from clausebook.problems import Problem

_MOST_WORDS = 160


def report_lines(
    states: Sequence[tuple[str, Understood]], levels: Sequence[Level], problems: Sequence[Problem]
) -> Iterator[str]:
    """The report of an import, line by line: the last state whole, of earlier ones what nobody was told yet."""
    told: set[tuple[Kind, str, str]] = set()
    for name, state in reversed(states):
        for text in state.texts:
            if state is states[-1][1]:
                yield from _understood(text, levels)
            findings = [
                each for each in all_findings(text, levels) if (each.kind, each.message, each.words) not in told
            ]
            told |= {(each.kind, each.message, each.words) for each in findings}
            for finding in findings:
                where = f"{name}: " if state is not states[-1][1] else ""
                yield f"{where}{finding_line(finding)}"
        for language, words in state.lost.items():
            yield f"{name}: words of the {language} text that are not in the result: {_counted(words)}"
    if problems:
        yield "what “clausebook check” says of the result:"
        yield from (f"  {problem}" for problem in problems)


def finding_line(finding: Finding) -> str:
    """A finding on one line, with its place."""
    words = f" {finding.words[:_MOST_WORDS]}{'…' if len(finding.words) > _MOST_WORDS else ''}" if finding.words else ""
    return f"{finding.place}: {finding.kind}: {finding.message}{':' if words else ''}{words}"


def all_findings(text: ImportedText, levels: Sequence[Level]) -> list[Finding]:
    """What is to be told of a text, by place, the clauses whose number will be another one among it."""
    findings = [each for each in text.findings if each.message]
    printed = numbers_of(text.clauses, levels)
    findings += _other_numbers(text.clauses, printed, is_told=False)
    return sorted(set(findings))


def _other_numbers(
    clauses: Sequence[ImportedClause], printed: Mapping[str, str], *, is_told: bool
) -> Iterator[Finding]:
    """The clauses that will be numbered otherwise than in the file; only where the difference begins: not for what stands in or after one that is told."""
    shift = 0
    for position, clause in enumerate(clauses, 1):
        now = printed[clause.id]
        before, shift = shift, position - int(clause.counter) if clause.counter.isdigit() else 0
        differs = bool(clause.number) and _bare(clause.number) != _bare(now)
        if (
            differs
            and not (shift and shift == before)
            and not (is_told and _bare(now).endswith(_bare(clause.counter or "?")))
        ):
            message = f"the clause numbered {clause.number} will be {now}, and what is in it and after it accordingly"
            yield Finding(clause.place, Kind.UNCERTAIN, message)
        yield from _other_numbers(clause.clauses, printed, is_told=differs)


def _bare(number: str) -> str:
    return "".join(letter.casefold() for letter in number if letter.isalnum())


def _understood(text: ImportedText, levels: Sequence[Level]) -> Iterator[str]:
    yield f"{text.path} ({text.language}): “{text.title}”: {counts_line(text)}"
    open_ones = Counter(each.kind for each in all_findings(text, levels))
    yield f"  {open_ones[Kind.UNCERTAIN]} uncertain, {open_ones[Kind.LEFT_OUT]} left out"


def counts_line(text: ImportedText) -> str:
    """What was understood of a text, in numbers."""
    clauses = list(text.walk())
    placeholders = Counter(each.kind for clause in clauses for each in placeholders_in(clause.text))
    named = [
        (len(clauses), "clause"),
        (sum(1 for clause in clauses if clause.title), "heading"),
        (sum(1 for clause in clauses if clause.number), "number"),
        (placeholders[PlaceholderKind.CLAUSE], "reference"),
        (sum(len(clause.defines) for clause in clauses), "defined term"),
        (placeholders[PlaceholderKind.VALUE], "figure"),
    ]
    return ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in named if count)


def _counted(words: Mapping[str, int]) -> str:
    return ", ".join(f"{word} ({count})" if count > 1 else word for word, count in sorted(words.items()))
