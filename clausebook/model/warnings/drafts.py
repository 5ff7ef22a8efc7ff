"""The rules that warn: one function for each code, each over a draft, or over all versions where that is asked for.

What was published cannot be edited any more, so only drafts are looked at by default.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from clausebook.model.document import Clause, Document, Edition, Snapshot
from clausebook.model.prose import Block, Mark, MarkKind, PlaceholderKind, parse_prose, placeholders_in
from clausebook.model.staleness import changed_clauses, in_short, said, stale_in_short
from clausebook.model.titles import fault_of_title
from clausebook.model.warnings.figures import Figure, figures_in, has_figures, numbers_spelt
from clausebook.model.warnings.left_over import is_surely, is_untranslated, other_language
from clausebook.model.warnings.leftovers import TO_DO, leftovers
from clausebook.model.warnings.notes import warn_of_notes
from clausebook.model.warnings.scripts import may_mix, mixed_words
from clausebook.model.warnings.shapes import difference
from clausebook.problems import Place, Problems


def find_warnings(document: Document, *, published: bool = False) -> Problems:
    """What is odd in the draft of a document; and in what was `published` before it, where that is asked for."""
    problems = Problems()
    for snapshot in document.states if published else (document.draft,):
        _warn(document, snapshot, problems)
    return problems


def _warn(document: Document, snapshot: Snapshot, problems: Problems) -> None:
    original = snapshot.editions[document.regime_of(snapshot).authoritative]
    for edition in snapshot.editions.values():
        passages = list(_passages(edition))
        for passage in passages:
            _warn_of_language(passage, problems)
        everything = "\n".join(passage.text for passage in passages)
        if may_mix(everything) or next(leftovers(everything), None):
            for passage in passages:
                _warn_of_words(passage, problems)
        if edition is original:
            continue
        translated = {(passage.clause and passage.clause.id, passage.key): passage for passage in passages}
        for ours in _passages(original):
            theirs = translated.get((ours.clause and ours.clause.id, ours.key))
            if theirs:
                _warn_of_pair(ours, theirs, problems)
    for edition in snapshot.editions.values():
        _warn_of_references(edition, problems)
    before = document.predecessor(snapshot)
    if before:
        prevailing = [snapshot.editions[code] for code in document.regime_of(snapshot).prevailing]
        _warn_of_stale(prevailing, before, snapshot, problems)
        warn_of_notes(original, before, snapshot, problems)


@dataclass(frozen=True, slots=True)
class _Passage:
    """One text of an edition: the value of a key of a clause, or of the edition itself."""

    edition: Edition
    clause: Clause | None
    key: str
    text: str

    def place(self, written: str = "", offset: int | None = None) -> Place:
        """Where words of it stand; the text's own place where they are not found as they are."""
        node = self.edition.node(self.clause) if self.clause else self.edition.source
        at = self.text.find(written) if offset is None else offset
        if self.clause and self.key == "text":
            at -= len(self.text) - len(self.clause.written)
        return (node.at(self.key) or node).place_in_text(max(at, 0))

    @property
    def name(self) -> str:
        return f"“{self.key}” of the clause “{self.clause.id}”" if self.clause else f"“{self.key}”"


def _passages(edition: Edition) -> Iterator[_Passage]:
    """All that readers see of an edition, but for what has faults: what it says is then in doubt."""
    for key, text in (("title", edition.title), ("summary", edition.summary)):
        if text and not _is_faulty(key, text, edition.language):
            yield _Passage(edition, None, key, text)
    for clause in edition.walk():
        texts = ("title", clause.title), ("text", clause.text), ("in-short", clause.in_short), ("note", clause.note)
        for key, text in texts:
            if text and not _is_faulty(key, text, edition.language):
                yield _Passage(edition, clause, key, text)


def _is_faulty(key: str, text: str, language: str) -> bool:
    return bool(fault_of_title(text, language) if key == "title" else parse_prose(text).faults)


