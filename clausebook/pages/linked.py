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
from clausebook.pages.language_view import LanguageView

_JSON = json.JSONEncoder(ensure_ascii=False)
_NEVER_APPLIED = {Status.WITHDRAWN: "Withdrawn", Status.OVERTAKEN: "Superseded"}


def linked_data(view: LanguageView, document: Document, version: Version) -> Markup:
    """The JSON of a version's page, safe inside a script element; empty where the site does not know its address."""
    if not view.root_url:
        return Markup("")
    edition = view.edition(version)
    successor = timeline.replaced_on(document, version, view.day(document))
    before = view.predecessor(document, version)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "DigitalDocument",
        "@id": _url(view, document, version, view.language),
        "url": _url(view, document, version, view.language),
        "name": edition.title,
        "version": version.name,
        "inLanguage": view.language,
        **({"datePublished": version.announced.isoformat()} if version.is_announcement_known else {}),
        "temporalCoverage": f"{version.effective.isoformat()}/{successor.effective.isoformat() if successor else '..'}",
        "identifier": edition.digest,
    }
    status = view.status(document, version)
    if status in _NEVER_APPLIED or version.kind is VersionKind.RETIREMENT:
        del data["temporalCoverage"]
    if status in _NEVER_APPLIED:
        data["creativeWorkStatus"] = _NEVER_APPLIED[status]
    if successor:
        data["expires"] = successor.effective.isoformat()
    if before:
        data["isBasedOn"] = {"@id": _url(view, document, before, view.language)}
    others = [code for code in view.languages if code in version.editions and code != view.language]
    prevailing = document.regime_of(version).authoritative
    if view.language == prevailing:
        data["workTranslation"] = [{"@id": _url(view, document, version, code), "inLanguage": code} for code in others]
    else:
        data["translationOfWork"] = {"@id": _url(view, document, version, prevailing)}
    text = _JSON.encode(data)
    # Nothing in a title can end the script element that holds it.
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def _url(view: LanguageView, document: Document, version: Snapshot, language: str) -> str:
    return f"{view.root_url}{addresses.version(language, document.id, version.name)}"
