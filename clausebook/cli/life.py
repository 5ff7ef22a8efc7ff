"""Commands for the life of a version: release, withdraw, status."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausebook.cli.options import (
    AS_OF,
    DOCUMENT,
    Day,
    Number,
    confirm,
    find_document,
    find_version,
    recover,
    reporting_problems,
    say,
    today,
)
from clausebook.names import VersionNumber

if TYPE_CHECKING:
    from clausebook.model.document import Book, Document


@contextmanager
def _changing(root: Path, name: str) -> Iterator[tuple[Book, Document]]:
    """The checked book, and the document of this name, while nobody else changes `terms/`."""
    from clausebook.releases import freeze
    from clausebook.site.publish import check_site

    with freeze.session(root) as mended:
        for line in mended:
            say(line)
        _, book = check_site(root)
        yield book, find_document(book, name)


@click.command()
@DOCUMENT
@click.option("--announce", type=Day(), required=True, metavar="DATE", help="The day of the announcement.")
@click.option("--effective", type=Day(), metavar="DATE", help="The day of effect; the earliest lawful one by default.")
@click.option(
    "--effective-new", type=Day(), metavar="DATE", help="The day from which new customers are bound, where it differs."
)
@click.option(
    "--kind",
    type=click.Choice(["amendment", "correction"]),
    default="amendment",
    show_default=True,
    help="A correction mends wording only and needs no notice.",
)
@click.option("--version", "number", type=Number(), metavar="N", help="The number; the next one by default.")
@click.option("--substantial", is_flag=True, help="The amendment opens the right to terminate that the record sets.")
@click.option("--dry-run", is_flag=True, help="Show what would happen, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@AS_OF
@click.pass_obj
@reporting_problems
def release(
    root: Path,
    name: str,
    announce: dt.date,
    effective: dt.date | None,
    effective_new: dt.date | None,
    kind: str,
    number: VersionNumber | None,
    substantial: bool,
    dry_run: bool,
    yes: bool,
    as_of: dt.date | None,
) -> None:
    """Freeze the draft of DOCUMENT as its next version, with its notice computed, or say why it cannot be."""
    from clausebook.model.document import VersionKind
    from clausebook.releases import freeze, plan
    from clausebook.reports.release import describe_plan

    with _changing(root, name) as (book, document):
        wish = plan.Wish(announce, effective, effective_new, VersionKind(kind), number, substantial)
        made = plan.plan_release(document, wish, today(document, as_of))
        for line in describe_plan(root, book, made):
            click.echo(line)
        if dry_run:
            say("nothing was changed (--dry-run)")
            return
        confirm(f"Release {name} {made.number}? A published version can never be changed.", yes)
        click.echo(freeze.freeze(root, book, made))
    say(f"released {name} {made.number}; commit terms/ to publish it")


@click.command()
@DOCUMENT
@click.argument("version_name", metavar="VERSION")
@click.option(
    "--reason",
    "reasons",
    multiple=True,
    required=True,
    metavar="[LANGUAGE=]TEXT",
    help="Why, once for each language of the document.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@AS_OF
@click.pass_obj
@reporting_problems
def withdraw(
    root: Path, name: str, version_name: str, reasons: tuple[str, ...], yes: bool, as_of: dt.date | None
) -> None:
    """Withdraw an announced VERSION before it takes effect; it stays visible, with the reason."""
    from clausebook.releases import freeze

    with _changing(root, name) as (book, document):
        version = find_version(document, version_name)
        told = dict(_language_and_text(reason, document) for reason in reasons)
        confirm(f"Withdraw {name} {version.name}, which would take effect on {version.effective}?", yes)
        click.echo(freeze.withdraw(root, book, document, version, today(document, as_of), told))
    say(f"withdrew {name} {version.name}; commit terms/ to publish it")


def _language_and_text(reason: str, document: Document) -> tuple[str, str]:
    """“da=Fejl i prisen” as its language and text; without a language, that of a document that has but one."""
    language, sign, text = reason.partition("=")
    if sign and language in document.languages:
        return language, text.strip()
    if len(document.languages) == 1:
        return document.languages[0], reason.strip()
    raise click.UsageError(
        f"“{reason}” does not say its language: write one --reason LANGUAGE=TEXT for each of {', '.join(document.languages)}"
    )


@click.command()
@AS_OF
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people or for programs.",
)
@click.pass_obj
@reporting_problems
def status(root: Path, as_of: dt.date | None, form: str) -> None:
    """For each document: what is in force, announced and drafted, and by when to announce."""
    from clausebook.releases.outlook import look_at
    from clausebook.reports.status import status_json, status_lines
    from clausebook.site.publish import check_site

    recover(root)
    _, book = check_site(root)
    outlooks = [look_at(document, today(document, as_of)) for document in book.documents.values()]
    if form == "json":
        click.echo(status_json(outlooks))
    else:
        for outlook in outlooks:
            click.echo("\n".join(status_lines(outlook)))
