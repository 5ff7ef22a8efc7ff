"""The life of a version as pages tell it: words that are true whenever they are read, and the dates for the script.

A page can be read long after it was built. So where a change of status lies ahead, the badge names its date; the script
`status.js` then says it in short, as of the day of reading in the document's own time zone.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from markupsafe import Markup

from clausebook.model import timeline
from clausebook.model.document import Document, Snapshot, Version
from clausebook.model.timeline import Status
from clausebook.model.values import format_day
from clausebook.pages.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Life:
    """A badge: the status when the page was built, words for it, and when it changes (empty where no change lies ahead)."""

    status: str
    words: Markup
    start: str = ""
    end: str = ""
    zone: str = ""

    @property
    def changes(self) -> bool:
        return bool(self.zone)


def life_of(shelf: Shelf, document: Document, snapshot: Snapshot) -> Life:
    """What `snapshot` is on the shelf's day."""
    words, status = shelf.words, shelf.status(document, snapshot)
    if not isinstance(snapshot, Version) or status not in {Status.ANNOUNCED, Status.IN_FORCE}:
        return Life(status.value, words.status(status))
    successor = timeline.replaced_on(document, snapshot, shelf.day(document))
    zone = document.timezone.key
    end = successor.effective.isoformat() if successor else ""
    if status is Status.ANNOUNCED:
        day = format_day(snapshot.effective, shelf.language)
        return Life(status.value, words("In force from {date}", date=day), snapshot.effective.isoformat(), end, zone)
    if successor is None:
        return Life(status.value, words.status(status))
    last = format_day(successor.effective - dt.timedelta(days=1), shelf.language)
    return Life(status.value, words("In force until {date}", date=last), snapshot.effective.isoformat(), end, zone)
