"""The command line: parse arguments, call one function, print, set the exit code (0 fine, 1 problems, 2 wrong usage).

`options` holds what commands share; `site`, `life`, `reports` and `proof` the commands, each of which imports what it needs only
when it runs, so that help comes at once.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from contextlib import suppress
from pathlib import Path

import click

from clausebook.cli import life, proof, reports, site


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

    So memory is searched for it seldom; and the end comes at once, as giving back an archive object by object would take a while.
    """
    gc.set_threshold(_OBJECTS_BETWEEN_SEARCHES)
    code = 0
    try:
        main(prog_name="clausebook")
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0  # click ends with a number, or with nothing
    with suppress(OSError):  # nobody reads any more
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


_OBJECTS_BETWEEN_SEARCHES = 500_000


for command in (
    site.check,
    site.build,
    site.merge,
    site.serve,
    reports.diff,
    life.status,
    life.release,
    life.withdraw,
    reports.notice,
    proof.verify,
):
    main.add_command(command)
