"""Hierarchy: the lines of an outline as a tree of clauses.

One pass with a stack of the clauses that are open, as a reader's eye goes over the page. A line with a number belongs to the innermost open
level whose numbers look the same and whose last one was one less; a number of a new form that begins at 1 opens a level; a decimal number
names its parent. A heading by style closes what is not above it. A line without either goes on the clause before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from clausebook.importing.citation_words import part_words
from clausebook.importing.clause_tree import ImportedClause, ImportedText
from clausebook.importing.headings import Ranks, is_heading_text, lead_in
from clausebook.importing.intermediate import Finding, Grid, Kind, Line, Outline, without_start
from clausebook.importing.markers import BULLET, Form, Marker, Reading, read_marker
from clausebook.model.schema import MAX_LEVELS
from clausebook.problems import Place


@dataclass(slots=True)
class _Open:
    """A clause that is being read, and what its level looks like."""

    place: Place
    form: Form | None = None
    value: int = 0
    parts: tuple[int, ...] = ()
    added: str = ""
    label: str = ""
    heading: int = 0
    series: str = ""
    indent: float = 0
    title: Line | None = None
    blocks: list[Line | Grid] = field(default_factory=list)
    clauses: list[_Open] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    wished_id: str = ""


def find_clauses(outline: Outline, language: str, fallback_title: str) -> ImportedText:
    """The clauses of an outline, in the order of its lines: every line stands in exactly one of them, is the title, or is told as left out."""
    builder = _Builder(Ranks.of(outline.blocks))
    title, blocks = _without_title(outline)
    for block in blocks:
        builder.take(block)
    return ImportedText(
        language,
        outline.path,
        title or fallback_title,
        tuple(_finished(each, "") for each in builder.top),
        (*outline.findings, *builder.findings),
    )


def _without_title(outline: Outline) -> tuple[str, Sequence[Line | Grid]]:
    """The title of the whole text, and the blocks without the line that gives it.

    It is the line that its format calls so, or the only heading of the highest level when it stands before all others, or the first line
    when it is a heading without a number.
    """
    lines = [block for block in outline.blocks if isinstance(block, Line)]
    marked = next((line for line in lines if line.is_title), None)
    styled = [line for line in lines if line.heading]
    if marked is None and outline.says_title:
        marked = next((line for line in styled[:1] if line.text.casefold() == outline.title.casefold()), None)
    elif marked is None and styled:
        highest = min(line.heading for line in styled)
        of_highest = [line for line in styled if line.heading == highest]
        first = styled[0]
        alone = len(of_highest) == 1 and first is of_highest[0] and len(styled) > 1
        if alone and not first.number and not read_marker(first.text):
            marked = first
    if marked is None and lines and not outline.title:
        ranks = Ranks.of(outline.blocks)
        first = lines[0]
        numbered = any(line.number or read_marker(line.text) for line in lines[1:])
        look = ranks.of_line(first)
        alone = bool(look) and all(ranks.of_line(line) != look for line in lines[1:])
        if (
            (numbered or alone)
            and not first.number
            and not first.bullet
            and not read_marker(first.text)
            and (first.heading or ranks.of_line(first) or _is_like_title(first))
        ):
            marked = first
    rest = [block for block in outline.blocks if block is not marked]
    return (marked.text if marked else outline.title), rest


def _is_like_title(line: Line) -> bool:
    return len(line.text.split()) <= 8 and not re.search(r"[.:;,]$", line.text)


class _Builder:
    """Puts one line after the other into the tree."""

    def __init__(self, ranks: Ranks) -> None:
        self.top: list[_Open] = []
        self.findings: list[Finding] = []
        self._ranks = ranks
        self._stack: list[_Open] = []

    def take(self, block: Line | Grid) -> None:
        if isinstance(block, Grid):
            self._body(block)
            return
        heading = block.heading or self._ranks.of_line(block)
        marker = read_marker(f"{block.number} ") if block.number else None
        marker = marker and replace(marker, bare=False)  # what the format prints is no part of the sentence
        typed = None if block.number or block.bullet or block.continued else read_marker(block.text)
        if block.number and not marker:
            self._tell(block, Kind.LEFT_OUT, "this number has a form that is not known", block.number)
        if heading:
            self._heading(block, heading, marker or typed, is_typed=marker is None)
        elif marker or typed:
            self._numbered(block, marker or typed, is_typed=marker is None)
        else:
            self._body(block)

    def _tell(self, block: Line | Grid, kind: Kind, message: str, words: str = "") -> None:
        self.findings.append(Finding(block.place, kind, message, words))

    # --- where a line belongs ---

    def _heading(self, line: Line, level: int, marker: Marker | None, *, is_typed: bool) -> None:
        depth = self._depth_of_heading(level, marker)
        text = without_start(line.pieces, marker.length) if marker and is_typed else line.pieces
        reading = self._reading(marker, depth) if marker else None
        self._open(replace(line, pieces=text), depth, marker, reading, level, title=True)

    def _depth_of_heading(self, level: int, marker: Marker | None) -> int:
        if marker and len(marker.parts) > 1:
            parent = self._parent_of(marker.parts)
            if parent is not None:
                return parent + 1
        for depth, each in enumerate(self._stack):
            if each.heading == level:
                return depth
        if marker:
            for depth in range(len(self._stack) - 1, -1, -1):
                if self._stack[depth].heading and self._continues(self._stack[depth], marker):
                    return depth
        for depth, each in enumerate(self._stack):
            if not each.heading or each.heading >= level:
                return depth
        return len(self._stack)

    def _numbered(self, line: Line, marker: Marker | None, *, is_typed: bool) -> None:
        if marker is None:
            return
        depth, reading = self._depth_of_number(line, marker, is_typed=is_typed)
        if depth is None:
            self._body(line)
            return
        pieces = without_start(line.pieces, marker.length) if is_typed else line.pieces
        self._open(replace(line, pieces=pieces), depth, marker, reading, 0, title=False)

    def _depth_of_number(self, line: Line, marker: Marker, *, is_typed: bool) -> tuple[int | None, Reading | None]:
        stack = self._stack
        if line.series:
            for depth, each in enumerate(stack):
                if each.series == line.series:
                    return depth, self._reading(marker, depth)
        if len(marker.parts) > 1:
            return self._depth_of_decimal(line, marker)
        for depth in range(len(stack) - 1, -1, -1):
            found = self._continues(stack[depth], marker)
            if found and not (marker.bare and line.text[marker.length :][:1].islower()):
                return depth, found
        first = next((reading for reading in marker.readings if reading.value == 1), None)
        if first and not marker.bare:
            return self._new_or_again(line, first), first
        if first and self._is_numbered_bare(line):
            return len(stack), first
        for depth in range(len(stack) - 1, -1, -1):
            for reading in marker.readings:
                if stack[depth].form == reading.form and reading.value > stack[depth].value and not marker.bare:
                    message = f"the number {marker.text} follows {stack[depth].label}: one is missing between them, or the order is another"
                    self._tell(line, Kind.UNCERTAIN, message)
                    return depth, reading
        if not is_typed or (marker.readings[0].form.before == "(" and self._stack):
            self._tell(line, Kind.UNCERTAIN, f"the list begins with {marker.text}")
            return len(stack), marker.readings[-1]
        return None, None

    def _new_or_again(self, line: Line, first: Reading) -> int:
        """The depth of a number that begins at 1: a new level, or a level that was counted from the start again by mistake."""
        top = self._stack[-1] if self._stack else None
        if (
            top
            and top.form == first.form
            and not top.heading
            and line.indent <= top.indent
            and top.series == line.series
        ):
            self._tell(line, Kind.UNCERTAIN, f"the numbering starts again after {top.label}; it is taken as one list")
            return len(self._stack) - 1
        return len(self._stack)

    def _is_numbered_bare(self, line: Line) -> bool:
        """Whether “1 Payment” is a numbered heading: short, with a capital, and no sentence."""
        return is_heading_text(line.text) and not self._stack

    def _depth_of_decimal(self, line: Line, marker: Marker) -> tuple[int | None, Reading | None]:
        reading = marker.readings[0]
        parent = self._parent_of(marker.parts)
        if parent is not None:
            last = self._stack[parent + 1].value if parent + 1 < len(self._stack) else 0
            if marker.bare and line.text[marker.length :][:1].islower() and reading.value != last + 1:
                return None, None  # “1.5 hours” in a clause that counts 1.1, 1.2
            return parent + 1, reading
        for depth in range(len(self._stack) - 1, -1, -1):
            each = self._stack[depth]
            if len(each.parts) == len(marker.parts):
                if marker.bare and each.parts[:-1] != marker.parts[:-1] and not line.series:
                    words = line.text[marker.length :]
                    if words[:1].islower() or words[:1] == "%":
                        return None, None
                message = f"the number {marker.text} does not fit the number above it; it is taken as the next after {each.label}"
                self._tell(line, Kind.UNCERTAIN, message)
                return depth, reading
        if marker.bare and (line.text[marker.length :][:1].islower() or "%" in line.text[: marker.length + 2]):
            return None, None
        depth = min(len(marker.parts) - 1, len(self._stack))
        if self._stack or len(marker.parts) > 2:
            self._tell(line, Kind.UNCERTAIN, f"there is no {'.'.join(map(str, marker.parts[:-1]))} above {marker.text}")
        return depth, reading

    def _parent_of(self, parts: tuple[int, ...]) -> int | None:
        for depth, each in enumerate(self._stack):
            if each.parts == parts[:-1]:
                return depth
        return None

    def _continues(self, level: _Open, marker: Marker) -> Reading | None:
        for reading in marker.readings:
            follows = reading.value == level.value + 1 or (marker.added and reading.value == level.value)
            if level.form and _same_form(level.form, reading.form) and follows:
                return reading
        return None

    def _reading(self, marker: Marker, depth: int) -> Reading:
        if depth < len(self._stack):
            found = self._continues(self._stack[depth], marker)
            if found:
                return found
            same = [each for each in marker.readings if each.form == self._stack[depth].form]
            if same:
                return same[0]
        return next((each for each in marker.readings if each.value == 1), marker.readings[0])

    # --- what is done with it ---

    def _open(
        self, line: Line, depth: int, marker: Marker | None, reading: Reading | None, heading: int, *, title: bool
    ) -> None:
        if depth >= MAX_LEVELS:
            depth = MAX_LEVELS - 1
            self._tell(line, Kind.UNCERTAIN, f"this stands deeper than {MAX_LEVELS} levels; it is put on the last one")
        made = _Open(
            line.place,
            reading.form if reading else None,
            reading.value if reading else 0,
            marker.parts if marker else (),
            marker.added if marker else "",
            marker.text if marker else "",
            heading,
            line.series,
            line.indent,
            anchors=set(line.anchors),
            wished_id=line.wished_id,
        )
        if title and line.text:
            made.title = line
        elif line.text:
            lead = lead_in(line)
            if lead:
                made.title, line = lead
            made.blocks.append(line)
        siblings = self._stack[depth - 1].clauses if depth else self.top
        siblings.append(made)
        self._stack = [*self._stack[:depth], made]

    def _body(self, block: Line | Grid) -> None:
        if isinstance(block, Line) and not block.bullet:
            found = BULLET.match(block.text)
            if found and block.text[found.end() :].strip():
                block = replace(block, pieces=without_start(block.pieces, found.end()), bullet=1)
        if not self._stack:
            opened = _Open(block.place)
            self.top.append(opened)
            self._stack = [opened]
            self._tell(
                block, Kind.UNCERTAIN, "this stands before the first number or heading; it is a clause of its own"
            )
        owner = self._owner(block)
        owner.blocks.append(block)
        if isinstance(block, Line):
            owner.anchors |= set(block.anchors)

    def _owner(self, block: Line | Grid) -> _Open:
        """The clause that a line without a number goes on: the last one, or a new one beside it where the line is set further left."""
        top = self._stack[-1]
        if isinstance(block, Grid) and top.form and not top.heading and len(self._stack) > 1:
            self._tell(block, Kind.UNCERTAIN, f"this table stands after {top.label}, and is taken as a part of it")
        if not isinstance(block, Line) or block.bullet or block.continued or len(self._stack) < 2 or top.heading:
            return top
        if not (top.indent and block.indent < top.indent):
            return top
        depth = next((at for at, each in enumerate(self._stack) if each.indent >= top.indent), len(self._stack) - 1)
        if not depth or block.indent > self._stack[depth - 1].indent + 0.5 * (
            top.indent - self._stack[depth - 1].indent
        ):
            return top
        made = _Open(block.place, indent=block.indent)
        self._stack[depth - 1].clauses.append(made)
        self._stack = [*self._stack[:depth], made]
        message = "this ends a clause after its numbered parts; it is a clause of its own, with a number"
        self._tell(block, Kind.UNCERTAIN, message)
        return made


def _same_form(known: Form, other: Form) -> bool:
    """Whether two numbers belong to one series; “1.” and “1”, “Article 1” and “Art. 1” are written by the same hand."""
    if known == other:
        return True
    alike = (known.style, known.depth, known.before[:3]) == (other.style, other.depth, other.before[:3])
    return alike and known.before != "(" and {known.after, other.after} <= {"", ".", ":", "–", "-"}


def _finished(opened: _Open, above: str) -> ImportedClause:
    """A clause that was read, with all in it. A short first line that others follow is its heading."""
    title, blocks = opened.title, list(opened.blocks)
    if title is None and blocks and opened.form and (len(blocks) > 1 or opened.clauses):
        first = blocks[0]
        if isinstance(first, Line) and is_heading_text(first.text) and not first.bullet:
            title = first
            blocks = blocks[1:]
    if title and not blocks and not opened.clauses:  # words under which nothing stands are the text itself
        blocks, title = [title], None
    number = _whole_number(opened, above)
    return ImportedClause(
        opened.place,
        number,
        opened.label,
        _counter(opened),
        _title_words(title) if title else "",
        tuple(blocks),
        tuple(_finished(each, number) for each in opened.clauses),
        frozenset(opened.anchors),
        opened.wished_id,
    )


def _counter(opened: _Open) -> str:
    """The part of a number that its level counts: `5A` of 14.5A, `b` of (b)."""
    if opened.form and opened.form.style == "1":
        return f"{opened.value}{opened.added}"
    return opened.label.strip("().: ") if opened.form and not opened.form.before.isalpha() else ""


def _title_words(line: Line) -> str:
    return line.text.removesuffix(":").rstrip()


def _whole_number(opened: _Open, above: str) -> str:
    """How the file cites a clause from anywhere: `4.3(a)`."""
    if not opened.form:
        return ""
    if opened.parts:
        own = ".".join(map(str, opened.parts)) + opened.added
        nested = opened.form.before in {"", "("} or opened.form.before in part_words()
        return f"{above}({own})" if above and nested and len(opened.parts) == 1 else own
    label = opened.label.strip("().: ")
    return f"{above}({label})" if above else label


def depth_of(clauses: Iterable[ImportedClause]) -> int:
    """How many levels stand in each other."""
    return max((1 + depth_of(clause.clauses) for clause in clauses), default=0)
