"""Digests of facts: SHA-256 over canonical JSON, which refuses whatever has no stable form.

Two facts have the same digest only if they are the same, in every process, on every machine and under every hash seed. Nothing is
written by its `repr`, which may hold an address in memory or the order of a set.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

# Marks what JSON has no form for.
_TYPE = "$"
_FORMS: dict[type[Any], Callable[[Any], Any]] = {}
_AS_IT_IS = frozenset({str, int, bool, type(None)})

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def digest_of(*facts: object) -> str:
    """The SHA-256, in hex, of facts: texts, bytes, numbers, dates, enums, sequences, sets, mappings, and data classes of these.

    Raises TypeError for anything else.
    """
    return sha256(canonical_json(facts)).hexdigest()


def canonical_json(facts: object) -> bytes:
    """Facts as JSON with sorted keys and no spaces (as RFC 8785 has it, but in ASCII); raises as `digest_of` does.

    Sequences of any kind are arrays. What JSON has no form for is an object with its type under `$`.
    """
    return _encode(_plain(facts)).encode("ascii")


def _plain(value: Any) -> Any:
    """A value in terms of what JSON knows."""
    kind = type(value)
    if kind in _AS_IT_IS:
        return value
    if kind is tuple or kind is list:
        return [item if type(item) in _AS_IT_IS else _plain(item) for item in value]
    form = _FORMS.get(kind)
    if form is None:
        form = _FORMS[kind] = _form_of(kind)
    return form(value)


def _form_of(kind: type[Any]) -> Callable[[Any], Any]:
    """How values of a type are written; raises TypeError for a type without a stable form."""
    if issubclass(kind, Enum):
        return lambda value: {_TYPE: kind.__name__, "value": _plain(value.value)}
    if issubclass(kind, str):
        return str
    if issubclass(kind, int):
        return _same
    if issubclass(kind, float):
        return _number
    if issubclass(kind, tuple | list):
        return lambda value: [_plain(item) for item in value]
    if issubclass(kind, Mapping):
        return _mapping
    if issubclass(kind, set | frozenset):
        return lambda value: {_TYPE: "set", "items": sorted((_plain(item) for item in value), key=_encode)}
    for known, name, write in _ATOMS:
        if issubclass(kind, known):
            return lambda value: {_TYPE: name, "value": write(value)}
    if is_dataclass(kind):
        names = [field.name for field in fields(kind) if field.compare]
        return lambda value: {_TYPE: kind.__name__, **{name: _plain(getattr(value, name)) for name in names}}
    raise TypeError(f"a {kind.__qualname__} has no stable form of which a digest could be taken")


_ATOMS: tuple[tuple[type, str, Callable[[Any], str]], ...] = (
    (dt.date, "date", lambda value: str(value.isoformat())),
    (dt.time, "time", lambda value: str(value.isoformat())),
    (Decimal, "decimal", str),
    (bytes, "bytes", lambda value: str(value.hex())),
    (ZoneInfo, "zone", lambda value: str(value.key)),
)


def _same(value: Any) -> Any:
    return value


def _number(value: float) -> object:
    """JSON has no form for infinity, nor for what is no number."""
    return value if math.isfinite(value) else {_TYPE: "float", "value": str(value)}


def _mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    """A mapping whose keys are not all texts is written as its pairs, in the order of their keys as JSON."""
    if all(isinstance(key, str) for key in value) and _TYPE not in value:
        return {str(key): _plain(item) for key, item in value.items()}
    pairs = [[_plain(key), _plain(item)] for key, item in value.items()]
    return {_TYPE: "mapping", "items": sorted(pairs, key=lambda pair: _encode(pair[0]))}
