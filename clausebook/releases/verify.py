"""Verifying: published files, the record, a built site or a downloaded copy against one another."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clausebook.model.document import Book, Document, Version
from clausebook.problems import Place, Problems
from clausebook.source import digest

_CLAIM = re.compile(r'data-cb-edition="([a-z0-9-]+)/([0-9.]+)/([a-z]+)"[^>]*data-cb-digest="(sha256:[0-9a-f]{64})"')


@dataclass(frozen=True, slots=True)
class Count:
    """How much was verified."""

    documents: int
    versions: int
    files: int


def verify_book(root: Path, book: Book, problems: Problems) -> Count:
    """not-sealed, file-mode: each published file is sealed, and is an ordinary file that nothing runs.

    That files and chain fit their seals is part of reading the book; problems with it are found there.
    """
    files = 0
    for document in book.documents.values():
        for version in document.versions:
            if not version.chain:
                problems.add(
                    Place(f"terms/{document.id}.yml"),
                    "not-sealed",
                    f"version {version.name} has no seal: nothing proves that it is as it was published",
                    "the next “clausebook release” or “clausebook withdraw” of this document seals it as it is now",
                )
            for edition in version.editions.values():
                files += 1
                path = root / edition.path
                mode = path.lstat().st_mode
                if not stat.S_ISREG(mode) or mode & 0o111:
                    problems.add(
                        Place(edition.path),
                        "file-mode",
                        "a published text is an ordinary file that cannot be run",
                        "chmod 644, or put the file in the place of the link",
                    )
    versions = sum(len(document.versions) for document in book.documents.values())
    return Count(len(book.documents), versions, files)


def verify_site(site: Path, book: Book, problems: Problems) -> int:
    """site-differs: what a built site says of each version is what the record says; gives the number of versions compared.

    A version that the site has and the record has not means that the record was cut off.
    """
    compared = 0
    for path in sorted((site / "data").glob("*.json")):
        if path.stem in {"index", "schema"}:
            continue
        data = _load(path, problems)
        if data is not None:
            compared += len(data.get("versions", []))
            _compare_document(str(path), data, book, problems)
    if not compared and not len(problems):
        problems.add(
            Place(str(site)), "site-differs", "there is no data of any document here", "name the folder of a built site"
        )
    return compared


def verify_file(path: Path, book: Book, problems: Problems) -> str:
    """site-differs: a downloaded copy (data of a document or an edition, or a page) against the record; gives what it is."""
    if path.suffix in {".html", ".htm"}:
        found = _CLAIM.search(path.read_text(encoding="utf-8", errors="replace"))
        if not found:
            problems.add(
                Place(str(path)),
                "site-differs",
                "this page names no edition and digest",
                "save the page of a version, or its data",
            )
            return "page"
        document, version, language, claimed = found.groups()
        _compare_digest(str(path), "digest", book, (document, version, language), claimed, problems)
        return f"page of {document} {version} in {language}"
    data = _load(path, problems)
    if data is None:
        return "file"
    if "versions" in data:
        _compare_document(str(path), data, book, problems)
        return f"data of {data.get('id')}"
    key = str(data.get("document")), str(data.get("version")), str(data.get("language"))
    _compare_digest(str(path), "digest", book, key, data.get("digest"), problems)
    own = digest(str(data.get("source", "")).encode())
    if own != data.get("digest"):
        problems.add(
            Place(str(path)),
            "site-differs",
            f"“source” is not the text of its “digest”: its own is {own}",
            "download the file again",
        )
    return f"data of {'/'.join(key)}"


def _load(path: Path, problems: Problems) -> dict[str, Any] | None:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        problems.add(
            Place(str(path)), "site-differs", f"this file cannot be read: {error}", "download or build it again"
        )
        return None
    if not isinstance(data, dict):
        problems.add(
            Place(str(path)), "site-differs", "this is not data of a document or an edition", "name such a file"
        )
        return None
    return data


def _compare_document(path: str, data: Mapping[str, Any], book: Book, problems: Problems) -> None:
    document = book.documents.get(str(data.get("id")))
    if document is None:
        problems.add(Place(path), "site-differs", f"the record of “{data.get('id')}” is missing here", "restore it")
        return
    for entry in data["versions"]:
        version = document.version(str(entry.get("version")))
        if version is None:
            message = (
                f"version {entry.get('version')} was published, but the record of “{document.id}” does not have it"
            )
            problems.add(Place(path), "site-differs", message, "restore the record: its end is missing")
            continue
        for field, ours, theirs in _fields(document, version, entry):
            if ours != theirs:
                message = f"version {version.name}: “{field}” is {theirs} here and {ours} in the record"
                problems.add(Place(path), "site-differs", message, "one of the two was changed after publication")


def _fields(document: Document, version: Version, entry: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    yield "announced", version.announced.isoformat(), entry.get("announced")
    yield "effective", version.effective.isoformat(), entry.get("effective")
    yield "chain", version.chain or None, entry.get("chain") or None
    theirs = entry.get("editions", {})
    for language in sorted({*version.editions, *theirs}):
        ours = version.editions[language].digest if language in version.editions else None
        yield f"editions.{language}", ours, theirs.get(language, {}).get("digest")


def _compare_digest(
    path: str, field: str, book: Book, key: tuple[str, str, str], claimed: Any, problems: Problems
) -> None:
    name, number, language = key
    document = book.documents.get(name)
    version = document.version(number) if document else None
    edition = version.editions.get(language) if version else None
    if edition is None:
        problems.add(
            Place(path),
            "site-differs",
            f"the record has no edition {name}/{number}/{language}",
            "check where the file comes from",
        )
    elif edition.digest != claimed:
        problems.add(
            Place(path),
            "site-differs",
            f"“{field}” is {claimed} here and {edition.digest} in the record",
            "the text was changed after publication",
        )
