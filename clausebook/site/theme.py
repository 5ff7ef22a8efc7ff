"""The theme of a MkDocs build, as it serves the builds of several languages one after another."""

from __future__ import annotations

import sysconfig
from typing import Any

from mkdocs.theme import Theme

from clausebook.pages.compiled import CompiledOnce, VisibleFiles
from clausebook.pages.templates import package_templates

# The templates of the theme are the same for every language; what hooks and others' plugins do to their environment may pass.
_COMPILED = CompiledOnce()
_COMPILED_AS_INSTALLED = CompiledOnce([package_templates(), *map(sysconfig.get_path, ("purelib", "platlib"))])


class SharedTheme(Theme):
    """The theme that MkDocs has set up; its templates are compiled once for all languages, and its hidden folders not listed."""

    def __init__(self, theme: Theme, *, as_installed: bool) -> None:
        """With `as_installed`, no hook and no plugin of others can have changed how templates are compiled."""
        vars(self).update(vars(theme))
        self._compiled = _COMPILED_AS_INSTALLED if as_installed else _COMPILED

    def get_env(self) -> Any:
        env = super().get_env()
        env.loader, env.bytecode_cache = VisibleFiles(self.dirs), self._compiled
        return env
