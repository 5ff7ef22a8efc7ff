"""Reuse of ids: texts that moved on under other ids, while their own ids were given to other texts.

An author who renumbers ids with the clauses (s1, s2, s3 for what was s0, s1, s2) makes every clause look rewritten. An id whose text has next to
nothing in common with its former one is suspect; if that former text goes on, clearly, under another id that is suspect or new, the ids were used anew.
"""

from __future__ import annotations

from collections.abc import Mapping

from clausebook.compare.likeness import clear_pairs, is_unlike
from clausebook.model.document import Clause


def find_reused_ids(old: Mapping[str, Clause], new: Mapping[str, Clause]) -> dict[str, str]:
    """New id to the id under which its text stood in the state before, for texts whose own id now stands for another one."""
    lasting = {key for key in new.keys() & old.keys() if not (new[key].repealed or old[key].repealed)}
    suspect = {key for key, clause in new.items() if key in lasting and is_unlike(old[key], clause)}
    if not suspect:
        return {}
    vanished = {key: clause for key, clause in old.items() if key in suspect or key not in new}
    appeared = {
        key: clause
        for key, clause in new.items()
        if (key in suspect or key not in old) and not any(former in old for former in clause.was)
    }
    found = clear_pairs(vanished, appeared)
    return {new_id: old_id for new_id, old_id in found.items() if old_id in suspect and new_id != old_id}
