"""Seals: what proves that a published text is the one that was announced.

Each entry of a record carries the digest of every published file (`sha256sum` of its bytes), that of its plain text as printed, and a chain
value, which covers the entry and the chain value before it. Nothing can then be changed, removed or put in another order unnoticed, but for the
newest entries being cut off together with their files: that shows against anything built or sent before (`clausebook verify`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from clausebook.model.document import Document, Version
from clausebook.model.plaintext import plain_text
from clausebook.model.wording import Wording
from clausebook.problems import Problems
from clausebook.source import Node, digest


def chain(entry: Mapping[str, Any], previous: str) -> str:
    """The chain value of a record's entry (its plain values, as written) after the chain value before it, "" for none."""
    said = {key: value for key, value in entry.items() if key != "chain"}
    text = json.dumps([previous, said], sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return digest(text.encode())


def check_chain(record: Node, problems: Problems) -> None:
    """chain-missing, chain-broken: each sealed entry covers itself and the one before it; after a sealed one all are."""
    previous = ""
    entries = record.at("versions")
    for entry in entries.value if entries and isinstance(entries.value, list) else []:
        plain = entry.plain()
        found = plain.get("chain", "")
        name = plain.get("version") or f"the withdrawal of {plain.get('withdraws')}"
        if not found and previous:
            problems.add(
                entry.place,
                "chain-missing",
                f"the entry of {name} has no seal, but the one before it has",
                "restore the record; entries are written by “clausebook release” and “clausebook withdraw”",
            )
            return
        if found and found != chain(plain, previous):
            problems.add(
                entry.place_of_key("chain"),
                "chain-broken",
                f"the seal of {name} does not fit: this entry, or one before it, is not as it was published",
                "restore the record as it was; a published version can only be followed, never changed",
            )
            return
        previous = found


# What an entry must say for itself: without these, the head of the record could change what a sealed version says.
COMPLETE = ("law", "authoritative", "timezone", "numbering", "notice", "editions", "head", "texts")


def check_printed(document: Document, record: Node, problems: Problems) -> None:
    """seal-incomplete, print-changed: a sealed entry fixes all that its editions print, and they print just that."""
    entries = record.at("versions")
    for entry in entries.value if entries and isinstance(entries.value, list) else []:
        plain = entry.plain()
        version = document.version(str(plain.get("version")))
        if version is None or not version.chain:
            continue
        lacking = [key for key in COMPLETE if key not in plain]
        lacking += [
            f"{key}.{code}" for key in ("head", "texts") for code in version.editions if code not in plain.get(key, {})
        ]
        if lacking:
            problems.add(
                entry.place,
                "seal-incomplete",
                f"the sealed entry of version {version.name} does not say its own {', '.join(lacking)}",
                "restore the record; “clausebook release” writes complete entries",
            )
            continue
        for language, sealed in version.text_digests.items():
            if language in version.editions:
                _check_text(version, language, sealed, entry, problems)


def _check_text(version: Version, language: str, sealed: str, entry: Node, problems: Problems) -> None:
    place = (entry.at("texts") or entry).place_of_key(language)
    try:
        printed = digest(plain_text(Wording(version, language), version.printed[language].head).encode())
    except KeyError as missing:
        problems.add(
            place,
            "seal-incomplete",
            f"the entry of version {version.name} does not say what {missing} prints in “{language}”",
            "restore the record; “clausebook release” writes complete entries",
        )
        return
    if printed != sealed:
        problems.add(
            place,
            "print-changed",
            f"version {version.name} in “{language}” no longer prints the text that was sealed: its digest is {printed}, "
            f"the record has {sealed}",
            "restore the texts and the record, or use the version of Clausebook that released it",
        )


def check_digests(document: Document, record: Node, problems: Problems) -> None:
    """text-changed: each published file has the digest with which it was sealed."""
    for version in document.versions:
        for language, sealed in version.digests.items():
            edition = version.editions.get(language)
            if edition and edition.digest != sealed:
                problems.add(
                    edition.source.place,
                    "text-changed",
                    f"this file is not as version {version.name} was published: its digest is {edition.digest}, "
                    f"the record has {sealed}",
                    "restore the file; to change the terms, edit the draft and release a new version",
                )