def _warn_of_words(passage: _Passage, problems: Problems) -> None:
    """mixed-scripts, leftover: what one text by itself shows."""
    text = passage.text
    for mixture in mixed_words(text):
        common, rare = (script.capitalize() for script in mixture.scripts)
        problems.warn(
            passage.place(offset=mixture.offset),
            "mixed-scripts",
            f"“{mixture.word}” mixes {common} with {rare}: “{mixture.letter}” (U+{ord(mixture.letter):04X}) is {rare}",
            "type the word again",
        )
    for offset, words in leftovers(text):
        advice = "fill it in, or say what is meant"
        problems.warn(passage.place(offset=offset), "leftover", f"“{words}” seems to be left to be filled in", advice)


def _warn_of_language(passage: _Passage, problems: Problems) -> None:
    """other-language: a paragraph, an item or a cell is not left in another language, even where the rest is translated."""
    language, text = passage.edition.language, passage.text
    if text.startswith(TO_DO):  # a translation that was only begun is told as that alone
        return
    if passage.key == "title":
        leaves: Iterable[str] = (text,)
    elif is_surely(text, language):
        return
    else:
        leaves = _leaves(text)
    for leaf in leaves:
        found = other_language(leaf, language)
        if found:
            problems.warn(
                passage.place(leaf[:20]),
                "other-language",
                f"{passage.name} reads as {found}: “{leaf.strip()[:40]}…”",
                f"translate it into “{language}”",
            )


def _leaves(text: str) -> Iterator[str]:
    """The words of each paragraph, item and cell of a text, without placeholders, code and the words of links."""
    for top in parse_prose(text).blocks:
        for block in top.walk():
            if block.atoms:
                yield _words(block)


def _words(block: Block) -> str:
    return "".join(atom.text if atom.placeholder is None and not _is_code(atom.marks) else "{}" for atom in block.atoms)


def _is_code(marks: tuple[Mark, ...]) -> bool:
    return any(mark.kind is MarkKind.CODE for mark in marks)


def _warn_of_pair(ours: _Passage, theirs: _Passage, problems: Problems) -> None:
    """text-shape, figures-differ, other-language: what a text of the authoritative edition and its translation show together."""
    shape = difference(theirs.text, ours.text) if theirs.key != "title" else None
    if shape:
        problems.warn(
            theirs.place(),
            "text-shape",
            f"{theirs.name} has {shape[0]} here, but {shape[1]} in {ours.place()}",
            "divide the text alike in every language",
        )
    if is_untranslated(theirs.text, ours.text):
        problems.warn(
            theirs.place(),
            "other-language",
            f"{theirs.name} says word for word what {ours.place()} says",
            f"translate it into “{theirs.edition.language}”",
        )
    _warn_of_figures(ours, theirs, problems)


def _warn_of_figures(ours: _Passage, theirs: _Passage, problems: Problems) -> None:
    """figures-differ: typed figures are the same in every language."""
    typed, translated = _typed(ours), _typed(theirs)
    if not typed and not translated:
        return
    advice = "make them agree, or use a value of the record for both"
    missing = _missing(typed, translated, theirs)
    extra = _missing(translated, typed, ours)
    for index, figure in enumerate(missing):
        if index < len(extra):
            place, said = (
                theirs.place(extra[index].written),
                f"the {extra[index].kind} “{extra[index].written}” stands here",
            )
        else:
            place, said = theirs.place(), f"the {figure.kind} “{figure.written}” is missing here"
        problems.warn(
            place, "figures-differ", f"{said}, but “{figure.written}” in {ours.place(figure.written)}", advice
        )
    for figure in extra[len(missing) :]:
        message = f"the {figure.kind} “{figure.written}” stands here, but not in {ours.place()}"
        problems.warn(theirs.place(figure.written), "figures-differ", message, advice)


def _typed(passage: _Passage) -> list[Figure]:
    if not has_figures(passage.text):
        return []
    found = (figures_in(leaf, passage.edition.language) for leaf in _leaves(passage.text))
    return list(dict.fromkeys(chain.from_iterable(found)))


