"""JSON Schema (draft-07, which editors read) of records and texts: from the same forms that check the files, with the words of the manual.

A key is described by its row in the tables of the topic `format`; what a validator in Python demands is stated here as far as a schema can.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from clausebook import manual
from clausebook.languages.registry import CODE_FORM
from clausebook.model import fields, rule_forms, schema, value_forms
from clausebook.model.notices import Means
from clausebook.model.values import Party, Unit
from clausebook.names import NAME

NAMES = ("record", "text", "settings")
DRAFT_07 = "http://json-schema.org/draft-07/schema#"
FORMS: Mapping[str, tuple[type[fields.File], tuple[str, ...]]] = {
    "record": (schema.RecordForm, ("The record: terms/<document>.yml",)),
    "text": (schema.TextForm, ("The text: terms/<language>/<document>/<version>.yml",)),
}
_DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", "examples": ["2027-01-15"]}
_TIME = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$", "examples": ["09:00"]}
_COUNT = {"type": "integer", "minimum": 0, "maximum": 100_000}


def _one_or_more(item: Mapping[str, Any], **further: Any) -> dict[str, Any]:
    return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1, **further}]}


def _kind(description: str, optional: Mapping[str, Any] | None = None, **properties: Any) -> dict[str, Any]:
    """A kind of value: a mapping with just these keys, and maybe the optional ones."""
    return {
        "type": "object",
        "properties": {**properties, **(optional or {})},
        "required": list(properties),
        "additionalProperties": False,
        "description": description,
    }


_WHOSE = {
    "whose": {
        "type": "string",
        "enum": [party.value for party in Party],
        "description": "Who pays it, or who has the time.",
    }
}
_LINE = {"type": "string", "pattern": r"^[^\n]*\S[^\n]*$"}
_VALUE = {
    "anyOf": [
        _kind(
            "An amount of money.",
            _WHOSE,
            amount={"type": "number"},
            currency={"type": "string", "pattern": "^[A-Z]{3}$"},
        ),
        _kind("A share.", _WHOSE, percent={"type": "number"}),
        _kind("A number.", number=_one_or_more({"type": "number"})),
        _kind("A time of day.", time=_TIME),
        _kind("A range of times of day.", **{"from": _TIME, "to": _TIME}),
        _kind("A day.", date=_DAY),
        _kind("Words that are the same in every language.", text=_one_or_more(_LINE)),
        *(
            _kind(f"A period in {unit.value.replace('-', ' ')}.", _WHOSE, **{unit.value: _one_or_more(_COUNT)})
            for unit in Unit
        ),
    ]
}
_LANGUAGE: Mapping[str, Any] = {"type": "string", "pattern": f"^(?:{CODE_FORM})$", "examples": ["nl", "nl-BE"]}
# What each validator of a form takes, as far as a schema can tell.
_TAKEN: Mapping[Callable[..., Any], Mapping[str, Any]] = {
    value_forms.parse_date: _DAY,
    value_forms.parse_value: _VALUE,
    fields.read_name: {"pattern": f"^{NAME}$"},
    fields.read_version: {"type": "string", "pattern": r"^\d+(\.\d+)+$", "examples": ["1.0"]},
    fields.read_language: _LANGUAGE,
    fields.read_prevailing: _one_or_more(_LANGUAGE, uniqueItems=True),
    fields.read_line: {"pattern": r"^[^\n]*\S[^\n]*$"},
    fields.read_counter: {"type": ["string", "integer"], "examples": ["5A", "5 bis"]},
    fields.read_timezone: {"type": "string", "examples": ["Europe/Copenhagen"]},
    fields.read_level: {"type": ["string", "integer"], "examples": ["1", "1.1", "(a)", "(i)"]},
    schema.read_announced: {"anyOf": [_DAY, {"const": schema.UNKNOWN}]},
    rule_forms.read_means: _one_or_more({"type": "string", "enum": [means.value for means in Means]}),
    fields.read_digest: {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
}


class _Draft07(GenerateJsonSchema):
    """Pydantic's schema, with what our validators take in the place of what it cannot know."""

    schema_dialect = DRAFT_07

    def function_plain_schema(self, schema: core_schema.PlainValidatorFunctionSchema) -> JsonSchemaValue:
        return dict(_taken(schema["function"]["function"]))

    def function_after_schema(self, schema: core_schema.AfterValidatorFunctionSchema) -> JsonSchemaValue:
        return {**self.generate_inner(schema["schema"]), **_taken(schema["function"]["function"])}

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        return {**self.generate_inner(schema["schema"]), **_taken(schema["function"]["function"])}


def _taken(function: Callable[..., Any]) -> Mapping[str, Any]:
    if isinstance(function, fields.Choice):
        return {"type": "string", "enum": [choice.value for choice in function.choices]}
    return _TAKEN.get(function, {})


