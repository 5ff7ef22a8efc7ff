"""The sandbox: templates of a site's own see what pages are made from, and can neither change it nor call anything but what is meant for them.

Jinja's own sandbox keeps templates from Python's internals; but what they are given leads to objects with methods that read files or run
code, so here only functions that are named below can be called. The program's and the theme's own templates are compiled as
ever, which is faster, and load each other and the site's through the same loader.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from types import FunctionType, MethodType
from typing import Any, TypeVar

from jinja2 import Environment, FileSystemLoader, Template, TemplateNotFound, TemplateSyntaxError, Undefined
from jinja2.environment import copy_cache
from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range
from jinja2.utils import Cycler, Joiner

from clausebook.pages import addresses
from clausebook.problems import Place, Problem
from clausebook.sentences.words import Phrases

_PLAIN_DATA = (str, bytes, int, float, tuple, list, dict, set, frozenset, date, time, timedelta, Decimal)
_OF_TEMPLATES = (Macro, BlockReference, LoopContext, Cycler, Joiner, Undefined, Phrases)
_READING = {"get", "items", "keys", "values"}
_MARK = "is_for_templates"

Function = TypeVar("Function", bound=Callable[..., Any])
Made = TypeVar("Made", bound=Environment)


def for_templates(function: Function) -> Function:
    """Mark a function as one that templates of a site's own may call."""
    setattr(function, _MARK, True)
    return function


def sandboxed(plain: Environment, own: Sequence[Path]) -> Environment:
    """The same environment where what lies in the folders `own` runs in the sandbox; to be asked before any template is loaded.

    Its loader must be one of `OwnOrInstalled`.
    """
    made = _like(_Sandbox, plain)
    made.installed = _like(_Installed, plain)
    made.installed.sandbox = made
    made.own = tuple(f"{folder}/".replace(os.sep, "/") for folder in own)
    made.globals["range"] = safe_range
    return made


def _like(kind: type[Made], original: Environment) -> Made:
    """An environment of another class, as Jinja's own `overlay` makes one: filters, tests and global names are shared."""
    made = object.__new__(kind)
    vars(made).update(vars(original))
    made.cache = copy_cache(original.cache)
    made.extensions = {name: extension.bind(made) for name, extension in original.extensions.items()}
    return made


class _Installed(Environment):
    """Compiles the program's and the theme's templates; what they load goes through the sandbox, which knows whose it is."""

    sandbox: _Sandbox

    def _load_template(self, name: str, globals: Any) -> Template:
        return self.sandbox._load_template(name, globals)


class _Sandbox(ImmutableSandboxedEnvironment):
    installed: _Installed
    own: tuple[str, ...]

    def is_own(self, filename: str | None) -> bool:
        return filename is None or posixpath.normpath(filename.replace(os.sep, "/")).startswith(self.own)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Places of files tell of the machine, and their methods read it."""
        return super().is_safe_attribute(obj, attr, value) and not isinstance(value, os.PathLike)

    def is_safe_callable(self, obj: Any) -> bool:
        if isinstance(obj, _OF_TEMPLATES):
            return True
        if type(obj) is FunctionType:
            return getattr(obj, _MARK, False) or self._is_global(obj)
        if isinstance(obj, partial):
            return obj.func is addresses.link
        owner = getattr(obj, "__self__", None) if isinstance(obj, (MethodType, type("".strip))) else None
        if isinstance(owner, (*_PLAIN_DATA, *_OF_TEMPLATES)):
            return True
        if isinstance(owner, Mapping) and obj.__name__ in _READING:
            return True
        return self._is_global(obj)

    def _is_global(self, obj: Any) -> bool:
        """What the environment was given under a name, such as `dict`, `range` or a function of ours; templates add nothing to it."""
        return any(obj is known or (isinstance(obj, MethodType) and obj == known) for known in self.globals.values())

    def wrap_str_format(self, value: Any) -> Any:
        wrapped = super().wrap_str_format(value)
        return wrapped and for_templates(wrapped)


class OwnOrInstalled(FileSystemLoader):
    """Loads a site's own templates for the sandbox, and the others for the environment beside it."""

    def get_source(self, environment: Environment, template: str) -> Any:
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            filename = next(path for folder in self.searchpath if (path := Path(folder, template)).is_file())
            raise TemplateSyntaxError("the file is not UTF-8 text", 1, template, str(filename)) from error

    def load(self, environment: Environment, name: str, globals: Any = None) -> Template:
        if isinstance(environment, _Sandbox):
            _, filename, _ = self.get_source(environment, name)
            if not environment.is_own(filename):
                template = super().load(environment.installed, name, globals)
                # What is found out at run time, such as filters by their names, is found out in the sandbox.
                template.environment = environment
                return template
        return super().load(environment, name, globals)


def problem_in(site: Path, own: Sequence[Path], error: Exception) -> Problem | None:
    """The problem that an error in a template of the site's own is; None where it came from anywhere else."""
    place = None
    if isinstance(error, TemplateSyntaxError):
        place = _place(site, own, error.filename or "", error.lineno)
    step = error.__traceback__
    while step and not isinstance(error, TemplateSyntaxError):
        place = _place(site, own, step.tb_frame.f_code.co_filename, step.tb_lineno) or place
        step = step.tb_next
    if place is None:
        return None
    said = (
        f"there is no template “{error.name}”"
        if isinstance(error, TemplateNotFound)
        else str(error) or type(error).__name__
    )
    message = re.sub(r" at 0x[0-9a-f]+|\s+", lambda found: " " if found[0].isspace() else "", said)
    return Problem(
        place,
        "template",
        f"this template fails: {message}",
        "compare it with the one of the same name that it replaces",
    )


def _place(site: Path, own: Sequence[Path], filename: str, line: int) -> Place | None:
    path = Path(os.path.normpath(filename))
    return Place(path.relative_to(site).as_posix(), line) if any(map(path.is_relative_to, own)) else None
