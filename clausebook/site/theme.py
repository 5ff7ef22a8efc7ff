"""The theme of a MkDocs build, as it serves the builds of several languages one after another."""

from __future__ import annotations

from typing import Any

from mkdocs.theme import Theme

from clausebook.pages.compiled import CompiledOnce, VisibleFiles

# The templates of the theme are the same for every language.
_COMPILED = CompiledOnce()


class SharedTheme(Theme):
    """The theme that MkDocs has set up; its templates are compiled once for all languages, and its hidden folders not listed."""

    def __init__(self, theme: Theme) -> None:
        vars(self).update(vars(theme))

    def get_env(self) -> Any:
        env = super().get_env()
        env.loader, env.bytecode_cache = VisibleFiles(self.dirs), _COMPILED
        return env
