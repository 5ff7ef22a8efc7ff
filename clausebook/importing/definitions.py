"""Definitions: words in quotes that a clause says the meaning of, as defined terms.

Two forms, alike in all languages: a name in parentheses after what it stands for, (the “Customer”), and a sentence that begins with the term, in
quotes or strong, and a colon or a verb of meaning. A term counts when every language defines as many in the clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from clausebook.importing.citation_words import words_of_definitions
from clausebook.importing.clause_tree import ImportedClause, ImportedText
from clausebook.importing.intermediate import Finding, Kind
from clausebook.importing.naming import slug
from clausebook.importing.replacements import Replacement, outside_markup, with_replacements
from clausebook.languages import cached
from clausebook.model.titles import fault_of_title

_OPEN, _CLOSE = '“"«„»', '”"»“«'
_TERM = rf"[^\W\d_][^{_OPEN}{_CLOSE}()\n{{}}*|]{{1,50}}"


@cached()
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a term in parentheses looks like, and one at the beginning of a paragraph or an item."""
    verbs, articles = (
        f"(?:{'|'.join(map(re.escape, words))})" if words else "(?!)" for words in words_of_definitions()
    )
    return (
        re.compile(rf"\([^()\n{_OPEN}]{{0,40}}?\**[{_OPEN}]\s?{articles}?(?P<term>{_TERM}?)\s?[{_CLOSE}]\**\)"),
        re.compile(
            rf"(?:^|\n)(?:- )?(?:\*{{0,3}}[{_OPEN}]\s?{articles}?(?P<quoted>{_TERM}?)\s?[{_CLOSE}]\*{{0,3}}|\*\*(?P<strong>{_TERM}?):?\*\*)"
            rf"(?::|\s*:|\s+{verbs}\b)"
        ),
    )


def _terms_of(clause: ImportedClause) -> list[tuple[int, int, str]]:
    """The terms that a clause defines: where their words stand, and the words."""
    found = []
    for start, end in outside_markup(clause.text):
        for pattern in _patterns():
            for match in pattern.finditer(clause.text, start, end):
                name = next(key for key, words in match.groupdict().items() if words)
                words = match[name].rstrip(": ")
                if len(words.split()) <= 5:
                    found.append((match.start(name), match.start(name) + len(words), words))
    return sorted(set(found))


def with_definitions(texts: Sequence[ImportedText], naming: ImportedText) -> list[ImportedText]:
    """The texts of one state with their defined terms; a term is named after its words in the text `naming`."""
    by_id = [{clause.id: _terms_of(clause) for clause in text.walk()} for text in texts]
    lead = next((at for at, text in enumerate(texts) if text.language == naming.language), 0)
    names: dict[tuple[str, int], str] = {}
    used: set[str] = set()
    for clause in texts[lead].walk() if texts else ():
        counts = {len(terms[clause.id]) for terms in by_id if clause.id in terms}
        for index, (_, _, words) in enumerate(by_id[lead][clause.id] if len(counts) == 1 else ()):
            key = slug(words, 4)
            fits = all(
                not fault_of_title(terms[clause.id][index][2], text.language)
                for terms, text in zip(by_id, texts, strict=True)
                if clause.id in terms
            )
            if key and key not in used and fits:
                used.add(key)
                names[clause.id, index] = key
    made = []
    for terms, text in zip(by_id, texts, strict=True):
        findings: list[Finding] = []

        def changed(
            clause: ImportedClause,
            terms: dict[str, list[tuple[int, int, str]]] = terms,
            findings: list[Finding] = findings,
        ) -> ImportedClause:
            replacements, defines = [], {}
            for index, (start, end, words) in enumerate(terms[clause.id]):
                name = names.get((clause.id, index))
                if name:
                    replacements.append(Replacement(start, end, "{term:" + name + "}", words))
                    defines[name] = words
                else:
                    message = f"“{words}” may be defined here; it is left as words"
                    findings.append(Finding(clause.place, Kind.UNCERTAIN, message))
            return replace(with_replacements(clause, replacements), defines=defines) if defines else clause

        made.append(text.mapped(changed).telling(findings))
    return made
