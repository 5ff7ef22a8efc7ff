"""The command line: parse arguments, call one function, print, set the exit code (0 fine, 1 problems, 2 wrong usage)."""

from __future__ import annotations

import datetime as dt
import io
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clausebook.names import VersionNumber, suggestion
from clausebook.problems import Problems, ProblemsFound

if TYPE_CHECKING:
    from clausebook.model.document import Book, Document, Version


class _Day(click.ParamType[dt.date]):
    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is not a date; write year-month-day, such as 2027-01-15", param, ctx)


def _say(line: str) -> None:
    click.echo(line, err=True)


def _reporting_problems(command: Callable[..., None]) -> Callable[..., None]:
    """Print the problems of a command, each on its line, and end with exit code 1; so too when the system refuses."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except ProblemsFound as found:
            for problem in found.problems:
                click.echo(str(problem))
            count = len(found.problems)
            _say(f"{count} problem{'' if count == 1 else 's'}")
            sys.exit(1)
        except OSError as error:
            _say(f"{error.filename or 'the system'}: {error.strerror or error}")
            sys.exit(1)

    return run


AS_OF = click.option(
    "--as-of", type=_Day(), metavar="DATE", help="Show the terms as of this day (2027-01-15) instead of today."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-C",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    metavar="DIR",
    help="The site's folder (with terms/ and mkdocs.yml); the current one by default.",
)
@click.version_option(package_name="clausebook")
@click.pass_context
def main(context: click.Context, folder: Path) -> None:
    """Publish legal terms from YAML clauses: every version, in every language, comparable."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without these letters is no reason to fail
    context.obj = folder.resolve()


@main.command()
@click.pass_obj
@_reporting_problems
def check(root: Path) -> None:
    """Check every file of the site and list each mistake with its place."""
    from clausebook.site.publish import check_site

    _recover(root)
    _, book = check_site(root)
    texts = sum(
        len(state.editions) for document in book.documents.values() for state in (*document.versions, document.draft)
    )
    click.echo(f"no problems in {len(book.documents)} documents, {texts} texts")


@main.command()
@AS_OF
@click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where to write the site (site/ by default).",
)
@click.pass_obj
@_reporting_problems
def build(root: Path, as_of: dt.date | None, site_dir: Path | None) -> None:
    """Build the site; with any problem, the site that is there stays as it is."""
    from clausebook.site.publish import build_site

    _recover(root)
    target = (site_dir or root / "site").resolve()
    result = build_site(root, target, as_of=as_of, report=_say)
    click.echo(f"{target}: {result.pages} pages, {result.files} files, {result.size / 1e6:.1f} MB")


@main.command()
@AS_OF
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.pass_obj
@_reporting_problems
def serve(root: Path, as_of: dt.date | None, port: int, host: str) -> None:
    """Show the site with its drafts, and again after every change."""
    from clausebook.site.preview import serve as serve_site

    _recover(root)
    serve_site(root, host, port, as_of=as_of, report=_say)


DOCUMENT = click.argument("name", metavar="DOCUMENT")


def _today(document: Document, as_of: dt.date | None) -> dt.date:
    from clausebook.model import timeline

    return as_of or timeline.today(document, dt.datetime.now(dt.UTC))


def _find_document(book: Book, name: str) -> Document:
    document = book.documents.get(name)
    if document is None:
        raise click.UsageError(f"there is no document “{name}”: {suggestion(name, book.documents)}")
    return document


def _find_version(document: Document, name: str) -> Version:
    version = document.version(name)
    if version is None:
        known = [version.name for version in document.versions]
        raise click.UsageError(f"“{document.id}” has no version “{name}”: {suggestion(name, known)}")
    return version


