"""Misfits: where the values of a file do not fit its form, as problems at their places; and the file mended as far as can be.

A mended file is never published. It lets reading go on, so that a mistake of form hides no other mistake of the document.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from clausebook.languages import LANGUAGES
from clausebook.model.fields import File
from clausebook.model.rule_forms import (
    ClauseEntryForm,
    EntryRuleForm,
    EntryTerminationForm,
    GroupEntryForm,
    GroupForm,
    NoticeForm,
    PeriodForm,
    RuleForm,
    TerminationForm,
)
from clausebook.model.schema import ClauseForm, Form, HeadForm, PublisherForm, VersionForm
from clausebook.model.value_forms import said
from clausebook.names import suggestion
from clausebook.problems import Place, Problems
from clausebook.source import Node

MAX_MISFITS = 100

Path: TypeAlias = tuple[int | str, ...]


def read_form(node: Node, form: type[Form], problems: Problems) -> Form | None:
    """The checked form of a file's values; None with problems where they do not fit it."""
    found = Problems()
    read = read_mended(node, form, found)
    problems.extend(found)
    return None if len(found) else read


def read_mended(node: Node, form: type[Form], problems: Problems) -> Form | None:
    """The checked form of a file's values; with problems where they do not fit it.

    What does not fit is replaced or left out then, so that the rest can be looked at; None where that leaves too little.
    """
    values = node.plain()
    is_told = False
    for _ in range(3):  # mending may uncover more, such as a key that a value of another kind hid
        try:
            return form.model_validate(values)
        except ValidationError as error:
            details = error.errors(include_url=False)
        for detail in details[:MAX_MISFITS] if not is_told else ():
            _add_problem(node, form, detail, problems)
        is_told = True
        # From the end, so that what is taken out of a list moves nothing that is still to be looked at.
        if len(details) > MAX_MISFITS or not all(_mend(values, detail) for detail in reversed(details)):
            return None
    return None


_TYPES = {
    "string_type": "text",
    "int_type": "a whole number",
    "list_type": "a list (lines that start with “- ”)",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "bool_type": "true or false",
}


def _path(detail: ErrorDetails) -> Path:
    return tuple(step for step in detail["loc"] if step != "[key]" and not str(step).startswith("<"))


def _named(path: Path) -> str:
    """What is at a path, as a message names it: a key, or an item of the list of a key."""
    if path and isinstance(path[-1], int):
        lists = [step for step in path if isinstance(step, str)]
        return f"item {path[-1] + 1} of “{lists[-1]}”" if lists else f"item {path[-1] + 1}"
    return f"“{path[-1]}”" if path else "the file"


def _add_problem(node: Node, form: type[File], detail: ErrorDetails, problems: Problems) -> None:
    path = _path(detail)
    place = _place(node, path, of_key="[key]" in detail["loc"])
    name = _named(path)
    context: dict[str, Any] = detail.get("ctx") or {}
    match detail["type"]:
        case "clausebook":
            problems.add(place, context["code"], context["message"], context["advice"])
        case "missing":
            key = path[-1]
            problems.add(_place(node, path[:-1]), "missing-key", f"the key “{key}” is missing here", f"add “{key}: …”")
        case "extra_forbidden":
            problems.add(
                _place(node, path, of_key=True),
                "unknown-key",
                f"{name} is not a key that belongs here",
                _about_key(str(path[-1]), _known_keys(form, path)),
            )
        case kind if kind in _TYPES:
            problems.add(place, "wrong-type", f"{name} must be {_TYPES[kind]}", _seen(detail["input"], kind))
        case "string_pattern_mismatch":
            advice = "write two capital letters, such as DK"
            problems.add(place, "wrong-type", f"{said(detail['input'])} is not a country code", advice)
        case "too_short" | "string_too_short":
            problems.add(place, "wrong-type", f"{name} is empty", "write at least one")
        case "too_long":
            problems.add(
                place,
                "too-many",
                f"{name} has {context['actual_length']} items, at most {context['max_length']} fit",
                "split the document",
            )
        case "greater_than_equal" | "less_than_equal":
            bound = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
            problems.add(place, "wrong-type", f"{name} must be {bound}, it is {detail['input']}")
        case _:
            problems.add(place, "wrong-type", f"{name} does not fit: {detail['msg']}")


def _about_key(key: str, known: list[str]) -> str:
    if ":" in key and key.partition(":")[0] in known:
        return f"write a space after the colon: {key.replace(':', ': ', 1)}"
    return suggestion(key, known)


def _seen(value: Any, wanted: str) -> str:
    """What stands there instead of what is wanted, and how to write what may have been meant."""
    if value is None:
        return "it is empty"
    if wanted == "string_type" and isinstance(value, dict | list):
        sign = "[" if isinstance(value, list) else "{"
        if isinstance(value, list) or not any(value.values()):
            return f"a text that begins with “{sign}” stands in quotes, or after “|” on the lines below"
    if wanted == "list_type" and isinstance(value, dict):
        return "it has keys with values: write “- ” before the first key of each item"
    kind = {str: "text", list: "a list", dict: "keys with values", bool: "true or false"}.get(type(value), "a number")
    return f"it is {kind}"


