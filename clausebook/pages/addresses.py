"""Addresses: every address of a site, relative to its root. Permanent; the words in them are English in every language."""

from __future__ import annotations

# How the anchors of changes begin.
CHANGE = "change-"


def home(language: str) -> str:
    """The home page of a language."""
    return f"{language}/"


def search(language: str) -> str:
    """The page of search results."""
    return f"{language}/search/"


def current(language: str, document: str) -> str:
    """The terms in force now."""
    return f"{language}/{document}/"


def version(language: str, document: str, number: str) -> str:
    """One version, or `draft`."""
    return f"{language}/{document}/{number}/"


def changes(language: str, document: str, number: str) -> str:
    """The redline of a version against its predecessor."""
    return f"{language}/{document}/{number}/changes/"


def history(language: str, document: str) -> str:
    """The change log."""
    return f"{language}/{document}/history/"


def compare(language: str, document: str) -> str:
    """Any two versions; the query of an address says which."""
    return f"{language}/{document}/compare/"


def comparison_data(language: str, document: str) -> str:
    """What the script of the compare page loads first: the index of the comparison data."""
    return f"{language}/{document}/compare/comparison.json"


def comparison_part(language: str, document: str, name: str) -> str:
    """A part of the comparison data that the script loads when it is needed."""
    return f"{language}/{document}/compare/comparison-{name}.json"


def clause(language: str, document: str, clause_id: str) -> str:
    """Every wording that a clause ever had."""
    return f"{language}/{document}/clause/{clause_id}/"


def asset(language: str, name: str) -> str:
    """A script or style sheet of a language's pages."""
    return f"{language}/assets/{name}"


def feed(language: str, document: str = "", archive: int = 0) -> str:
    """The feed of a document; without one that of the whole language. Its archives are numbered from 1, the oldest first."""
    name = f"feed-{archive}.xml" if archive else "feed.xml"
    return f"{language}/{document}/{name}" if document else f"{language}/{name}"


def calendar(language: str) -> str:
    """The days of all notices."""
    return f"{language}/notices.ics"


def data_index() -> str:
    """All documents, for programs."""
    return "data/index.json"


def data_schema() -> str:
    """The JSON Schema of the data."""
    return "data/schema.json"


def data_document(document: str) -> str:
    """One document with its versions, for programs."""
    return f"data/{document}.json"


def plain_text(document: str, version: str, language: str) -> str:
    """The plain text of an edition, as it was sealed."""
    return f"data/{document}/{version}/{language}.txt"


def data_edition(document: str, number: str, language: str) -> str:
    """One version in one language, for programs."""
    return f"data/{document}/{number}/{language}.json"


def change_anchor(clause: str) -> str:
    """The anchor of a clause's change on a page of changes; clause ids themselves are the anchors of clauses."""
    return f"{CHANGE}{clause}"


def in_language(address: str, language: str) -> str:
    """The same page in another language."""
    return f"{language}/{address.partition('/')[2]}"


def link(source: str, target: str) -> str:
    """A relative link from the page at `source` to `target` (an address, maybe with `?query` or `#anchor`; empty is the root).

    Addresses of pages end in a slash, those of files do not.
    """
    if target[:1] in ("#", "?"):
        return target
    up = ""
    while not target.startswith(source):
        source = source[: source.rfind("/", 0, -1) + 1]
        up += "../"
    return up + target[len(source) :] or "./"
