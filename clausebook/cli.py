"""The command line: parse arguments, call one function, print, set the exit code (0 fine, 1 problems, 2 wrong usage)."""

from __future__ import annotations

import datetime as dt
import io
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from clausebook.problems import ProblemsFound


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

    serve_site(root, host, port, as_of=as_of, report=_say)