def _known_keys(form: type[File], path: Path) -> list[str]:
    """The keys of the form in which the last key of `path` stands."""
    forms = _FORMS_OF_AN_ENTRY if path[0] == "versions" else _FORMS_OF_A_HEAD
    inner: type[File] = form
    for step in path[:-1]:
        inner = PeriodForm if step == "notice" and inner in _TERMINATION else forms.get(str(step), inner)
    return [field.alias or name for name, field in inner.model_fields.items()]


_TERMINATION = (TerminationForm, EntryTerminationForm)
_FORMS_OF_A_RULE: dict[str, type[File]] = {"delivery": PeriodForm, "at-most": PeriodForm, "within": PeriodForm}
_FORMS_OF_A_HEAD = _FORMS_OF_A_RULE | {
    "clauses": ClauseForm,
    "notice": NoticeForm,
    "prices": RuleForm,
    "rules": RuleForm,
    "grounds": RuleForm,
    "termination": TerminationForm,
    "groups": GroupForm,
    "publisher": PublisherForm,
}
_FORMS_OF_AN_ENTRY = _FORMS_OF_A_RULE | {
    "versions": VersionForm,
    "head": HeadForm,
    "notice": EntryRuleForm,
    "termination": EntryTerminationForm,
    "groups": GroupEntryForm,
    "clauses": ClauseEntryForm,
}


def _place(node: Node, path: Path, of_key: bool = False) -> Place:
    """The place of the value at `path`, or of its key; of the nearest thing above it that exists."""
    if of_key and path:
        parent = node.at(*path[:-1])
        if parent is not None:
            return parent.place_of_key(str(path[-1]))
    for length in range(len(path), -1, -1):
        found = node.at(*path[:length])
        if found is not None:
            return found.place
    return node.place


# What the rules between clauses and files may find only because a text was mended, and because the record was.
CONSEQUENCES_OF_A_RECORD = {"unknown-value"}
CONSEQUENCES = {
    "clause-missing", "clause-extra", "clause-nesting", "clause-order", "key-parity", "placeholder-parity", "summary-missing",
    "unknown-clause", "unknown-document", "unknown-former-id", "unknown-term",
}  # fmt: skip

# What stands in for a value that does not fit, by its key; a text of its own, so that no clause counts as empty.
_STAND_INS: dict[str, Any] = {
    "law": "XX",
    "timezone": "UTC",
    "numbering": ["1", "1.1", "(a)", "(i)", "(A)", "(I)", "1.", "a.", "i."],
    "notice": {"days": 0},
    "title": "…",
    "text": "…",
}
_CAN_GO = {
    "summary", "number", "repealed", "only", "in-short", "sorted", "note", "unaffected", "was", "defines", "clauses", "planned", "values",
}  # fmt: skip


def _mend(values: Any, detail: ErrorDetails) -> bool:
    """Replace or take out of plain values what does not fit; False where nothing can stand in for it."""
    path = _path(detail)
    if not path or path[0] == "versions" or path == ("clauses",):
        return False  # what a release wrote, or a text without any clause: there is nothing to guess
    if path[0] in ("notice", "numbering"):
        values[path[0]] = _STAND_INS[path[0]]
        return True
    if path[0] in ("termination", "groups", "publisher"):
        values.pop(path[0], None)
        return True
    parent, key = _at(values, path[:-1]), path[-1]
    if isinstance(parent, list) and isinstance(key, int) and key < len(parent):
        if path[-2] == "clauses":
            parent[key] = {"id": _unnamed(path), "text": _STAND_INS["text"]}
        else:
            del parent[key]
        return True
    if not isinstance(parent, dict):
        return parent is None  # mended together with what it stands in
    if detail["type"] == "extra_forbidden" or "[key]" in detail["loc"]:
        parent.pop(key, None)
    elif key == "id":
        parent["id"] = _unnamed(path)
    elif path[-2:-1] == ("values",):
        parent[key] = {"text": "…"}
    elif key in _STAND_INS:
        parent[key] = _STAND_INS[str(key)]
    elif key == "authoritative":
        named = values.get("languages")
        parent[key] = next((each for each in named if each in LANGUAGES), None) if _is_words(named) else None
        return parent[key] is not None
    elif _CAN_GO.intersection(path[-2:]):
        parent.pop(key, None)
        if key == "clauses":
            parent.setdefault("text", _STAND_INS["text"])
    else:
        return False
    return True


def _at(values: Any, path: Iterable[int | str]) -> Any:
    """What stands at a path of plain values; None where there is nothing, or something else on the way."""
    for step in path:
        if isinstance(values, dict):
            values = values.get(step)
        elif isinstance(values, list) and isinstance(step, int) and step < len(values):
            values = values[step]
        else:
            return None
    return values


def _unnamed(path: Path) -> str:
    """An id that no author writes, another one for each position."""
    return "unnamed-" + "-".join(str(step) for step in path if isinstance(step, int))


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
