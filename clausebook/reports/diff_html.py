"""Differences as one self-contained HTML file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from clausebook.pages.changes import ChangeLister, ChangeView
from clausebook.pages.html_words import HtmlWords
from clausebook.pages.prose import NoLinks, ProseWriter
from clausebook.pages.templates import TemplateData, render
from clausebook.reports.diff import Diff
from clausebook.reports.diff_text import counts, heading, left_out
from clausebook.sentences.words import Words


@dataclass(frozen=True, slots=True)
class DiffData(TemplateData):
    """Differences as one HTML file; `renumbered` has old number, new number and heading, `left_out` says how many changes are not shown, and is empty where all are."""

    TEMPLATE: ClassVar[str] = "diff.html"
    title: str
    heading: str
    counts: str
    changes: Sequence[ChangeView]
    renumbered: Sequence[tuple[str, str, str]]
    left_out: str


def as_html(diff: Diff, root: Path) -> str:
    """A page without scripts, links or anything from elsewhere."""
    words = Words(diff.language)
    old, new = (ProseWriter(wording, NoLinks()) for wording in diff.sides[diff.language])
    lister = ChangeLister(HtmlWords(diff.language), diff.comparison, old, new)
    data = DiffData(
        title=diff.title(),
        heading=heading(diff, words),
        counts=counts(diff, words),
        changes=[lister.change_view(change) for change in diff.changes],
        renumbered=lister.sentences.renumbered(),
        left_out=left_out(diff, words),
    )
    return render(root, diff.language, "", data)
