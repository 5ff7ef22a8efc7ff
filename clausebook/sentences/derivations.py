"""Derivations: how the dates of a version follow from its notice, as sentences in one language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from clausebook.languages import N_
from clausebook.model import timeline
from clausebook.model.document import Document, Version, VersionKind
from clausebook.model.notices import (
    Counting,
    CountingFrom,
    GroupTerms,
    Means,
    NoticeRule,
    Refund,
    Start,
    TerminationRight,
)
from clausebook.model.periods import ONE_DAY
from clausebook.model.plaintext import GROUND_WORDS
from clausebook.model.values import Unit
from clausebook.sentences.own_days import group_name, own_day_sentences
from clausebook.sentences.words import Phrases, Text


def derivation(
    words: Phrases[Text], rule: NoticeRule, sent: dt.date, law: str = "", *, is_ground: bool = False
) -> Text:
    """How the earliest day of effect follows from the day on which a version was announced, or its messages `sent` (docs/notice.md).

    `law` is the country whose holidays count; `is_ground` says that the rule is that of a ground alone.
    """
    if not rule.period.count:
        none = (
            N_("For such an amendment these terms require no notice.")
            if is_ground
            else N_("These terms require no notice.")
        )
        return words(none)
    event, earliest = rule.event(sent), rule.earliest(sent)
    is_full = rule.counting is Counting.FULL_DAYS
    values = {
        "sent": words.date(sent),
        "delivery": words.period(rule.delivery) if rule.delivery else "",
        "date": words.date(event),
        "period": notice_period(words, rule),
        "last": words.date(earliest - ONE_DAY),
        "earliest": words.date(earliest),
    }
    told = [words((_FULL if is_full else _CALENDAR)[rule.start, bool(rule.delivery and rule.delivery.count)], **values)]
    if rule.rests_on_holidays and law:
        country = words.country_name(law)
        told.append(words("Business days are counted by the public holidays of {country}.", country=country))
    furthest = rule.furthest(sent)
    if furthest and rule.at_most:
        at_most = words.period(rule.at_most)
        told.append(
            words(
                "At most {period} of notice can be given; the latest day of effect is {date}.",
                period=at_most,
                date=words.date(furthest),
            )
        )
    return words.joined(told)


_FULL = {
    (CountingFrom.ANNOUNCEMENT, False): N_(
        "The day of the announcement, {date}, is not counted; the notice of {period} ends with {last}. "
        "The earliest day of effect is {earliest}."
    ),
    (CountingFrom.DISPATCH, False): N_(
        "The messages are sent by {date}, a day that is not counted; the notice of {period} ends with {last}. "
        "The earliest day of effect is {earliest}."
    ),
    (CountingFrom.DISPATCH, True): N_(
        "The messages are sent by {sent}, with {delivery} for delivery: {date} is not counted; the notice of {period} ends with {last}. "
        "The earliest day of effect is {earliest}."
    ),
    (CountingFrom.RECEIPT, False): N_(
        "The messages are received by {date}, a day that is not counted; the notice of {period} ends with {last}. "
        "The earliest day of effect is {earliest}."
    ),
    (CountingFrom.RECEIPT, True): N_(
        "The messages are sent by {sent} and, with {delivery} for delivery, received by {date}, a day that is not counted; "
        "the notice of {period} ends with {last}. The earliest day of effect is {earliest}."
    ),
}
_CALENDAR = {
    (CountingFrom.ANNOUNCEMENT, False): N_(
        "Announced on {date}; {period} later is {earliest}, the earliest day of effect."
    ),
    (CountingFrom.DISPATCH, False): N_(
        "The messages are sent by {date}; {period} later is {earliest}, the earliest day of effect."
    ),
    (CountingFrom.DISPATCH, True): N_(
        "The messages are sent by {sent}, with {delivery} for delivery; {period} after {date} is {earliest}, the earliest day of effect."
    ),
    (CountingFrom.RECEIPT, False): N_(
        "The messages are received by {date}; {period} later is {earliest}, the earliest day of effect."
    ),
    (CountingFrom.RECEIPT, True): N_(
        "The messages are sent by {sent} and, with {delivery} for delivery, received by {date}; "
        "{period} later is {earliest}, the earliest day of effect."
    ),
}


def notice_period(words: Phrases[Text], rule: NoticeRule) -> Text:
    """The period of a notice in words: days as full or calendar days, other units by their name."""
    if rule.period.unit is not Unit.DAYS:
        return words.period(rule.period)
    if rule.counting is Counting.FULL_DAYS:
        return words.plural("{count} full day", "{count} full days", rule.period.count)
    return words.plural("{count} calendar day", "{count} calendar days", rule.period.count)


def date_sentences(words: Phrases[Text], version: Version, day: dt.date) -> list[Text]:
    """When a version was announced and takes, or by `day` took, effect, and for whom."""
    announced = words.date(version.announced)
    if version.kind is VersionKind.RETIREMENT:
        return [words("Announced on {date}.", date=announced)]
    took = version.effective <= day
    if version.is_announcement_known:
        sentence = (
            N_("Announced on {announced}; took effect on {date}.")
            if took
            else N_("Announced on {announced}; takes effect on {date}.")
        )
    else:
        sentence = (
            N_("It took effect on {date}; the day of the announcement is not known.")
            if took
            else N_("It takes effect on {date}; the day of the announcement is not known.")
        )
    told = [words(sentence, announced=announced, date=words.date(version.effective))]
    if version.effective_new not in (None, version.effective):
        told.append(words("For new customers from {date}.", date=words.date(version.effective_new)))
    return [*told, *own_day_sentences(words, version)]


def withdrawal_sentences(words: Phrases[Text], version: Version, language: str) -> list[Text]:
    """That and why a version was withdrawn; nothing for one that was not."""
    if version.withdrawn is None:
        return []
    told = words("It was withdrawn on {date} and will not take effect.", date=words.date(version.withdrawn.day))
    reason = version.withdrawn.reason.get(language, "")
    return [told, words("Reason: {reason}", reason=reason)] if reason else [told]


def notice_sentences(
    words: Phrases[Text], document: Document, version: Version, group: str | None = None
) -> list[Text]:
    """The notice of a version: how its dates follow, for all and for each group that has its own, or for one `group` alone; for a
    correction, why it needed none; none for a first version."""
    if version.kind is VersionKind.CORRECTION:
        return [words("A correction mends the wording without changing the terms; it needs no notice.")]
    if version.kind is VersionKind.LANGUAGES:
        return [words("The text stays as it is; a change of languages needs no notice.")]
    if version.kind is VersionKind.RETIREMENT:
        return [words("The text stays as it is; its end needs no notice.")]
    before = document.predecessor(version)
    if version.kind is VersionKind.INITIAL or before is None:
        return []
    if not version.is_announcement_known:
        return [words("The day of the announcement is not known, so its notice cannot be told.")]
    law, is_ground = document.regime_of(version).law, version.ground is not None
    rule = document.rule_of(version, group or "")
    told = [
        *ground_sentences(words, version),
        derivation(words, rule, version.sent_under(rule), law, is_ground=is_ground),
    ]
    for name, terms in version.groups.items() if group is None else ():
        own = document.rule_of(version, name)
        if own != rule or terms.effective != version.effective:
            sentences = [
                words("From {date}.", date=words.date(terms.effective)),
                derivation(words, own, version.sent_under(own), law, is_ground=is_ground),
            ]
            told.append(for_group(words, terms, sentences))
    return told


def ground_sentences(words: Phrases[Text], version: Version) -> list[Text]:
    """What the notice of a version rests on, where it has a ground."""
    if version.ground is None:
        return []
    told = [words(GROUND_WORDS[version.ground])]
    provision = version.provision.get(words.language, "").rstrip(".")
    return [*told, words("Basis: {provision}.", provision=provision)] if provision else told


def for_group(words: Phrases[Text], terms: GroupTerms, sentences: Sequence[Text]) -> Text:
    """Sentences that are true for one group of customers."""
    name = group_name(terms, words.language)
    return words("For {group}: {sentences}", group=name, sentences=words.joined(sentences))


def termination_sentence(
    words: Phrases[Text], document: Document, version: Version, group: str = "", *, over: bool = False
) -> Text:
    """Which right to terminate a substantial amendment opens for all or for a group: until when, or with which notice, with what
    effect, how, and by which clause; if it is `over`, until when it was open.

    Empty where it opens no such right, as corrections and first versions never do.
    """
    right = document.right_of(version, group)
    if right is None or version.kind is not VersionKind.AMENDMENT:
        return words.text("")
    last = timeline.last_day_to_terminate(document, version, group)
    if over and last:
        sentence = N_("Because this amendment is substantial, you could terminate up to and including {date}.")
        return words(sentence, date=words.date(last))
    received, effective = timeline.received(document, version, group), version.effective_for(group)
    notice = _notice_of(words, right, received, effective)
    told = [_window(words, right, last)] if last else notice
    if right.means:
        means = words.choice([words(_MEANS[each]) for each in right.means])
        sentence = N_("You can do so {means}: {where}.") if right.where else N_("You can do so {means}.")
        told = [*told, words(sentence, means=means, where=right.where)]
    told = [*told, *(notice if last else []), *([words(_REFUND[right.refund])] if right.refund else [])]
    edition = version.editions.get(words.language)
    clause = edition.by_id.get(right.clause) if edition else None
    if clause:
        told.append(words("This right rests on {clause}.", clause=words("clause {number}", number=clause.number)))
    return words.joined(told)


def _window(words: Phrases[Text], right: TerminationRight, last: dt.date) -> Text:
    """Until when customers can terminate, the last day included, and how that day comes about."""
    period = words.period(right.within) if right.within else words.text("")
    if right.month_end:
        until = N_("Because this amendment is substantial, you can terminate up to and including {date}.")
        extended = words("The period of {period} runs on to the end of the month.", period=period)
        return words.joined([words(until, date=words.date(last)), extended])
    return words(_WINDOWS[right.start], date=words.date(last), period=period)


_WINDOWS = {
    Start.ANNOUNCED: N_(
        "Because this amendment is substantial, you can terminate up to and including {date}, {period} from the day on which you are told of it."
    ),
    Start.EFFECTIVE: N_(
        "Because this amendment is substantial, you can terminate up to and including {date}, {period} from its effect."
    ),
    Start.LATER_OF: N_(
        "Because this amendment is substantial, you can terminate up to and including {date}, {period} from its effect or from the day "
        "on which you are told of it, whichever is later."
    ),
    Start.UNTIL_EFFECTIVE: N_(
        "Because this amendment is substantial, you can terminate up to and including {date}, the last day before its effect."
    ),
}
_REFUND = {
    Refund.PRO_RATA: N_("What you have paid for the time after the end of the contract is refunded."),
    Refund.FULL: N_("What you have paid is refunded in full."),
    Refund.NONE: N_("What you have paid is not refunded."),
}
_MEANS = {
    Means.EMAIL: N_("by e-mail"),
    Means.WRITING: N_("in writing"),
    Means.ONLINE: N_("online"),
    Means.PHONE: N_("by telephone"),
}


def _notice_of(words: Phrases[Text], right: TerminationRight, received: dt.date, effective: dt.date) -> list[Text]:
    """With which period of notice the contract ends: the rest of what a window opens, or the right itself."""
    if right.notice is None:
        return []
    if not right.notice.count:
        return [words("The contract ends on the day on which you terminate it.")]
    period = words.period(right.notice)
    if right.within or right.start is Start.UNTIL_EFFECTIVE:
        return [words("The contract then ends after a period of notice of {period}.", period=period)]
    start = right.runs_from(received, effective)
    return [
        words(
            "Because this amendment is substantial, you can terminate with a period of notice of {period}, which runs from {date} at the "
            "earliest: the contract then ends with {last}.",
            period=period,
            date=words.date(start),
            last=words.date(right.notice.last_day(start)),
        )
    ]
