"""The page of an update: what a customer asks of a version first, then its changes with old and new values, then its redline."""

from __future__ import annotations

from markupsafe import Markup

from clausebook.compare import Comparison
from clausebook.model.document import Document, Snapshot, Version
from clausebook.pages import addresses
from clausebook.pages.alterations import alterations
from clausebook.pages.changes import ChangeLister, by_severity, count_words
from clausebook.pages.language_view import LanguageView, source_link
from clausebook.pages.page import Page, PageKind, TocEntry
from clausebook.pages.status_sentences import life_of, version_link, version_words
from clausebook.pages.templates import render
from clausebook.pages.update import answers, publisher_lines


def changes_page(view: LanguageView, document: Document, snapshot: Snapshot, comparison: Comparison) -> Page:
    """What `snapshot` is for customers, and what it changed in its predecessor."""
    language, words = view.language, view.words
    address = addresses.changes(language, document.id, snapshot.name)
    lister = ChangeLister.on_page(view, comparison, address)
    changes = lister.changes()
    edition = view.edition(snapshot)
    alternates, translations = view.alternates(address, document, snapshot, comparison.old)
    title = words("What {version} changes", version=version_words(view, snapshot))
    asked, counts = answers(view, document, snapshot, address), count_words(words, comparison.substantive)
    entries = [TocEntry("what", str(words("What changes?")))] if edition.summary.strip() else []
    entries += [TocEntry(answer.name, str(answer.question)) for answer in asked]
    listed = [
        TocEntry(change.anchor, f"{change.new_number or change.old_number} {Markup(', ').join(change.labels)}")
        for change in changes
    ]
    entries.append(TocEntry("changes", counts, tuple(listed)))
    html = render(
        view.root,
        "changes.html",
        language,
        address,
        title=title,
        document_title=edition.title,
        life=life_of(view, document, snapshot),
        answers=asked,
        publisher=publisher_lines(view, document),
        kind=words.kind(snapshot.kind) if isinstance(snapshot, Version) else "",
        old=version_link(view, comparison.old, address),
        new=version_link(view, snapshot, address),
        summary=view.writer(snapshot, address).html(edition.summary),
        changes=changes,
        groups=by_severity(words, changes),
        alterations={alteration.change.id: alteration for alteration in alterations(lister, changes)},
        counts=counts,
        renumbered=lister.renumbered(),
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
    return Page(
        PageKind.CHANGES,
        language,
        address,
        f"{edition.title}: {title}",
        str(
            words(
                "{document}: every change from {old} to {new}, marked word by word.",
                document=edition.title,
                old=version_words(view, comparison.old),
                new=version_words(view, snapshot),
            )
        ),
        html,
        address,
        alternates,
        translations,
        indexed=False,
        toc=tuple(entries),
        source=edition.path,
        document=document.id,
    )
