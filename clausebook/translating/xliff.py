"""XLIFF 1.2 (OASIS standard, strict schema): what a CAT tool reads and gives back, with placeholders and markup as `ph`."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from xml.etree import ElementTree as ET

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from clausebook.translating.exchange import Export, Import, Returned, Unreadable
from clausebook.translating.protected import Part, joined_lines, numbered, parts
from clausebook.translating.units import State, Unit

_NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DIGEST = "x-source-digest"
_STATES = {
    State.DONE: "translated",
    State.STALE: "needs-review-translation",
    State.MISSING: "needs-translation",
    State.UNREVIEWED: "needs-review-translation",
}
# What a tool says of a text that a person has not looked at yet.
_NOT_REVIEWED = {"new", "needs-translation", "needs-review-translation", "needs-l10n", "needs-adaptation"}


def write(export: Export) -> bytes:
    """An export as an XLIFF file."""
    ET.register_namespace("", _NAMESPACE)
    root = ET.Element(_name("xliff"), {"version": "1.2"})
    file = ET.SubElement(
        root,
        _name("file"),
        {
            "original": export.document,
            "source-language": export.source,
            "target-language": export.target,
            "datatype": "x-clausebook",
            "tool-id": "clausebook",
        },
    )
    header = ET.SubElement(file, _name("header"))
    ET.SubElement(header, _name("note")).text = export.title
    ET.SubElement(
        header,
        _name("tool"),
        {"tool-id": "clausebook", "tool-name": "Clausebook", "tool-version": version("clausebook")},
    )
    body = ET.SubElement(file, _name("body"))
    for unit in export.units:
        _write_unit(body, unit, export.redlines.get(unit.id, ""))
    ET.indent(root, space=" ")
    for element in root.iter():  # no line is broken inside a text
        if element.tag in (_name("source"), _name("target")):
            _flatten(element)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _flatten(element: ET.Element) -> None:
    """Take out the white space that indentation put between the parts of a text; what it says was kept apart."""
    said = element.attrib.pop("said", None)
    if said is not None:
        element.text = said or None
    for child in element:
        child.tail = child.attrib.pop("tail", "") or None


def _name(tag: str) -> str:
    return f"{{{_NAMESPACE}}}{tag}"


def _write_unit(body: ET.Element, unit: Unit, redline: str) -> None:
    made = ET.SubElement(body, _name("trans-unit"), {"id": unit.id, "resname": unit.id, _SPACE: "preserve"})
    source = parts(joined_lines(unit.source))
    _write_text(made, "source", numbered(source))
    target = ET.SubElement(made, _name("target"), {"state": _STATES[unit.state]})
    if unit.state is not State.MISSING:
        _fill(target, numbered(parts(joined_lines(unit.target)), source))
    group = ET.SubElement(made, _name("context-group"), {"purpose": "information"})
    ET.SubElement(group, _name("context"), {"context-type": _DIGEST}).text = unit.digest
    ET.SubElement(made, _name("note"), {"from": "clausebook"}).text = unit.note
    if redline:
        ET.SubElement(made, _name("note"), {"from": "clausebook"}).text = redline
    if unit.before and unit.before[1].strip() and unit.state is not State.DONE:
        before = ET.SubElement(made, _name("alt-trans"), {"alttranstype": "previous-version"})
        old = parts(joined_lines(unit.before[0]))
        _write_text(before, "source", numbered(old))
        _write_text(before, "target", numbered(parts(joined_lines(unit.before[1])), old))


def _write_text(parent: ET.Element, tag: str, pieces: list[tuple[Part, int]]) -> None:
    _fill(ET.SubElement(parent, _name(tag)), pieces)


def _fill(element: ET.Element, pieces: list[tuple[Part, int]]) -> None:
    last: ET.Element | None = None
    said = ""
    for part, number in pieces:
        if part.code:
            last = ET.SubElement(element, _name("ph"), {"id": str(number), "tail": ""})
            last.text = part.text
        elif last is None:
            said += part.text
        else:
            last.attrib["tail"] += part.text
    element.attrib["said"] = said


def read(data: bytes) -> Import:
    """The texts of an XLIFF file. Raises Unreadable."""
    try:
        root = fromstring(data, forbid_dtd=True)
    except ET.ParseError as error:
        raise Unreadable(f"this is no XML: {error}", error.position[0]) from None
    except DefusedXmlException:
        raise Unreadable("this XML declares entities or a document type, which no XLIFF file needs") from None
    if root.tag != _name("xliff"):
        raise Unreadable("this is no XLIFF 1.2 file")
    file = root.find(_name("file"))
    if file is None:
        raise Unreadable("the file has no <file>")
    lines = _lines(data)
    returned = [
        _read_unit(unit, lines.get(unit.get("id", ""), 1))
        for unit in file.iter(_name("trans-unit"))
        if unit.get("translate") != "no"
    ]
    return Import(file.get("original", ""), file.get("source-language", ""), file.get("target-language", ""), returned)


def _read_unit(unit: ET.Element, line: int) -> Returned:
    source, target = unit.find(_name("source")), unit.find(_name("target"))
    digest = next(
        (context.text or "" for context in unit.iter(_name("context")) if context.get("context-type") == _DIGEST), ""
    )
    codes = {code.get("id", ""): code.text or "" for code in source.iter(_name("ph"))} if source is not None else {}
    words = _text(target, codes) if target is not None else ""
    reviewed = target is None or target.get("state", "") not in _NOT_REVIEWED
    return Returned(unit.get("id", ""), digest, words, line, reviewed)


def _text(element: ET.Element, codes: Mapping[str, str]) -> str:
    """What a target says; the content of a code that a tool left empty is that of the source's."""
    said = element.text or ""
    for child in element:
        if child.tag in (_name("ph"), _name("x"), _name("bpt"), _name("ept"), _name("it")):
            said += child.text or codes.get(child.get("id", ""), "")
        else:
            said += _text(child, codes)
        said += child.tail or ""
    return said


def _lines(data: bytes) -> dict[str, int]:
    """The line at which each unit begins, by its id."""
    lines: dict[str, int] = {}
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        before, _, rest = line.partition("<trans-unit")
        if rest or before != line:
            name = rest.partition('id="')[2].partition('"')[0]
            lines.setdefault(name, number)
    return lines
