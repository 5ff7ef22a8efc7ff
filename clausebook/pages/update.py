"""The update that a version is for customers: what they ask of it, with answers that are true whenever they are read.

The page of the update and the notice to customers both print these answers. The dates and rights in them are those of
`sentences.derivations` and `model.timeline`; nothing is decided here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Generic

from markupsafe import Markup

from clausebook.languages import N_
from clausebook.model import timeline
from clausebook.model.document import Document, Snapshot, Version, VersionKind
from clausebook.model.publisher import Publisher
from clausebook.model.timeline import Status
from clausebook.pages.language_view import LanguageView
from clausebook.pages.status_sentences import (
    Sentence,
    StatusSentences,
    named_in_language,
    termination_of_group,
    termination_told,
    zone_of,
)
from clausebook.sentences.derivations import for_group, notice_sentences
from clausebook.sentences.own_days import clause_day_sentences
from clausebook.sentences.particulars import particulars
from clausebook.sentences.words import Phrases, Text

_ONE_DAY = dt.timedelta(days=1)
# Kinds of versions on account of which a customer never need do anything.
_NO_ACTION = {
    VersionKind.CORRECTION: N_("No. A correction mends the wording; your rights and duties stay as they are."),
    VersionKind.LANGUAGES: N_("No. The text stays as it is; only the languages in which it is published change."),
}


@dataclass(frozen=True, slots=True)
class Answer(Generic[Text]):
    """A question of a customer with its answer; `name` is what programs call the question."""

    name: str
    question: Text
    sentences: list[Sentence[Text]]

    def on(self, day: dt.date) -> list[Text]:
        """The answer as it is put on a day."""
        return [sentence.on(day) for sentence in self.sentences]


def answers(
    view: LanguageView,
    document: Document,
    snapshot: Snapshot,
    words: Phrases[Text],
    link: Callable[[Snapshot], Text] | None = None,
    group: str | None = None,
) -> list[Answer[Text]]:
    """From when a version applies, what a customer can do, and whether anything must be done; for all, or for one `group` of customers.

    Without a `link` for them, versions are only named. A draft binds nobody: of it there is only the first answer.
    """
    named = link or (lambda other: named_in_language(view, words, other))
    return _Answers(view, document, words, named, group).of(snapshot)


@dataclass(frozen=True, slots=True)
class _Answers(Generic[Text]):
    """Answers what a customer asks of the versions of a document; `link` prints what another version is called. `group` is whose customers
    ask; None for a page that all of them read."""

    view: LanguageView
    document: Document
    words: Phrases[Text]
    link: Callable[[Snapshot], Text]
    group: str | None

    def of(self, snapshot: Snapshot) -> list[Answer[Text]]:
        words = self.words
        asked = [Answer("from-when", words("From when?"), list(self._when(snapshot)))]
        if isinstance(snapshot, Version):
            asked += [
                Answer("what-can-i-do", words("What can I do?"), list(self._rights(snapshot))),
                Answer("need-i-act", words("Do I need to act?"), list(self._duty(snapshot))),
            ]
        return [answer for answer in asked if answer.sentences]

    def _is_void(self, version: Version) -> bool:
        """Whether it never takes effect: nothing follows from it then."""
        return self.view.status(self.document, version) in {Status.WITHDRAWN, Status.OVERTAKEN}

    def _when(self, snapshot: Snapshot) -> Iterator[Sentence[Text]]:
        if isinstance(snapshot, Version) and self.group in snapshot.groups and not self._is_void(snapshot):
            yield from self._own_days(snapshot)
        else:
            yield from StatusSentences(self.view, self.document, self.words, self.link).of(snapshot)
        if isinstance(snapshot, Version) and not self._is_void(snapshot):
            yield from map(Sentence, particulars(self.words, self.document, snapshot))
            yield from map(Sentence, notice_sentences(self.words, self.document, snapshot, self.group))

    def _own_days(self, version: Version) -> Iterator[Sentence[Text]]:
        """From when a version applies to the group, which has a day of its own, and what applies until then."""
        words, day = self.words, self.view.day(self.document)
        effective = version.effective_for(self.group or "")
        values = {"announced": words.date(version.announced), "date": words.date(effective)}
        yield Sentence(
            words("Announced on {announced}; takes effect on {date}.", **values),
            words("Announced on {announced}; took effect on {date}.", **values),
            effective.isoformat(),
            zone_of(self.document, version),
        )
        before = self.document.predecessor(version)
        if before and day < effective:
            yield Sentence(words("Until then {version} applies.", version=self.link(before)))
        yield from map(Sentence, clause_day_sentences(words, version))

    def _rights(self, version: Version) -> Iterator[Sentence[Text]]:
        """Which right an amendment opens, and for whom; that others stay."""
        words = self.words
        if version.kind is not VersionKind.AMENDMENT or self._is_void(version):
            return
        opened = self._opened(version)
        yield from opened
        if opened:
            yield from map(Sentence, self._clause(version))
            yield Sentence(words("This right is for customers who accepted an earlier version."))
        else:
            yield Sentence(words("This amendment opens no additional right to terminate."))
        yield Sentence(words("The rights that these terms and the law give you in any case are not affected."))

    def _opened(self, version: Version) -> list[Sentence[Text]]:
        if self.group is None:
            return termination_told(self.view, self.document, version, self.words)
        return termination_of_group(self.view, self.document, version, self.words, self.group)

    def _clause(self, version: Version) -> list[Text]:
        """What each clause says that gives such a right, with all its conditions."""
        groups = ["", *version.groups] if self.group is None else [self.group]
        rights = [self.document.right_of(version, group) for group in groups]
        edition = version.editions.get(self.words.language)
        clauses = (
            [edition.by_id.get(name) for name in dict.fromkeys(right.clause for right in rights if right)]
            if edition
            else []
        )
        return [
            self.words(
                "Clause {number}: “{text}”", number=clause.number, text=self.view.wording(version).plain(clause.text)
            )
            for clause in clauses
            if clause and clause.text.strip()
        ]

    def _duty(self, version: Version) -> Iterator[Sentence[Text]]:
        words, zone = self.words, zone_of(self.document, version)
        effective = version.effective_for(self.group or "").isoformat()
        date = words.date(version.effective_for(self.group or ""))
        if self._is_void(version):
            yield Sentence(words("No."))
            stays = timeline.in_force(self.document, self.view.day(self.document))
            if stays and self.view.status(self.document, version) is Status.WITHDRAWN:
                yield Sentence(words("Therefore {version} stays in force.", version=self.link(stays)))
        elif version.kind is VersionKind.RETIREMENT:
            ending = words("Until then these terms apply as they are.")
            yield Sentence(ending, words("No."), effective, zone)
        elif version.kind in _NO_ACTION:
            yield Sentence(words(_NO_ACTION[version.kind]))
        else:
            yield from self._choice(version)
            yield Sentence(
                words("If you do nothing, this version applies to you from {date}.", date=date),
                words("This version took effect on {date}.", date=date),
                effective,
                zone,
            )
            if self.group is None:
                yield from self._groups_apart(version)

    def _groups_apart(self, version: Version) -> Iterator[Sentence[Text]]:
        """The same for each group for which the version, or the right to terminate, has another day."""
        last = timeline.last_day_to_terminate(self.document, version)
        for name, terms in version.groups.items():
            own = timeline.last_day_to_terminate(self.document, version, name)
            if terms.effective == version.effective and own == last:
                continue
            for sentence in replace(self, group=name)._duty(version):
                later = for_group(self.words, terms, [sentence.later]) if sentence.later else None
                yield sentence._replace(words=for_group(self.words, terms, [sentence.words]), later=later)

    def _choice(self, version: Version) -> Iterator[Sentence[Text]]:
        """That nothing need be done, or by when whoever does not accept the amendment must terminate."""
        words, zone = self.words, zone_of(self.document, version)
        last = timeline.last_day_to_terminate(self.document, version, self.group or "")
        if not termination_of_group(self.view, self.document, version, words, self.group or ""):
            yield Sentence(words("No."))
            return
        if last is None:
            yield Sentence(words("Not if you accept the change."))
            yield Sentence(words("If you do not accept it, you can terminate as said above."))
            return
        over = (last + _ONE_DAY).isoformat()
        yield Sentence(words("Not if you accept the change."), words("No."), over, zone)
        yield Sentence(
            words("If you do not accept it, terminate by {date} at the latest.", date=words.date(last)),
            words("The time to terminate because of it ended on {date}.", date=words.date(last)),
            over,
            zone,
        )


def publisher_text(words: Phrases[str], publisher: Publisher | None) -> list[str]:
    """Who customers contract with, and how to reach them, line by line; nothing where the record does not say."""
    return list(_publisher(words, publisher, str)) if publisher else []


def publisher_html(words: Phrases[Markup], publisher: Publisher | None) -> list[Markup]:
    """The same with links to the mail and the website."""

    def link(address: str) -> Markup:
        href = address if "://" in address else f"mailto:{address}"
        return Markup('<a href="{}">{}</a>').format(href, address)

    return list(_publisher(words, publisher, link)) if publisher else []


def _publisher(words: Phrases[Text], publisher: Publisher, link: Callable[[str], Text]) -> Iterator[Text]:
    lines = [publisher.name, *publisher.address_in(words.language), publisher.registration_in(words.language)]
    yield from (words.text(line) for line in lines if line)
    yield words("E-mail: {address}", address=link(publisher.email))
    if publisher.phone:
        yield words("Telephone: {number}", number=publisher.phone)
    if publisher.website:
        yield link(publisher.website)
