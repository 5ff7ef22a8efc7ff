"""The update that a version is for customers: what they ask of it, with answers that are true whenever they are read.

The page of the update and the notice to customers both print these answers. The dates and rights in them are those of
`pages.derivations` and `model.timeline`; nothing is decided here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from clausebook.languages import N_
from clausebook.model import timeline
from clausebook.model.document import Document, Snapshot, Version, VersionKind
from clausebook.model.timeline import Status
from clausebook.pages.derivations import notice_sentences
from clausebook.pages.language_view import LanguageView
from clausebook.pages.particulars import particulars
from clausebook.pages.status_sentences import (
    Sentence,
    status_sentences,
    termination_told,
    version_link,
    zone_of,
)

_ONE_DAY = dt.timedelta(days=1)
# What a reader need not do anything about, whatever the version is dated.
_NO_ACTION = {
    VersionKind.CORRECTION: N_("No. A correction mends the wording; your rights and duties stay as they are."),
    VersionKind.LANGUAGES: N_("No. The text stays as it is; only the languages in which it is published change."),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of a customer with its answer; `name` is what programs call the question."""

    name: str
    question: Markup
    sentences: list[Sentence]

    def on(self, day: dt.date) -> list[Markup]:
        """The answer as it is put on a day."""
        return [sentence.on(day) for sentence in self.sentences]


def answers(view: LanguageView, document: Document, snapshot: Snapshot, address: str = "") -> list[Answer]:
    """From when a version applies, what a customer can do, and whether anything must be done.

    For the page at `address`; without one, versions are named without a link. A draft binds nobody: of it there is only the first.
    """
    words = view.words
    asked = [Answer("from-when", words("From when?"), list(_when(view, document, snapshot, address)))]
    if isinstance(snapshot, Version):
        asked += [
            Answer("what-can-i-do", words("What can I do?"), list(_rights(view, document, snapshot))),
            Answer("need-i-act", words("Do I need to act?"), list(_duty(view, document, snapshot, address))),
        ]
    return [answer for answer in asked if answer.sentences]


def _is_void(view: LanguageView, document: Document, version: Version) -> bool:
    """Whether it never takes effect: nothing follows from it then."""
    return view.status(document, version) in {Status.WITHDRAWN, Status.OVERTAKEN}


def _when(view: LanguageView, document: Document, snapshot: Snapshot, address: str) -> Iterator[Sentence]:
    yield from status_sentences(view, document, snapshot, address)
    if isinstance(snapshot, Version) and not _is_void(view, document, snapshot):
        yield from map(Sentence, particulars(view.words, document, snapshot))
        yield from map(Sentence, notice_sentences(view.words, document, snapshot))


def _rights(view: LanguageView, document: Document, version: Version) -> Iterator[Sentence]:
    """Which right an amendment opens, and for whom; that others stay."""
    words = view.words
    if version.kind is not VersionKind.AMENDMENT or _is_void(view, document, version):
        return
    opened = termination_told(view, document, version)
    yield from opened
    if opened:
        yield Sentence(words("This right is for customers who accepted an earlier version."))
    else:
        yield Sentence(words("This amendment opens no additional right to terminate."))
    yield Sentence(words("The rights that these terms and the law give you in any case are not affected."))


def _duty(view: LanguageView, document: Document, version: Version, address: str) -> Iterator[Sentence]:
    words, zone = view.words, zone_of(document, version)
    effective, date = version.effective.isoformat(), words.date(version.effective)
    if _is_void(view, document, version):
        yield Sentence(words("No."))
        stays = timeline.in_force(document, view.day(document))
        if stays and view.status(document, version) is Status.WITHDRAWN:
            yield Sentence(words("Therefore {version} stays in force.", version=version_link(view, stays, address)))
    elif version.kind is VersionKind.RETIREMENT:
        ending = words("Until then these terms apply as they are.")
        yield Sentence(ending, words("These terms no longer apply."), effective, zone)
    elif version.kind in _NO_ACTION:
        yield Sentence(words(_NO_ACTION[version.kind]))
    else:
        yield from _choice(view, document, version)
        yield Sentence(
            words("If you do nothing, this version applies to you from {date}.", date=date),
            words("This version has applied since {date}.", date=date),
            effective,
            zone,
        )


def _choice(view: LanguageView, document: Document, version: Version) -> Iterator[Sentence]:
    """That nothing need be done, or by when whoever does not accept the amendment must terminate."""
    words, zone = view.words, zone_of(document, version)
    last = timeline.last_day_to_terminate(document, version)
    if last is None or not termination_told(view, document, version):
        yield Sentence(words("No."))
        return
    over = (last + _ONE_DAY).isoformat()
    yield Sentence(words("Not if you accept the change."), words("No."), over, zone)
    yield Sentence(
        words("If you do not accept it, terminate on {date} at the latest.", date=words.date(last)),
        words("The time to terminate because of it ended on {date}.", date=words.date(last)),
        over,
        zone,
    )


def publisher_lines(view: LanguageView, document: Document) -> list[Markup]:
    """Who customers contract with, and how to reach them; nothing where the record does not say."""
    words, publisher = view.words, document.publisher
    if publisher is None:
        return []
    lines = [publisher.name, *publisher.address_in(view.language), publisher.registration_in(view.language)]
    told = [escape(line) for line in lines if line]
    mail = Markup('<a href="mailto:{0}">{0}</a>').format(publisher.email)
    told.append(words("E-mail: {address}", address=mail))
    if publisher.phone:
        told.append(words("Telephone: {number}", number=publisher.phone))
    if publisher.website:
        told.append(Markup('<a href="{0}">{0}</a>').format(publisher.website))
    return told
