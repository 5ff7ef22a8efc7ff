"""Redlines to HTML: `<ins>` and `<del>` around what changed, spoken as such, in the blocks of the text; what moved is linked both ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup, escape

from clausebook.compare import (
    AddressChange,
    Op,
    RedBlock,
    Redline,
    Restructuring,
    Run,
    annotated,
)
from clausebook.languages import N_, cached
from clausebook.model.prose import BlockKind, Mark, Placeholder, PlaceholderKind
from clausebook.pages.html_words import HtmlWords
from clausebook.pages.prose import ProseWriter, element, join_blocks, marked, written
from clausebook.sentences.changes import note_words

# Stand for a placeholder, and for the beginning of an anchor, until the page is known. No text holds them: YAML refuses them, and
# Markdown replaces them.
_SLOT, _ANCHOR = "\0", "\1"

FORM_WORDS = {
    Restructuring.BREAK_INSERTED: N_("¶ inserted"),
    Restructuring.BREAK_REMOVED: N_("¶ removed"),
    Restructuring.LIST_TO_TEXT: N_("list became text"),
    Restructuring.TEXT_TO_LIST: N_("text became a list"),
    Restructuring.TABLE_TO_TEXT: N_("table became text"),
    Restructuring.TEXT_TO_TABLE: N_("text became a table"),
    Restructuring.BULLETS_TO_NUMBERS: N_("items have numbers now"),
    Restructuring.NUMBERS_TO_BULLETS: N_("the numbers of the items are gone"),
    Restructuring.INDENTED: N_("moved to a lower level"),
    Restructuring.OUTDENTED: N_("moved to a higher level"),
    Restructuring.QUOTED: N_("became a quotation"),
    Restructuring.UNQUOTED: N_("no quotation any more"),
    Restructuring.RENUMBERED: N_("the list begins with another number"),
    Restructuring.MOVED: N_("parts of the text changed places"),
}


@dataclass(frozen=True, slots=True)
class RedlineWriter:
    """Writes the redline of a clause: deleted words with the old edition's references, the others with the new one's.

    `anchor` begins the anchors of moved words, so that they differ from those of other redlines on the page.
    """

    words: HtmlWords
    old: ProseWriter
    new: ProseWriter
    anchor: str = ""

    def title(self, redline: Redline) -> Markup:
        """The title, and the titles that clauses lost which were merged into this one."""
        return Markup(_form(redline, self.words).title)

    def html(self, redline: Redline) -> Markup:
        form = _form(redline, self.words)
        html = [form.pieces[0]]
        for (op, placeholder, text), piece in zip(form.slots, form.pieces[1:], strict=True):
            writer = self.old if op in {Op.DEL, Op.LEFT} else self.new
            html += writer.placeholder(placeholder, text), piece
        return Markup("".join(html).replace(_ANCHOR, self.anchor))


class _Slot(NamedTuple):
    """A placeholder of one side; without `text` it prints what it prints there."""

    op: Op
    placeholder: Placeholder
    text: str | None


@dataclass(frozen=True, slots=True)
class _Form:
    """A redline in HTML, the same on every page: its title, and the pieces of its text between the placeholders."""

    title: str
    pieces: Sequence[str]
    slots: Sequence[_Slot]


# The same redline stands on the page of a version's changes, on that of the clause and in the comparison of versions.
@cached(maxsize=500)
def _form(redline: Redline, words: HtmlWords) -> _Form:
    writer = _FormWriter(words, _around(words), redline.text.elsewhere)
    titles = [writer.runs(each) for each in (redline.title, *redline.titles) if each]
    html = "".join([writer.block(block) for block in redline.blocks])
    return _Form("<br>".join(titles), html.split(_SLOT), writer.slots)


@dataclass(frozen=True, slots=True)
class _FormWriter:
    """Writes blocks with a slot for each placeholder, and notes in `slots` what belongs there. Every `str` here is HTML."""

    words: HtmlWords
    around: Mapping[Op, tuple[str, str]]
    elsewhere: Mapping[int, str]
    slots: list[_Slot] = field(default_factory=list)

    def block(self, block: RedBlock) -> str:
        attributes = _CLASSES[block.op]
        if block.kind is BlockKind.ITEM:
            attributes += _value(block)
        before = _item_number(block)
        if block.form is not None:
            before += self._note("cb-form", self.words(FORM_WORDS[block.form]))
        if block.move and block.kind is BlockKind.ROW:
            return self._moved_row(block, attributes)
        if block.move and block.kind is BlockKind.TABLE:
            return self._moved_table(block, before)
        if block.runs or not block.blocks:
            return element(block.kind, before + self.runs(block.runs), block.start, attributes)
        inner = join_blocks(block.kind, block.blocks, self.block, self._tight)
        return element(block.kind, before + inner, block.start, attributes)

    def _tight(self, block: RedBlock) -> str:
        """The only paragraph of an item, without an element of its own."""
        form = self._note("cb-form", self.words(FORM_WORDS[block.form])) if block.form else ""
        return form + self.runs(block.runs)

    def _moved_row(self, block: RedBlock, attributes: str) -> str:
        """A row that moved: where it stands with what changed in it, and where it stood."""
        left = block.op is Op.LEFT
        label = self._away(block.move) if left else self._here(block.move)
        cells = []
        for cell in block.blocks:
            inner = self._pieces(Op.LEFT, cell.runs) if left else self._plain(cell.runs)
            cells.append(element(cell.kind, label + inner, 1, "" if left else _CLASSES[cell.op]))
            label = ""
        anchor = f'{attributes} id="{_ANCHOR}{"left" if left else "moved"}-{block.move}"'
        return element(block.kind, "".join(cells), 1, anchor)

    def _moved_table(self, block: RedBlock, before: str) -> str:
        """A table that moved: where it stands with what changed in it, and where it stood."""
        anchor = f'{_CLASSES[block.op]} id="{_ANCHOR}{"left" if block.op is Op.LEFT else "moved"}-{block.move}"'
        if block.op is Op.LEFT:
            table = f'<div class="cb-away-words" hidden>{self._left_block(block)}</div>'
            return f"<div{anchor}>{self._away(block.move)}{table}</div>"
        table = element(block.kind, "".join(map(self.block, block.blocks)))
        return f"<div{anchor}>{before}{self._here(block.move)}{table}</div>"

    def _left_block(self, block: RedBlock) -> str:
        """A table, row or cell as it was where it moved away."""
        return element(block.kind, self._pieces(Op.LEFT, block.runs) + "".join(map(self._left_block, block.blocks)))

    def runs(self, runs: Sequence[Run]) -> str:
        """Neighbouring runs of the same operation share one `ins` or `del`; those of a move stand in one frame."""
        return "".join([self._move(number, list(group)) for number, group in groupby(runs, lambda run: run.move)])

    def _move(self, number: int, runs: Sequence[Run]) -> str:
        if not number:
            return self._plain(runs)
        return "".join([self._away_or_here(number, op is Op.LEFT, list(group)) for op, group in groupby(runs, _left)])

    def _away_or_here(self, number: int, left: bool, runs: Sequence[Run]) -> str:
        if left:
            inner = self._pieces(Op.LEFT, runs)
            label = self._away(number, "".join([run.text for run in runs]))
            return f'<span class="cb-away" id="{_ANCHOR}left-{number}">{label}<span class="cb-away-words" hidden>{inner}</span></span>'
        return f'<span class="cb-moved" id="{_ANCHOR}moved-{number}">{self._here(number)}{self._plain(runs)}</span>'

    def _away(self, number: int, text: str = "") -> str:
        """What stands where words moved away: where they are now, and how they begin."""
        begins = " ".join(text.split()[:6])
        if number in self.elsewhere:
            self.slots.append(_Slot(Op.INS, Placeholder(PlaceholderKind.CLAUSE, self.elsewhere[number]), None))
            label = self.words("moved to {number}", number=Markup(_SLOT))
        else:
            label = Markup(f'<a href="#{_ANCHOR}moved-{number}">{self.words("moved within this clause")}</a>')
        if not begins:
            return self._note("cb-form", label)
        beginning = Markup(f"{escape(begins)}{' …' if len(text.split()) > 6 else ''}")
        return self._note("cb-form", self.words("{what}: {where}", what=label, where=beginning))

    def _here(self, number: int) -> str:
        """What stands before words that came from elsewhere."""
        if number in self.elsewhere:
            self.slots.append(_Slot(Op.DEL, Placeholder(PlaceholderKind.CLAUSE, self.elsewhere[number]), None))
            return self._note("cb-form", self.words("moved here from {number}", number=Markup(_SLOT)))
        label = self.words("moved here")
        return self._note("cb-form", Markup(f'<a href="#{_ANCHOR}left-{number}">{label}</a>'))

    def _plain(self, runs: Sequence[Run]) -> str:
        html: list[str] = []
        last: Run | None = None
        held: list[Run] = []

        def flush() -> None:
            if held:
                before, after = self.around[held[0].op]
                html.extend((before, self._pieces(held[0].op, held), after))
                held.clear()

        for each in annotated(runs):
            if not isinstance(each, Run):
                flush()
                kind = "cb-address" if isinstance(each, AddressChange) else "cb-form"
                html.append(self._note_after(kind, note_words(self.words, each)))
                continue
            if held and (held[0].op is not each.op or each.is_break):
                flush()
            if each.is_break:
                form = Restructuring.BREAK_INSERTED if each.op is Op.INS else Restructuring.BREAK_REMOVED
                html.append(self._note_after("cb-break", self.words(FORM_WORDS[form])))
            else:
                if last and last.op is Op.DEL and each.op is Op.INS and _touch(last, each):
                    html.append('<span class="cb-gap"> </span>')
                held.append(each)
            last = each
        flush()
        return "".join(html)

    def _pieces(self, op: Op, runs: Sequence[Run]) -> str:
        pieces: list[tuple[tuple[Mark, ...], str]] = []
        for run in runs:
            placeholder, marks = run.atom.placeholder, run.atom.marks
            if placeholder is None:
                pieces.append((marks, written(run.text)))
            else:
                pieces.append((marks, _SLOT))
                self.slots.append(_Slot(op, placeholder, run.text))
        return marked(pieces)

    def _note(self, kind: str, words: Markup | str) -> str:
        """A remark of the redline itself, which is no part of either text."""
        return f'<span class="{kind}">[{words}]</span> '

    def _note_after(self, kind: str, words: Markup | str) -> str:
        """The same after the words that it is about."""
        return f' <span class="{kind}">[{words}]</span>'


def _left(run: Run) -> Op:
    """Runs of a move, apart from those that went away."""
    return Op.LEFT if run.op is Op.LEFT else Op.SAME


def _touch(deleted: Run, inserted: Run) -> bool:
    """Whether a deleted and an inserted word would stand together without a space."""
    return bool(deleted.text and inserted.text) and not deleted.text[-1].isspace() and not inserted.text[0].isspace()


_CLASSES = {op: "" if op is Op.SAME else f' class="cb-{op.value}"' for op in Op}


def _value(block: RedBlock) -> str:
    """The number of an item as an attribute, as its neighbours may be on the other side only; and its old one where that differs."""
    number = block.number or block.old_number
    if not number:
        return ""
    old = f' data-cb-old="{block.old_number}"' if block.old_number and block.old_number != number else ""
    return f' value="{number}"{old}'


def _item_number(block: RedBlock) -> str:
    """Both numbers of an item that has another one now."""
    if block.number and block.old_number and block.number != block.old_number:
        return f'<span class="cb-item-number">({block.old_number} → {block.number})</span> '
    return ""


@cached()
def _around(words: HtmlWords) -> Mapping[Op, tuple[str, str]]:
    """What stands before and after words of each operation. Screen readers mostly keep silent about ins and del, so words say it."""
    spoken = '<span class="cb-spoken"> {} </span>'

    def marks(op: Op, before: str, after: str) -> tuple[str, str]:
        return f"<{op.value}>{spoken.format(f'[{before}')}", f"{spoken.format(f'{after}]')}</{op.value}>"

    return {
        Op.SAME: ("", ""),
        Op.LEFT: ("", ""),
        Op.INS: marks(Op.INS, words("inserted:"), words("end of insertion")),
        Op.DEL: marks(Op.DEL, words("deleted:"), words("end of deletion")),
    }
