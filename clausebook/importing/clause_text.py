"""Clause texts: the blocks of a clause as Markdown that prints their words, and nothing else.

What is written is read back with the parser that every build uses. Where that finds other words, or a mark that it does not know, the
emphasis goes before the words do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from clausebook.importing.clause_tree import ImportedClause, ImportedText
from clausebook.importing.intermediate import Finding, Grid, Kind, Line, Piece, joined
from clausebook.importing.markers import BULLET
from clausebook.model.prose import MAX_NESTING, Block, BlockKind, parse_prose
from clausebook.model.titles import MAX_TITLE, fault_of_title

# Around a link within the file, whose target is looked up later: the name, a bar, the words.
LINK_OPEN, LINK_MIDDLE, LINK_CLOSE = "\ue000", "\ue001", "\ue002"
INNER_LINK = re.compile(f"{LINK_OPEN}([^{LINK_MIDDLE}]*){LINK_MIDDLE}([^{LINK_CLOSE}]*){LINK_CLOSE}")
_COMPLETE_LINK = re.compile(r"(?:https?://[^\s/]|mailto:[^\s@]+@|tel:\+?[0-9])", re.IGNORECASE)
_ALWAYS_ESCAPED = re.compile(r"[\\*`\[\]<{}~^]|(?<!\w)_|_(?!\w)|==|&(?=#?\w{1,31};)|\|(?=.*\|)")
_AT_START = re.compile(r"(?:[#>]|[-+](?=\s|$)|[=-]+$|:::|!!! |\|)|[0-9]{1,9}(?=[.)](?:\s|$))")


def with_texts(text: ImportedText) -> ImportedText:
    """The text with the Markdown of every clause. Lines that no text can hold are told."""
    findings: list[Finding] = []

    def written(clause: ImportedClause) -> ImportedClause:
        title, blocks = clause.title, list(clause.blocks)
        fault = fault_of_title(title, text.language) if title else None
        if fault or len(title) > MAX_TITLE:
            why = fault[0] if fault else "it is too long"
            findings.append(Finding(clause.place, Kind.UNCERTAIN, f"“{title[:60]}” is text and no heading: {why}"))
            blocks.insert(0, Line((Piece(title),), clause.place))
            title = ""
        return replace(clause, title=title, blocks=tuple(blocks), text=markdown(blocks, findings))

    made = text.mapped(written)
    return replace(made, findings=(*made.findings, *findings))


def markdown(blocks: Sequence[Line | Grid], findings: list[Finding]) -> str:
    """The blocks as Markdown, a line for each paragraph; what could not be kept of their form is added to `findings`."""
    made: list[str] = []
    for is_list, group in groupby(blocks, key=lambda block: isinstance(block, Line) and block.bullet > 0):
        if is_list:
            made.append(_bullets([block for block in group if isinstance(block, Line)], findings))
        else:
            made += [_block(block, findings) for block in group]
    return "\n\n".join(filter(None, made))


def _block(block: Line | Grid, findings: list[Finding]) -> str:
    if isinstance(block, Grid):
        return _table(block, findings)
    words = _paragraph(block, findings)
    return f"> {words}" if block.quote else words


def _paragraph(line: Line, findings: list[Finding]) -> str:
    """The words of a line with their marks, or without them where these would not be read as they are meant."""
    complete = [_with_complete_link(piece, line, findings) for piece in line.pieces]
    written = _escaped_start(_inline(complete))
    wanted = line.text
    if _reads_as(written, wanted):
        return written
    plain = [piece._replace(strong=False, emphasis=False) for piece in complete]
    findings.append(Finding(line.place, Kind.LEFT_OUT, f"the emphasis in “{wanted[:60]}”, which Markdown cannot say"))
    written = _escaped_start(_inline(joined(plain)))
    if _reads_as(written, wanted):
        return written
    return _escaped_start(_escaped(wanted, every=True))


def _with_complete_link(piece: Piece, line: Line, findings: list[Finding]) -> Piece:
    if not piece.href or piece.href.startswith("#") or _COMPLETE_LINK.match(piece.href):
        return piece
    message = f"the link from “{piece.text[:60]}”, whose address is not complete: {piece.href[:120]}"
    findings.append(Finding(line.place, Kind.LEFT_OUT, message))
    return piece._replace(href="")


def _reads_as(markdown_text: str, wanted: str) -> bool:
    """Whether Markdown prints these words, and no fault is found in it. Links within the file are read as their words."""
    prose = parse_prose(INNER_LINK.sub(lambda found: found[2], markdown_text))
    if prose.faults or len(prose.blocks) != 1 or prose.blocks[0].kind is not BlockKind.PARAGRAPH:
        return not markdown_text and not wanted
    return "".join(atom.text for atom in prose.atoms()).split() == wanted.split()


def _inline(pieces: Iterable[Piece]) -> str:
    made = []
    for piece in pieces:
        words = piece.text
        lead, core, tail = _trimmed(words)
        if piece.strong or piece.emphasis:  # a mark that begins with a sign after a word would be read as one that ends
            begins = re.match(r"[\s,.;:!?)\]]*", core)
            lead, core = lead + (begins[0] if begins else ""), core[begins.end() if begins else 0 :]
        if not core:
            made.append(words)
            continue
        core = _escaped(core)
        if piece.href.startswith("#"):
            core = f"{LINK_OPEN}{piece.href[1:]}{LINK_MIDDLE}{core}{LINK_CLOSE}"
        elif piece.href:
            core = f"[{core}]({_address(piece.href)})"
        if piece.emphasis:
            core = f"*{core}*"
        if piece.strong:
            core = f"**{core}**"
        made.append(f"{lead}{core}{tail}")
    return "".join(made)


def _trimmed(words: str) -> tuple[str, str, str]:
    core = words.strip()
    start = words.index(core) if core else 0
    return words[:start], core, words[start + len(core) :]


def _address(href: str) -> str:
    return f"<{href}>" if re.search(r"[()\s]", href) and not re.search(r"[<>\n]", href) else href.replace(" ", "%20")


def _escaped(words: str, *, every: bool = False) -> str:
    if every:
        return re.sub(r"([\\`*_{}\[\]<>#+|~^&=!])", r"\\\1", words)
    return _ALWAYS_ESCAPED.sub(lambda found: "".join(f"\\{sign}" for sign in found[0]), words)


def _escaped_start(text: str) -> str:
    """The text with a backslash where its first signs would begin a list, a heading or a quote."""
    found = _AT_START.match(text)
    if found:
        end = found.end()
        return f"{text[:end]}\\{text[end:]}" if found[0][0].isdigit() else f"\\{text}"
    if BULLET.match(text) and not text.startswith("*"):
        return text.replace(text[0], "–", 1) if text[0] in "•·▪" else text
    return text


def _bullets(lines: Sequence[Line], findings: list[Finding]) -> str:
    """A list, nested by the depth of its items."""
    made: list[str] = []
    depths: list[int] = []
    for line in lines:
        while depths and depths[-1] > line.bullet:
            depths.pop()
        if not depths or depths[-1] < line.bullet:
            depths.append(line.bullet)
        depth = min(len(depths), MAX_NESTING)
        words = _paragraph(line, findings)
        if words:
            made.append(f"{'  ' * (depth - 1)}- {words}")
    return "\n".join(made)


def _table(grid: Grid, findings: list[Finding]) -> str:
    """A table with a row of headers; where the file has none, its first row is it, as Markdown knows no other."""
    if not grid.has_header:
        findings.append(
            Finding(grid.place, Kind.UNCERTAIN, "the first row of a table without headers is its header now")
        )
    if any(len(_lines_of(cell)) > 1 for row in grid.rows for cell in row):
        findings.append(Finding(grid.place, Kind.UNCERTAIN, "a cell of several paragraphs is one line now"))
    marked = [[_cell(cell, findings) for cell in row] for row in grid.rows]
    written = _table_of(marked)
    if _words_read(written) == grid.text.split():
        return written
    findings.append(Finding(grid.place, Kind.LEFT_OUT, "the emphasis in a table, which Markdown cannot say"))
    plain = [
        [_escaped(" ".join(line.text for line in _lines_of(cell)), every=True) for cell in row] for row in grid.rows
    ]
    return _table_of(plain)


def _words_read(written: str) -> list[str] | None:
    """The words that a block prints, in their order; None where a fault is found in it."""
    prose = parse_prose(INNER_LINK.sub(lambda found: found[2], written))
    return None if prose.faults else words_of(prose.blocks).split()


def _lines_of(cell: Sequence[Line | Grid]) -> list[Line]:
    return [line for block in cell for line in (block.lines() if isinstance(block, Grid) else (block,))]


def _cell(cell: Sequence[Line | Grid], findings: list[Finding]) -> str:
    lines = _lines_of(cell)
    words = " ".join(_inline([_with_complete_link(piece, line, findings) for piece in line.pieces]) for line in lines)
    return re.sub(r"(?<!\\)\|", r"\\|", words)


def _table_of(rows: Sequence[Sequence[str]]) -> str:
    columns = max(len(row) for row in rows)
    head, *others = [[*row, *[""] * (columns - len(row))] for row in rows]
    return "\n".join([_row(head), _row(["---"] * columns), *map(_row, others)])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def words_of(blocks: Iterable[Block]) -> str:
    """The words of parsed blocks, as printed, placeholders as they are written."""
    parts: list[str] = []
    for top in blocks:
        for block in top.walk():
            parts.append("".join(str(atom.placeholder) if atom.placeholder else atom.text for atom in block.atoms))
    return "\n".join(parts)
