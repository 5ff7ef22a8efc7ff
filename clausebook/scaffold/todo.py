"""A draft in another language: the structure, ids and placeholders of the original, each text marked as still to be translated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from clausebook.model.document import Document
from clausebook.model.warnings.leftovers import TO_DO
from clausebook.problems import Place, Problem, Problems, ProblemsFound
from clausebook.releases import record
from clausebook.scaffold.files import write_new
from clausebook.source import read_text
from clausebook.source.writer import PROSE, to_yaml
from clausebook.storage import replace

_WORDS = PROSE | {"title"}
_OF_THE_ORIGINAL = frozenset({"unaffected"})  # says something of the original alone
_LEAD = re.compile(r"(?:[-*+]|\d+[.)]|\||#+)\s+")  # what begins a list, a table or a heading stands before its words


def translate(root: Path, document: Document, language: str) -> list[str]:
    """Write the draft of `document` in `language`, to be translated, and add the language to its record; returns the changed paths.

    Raises ProblemsFound where the document has the language already, or has versions that are not sealed.
    """
    path = f"terms/{document.id}.yml"
    if language in document.languages:
        problem = Problem(
            Place(path), "language-exists", f"“{document.id}” has the language “{language}” already", "edit its draft"
        )
        raise ProblemsFound([problem])
    if any(not version.chain for version in document.versions):  # which then claims every language of the head
        message = f"versions of “{document.id}” are not sealed, so they would be said to have the new language too"
        raise ProblemsFound([Problem(Place(path), "not-sealed", message, f"first say: clausebook seal {document.id}")])
    original = document.draft.editions[document.authoritative]
    text = to_yaml(to_translate(original.source.plain()), PROSE)
    draft = f"terms/{language}/{document.id}/draft.yml"
    before = read_text(root, path, Problems()) or ""  # it was read just now, without a problem
    after = record.with_language(before, path, language)
    write_new(root, {draft: text})
    replace(root / path, after.encode())
    return [path, draft]


def to_translate(values: Mapping[str, Any]) -> dict[str, Any]:
    """The plain values of a text with every one of its words marked; terms keep the original's word, marked too."""
    marked: dict[str, Any] = {}
    for key, value in values.items():
        if key in _OF_THE_ORIGINAL:
            continue
        if key in _WORDS:
            marked[key] = _marked(value)
        elif key == "defines":
            marked[key] = {term: _marked(word) for term, word in value.items()}
        elif key == "clauses":
            marked[key] = [to_translate(clause) for clause in value]
        else:
            marked[key] = value
    return marked


def _marked(text: str) -> str:
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    return f"{text[:start]}{TO_DO} {text[start:]}"
