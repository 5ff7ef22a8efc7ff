"""What holds for every text and every pair of states, whatever they are."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from clausebook.compare import (
    ChangeKind,
    Comparison,
    Op,
    RedBlock,
    Redline,
    compare_history,
    compare_snapshots,
    reconstruct,
    redline,
)
from clausebook.compare.aspects import Aspect
from clausebook.compare.differ import ClauseDiffer
from clausebook.compare.subsequences import max_weight_increasing_subsequence
from clausebook.compare.tokens import passage
from clausebook.model.document import Snapshot
from clausebook.model.prose import parse_prose
from clausebook.model.wording import Wording
from tests.compare.factory import FEE_100, FEE_125, Part, redline_texts, state

WORDS = ("pay", "the", "Buyer", "1,4", "1.234,50", "DKK 100", "på", "l’an", "**strong**", "*soft words*", "{fee}",
         "{clause:anchor}", "{document:terms}", "{term:buyer}", "{term:buyer|buyers}", "[a link](https://a.example/)",
         "[a **link**](https://b.example/)", "`code  x`", "𝒳", "一", "co\u00adop", "a\u00a0b", "  ", "\\\n", ",", ".", "(", "%")  # fmt: skip
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(" ".join)
items = st.lists(words, min_size=1, max_size=5)
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from(["yes", "no", "5", "{fee}", "**x**", ""]), min_size=width, max_size=width),
        min_size=1,
        max_size=5,
    )
)


def _list(lines: Sequence[str], mark: str) -> str:
    return "\n".join(f"{mark} " + line.replace("\\\n", " ") for line in lines)


def _table(rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(cells) + " |" for cells in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


blocks = st.one_of(
    words,
    items.map(lambda lines: _list(lines, "-")),
    st.tuples(items, st.integers(1, 9)).map(lambda made: _list(made[0], f"{made[1]}.")),
    words.map(lambda line: "> " + line.replace("\\\n", " ")),
    tables.map(_table),
)
texts = st.lists(blocks, max_size=5).map("\n\n".join)
anchored = Part("anchor", "x", defines={"buyer": "Buyer"})


def rows_of(found: Redline) -> list[RedBlock]:
    """The rows of all tables that both sides have."""
    return [row for table in found.tables.values() for row in table.blocks]


OLD, NEW = state(anchored), state(Part("first", "x"), anchored, values=FEE_125)


@given(texts, texts)
def test_a_redline_gives_back_both_sides(old: str, new: str) -> None:
    found = redline_texts(old, new, OLD, NEW)
    assert reconstruct(found.text, Op.DEL) == parse_prose(old).blocks
    assert reconstruct(found.text, Op.INS) == parse_prose(new).blocks


@given(texts, texts)
def test_a_redline_prints_both_sides(old: str, new: str) -> None:
    found = redline_texts(old, new, OLD, NEW)
    for side, text, snapshot in ((Op.DEL, old, OLD), (Op.INS, new, NEW)):
        wording = Wording(snapshot, "en")
        runs = [run for run in found.text.runs if (run.is_old if side is Op.DEL else run.is_new)]
        printed = "".join(run.old_text if side is Op.DEL else run.text for run in runs)
        expected = [
            wording.words(atom.placeholder) if atom.placeholder else atom.text for atom in parse_prose(text).atoms()
        ]
        if found.tables:  # they and their rows are shown in the order of the new side, each once
            assert sorted(printed) == sorted("".join(expected)) or any(block.move for block in rows_of(found))
        else:
            assert printed == "".join(expected)


@given(texts)
def test_a_passage_is_cut_without_loss(text: str) -> None:
    wording = Wording(NEW, "en")
    for block in (one for top in parse_prose(text).blocks for one in top.walk()):
        read = passage(block.atoms, lambda each: (each.kind, each.name), wording.words)
        pieces = [read.text[start:end] for start, end in pairwise(read.bounds)]
        assert "".join(pieces) == "".join(
            wording.words(atom.placeholder) if atom.placeholder else atom.text for atom in block.atoms
        )
        tokens = set(read.places[1:-1])
        hard = {read.places[index + 1] for index, key in enumerate(read.keys) if key in {"\n", ("\n", ())}}
        assert all(
            (not piece.strip(" \n\u00a0\u00ad")) is (place not in tokens) or place in hard
            for place, piece in enumerate(pieces)
        )
        assert [len(gap) for gap in read.gaps] == [after - before - 1 for before, after in pairwise(read.places)]
        assert len(read.keys) == len(read.words) == len(tokens) and len(read.ends) == len(block.atoms)


@given(texts, texts)
def test_what_stands_reads_alike(old: str, new: str) -> None:
    """Words that stand differ in nothing but the width of spaces and hyphens at the end of a line."""

    def said(text: str) -> str:
        return "".join(text.replace("\u00ad", "").split())

    for run in redline_texts(old, new, OLD, NEW).text.runs:
        if run.op is Op.SAME and run.atom.placeholder is None:
            assert said(run.text) == said(run.old_text)
            assert run.on(Op.DEL).marks == run.on(Op.INS).marks or run.reformatted or not run.text.strip()


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_title_comes_back(old: str, new: str) -> None:
    before, after = (state(Part("a", "x", title=title)) for title in (old, new))
    clauses = before.editions["en"].by_id["a"], after.editions["en"].by_id["a"]
    found = redline(*clauses, Wording(before, "en"), Wording(after, "en")).title
    assert "".join(run.text for run in found if run.op is not Op.DEL) == new
    assert "".join(run.old_text for run in found if run.op is not Op.INS) == old


@given(texts)
def test_a_text_against_itself_is_unchanged(text: str) -> None:
    assert not redline_texts(text, text, OLD, OLD).changed


@given(texts, texts)
def test_the_list_of_changes_and_the_redline_agree(old: str, new: str) -> None:
    before = state(anchored, Part("x", old), values=FEE_100)
    after = state(Part("first", "x"), anchored, Part("x", new), values=FEE_125)
    change = compare_snapshots(before, after, "en").change_of("x")
    marked = redline_texts(old, new, OLD, NEW).changed
    told = set(change.kinds) - {ChangeKind.RENUMBERED} if change else set()
    assert marked is bool(told)
    (was, used), (now, uses) = _said(old), _said(new)
    if was != now and used == uses:
        assert told & {ChangeKind.REWORDED, ChangeKind.VALUE}, "other words are no change of form"


def _said(text: str) -> tuple[Counter[str], Counter[str]]:
    """The letters and digits of a text, in whatever order and capitals; and its placeholders."""
    atoms = list(parse_prose(text).atoms())
    letters = Counter(each for atom in atoms if not atom.placeholder for each in atom.text.casefold() if each.isalnum())
    return letters, Counter(str(atom.placeholder) for atom in atoms if atom.placeholder)


IDS = "abcdefgh"
SENTENCES = (
    "Pay at once.",
    "The Buyer pays each invoice within thirty days of its date.",
    "See {clause:a}, it costs {fee}.",
    "",
)


@st.composite
def states(draw: st.DrawFn, number: str, formers: Sequence[str] = (), ids: str = IDS) -> Snapshot:
    """A state with a first clause `a`, which may be referred to, and others, nested at random."""
    chosen = ["a", *draw(st.lists(st.sampled_from(ids[1:]), unique=True))]
    made: list[tuple[int, Part]] = []
    for key in chosen:
        was = draw(st.lists(st.sampled_from([*formers]), unique=True, max_size=2)) if formers else []
        part = Part(key, draw(st.sampled_from(SENTENCES)), (), draw(st.sampled_from(["", "General", key])), was)
        made.append((draw(st.integers(0, 2)), part))
    return state(*_nested(made, 0), number=number, values=draw(st.sampled_from([FEE_100, FEE_125])))


def _nested(made: Sequence[tuple[int, Part]], depth: int) -> list[Part]:
    """Parts nested by their depths; one that is too deep for what precedes it stands as deep as it can."""
    found: list[Part] = []
    position = 0
    while position < len(made):
        end = position + 1
        while end < len(made) and made[end][0] > depth:
            end += 1
        part = made[position][1]
        found.append(Part(part.id, part.text, _nested(made[position + 1 : end], depth + 1), part.title, part.was))
        position = end
    return found


histories = st.tuples(states("1.0"), states("2.0", IDS, IDS + "ij"), states("3.0", IDS + "ij", IDS + "ijkl"))


def unchanged(comparison: Comparison) -> set[tuple[str, str]]:
    """Old and new ids of the clauses of which nothing is told: they are there by both."""
    old, new = (each.editions["en"].by_id for each in (comparison.old, comparison.new))
    back = {new_id: old_id for old_id, new_id in comparison.renamed.items()}
    told = {change.id for change in comparison.changes if change.new_id}
    return {(back.get(key, key), key) for key in new if key not in told and back.get(key, key) in old}


@given(states("1.0"))
def test_a_state_against_itself_is_empty(one: Snapshot) -> None:
    assert not compare_snapshots(one, one, "en").changes


@given(histories)
def test_every_clause_is_accounted_for_once(history: tuple[Snapshot, Snapshot, Snapshot]) -> None:
    for old in history:
        for new in history:
            comparison = compare_history(history, old, new, "en")
            quiet = unchanged(comparison)
            olds = Counter(old_id for old_id, _ in quiet)
            news = Counter(new_id for _, new_id in quiet)
            for change in comparison.changes:
                olds.update([change.old_id] if change.old_id else [])
                news.update([change.new_id] if change.new_id else [])
                if ChangeKind.MERGED in change.kinds:
                    olds.update(change.origins)
            assert olds == Counter(list(old.editions["en"].by_id))
            assert news == Counter(list(new.editions["en"].by_id))


def reworded_pairs(comparison: Comparison) -> set[tuple[str | None, str | None]]:
    """Old and new ids of the clauses whose own words changed.

    A clause into which others were merged is told by the words of all of them together, and those backwards by the words of each: a text
    that went into another one is no rewording, one that lost a part to another clause is. What both have is the clause by itself.
    """
    alone = ClauseDiffer(comparison.old, comparison.new, "en", comparison.renamed)
    found: set[tuple[str | None, str | None]] = set()
    for change in comparison.changes:
        told = ChangeKind.REWORDED in change.kinds
        if change.old_id and change.new_id and ChangeKind.MERGED in change.kinds:
            whole = alone.compare(change.old_id, change.new_id, change.origins)
            assert told is (Aspect.WORDS in whole.aspects)
            told = Aspect.WORDS in alone.compare(change.old_id, change.new_id).aspects
        if told:
            found.add((change.old_id, change.new_id))
    return found


def gone_into(comparison: Comparison) -> set[tuple[str, str | None]]:
    """The clauses that were merged into others, each with the id of the one that it went into."""
    return {
        (origin, change.new_id)
        for change in comparison.changes
        if ChangeKind.MERGED in change.kinds
        for origin in change.origins
    }


def taken_out(comparison: Comparison) -> set[tuple[str | None, str]]:
    """The clauses that were taken out of others, each with the ids that these had."""
    return {
        (change.new_id, origin)
        for change in comparison.changes
        if ChangeKind.SPLIT in change.kinds and change.old_id is None
        for origin in change.origins
    }


@given(histories)
def test_the_reverse_mirrors(history: tuple[Snapshot, Snapshot, Snapshot]) -> None:
    """What moved, was reworded and so on is the same both ways; a merger is a split backwards."""
    old, _, new = history
    there, back = compare_history(history, old, new, "en"), compare_history(history, new, old, "en")

    def ids(comparison: Comparison, kind: ChangeKind, side: str) -> set[str]:
        return {getattr(change, side) for change in comparison.changes if kind in change.kinds}

    assert reworded_pairs(there) == {(was, now) for now, was in reworded_pairs(back)}
    assert gone_into(there) <= taken_out(back) and gone_into(back) <= taken_out(there)
    for kind in (ChangeKind.MOVED, ChangeKind.RETITLED, ChangeKind.VALUE):
        assert ids(there, kind, "old_id") == ids(back, kind, "new_id"), kind
        assert ids(there, kind, "new_id") == ids(back, kind, "old_id"), kind
    gone = {change.old_id for change in there.changes if ChangeKind.REMOVED in change.kinds}
    assert gone == {change.id for change in back.changes if change.kinds == (ChangeKind.ADDED,)}
    come = {change.id for change in there.changes if change.kinds == (ChangeKind.ADDED,)}
    assert come == {change.old_id for change in back.changes if ChangeKind.REMOVED in change.kinds}


@given(st.permutations(range(9)), st.lists(st.integers(1, 5), min_size=9, max_size=9))
def test_the_longest_run_is_longest(order: list[int], sizes: list[int]) -> None:
    kept = sorted(max_weight_increasing_subsequence(order, [(1, size) for size in sizes]))
    assert [order[index] for index in kept] == sorted(order[index] for index in kept)
    best = [0] * len(order)
    for index, place in enumerate(order):
        best[index] = 1 + max((best[before] for before in range(index) if order[before] < place), default=0)
    assert len(kept) == max(best)
