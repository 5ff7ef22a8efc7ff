"""Redlines to HTML: `<ins>` and `<del>` around what changed, spoken as such, in the blocks of the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from markupsafe import Markup

from clausebook.compare import Op, RedBlock, Redline, Run
from clausebook.pages.prose import ProseWriter, element, join_blocks, marked, written
from clausebook.pages.words import Words


@dataclass(frozen=True, slots=True)
class RedlineWriter:
    """Writes the redline of a clause: deleted words with the old edition's references, the others with the new one's."""

    words: Words
    old: ProseWriter | None
    new: ProseWriter | None

    def title(self, redline: Redline) -> Markup:
        return Markup(self._runs(redline.title))

    def html(self, redline: Redline) -> Markup:
        return Markup("".join(self._block(block) for block in redline.blocks))

    def _block(self, block: RedBlock) -> str:
        attributes = "" if block.op is Op.SAME else f' class="cb-{block.op.value}"'
        if block.runs or not block.blocks:
            return element(block.kind, self._runs(block.runs), block.start, attributes)
        inner = join_blocks(block.kind, block.blocks, self._block, lambda child: self._runs(child.runs))
        return element(block.kind, inner, block.start, attributes)

    def _runs(self, runs: Iterable[Run]) -> str:
        """Neighbouring runs of the same operation share one `ins` or `del`."""
        html = []
        for op, group in groupby(runs, key=lambda run: run.op):
            inner = marked([(run.atom.marks, self._run(run)) for run in group])
            html.append(inner if op is Op.SAME else self._changed(op, inner))
        return "".join(html)

    def _run(self, run: Run) -> str:
        writer = self.old if run.op is Op.DEL else self.new
        if writer is None or run.atom.placeholder is None:
            return written(run.text)
        return writer.placeholder(run.atom.placeholder, run.text)

    def _changed(self, op: Op, inner: str) -> str:
        """Screen readers mostly keep silent about ins and del, so the words around them say it."""
        before, after = _around(self.words, op)
        return f"{before}{inner}{after}"


@cache
def _around(words: Words, op: Op) -> tuple[str, str]:
    spoken = '<span class="cb-spoken"> {} </span>'
    if op is Op.INS:
        before, after = words("inserted:"), words("end of insertion")
    else:
        before, after = words("deleted:"), words("end of deletion")
    return f"<{op.value}>{spoken.format(f'[{before}')}", f"{spoken.format(f'{after}]')}</{op.value}>"
