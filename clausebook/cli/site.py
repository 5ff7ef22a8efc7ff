"""Commands for the site: check, build, serve."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from clausebook.cli.options import (
    AS_OF,
    recover,
    reporting_problems,
    say,
)

NO_CACHE = click.option(
    "--no-cache", is_flag=True, help="Read and make everything anew, and keep nothing for the next time."
)


@click.command()
@NO_CACHE
@click.pass_obj
@reporting_problems
def check(root: Path, no_cache: bool) -> None:
    """Check every file of the site and list each mistake with its place."""
    from clausebook.site.cache import cache_of, kept_documents
    from clausebook.site.publish import check_site

    recover(root)
    cache = None if no_cache else cache_of(root, say)
    _, book = check_site(root, kept_documents(cache, say))
    texts = sum(
        len(state.editions) for document in book.documents.values() for state in (*document.versions, document.draft)
    )
    click.echo(f"no problems in {len(book.documents)} documents, {texts} texts")


@click.command()
@AS_OF
@click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where to write the site (site/ by default).",
)
@NO_CACHE
@click.pass_obj
@reporting_problems
def build(root: Path, as_of: dt.date | None, site_dir: Path | None, no_cache: bool) -> None:
    """Build the site; with any problem, the site that is there stays as it is.

    What did not change since the last build is kept in .cache/clausebook/ and not made again.
    """
    from clausebook.cli.progress import telling
    from clausebook.site.cache import cache_of
    from clausebook.site.publish import build_site

    recover(root)
    target = (site_dir or root / "site").resolve()
    with telling() as (report, watch):
        cache = None if no_cache else cache_of(root, report)
        result = build_site(root, target, as_of=as_of, cache=cache, report=report, watch=watch)
    click.echo(f"{target}: {result.pages} pages, {result.files} files, {result.size / 1e6:.1f} MB")


@click.command()
@AS_OF
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@NO_CACHE
@click.pass_obj
@reporting_problems
def serve(root: Path, as_of: dt.date | None, port: int, host: str, no_cache: bool) -> None:
    """Show the site with its drafts, and again after every change."""
    from clausebook.site.preview import serve as serve_site

    recover(root)
    serve_site(root, host, port, as_of=as_of, cached=not no_cache, report=say)
