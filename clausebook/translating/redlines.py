"""What changed in the originals since the version before, as notes for translators."""

from __future__ import annotations

from clausebook.compare import Op, Piece, compare_snapshots, plain_runs, redline
from clausebook.model.document import Document
from clausebook.model.wording import LooseWording

_SIGNS = {Op.DEL: ("[-", "-]"), Op.INS: ("{+", "+}")}


def redlines(document: Document) -> dict[str, str]:
    """By the id of a text the change of its original, with [-…-] and {+…+}; only those that were reworded."""
    before = document.predecessor(document.draft)
    if before is None:
        return {}
    language = document.authoritative
    old, new = before.editions.get(language), document.draft.editions[language]
    wordings = (
        LooseWording(before, language),
        LooseWording(document.draft, language),
    )  # placeholders as they are written
    made = {}
    for change in compare_snapshots(before, document.draft, language).substantive if old else ():
        if old and change.old_id and change.new_id and language in change.languages:
            pieces = plain_runs(redline(old.by_id[change.old_id], new.by_id[change.new_id], *wordings).text)
            if any(piece.op in _SIGNS for piece in pieces):
                made[f"{change.new_id}/text"] = " ".join("".join(map(_signed, pieces)).split())
    return made


def _signed(piece: Piece) -> str:
    before, after = _SIGNS.get(piece.op, ("", ""))
    return f"{before}{piece.text}{after}"
