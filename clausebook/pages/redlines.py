"""Redlines to HTML: `<ins>` and `<del>` around what changed, spoken as such, in the blocks of the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter

from markupsafe import Markup

from clausebook.compare import Op, RedBlock, Redline, Run
from clausebook.model.prose import Mark, Placeholder
from clausebook.pages.prose import ProseWriter, element, join_blocks, marked, written
from clausebook.pages.words import Words

# Stands for a placeholder until the page is known. No text holds it: YAML refuses it, and Markdown replaces it.
_SLOT = "\0"

_operation = itemgetter(0)


@dataclass(frozen=True, slots=True)
class RedlineWriter:
    """Writes the redline of a clause: deleted words with the old edition's references, the others with the new one's."""

    words: Words
    old: ProseWriter
    new: ProseWriter

    def title(self, redline: Redline) -> Markup:
        return Markup(_form(redline, self.words).title)

    def html(self, redline: Redline) -> Markup:
        form = _form(redline, self.words)
        html = [form.pieces[0]]
        for (op, placeholder, text), piece in zip(form.slots, form.pieces[1:], strict=True):
            writer = self.old if op is Op.DEL else self.new
            html += writer.placeholder(placeholder, text), piece
        return Markup("".join(html))


@dataclass(frozen=True, slots=True)
class _Form:
    """A redline in HTML, the same on every page: its title, and the pieces of its text between the placeholders."""

    title: str
    pieces: Sequence[str]
    slots: Sequence[tuple[Op, Placeholder, str]]


# The same redline stands on the page of a version's changes, on that of the clause and in the comparison of versions.
@lru_cache(maxsize=500)
def _form(redline: Redline, words: Words) -> _Form:
    writer = _FormWriter(_around(words))
    title = writer.runs(redline.title)
    return _Form(title, "".join([writer.block(block) for block in redline.blocks]).split(_SLOT), writer.slots)


@dataclass(frozen=True, slots=True)
class _FormWriter:
    """Writes blocks with a slot for each placeholder, and notes in `slots` what belongs there. Every `str` here is HTML."""

    around: Mapping[Op, tuple[str, str]]
    slots: list[tuple[Op, Placeholder, str]] = field(default_factory=list)

    def block(self, block: RedBlock) -> str:
        attributes = "" if block.op is Op.SAME else f' class="cb-{block.op.value}"'
        if block.runs or not block.blocks:
            return element(block.kind, self.runs(block.runs), block.start, attributes)
        inner = join_blocks(block.kind, block.blocks, self.block, lambda child: self.runs(child.runs))
        return element(block.kind, inner, block.start, attributes)

    def runs(self, runs: Sequence[Run]) -> str:
        """Neighbouring runs of the same operation share one `ins` or `del`."""
        html: list[str] = []
        for op, group in groupby(runs, _operation):
            pieces: list[tuple[tuple[Mark, ...], str]] = []
            for _, (_, placeholder, marks), text, _, _ in group:
                if placeholder is None:
                    pieces.append((marks, written(text)))
                else:
                    pieces.append((marks, _SLOT))
                    self.slots.append((op, placeholder, text))
            before, after = self.around[op]
            html += before, (pieces[0][1] if len(pieces) == 1 and not marks else marked(pieces)), after
        return "".join(html)


@cache
def _around(words: Words) -> Mapping[Op, tuple[str, str]]:
    """What stands before and after words of each operation. Screen readers mostly keep silent about ins and del, so words say it."""
    spoken = '<span class="cb-spoken"> {} </span>'

    def marks(op: Op, before: str, after: str) -> tuple[str, str]:
        return f"<{op.value}>{spoken.format(f'[{before}')}", f"{spoken.format(f'{after}]')}</{op.value}>"

    return {
        Op.SAME: ("", ""),
        Op.INS: marks(Op.INS, words("inserted:"), words("end of insertion")),
        Op.DEL: marks(Op.DEL, words("deleted:"), words("end of deletion")),
    }
