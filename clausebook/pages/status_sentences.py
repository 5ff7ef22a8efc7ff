"""The life of a version as pages tell it: words that are true whenever they are read, and the dates for the script.

A page can be read long after it was built. So every sentence states its date, and where one is put better from a day on, the
page holds both: the script `status.js` then shows the later one, as of the day of reading in the document's own time zone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Generic, NamedTuple

from markupsafe import Markup, escape

from clausebook.languages import N_
from clausebook.model import timeline
from clausebook.model.document import Document, Snapshot, Version, VersionKind
from clausebook.model.timeline import Status
from clausebook.model.values import format_day
from clausebook.pages import addresses
from clausebook.pages.language_view import LanguageView
from clausebook.sentences.derivations import date_sentences, for_group, termination_sentence, withdrawal_sentences
from clausebook.sentences.own_days import own_day_sentences
from clausebook.sentences.particulars import particulars, retired_from
from clausebook.sentences.words import Phrases, Text

_ONE_DAY = dt.timedelta(days=1)


class Sentence(NamedTuple, Generic[Text]):
    """A sentence, and the one that says it better from a day on in a time zone; as HTML it is both, the later one hidden."""

    words: Text
    later: Text | None = None
    day: str = ""
    zone: str = ""

    def on(self, day: dt.date) -> Text:
        """The words that are true, and put best, on a day."""
        return self.later if self.later and dt.date.fromisoformat(self.day) <= day else self.words

    def __html__(self) -> str:
        if not self.later:
            return self.words
        zone = escape(self.zone)
        return (
            f'<span data-cb-until="{self.day}" data-cb-zone="{zone}">{self.words}</span>'
            f'<span data-cb-from="{self.day}" data-cb-zone="{zone}" hidden>{self.later}</span>'
        )


_ANNOUNCED = {
    VersionKind.INITIAL: N_("Announced on {date}."),
    VersionKind.AMENDMENT: N_("The amendment was announced on {date}."),
    VersionKind.CORRECTION: N_("The correction was announced on {date}."),
    VersionKind.RETIREMENT: N_("The end of these terms was announced on {date}."),
}


@dataclass(frozen=True, slots=True)
class Life:
    """A badge: the status when the page was built, words for it, and when it changes (empty where no change lies ahead).

    `in_force` and `superseded` are the words from `start` and from `end` on, as plain text.
    """

    status: str
    words: Markup
    start: str = ""
    end: str = ""
    zone: str = ""
    in_force: str = ""
    superseded: str = ""

    @property
    def changes(self) -> bool:
        return bool(self.zone)


def life_of(view: LanguageView, document: Document, snapshot: Snapshot) -> Life:
    """What `snapshot` is on the view's day."""
    return life_between(view, document, snapshot, snapshot)


def life_between(view: LanguageView, document: Document, first: Snapshot, last: Snapshot, clause: str = "") -> Life:
    """What is on the view's day that began with one version and ends when another is replaced: a version, or the wording of a `clause`,
    which may begin later than its version."""
    words, status, day = view.words, view.status(document, last), view.day(document)
    if not isinstance(first, Version) or not isinstance(last, Version):
        return Life(status.value, words.status(status))

    def begins(version: Version) -> dt.date:
        return timeline.clause_effective(version, clause)

    successor = timeline.replaced_on(document, last, day)
    ended = timeline.clause_replaced_on(document, last, clause, day) if successor else None
    if ended and ended <= begins(first) and begins(first) > first.effective:
        return Life(Status.OVERTAKEN.value, words("Never in force"))
    if status is Status.ANNOUNCED and view.status(document, first) in {Status.IN_FORCE, Status.SUPERSEDED}:
        status = Status.IN_FORCE
    if status is Status.IN_FORCE and begins(first) > day:
        status = Status.ANNOUNCED
    elif status is Status.SUPERSEDED and ended and ended > day:
        status = Status.IN_FORCE
    if last.kind is VersionKind.RETIREMENT and status is Status.ANNOUNCED:
        # True whenever it is read, and nothing that the script would have to change.
        return Life(status.value, words("Ends on {date}", date=format_day(last.effective, view.language)))
    if status not in {Status.ANNOUNCED, Status.IN_FORCE}:
        return Life(status.value, words.status(status))
    told, text = words.status(Status.IN_FORCE), words.plain
    in_force, superseded = text.status(Status.IN_FORCE), ""
    if ended:
        until = format_day(ended - _ONE_DAY, view.language)
        told, in_force = words("In force until {date}", date=until), text("In force until {date}", date=until)
        superseded = text("No longer in force since {date}", date=format_day(ended, view.language))
    if status is Status.ANNOUNCED:
        told = words("In force from {date}", date=format_day(begins(first), view.language))
    elif ended is None:
        return Life(status.value, told)
    end = ended.isoformat() if ended else ""
    turning = successor if successor and status is Status.IN_FORCE else first
    return Life(status.value, told, begins(first).isoformat(), end, zone_of(document, turning), in_force, superseded)


