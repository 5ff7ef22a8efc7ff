"""A review as Markdown for a comment, as one HTML file, as JSON, and as annotations of a workflow."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt

from clausebook.compare import Change, Severity
from clausebook.model.document import VersionKind
from clausebook.model.values import format_day
from clausebook.problems import Problem
from clausebook.problems import Severity as ProblemSeverity
from clausebook.quoting import quiet_html, quiet_json
from clausebook.reports.diff import Diff
from clausebook.reports.diff_json import as_json as diff_as_json
from clausebook.reports.diff_text import escaped, markdown_section
from clausebook.reports.review import DocumentReview, Release, Review, ValueChange
from clausebook.sentences.words import Words

COMMENT_LIMIT = 60_000  # of the 65,536 characters that GitHub takes, so that a bot can add its own lines
MARK = "<!-- clausebook review -->"  # by which a workflow finds the comment that it wrote before


def as_markdown(review: Review, limit: int | None = COMMENT_LIMIT, more: str = "") -> str:
    """A comment: the answers first, then redlines by document and language, as many whole changes as fit into `limit` characters.

    `more` is the address at which the whole review can be read; a comment that leaves something out says how much, and leads there.
    """
    text = "\n".join(_summary(review)) + "\n"
    redlines = list(_redlines(review))
    for position, part in enumerate(redlines):
        note = _left_out(len(redlines) - position, more)
        if limit is not None and len(text) + len(part) + len(note) > limit:
            return _cut(text, limit - len(note)) + note
        text += part
    return text


def _cut(text: str, room: int) -> str:
    """The whole lines of a text that take at most `room` characters."""
    return text if len(text) <= room else text[:room].rpartition("\n")[0] + "\n"


def _left_out(count: int, more: str) -> str:
    whole = f"[the whole review]({more})" if more else "`clausebook review --format html`"
    return f"\n*{count} redline{'' if count == 1 else 's'} did not fit here; see {whole}.*\n"


def _summary(review: Review) -> Iterator[str]:
    yield MARK
    yield f"## Review against {escaped(review.base)}"
    yield ""
    yield from _problems(review.problems)
    if not review.documents:
        yield "No document changes."
    for document in review.documents:
        yield f"### {escaped(_title(document))} (`{document.name}`)"
        yield ""
        yield from (f"- {line}" for line in _facts(document))
        yield ""
    if review.others:
        yield f"Also changed: {', '.join(f'`{escaped(path)}`' for path in review.others)}"
        yield ""


def _problems(problems: Sequence[Problem]) -> Iterator[str]:
    errors = [problem for problem in problems if problem.severity is ProblemSeverity.ERROR]
    if not problems:
        return
    yield f"**{_count(len(errors), 'mistake')}, {_count(len(problems) - len(errors), 'warning')}** that this change brings:"
    yield ""
    for problem in sorted(problems, key=lambda problem: problem.severity is ProblemSeverity.WARNING)[:_MOST_PROBLEMS]:
        yield f"- {escaped(str(problem))}"
    if len(problems) > _MOST_PROBLEMS:
        yield f"- and {len(problems) - _MOST_PROBLEMS} more"
    yield ""


_MOST_PROBLEMS = 50


def _title(review: DocumentReview) -> str:
    document = review.after or review.before
    return document.draft.editions[document.authoritative].title if document else review.name


def _facts(review: DocumentReview) -> Iterator[str]:
    if review.after is None:
        yield "**The document is removed.** What was published must stay: retire it by a version instead."
        return
    if review.before is None:
        yield f"New document, in {', '.join(review.after.languages)}."
    for release in review.releases:
        yield from _release(release)
    if review.languages_added:
        yield f"New languages: {', '.join(review.languages_added)}."
    if review.languages_gone:
        yield f"Languages that go: {', '.join(review.languages_gone)}."
    if review.draft:
        weights = [f"{count} of {weight.value}" for weight, count in review.weights.items() if count]
        languages = sorted({code for change in review.draft.changes for code in change.languages})
        told = [_count(len(review.draft.changes), "change")]
        told += [f"({', '.join(weights)})"] if weights else []
        told += [f"in {', '.join(languages)}"] if languages else []
        yield f"The draft: {' '.join(told)}."
    for value in review.values:
        yield _value(value)
    for language, clauses in review.stale.items():
        yield f"Waits for translation into {language}: {', '.join(f'`{clause}`' for clause in clauses)}."
    if review.earliest:
        yield (
            f"If announced tomorrow ({_day(review.announced)}), the draft takes effect on **{_day(review.earliest)}** at the earliest, "
            "for everyone who has accepted an earlier version."
        )


def _release(release: Release) -> Iterator[str]:
    version = release.version
    kind = {VersionKind.INITIAL: "first version"}.get(version.kind, version.kind.value)
    yield (
        f"**Releases {version.name}** ({kind}{', substantial' if version.substantial else ''}): announced on {_day(version.announced)}, "
        f"takes effect on {_day(version.effective)}"
        + (f", for new customers on {_day(version.effective_new)}" if version.effective_new else "")
        + "."
    )


def _value(value: ValueChange) -> str:
    if not value.old:
        return f"New value `{value.name}`: {escaped(value.new)}."
    if not value.new:
        return f"The value `{value.name}` ({escaped(value.old)}) is gone."
    return f"The value `{value.name}`: {escaped(value.old)} → **{escaped(value.new)}**."


def _redlines(review: Review) -> Iterator[str]:
    """A part for each change in each language in which it changes, the first of a language with a heading."""
    for document in review.documents:
        diffs = [(f"{_title(document)}, version {release.version.name}", release.diff) for release in document.releases]
        for title, diff in [*diffs, (f"{_title(document)}, draft", document.draft)]:
            if diff:
                yield from _redlines_of(title, diff)


def _redlines_of(title: str, diff: Diff) -> Iterator[str]:
    for language in diff.sides:
        words = Words(language)
        heading = f"\n### {escaped(title)} · {escaped(Words('en').language_name(language))}\n"
        for difference in diff.differences(language):
            if _is_told(difference.change, language, language == diff.language):
                yield f"{heading}\n" + "\n".join(markdown_section(difference, words)) + "\n"
                heading = ""


def _is_told(change: Change, language: str, first: bool) -> bool:
    """Whether a change is shown in a language: where its words changed, and a value, a clause added or one removed in the first language."""
    return language in change.languages or (first and not change.languages)


def as_html(review: Review, css: str) -> str:
    """The whole review as one file without scripts or anything from elsewhere; `css` is its style sheet."""
    body = MarkdownIt("commonmark", {"html": True}).render(as_markdown(review, limit=None))
    title = escape(f"Review against {review.base}")
    return quiet_html(
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f'<meta name="robots" content="noindex">\n<title>{title}</title>\n<style>{css}</style>\n</head>\n<body>\n{body}</body>\n</html>\n'
    )


def as_json(review: Review) -> str:
    """The review for programs; a redline is as `clausebook diff --format json` has it."""
    data = {
        "base": review.base,
        "problems": [str(problem) for problem in review.problems],
        "documents": [_document(document) for document in review.documents],
        "other_files": list(review.others),
    }
    return quiet_json(json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def _document(review: DocumentReview) -> dict[str, Any]:
    return {
        "document": review.name,
        "state": "removed" if review.after is None else "new" if review.before is None else "changed",
        "draft": json.loads(diff_as_json(review.draft)) if review.draft else None,
        "weights": {weight.value: review.weights[weight] for weight in Severity},
        "releases": [
            {
                "version": release.version.name,
                "kind": release.version.kind.value,
                "announced": release.version.announced.isoformat(),
                "effective": release.version.effective.isoformat(),
                "diff": json.loads(diff_as_json(release.diff)) if release.diff else None,
            }
            for release in review.releases
        ],
        "values": [{"name": value.name, "old": value.old or None, "new": value.new or None} for value in review.values],
        "languages_added": list(review.languages_added),
        "languages_gone": list(review.languages_gone),
        "stale": {language: list(clauses) for language, clauses in review.stale.items()},
        "earliest": {"announced": review.announced.isoformat(), "effective": review.earliest.isoformat()}
        if review.earliest
        else None,
    }


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _day(day: Any) -> str:
    return format_day(day, "en")
