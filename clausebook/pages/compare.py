"""The compare page: any two versions, or what changed since the day a reader signed. A script fills it from comparison data.

Without the script the page offers what is ready: the redline of each version against the one before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import ClassVar

from markupsafe import Markup

from clausebook.languages import N_
from clausebook.model.document import Document, Snapshot, Version
from clausebook.model.values import format_day
from clausebook.pages import addresses
from clausebook.pages.language_view import LanguageView
from clausebook.pages.page import Page, PageKind
from clausebook.pages.status_sentences import version_name, version_words
from clausebook.pages.templates import TemplateData, render
from clausebook.sentences.own_days import group_name, groups_apart


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a list of versions: the version, its words, and the first day on which it can be chosen."""

    name: str
    words: str
    start: str = ""


@dataclass(frozen=True, slots=True)
class ComparePageData(TemplateData):
    """The page on which any two versions are compared.

    `signed` are the days on which existing customers agreed, `signed_new` those of new ones where they differ, `signed_groups` those of groups of customers
    with their ids and names; `steps` has for each version but the
    first the one before, the version, and the address of its redline.
    """

    TEMPLATE: ClassVar[str] = "compare.html"
    document_title: str
    current_address: str
    history_address: str
    data_address: str
    script: str
    timezone: str
    choices: Sequence[Choice]
    signed: Sequence[Choice]
    signed_new: Sequence[Choice]
    signed_groups: Sequence[tuple[str, str, Sequence[Choice]]]
    steps: Sequence[tuple[Markup, Markup, str]]


def compare_heading(view: LanguageView, document: Document) -> tuple[str, str]:
    """The title and the description of the page on which any two versions are compared."""
    text, title = view.text, view.title(document)
    sentence = N_("Any two versions of “{document}” compared word by word, or all changes since you signed.")
    return text("Compare versions: {document}", document=title), text(sentence, document=title)


def compare_page(view: LanguageView, document: Document) -> Page:
    """The page on which any two versions of a document are compared."""
    language = view.language
    address = addresses.compare(language, document.id)
    title = view.title(document)
    states = view.active_versions(document)
    versions = [state for state in states if isinstance(state, Version)]
    alternates, translations = view.alternates(address, document)
    data = ComparePageData(
        document_title=title,
        current_address=addresses.current(language, document.id),
        history_address=addresses.history(language, document.id),
        data_address=addresses.comparison_data(language, document.id),
        script=addresses.asset(language, "compare.js"),
        timezone=document.regime_of(view.leading(document)).timezone.key,
        choices=[_choice(view, state) for state in states],
        signed=list(_periods(view, versions, lambda version: version.effective)),
        signed_new=list(_periods(view, versions, lambda version: version.effective_new or version.effective))
        if any(version.effective_new not in (None, version.effective) for version in versions)
        else [],
        signed_groups=[
            (group, name, list(_periods(view, versions, partial(Version.effective_for, group=group))))
            for group, name in _groups_apart(view, versions).items()
        ],
        steps=[
            (version_words(view, old), version_name(view, new), addresses.changes(language, document.id, new.name))
            for old, new in pairwise(states)
            if view.predecessor(document, new) is old
        ],
    )
    html = render(view.root, language, address, data)
    return Page(
        PageKind.COMPARE,
        language,
        address,
        *compare_heading(view, document),
        html,
        address,
        alternates,
        translations,
        indexed=False,
        document=document.id,
    )


def _groups_apart(view: LanguageView, versions: Sequence[Version]) -> Mapping[str, str]:
    """The groups that some version binds from another day than all others, with their names as they are now."""
    return {
        group: group_name(terms, view.language)
        for version in versions
        for group, terms in groups_apart(version).items()
    }


def _choice(view: LanguageView, state: Snapshot) -> Choice:
    name = view.text.version_name(state)
    if not isinstance(state, Version):
        return Choice(state.name, name)
    day = format_day(state.effective, view.language)
    return Choice(state.name, view.text("{version}, in force from {date}", version=name, date=day))


def _periods(view: LanguageView, versions: Sequence[Version], start: Callable[[Version], dt.date]) -> Iterator[Choice]:
    """Newest first, the days on which a reader signed for each version."""
    language = view.language
    for index in reversed(range(len(versions))):
        version = versions[index]
        first = format_day(start(version), language)
        name = view.text.version_inside(version)
        later = [start(other) for other in versions[index + 1 :]]
        if later and min(later) <= start(version):
            continue  # replaced on its first day: nobody signed for it
        if later:
            last = format_day(min(later) - dt.timedelta(days=1), language)
            words = view.text("{first} to {last} ({version})", first=first, last=last, version=name)
        else:
            words = view.text("{first} or later ({version})", first=first, version=name)
        yield Choice(version.name, words, start(version).isoformat())
