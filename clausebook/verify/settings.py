"""Settings: what pages and data say of the site itself, read from mkdocs.yml without starting MkDocs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clausebook.languages import LANGUAGES, unique
from clausebook.model.document import Book
from clausebook.problems import Problems
from clausebook.source import read_yaml, use_languages

SETTINGS_FILE = "mkdocs.yml"
# With these mkdocs.yml takes in more than itself, and only MkDocs knows what it says.
_TAKES_IN = re.compile(rb"^INHERIT:|!ENV|!!python|!relative", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """The name of the site, its address with a final slash (or empty), its languages (empty for all), where its sources are shown, and
    the style sheets of its own."""

    name: str
    url: str = ""
    languages: tuple[str, ...] = ()
    source_url: str = ""
    styles: tuple[str, ...] = ()

    def languages_of(self, book: Book) -> tuple[str, ...]:
        return self.languages or book.languages


def read_facts(root: Path) -> SiteFacts | None:
    """The facts of the site at `root`; None where only MkDocs can tell them, or that mkdocs.yml is wrong."""
    try:
        text = (root / SETTINGS_FILE).read_bytes()
    except OSError:
        return None
    problems = Problems()
    use_languages(root, Problems())  # reading the book tells their mistakes
    node = None if _TAKES_IN.search(text) else read_yaml(root, SETTINGS_FILE, problems)
    plain = node.plain() if node and not len(problems) else None
    if not isinstance(plain, dict) or not isinstance(plain.get("site_name"), str):
        return None
    options = _options(plain.get("plugins"))
    if options is None:
        return None
    url = str(plain.get("site_url") or "").rstrip("/")
    styles = plain.get("extra_css") or []
    return SiteFacts(
        plain["site_name"],
        f"{url}/" if url else "",
        unique(code for code in (options.get("languages") or ()) if code in LANGUAGES),
        str(options.get("source_url") or ""),
        tuple(map(str, styles)) if isinstance(styles, list) else (),
    )


def _options(plugins: Any) -> dict[str, Any] | None:
    """The options of the plugin “clausebook”; None where it is not switched on in a way known here."""
    found = plugins if isinstance(plugins, list) else [{name: given} for name, given in (plugins or {}).items()]
    for plugin in found:
        if plugin == "clausebook":
            return {}
        if isinstance(plugin, dict) and "clausebook" in plugin:
            options = plugin["clausebook"] or {}
            return options if isinstance(options, dict) else None
    return None
