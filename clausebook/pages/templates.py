"""Templates: Jinja from view data to HTML. A site's own `templates/` come before the package's, file by file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from clausebook.pages import addresses
from clausebook.pages.compiled import CompiledOnce
from clausebook.pages.words import Words


def package_templates() -> Path:
    """The folder of the templates that come with Clausebook: inside the package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


@cache
def environment(site: Path) -> Environment:
    """The Jinja environment of the site at `site`: everything is escaped, and a misspelt name is an error."""
    folders = [site / "templates" / "pages", package_templates() / "pages"]
    return Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=CompiledOnce([package_templates()]),
    )


def forget_templates() -> None:
    """Read all templates anew from now on: in a preview they change while it runs."""
    environment.cache_clear()


def render(site: Path, template: str, language: str, address: str, **view: Any) -> str:
    """The HTML of `template` for the page at `address` in `language`."""
    words = Words(language)
    return (
        environment(site)
        .get_template(template)
        .render(
            _=words,
            words=words,
            plural=words.plural,
            date=words.date,
            language=language,
            link=lambda target: addresses.link(address, target),
            **view,
        )
    )
