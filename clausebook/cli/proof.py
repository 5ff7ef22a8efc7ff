"""The command that proves: verify."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausebook.cli.options import recover, reporting_problems, tell
from clausebook.problems import Problems, ProblemsFound

if TYPE_CHECKING:
    from clausebook.model.document import Book
    from clausebook.verify.again import Again
    from clausebook.verify.settings import SiteFacts


@click.command()
@click.option(
    "--file",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Also compare a copy with the record: a saved page (.html, .mhtml), data (.json), a plain text (.txt); may be given several times.",
)
@click.option(
    "--site",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Also compare every page and file of a built site with the record.",
)
@click.option(
    "--against",
    metavar="REV",
    help="Also prove that what a commit, a tag, a folder or downloaded data published stands unchanged in the record.",
)
@click.option(
    "--saved-from",
    "addresses",
    multiple=True,
    metavar="URL",
    help="An address from which copies were saved, where it is not the site's own.",
)
@click.pass_obj
@reporting_problems
def verify(
    root: Path, files: tuple[Path, ...], site: Path | None, against: str | None, addresses: tuple[str, ...]
) -> None:
    """Prove that what was published is as it was published, by making it again from the record."""
    from clausebook.model.loading import find_book
    from clausebook.verify.records import verify_book

    for address in addresses:
        if "://" not in address:
            raise click.UsageError(f"“{address}” is no address: write it whole, such as https://terms.example.com/")
    recover(root)
    problems = Problems()
    facts = _facts(root, problems) if files or site or against is not None else None
    book = find_book(root, problems)
    if len(problems) or book is None:
        raise ProblemsFound(problems)
    count = verify_book(root, book, problems)
    lines = [
        f"{count.files} files of {count.versions} versions of {count.documents} documents are as they were published"
    ]
    if facts:
        if against is not None:
            lines.append(_verify_against(root, book, facts, against, problems))
        lines += _verify_copies(root, book, facts, files, addresses, site, problems)
    if len(problems):
        raise ProblemsFound(problems)
    for line in lines:
        tell(line)


def _verify_against(root: Path, book: Book, facts: SiteFacts, against: str, problems: Problems) -> str:
    """Compare with what was published before; a line with numbers."""
    from clausebook.verify.history import verify_against

    compared = verify_against(root, book, facts, against, problems)
    return (
        f"{against}: {compared.entries} entries and {compared.texts} texts of {compared.documents} documents stand as they were "
        "published there"
    )


def _verify_copies(
    root: Path,
    book: Book,
    facts: SiteFacts,
    files: tuple[Path, ...],
    addresses: tuple[str, ...],
    site: Path | None,
    problems: Problems,
) -> list[str]:
    """Compare saved copies and a built site with what the record makes; lines on each."""
    if not files and site is None:
        return []
    from clausebook.verify.again import Again

    again = Again(root, book, facts, dt.datetime.now(dt.UTC))
    lines = _verify_files(again, files, addresses, problems)
    return lines + (_verify_site(again, site, problems) if site else [])


def _facts(root: Path, problems: Problems) -> SiteFacts | None:
    """What mkdocs.yml says of the site; MkDocs is asked only where it takes in more than itself, or is wrong."""
    from clausebook.verify.settings import SiteFacts, read_facts

    facts = read_facts(root)
    if facts is None:
        from clausebook.site.settings import read_settings

        settings = read_settings(root, problems)
        if settings:
            facts = SiteFacts(settings.name, settings.url, settings.languages, settings.source_url)
    return facts


def _verify_files(again: Again, files: tuple[Path, ...], addresses: tuple[str, ...], problems: Problems) -> list[str]:
    """Compare copies; a line on each, and on what was not looked at."""
    from clausebook.verify.copies import NOT_COVERED, Copies

    copies = Copies(again, addresses)
    lines = [f"{file}: {copies.verify(file, problems)}: it says what the record says" for file in files]
    return [*lines, f"not compared: {NOT_COVERED}"] if lines else []


def _verify_site(again: Again, site: Path, problems: Problems) -> list[str]:
    """Compare a built site; lines with numbers, and on what was not looked at."""
    from clausebook.verify.sites import NOT_COVERED, SiteCheck

    count = SiteCheck(again, site, problems).verify()
    days = sorted(set(count.days.values()))
    shown = f"as of {', '.join(map(str, days))}" if days else ""
    return [
        f"{site}: {count.versions} versions of {len(count.days)} documents {shown}: {count.pages} pages, {count.data} data files, "
        f"{count.texts} plain texts, {count.feeds} feeds and calendars are what the record makes; {count.assets} style sheets and scripts are "
        "those of the program, the theme and the site",
        f"not compared: {count.others} other files: {NOT_COVERED}",
    ]
