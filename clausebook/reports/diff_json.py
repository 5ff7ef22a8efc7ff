"""Differences as JSON for programs; `clausebook/schemas/diff.schema.json` describes it."""

from __future__ import annotations

import json
from typing import Any

from clausebook.model.document import Snapshot, Version
from clausebook.reports.diff import Diff, Difference

FORMAT = 1


def as_json(diff: Diff) -> str:
    """Every change with its runs in each language."""
    by_language = {language: list(diff.differences(language)) for language in diff.shelves}
    changes = []
    for index, change in enumerate(diff.comparison.substantive):
        told = {language: found[index] for language, found in by_language.items()}
        first = next(iter(told.values()))
        changes.append(
            {
                "id": change.id,
                "old_id": change.old_id,
                "kinds": [kind.value for kind in change.kinds],
                "inferred": change.inferred,
                "values": list(change.values),
                "old_number": first.old_number or None,
                "new_number": first.new_number or None,
                "languages": {language: _told(difference) for language, difference in told.items()},
            }
        )
    data = {
        "format": FORMAT,
        "document": diff.document.id,
        "old": _state(diff.comparison.old),
        "new": _state(diff.comparison.new),
        "changes": changes,
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _state(state: Snapshot) -> dict[str, Any]:
    effective = state.effective.isoformat() if isinstance(state, Version) else None
    return {"version": state.name, "effective": effective}


def _told(difference: Difference) -> dict[str, Any]:
    return {
        "old_heading": difference.old_heading or None,
        "new_heading": difference.new_heading or None,
        "remarks": list(difference.remarks),
        "title": [[op.value, text] for op, text in difference.title],
        "text": [[op.value, text] for op, text in difference.text],
        "note": difference.note,
    }
