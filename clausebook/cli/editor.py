"""Commands for editors: schema, lsp."""

from __future__ import annotations

from pathlib import Path

import click

from clausebook.cli.options import reporting_problems, say, tell, write

FOLDER = Path(".vscode") / "schemas"


@click.command()
@click.argument(
    "name", required=False, type=click.Choice(["record", "text", "settings"]), metavar="[record|text|settings]"
)
@click.option(
    "--write",
    "writing",
    is_flag=True,
    help="Write all three below .vscode/schemas/ of the site, where editors look for them.",
)
@click.pass_obj
@reporting_problems
def schema(root: Path, name: str | None, writing: bool) -> None:
    """Print the JSON Schema (draft-07) of a record, a text or mkdocs.yml, for editors that complete and check while one types.

    See “clausebook help editors”.
    """
    from clausebook.model.json_schema import NAMES, schema_text
    from clausebook.storage import replace

    if writing == (name is not None):
        raise click.UsageError("name one of record, text, settings; or say --write for all of them")
    if name:
        write(schema_text(name), exact=True)
        return
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    for each in NAMES:
        replace(root / FOLDER / f"{each}.schema.json", schema_text(each).encode())
        tell((FOLDER / f"{each}.schema.json").as_posix())
    say("“clausebook help editors” says how an editor finds them")


@click.command()
@click.option("--stdio", is_flag=True, help="Accepted for editors that say it; there is no other way.")
@click.pass_obj
@reporting_problems
def lsp(root: Path, stdio: bool) -> None:
    """Serve an editor by the Language Server Protocol: mistakes, completion, explanations, definitions, renaming, folding.

    See “clausebook help editors”.
    """
    try:
        from clausebook.lsp.server import serve
    except ModuleNotFoundError:
        raise click.UsageError("the language server needs more packages: pip install 'clausebook[lsp]'") from None
    serve(root)
