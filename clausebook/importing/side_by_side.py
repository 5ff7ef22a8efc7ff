"""A page with both sides: what stood in the file and what it became, clause by clause, with what is uncertain or left out beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from clausebook.importing.clause_tree import ImportedClause, ImportedText
from clausebook.importing.findings import all_findings, counts_line
from clausebook.importing.intermediate import Finding, Grid, Kind, Line
from clausebook.importing.text_files import numbers_of
from clausebook.importing.understanding import Understood
from clausebook.model.numbering import Level
from clausebook.model.prose import Atom, Block, BlockKind, MarkKind, parse_prose
from clausebook.problems import Place

_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 84rem; padding: 0 1rem; }
table.sides { border-collapse: collapse; width: 100%; table-layout: fixed; }
table.sides > thead th { text-align: left; position: sticky; top: 0; background: Canvas; z-index: 1; }
table.sides > tbody > tr > td, table.sides > thead th { vertical-align: top; padding: .6rem .8rem; border-top: 1px solid color-mix(in srgb, CanvasText 20%, Canvas); overflow-wrap: anywhere; }
td.level-1 { padding-left: 2rem !important; } td.level-2 { padding-left: 3.5rem !important; } td.level-3 { padding-left: 5rem !important; }
p { margin: 0 0 .4rem; } .id { font: .8rem ui-monospace, monospace; opacity: .75; } .number { font-weight: 600; }
.note { border-left: .25rem solid; padding: .2rem .6rem; margin: .4rem 0; font-size: .9rem; }
.uncertain { border-color: #b45309; } .left-out { border-color: #b91c1c; } .understood { border-color: #15803d; }
mark { background: color-mix(in srgb, #2563eb 18%, Canvas); color: CanvasText; padding: 0 .15em; border-radius: .2em; }
td table { border-collapse: collapse; } td table td, td table th { border: 1px solid color-mix(in srgb, CanvasText 30%, Canvas); padding: .2rem .4rem; }
"""


def report_page(states: Sequence[tuple[str, Understood]], levels: Sequence[Level]) -> str:
    """One HTML page for the last state, which needs nothing else: each file with its clauses beside it."""
    _, state = states[-1]
    parts = [part for text in state.texts for part in _text(text, levels)]
    title = escape(state.texts[0].title)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
        f"<title>Import: {title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>Import: {title}</h1>\n{''.join(parts)}</body>\n</html>\n"
    )


def _text(text: ImportedText, levels: Sequence[Level]) -> Iterator[str]:
    findings = all_findings(text, levels)
    by_place: dict[Place, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_place[finding.place].append(finding)
    numbers = numbers_of(text.clauses, levels)
    yield f"<h2>{escape(text.path)} ({escape(text.language)})</h2>\n<p>{escape(counts_line(text))}</p>\n"
    yield '<table class="sides"><thead><tr><th scope="col">In the file</th><th scope="col">Imported</th></tr></thead><tbody>\n'
    for depth, clause in _with_depth(text.clauses, 0):
        notes = "".join(_note(each) for place in _places(clause) for each in by_place.pop(place, ()))
        yield (
            f'<tr><td class="level-{min(depth, 3)}">{_original(clause)}</td>'
            f'<td class="level-{min(depth, 3)}" lang="{escape(text.language)}">{_result(clause, numbers)}{notes}</td></tr>\n'
        )
    yield "</tbody></table>\n"
    rest = [_note(each) for place in sorted(by_place) for each in by_place[place]]
    if rest:
        yield f"<h3>Beside the clauses</h3>\n{''.join(rest)}\n"


def _with_depth(clauses: Iterable[ImportedClause], depth: int) -> Iterator[tuple[int, ImportedClause]]:
    for clause in clauses:
        yield depth, clause
        yield from _with_depth(clause.clauses, depth + 1)


def _places(clause: ImportedClause) -> list[Place]:
    return list(dict.fromkeys([clause.place, *(block.place for block in clause.blocks)]))


def _original(clause: ImportedClause) -> str:
    label = f'<span class="number">{escape(clause.label)}</span> ' if clause.label else ""
    title = f"<strong>{escape(clause.title)}</strong>" if clause.title else ""
    blocks = "".join(_block_as_read(block) for block in clause.blocks)
    return f'<p class="id">{escape(str(clause.place))}</p><p>{label}{title}</p>{blocks}'


def _block_as_read(block: Line | Grid) -> str:
    if isinstance(block, Grid):
        rows = "".join(f"<tr>{''.join(f'<td>{escape(_cell(cell))}</td>' for cell in row)}</tr>" for row in block.rows)
        return f"<table>{rows}</table>"
    sign = "• " if block.bullet else ""
    return f"<p>{sign}{escape(block.text)}</p>"


def _cell(cell: Sequence[Line | Grid]) -> str:
    return " ".join(block.text for block in cell)


def _result(clause: ImportedClause, numbers: Mapping[str, str]) -> str:
    replaced = iter(clause.replaced)
    title = f"<strong>{escape(clause.title)}</strong>" if clause.title else ""
    blocks = "".join(_block(block, replaced) for block in parse_prose(clause.text).blocks)
    number = f'<span class="number">{escape(numbers[clause.id])}</span>'
    return f'<p class="id">{escape(clause.id)}</p><p>{number} {title}</p>{blocks}'


def _block(block: Block, replaced: Iterator[str]) -> str:
    inner = "".join(_atom(atom, replaced) for atom in block.atoms) + "".join(
        _block(each, replaced) for each in block.blocks
    )
    start = f' start="{block.start}"' if block.kind is BlockKind.NUMBERS and block.start != 1 else ""
    return f"<{block.kind}{start}>{inner}</{block.kind}>"


def _atom(atom: Atom, replaced: Iterator[str]) -> str:
    if atom.placeholder:
        made = f'<mark title="{escape(next(replaced, ""))}">{escape(str(atom.placeholder))}</mark>'
    else:
        made = escape(atom.text)
    for mark in reversed(atom.marks):
        if mark.kind is MarkKind.LINK:
            made = f'<a href="{escape(mark.href)}" rel="noreferrer">{made}</a>'
        else:
            made = f"<{mark.kind}>{made}</{mark.kind}>"
    return made


def _note(finding: Finding) -> str:
    kind = finding.kind.value.replace(" ", "-")
    words = f": {escape(finding.words)}" if finding.words and finding.kind is Kind.LEFT_OUT else ""
    return f'<p class="note {kind}"><strong>{escape(finding.kind.value)}</strong>: {escape(finding.message)}{words}</p>'
