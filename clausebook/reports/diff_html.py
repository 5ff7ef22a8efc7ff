"""Differences as one self-contained HTML file."""

from __future__ import annotations

from pathlib import Path

from clausebook.pages.templates import render
from clausebook.pages.words import Words
from clausebook.reports.diff import Diff
from clausebook.reports.diff_text import counts, heading, left_out


def as_html(diff: Diff, root: Path) -> str:
    """A page without scripts, links or anything from elsewhere."""
    words = Words(diff.language)
    lister = diff.lister(diff.language)
    return render(
        root,
        "diff.html",
        diff.language,
        "",
        title=diff.title(),
        heading=heading(diff, words),
        counts=counts(diff, words),
        changes=[
            shown
            for change, shown in zip(diff.comparison.substantive, lister.changes(), strict=True)
            if change in diff.changes
        ],
        renumbered=lister.renumbered(),
        left_out=left_out(diff, words),
    )
