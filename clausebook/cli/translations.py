"""Commands for translators: what waits, handed out and taken back."""

from __future__ import annotations

import datetime as dt
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausebook.cli.options import AS_OF, find_document, recover, reporting_problems, say, tell, today
from clausebook.names import suggestion

if TYPE_CHECKING:
    from clausebook.model.document import Document
    from clausebook.translating.exchange import Export, Import

FORMATS = {"xliff": ".xlf", "docx": ".docx", "csv": ".csv"}


class _ListByDefault(click.Group):
    """A group in which a word that is none of its commands is the document to be listed."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands:
            args = ["list", *args]
        return super().resolve_command(ctx, args)


@click.group(cls=_ListByDefault, invoke_without_command=True)
@click.pass_context
def translations(context: click.Context) -> None:
    """Tell what waits for translation ([DOCUMENT]); export it for a translator; import what comes back."""
    if context.invoked_subcommand is None:
        context.invoke(list_translations)


@translations.command("list")
@click.argument("name", required=False, metavar="[DOCUMENT]")
@AS_OF
@click.pass_obj
@reporting_problems
def list_translations(root: Path, name: str | None = None, as_of: dt.date | None = None) -> None:
    """For each document and language: texts done, stale and missing, the words to be translated, and by when."""
    from clausebook.model.loading import load_book
    from clausebook.releases.outlook import look_at
    from clausebook.translating.units import State, units

    recover(root)
    book = load_book(root)
    documents = [find_document(book, name)] if name else list(book.documents.values())
    rows: list[tuple[str, ...]] = [
        ("document", "language", "done", "stale", "missing", "unreviewed", "words to do", "by")
    ]
    for document in documents:
        planned = look_at(document, today(document, as_of)).planned
        for language in document.languages:
            if language != document.authoritative:
                listed = units(document, language)
                waiting = [unit for unit in listed if unit.state is not State.DONE]
                counts = [str(sum(unit.state is state for unit in listed)) for state in State]
                words = sum(unit.words for unit in waiting if unit.state is not State.UNREVIEWED)
                by = planned.announce.isoformat() if planned and waiting else ""
                rows.append((document.id, language, *counts, str(words), by))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        tell("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@translations.command()
@click.argument("name", metavar="DOCUMENT")
@click.option("--language", required=True, metavar="L", help="The language to translate into.")
@click.option("--only", type=click.Choice(["stale"]), help="Leave out what is done: only what is stale or missing.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="xliff", show_default=True)
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to write it; - for standard output.",
)
@click.pass_obj
@reporting_problems
def export(root: Path, name: str, language: str, only: str | None, form: str, output: Path | None) -> None:
    """Write the texts of DOCUMENT for a translator: XLIFF 1.2 for a CAT tool, a Word table or CSV for those who have none.

    Placeholders and markup are protected; the previous translation and what changed in the original stand beside each text.
    """
    from clausebook.model.loading import load_book
    from clausebook.translating import table, xliff

    recover(root)
    made = _export(find_document(load_book(root), name), language, only == "stale")
    data = {"xliff": xliff.write, "docx": table.write_docx, "csv": table.write_csv}[form](made)
    if output is not None and str(output) == "-":
        sys.stdout.buffer.write(data)
        return
    target = output or Path(f"{name}.{language}{FORMATS[form]}")
    target.write_bytes(data)
    say(f"{len(made.units)} texts, {sum(unit.words for unit in made.units)} words, are in {target}")


def _export(document: Document, language: str, only_waiting: bool) -> Export:
    from clausebook.translating.exchange import Export
    from clausebook.translating.redlines import redlines
    from clausebook.translating.units import State, units

    if language not in document.languages or language == document.authoritative:
        others = [code for code in document.languages if code != document.authoritative]
        hint = (
            f"begin it with “clausebook translate {document.id} {language}”"
            if language not in document.languages
            else "it is the original"
        )
        raise click.UsageError(
            f"“{document.id}” has no translation “{language}”: {hint}; {suggestion(language, others)}"
        )
    chosen = [unit for unit in units(document, language) if not only_waiting or unit.state is not State.DONE]
    title = document.draft.editions[document.authoritative].title
    return Export(document.id, title, document.authoritative, language, chosen, redlines(document))


@translations.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE…"
)
@click.pass_obj
@reporting_problems
def take(root: Path, files: tuple[Path, ...]) -> None:
    """Write the translations of an exported FILE into the draft: only the texts that it carries, everything else stays as it is.

    A text whose original changed since, or in which a placeholder is lost, is refused with its place, and then nothing of the file is written.
    """
    from clausebook.model.loading import load_book
    from clausebook.releases import recovery
    from clausebook.translating.taking_back import take_back

    with recovery.session(root) as mended:
        for line in mended:
            say(line)
        for file in files:
            path, changed = take_back(root, load_book(root), file.name, _read(file.name, file.read_bytes()))
            tell(f"{path}: {changed} texts changed")


def _read(name: str, data: bytes) -> Import:
    from clausebook.problems import Place, Problem, ProblemsFound
    from clausebook.translating import table, xliff
    from clausebook.translating.exchange import Unreadable

    readers = {".xlf": xliff.read, ".xliff": xliff.read, ".docx": table.read_docx, ".csv": table.read_csv}
    reader = readers.get(Path(name).suffix.lower())
    if reader is None:
        raise click.UsageError(f"{name}: give a file that was exported: {', '.join(readers)}")
    try:
        return reader(data)
    except Unreadable as error:
        raise ProblemsFound([Problem(Place(name, error.line), "exchange", str(error), "export it anew")]) from None


@translations.command("with")
@click.argument("name", metavar="DOCUMENT")
@click.argument("command", metavar="COMMAND")
@click.option("--language", required=True, metavar="L", help="The language to translate into.")
@click.pass_obj
@reporting_problems
def translate_with(root: Path, name: str, command: str, language: str) -> None:
    """Have what waits in DOCUMENT translated by a COMMAND of yours that reads XLIFF and writes XLIFF, such as "my-translator --to nl".

    Each text is then marked UNREVIEWED, until a person has read it and takes the mark away; a release refuses what is marked.
    """
    from clausebook.model.loading import load_book
    from clausebook.releases import recovery
    from clausebook.translating import xliff
    from clausebook.translating.taking_back import take_back

    with recovery.session(root) as mended:
        for line in mended:
            say(line)
        book = load_book(root)
        made = _export(find_document(book, name), language, only_waiting=True)
        if not made.units:
            say("nothing waits for translation")
            return
        try:
            done = subprocess.run(shlex.split(command), input=xliff.write(made), stdout=subprocess.PIPE, check=False)
        except OSError as error:
            raise click.UsageError(f"“{command}” cannot be started: {error.strerror}") from None
        if done.returncode:
            raise click.UsageError(f"“{command}” ended with {done.returncode}; nothing was changed")
        path, changed = take_back(
            root, book, "what the command wrote", _read("output.xlf", done.stdout), unreviewed=True
        )
        tell(f"{path}: {changed} texts changed, each marked UNREVIEWED")
