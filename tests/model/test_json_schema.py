"""An editor that knows the schemas tells the mistakes of form that the command tells, at the same lines."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from clausebook.model.json_schema import json_schema
from clausebook.model.reading import read_book
from clausebook.problems import Problems
from clausebook.source import Node, parse_yaml
from tests.model.test_problems import CASES, read_case
from tests.sites import BASE, write_site

VALIDATORS = {name: jsonschema.Draft7Validator(json_schema(name)) for name in ("record", "text")}
# What a schema can tell of a form; the rest of the codes are about what files say of each other, or about YAML.
OF_FORM = {"missing-key", "unknown-key", "wrong-type", "bad-value", "bad-date", "bad-version", "bad-digest", "unknown-language", "bad-name"}  # fmt: skip
# Where the command knows more than a schema can: the days of months, the decimals of a currency, names of files, words of YAML.
BEYOND = {
    "bad-date", "bad-date+outside-the-years", "bad-date+year", "bad-value+comma-in-number", "bad-value+decimals", "bad-value+currency", "bad-value+many", "bad-value+thousands",
    "bad-name+taken", "bad-name+file", "bad-name+record", "unknown-language+folder", "unknown-language", "unknown-language+authoritative", "unknown-language+courtesy", "unknown-language+publisher", "wrong-type+publisher", "wrong-type+list-at-top",
}  # fmt: skip


def plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def lines_of(node: Node, kind: str) -> Iterator[int]:
    """The lines at which an editor underlines something."""
    for error in VALIDATORS[kind].iter_errors(plain(node.plain())):
        at = node.at(*error.absolute_path) or node
        extra = set()
        if error.validator == "additionalProperties":
            patterns = error.schema.get("patternProperties", {})
            extra = {
                key
                for key in at.keys or {}
                if key not in error.schema.get("properties", {}) and not any(re.search(each, key) for each in patterns)
            }
        yield from [at.place_of_key(key).line for key in extra] or [at.place.line]


def judged(path: Path, tmp_path: Path) -> tuple[set[tuple[str, int]], set[tuple[str, int]], set[tuple[str, int]]]:
    """For a case the places that schemas name, those that the command names, and those of them about form."""
    files, _ = read_case(path)
    root = write_site(tmp_path, files)
    problems = Problems()
    book = read_book(root, problems)
    for document in book.documents.values() if book else ():
        problems.extend(document.warnings)
    underlined = set()
    for name, text in {**BASE, **files}.items():
        if text is None or not name.startswith(("terms/basic.yml", "terms/da/basic/", "terms/en/basic/")):
            continue  # what no record names is told as that alone
        node = parse_yaml(text, name, Problems())
        if node:
            kind = "record" if name.count("/") == 1 else "text"
            underlined |= {(name, line) for line in lines_of(node, kind)}
    told = {(problem.place.path, problem.place.line) for problem in problems}
    of_form = {(problem.place.path, problem.place.line) for problem in problems if problem.code in OF_FORM}
    return underlined, told, of_form


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_editor_and_command_agree(path: Path, tmp_path: Path) -> None:
    underlined, told, of_form = judged(path, tmp_path)
    assert underlined <= told, "what an editor underlines the command tells too"
    if path.stem not in BEYOND:
        assert of_form <= underlined, "what is wrong with a form an editor underlines"


def test_every_key_is_explained() -> None:
    """Each key of records and texts has its row in the manual."""

    def keys(node: Any) -> Iterator[tuple[str, Any]]:
        if isinstance(node, dict):
            yield from (node.get("properties") or {}).items()
            for inner in node.values():
                yield from keys(inner)
        elif isinstance(node, list):
            for inner in node:
                yield from keys(inner)

    for name in ("record", "text"):
        schema = json_schema(name)
        of_values = {
            key
            for kind in ("amount", "currency", "percent", "number", "time", "date", "text", "from", "to")
            for key in [kind]
        }
        unexplained = {key for key, inner in keys(schema) if isinstance(inner, dict) and "description" not in inner}
        assert unexplained - of_values <= {
            "minutes", "hours", "days", "business-days", "weeks", "months", "years", "counting", "prices", "from", "effective-new", "prevails", "version", "announced", "effective", "law", "summary",
            "name", "address", "email", "phone", "website", "registration",
        }  # fmt: skip


@pytest.mark.parametrize("name", ["record", "text"])
def test_it_is_a_schema(name: str) -> None:
    jsonschema.Draft7Validator.check_schema(json_schema(name))
