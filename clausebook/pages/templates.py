"""Templates: Jinja from plain data to HTML. A site's own `templates/` come before the package's, file by file."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache, partial
from pathlib import Path
from typing import Any, ClassVar

from jinja2 import Environment, StrictUndefined, Template, select_autoescape
from markupsafe import Markup, escape

from clausebook.languages import LANGUAGES, cached
from clausebook.pages import addresses
from clausebook.pages.compiled import CompiledOnce
from clausebook.pages.html_words import HtmlWords
from clausebook.pages.sandbox import OwnOrInstalled, problem_in, sandboxed
from clausebook.problems import ProblemsFound
from clausebook.sentences.words import Phrases, Words


@dataclass(frozen=True, slots=True)
class TemplateData:
    """What a template is given: each field under its own name. Nothing but plain data, so that nothing can be read through it that was not asked for.

    Plain are texts, HTML, numbers, days, sequences and mappings of these, and frozen data classes of these (docs/templates.md).
    """

    TEMPLATE: ClassVar[str]


def package_templates() -> Path:
    """The folder of the templates that come with Clausebook: inside the package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


def own_templates(site: Path, kind: str) -> list[Path]:
    """The site's own folder of templates of a kind, `pages` or `theme`, if it has one; in a checkout of the program they are the program's."""
    own, installed = site / "templates" / kind, package_templates() / kind
    return [own] if own.is_dir() and not own.samefile(installed) else []


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
    """The Jinja environment of the site at `site`: everything in HTML is escaped, a misspelt name is an error, and the site's own run in the sandbox."""
    own = own_templates(site, "pages")
    made = Environment(
        loader=OwnOrInstalled([*own, package_templates() / "pages"]),
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=CompiledOnce([package_templates()]),
    )
    made.template_class = _Template
    return sandboxed(made, own) if own else made


def forget_templates() -> None:
    """Read all templates anew from now on: in a preview they change while it runs."""
    environment.cache_clear()


@cached()
def _common(site: Path, language: str, html: bool) -> dict[str, Any]:
    """What every template of the site at `site` is given in a language; for HTML or plain text."""
    words: Phrases[Any] = HtmlWords(language) if html else Words(language)
    return {
        **environment(site).globals,
        "_": words,
        "direction": LANGUAGES[language].direction,
        "plural": words.plural,
        "date": words.date,
        "language": language,
    }


def render(site: Path, language: str, address: str, data: TemplateData) -> str:
    """What `data` looks like in its template, for the page at `address` in `language`; raises ProblemsFound where a template of the site's own fails."""
    try:
        return _render(site, language, address, data)
    except Exception as error:
        problem = problem_in(site, own_templates(site, "pages"), error)
        if problem is None:
            raise
        raise ProblemsFound([problem]) from error


def _render(site: Path, language: str, address: str, data: TemplateData) -> str:
    template = environment(site).get_template(data.TEMPLATE)
    values = {field.name: getattr(data, field.name) for field in fields(data)}
    link = partial(addresses.link, address)
    # As `template.render` does it, which would put the common names together again for each page.
    common = _common(site, language, not data.TEMPLATE.endswith(".txt"))
    context = template.new_context({**common, "link": link, **values}, shared=True)
    try:
        return "".join(template.root_render_func(context))
    except Exception:
        template.environment.handle_exception()