def zone_of(document: Document, version: Version) -> str:
    """The time zone in which a version takes effect."""
    return document.regime_of(version).timezone.key


@dataclass(frozen=True, slots=True)
class ComingView:
    """An announced version as the terms in force tell of it; every sentence states its date.

    `summary` and `changes_address` are empty where it is not published in the language, `address` where in none of the site's.
    """

    heading: Sentence[Markup]
    sentences: list[Sentence[Markup]]
    summary: Markup
    day: str
    zone: str
    address: str
    hreflang: str
    changes_address: str


def coming_view(view: LanguageView, document: Document, version: Version, address: str) -> ComingView:
    """An announced version for the banner of the page at `address`."""
    words, zone = view.words, zone_of(document, version)
    day = words.date(version.effective)
    told = _ANNOUNCED.get(version.kind, N_("The version was announced on {date}."))
    sentences = [announced_sentence(words, version)]
    if version.is_announcement_known:
        sentences = [Sentence(words(told, date=words.date(version.announced)))]
    heading = Sentence(
        words("{version} applies from {date}.", version=version_name(view, version), date=day),
        words("Since {date} {version} applies.", version=version_words(view, version), date=day),
        version.effective.isoformat(),
        zone,
    )
    if version.kind is VersionKind.RETIREMENT:
        heading = Sentence(retired_from(words, version.effective))
    else:
        sentences += [*map(Sentence, particulars(words, document, version)), *other_days(words, version)]
        sentences += termination_told(view, document, version, words)
    here = view.language in version.editions
    if not here:
        sentences.append(Sentence(words("This version is not published in this language.")))
    code = reading_language(view, version)
    return ComingView(
        heading,
        sentences,
        view.writer(version, address).html(view.edition(version).summary) if here else Markup(""),
        version.effective.isoformat(),
        zone,
        addresses.version(code, document.id, version.name) if code else "",
        code if code != view.language else "",
        addresses.changes(view.language, document.id, version.name) if view.has_changes(document, version) else "",
    )


def announcement(view: LanguageView, version: Version, address: str, group: str = "") -> Markup:
    """That an announced version is to take effect, for all or for a group, or that the terms are to end, for a reader of the page at
    `address`."""
    words = view.words
    if version.kind is VersionKind.RETIREMENT:
        told = words(_ANNOUNCED[version.kind], date=words.date(version.announced))
        return Markup(" ").join([told, retired_from(words, version.effective)])
    return words(
        "Announced on {announced}: from {date} {version} applies.",
        announced=words.date(version.announced),
        date=words.date(version.effective_for(group)),
        version=version_link(view, version, address),
    )


def successor_sentence(view: LanguageView, document: Document, snapshot: Snapshot, address: str) -> Markup:
    """For readers after the day on which an announced version took this one's place; empty when none is known."""
    if not isinstance(snapshot, Version):
        return Markup("")
    successor = timeline.replaced_on(document, snapshot, view.day(document))
    return successor_words(view, successor, address) if successor else Markup("")


def successor_words(view: LanguageView, version: Version, address: str) -> Markup:
    """Since when a version applies, or since when none does."""
    if version.kind is VersionKind.RETIREMENT:
        return retired_from(view.words, version.effective)
    link = version_link(view, version, address)
    return view.words("Since {date} {version} applies.", date=view.words.date(version.effective), version=link)


def withdrawal_told(view: LanguageView, snapshot: Snapshot) -> list[Markup]:
    """That and why a version was withdrawn, in the reader's language."""
    if not isinstance(snapshot, Version) or not timeline.is_withdrawn(snapshot, view.days[snapshot.document]):
        return []
    return withdrawal_sentences(view.words, snapshot, view.language)


def termination_told(
    view: LanguageView, document: Document, version: Version, words: Phrases[Text]
) -> list[Sentence[Text]]:
    """Until when customers may, or might, terminate because of a version; nothing where it opens no such right."""
    told = termination_of_group(view, document, version, words, "")
    general = termination_sentence(words, document, version)
    for group, terms in version.groups.items():
        if termination_sentence(words, document, version, group) != general:
            for one in termination_of_group(view, document, version, words, group):
                later = for_group(words, terms, [one.later]) if one.later else None
                told.append(one._replace(words=for_group(words, terms, [one.words]), later=later))
    return told


