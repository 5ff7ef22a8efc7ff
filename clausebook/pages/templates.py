"""Templates: Jinja from view data to HTML. A site's own `templates/` come before the package's, file by file."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from clausebook.pages import addresses
from clausebook.pages.compiled import CompiledOnce
from clausebook.pages.words import Words


def package_templates() -> Path:
    """The folder of the templates that come with Clausebook: inside the package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


def _as_html(value: Any) -> str:
    """What a template prints: as `markupsafe.escape`, without a new object for what is HTML already, as most values are."""
    return value if type(value) is Markup else escape(value)


class _Template(Template):
    """A template whose values are escaped by `_as_html`."""

    @classmethod
    def from_code(cls, *given: Any, **more: Any) -> Template:
        made = super().from_code(*given, **more)
        made.root_render_func.__globals__["escape"] = _as_html
        return made


@cache
def environment(site: Path) -> Environment:
    """The Jinja environment of the site at `site`: everything is escaped, and a misspelt name is an error."""
    folders = [site / "templates" / "pages", package_templates() / "pages"]
    made = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=CompiledOnce([package_templates()]),
    )
    made.template_class = _Template
    return made


def forget_templates() -> None:
    """Read all templates anew from now on: in a preview they change while it runs."""
    environment.cache_clear()
    _common.cache_clear()


@cache
def _common(site: Path, language: str) -> dict[str, Any]:
    """What every template of the site at `site` is given in a language."""
    words = Words(language)
    return {
        **environment(site).globals,
        "_": words,
        "words": words,
        "plural": words.plural,
        "date": words.date,
        "language": language,
    }


def render(site: Path, template: str, language: str, address: str, **view: Any) -> str:
    """The HTML of `template` for the page at `address` in `language`."""
    found = environment(site).get_template(template)
    link = partial(addresses.link, address)
    # As `found.render` does it, which would put the common names together again for each page.
    context = found.new_context({**_common(site, language), "link": link, **view}, shared=True)
    try:
        return "".join(found.root_render_func(context))
    except Exception:
        found.environment.handle_exception()
