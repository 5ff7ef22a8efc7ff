"""The redline of one clause in one language: its title and its text, without the clauses nested in it.

Both texts are laid out as one passage each, with the ends of their blocks as tokens. So words are compared across paragraphs, items and
cells, and a break that was made or closed is an edit like any other (`alignment`, `words`). Tables that both sides have are compared
row by row (`tables`). The edit script is the redline; `display` puts it into blocks.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import count
from operator import attrgetter

from clausebook.compare.alignment import Alignment, align
from clausebook.compare.alphabet import TokenAlphabet
from clausebook.compare.display import DisplayBuilder, RedBlock, TableAtom, has_changed
from clausebook.compare.edit_script import Arrival, Departure, Op, Run, cut_passage, weave
from clausebook.compare.outline import Outline, tables_in
from clausebook.compare.segments import SegmentedText
from clausebook.compare.sides import Side, compare_words
from clausebook.compare.structure import Restructuring
from clausebook.compare.tables import TableAligner
from clausebook.compare.tokens import Key, Passage, Sense, join_passages, passage
from clausebook.model.document import Clause
from clausebook.model.prose import Atom, Block, Placeholder, parse_prose, placeholders_in
from clausebook.model.wording import Wording


@dataclass(frozen=True, eq=False)
class Redline:
    """What changed in a clause. Equal to itself alone, so that what was made of it can be kept by it.

    `text` is the redline of its text. `titles` are the titles of clauses that were merged into this one and lost theirs.
    """

    title: tuple[Run, ...]
    titles: tuple[tuple[Run, ...], ...]
    text: TextRedline

    @property
    def script(self) -> Sequence[Run]:
        return self.text.script

    @property
    def tables(self) -> Mapping[str, RedBlock]:
        return self.text.tables

    @property
    def blocks(self) -> tuple[RedBlock, ...]:
        return self.text.blocks

    @property
    def runs(self) -> Iterator[Run]:
        """All runs with words: of the title, of the text, and of its tables."""
        yield from self.title
        yield from (run for title in self.titles for run in title)
        yield from self.text.runs

    @property
    def changed(self) -> bool:
        """Whether a reader sees any difference."""
        return (
            any(map(has_changed, (*self.title, *(run for title in self.titles for run in title)))) or self.text.changed
        )


@dataclass(frozen=True, eq=False)
class TextRedline:
    """What changed in a text: its edit script `script`, runs with the ends of blocks among them.

    `tables` are those that both sides have, compared. `was` and `now` are the two sides with their sentences and `old` and `new` their
    outlines; `alignment` tells what matches and what moved. `elsewhere` names the other clause of each move between clauses, by its number.
    """

    was: SegmentedText
    now: SegmentedText
    old: Outline
    new: Outline
    alignment: Alignment
    departures: tuple[Departure, ...]
    arrivals: tuple[Arrival, ...]
    tables: Mapping[str, RedBlock]
    elsewhere: Mapping[int, str]

    @cached_property
    def script(self) -> tuple[Run, ...]:
        matches = self.alignment.matches
        return tuple(weave(matches, self.was.passage, self.now.passage, self.departures, self.arrivals))

    @cached_property
    def blocks(self) -> tuple[RedBlock, ...]:
        """The text as it is shown: the blocks of the new side, with what was removed where it stood."""
        return DisplayBuilder(self.old, self.new, self.tables).build(self.script)

    @property
    def runs(self) -> Iterator[Run]:
        """All runs, with the ends of blocks, and the cells of tables in their places."""
        for run in self.script:
            if isinstance(run.atom, TableAtom) and run.op is Op.SAME:
                yield from _runs_in(self.tables[run.atom.text])
            else:
                yield run

    @cached_property
    def changed(self) -> bool:
        """Whether a reader sees any difference."""
        return any(map(has_changed, self.runs)) or any(block.changed for block in self.blocks)

    @cached_property
    def restructurings(self) -> tuple[Restructuring, ...]:
        """What happened to the shape of the text, each thing once, in the order in which it is told."""
        found = {block.form for top in self.blocks for block in _walk(top) if block.form}
        for block in (each for top in self.blocks for each in _walk(top)):
            inside = [run.op for run in block.runs if run.is_break]
            found.update(Restructuring.BREAK_INSERTED if op is Op.INS else Restructuring.BREAK_REMOVED for op in inside)
            if block.move or any(run.move for run in block.runs):
                found.add(Restructuring.MOVED)
            if block.op is Op.SAME and block.start != block.old_start:
                found.add(Restructuring.RENUMBERED)
        return tuple(each for each in Restructuring if each in found)


def redline(
    old: Clause | Sequence[Clause] | None,
    new: Clause | None,
    old_wording: Wording | None,
    new_wording: Wording | None,
    renamed: Mapping[str, str] | None = None,
) -> Redline:
    """The redline from `old` (None for an added clause, several for clauses merged into one) to `new` (None if removed).

    `renamed` gives the new ids of clauses whose ids changed (`Comparison.renamed`), so that a reference to such a clause
    stays the same reference. A wording is needed for each side that has a clause; a missing one raises ValueError.
    """
    olds = [old] if isinstance(old, Clause) else list(old or ())
    before = read_clauses(olds, old_wording, renamed or {})
    after = read_clauses([new] if new else [], new_wording, {})
    return compare_texts(before, after)


# How a text reads on one side: its Markdown, with what each placeholder says and prints there; and the same with its title before it.
Body = tuple[str, tuple[tuple[Placeholder, Hashable, str], ...]]
Reading = tuple[str, str, tuple[tuple[Placeholder, Hashable, str], ...]]


def read_clauses(clauses: Sequence[Clause], wording: Wording | None, renamed: Mapping[str, str]) -> tuple[Reading, ...]:
    """How clauses read in an edition."""
    if not clauses:
        return ()
    if wording is None:
        raise ValueError("a side with a clause needs its wording")
    snapshot = wording.snapshot
    sense = Sense(snapshot.document, snapshot.values, wording.edition.definitions, renamed)
    return tuple(
        (
            clause.title,
            clause.text,
            tuple((each, sense.of(each), wording.words(each)) for each in placeholders_in(clause.text)),
        )
        for clause in clauses
    )


def compare_texts(olds: tuple[Reading, ...], news: tuple[Reading, ...]) -> Redline:
    """The redline from the clauses of one side, as they read, to those of the other."""
    alphabet = TokenAlphabet()

    def title(old: Sequence[Reading], new: Sequence[Reading]) -> tuple[Run, ...]:
        was, now = (passage(_title(each), str, str) for each in (old, new))
        return compare_words(was, now, alphabet)

    lost = tuple([title([each], ()) for each in olds[1:] if each[0]])
    before, after = (tuple([each[1:] for each in side]) for side in (olds, news))
    return Redline(title(olds[:1], news), lost, compare_bodies(before, after))


# The same two texts meet on the page of a version's changes, on that of the clause and in the comparison of versions.
@lru_cache(maxsize=800)
def compare_bodies(olds: tuple[Body, ...], news: tuple[Body, ...]) -> TextRedline:
    """The redline of the texts alone."""
    alphabet = TokenAlphabet()
    before, after = _side(olds, alphabet), _side(news, alphabet)
    old, new = _blocks(olds), _blocks(news)
    numbers = count(1)
    aligner = TableAligner(before, after, numbers)
    old_tables, new_tables = tables_in(old), tables_in(new)
    pairs = aligner.pair_tables(old_tables, new_tables) if old_tables and new_tables else []
    outlines = (
        Outline.of(old, {id(old_tables[row]) for row, _ in pairs}),
        Outline.of(new, {id(new_tables[column]) for _, column in pairs}),
    )
    names = [
        {id(old_tables[row]): index for index, (row, _) in enumerate(pairs)},
        {id(new_tables[column]): index for index, (_, column) in enumerate(pairs)},
    ]
    was, now = (
        SegmentedText(
            join_passages(
                _table(known[id(leaf.block)]) if leaf.block else side.passage(leaf.atoms) for leaf in outline.leaves
            ),
            side.alphabet,
            {_says_table(known[id(leaf.block)]): len(side.words(leaf.block)) for leaf in outline.leaves if leaf.block},
        )
        for side, outline, known in zip((before, after), outlines, names, strict=True)
    )
    alignment = align(was, now)
    departures, arrivals = [], []
    for move in alignment.moves:
        number = next(numbers)
        departures.append(Departure(move.old, move.old_end, number))
        former = cut_passage(was.passage, move.old, move.old_end)
        arrivals.append(Arrival(move.new, move.new_end, number, former, move.matches))
    arrivals.sort(key=attrgetter("start"))
    tables = {
        str(index): aligner.compare(old_tables[row], new_tables[column]) for index, (row, column) in enumerate(pairs)
    }
    return TextRedline(was, now, *outlines, alignment, tuple(departures), tuple(arrivals), tables, {})


def _table(index: int) -> Passage:
    """A table as a single token without letters, the same on both sides."""
    key = _says_table(index)
    return Passage("", [0, 0], [TableAtom(str(index))], [1], [key], [key], b"\1", [-1, 0, 1], [(), ()])


def _says_table(index: int) -> Key:
    """What the token of a table says."""
    return ((BlockToken, index), ())


class BlockToken:
    """What the token of a table says, with its number: nothing else says the same."""


def _title(clauses: Sequence[Reading]) -> tuple[Atom, ...]:
    return (Atom(clauses[0][0]),) if clauses and clauses[0][0] else ()


def _side(clauses: tuple[Body, ...], alphabet: TokenAlphabet) -> Side:
    return Side({each: (said, printed) for _, meanings in clauses for each, said, printed in meanings}, alphabet)


def _blocks(clauses: tuple[Body, ...]) -> list[Block]:
    """The blocks of all texts; each text of several is an object of its own, also where two read the same."""
    found = [block for text, _ in clauses for block in parse_prose(text).blocks]
    return found if len(clauses) < 2 else [_fresh(block) for block in found]


def _fresh(block: Block) -> Block:
    return block._replace(blocks=tuple([_fresh(child) for child in block.blocks]))


def _walk(block: RedBlock) -> Iterator[RedBlock]:
    yield block
    for child in block.blocks:
        yield from _walk(child)


def _runs_in(block: RedBlock) -> Iterator[Run]:
    for each in _walk(block):
        yield from each.runs


def reconstruct(marked: TextRedline, side: Op) -> tuple[Block, ...]:
    """The blocks of one side, from the runs: without insertions (`Op.DEL`) the old text, without deletions (`Op.INS`) the new one."""
    is_old = side is Op.DEL
    leaves: list[tuple[Atom, ...] | Block] = []
    held: list[Run] = []
    for run in marked.script:
        if not (run.is_old if is_old else run.is_new):
            continue
        if run.is_break:
            tables = [each for each in held if isinstance(each.atom, TableAtom)]
            if tables:
                leaves.append(_table_of(marked.tables[tables[0].atom.text], side))
            else:
                leaves.append(join_atoms([each.on(side) for each in held]))
            held = []
        else:
            held.append(run)
    return (marked.old if is_old else marked.new).rebuild(iter(leaves))


def _table_of(block: RedBlock, side: Op) -> Block:
    """One side of a table that both sides have."""
    gone = {Op.INS, Op.MOVED} if side is Op.DEL else {Op.DEL, Op.LEFT}
    runs = [run for run in block.runs if (run.op is not Op.INS if side is Op.DEL else run.op is not Op.DEL)]
    inner = tuple([_table_of(child, side) for child in block.blocks if child.op not in gone])
    return Block(block.kind, join_atoms([run.on(side) for run in runs]), inner)


def join_atoms(atoms: Sequence[Atom]) -> tuple[Atom, ...]:
    """Atoms with neighbouring words of the same marks joined, as parsing gives them."""
    joined: list[Atom] = []
    for atom in atoms:
        last = joined[-1] if joined else None
        plain = atom.placeholder is None and atom.text != "\n"
        if plain and not atom.text:
            continue
        if plain and last and last.placeholder is None and last.text != "\n" and last.marks == atom.marks:
            joined[-1] = Atom(last.text + atom.text, None, atom.marks)
        else:
            joined.append(atom)
    return tuple(joined)
