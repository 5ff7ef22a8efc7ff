"""Mistakes: what is wrong with a file that is no YAML, in words for somebody who writes terms.

A YAML parser tells where it could not go on, which is often far below the slip: a quotation mark that is never closed, a text that begins with
a brace. So the lines are looked at from the top, as a person would, up to the one where the parser gave up; the first that
cannot be meant so is the place. Texts after `|` and `>` are passed over: anything may stand there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple


class Mistake(NamedTuple):
    """A line and a column from 1, what is wrong there, and what to do."""

    line: int
    column: int
    message: str
    advice: str


class Line(NamedTuple):
    """A line that is no part of a text after `|`: its number from 1, and what it is made of.

    `margin` are the spaces and dashes before the key, `key` may be empty; `start` is the column from 0 of `value`, to which
    belong the lines below on which an opened quote or bracket goes on.
    """

    number: int
    text: str
    margin: str
    key: str
    start: int
    value: str

    def mistake(self, column: int, message: str, advice: str) -> Mistake:
        return Mistake(self.number, column + 1, message, advice)


QUOTES_OR_BLOCK = "put the value in quotes, or write “|” after the key and the text on the lines below, indented"
_CONFLICT = re.compile(r"^(<{7}|>{7}|\|{7}|={7})(?: .*)?$", re.MULTILINE)
_PARTS = re.compile(r"(?P<margin> *(?:- +)*)(?:(?P<key>[A-Za-z0-9][\w-]*):(?: +(?P<value>[^ ].*)?)?$)?")
_BLOCK = re.compile(r"(?:^|[:-] )[|>][-+0-9]*(?: +#.*)?$")


def conflict_markers(text: str) -> Iterator[Mistake]:
    """The lines that git wrote into a file where two changes met. Inside of a text such a line would stand indented."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return
    for found in _CONFLICT.finditer(text):
        yield Mistake(
            text.count("\n", 0, found.start()) + 1,
            1,
            f"git wrote “{found[1]}” here: two changes to this place were not joined",
            "keep the right lines of the two, and remove this one and its like",
        )


def find_mistake(lines: list[str], last: int) -> Mistake | None:
    """The first line, up to the one numbered `last`, that cannot be meant as it is written; None where none stands out."""
    above: Line | None = None
    for line in _structure(lines[:last]):
        if above and above.number + 1 == line.number and _BLOCK.search(above.text) and not line.key:
            return line.mistake(line.start, "this text does not stand farther right than the key above", "indent it")
        for look in _LOOKS:
            found = look(line)
            if found:
                return found
        above = line
    return None


def _structure(lines: list[str]) -> Iterator[Line]:
    """The lines that are no part of a text after `|` or `>`, no comments, and not blank."""
    inside = -1  # the column of the key whose value goes on, as long as lines stand farther right
    for number, text in enumerate(lines, 1):
        bare = text.lstrip(" ")
        if not bare:
            continue
        if inside >= 0 and len(text) - len(bare) > inside:
            continue
        inside = -1
        if bare.startswith("#"):
            continue
        parts = _PARTS.match(text)
        if not parts:
            continue  # never: even nothing is a margin
        key = parts["key"] or ""
        start = parts.start("value") if parts["value"] else len(text) if key else parts.end("margin")
        column = len(parts["margin"]) if key else len(text) - len(bare)
        value = text[start:]
        if value[:1] in _OPENING and _closing(value) is None:
            value = "\n".join([value, *_going_on(lines[number:], column)])
            inside = column
        yield Line(number, text, parts["margin"], key, start, value)
        if _BLOCK.search(text):
            inside = column


def _going_on(lines: list[str], column: int) -> Iterator[str]:
    """The lines that stand farther right than `column`, up to the first that does not."""
    for line in lines:
        if line.strip() and len(line) - len(line.lstrip(" ")) <= column:
            return
        yield line


def _tab(line: Line) -> Mistake | None:
    at = line.text.find("\t")
    if at < 0:
        return None
    if not line.text[:at].strip(" -"):
        return line.mistake(at, "a tab stands in the indentation", "indent with spaces")
    if re.fullmatch(r" *(?:- +)*[\w-]+: *", line.text[:at]):
        return line.mistake(at, "a tab stands after the colon", "write a space")
    return None


def _quote(line: Line) -> Mistake | None:
    """A value that begins with a quotation mark, which YAML takes for the beginning of a quoted value."""
    quote = line.value[:1]
    if quote not in ("'", '"'):
        return None
    end = _closing(line.value)
    if end is None:
        return line.mistake(
            line.start,
            f"the value begins with {quote} and no {quote} closes it",
            f"close it; or, where the sign belongs to the text, {QUOTES_OR_BLOCK}",
        )
    after = line.value[end:]
    if after.strip() and not re.match(r"\s+#|:(\s|$)", after):
        return line.mistake(
            line.start,
            f"the value begins with {quote}, so it ends at the next {quote}, and words stand after that",
            "write “|” after the key and the text on the lines below, indented",
        )
    return None


def _bracket(line: Line) -> Mistake | None:
    """A value that begins with a brace or bracket, which YAML takes for a list or for keys with values."""
    opening = line.value[:1]
    if opening not in ("{", "["):
        return None
    end = _closing(line.value)
    if end is None:
        closing = "}" if opening == "{" else "]"
        return line.mistake(
            line.start,
            f"the value begins with “{opening}” and no “{closing}” closes it",
            f"close it; or, where it is a text, {QUOTES_OR_BLOCK}",
        )
    after = line.value[end:]
    if after.strip() and not after.lstrip().startswith(("#", ":")):
        return line.mistake(line.start, f"a text that begins with “{opening}” is not read as text", QUOTES_OR_BLOCK)
    if opening == "{" and ";" in line.value[:end]:
        at = line.start + line.value.index(";")
        return line.mistake(at, "a semicolon stands between values in braces", "separate them by a comma")
    return None


