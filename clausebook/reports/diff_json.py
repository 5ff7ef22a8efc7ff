"""Differences as JSON for programs; `clausebook/schemas/diff.schema.json` describes it."""

from __future__ import annotations

import json
from typing import Any

from clausebook.compare import AddressChange, EmphasisChange, Piece
from clausebook.model.document import Snapshot, Version
from clausebook.reports.diff import Diff, Difference

FORMAT = 2


def as_json(diff: Diff) -> str:
    """Every change with its runs in each language."""
    by_language = {language: list(diff.differences(language)) for language in diff.sides}
    changes = []
    for index, change in enumerate(diff.changes):
        told = {language: found[index] for language, found in by_language.items()}
        first = next(iter(told.values()))
        changes.append(
            {
                "id": change.id,
                "old_id": change.old_id,
                "kinds": [kind.value for kind in change.kinds],
                "severity": change.severity.value,
                "inferred": change.inferred,
                "ids_used_anew": change.anew,
                "structure": [each.value for each in change.restructurings],
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
        "renumbered": [
            {"old_number": old, "new_number": new, "heading": heading}
            for old, new, heading in diff.sentences(diff.language).renumbered()
        ],
        "left_out": diff.left_out,
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
        "title": [_run(piece, difference) for piece in difference.title],
        "lost_titles": ["".join(piece.text for piece in title) for title in difference.lost_titles],
        "text": [_run(piece, difference) for piece in difference.text],
        "note": difference.note,
    }


def _run(piece: Piece, difference: Difference) -> list[Any]:
    """A run as `[operation, words]`, with a third member for what moved, or what changed besides words."""
    if isinstance(piece.note, AddressChange):
        return ["note", piece.note.words, {"address": [piece.note.old, piece.note.new]}]
    if isinstance(piece.note, EmphasisChange):
        return ["note", piece.note.words, {"emphasis": [list(piece.note.old), list(piece.note.new)]}]
    run: list[Any] = [piece.op.value, piece.text]
    if piece.move:
        clause, _ = difference.elsewhere.get(piece.move, (None, None))
        run.append({"move": piece.move, "clause": clause})
    return run