def json_schema(name: str) -> dict[str, Any]:
    """The schema of `record`, `text` or `settings` (mkdocs.yml), with a description and an example at each key that the manual has."""
    if name == "settings":
        return _SETTINGS
    form, headings = FORMS[name]
    made = form.model_json_schema(by_alias=True, schema_generator=_Draft07)
    tables = _tables(headings)
    first, last = (
        _joined(tables),
        _joined(reversed(tables)),
    )  # a key of two tables means the outer thing in the first, the inner in the last
    moved = _moved(made)
    inner = {key: _described(value, last) for key, value in moved.pop("definitions").items()}
    return {"$schema": DRAFT_07, "title": f"Clausebook: {name}", **_described(moved, first), "definitions": inner}


def schema_text(name: str) -> str:
    """The schema as a file."""
    return json.dumps(json_schema(name), ensure_ascii=False, indent=1) + "\n"


def _moved(node: Any) -> Any:
    """Definitions where draft-07 has them, titles that only repeat a name in Python left out, and no key but those that fit a pattern."""
    if isinstance(node, list):
        return [_moved(item) for item in node]
    if not isinstance(node, dict):
        return f"#/definitions/{node[8:]}" if isinstance(node, str) and node.startswith("#/$defs/") else node
    moved = {
        "definitions" if key == "$defs" else key: _moved(value)
        for key, value in node.items()
        if not (key == "title" and isinstance(value, str)) and key != "discriminator"
    }
    if "patternProperties" in moved:
        moved["additionalProperties"] = False
    kinds = [option.get("$ref", "") for option in moved.get("oneOf", ()) if isinstance(option, dict)]
    if sorted(kinds) == [f"#/definitions/{name}" for name in ("VersionForm", "WithdrawalForm")]:
        # One or the other, told apart by a key: so a mistake is told in its entry, not of the entry.
        withdrawal, version = (next(kind for kind in kinds if name in kind) for name in ("Withdrawal", "Version"))
        return {"if": {"required": ["withdraws"]}, "then": {"$ref": withdrawal}, "else": {"$ref": version}}
    return moved


def _described(node: Any, rows: _Rows) -> Any:
    if isinstance(node, list):
        return [_described(item, rows) for item in node]
    if not isinstance(node, dict):
        return node
    described = {key: _described(value, rows) for key, value in node.items()}
    properties = described.get("properties")
    if isinstance(properties, dict):
        for key, value in properties.items():
            if key in rows and isinstance(value, dict):
                meaning, example = rows[key]
                # Beside a reference draft-07 reads nothing else.
                inner = {"allOf": [value]} if "$ref" in value else value
                properties[key] = {**inner, "description": f"{meaning}\n\n{example}" if example else meaning}
    return described


_Rows = Mapping[str, tuple[str, str]]


def _tables(headings: tuple[str, ...]) -> list[_Rows]:
    """Each table of the manual below some headings, in order: key to meaning and example."""
    sections = manual.sections(manual.page("format"))
    tables: list[_Rows] = []
    for heading in headings:
        for table in re.findall(r"(?:^\|.*\n)+", sections[heading], re.MULTILINE):
            rows = re.findall(r"^\| (`[^|]+?) \| ((?:\\\||[^|])+?) \| ((?:\\\||[^|])+?) \|$", table, re.MULTILINE)
            tables.append(
                {
                    key: (_plain(meaning), _plain(example))
                    for keys, meaning, example in rows
                    for key in re.findall(r"`([^`]+)`", keys)
                }
            )
    return tables


def _joined(tables: Iterable[_Rows]) -> _Rows:
    """All rows; of a key that several tables have, the first."""
    rows: dict[str, tuple[str, str]] = {}
    for table in tables:
        for key, row in table.items():
            rows.setdefault(key, row)
    return rows


def _plain(markdown: str) -> str:
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown.replace("\\|", "|"))
    return f"{text[:1].upper()}{text[1:]}" if not text.startswith("`") else text


# MkDocs has hundreds of settings of its own, which pass; the plugin's are all here.
_SETTINGS = {
    "$schema": DRAFT_07,
    "title": "Clausebook: settings",
    "type": "object",
    "required": ["site_name", "theme", "plugins"],
    "properties": {
        "site_name": {"type": "string", "minLength": 1, "description": "The name of the site."},
        "site_url": {
            "type": "string",
            "pattern": "^(https?://.*)?$",
            "description": "The address at which the site lies.",
            "examples": ["https://terms.example.com/"],
        },
        "theme": {
            "type": "object",
            "required": ["name"],
            "properties": {"name": {"enum": ["material"], "description": "Pages are made for this theme."}},
        },
        "plugins": {
            "type": "array",
            "contains": {
                "anyOf": [{"const": "clausebook"}, {"type": "object", "required": ["clausebook"]}],
            },
            "items": {
                "type": ["string", "object"],
                "properties": {
                    "clausebook": {
                        "type": ["object", "null"],
                        "additionalProperties": False,
                        "properties": {
                            "languages": {
                                "type": "array",
                                "items": _LANGUAGE,
                                "uniqueItems": True,
                                "description": "The languages of the site, in the order in which they are offered; all by default.",
                            },
                            "source_url": {
                                "type": "string",
                                "description": "The address below which readers find the YAML files.",
                                "examples": ["https://git.example.com/terms/blob/main"],
                            },
                            "trusted": {
                                "type": "boolean",
                                "description": "Whether hooks, other plugins and included files may run.",
                            },
                        },
                    }
                },
            },
        },
    },
}