def termination_of_group(
    view: LanguageView, document: Document, version: Version, words: Phrases[Text], group: str
) -> list[Sentence[Text]]:
    """The same for the customers of one group, or of none (""), addressed to them."""
    present = termination_sentence(words, document, version, group)
    past = termination_sentence(words, document, version, group, over=True)
    last = timeline.last_day_to_terminate(document, version, group)
    if not present:
        return []
    if last is None:
        return [Sentence(present)]
    if last < view.day(document):
        return [Sentence(past)]
    return [Sentence(present, past, (last + _ONE_DAY).isoformat(), zone_of(document, version))]


def other_days(words: Phrases[Text], version: Version) -> Iterator[Sentence[Text]]:
    """From when a version binds new customers and each group, and its clauses apply, where that is another day."""
    if version.effective_new and version.effective_new != version.effective:
        yield Sentence(words("For new customers from {date}.", date=words.date(version.effective_new)))
    yield from map(Sentence, own_day_sentences(words, version))


def announced_sentence(words: Phrases[Text], version: Version) -> Sentence[Text]:
    """When a version was announced, or that nobody knows it any more."""
    if not version.is_announcement_known:
        return Sentence(words("The day of the announcement is not known."))
    return Sentence(words("Announced on {date}.", date=words.date(version.announced)))


def retirement_told(view: LanguageView, snapshot: Snapshot) -> Markup:
    """From when on the document applies no longer; empty for a version that does not retire it."""
    if not isinstance(snapshot, Version) or snapshot.kind is not VersionKind.RETIREMENT:
        return Markup("")
    return retired_from(view.words, snapshot.effective)


def overtaken_told(view: LanguageView, document: Document, snapshot: Snapshot, address: str) -> Markup:
    """That a correction takes effect in the place of an announced version; empty where none does."""
    day = view.day(document)
    instead = timeline.overtaken_by(document, snapshot, day) if isinstance(snapshot, Version) else None
    if instead is None:
        return Markup("")
    return overtaken_words(view, document, snapshot, view.words, partial(version_link, view, address=address))


def overtaken_words(
    view: LanguageView,
    document: Document,
    version: Snapshot,
    words: Phrases[Text],
    link: Callable[[Snapshot], Text] | None = None,
) -> Text:
    """The same of a version that is overtaken; without a link for versions they are only named."""
    instead = timeline.overtaken_by(document, version, view.day(document)) if isinstance(version, Version) else None
    if instead is None:
        raise ValueError(f"nothing overtakes {version.name}")
    return words(
        "It does not take effect itself: {version}, which corrects it, takes its place on {date}.",
        version=(link or words.version_inside)(instead),
        date=words.date(instead.effective),
    )


def status_sentences(
    view: LanguageView, document: Document, snapshot: Snapshot, address: str
) -> list[Sentence[Markup]]:
    """The status of a version in words. Each sentence states its dates, so it stays true when it is read later."""
    link = partial(version_link, view, address=address)
    return StatusSentences(view, document, view.words, link).of(snapshot)


def status_text(view: LanguageView, document: Document, snapshot: Snapshot) -> list[str]:
    """The same as plain text, as it is on the view's day."""
    sentences = StatusSentences(view, document, view.text, partial(named_in_language, view, view.text)).of(snapshot)
    return [sentence.words for sentence in sentences]