def _confirm(question: str, yes: bool) -> None:
    """Ask before something that cannot be undone; without a terminal nothing is assumed."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.UsageError("nobody is here to be asked: say --yes to go on, or --dry-run to only look")
    click.confirm(question, abort=True)


class _Number(click.ParamType[VersionNumber]):
    name = "version"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> VersionNumber:
        if isinstance(value, VersionNumber):
            return value
        try:
            return VersionNumber.parse(value)
        except ValueError:
            self.fail(f"“{value}” is not a version number such as 7.0", param, ctx)


@main.command()
@DOCUMENT
@click.option("--announce", type=_Day(), required=True, metavar="DATE", help="The day of the announcement.")
@click.option("--effective", type=_Day(), metavar="DATE", help="The day of effect; the earliest lawful one by default.")
@click.option(
    "--effective-new", type=_Day(), metavar="DATE", help="The day from which new customers are bound, where it differs."
)
@click.option(
    "--kind",
    type=click.Choice(["amendment", "correction"]),
    default="amendment",
    show_default=True,
    help="A correction mends wording only and needs no notice.",
)
@click.option("--version", "number", type=_Number(), metavar="N", help="The number; the next one by default.")
@click.option("--substantial", is_flag=True, help="The amendment opens the right to terminate that the record sets.")
@click.option("--dry-run", is_flag=True, help="Show what would happen, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@AS_OF
@click.pass_obj
@_reporting_problems
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
    from clausebook.site.publish import check_site

    with freeze.session(root) as mended:
        for line in mended:
            _say(line)
        _, book = check_site(root)
        document = _find_document(book, name)
        wish = plan.Wish(announce, effective, effective_new, VersionKind(kind), number, substantial)
        made = plan.plan_release(document, wish, _today(document, as_of))
        for line in describe_plan(root, book, made):
            click.echo(line)
        if dry_run:
            _say("nothing was changed (--dry-run)")
            return
        _confirm(f"Release {name} {made.number}? A published version can never be changed.", yes)
        click.echo(freeze.freeze(root, made))
    _say(f"released {name} {made.number}; commit terms/ to publish it")


@main.command()
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
@_reporting_problems
def withdraw(
    root: Path, name: str, version_name: str, reasons: tuple[str, ...], yes: bool, as_of: dt.date | None
) -> None:
    """Withdraw an announced VERSION before it takes effect; it stays visible, with the reason."""
    from clausebook.releases import freeze
    from clausebook.site.publish import check_site

    with freeze.session(root) as mended:
        for line in mended:
            _say(line)
        _, book = check_site(root)
        document = _find_document(book, name)
        version = _find_version(document, version_name)
        told = dict(_language_and_text(reason, document) for reason in reasons)
        _confirm(f"Withdraw {name} {version.name}, which would take effect on {version.effective}?", yes)
        click.echo(freeze.withdraw(root, document, version, _today(document, as_of), told))
    _say(f"withdrew {name} {version.name}; commit terms/ to publish it")


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


@main.command()
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
@_reporting_problems
def status(root: Path, as_of: dt.date | None, form: str) -> None:
    """For each document: what is in force, announced and drafted, and by when to announce."""
    from clausebook.releases.outlook import look_at
    from clausebook.reports.status import status_json, status_lines
    from clausebook.site.publish import check_site

    _recover(root)
    _, book = check_site(root)
    outlooks = [look_at(document, _today(document, as_of)) for document in book.documents.values()]
    if form == "json":
        click.echo(status_json(outlooks))
    else:
        for outlook in outlooks:
            click.echo("\n".join(status_lines(outlook)))


@main.command()
@click.option(
    "--site",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Also compare a built site with the record.",
)
@click.option(
    "--file",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Also compare a downloaded copy (data or page) with the record.",
)
@click.pass_obj
@_reporting_problems
def verify(root: Path, site: Path | None, file: Path | None) -> None:
    """Prove that every published file is as it was published: digests, and the chain of the record."""
    from clausebook.releases.verify import verify_book, verify_file, verify_site
    from clausebook.site.publish import check_site

    _recover(root)
    _, book = check_site(root)
    problems = Problems()
    count = verify_book(root, book, problems)
    compared = verify_site(site, book, problems) if site else 0
    copy = verify_file(file, book, problems) if file else ""
    if len(problems):
        raise ProblemsFound(problems)
    click.echo(
        f"{count.files} files of {count.versions} versions of {count.documents} documents are as they were published"
    )
    if site:
        click.echo(f"{site}: {compared} versions are as in the record")
    if file:
        click.echo(f"{file}: {copy}, as in the record")


def _recover(root: Path) -> None:
    """Finish what an interrupted command left, and say so."""
    from clausebook.releases.freeze import recover

    for line in recover(root):
        _say(line)


@main.command()
@click.argument("names", nargs=-1, required=True, metavar="DOCUMENT OLD NEW | --files OLD.yml NEW.yml")
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
@click.pass_obj
@_reporting_problems
def diff(root: Path, names: tuple[str, ...], files: bool, language: str | None, form: str) -> None:
    """Show what changed between two states of DOCUMENT: versions, “draft”, or dates (the version in force then)."""
    from clausebook.reports.diff import Unclear, diff_files, diff_versions
    from clausebook.reports.diff_html import as_html
    from clausebook.reports.diff_json import as_json
    from clausebook.reports.diff_text import as_markdown, as_text
    from clausebook.site.publish import check_site

    if len(names) != (2 if files else 3):
        raise click.UsageError(
            "name a document and two states, such as: clausebook diff subscription 1.0 draft; or --files and two files"
        )
    try:
        if files:
            found = diff_files(Path(names[0]), Path(names[1]), language)
        else:
            _recover(root)
            _, book = check_site(root)
            name, old, new = names
            found = diff_versions(root, book, name, old, new, language, dt.datetime.now(dt.UTC).date())
    except Unclear as error:
        raise click.UsageError(str(error)) from None
    match form:
        case "markdown":
            text = as_markdown(found)
        case "html":
            text = as_html(found, root)
        case "json":
            text = as_json(found)
        case _:
            text = as_text(found, colour=sys.stdout.isatty() and not os.environ.get("NO_COLOR"))
    click.echo(text, nl=False, color=True)


@main.command()
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
@_reporting_problems
def notice(root: Path, name: str, version_name: str, language: str | None, form: str, as_of: dt.date | None) -> None:
    """Write the message that tells customers of VERSION: what changes, from when, what they can do. Nothing is sent."""
    from clausebook.pages.shelf import Shelf
    from clausebook.reports.notice import Notice
    from clausebook.site.publish import check_site

    _recover(root)
    settings, book = check_site(root)
    document = _find_document(book, name)
    version = _find_version(document, version_name)
    code = language or document.authoritative
    if code not in version.editions:
        raise click.UsageError(
            f"{name} {version.name} is not published in “{code}”: {suggestion(code, version.editions)}"
        )
    days = {one.id: as_of or max(_today(one, None), version.announced) for one in book.documents.values()}
    shelf = Shelf(root, book, code, book.languages, days, source_url=settings.source_url, root_url=settings.url)
    made = Notice(shelf, document, version, settings.name)
    match form:
        case "html":
            click.echo(made.html(), nl=False)
        case "eml":
            click.echo(made.message(), nl=False)
        case _:
            click.echo(made.text(), nl=False)
