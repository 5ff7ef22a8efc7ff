"""Linked data: what a version is, in the words of schema.org, for search engines and other programs (JSON-LD).

The type is DigitalDocument, a CreativeWork: terms are no Legislation. schema.org has no “supersedes” for works; the version
before is what this one `isBasedOn`, and `temporalCoverage` tells from when to when it applies.
"""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from clausebook.model import timeline
from clausebook.model.document import Document, Snapshot, Version, VersionKind
from clausebook.model.timeline import Status
from clausebook.pages import addresses
from clausebook.pages.shelf import Shelf

_JSON = json.JSONEncoder(ensure_ascii=False)
_NEVER_APPLIED = {Status.WITHDRAWN: "Withdrawn", Status.OVERTAKEN: "Superseded"}


def linked_data(shelf: Shelf, document: Document, version: Version) -> Markup:
    """The JSON of a version's page, safe inside a script element; empty where the site does not know its address."""
    if not shelf.root_url:
        return Markup("")
    edition = shelf.edition(version)
    successor = timeline.replaced_on(document, version, shelf.day(document))
    before = shelf.predecessor(document, version)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "DigitalDocument",
        "@id": _url(shelf, document, version, shelf.language),
        "url": _url(shelf, document, version, shelf.language),
        "name": edition.title,
        "version": version.name,
        "inLanguage": shelf.language,
        "datePublished": version.announced.isoformat(),
        "temporalCoverage": f"{version.effective.isoformat()}/{successor.effective.isoformat() if successor else '..'}",
        "identifier": edition.digest,
    }
    status = shelf.status(document, version)
    if status in _NEVER_APPLIED or version.kind is VersionKind.RETIREMENT:
        del data["temporalCoverage"]
    if status in _NEVER_APPLIED:
        data["creativeWorkStatus"] = _NEVER_APPLIED[status]
    if successor:
        data["expires"] = successor.effective.isoformat()
    if before:
        data["isBasedOn"] = {"@id": _url(shelf, document, before, shelf.language)}
    others = [code for code in shelf.languages if code in version.editions and code != shelf.language]
    prevailing = document.regime_of(version).authoritative
    if shelf.language == prevailing:
        data["workTranslation"] = [{"@id": _url(shelf, document, version, code), "inLanguage": code} for code in others]
    else:
        data["translationOfWork"] = {"@id": _url(shelf, document, version, prevailing)}
    text = _JSON.encode(data)
    # Nothing in a title can end the script element that holds it.
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def _url(shelf: Shelf, document: Document, version: Snapshot, language: str) -> str:
    return f"{shelf.root_url}{addresses.version(language, document.id, version.name)}"
