"""The page of an update: what a customer asks of a version first, then its changes with old and new values, then its redline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from markupsafe import Markup

from clausebook.compare import ChangeKind, Comparison
from clausebook.model.document import Document, Snapshot, Version
from clausebook.pages import addresses
from clausebook.pages.changes import ChangeGroup, ChangeLister, ChangeView, by_severity
from clausebook.pages.language_view import LanguageView, source_link
from clausebook.pages.page import Page, PageKind, TocEntry
from clausebook.pages.status_sentences import Life, life_of, version_link
from clausebook.pages.templates import TemplateData, render
from clausebook.pages.update import Answer, answers, publisher_html
from clausebook.sentences.alterations import replaced
from clausebook.sentences.changes import KIND_WORDS, count_words


@dataclass(frozen=True, slots=True)
class ChangesData(TemplateData):
    """The page of an update: what a customer asks of a version, and its redline against the one before it.

    `kind` says what kind of version it is, empty for a draft. `answers` are what a customer asks, `publisher` is who to reach, line by line. `old` and `new` name the two versions
    as links. `changes` are all changes in reading order, `groups` the same by weight, `replaced` has for each, by its id, sentences of old and new values; `renumbered` has old
    number, new number and heading of the clauses that only another number tells apart, `shortened` the numbers of those that say something else in short.
    """

    TEMPLATE: ClassVar[str] = "changes.html"
    title: str
    document_title: str
    life: Life
    answers: Sequence[Answer[Markup]]
    publisher: Sequence[Markup]
    kind: str
    old: Markup
    new: Markup
    summary: Markup
    changes: Sequence[ChangeView]
    groups: Sequence[ChangeGroup]
    replaced: Mapping[str, Sequence[Markup]]
    counts: str
    renumbered: Sequence[tuple[str, str, str]]
    shortened: Markup
    current_address: str
    history_address: str
    version_address: str
    text_address: str
    compare_address: str
    script: str
    source: str


def changes_page(view: LanguageView, document: Document, snapshot: Snapshot, comparison: Comparison) -> Page:
    """What `snapshot` is for customers, and what it changed in its predecessor."""
    language, words, text = view.language, view.words, view.text
    for state in (comparison.old, comparison.new):
        view.read_text(state)
    address = addresses.changes(language, document.id, snapshot.name)
    lister = ChangeLister.on_page(view, comparison, address)
    changes = lister.changes()
    edition = view.edition(snapshot)
    alternates, translations = view.alternates(address, document, snapshot, comparison.old)
    title = text("What {version} changes", version=text.version_inside(snapshot))
    data = ChangesData(
        title=title,
        document_title=edition.title,
        life=life_of(view, document, snapshot),
        answers=answers(view, document, snapshot, words, partial(version_link, view, address=address)),
        publisher=publisher_html(words, document.publisher),
        kind=words.kind(snapshot.kind) if isinstance(snapshot, Version) else "",
        old=version_link(view, comparison.old, address),
        new=version_link(view, snapshot, address),
        summary=view.writer(snapshot, address).html(edition.summary),
        changes=changes,
        groups=by_severity(words, changes),
        replaced={change.id: list(replaced(lister.sentences, change)) for change in comparison.substantive},
        counts=count_words(words, comparison.substantive),
        renumbered=lister.sentences.renumbered(),
        shortened=words.listing(lister.sentences.shortened()),
        current_address=addresses.current(language, document.id),
        history_address=addresses.history(language, document.id),
        version_address=addresses.version(language, document.id, snapshot.name),
        text_address=addresses.plain_text(document.id, snapshot.name, language)
        if isinstance(snapshot, Version)
        else "",
        compare_address=f"{addresses.compare(language, document.id)}?from={comparison.old.name}&to={snapshot.name}",
        script=addresses.asset(language, "changes.js"),
        source=source_link(view, edition.path),
    )
    html = render(view.root, language, address, data)
    return Page(
        PageKind.CHANGES,
        language,
        address,
        text("{what}: {where}", what=edition.title, where=title),
        text(
            "{document}: every change from {old} to {new}, marked word by word.",
            document=edition.title,
            old=text.version_inside(comparison.old),
            new=text.version_inside(snapshot),
        ),
        html,
        address,
        alternates,
        translations,
        indexed=False,
        toc=tuple(_contents(view, document, snapshot, comparison, changes)),
        source=edition.path,
        document=document.id,
    )


def _contents(
    view: LanguageView, document: Document, snapshot: Snapshot, comparison: Comparison, changes: Sequence[ChangeView]
) -> Iterator[TocEntry]:
    """The questions, and the changes by their number and kinds."""
    text = view.text
    if view.edition(snapshot).summary.strip():
        yield TocEntry("what", text("What changes?"))
    for answer in answers(view, document, snapshot, text):
        yield TocEntry(answer.name, answer.question)
    listed = [
        TocEntry(change.anchor, f"{change.new_number or change.old_number} {', '.join(map(text, labels))}")
        for change in changes
        for labels in [[KIND_WORDS[ChangeKind(kind)] for kind in change.kinds]]
    ]
    yield TocEntry("changes", count_words(text, comparison.substantive), tuple(listed))
