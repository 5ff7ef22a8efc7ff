"""Commands that write something for others: diff, notice."""

from __future__ import annotations

import datetime as dt
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausebook.cli.options import (
    AS_OF,
    DOCUMENT,
    find_document,
    find_version,
    recover,
    reporting_problems,
    today,
    write,
)
from clausebook.names import suggestion
from clausebook.quoting import quiet_html, quiet_json

if TYPE_CHECKING:
    from clausebook.reports.diff import Diff


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="DOCUMENT[@REV] [OLD] [NEW] | --files OLD.yml NEW.yml")
@click.option("--files", is_flag=True, help="Compare two text files directly, without a record.")
@click.option("--language", metavar="L", help="The language to show; the authoritative one by default, in JSON all.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "html", "json"]),
    default="text",
    show_default=True,
    help="For a terminal, a pull-request comment, a file of its own, or programs (docs/diff.md).",
)
@click.option(
    "--only",
    type=click.Choice(["substance"]),
    help="Leave out all but changes of figures, dates, duties and rights, and of whole clauses; says how many are left out.",
)
@click.pass_obj
@reporting_problems
def diff(root: Path, names: tuple[str, ...], files: bool, language: str | None, form: str, only: str | None) -> None:
    """Show what changed between two states of DOCUMENT: versions, “draft”, or dates (the version in force then).

    A state of a commit, a branch or a tag is written with @: “diff terms 1.0 draft@main”; “diff terms@main” compares the draft there with the
    draft here.
    """
    from clausebook.compare import Severity
    from clausebook.model.loading import load_book
    from clausebook.reports.diff import Unclear, diff_files, diff_versions, states_named

    try:
        if files:
            if len(names) != 2:
                raise Unclear("name two files after --files")
            found = diff_files(Path(names[0]), Path(names[1]), language)
        else:
            name, old, new = states_named(names)
            recover(root)
            book = load_book(root)
            found = diff_versions(root, book, name, old, new, language, dt.datetime.now(dt.UTC).date())
    except Unclear as error:
        raise click.UsageError(str(error)) from None
    _write_diff(root, replace(found, only=Severity(only) if only else None), form)


def _write_diff(root: Path, found: Diff, form: str) -> None:
    """Print differences in a form, of which only the wanted one is loaded."""
    match form:
        case "html":
            from clausebook.reports.diff_html import as_html

            write(quiet_html(as_html(found, root)), exact=True)
        case "json":
            from clausebook.reports.diff_json import as_json

            write(quiet_json(as_json(found)), exact=True)
        case _:
            from clausebook.reports.diff_text import as_markdown, as_text

            colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
            if form == "markdown":
                write(as_markdown(found))
            else:
                write(as_text(found, colour=colour), coloured=colour)


@click.command()
@DOCUMENT
@click.argument("version_name", metavar="VERSION")
@click.option("--language", metavar="L", help="The language of the message; the authoritative one by default.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "eml"]),
    default="text",
    show_default=True,
    help="eml is a whole message with the redline and the calendar file attached.",
)
@AS_OF
@click.pass_obj
@reporting_problems
def notice(root: Path, name: str, version_name: str, language: str | None, form: str, as_of: dt.date | None) -> None:
    """Write the message that tells customers of VERSION: what changes, from when, what they can do. Nothing is sent."""
    from clausebook.pages.language_view import LanguageView
    from clausebook.reports.notice import Notice
    from clausebook.site.publish import check_site

    recover(root)
    settings, book = check_site(root)
    document = find_document(book, name)
    version = find_version(document, version_name)
    code = language or document.authoritative
    if code not in version.editions:
        raise click.UsageError(
            f"{name} {version.name} is not published in “{code}”: {suggestion(code, version.editions)}"
        )
    days = {one.id: as_of or max(today(one, None), version.announced) for one in book.documents.values()}
    view = LanguageView(root, book, code, book.languages, days, source_url=settings.source_url, root_url=settings.url)
    made = Notice(view, document, version, settings.name)
    match form:
        case "html":
            write(quiet_html(made.html()), exact=True)
        case "eml":
            click.echo(made.message(), nl=False)
        case _:
            write(made.text())