_OPENING = ("'", '"', "{", "[")
_CLOSED = {"'": re.compile(r"'(?:[^']|'')*'"), '"': re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)}


def _closing(value: str) -> int | None:
    """Where the quote or bracket with which a value begins is closed; None where it is not."""
    if value[0] in _CLOSED:
        whole = _CLOSED[value[0]].match(value)
        return whole.end() if whole else None
    depth = 0
    for at, sign in enumerate(value):
        depth += (sign in "{[") - (sign in "}]")
        if depth == 0:
            return at + 1
    return None


def _sign(line: Line) -> Mistake | None:
    """A value that begins with a sign which means something in YAML."""
    sign = line.value[:1]
    if sign and sign in "*&!%@`":
        return line.mistake(line.start, f"a text that begins with “{sign}” is not read as text", QUOTES_OR_BLOCK)
    if re.match(r"[-?]( |$)", line.value) and (line.key or sign == "?"):
        return line.mistake(
            line.start,
            f"a value that begins with “{sign} ” is not read as text",
            f"{QUOTES_OR_BLOCK}; items of a list each take a line of their own",
        )
    return None


def _block_header(line: Line) -> Mistake | None:
    if re.match(r"[|>][-+0-9]* *[^\s#]", line.value) and (line.key or line.margin.endswith("- ")):
        return line.mistake(
            line.start + 1,
            f"words stand after “{line.value[0]}” on the same line",
            "begin the text on the next line, indented",
        )
    return None


def _colon(line: Line) -> Mistake | None:
    """A colon that ends a word inside of a value without quotes."""
    found = re.search(r":(?= |$)", line.value) if line.key and line.value[:1] not in "'\"{[|>" else None
    if not found:
        return None
    return line.mistake(
        line.start + found.start(),
        "a colon stands inside an unquoted value",
        "put the value in quotes, or start a block with “|”",
    )


def _no_space(line: Line) -> Mistake | None:
    """`title:Payment`, `-id: fee`."""
    found = re.match(r"( *(?:- +)*)-([a-z][a-z-]*): ", line.text)
    if found:
        return line.mistake(len(found[1]), "a space is missing after “-”", f"write “- {found[2]}: …”")
    found = re.match(r"( *(?:- +)*[a-z][a-z-]*:)[^\s:/]", line.text)
    if found and not line.key:
        return line.mistake(
            len(found[1]) - 1, "a space is missing after the colon", f"write “{found[1].strip(' -')} …”"
        )
    return None


def _no_colon(line: Line) -> Mistake | None:
    """A known key without its colon."""
    found = re.fullmatch(r"( *(?:- +)*)(" + "|".join(_KEYS) + r")(?: .*)?", line.text)
    if found and not line.key:
        return line.mistake(len(found[1]), f"a colon is missing after “{found[2]}”", f"write “{found[2]}: …”")
    return None


_KEYS = ("id", "title", "text", "summary", "clauses", "note", "was", "defines", "versions", "values", "languages", "law",
         "authoritative", "timezone", "numbering", "notice", "version", "kind", "announced", "effective")  # fmt: skip
_LOOKS: tuple[Callable[[Line], Mistake | None], ...] = (
    _tab, _quote, _bracket, _sign, _block_header, _colon, _no_space, _no_colon,
)  # fmt: skip


def indentation(lines: list[str], last: int) -> Mistake:
    """What to say of a line that does not fit the ones above: a dash is missing, or it stands too far left or right."""
    structure = list(_structure(lines[:last]))
    own = next((line for line in reversed(structure) if line.number == last), None)
    text = lines[last - 1] if 0 < last <= len(lines) else ""
    column = len(text) - len(text.lstrip(" "))
    before = lines[last - 2].lstrip() if last > 1 else ""
    if before.startswith("#") and own and not own.key:
        message = "the comment above ends the value, so that this line belongs to nothing"
        return Mistake(last, column + 1, message, "move the comment above the key")
    if own is None:
        message = "this line of a text stands farther left than the first one" if text.strip() else _UNFIT
        return Mistake(last, column + 1, message, "align it with the lines above")
    above = [line for line in structure if line.number < last]
    if own.key and "-" not in own.margin and any(line.margin.startswith(" " * column + "- ") for line in above):
        return Mistake(
            last,
            column + 1,
            f"“{own.key}” stands where an item of the list begins, without “- ”",
            "write “- ” before it if an item begins here; else align it with the keys of the item above",
        )
    # A key belongs beside a key, an item beside an item.
    starts = {len(line.margin) if own.key and not own.margin.strip() else _column(line) for line in above}
    nearest = min(sorted(starts, reverse=True), key=lambda start: abs(start - column), default=0)
    off = column - nearest
    if off and abs(off) < 3:
        side = "right" if off > 0 else "left"
        count = f"{abs(off)} space{'s' if abs(off) > 1 else ''}"
        return Mistake(
            last,
            column + 1,
            f"this line stands {count} too far {side}",
            f"begin it in column {nearest + 1}, as the lines above do",
        )
    return Mistake(last, column + 1, _UNFIT, "align this line with its neighbours")


_UNFIT = "the indentation does not fit the lines above"


def _column(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip(" "))
