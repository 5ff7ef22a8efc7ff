"""References of a document in all its languages: a clause refers to the same clauses in each of them, or its numbers stay as they are typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from clausebook.importing.citations import Numbers, replacements_in
from clausebook.importing.clause_text import INNER_LINK
from clausebook.importing.clause_tree import ImportedClause, ImportedText
from clausebook.importing.intermediate import Finding, Kind
from clausebook.importing.replacements import Replacement, with_replacements


def with_references(texts: Sequence[ImportedText]) -> list[ImportedText]:
    """The texts of one state, ids given, with placeholders for references that are certain, and say the same in every language."""
    judged: list[dict[str, list[Replacement]]] = []
    findings: list[list[Finding]] = []
    for text in texts:
        numbers = Numbers.of(text)
        replacements, told = {}, []
        for clause in text.walk():
            replacements[clause.id], more = replacements_in(clause, text.language, numbers)
            told += more
        judged.append(replacements)
        findings.append(told)
    made = []
    for at, text in enumerate(texts):
        changed = []
        for clause in text.walk():
            others = [replacements[clause.id] for replacements in judged if clause.id in replacements]
            agreed = _agreed(judged[at][clause.id], others)
            refused = Counter(judged[at][clause.id]) - Counter(agreed)
            for each in refused:
                message = (
                    f"the reference “{each.words}” stays as it was typed: the other languages do not say the same here"
                )
                findings[at].append(Finding(clause.place, Kind.UNCERTAIN, message))
            changed.append(agreed)
        queue = iter(changed)
        done = text.mapped(lambda clause, queue=queue: _without_links(with_replacements(clause, next(queue))))  # type: ignore[misc]
        made.append(done.telling(findings[at]))
    return made


def _agreed(own: Sequence[Replacement], all_languages: Sequence[Sequence[Replacement]]) -> list[Replacement]:
    """The references to clauses that the clause names in every language."""
    targets = [{each.placeholder for each in replacements} for replacements in all_languages]
    shared = set.intersection(*targets) if targets else set()
    return [each for each in own if each.placeholder in shared]


def _without_links(clause: ImportedClause) -> ImportedClause:
    return replace(clause, text=INNER_LINK.sub(r"\2", clause.text))
