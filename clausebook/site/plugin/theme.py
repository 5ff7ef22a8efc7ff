"""The theme of a MkDocs build, as it serves the builds of several languages one after another."""

from __future__ import annotations

import sysconfig
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from mkdocs.theme import Theme

from clausebook.languages.registry import SOURCE_LANGUAGE, Language, lineage
from clausebook.pages.compiled import CompiledOnce, VisibleFiles
from clausebook.pages.sandbox import for_templates, sandboxed
from clausebook.pages.templates import own_templates, package_templates

# The templates of the theme are the same for every language; what hooks and others' plugins do to their environment may pass.
_COMPILED = CompiledOnce()
_COMPILED_AS_INSTALLED = CompiledOnce([package_templates(), *map(sysconfig.get_path, ("purelib", "platlib"))])


def own_theme(root: Path, custom: str) -> list[Path]:
    """The folders in which a site keeps templates of its own for the theme: `templates/theme`, and the theme's `custom_dir`."""
    return [*own_templates(root, "theme"), *([Path(custom)] if custom else [])]


class SharedTheme(Theme):
    """The theme that MkDocs has set up; its templates are compiled once for all languages, and its hidden folders not listed."""

    def __init__(self, theme: Theme, language: Language, own: Sequence[Path], *, as_installed: bool) -> None:
        """What lies in the folders `own` runs in the sandbox. With `as_installed`, no hook and no plugin of others can have changed how templates are compiled."""
        vars(self).update(vars(theme))
        self._language = language
        self["language"], self["words"] = language.code, _words_for(language.code, self.dirs)
        self._own = own
        self._compiled = _COMPILED_AS_INSTALLED if as_installed else _COMPILED

    def get_env(self) -> Any:
        env = super().get_env()
        env.loader, env.bytecode_cache = VisibleFiles(self.dirs), self._compiled
        env.globals["once_each"] = _words_of_a_language(self._language)
        return sandboxed(env, self._own) if self._own else env


def _words_for(code: str, folders: Sequence[str]) -> str:
    """The language whose words the theme has for a code: itself, the one that stands in for it, else English."""
    return next(
        (
            name
            for name in lineage(code)
            if any(Path(folder, "partials", "languages", f"{name}.html").is_file() for folder in folders)
        ),
        SOURCE_LANGUAGE,
    )


def _words_of_a_language(spoken: Language) -> Callable[[Any, Any], Callable[[str], str]]:
    """What partials/language.html makes its macro `t` with: all pages of a build are in one language, so they share what it finds.

    What the theme's words belong to may be another language; the page says its own.
    """
    known: dict[str, str] = {"language": spoken.code, "direction": spoken.direction}

    def once_each(language: Any, fallback: Any) -> Callable[[str], str]:
        def t(key: str) -> str:
            if key not in known:
                known[key] = language.t(key) or fallback.t(key) or key
            return known[key]

        return for_templates(t)

    return once_each
