"""Commands that explain: help, the manual in the terminal; explain, a problem by its code."""

from __future__ import annotations

import io
import re
import shutil
import sys

import click

from clausebook import manual
from clausebook.cli.options import tell, write
from clausebook.names import suggestion


@click.command("help")
@click.argument("topic", required=False, metavar="[TOPIC]")
@click.argument("section", required=False, metavar="[SECTION]")
@click.pass_context
def help_command(context: click.Context, topic: str | None, section: str | None) -> None:
    """Explain a TOPIC, or one SECTION of it, such as “help problems bad-date”; without a topic, list them.

    The name of a command shows its options.
    """
    if topic is None:
        width = max(len(each.name) for each in manual.topics())
        for each in manual.topics():
            tell(f"{each.name:<{width}}  {each.title}")
        return
    commands = context.parent.command if context.parent else None
    if section is None and isinstance(commands, click.Group) and topic in commands.commands:
        command = commands.commands[topic]
        click.echo(command.get_help(click.Context(command, info_name=topic, parent=context.parent)))
        if topic not in {each.name for each in manual.topics()}:
            return
        click.echo()
    try:
        text = manual.page(topic)
    except KeyError:
        names = [each.name for each in manual.topics()]
        raise click.UsageError(f"there is no topic “{topic}”: {suggestion(topic, names)}") from None
    if section is not None:
        parts = manual.sections(text)
        if section not in parts:
            raise click.UsageError(f"“{topic}” has no section “{section}”: {suggestion(section, parts)}")
        text = parts[section]
    _show(text)


@click.command()
@click.argument("code", metavar="CODE")
def explain(code: str) -> None:
    """Explain a problem by its CODE, such as unknown-clause: what is wrong, why it matters, what to do."""
    parts = manual.sections(manual.page("problems"))
    codes = [name for name in parts if re.fullmatch(r"[a-z0-9-]+", name)]
    if code not in codes:
        raise click.UsageError(f"there is no problem “{code}”: {suggestion(code, codes)}")
    _show(parts[code])


def _show(markdown: str) -> None:
    """Print a page: laid out for a person at a terminal, page by page, and as it is for everything else."""
    if not sys.stdout.isatty():
        write(markdown)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=min(shutil.get_terminal_size().columns, 110))
    console.print(Markdown(markdown))
    click.echo_via_pager(out.getvalue())
