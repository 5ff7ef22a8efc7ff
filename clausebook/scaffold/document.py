"""A new document: its record and a draft in each language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clausebook.scaffold import starter
from clausebook.source.writer import PROSE, to_yaml

NUMBERING = ("1", "1.1", "(a)", "(i)")


@dataclass(frozen=True, slots=True)
class NewDocument:
    """What is asked about a new document. `languages` begins with the one that prevails; `notice_days` is the notice of an amendment."""

    name: str
    provider: str
    law: str
    timezone: str
    languages: Sequence[str]
    notice_days: int


def document_files(new: NewDocument) -> dict[str, str]:
    """The files of a new document, by path: the record, and the starter text as a draft in each language."""
    record = {
        "law": new.law,
        "authoritative": new.languages[0],
        "languages": list(new.languages),
        "timezone": new.timezone,
        "numbering": list(NUMBERING),
        "notice": {"days": new.notice_days, "counting": "full-days"},
        "values": starter.values(new.provider, new.notice_days),
        "versions": [],
    }
    files = {f"terms/{new.name}.yml": to_yaml(record, frozenset({"values"}))}
    for language in new.languages:
        files[f"terms/{language}/{new.name}/draft.yml"] = to_yaml(starter.text(language), PROSE)
    return files
