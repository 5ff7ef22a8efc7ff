"""Continuity: which clause of a new state of a document is a clause of the state before, so that it keeps its id.

Texts that are equal and stand once on each side go together; for the others the engine that compares versions decides (`compare.pairing`), with
nothing to go by but words and neighbours. Headings, and texts too short for it, go by their place among clauses that are paired.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from clausebook.compare.pairing import Origins, pair_clauses
from clausebook.importing.clause_text import INNER_LINK
from clausebook.importing.clause_tree import ImportedClause, ImportedText
from clausebook.model.document import Clause, Edition

# Before the number of a clause that has no id yet: no id looks like it.
_NEW = "+"
_SHORT = 5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Known:
    """A clause of an earlier state: its id, the id of the one around it, its heading and its text as typed."""

    id: str
    parent: str
    title: str
    text: str


def known_clauses(clauses: Iterable[ImportedClause], parent: str = "") -> list[Known]:
    """The clauses of a text that has ids, in reading order."""
    found = []
    for clause in clauses:
        found.append(Known(clause.id, parent, clause.title, typed(clause)))
        found += known_clauses(clause.clauses, clause.id)
    return found


def typed(clause: ImportedClause) -> str:
    """The text of a clause before anything in it was replaced by placeholders."""
    return INNER_LINK.sub(r"\2", clause.text)


def keyed(text: ImportedText, sign: str = "") -> ImportedText:
    """The text with a key in the place of each id that is missing: no id looks like it, and it stands once."""
    count = 0

    def named(clause: ImportedClause) -> ImportedClause:
        nonlocal count
        count += 1
        return clause if clause.id else replace(clause, id=f"{_NEW}{sign}{count}")

    return text.mapped(named)


def ids_from_before(
    text: ImportedText, before: Sequence[Known], gone: Mapping[tuple[str, str], str]
) -> Mapping[str, str]:
    """For each key of a text the id of the clause that it continues, where there was one.

    `gone` has the ids, by heading and text, of clauses that stood in earlier states only: what comes back word for word is the same clause.
    """
    after = known_clauses(text.clauses)
    pairs = _equal_pairs(before, after)
    origins = Origins({new_id: (old_id,) for new_id, old_id in pairs.items()})
    pairing = pair_clauses(_edition(before), _edition(after), origins)
    pairs = {new_id: old_id for new_id, old_id in pairing.old_of.items() if new_id.startswith(_NEW)}
    pairs |= _in_their_place(before, after, pairs)
    used = set(pairs.values())
    for known in after:
        key = gone.get((known.title, known.text))
        if known.id not in pairs and key and key not in used:
            pairs[known.id] = key
            used.add(key)
    return pairs


def with_names(text: ImportedText, names: Mapping[str, str]) -> ImportedText:
    """The text with the ids that `names` gives for its keys."""
    return text.mapped(lambda clause: replace(clause, id=names.get(clause.id, clause.id)))


def _equal_pairs(before: Sequence[Known], after: Sequence[Known]) -> dict[str, str]:
    """New id to old id of what says the same and stands once on each side; first with its heading, then where the text alone tells."""
    pairs: dict[str, str] = {}
    used: set[str] = set()
    for key in (_whole, _heading_and_place, _words, _words_without_figures):
        olds: dict[tuple[str, ...], list[str]] = defaultdict(list)
        news: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for side, found in ((before, olds), (after, news)):
            for known in side:
                if known.id not in pairs and known.id not in used:
                    found[key(known, pairs if side is after else {})].append(known.id)
        for said, new_ids in news.items():
            if said and len(new_ids) == 1 and len(olds.get(said, ())) == 1:
                pairs[new_ids[0]] = olds[said][0]
                used.add(olds[said][0])
    return pairs


def _whole(known: Known, pairs: Mapping[str, str]) -> tuple[str, ...]:
    return (known.title, known.text) if known.text else ()


def _heading_and_place(known: Known, pairs: Mapping[str, str]) -> tuple[str, ...]:
    """A heading with the section that it stands in, which has to be paired before."""
    parent = pairs.get(known.parent, known.parent)
    return (known.title.casefold(), parent) if known.title and not parent.startswith(_NEW) else ()


def _words_without_figures(known: Known, pairs: Mapping[str, str]) -> tuple[str, ...]:
    """The words of a clause in which only figures may have changed, with the section that it stands in."""
    parent = pairs.get(known.parent, known.parent)
    told = re.sub(r"[0-9]+(?:[.,][0-9]+)*", "0", known.text)
    return (told, parent) if known.text and not parent.startswith(_NEW) else ()


def _words(known: Known, pairs: Mapping[str, str]) -> tuple[str, ...]:
    return (known.text,) if len(known.text.split()) >= _SHORT else ()


def _edition(clauses: Sequence[Known]) -> Edition:
    """Clauses as the engine wants them."""
    children: dict[str, list[Known]] = defaultdict(list)
    for known in clauses:
        children[known.parent].append(known)

    def made(parent: str) -> tuple[Clause, ...]:
        return tuple(
            Clause(known.id, "", "", known.title, known.text, "", (), {}, made(known.id)) for known in children[parent]
        )

    return Edition("", "", "", made(""), "")


def _in_their_place(before: Sequence[Known], after: Sequence[Known], pairs: Mapping[str, str]) -> dict[str, str]:
    """What the engine leaves open: a heading that stands once in the same section, and the one short text between the same two clauses."""
    found: dict[str, str] = {}
    while True:
        all_pairs = {**pairs, **found}
        more = _by_place(before, after, all_pairs) or _by_parts(before, after, all_pairs)
        if not more:
            return found
        found |= more


def _by_place(before: Sequence[Known], after: Sequence[Known], pairs: Mapping[str, str]) -> dict[str, str]:
    used = set(pairs.values())
    olds = _slots(before, {})
    news = _slots(after, pairs)
    found: dict[str, str] = {}
    free_old = [known for known in before if known.id not in used]
    free_new = [known for known in after if known.id not in pairs]
    by_slot = defaultdict(list)
    for known in free_old:
        by_slot[olds[known.id]].append(known)
    counts = Counter(news[known.id] for known in free_new)
    titles_old = Counter((known.parent, known.title) for known in free_old if known.title)
    titles_new = Counter((pairs.get(known.parent, known.parent), known.title) for known in free_new if known.title)
    by_title = {(known.parent, known.title): known for known in free_old if known.title}
    for known in free_new:
        title = (pairs.get(known.parent, known.parent), known.title)
        if known.title and titles_new[title] == titles_old.get(title) == 1:
            found[known.id] = by_title[title].id
            continue
        slot = news[known.id]
        candidates = by_slot.get(slot, [])
        if len(candidates) == 1 and counts[slot] == 1 and _may_be_same(candidates[0], known):
            found[known.id] = candidates[0].id
    return {new_id: old_id for new_id, old_id in found.items() if Counter(found.values())[old_id] == 1}


def _by_parts(before: Sequence[Known], after: Sequence[Known], pairs: Mapping[str, str]) -> dict[str, str]:
    """Sections by what stands in them: at least half of the new one's clauses come from the old one, and to no other section went as many."""
    used = set(pairs.values())
    parent_of = {known.id: known.parent for known in before}
    free = {known.id for known in before if known.id not in used and not known.text}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    sizes: Counter[str] = Counter()
    for known in after:
        sizes[known.parent] += 1
        if known.id in pairs:
            votes[known.parent][parent_of[pairs[known.id]]] += 1
    found = {}
    for known in after:
        if known.id in pairs or known.text or not votes[known.id]:
            continue
        old, count = votes[known.id].most_common(1)[0]
        rivals = [other[old] for key, other in votes.items() if key != known.id]
        if old in free and 2 * count >= sizes[known.id] and count > max(rivals, default=0):
            found[known.id] = old
    return found


def _may_be_same(old: Known, new: Known) -> bool:
    """Whether two clauses in the same place are too short for their words to say that they are two."""
    return max(len(_WORD.findall(each.text)) for each in (old, new)) < _SHORT and bool(old.title) == bool(new.title)


def _slots(clauses: Sequence[Known], pairs: Mapping[str, str]) -> dict[str, tuple[str, str, str]]:
    """For each clause the section around it and its neighbours, by the ids that the state before gave them."""
    children: dict[str, list[Known]] = defaultdict(list)
    for known in clauses:
        children[known.parent].append(known)
    found = {}
    for parent, siblings in children.items():
        for index, known in enumerate(siblings):
            around = [siblings[at].id if 0 <= at < len(siblings) else "" for at in (index - 1, index + 1)]
            found[known.id] = (
                pairs.get(parent, parent),
                *(pairs.get(each, each) for each in around),
            )
    return {key: (slot[0], slot[1], slot[2]) for key, slot in found.items()}
