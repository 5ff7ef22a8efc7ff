"""The wish: what the author of a release asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from clausebook.model.document import VersionKind
from clausebook.model.notices import Ground
from clausebook.names import VersionNumber


@dataclass(frozen=True, slots=True)
class Wish:
    """What the author asked for; None where the earliest, next or fitting one is meant.

    `confirmed` names the clauses of which the author has said that they are meant as they are. `rule` is a named rule of notice, `ground`
    what lets the amendment have another notice, `provision` what the ground rests on, by language; `groups` are the days of effect of
    groups, `clauses` those of clauses that begin later.
    """

    announced: dt.date
    effective: dt.date | None = None
    effective_new: dt.date | None = None
    kind: VersionKind | None = None
    number: VersionNumber | None = None
    substantial: bool = False
    confirmed: frozenset[str] = frozenset()
    rule: str = ""
    ground: Ground | None = None
    provision: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, dt.date] = field(default_factory=dict)
    clauses: Mapping[str, dt.date] = field(default_factory=dict)
