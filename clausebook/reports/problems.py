"""Problems for people and programs: one line each, JSON, annotations of a GitHub workflow, SARIF 2.1.0 for code scanning."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from clausebook import manual
from clausebook.problems import Problem, Severity
from clausebook.quoting import quiet_json, quoted

FORMS = ("text", "json", "github", "sarif")
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning"}
_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def as_json(problems: Iterable[Problem]) -> str:
    """A list of objects: `path`, `line`, `column` (both from 1), `severity` (`error` or `warning`), `code`, `message`, `advice`."""
    listed = [
        {
            "path": problem.place.path,
            "line": problem.place.line,
            "column": problem.place.column,
            "severity": problem.severity.value,
            "code": problem.code,
            "message": problem.message,
            "advice": problem.advice,
        }
        for problem in problems
    ]
    return quiet_json(json.dumps(listed, ensure_ascii=False, indent=1) + "\n")


def as_annotations(problems: Iterable[Problem]) -> str:
    """A workflow command for each problem, escaped as GitHub's toolkit does, so that no text of a problem ends one or begins another."""
    lines = []
    for problem in problems:
        place = problem.place
        facts = {"file": place.path, "line": str(place.line), "col": str(place.column), "title": problem.code}
        listed = ",".join(f"{key}={_property(value)}" for key, value in facts.items())
        message = quoted(f"{problem.message}{f' — {problem.advice}' if problem.advice else ''}")
        lines.append(f"::{_LEVEL[problem.severity]} {listed}::{_data(message)}\n")
    return "".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(problems: Sequence[Problem]) -> str:
    """One SARIF run; each code is a rule that carries its section of the manual."""
    sections = manual.sections(manual.page("problems"))
    codes = sorted({problem.code for problem in problems})
    driver = {
        "name": "Clausebook",
        "version": version("clausebook"),
        "rules": [_rule(code, sections.get(code, "")) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SITE": {"description": {"text": "The folder of the site."}}},
        "results": [_result(problem, codes.index(problem.code)) for problem in problems],
    }
    return quiet_json(
        json.dumps({"$schema": _SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"
    )


def _rule(code: str, section: str) -> dict[str, Any]:
    body = section.partition("\n")[2].strip()
    first = body.partition("\n")[0] or code
    return {"id": code, "shortDescription": {"text": first}, "help": {"text": body or code, "markdown": body or code}}


def _result(problem: Problem, rule: int) -> dict[str, Any]:
    place = problem.place
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": _LEVEL[problem.severity],
        "message": {"text": f"{problem.message}{f' — {problem.advice}' if problem.advice else ''}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(place.path), "uriBaseId": "SITE"},
                    "region": {"startLine": place.line, "startColumn": place.column},
                }
            }
        ],
    }


def _uri(path: str) -> str:
    return quote(path, safe="/")
