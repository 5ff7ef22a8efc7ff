"""The command line: parse arguments, call one function, print, set the exit code (0 fine, 1 problems, 2 wrong usage).

`options` holds what commands share; `scaffold`, `site`, `releases`, `reports`, `review`, `proof` and `manual` the commands, each of which imports what it needs only
when it runs, so that help comes at once.
"""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys
from pathlib import Path
from typing import TextIO

import click

from clausebook.cli import editor, importing, manual, proof, releases, reports, review, scaffold, site, translations


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


def run() -> None:
    """The command as a process of its own, in which next to nothing is garbage before the end.

    So memory is searched for it seldom, and not at the end, where all of it is given back at once (decision 24).
    """
    gc.set_threshold(_OBJECTS_BETWEEN_SEARCHES)
    atexit.register(gc.freeze)
    try:
        main(prog_name="clausebook")
    finally:
        for stream in filter(None, (sys.stdout, sys.stderr)):  # None where it was closed before
            _flush(stream)


def _flush(stream: TextIO) -> None:
    """Write what waits to be written, unless a command closed the stream; where nobody reads any more, nothing waits from then on, so that Python ends without a complaint."""
    if stream.closed:
        return
    try:
        stream.flush()
    except OSError:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), stream.fileno())


_OBJECTS_BETWEEN_SEARCHES = 500_000


for command in (
    scaffold.init,
    scaffold.new,
    scaffold.translate,
    importing.import_,
    site.check,
    site.build,
    site.merge,
    site.serve,
    reports.diff,
    review.review,
    releases.status,
    releases.release,
    releases.withdraw,
    releases.seal,
    releases.rename,
    reports.notice,
    proof.verify,
    manual.help_command,
    manual.explain,
    translations.translations,
    editor.schema,
    editor.lsp,
):
    main.add_command(command)
