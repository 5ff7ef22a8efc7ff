"""Addresses: every address of a site, relative to its root. Permanent; the words in them are English in every language."""

from __future__ import annotations

import posixpath


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


def change_anchor(clause: str) -> str:
    """The anchor of a clause's change on a page of changes; clause ids themselves are the anchors of clauses."""
    return f"change-{clause}"


def in_language(address: str, language: str) -> str:
    """The same page in another language."""
    return f"{language}/{address.partition('/')[2]}"


def link(source: str, target: str) -> str:
    """A relative link from the page at `source` to `target` (an address, maybe with `#anchor`; empty is the root)."""
    path, hash_sign, anchor = target.partition("#")
    if path == source or (hash_sign and not path):
        return f"{hash_sign}{anchor}" or "./"
    relative = posixpath.relpath(path or ".", source or ".")
    return f"{relative}/{hash_sign}{anchor}"
