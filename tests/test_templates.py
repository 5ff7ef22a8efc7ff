"""What templates are given is plain data, and docs/templates.md tells all of it: the contract of a site's own template."""

import dataclasses
import datetime as dt
import os
import pkgutil
import re
import typing
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from inspect import getdoc
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from jinja2 import meta
from markupsafe import Markup

import clausebook.pages
import clausebook.reports
import clausebook.site.root
import clausebook.site.sitemap
from clausebook.pages.templates import TemplateData, environment, package_templates

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "templates.md"
LEAVES = (str, Markup, int, bool, dt.date, NoneType)
GIVEN_TO_ALL = {"_", "plural", "date", "direction", "language", "link"}
for package in (clausebook.pages, clausebook.reports):
    for module in pkgutil.iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")


def kinds(base: type[TemplateData] = TemplateData) -> Iterator[type[TemplateData]]:
    for kind in base.__subclasses__():
        if "TEMPLATE" in vars(kind):  # a class with slots is made twice
            yield kind
            yield from kinds(kind)


KINDS = {kind.TEMPLATE: kind for kind in kinds()}


def inner_types(hint: Any) -> Iterator[Any]:
    """The plain types that a type is made of, and the data classes and named tuples in it; fails for anything else."""
    if hint in LEAVES or isinstance(hint, typing.TypeVar):
        yield hint
    elif _is_generic(hint):
        yield from inner_types(get_origin(hint))
    elif get_origin(hint) in {Sequence, Mapping, tuple, list, Union, UnionType}:
        for part in get_args(hint):
            if part is not Ellipsis:
                yield from inner_types(part)
    else:
        is_frozen = dataclasses.is_dataclass(hint) and vars(hint)["__dataclass_params__"].frozen
        assert is_frozen or (isinstance(hint, type) and issubclass(hint, tuple)), f"{hint} is no plain data"
        assert hint.__module__.startswith(
            ("clausebook.pages.", "clausebook.reports.", "clausebook.site.root", "clausebook.site.sitemap")
        ), hint
        yield hint


def _is_generic(hint: Any) -> bool:
    """Whether it is one of our named tuples for texts of a kind."""
    return isinstance(get_origin(hint), type) and get_origin(hint).__module__.startswith("clausebook.")


def types_in(kind: type) -> dict[str, Any]:
    """Its fields with their types."""
    hints = get_type_hints(kind)
    return {name: hint for name, hint in hints.items() if get_origin(hint) is not typing.ClassVar}


def reached(kind: type) -> Iterator[type]:
    """The data classes and named tuples that a template can reach, depth first."""
    for hint in types_in(kind).values():
        for inner in inner_types(hint):
            if inner not in LEAVES and isinstance(inner, type) and inner is not kind:
                yield inner
                yield from reached(inner)


def used_in(template: str) -> set[str]:
    """The names that a template expects to be given."""
    source = (package_templates() / "pages" / template).read_text(encoding="utf-8")
    defined = set(re.findall(r"{% macro (\w+)", source))
    return meta.find_undeclared_variables(environment(ROOT).parse(source)) - defined - GIVEN_TO_ALL


def test_each_template_has_its_data_and_is_given_nothing_else() -> None:
    for template, kind in KINDS.items():
        assert used_in(template) <= types_in(kind).keys(), template
    pieces = {"macros.html", "diff.css", "notice.css", "text.css"}
    assert {path.name for path in (package_templates() / "pages").iterdir()} - pieces == KINDS.keys()


def test_no_field_is_given_that_no_template_prints() -> None:
    for template, kind in KINDS.items():
        assert not types_in(kind).keys() - used_in(template), template


def told() -> str:
    """docs/templates.md after its first part."""
    lines = []
    shared: dict[str, type] = {}
    for template, kind in sorted(KINDS.items()):
        shared.update((inner.__name__, inner) for inner in reached(kind))
        lines += [f"## {template}", "", *_section(kind)]
    lines += ["## What is in it", ""]
    for name, kind in sorted(shared.items()):
        lines += [f"### {name}", "", *_section(kind)]
    return "\n".join(lines)


def _section(kind: type) -> list[str]:
    rows = [f"| `{name}` | {_words(hint)} |" for name, hint in types_in(kind).items()]
    return [" ".join((getdoc(kind) or "").split()), "", "| field | what it is |", "|---|---|", *rows, ""]


NAMES = {str: "text", Markup: "HTML", int: "number", bool: "yes or no", dt.date: "day", NoneType: "none"}


def _words(hint: Any) -> str:
    if hint in NAMES:
        return NAMES[hint]
    if isinstance(hint, typing.TypeVar):
        return "text or HTML"
    if _is_generic(hint):
        return _words(get_origin(hint))
    origin, parts = get_origin(hint), [_words(part) for part in get_args(hint) if part is not Ellipsis]
    if origin is tuple and len(get_args(hint)) > 1 and get_args(hint)[-1] is not Ellipsis:
        return f"({', '.join(parts)})"
    if origin in {Sequence, list, tuple}:
        return f"list of {parts[0]}"
    if origin is Mapping:
        return f"mapping of {parts[0]} to {parts[1]}"
    if origin in {Union, UnionType}:
        return " or ".join(parts)
    return f"[{hint.__name__}](#{hint.__name__.lower()})"


def test_the_contract_is_documented() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    first, mark, _ = text.partition("\n## ")
    wanted = f"{first}\n{told()}"
    if os.environ.get("CLAUSEBOOK_ACCEPT"):
        DOCUMENT.write_text(wanted, encoding="utf-8")
        return
    assert mark
    assert text == wanted, "run again with CLAUSEBOOK_ACCEPT=1"


def test_every_data_class_says_what_it_is() -> None:
    for kind in {*KINDS.values(), *(inner for data in KINDS.values() for inner in reached(data))}:
        doc = getdoc(kind) or ""
        assert doc, kind
        assert not doc.startswith(f"{kind.__name__}("), kind  # what Python writes itself
