"""Digests of facts: what a key is made of."""

from __future__ import annotations

from hashlib import sha256


def digest_of(*facts: object) -> str:
    """One digest of facts that are told apart by how they are written: text, numbers, dates, tuples and data classes of these."""
    return sha256(repr(facts).encode()).hexdigest()
