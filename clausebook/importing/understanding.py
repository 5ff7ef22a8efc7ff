"""Understanding a state: the outlines of one document in all its languages to texts with ids, references, defined terms and values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from clausebook.importing.clause_text import with_texts
from clausebook.importing.clause_tree import ImportedText
from clausebook.importing.completeness import lost_words
from clausebook.importing.continuity import Known, ids_from_before, keyed, known_clauses, with_names
from clausebook.importing.definitions import with_definitions
from clausebook.importing.hierarchy import find_clauses
from clausebook.importing.intermediate import Outline
from clausebook.importing.layout_tables import without_layout
from clausebook.importing.naming import new_names
from clausebook.importing.parallels import aligned, with_same_headings
from clausebook.importing.references import with_references
from clausebook.importing.tables_of_contents import without_contents
from clausebook.importing.typed_values import with_values
from clausebook.model.values import Value
from clausebook.problems import Place, Problem, ProblemsFound

# A text in another language of which less than this stands in the original too is another text.
_SAME_DOCUMENT = 0.4


@dataclass(frozen=True, slots=True)
class Wish:
    """How a document is to be understood: the language whose words give the ids, whether figures become values, the title where no file has one."""

    naming: str
    values: bool = False
    fallback_title: str = ""


@dataclass(frozen=True, slots=True)
class Memory:
    """What earlier states leave to the next: their last clauses by language, what stood in them once, all ids ever, the values by name."""

    known: Mapping[str, tuple[Known, ...]] = field(default_factory=dict)
    gone: Mapping[tuple[str, str], str] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    values: Mapping[str, Value] = field(default_factory=dict)
    wished: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Understood:
    """A state as it was understood: the outline and the text of each language, the original first, its values, and the words lost in each."""

    outlines: tuple[Outline, ...]
    texts: tuple[ImportedText, ...]
    values: Mapping[str, Value]
    lost: Mapping[str, Counter[str]]


def understand(sources: Sequence[tuple[str, Outline]], wish: Wish, memory: Memory) -> tuple[Understood, Memory]:
    """The state that these files make, the original first, each with its language; and what it leaves to the next state.

    Raises ProblemsFound where they are not one document, or an id that an author wrote would name another clause than before.
    """
    outlines = [without_contents(without_layout(outline)) for _, outline in sources]
    read = [
        find_clauses(outline, language, wish.fallback_title)
        for (language, _), outline in zip(sources, outlines, strict=True)
    ]
    texts = [with_texts(text) for text in with_same_headings(_keyed_alike(read))]
    known = _known_ids(texts, memory)
    _refuse_other_meanings(texts, known, memory)
    names = _names(texts, known, wish, memory)
    texts = [with_names(text, names) for text in texts]
    after = _remember(texts, memory)
    texts = with_references(texts)
    naming = next((text for text in texts if text.language == wish.naming), texts[0])
    texts = with_definitions(texts, naming)
    values: Mapping[str, Value] = {}
    if wish.values:
        texts, values = with_values(texts, memory.values)
    lost = {
        text.language: missing
        for outline, text in zip(outlines, texts, strict=True)
        if (missing := lost_words(outline, text))
    }
    understood = Understood(tuple(outlines), tuple(texts), values, lost)
    return understood, Memory(after.known, after.gone, after.taken, values, after.wished)


def _keyed_alike(texts: Sequence[ImportedText]) -> list[ImportedText]:
    """The texts with keys in the place of ids: the same for a clause in every language."""
    original = keyed(texts[0])
    made = [original]
    for other in texts[1:]:
        alignment = aligned(original, other)
        if alignment.share < _SAME_DOCUMENT:
            message = f"only {alignment.paired} of {alignment.paired + alignment.alone} clauses stand in {original.path} too: these are not one document"
            advice = "import them as documents of their own, or give both the same structure of headings and numbers"
            raise ProblemsFound([Problem(Place(other.path), "import-different", message, advice)])
        made.append(keyed(alignment.text, other.language))
    return made


def _known_ids(texts: Sequence[ImportedText], memory: Memory) -> dict[str, str]:
    """Key to id of every clause that continues one of the state before: by the original, then by each translation for what stands there only."""
    ids: dict[str, str] = {}
    for text in texts:
        before = [known for known in memory.known.get(text.language, ()) if known.id not in ids.values()]
        if not before and not memory.gone:
            continue
        found = ids_from_before(text, before if ids else memory.known.get(text.language, ()), memory.gone)
        ids |= {key: name for key, name in found.items() if key not in ids and name not in ids.values()}
    return ids


def _refuse_other_meanings(texts: Sequence[ImportedText], known: Mapping[str, str], memory: Memory) -> None:
    """import-id: an id that an author wrote names the clause that it named before."""
    problems = []
    for text in texts:
        for clause in text.walk():
            wished = clause.wished_id
            if not wished or wished not in memory.wished.values():
                continue
            owner = next(name for name, wish in memory.wished.items() if wish == wished)
            if known.get(clause.id) != owner:
                message = f"the id “{wished}” stands on another clause than before: there it named “{owner}”, whose words are not these"
                problems.append(
                    Problem(clause.place, "import-id", message, "give this clause an id of its own in the file")
                )
    if problems:
        raise ProblemsFound(problems)


def _names(texts: Sequence[ImportedText], known: Mapping[str, str], wish: Wish, memory: Memory) -> Mapping[str, str]:
    names = dict(known)
    for text in sorted(texts, key=lambda text: text.language != wish.naming):
        names |= new_names(text, names, memory.taken)
    return names


def _remember(texts: Sequence[ImportedText], memory: Memory) -> Memory:
    known = {**memory.known, **{text.language: tuple(known_clauses(text.clauses)) for text in texts}}
    present = {clause.id for text in texts for clause in text.walk()}
    gone = {key: name for key, name in memory.gone.items() if name not in present}
    for clauses in memory.known.values():
        gone |= {(each.title, each.text): each.id for each in clauses if each.id not in present and each.text}
    wished = {clause.id: clause.wished_id for text in texts for clause in text.walk() if clause.wished_id}
    return Memory(known, gone, memory.taken | present, memory.values, {**memory.wished, **wished})
