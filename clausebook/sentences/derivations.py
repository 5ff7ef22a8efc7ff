"""Derivations: how the dates of a version follow from its notice, as sentences in one language."""

from __future__ import annotations

import datetime as dt

from clausebook.languages import N_
from clausebook.model import timeline
from clausebook.model.document import Counting, Document, NoticeRule, Start, TerminationRight, Version, VersionKind
from clausebook.sentences.words import Phrases, Text


def derivation(words: Phrases[Text], rule: NoticeRule, announced: dt.date) -> Text:
    """How the earliest day of effect follows from the day of the announcement (docs/format.md, “notice”)."""
    if not rule.days:
        return words("These terms require no notice.")
    earliest = rule.earliest(announced)
    if rule.counting is Counting.CALENDAR_DAYS:
        return words.plural(
            "Announced on {announced}; {count} calendar day later is {earliest}, the earliest day of effect.",
            "Announced on {announced}; {count} calendar days later is {earliest}, the earliest day of effect.",
            rule.days,
            announced=words.date(announced),
            earliest=words.date(earliest),
        )
    return words.plural(
        "The day of the announcement, {announced}, is not counted; {count} full day ends with {last}. "
        "The earliest day of effect is {earliest}.",
        "The day of the announcement, {announced}, is not counted; {count} full days end with {last}. "
        "The earliest day of effect is {earliest}.",
        rule.days,
        announced=words.date(announced),
        last=words.date(earliest - dt.timedelta(days=1)),
        earliest=words.date(earliest),
    )


def date_sentences(words: Phrases[Text], version: Version, day: dt.date) -> list[Text]:
    """When a version was announced and takes, or by `day` took, effect, and for whom."""
    if version.kind is VersionKind.RETIREMENT:
        return [words("Announced on {date}.", date=words.date(version.announced))]
    sentence = N_("Announced on {announced}; takes effect on {date}.")
    if version.effective <= day:
        sentence = N_("Announced on {announced}; took effect on {date}.")
    told = words(sentence, announced=words.date(version.announced), date=words.date(version.effective))
    if version.effective_new in (None, version.effective):
        return [told]
    return [told, words("For new customers from {date}.", date=words.date(version.effective_new))]


def withdrawal_sentences(words: Phrases[Text], version: Version, language: str) -> list[Text]:
    """That and why a version was withdrawn; nothing for one that was not."""
    if version.withdrawn is None:
        return []
    told = words("It was withdrawn on {date} and will not take effect.", date=words.date(version.withdrawn.day))
    reason = version.withdrawn.reason.get(language, "")
    return [told, words("Reason: {reason}", reason=reason)] if reason else [told]


def notice_sentences(words: Phrases[Text], document: Document, version: Version) -> list[Text]:
    """The notice of a version: how its dates follow; for a correction, why it needed none; none for a first
    version."""
    if version.kind is VersionKind.CORRECTION:
        return [words("A correction mends the wording without changing the terms; it needs no notice.")]
    if version.kind is VersionKind.LANGUAGES:
        return [words("The text stays as it is; a change of languages needs no notice.")]
    if version.kind is VersionKind.RETIREMENT:
        return [words("The text stays as it is; its end needs no notice.")]
    before = document.predecessor(version)
    if version.kind is VersionKind.INITIAL or before is None:
        return []
    return [derivation(words, document.rule_of(version), version.announced)]


def termination_sentence(words: Phrases[Text], document: Document, version: Version, *, over: bool = False) -> Text:
    """Until when customers may, or if it is `over` might, terminate because of a substantial amendment.

    Empty where it opens no such right, as corrections and first versions never do.
    """
    last = timeline.last_day_to_terminate(document, version)
    right = document.right_of(version)
    if last is None or right is None or version.kind is not VersionKind.AMENDMENT:
        return words.text("")
    tell = _past_right if over else _right
    return tell(words, right, words.date(last))


def _right(words: Phrases[Text], right: TerminationRight, last: Text) -> Text:
    if right.start is Start.EFFECTIVE:
        return words.plural(
            "Because this amendment is substantial, you can terminate until {date}, {count} day from its effect.",
            "Because this amendment is substantial, you can terminate until {date}, {count} days from its effect.",
            right.days,
            date=last,
        )
    return words.plural(
        "Because this amendment is substantial, you can terminate until {date}, {count} day from its announcement.",
        "Because this amendment is substantial, you can terminate until {date}, {count} days from its announcement.",
        right.days,
        date=last,
    )


def _past_right(words: Phrases[Text], right: TerminationRight, last: Text) -> Text:
    if right.start is Start.EFFECTIVE:
        return words.plural(
            "Because this amendment is substantial, you could terminate until {date}, {count} day from its effect.",
            "Because this amendment is substantial, you could terminate until {date}, {count} days from its effect.",
            right.days,
            date=last,
        )
    return words.plural(
        "Because this amendment is substantial, you could terminate until {date}, {count} day from its announcement.",
        "Because this amendment is substantial, you could terminate until {date}, {count} days from its announcement.",
        right.days,
        date=last,
    )
