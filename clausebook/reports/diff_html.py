"""Differences as one self-contained HTML file."""

from __future__ import annotations

from pathlib import Path

from clausebook.pages.changes import ChangeLister
from clausebook.pages.html_words import HtmlWords
from clausebook.pages.prose import NoLinks, ProseWriter
from clausebook.pages.templates import render
from clausebook.reports.diff import Diff
from clausebook.reports.diff_text import counts, heading, left_out
from clausebook.sentences.words import Words


def as_html(diff: Diff, root: Path) -> str:
    """A page without scripts, links or anything from elsewhere."""
    words = Words(diff.language)
    old, new = (ProseWriter(wording, NoLinks()) for wording in diff.sides[diff.language])
    lister = ChangeLister(HtmlWords(diff.language), diff.comparison, old, new)
    return render(
        root,
        "diff.html",
        diff.language,
        "",
        title=diff.title(),
        heading=heading(diff, words),
        counts=counts(diff, words),
        changes=[lister.change_view(change) for change in diff.changes],
        renumbered=lister.sentences.renumbered(),
        left_out=left_out(diff, words),
    )
