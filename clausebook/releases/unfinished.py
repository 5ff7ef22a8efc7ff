"""Texts that wait for a person: a draft that holds one cannot be released."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausebook.model.document import Document, Edition
from clausebook.model.warnings.leftovers import TO_DO
from clausebook.problems import Place, Problems

_MARKED = re.compile(rf"\b{TO_DO}\b")


def check_finished(document: Document, problems: Problems) -> None:
    """to-do: no text of the draft is marked as still to be written or translated."""
    for edition in document.draft.editions.values():
        for place, text in _texts(edition):
            if _MARKED.search(text):
                problems.add(
                    place,
                    "to-do",
                    f"this text is still marked {TO_DO}",
                    f"write or translate it, and remove the word {TO_DO}",
                )


def _texts(edition: Edition) -> Iterator[tuple[Place, str]]:
    for key, text in (("title", edition.title), ("summary", edition.summary)):
        if TO_DO in text:
            yield edition.source.place_of_key(key), text
    for clause in edition.walk():
        texts = ("title", clause.title), ("text", clause.text), ("in-short", clause.in_short), ("note", clause.note)
        for key, text in texts:
            if TO_DO in text:
                yield edition.key_place(clause, key), text
        if any(TO_DO in word for word in clause.defines.values()):
            yield edition.key_place(clause, "defines"), " ".join(clause.defines.values())
