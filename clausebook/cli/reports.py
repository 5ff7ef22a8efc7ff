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
from clausebook.model import timeline
from clausebook.model.document import Document, Version
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
@click.option(
    "--language", metavar="L", help="The language of the message; the authoritative one by default, in JSON all."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "mail", "json"]),
    default="text",
    show_default=True,
    help="mail is a whole message with the text, the redline and the calendar file attached, json the same for a mail merge.",
)
@click.option(
    "--group", metavar="G", help="Write to this group of customers, with its own days and rights; else to all."
)
@click.option(
    "--withdrawal",
    is_flag=True,
    help="Tell those who were told of VERSION that it is withdrawn and will not take effect.",
)
@AS_OF
@click.pass_obj
@reporting_problems
def notice(
    root: Path,
    name: str,
    version_name: str,
    language: str | None,
    form: str,
    group: str | None,
    withdrawal: bool,
    as_of: dt.date | None,
) -> None:
    """Write the message that tells customers of VERSION: what changes, from when, what they can do. Nothing is sent.

    Where there is nothing to tell them, nothing is written but a line on standard error that says why.
    """
    from clausebook.pages.language_view import LanguageView
    from clausebook.reports.mail import message
    from clausebook.reports.notice import Notice, silence
    from clausebook.reports.notice_json import as_json
    from clausebook.site.publish import check_site

    recover(root)
    settings, book = check_site(root)
    document = find_document(book, name)
    version = find_version(document, version_name)
    groups = {*document.groups, *version.groups}
    if group is not None and group not in groups:
        raise click.UsageError(f"“{name}” has no group of customers “{group}”: {suggestion(group, groups)}")
    codes = _languages_of_notice(document, version, language, every=form == "json")
    days = {one.id: as_of or max(today(one, None), version.announced) for one in book.documents.values()}
    if withdrawal and not timeline.is_withdrawn(version, days[document.id]):
        raise click.UsageError(f"{name} {version.name} is not withdrawn: leave out --withdrawal")
    reason = "" if withdrawal else silence(document, version, days[document.id])
    if reason:
        click.echo(f"no notice: {name} {version.name} {reason}", err=True)
        return
    notices = [
        Notice(
            LanguageView(root, book, code, book.languages, days, source_url=settings.source_url, root_url=settings.url),
            document,
            version,
            settings.name,
            withdrawal,
            group,
        )
        for code in codes
    ]
    match form:
        case "html":
            write(quiet_html(notices[0].html()), exact=True)
        case "mail":
            click.echo(message(notices[0]), nl=False)
        case "json":
            write(quiet_json(as_json(notices)), exact=True)
        case _:
            write(notices[0].text())


def _languages_of_notice(document: Document, version: Version, language: str | None, *, every: bool) -> list[str]:
    """The language that was asked for, else the authoritative one of the version, or with `every` all that it has."""
    if language is None and every:
        return list(version.editions)
    code = language or document.regime_of(version).authoritative
    if code not in version.editions:
        advice = suggestion(code, version.editions)
        raise click.UsageError(f"{document.id} {version.name} is not published in “{code}”: {advice}")
    return [code]
