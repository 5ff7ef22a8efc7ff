"""The clause differ: whether a clause says something else, in which languages, in what way, and which of its values changed."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import Protocol

from clausebook.compare.aspects import Aspect, Verdict, judge
from clausebook.compare.redline import Body, compare_bodies
from clausebook.compare.structure import Restructuring
from clausebook.compare.tokens import Passage, Sense, passage
from clausebook.model.document import Clause, Snapshot
from clausebook.model.prose import Block, Placeholder, PlaceholderKind, parse_prose, placeholders_in
from clausebook.model.values import Value, format_value


@dataclass(frozen=True, slots=True)
class Difference:
    """How the words of one clause differ: the languages whose text or title changed, and the values that changed in it.

    `aspects` tells in what the authoritative text differs, `restructurings` how its shape changed. `uneven` says that the
    authoritative wording changed and a translation did not, or the reverse; `substance` that figures, dates, duties or rights are touched in
    some language.
    """

    authoritative: str
    reworded: frozenset[str]
    retitled: frozenset[str]
    values: tuple[str, ...]
    uneven: bool
    aspects: tuple[Aspect, ...] = ()
    restructurings: tuple[Restructuring, ...] = ()
    substance: bool = False


class Differ(Protocol):
    """What `ClauseDiffer` tells, or something that remembers it."""

    def same(self, old_id: str, new_id: str) -> bool:
        """Whether two clauses certainly say the same."""
        ...

    def compare(self, old_id: str, new_id: str, merged: tuple[str, ...] = ()) -> Difference:
        """What differs between a clause of the old state, with others merged into it, and the one of the new state that continues it."""
        ...

    def languages_of(self, old_id: str | None, new_id: str | None) -> frozenset[str]:
        """The languages in which a clause that has one side only is there."""
        ...

    def bodies(self, old_ids: Sequence[str], new_id: str | None) -> tuple[tuple[Body, ...], tuple[Body, ...]]:
        """How clauses read on both sides in the authoritative language."""
        ...


@dataclass(frozen=True)
class ClauseDiffer:
    """Compares what clauses say in all languages that two states share; `renamed` gives the new ids of old clauses."""

    old: Snapshot
    new: Snapshot
    authoritative: str
    renamed: Mapping[str, str]

    @cached_property
    def languages(self) -> tuple[str, ...]:
        return tuple(sorted(self.old.editions.keys() & self.new.editions.keys()))

    @cached_property
    def _changed_values(self) -> frozenset[str]:
        """Names of values that both states have and that differ: they are told as such, not as words."""
        old, new = self.old.values, self.new.values
        return frozenset(name for name in old.keys() & new.keys() if old[name] != new[name])

    @cached_property
    def _senses(self) -> Mapping[str, tuple[Sense, Sense]]:
        return {
            language: (
                self._sense(self.old, language, self.renamed),
                self._sense(self.new, language, {}),
            )
            for language in self.languages
        }

    def _sense(self, snapshot: Snapshot, language: str, renamed: Mapping[str, str]) -> Sense:
        terms = snapshot.editions[language].definitions
        return Sense(snapshot.document, snapshot.values, terms, renamed, self._changed_values)

    def languages_of(self, old_id: str | None, new_id: str | None) -> frozenset[str]:
        snapshot, clause = (self.old, old_id) if new_id is None else (self.new, new_id)
        return frozenset(code for code, edition in snapshot.editions.items() if clause in edition.by_id)

    def same(self, old_id: str, new_id: str) -> bool:
        """Here nothing is certain without comparing."""
        return False

    def compare(self, old_id: str, new_id: str, merged: tuple[str, ...] = ()) -> Difference:
        reworded, retitled = set(), set()
        verdicts: dict[str, Verdict] = {}
        for language in self.languages:
            old = self.old.editions[language].by_id.get(old_id)
            new = self.new.editions[language].by_id.get(new_id)
            if old is None or new is None:
                if old is not new:
                    reworded.add(language)
                    verdicts[language] = _WHOLE
                continue
            if old.title.split() != new.title.split():
                retitled.add(language)
            others = [each for key in merged if (each := self.old.editions[language].by_id.get(key))]
            verdict = self._judge(language, [old, *others], new)
            if verdict.aspects:
                reworded.add(language)
                verdicts[language] = verdict
        told = verdicts.get(self.authoritative, _NOTHING)
        return Difference(
            self.authoritative,
            frozenset(reworded),
            frozenset(retitled),
            self._values(old_id, new_id),
            any(touched and len(touched) < len(self.languages) for touched in (reworded, retitled)),
            told.aspects,
            told.restructurings,
            any(verdict.touches_substance for verdict in verdicts.values()),
        )

    def _judge(self, language: str, olds: list[Clause], new: Clause) -> Verdict:
        """In what two texts differ; nothing where they read the same."""
        was, now = self._senses[language]
        if len(olds) == 1 and olds[0].text == new.text and was.terms == now.terms:
            return _NOTHING
        before, after = tuple([_read(each, was, language) for each in olds]), (_read(new, now, language),)
        if (
            len(olds) == 1
            and not _certainly_differ(olds[0].text, new.text)
            and _digest_of(before[0]) == _digest_of(after[0])
        ):
            return _NOTHING
        return _judged(before, after, language)

    def bodies(self, old_ids: Sequence[str], new_id: str | None) -> tuple[tuple[Body, ...], tuple[Body, ...]]:
        """How clauses read on both sides in the authoritative language."""
        language = self.authoritative
        was, now = self._senses[language]
        old, new = self.old.editions[language].by_id, self.new.editions[language].by_id
        return (
            tuple([_read(old[each], was, language) for each in old_ids]),
            (_read(new[new_id], now, language),) if new_id else (),
        )

    def _values(self, old_id: str, new_id: str) -> tuple[str, ...]:
        """The names of changed values that both texts print, in the order of the new one."""
        before = _value_names(self.old.editions[self.authoritative].by_id[old_id])
        after = _value_names(self.new.editions[self.authoritative].by_id[new_id])
        return tuple(name for name in after if name in before and name in self._changed_values)


_NOTHING = Verdict((), (), False)
# A clause that one of the two editions lacks.
_WHOLE = Verdict((Aspect.WORDS,), (), True)


# Where one of these stands, letters of the file may not be letters of the text, or a number not one of its words.
_MARKUP = re.compile(r"[&<>\\`\[\]|]|^\s*\d+[.)]", re.MULTILINE)
_NO_LETTERS = re.compile(r"\{[^{}]*\}|[^\w{]+|_")


def _certainly_differ(old: str, new: str) -> bool:
    """Whether the letters and digits of two texts, placeholders and emphasis apart, already tell them apart.

    That is so for nearly all texts that are not the same, and spares a full reading of both.
    """
    was, now = _letters(old), _letters(new)
    return was is not None and now is not None and was != now


@lru_cache(maxsize=3_000)
def _letters(text: str) -> str | None:
    """The letters and digits of a text, None where that cannot be told without reading it as Markdown."""
    return None if _MARKUP.search(text) else _NO_LETTERS.sub("", text)


def _value_names(clause: Clause) -> list[str]:
    used = [each.name for each in placeholders_in(clause.text) if each.kind is PlaceholderKind.VALUE]
    return list(dict.fromkeys(used))


def _read(clause: Clause, sense: Sense, language: str) -> Body:
    """How a text reads, its title apart. What a reference prints is of no matter here."""
    meanings = tuple([(each, sense.of(each), _prints(each, sense, language)) for each in placeholders_in(clause.text)])
    return clause.text, meanings


def _prints(placeholder: Placeholder, sense: Sense, language: str) -> str:
    match placeholder.kind:
        case PlaceholderKind.VALUE if placeholder.name in sense.values:
            return _printed(sense.values[placeholder.name], language)
        case PlaceholderKind.TERM:
            return placeholder.words or sense.terms.get(placeholder.name, ("",))[0]
    return str(placeholder)


@lru_cache(maxsize=1_000)
def _printed(value: Value, language: str) -> str:
    return format_value(value, language)


# Kept for each pair of texts, as the same two meet between many versions; a verdict is small.
@lru_cache(maxsize=20_000)
def _judged(olds: tuple[Body, ...], news: tuple[Body, ...], language: str) -> Verdict:
    return judge(compare_bodies(olds, news), language)


@lru_cache(maxsize=5_000)
def _digest_of(reading: Body) -> bytes:
    """Equal for texts that read the same. Kept for each distinct text, as every version is compared with many others."""
    text, meanings = reading
    says = {placeholder: said for placeholder, said, _ in meanings}
    leaves = [(place, read.shape) for place, read in _leaves(parse_prose(text).blocks, says)]
    return blake2b(repr(leaves).encode(), digest_size=16).digest()


def _leaves(
    blocks: Iterable[Block], says: Mapping[Placeholder, Hashable], depth: int = 0
) -> Iterator[tuple[Hashable, Passage]]:
    """Every block in reading order by its depth, kind and first number; containers are among them, without words."""
    for block in blocks:
        yield (depth, block.kind, block.start), passage(block.atoms, says.__getitem__, str)
        yield from _leaves(block.blocks, says, depth + 1)
