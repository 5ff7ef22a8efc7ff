"""Commands for the life of a version: release, withdraw, rename, status."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausebook.cli.options import (
    AS_OF,
    DOCUMENT,
    Day,
    NamedDay,
    Number,
    confirm,
    find_document,
    find_version,
    is_somebody_here,
    recover,
    reporting_problems,
    say,
    tell,
    today,
    write,
)
from clausebook.names import VersionNumber
from clausebook.quoting import quiet_json

if TYPE_CHECKING:
    from clausebook.model.document import Book, Document
    from clausebook.releases.plan import Plan


@contextmanager
def _changing(root: Path, name: str) -> Iterator[tuple[Book, Document]]:
    """The checked book, and the document of this name, while nobody else changes `terms/`."""
    from clausebook.model.loading import load_book
    from clausebook.releases import recovery

    with recovery.session(root) as mended:
        for line in mended:
            say(line)
        book = load_book(root)
        yield book, find_document(book, name)


@click.command()
@DOCUMENT
@click.option("--announce", type=Day(), metavar="DATE", help="The day of the announcement.")
@click.option(
    "--effective",
    type=Day(),
    metavar="DATE",
    help="The day of effect; by default “planned” of the record, else the earliest lawful day.",
)
@click.option(
    "--effective-new",
    type=Day(),
    metavar="DATE",
    help="The day from which new customers are bound, where it is earlier.",
)
@click.option(
    "--kind",
    type=click.Choice(["amendment", "correction", "languages", "retirement"]),
    help="A correction mends wording only, “languages” adds or retires languages only, a retirement ends the document: none of "
    "these needs notice. By default an amendment, or “languages” where nothing else differs.",
)
@click.option("--version", "number", type=Number(), metavar="N", help="The number; the next one by default.")
@click.option("--substantial", is_flag=True, help="The amendment opens the right to terminate that the record sets.")
@click.option("--rule", default="", metavar="NAME", help="The notice follows this rule of the record's notice.")
@click.option(
    "--ground",
    type=click.Choice(["favourable", "law", "danger", "index", "editorial"]),
    help="Why the amendment has the notice that the record allows for this ground.",
)
@click.option(
    "--provision",
    "provisions",
    multiple=True,
    metavar="[LANGUAGE=]TEXT",
    help="What the ground rests on, such as the article of an act, once for each language of the document.",
)
@click.option(
    "--effective-for",
    "groups",
    type=NamedDay(),
    multiple=True,
    metavar="GROUP=DATE",
    help="The day of effect for a group of customers; by default that of all, or the earliest lawful one for the group.",
)
@click.option(
    "--clause-from",
    "clauses",
    type=NamedDay(),
    multiple=True,
    metavar="CLAUSE=DATE",
    help="This clause begins later than the version.",
)
@click.option(
    "--confirm",
    "confirmed",
    multiple=True,
    metavar="CLAUSE",
    help="This clause is meant as it is: its figures or words of obligation in a correction, or that it is new.",
)
@click.option("--undo", is_flag=True, help="Take the last release back, as long as it was not published.")
@click.option("--dry-run", is_flag=True, help="Show what would happen, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@AS_OF
@click.pass_obj
@reporting_problems
def release(
    root: Path,
    name: str,
    announce: dt.date | None,
    effective: dt.date | None,
    effective_new: dt.date | None,
    kind: str | None,
    number: VersionNumber | None,
    substantial: bool,
    rule: str,
    ground: str | None,
    provisions: tuple[str, ...],
    groups: tuple[tuple[str, dt.date], ...],
    clauses: tuple[tuple[str, dt.date], ...],
    confirmed: tuple[str, ...],
    undo: bool,
    dry_run: bool,
    yes: bool,
    as_of: dt.date | None,
) -> None:
    """Freeze the draft of DOCUMENT as its next version, with its notice computed, or say why it cannot be."""
    from clausebook.model.document import VersionKind
    from clausebook.model.notices import Ground
    from clausebook.releases import freeze, plan
    from clausebook.releases.wish import Wish
    from clausebook.reports.release import describe_plan

    if undo:
        days = announce, effective, effective_new, groups, clauses
        if any((*days, kind, number, substantial, rule, ground, provisions, confirmed)):
            raise click.UsageError(
                "--undo takes the last release back as it is: no other option but --dry-run and --yes"
            )
        _undo(root, name, dry_run, yes)
        return
    if announce is None:
        raise click.UsageError("say the day of the announcement: --announce DATE")
    with _changing(root, name) as (book, document):
        wished = VersionKind(kind) if kind else None
        languages = [code for code in document.languages_ever if code in document.draft.editions]
        wish = Wish(
            announce,
            effective,
            effective_new,
            wished,
            number,
            substantial,
            frozenset(confirmed),
            rule,
            Ground(ground) if ground else None,
            dict(_language_and_text("--provision", " ".join(text.split()), languages) for text in provisions),
            dict(groups),
            dict(clauses),
        )
        made = plan.plan_release(document, wish, today(document, as_of))
        for line in describe_plan(book, made):
            tell(line)
        for warning in document.warnings:
            tell(str(warning))
        if dry_run:
            say("nothing was changed (--dry-run)")
            return
        _ask_about_clauses(made, yes)
        numbers = ", ".join([*(str(each.number) for each in made.earlier), str(made.number)])
        confirm(f"Release {name} {numbers}? A published version can never be changed.", yes)
        write(f"{freeze.freeze(root, book, made)}\n")
    say(f"released {name} {numbers}; commit terms/ to publish it")


def _ask_about_clauses(made: Plan, yes: bool) -> None:
    """Ask about each clause that may not be what it seems; what nobody can be asked about is refused."""
    from clausebook.releases.plan import refuse_renames

    if made.renames:
        if yes or not is_somebody_here():
            refuse_renames(made)
        for rename in made.renames:
            question = (
                f"“{rename.new_id}” is new and reads nearly as “{rename.old_id}”, which is gone. Is it really another clause? "
                f"(If it is the same, answer no and write “was: [{rename.old_id}]” on it in every language.)"
            )
            confirm(question, yes)
    for each in made.touched:
        confirm(f"{each}: does this mend wording only?", yes)
    for judgement in made.judgements:
        confirm(judgement.question, yes)


def _undo(root: Path, name: str, dry_run: bool, yes: bool) -> None:
    from clausebook.releases import undo
    from clausebook.reports.release import describe_undo

    with _changing(root, name) as (_, document):
        planned = undo.plan_undo(root, document)
        for line in describe_undo(planned):
            tell(line)
        if dry_run:
            say("nothing was changed (--dry-run)")
            return
        numbers = ", ".join(version.name for version in planned.versions)
        confirm(f"Take {name} {numbers} back?", yes)
        undo.undo(root, planned)
    say(f"took {name} {numbers} back; the draft is as it was")


@click.command()
@DOCUMENT
@click.argument("new_name", metavar="NEW")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
@reporting_problems
def rename(root: Path, name: str, new_name: str, yes: bool) -> None:
    """Call DOCUMENT by the NEW name; all its old addresses lead to the new ones."""
    from clausebook.releases import renaming

    with _changing(root, name) as (book, document):
        confirm(f"Rename {name} to {new_name}? The old name can then name no other document.", yes)
        renaming.rename(root, book, document, new_name)
    say(f"renamed {name} to {new_name}; commit terms/ to publish it")


@click.command()
@DOCUMENT
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
@reporting_problems
def seal(root: Path, name: str, yes: bool) -> None:
    """Seal the imported history of DOCUMENT: each entry without a seal is completed with all that its version prints, as it is now."""
    from clausebook.releases import freeze

    with _changing(root, name) as (book, document):
        unsealed = [version.name for version in document.versions if not version.chain]
        if not unsealed:
            say(f"nothing to do: every version of {name} is sealed")
            return
        confirm(f"Seal {name} {', '.join(unsealed)} as they are now? A sealed version can never be changed.", yes)
        write(f"{freeze.seal(root, book, document)}\n")
    say(f"sealed {len(unsealed)} versions of {name}; commit terms/ to publish it")


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
        languages = [code for code in document.languages_ever if code in version.editions]
        told = dict(_language_and_text("--reason", reason, languages) for reason in reasons)
        confirm(f"Withdraw {name} {version.name}, which would take effect on {version.effective}?", yes)
        write(f"{freeze.withdraw(root, book, document, version, today(document, as_of), told)}\n")
    say(f"withdrew {name} {version.name}; commit terms/ to publish it")


def _language_and_text(option: str, written: str, languages: Sequence[str]) -> tuple[str, str]:
    """“da=Fejl i prisen” as its language and text; without a language, the one of `languages` where there is but one."""
    language, sign, text = written.partition("=")
    if sign and language in languages:
        return language, text.strip()
    if len(languages) == 1:
        return languages[0], written.strip()
    raise click.UsageError(
        f"“{written}” does not say its language: write one {option} LANGUAGE=TEXT for each of {', '.join(languages)}"
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
    from clausebook.model.loading import load_book
    from clausebook.releases.outlook import look_at
    from clausebook.reports.status import status_json, status_lines

    recover(root)
    book = load_book(root)
    outlooks = [look_at(document, today(document, as_of)) for document in book.documents.values()]
    if form == "json":
        write(quiet_json(status_json(outlooks)) + "\n", exact=True)
    else:
        for outlook in outlooks:
            for line in status_lines(outlook):
                tell(line)