@dataclass(frozen=True, slots=True)
class StatusSentences(Generic[Text]):
    """Says the status of versions of a document; `link` prints what another version is called."""

    view: LanguageView
    document: Document
    words: Phrases[Text]
    link: Callable[[Snapshot], Text]

    def of(self, snapshot: Snapshot) -> list[Sentence[Text]]:
        view, document, words = self.view, self.document, self.words
        if not isinstance(snapshot, Version):
            return [Sentence(words("Draft: neither announced nor in force."))]
        status = view.status(document, snapshot)
        announced = announced_sentence(words, snapshot)
        if status is Status.WITHDRAWN:
            return [announced, *map(Sentence, withdrawal_sentences(words, snapshot, view.language))]
        if status is Status.OVERTAKEN:
            return [announced, Sentence(overtaken_words(view, document, snapshot, words, self.link))]
        if snapshot.kind is VersionKind.RETIREMENT:
            return [announced, Sentence(retired_from(words, snapshot.effective))]
        successor = timeline.replaced_on(document, snapshot, view.day(document))
        if status is Status.ANNOUNCED:
            sentences = self._announced(snapshot)
        else:
            sentences = list(self._in_force(snapshot, successor))
            if snapshot.announced < snapshot.effective or not snapshot.is_announcement_known:
                sentences.append(announced)
        sentences += other_days(words, snapshot)
        return [*sentences, self._replaced(successor)] if successor else sentences

    def _announced(self, version: Version) -> list[Sentence[Text]]:
        words = self.words
        before = version.effective - _ONE_DAY
        coming = Sentence(
            date_sentences(words, version, before)[0],
            date_sentences(words, version, version.effective)[0],
            version.effective.isoformat(),
            zone_of(self.document, version),
        )
        current = timeline.in_force(self.document, self.view.day(self.document))
        if current is None:
            return [coming]
        return [coming, Sentence(words("Until then {version} applies.", version=self.link(current)))]

    def _in_force(self, version: Version, successor: Version | None) -> Iterator[Sentence[Text]]:
        """From when, and where that is known to when, a version is or was in force; nothing for one replaced on its first day."""
        words, start = self.words, self.words.date(version.effective)
        since = words("In force since {date}.", date=start)
        if successor is None:
            yield Sentence(since)
            return
        if successor.effective <= version.effective:
            return
        end = words.date(successor.effective - _ONE_DAY)
        whole = words("In force from {start} to {end}.", start=start, end=end)
        if successor.effective <= self.view.day(self.document):
            yield Sentence(whole)
        else:
            yield Sentence(since, whole, successor.effective.isoformat(), zone_of(self.document, successor))

    def _replaced(self, successor: Version) -> Sentence[Text]:
        """By which version this one is or will be replaced, or when the terms end."""
        words = self.words
        if successor.kind is VersionKind.RETIREMENT:
            return Sentence(retired_from(words, successor.effective))
        values = {
            "date": words.date(successor.effective),
            "version": self.link(successor),
            "announced": words.date(successor.announced),
        }
        if not successor.is_announcement_known:
            return Sentence(words("Replaced on {date} by {version}.", date=values["date"], version=values["version"]))
        past = words("Replaced on {date} by {version}, announced on {announced}.", **values)
        if successor.effective <= self.view.day(self.document):
            return Sentence(past)
        future = words("It will be replaced on {date} by {version}, announced on {announced}.", **values)
        return Sentence(future, past, successor.effective.isoformat(), zone_of(self.document, successor))


def missing_sentence(words: Phrases[Text], version: Snapshot) -> Text:
    """That a version is not published in the language of the words."""
    return words("In this language {version} is not published.", version=words.version_inside(version))


def reading_language(view: LanguageView, version: Snapshot) -> str:
    """The language in which readers of this one find a version: this, else the one that prevails, else another; empty for none."""
    prevailing = view.book.documents[version.document].regime_of(version).authoritative
    wanted = (view.language, prevailing, *view.languages)
    return next((code for code in wanted if code in view.languages and code in version.editions), "")


def version_link(view: LanguageView, snapshot: Snapshot, address: str) -> Markup:
    """“version 5.0” as a link from the page at `address`; to another language where this one does not have it."""
    words, code = named_in_language(view, view.words, snapshot), reading_language(view, snapshot)
    if not code:
        return words
    target = addresses.version(code, snapshot.document, snapshot.name)
    return anchor(addresses.link(address, target), words, "" if code == view.language else code)


def named_in_language(view: LanguageView, words: Phrases[Text], snapshot: Snapshot) -> Text:
    """“version 5.0”, with the language in which it can be read where that is another."""
    named = words.version_inside(snapshot)
    if view.language in snapshot.editions:
        return named
    code = reading_language(view, snapshot) or view.book.documents[snapshot.document].regime_of(snapshot).authoritative
    return words("{version} ({language})", version=named, language=words.language_name(code))


def lacking_told(view: LanguageView, document: Document, address: str) -> Markup:
    """That the version in force is not published in the reader's language, and where to read it; empty where it is."""
    latest = timeline.in_force(document, view.day(document))
    if latest is None or view.language in latest.editions:
        return Markup("")
    return view.words(
        "The version in force is not published in this language: {version}.",
        version=version_link(view, latest, address),
    )


def anchor(href: str, words: Markup | str, language: str = "") -> Markup:
    """Words as a link, maybe to a page in another language."""
    foreign = f' hreflang="{language}"' if language else ""
    return Markup(f'<a href="{escape(href)}"{foreign}>{escape(words)}</a>')


def version_name(view: LanguageView, snapshot: Snapshot) -> Markup:
    """What a version is called where it stands alone: “Version 5.0”, “Draft”."""
    return view.words.version_name(snapshot)


def version_words(view: LanguageView, snapshot: Snapshot) -> Markup:
    """What a version is called inside a sentence: “version 5.0”, “the draft”."""
    return view.words.version_inside(snapshot)