def _missing(wanted: list[Figure], found: list[Figure], passage: _Passage) -> list[Figure]:
    """The figures that are not among those found, nor spelt out where those were looked for."""
    known = {(figure.value, figure.unit) for figure in found}
    spelt = numbers_spelt(passage.text, passage.edition.language)
    return [
        figure
        for figure in wanted
        if (figure.value, figure.unit) not in known and not (not figure.unit and figure.value in spelt)
    ]


def _warn_of_stale(prevailing: Sequence[Edition], before: Snapshot, snapshot: Snapshot, problems: Problems) -> None:
    """stale, in-short-old: every language follows when a text that prevails changes, and so do its figures; what is said in short
    follows its text."""
    told: set[str] = set()
    changes = ((original, *each) for original in prevailing for each in changed_clauses(original, before))
    for original, old, clause in changes:
        if clause.id in told or (said(old) == said(clause) and in_short(old) == in_short(clause)):
            continue
        told.add(clause.id)
        if in_short(old) != in_short(clause):
            _warn_of_stale_in_short(original, before, snapshot, old, clause, problems)
        elif clause.in_short:
            problems.warn(
                _Passage(original, clause, "in-short", clause.in_short).place(),
                "in-short-old",
                f"the text of the clause “{clause.id}” has changed since version {before.name}, what it says in short has not",
                "read it again: customers must not be told less, or something else",
            )
        if said(old) == said(clause):
            continue
        for language, edition in snapshot.editions.items():
            old_edition, other = before.editions.get(language), edition.by_id.get(clause.id)
            old_other = old_edition.by_id.get(old.id) if old_edition else None
            if edition is original or other is None or old_other is None:
                continue
            changed = _Passage(original, clause, "text", clause.text).place()
            if said(old_other) == said(other):
                problems.warn(
                    edition.node(other).place,
                    "stale",
                    f"the clause “{clause.id}” is as it was in version {before.name}, but {changed} has changed since",
                    "translate the change, or say “unaffected: why” on the clause in the text that changed",
                )
                continue
            lagging = _lagging(old, clause, other, original.language, language)
            for figure in lagging:
                problems.warn(
                    _Passage(edition, other, "text", other.text).place(figure.written),
                    "stale",
                    f"the {figure.kind} “{figure.written}” is still that of version {before.name}; {changed} has another one now",
                    "translate the change",
                )


def _warn_of_stale_in_short(
    original: Edition, before: Snapshot, snapshot: Snapshot, old: Clause, clause: Clause, problems: Problems
) -> None:
    for language, other in stale_in_short(old, clause, before, snapshot):
        changed = _Passage(original, clause, "in-short", clause.in_short).place()
        problems.warn(
            _Passage(snapshot.editions[language], other, "in-short", other.in_short).place(),
            "stale",
            f"what the clause “{clause.id}” says in short is as it was in version {before.name}, but {changed} has changed since",
            "translate the change, or say “unaffected: why” on the clause in the text that changed",
        )


def _warn_of_references(edition: Edition, problems: Problems) -> None:
    """refers-to-repealed: a clause refers to none that is repealed, which says nothing any more."""
    repealed = {clause.id for clause in edition.walk() if clause.repealed}
    if not repealed:
        return
    for passage in _passages(edition):
        for placeholder in placeholders_in(passage.text) if passage.key != "title" else ():
            is_own = placeholder.kind is PlaceholderKind.CLAUSE and placeholder.document is None
            if is_own and placeholder.name in repealed:
                problems.warn(
                    passage.place(str(placeholder)),
                    "refers-to-repealed",
                    f"“{placeholder}” refers to a clause that is repealed",
                    "take the reference out, or refer to what stands in its place",
                )


def _lagging(old: Clause, new: Clause, translated: Clause, language: str, other: str) -> list[Figure]:
    """The figures of a translation that the original had before and has no longer, while it has new ones."""
    had, has = ({(figure.value, figure.unit) for figure in figures_in(clause.text, language)} for clause in (old, new))
    gone = had - has
    return (
        [figure for figure in figures_in(translated.text, other) if (figure.value, figure.unit) in gone]
        if has - had
        else []
    )
