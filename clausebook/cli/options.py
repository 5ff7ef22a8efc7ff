"""What several commands share: types of arguments, how problems are printed, how documents and versions are found."""

from __future__ import annotations

import datetime as dt
import os
import stat
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clausebook.days import BadDay, parse_day
from clausebook.names import VersionNumber, suggestion
from clausebook.problems import Problem, ProblemsFound, Severity
from clausebook.quoting import quoted, quoted_lines

if TYPE_CHECKING:
    from clausebook.model.document import Book, Document, Version
    from clausebook.site.shards import Shard


class Day(click.ParamType[dt.date]):
    """A calendar day, written as 2027-01-15, within the bounds of `days`."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            return parse_day(value)
        except BadDay as error:
            self.fail(f"{error.message}; {error.advice}", param, ctx)


class NamedDay(click.ParamType[tuple[str, dt.date]]):
    """A name and its calendar day, written as consumers=2027-01-15."""

    name = "name=date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, dt.date]:
        if isinstance(value, tuple):
            return value
        name, sign, day = value.partition("=")
        if not sign:
            self.fail(f"“{value}” has no day; write NAME=DATE, such as {value}=2027-01-15", param, ctx)
        return name, Day().convert(day, param, ctx)


class Number(click.ParamType[VersionNumber]):
    """A version number, such as 7.0."""

    name = "version"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> VersionNumber:
        if isinstance(value, VersionNumber):
            return value
        try:
            return VersionNumber.parse(value)
        except ValueError:
            self.fail(f"“{value}” is not a version number such as 7.0", param, ctx)


class ShardOf(click.ParamType["Shard"]):
    """A shard of a site, written as 2/4."""

    name = "shard"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Shard:
        from clausebook.site.shards import Shard

        if isinstance(value, Shard):
            return value
        number, slash, count = value.partition("/")
        if not (slash and number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
            self.fail(f"“{value}” is not a shard; write the second of four as 2/4", param, ctx)
        return Shard(int(number), int(count))


def say(line: str) -> None:
    """Tell people something beside the output: on standard error."""
    click.echo(quoted(line), err=True)


def tell(line: str) -> None:
    """Print one line of output, which nothing that it holds can end or make into a command."""
    click.echo(quoted(line))


def write(text: str, *, exact: bool = False, coloured: bool = False) -> None:
    """Print a whole text. A file that it is written to has it as it is, a terminal or a log so that nothing in it acts there.

    An `exact` text is for programs, and in a form that has its own way to write what would act. A `coloured` one holds colours of ours.
    """
    if not exact and not _is_to_a_file():
        text = quoted_lines(text, coloured=coloured)
    click.echo(text, nl=False, color=True)


def _is_to_a_file() -> bool:
    try:
        return stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError):  # output that is caught in memory has no descriptor
        return False


def reporting_problems(command: Callable[..., None]) -> Callable[..., None]:
    """Print the problems of a command, each on its line, and end with exit code 1; so too when the system refuses."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except ProblemsFound as found:
            print_problems(found.problems)
            sys.exit(1)
        except OSError as error:
            say(f"{error.filename or 'the system'}: {error.strerror or error}")
            sys.exit(1)

    return run


_MOST_PRINTED = 200


def print_problems(problems: Iterable[Problem], dropped: int = 0) -> None:
    """Print problems, each on its line, as many as anybody reads, and how many there are; `dropped` ones were not kept."""
    found = list(problems)
    for problem in found[:_MOST_PRINTED]:
        tell(str(problem))
    more = len(found) + dropped - _MOST_PRINTED
    if more > 0:
        tell(f"and {more:,} more")
    warnings = sum(problem.severity is Severity.WARNING for problem in found)
    counts = [(len(found) - warnings + dropped, "problem"), (warnings, "warning")]
    say(", ".join(f"{count:,} {word}{'' if count == 1 else 's'}" for count, word in counts if count))


AS_OF = click.option(
    "--as-of", type=Day(), metavar="DATE", help="Show the terms as of this day (2027-01-15) instead of today."
)


DOCUMENT = click.argument("name", metavar="DOCUMENT")


def today(document: Document, as_of: dt.date | None) -> dt.date:
    """The day as of which a command looks: the given one, else today in the document's time zone."""
    from clausebook.model import timeline

    return as_of or timeline.today(document, dt.datetime.now(dt.UTC))


def find_document(book: Book, name: str) -> Document:
    """The document of this name; raises UsageError with the nearest one."""
    document = book.documents.get(name)
    if document is None:
        raise click.UsageError(f"there is no document “{name}”: {suggestion(name, book.documents)}")
    return document


def find_version(document: Document, name: str) -> Version:
    """The version of this number; raises UsageError with the nearest one."""
    version = document.version(name)
    if version is None:
        known = [version.name for version in document.versions]
        raise click.UsageError(f"“{document.id}” has no version “{name}”: {suggestion(name, known)}")
    return version


def confirm(question: str, yes: bool) -> None:
    """Ask before something that cannot be undone; without a terminal nothing is assumed."""
    if yes:
        return
    if not is_somebody_here():
        raise click.UsageError("nobody is here to be asked: say --yes to go on, or --dry-run to only look")
    click.confirm(question, abort=True)


def is_somebody_here() -> bool:
    """Whether questions can be asked."""
    return sys.stdin.isatty()


def recover(root: Path) -> None:
    """Finish what an interrupted command left, and say so."""
    from clausebook.releases.recovery import recover

    for line in recover(root):
        say(line)
