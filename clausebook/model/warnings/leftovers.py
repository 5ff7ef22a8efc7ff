"""Leftovers: what was left in a text to be filled in, asked or decided."""

from __future__ import annotations

import re
from collections.abc import Iterator

TO_DO = "TODO"  # stands before a text that was begun by a command and waits for a person; never released
UNREVIEWED = "UNREVIEWED"  # stands before a translation that a program made, until a person has read it; never released
_LEFTOVER = re.compile(
    r"""\b(?:TODO|TO[ ]DO|UNREVIEWED|TBD|TBC|FIXME|XXX+|NN|N\.N\.(?=\s))(?!\w)
    |(?i:\b(?:lorem\ ipsum|to\ be\ (?:confirmed|determined|completed|decided|filled\ in|inserted)|à\ (?:compléter|confirmer|définir|préciser\ ultérieurement)|
        (?:nog\ )?(?:in|aan)\ te\ vullen|nader\ te\ bepalen|skal\ udfyldes|udfyldes\ senere|indsættes\ her|indsæt\ her)\b)
    |\[(?:[●•*_.…–?\ -]*|(?i:insert|invoegen|vul|indsæt|insérer|date|datum|dato|name|naam|navn|nom|amount|bedrag|beløb|montant|company|bedrijf|firma|société|address|adres|adresse)[^\]\n]{0,60})\]
    |\?{2,}|_{4,}""",
    re.VERBOSE,
)


def leftovers(text: str) -> Iterator[tuple[int, str]]:
    """The offset and the words of each place of a text that seems to be left to be filled in."""
    for found in _LEFTOVER.finditer(text):
        yield found.start(), found[0]
