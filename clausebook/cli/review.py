"""The command that reviews a change: review."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from clausebook.cli.options import AS_OF, recover, reporting_problems, say, write


@click.command()
@click.option(
    "--base",
    metavar="REV",
    help="The commit, branch or tag to compare with; by default where this branch left the main one.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "html", "json", "github"]),
    default="markdown",
    show_default=True,
    help="For a comment on a pull request (at most 60,000 characters), one file, programs, or annotations of a workflow.",
)
@click.option(
    "--more",
    metavar="URL",
    default="",
    help="Where the whole review can be read, for a comment that leaves something out.",
)
@AS_OF
@click.pass_obj
@reporting_problems
def review(root: Path, base: str | None, form: str, more: str, as_of: dt.date | None) -> None:
    """Tell what a change does to the terms: documents, clauses, values, translations, and the notice that it would need.

    The exit code is 1 where the change brings a mistake, or touches what was published.
    """
    from clausebook import git
    from clausebook.pages.templates import package_templates
    from clausebook.problems import Place, Problem, ProblemsFound, Severity
    from clausebook.reports import review_text
    from clausebook.reports.problems import as_annotations
    from clausebook.site.reviewing import review_site

    recover(root)
    try:
        commit = git.base_of(root, base)
    except git.Unknown as unknown:
        raise ProblemsFound([Problem(Place("."), "history-unknown", str(unknown), unknown.advice)]) from None
    if not commit.shared:
        say(f"this clone does not reach back to where the branches parted: compared with {commit.label} itself")
    made = review_site(root, commit, as_of or dt.datetime.now(dt.UTC).date())
    match form:
        case "html":
            css = (package_templates() / "pages" / "diff.css").read_text(encoding="utf-8")
            write(review_text.as_html(made, css), exact=True)
        case "json":
            write(review_text.as_json(made), exact=True)
        case "github":
            click.echo(as_annotations(made.problems), nl=False)
        case _:
            write(review_text.as_markdown(made, more=more))
    if any(problem.severity is Severity.ERROR for problem in made.problems):
        raise SystemExit(1)
