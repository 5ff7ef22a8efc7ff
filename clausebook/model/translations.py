"""The rules between a text and its translations: the same clauses in the same places, with the same placeholders and keys.

Like those of `rules`, each says for what it need not look twice (`ValidationCache`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from clausebook.model.document import Clause, Document, Edition
from clausebook.model.prose import placeholders_in
from clausebook.model.validation_cache import ValidationCache
from clausebook.names import nearest
from clausebook.problems import Place, Problems


def _translations(document: Document, cache: ValidationCache) -> Iterator[tuple[Edition, Edition]]:
    """Each translation after the authoritative edition that it translates, unless the two are known together."""
    for snapshot in document.states:
        prevailing = document.regime_of(snapshot).authoritative
        original = snapshot.editions[prevailing]
        for language, edition in snapshot.editions.items():
            known = cache.knows(original) and cache.knows(edition)
            if language != prevailing and not known:
                yield original, edition


def _check_structure(
    rule: Callable[[Edition, Edition, Problems], None], document: Document, cache: ValidationCache, problems: Problems
) -> None:
    """A rule that looks at nothing but how clauses are nested in a translation and in what it translates."""
    for original, edition in _translations(document, cache):
        key = (rule, cache.frame(original), cache.frame(edition))
        cache.once(key, partial(rule, original, edition), problems)


def _check_pairs(
    rule: Callable[[Edition, Edition, Clause, Clause, Problems], None],
    document: Document,
    cache: ValidationCache,
    problems: Problems,
) -> None:
    """A rule for each clause of the authoritative edition and the same clause of each translation."""
    for original, edition in _translations(document, cache):
        look = partial(rule, original, edition)
        frame = cache.frame(original)
        if frame == cache.frame(edition) and cache.is_known(("duplicates", frame)):
            # Each id stands once, and at the same position in both: side by side are the clauses that belong together.
            cache.each(rule, [original.clauses, edition.clauses], look, problems)
            continue
        for clause in original.walk():
            if clause.id in edition.by_id:
                look(clause, edition.by_id[clause.id], problems)


def check_missing_clauses(document: Document, cache: ValidationCache, problems: Problems) -> None:
    """clause-missing: a translation has every clause of the authoritative text."""
    _check_structure(_check_missing_clauses, document, cache, problems)


def _check_missing_clauses(original: Edition, edition: Edition, problems: Problems) -> None:
    for clause in original.walk():
        if clause.id not in edition.by_id:
            place = _place_for_missing(original, edition, clause)
            problems.add(
                place,
                "clause-missing",
                f"the clause “{clause.id}” of {original.path} is missing here",
                "translate it",
            )


def _place_for_missing(original: Edition, edition: Edition, clause: Clause) -> Place:
    """Where the missing clause should stand: at its parent, else at the list of clauses."""
    parent = edition.by_id.get(original.parents.get(clause.id, ""))
    return edition.node(parent).place if parent else edition.source.place_of_key("clauses")


def check_extra_clauses(document: Document, cache: ValidationCache, problems: Problems) -> None:
    """clause-extra: a translation has no clause of its own."""
    _check_structure(_check_extra_clauses, document, cache, problems)


def _check_extra_clauses(original: Edition, edition: Edition, problems: Problems) -> None:
    for clause in edition.walk():
        if clause.id not in original.by_id:
            match = nearest(clause.id, set(original.by_id) - set(edition.by_id))
            advice = f"did you mean “{match}”?" if match else "remove it, or add it to the authoritative text first"
            problems.add(
                edition.key_place(clause, "id"),
                "clause-extra",
                f"the clause “{clause.id}” is not in {original.path}",
                advice,
            )


def check_nesting(document: Document, cache: ValidationCache, problems: Problems) -> None:
    """clause-nesting: a clause stands in the same clause in every language."""
    _check_structure(_check_nesting, document, cache, problems)


def _check_nesting(original: Edition, edition: Edition, problems: Problems) -> None:
    for clause in edition.walk():
        parent, wanted = edition.parents.get(clause.id), original.parents.get(clause.id)
        if clause.id in original.by_id and parent != wanted:
            where = f"in “{wanted}”" if wanted else "at the top"
            problems.add(
                edition.key_place(clause, "id"),
                "clause-nesting",
                f"the clause “{clause.id}” stands {where} in {original.path}, but not here",
                "nest it in the same clause",
            )


def check_order(document: Document, cache: ValidationCache, problems: Problems) -> None:
    """clause-order: clauses stand in the same order in the files of every language, even where they are sorted by the alphabet."""
    _check_structure(_check_order, document, cache, problems)


def _check_order(original: Edition, edition: Edition, problems: Problems) -> None:
    families = [(_ids(original.clauses), _ids(edition.clauses))]
    families += [
        (_filed(clause), _filed(edition.by_id[clause.id])) for clause in original.walk() if clause.id in edition.by_id
    ]
    for ours, theirs in families:
        common = {*ours} & {*theirs}
        wanted = [clause for clause in ours if clause in common]
        found = [clause for clause in theirs if clause in common]
        for expected, clause in zip(wanted, found, strict=False):
            if clause != expected:
                problems.add(
                    edition.key_place(edition.by_id[clause], "id"),
                    "clause-order",
                    f"the clause “{clause}” stands where {original.path} has “{expected}”",
                    "put the clauses in the same order",
                )
                break


def _ids(clauses: Iterable[Clause]) -> tuple[str, ...]:
    return tuple([clause.id for clause in clauses])


def _filed(clause: Clause) -> tuple[str, ...]:
    """The ids of the clauses in a clause, as its file lists them."""
    return clause.filed or _ids(clause.clauses)


def check_placeholder_parity(document: Document, cache: ValidationCache, problems: Problems) -> None:
    """placeholder-parity: a clause uses the same placeholders in every language."""
    _check_pairs(_check_placeholder_parity, document, cache, problems)


def _check_placeholder_parity(
    original: Edition, edition: Edition, clause: Clause, other: Clause, problems: Problems
) -> None:
    ours, theirs = placeholders_in(clause.text), placeholders_in(other.text)
    if ours == theirs or (clause.repealed, clause.only) != (other.repealed, other.only):
        return
    wanted = {placeholder.target for placeholder in ours}
    found = {placeholder.target for placeholder in theirs}
    if wanted == found:
        return
    place = edition.key_place(other, "text")
    for target in sorted(wanted - found):
        problems.add(
            place,
            "placeholder-parity",
            f"the clause “{other.id}” lacks {target}, which {original.path} uses",
            "add it, or remove it in every language",
        )
    for target in sorted(found - wanted):
        problems.add(
            place,
            "placeholder-parity",
            f"the clause “{other.id}” uses {target}, which {original.path} does not",
            "remove it, or add it in every language",
        )


def check_key_parity(document: Document, cache: ValidationCache, problems: Problems) -> None:
    """key-parity: what a clause has beside its words is the same in every language; each of its words is there in all or in none."""
    _check_pairs(_check_key_parity, document, cache, problems)


def _check_key_parity(original: Edition, edition: Edition, clause: Clause, other: Clause, problems: Problems) -> None:
    ours, theirs = _keys(clause), _keys(other)
    for key, value in ours.items():
        if value != theirs[key]:
            problems.add(
                edition.key_place(other, key),
                "key-parity",
                f"“{key}” of the clause “{other.id}” differs from {original.path}",
                f"make “{key}” agree in every language",
            )


def _keys(clause: Clause) -> dict[str, object]:
    return {
        "number": clause.own_number,
        "title": bool(clause.title),
        "repealed": clause.repealed,
        "only": clause.only,
        "text": clause.repealed or bool(clause.written.strip()),
        "in-short": bool(clause.in_short.strip()),
        "was": clause.was,
        "defines": sorted(clause.defines),
        "sorted": bool(clause.filed),
    }


def check_summaries(document: Document, cache: ValidationCache, problems: Problems) -> None:
    """summary-missing: a published version tells customers what it changes."""
    for version in document.versions:
        for edition in version.editions.values():
            if not edition.summary.strip():
                problems.add(
                    edition.source.place_of_key("summary"),
                    "summary-missing",
                    f"version {version.name} has no summary in this language",
                    "write “summary”: what changes, for customers",
                )
