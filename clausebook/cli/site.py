"""Commands for the site: check, build, serve."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausebook.cli.options import (
    AS_OF,
    ShardOf,
    print_problems,
    recover,
    reporting_problems,
    say,
    tell,
    write,
)

if TYPE_CHECKING:
    from clausebook.site.cache import Cache
    from clausebook.site.publish import BuildResult
    from clausebook.site.shards import Shard


def cached(command: Callable[..., None]) -> Callable[..., None]:
    """Options for what is kept for the next time."""
    no_cache = click.option("--no-cache", is_flag=True, help="Read and make everything anew, and keep nothing.")
    folder = click.option(
        "--cache",
        "cache_folder",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help="Where to keep what was read and made for the next time (in your own cache folder by default).",
    )
    return folder(no_cache(command))


def _cache(root: Path, folder: Path | None, no_cache: bool, note: Callable[[str], None]) -> Cache | None:
    from clausebook.site.cache import open_cache

    return None if no_cache else open_cache(root, note, folder and folder.absolute())


@click.command()
@click.option("--strict", is_flag=True, help="Fail for warnings too.")
@click.option("--published", is_flag=True, help="Warn of what is odd in published versions too, not in drafts alone.")
@click.option("--since", metavar="REV", help="Tell only what was not there in a commit, a branch or a tag.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="A line each, for programs, as annotations of a workflow, or for code scanning (SARIF 2.1.0).",
)
@cached
@click.pass_obj
@reporting_problems
def check(
    root: Path,
    strict: bool,
    published: bool,
    since: str | None,
    form: str,
    cache_folder: Path | None,
    no_cache: bool,
) -> None:
    """Check every file of the site and list each mistake with its place.

    Warnings say what somebody should look at in the drafts, such as a figure that differs between two languages; the site can be built
    with them.
    """
    from clausebook import git
    from clausebook.problems import Place, Problem, ProblemsFound, Severity
    from clausebook.reports import problems as rendering
    from clausebook.site.checking import brought_since, find_problems

    recover(root)
    cache = _cache(root, cache_folder, no_cache, say)
    book, found = find_problems(root, cache.documents if cache else None, published=published)
    problems = list(found)
    if since is not None:
        try:
            problems = brought_since(problems, root, since, published=published)
        except git.Unknown as unknown:
            raise ProblemsFound([Problem(Place("."), "history-unknown", str(unknown), unknown.advice)]) from None
    match form:
        case "json":
            write(rendering.as_json(problems), exact=True)
        case "sarif":
            write(rendering.as_sarif(problems), exact=True)
        case "github":
            click.echo(rendering.as_annotations(problems), nl=False)
        case _ if problems:
            print_problems(problems, found.dropped if since is None else 0)
        case _ if since is not None:
            tell(f"no problems that were not there in {since}")
        case _ if book:
            texts = sum(len(state.editions) for document in book.documents.values() for state in document.states)
            tell(f"no problems in {len(book.documents)} documents, {texts} texts")
    if any(strict or problem.severity is Severity.ERROR for problem in problems):
        sys.exit(1)


SITE_DIR = click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where to write the site (site/ by default).",
)


@click.command()
@AS_OF
@SITE_DIR
@click.option(
    "--shard",
    type=ShardOf(),
    metavar="I/N",
    help="Build only the I-th of N shards of the pages into --site-dir, for “clausebook merge” to join.",
)
@click.option("--drafts", is_flag=True, help="Show drafts, too, marked as such and not for search engines.")
@click.option(
    "--explain",
    default="",
    metavar="PAGE",
    help="Say why a page, by its address in the site, was made again: which of the facts that were asked for it changed.",
)
@cached
@click.pass_obj
@reporting_problems
def build(
    root: Path,
    as_of: dt.date | None,
    site_dir: Path | None,
    shard: Shard | None,
    drafts: bool,
    explain: str,
    cache_folder: Path | None,
    no_cache: bool,
) -> None:
    """Build the site of what is published; with any problem, the site that is there stays as it is.

    What did not change since the last build is kept and not made again.
    """
    from clausebook.cli.progress import telling
    from clausebook.site.publish import build_shard, build_site

    recover(root)
    if shard and (drafts or explain):
        raise click.UsageError(
            "a shard holds no drafts, and takes nothing from a cache: leave out --shard, --drafts or --explain"
        )
    if shard:
        target = _target(site_dir or root / f"shard-{shard.number}")
        with telling() as (report, watch):
            pages, digest = build_shard(root, target, shard, as_of=as_of, report=report, watch=watch)
        say(f"{target}: shard {shard}, {pages} pages; its digest, for “clausebook merge --digest”:")
        tell(digest)
        return
    target = _target(site_dir or root / "site")
    with telling() as (report, watch):
        cache = _cache(root, cache_folder, no_cache, report)
        result = build_site(
            root, target, as_of=as_of, drafts=drafts, cache=cache, report=report, watch=watch, explain=explain
        )
    _tell(target, result)


def _target(folder: Path) -> Path:
    """The folder to write to; a link in its place is not followed."""
    return folder.resolve() if folder.name in ("", "..") else folder.parent.resolve() / folder.name


@click.command()
@click.argument(
    "parts",
    nargs=-1,
    required=True,
    metavar="PART…",
    type=click.Path(exists=True, file_okay=False, path_type=Path, resolve_path=True),
)
@click.option(
    "--digest",
    "digests",
    multiple=True,
    required=True,
    metavar="DIGEST",
    help="What “clausebook build --shard” printed, once for each shard, in any order.",
)
@AS_OF
@SITE_DIR
@click.pass_obj
@reporting_problems
def merge(
    root: Path, parts: tuple[Path, ...], digests: tuple[str, ...], as_of: dt.date | None, site_dir: Path | None
) -> None:
    """Join all shards of a site that “clausebook build --shard” built, from the same checkout on any machines."""
    from clausebook.cli.progress import telling
    from clausebook.site.publish import build_site

    recover(root)
    target = _target(site_dir or root / "site")
    with telling() as (report, watch):
        result = build_site(root, target, as_of=as_of, shards=parts, digests=digests, report=report, watch=watch)
    _tell(target, result)


def _tell(target: Path, result: BuildResult) -> None:
    tell(f"{target}: {result.pages} pages, {result.files} files, {result.size / 1e6:.1f} MB")


@click.command()
@AS_OF
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@cached
@click.pass_obj
@reporting_problems
def serve(root: Path, as_of: dt.date | None, port: int, host: str, cache_folder: Path | None, no_cache: bool) -> None:
    """Show the site with its drafts, and again after every change."""
    from clausebook.site.preview import serve as serve_site

    recover(root)
    serve_site(root, host, port, as_of=as_of, cache=_cache(root, cache_folder, no_cache, say), report=say)
