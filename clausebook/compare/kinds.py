"""Kinds: whether a clause says something else, in which languages, and which of its values changed."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b

from clausebook.compare.tokens import Passage, Sense, passage
from clausebook.model.document import Clause, Snapshot
from clausebook.model.prose import Block, Placeholder, PlaceholderKind, parse_prose, placeholders_in


@dataclass(frozen=True, slots=True)
class Difference:
    """How the words of one clause differ: the languages whose text or title changed, and the values that changed in it.

    `uneven` says that the authoritative wording changed and a translation did not, or the reverse; `editorial` that the
    texts differ in punctuation, spacing and emphasis only.
    """

    authoritative: str
    reworded: frozenset[str]
    retitled: frozenset[str]
    values: tuple[str, ...]
    uneven: bool
    editorial: bool


@dataclass(frozen=True)
class Kinds:
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
        """The languages in which a clause that has one side only is there."""
        snapshot, clause = (self.old, old_id) if new_id is None else (self.new, new_id)
        return frozenset(code for code, edition in snapshot.editions.items() if clause in edition.by_id)

    def same(self, old_id: str, new_id: str) -> bool:
        """Whether two clauses certainly say the same; here nothing is certain without comparing."""
        return False

    def compare(self, old_id: str, new_id: str) -> Difference:
        """What differs between a clause of the old state and the one of the new state that continues it."""
        reworded, retitled, loose = set(), set(), set()
        for language in self.languages:
            old = self.old.editions[language].by_id.get(old_id)
            new = self.new.editions[language].by_id.get(new_id)
            if old is None or new is None:
                if old is not new:
                    reworded.add(language)
                    loose.add(language)
                continue
            if old.title.split() != new.title.split():
                retitled.add(language)
            if _certainly_differ(old.text, new.text):
                reworded.add(language)
                loose.add(language)
                continue
            was, now = self._readings(language, old, new)
            if was.shape != now.shape:
                reworded.add(language)
                if was.gist != now.gist:
                    loose.add(language)
        uneven = any(touched and len(touched) < len(self.languages) for touched in (reworded, retitled))
        values = self._values(old_id, new_id)
        return Difference(
            self.authoritative, frozenset(reworded), frozenset(retitled), values, uneven, bool(reworded) and not loose
        )

    def _readings(self, language: str, old: Clause, new: Clause) -> tuple[_Reading, _Reading]:
        """What the two texts say; the same thing twice where they cannot differ."""
        was, now = self._senses[language]
        if old.text == new.text and was.terms == now.terms:
            return _NOTHING, _NOTHING
        return _reading_of(old, was), _reading_of(new, now)

    def _values(self, old_id: str, new_id: str) -> tuple[str, ...]:
        """The names of changed values that both texts print, in the order of the new one."""
        before = _value_names(self.old.editions[self.authoritative].by_id[old_id])
        after = _value_names(self.new.editions[self.authoritative].by_id[new_id])
        return tuple(name for name in after if name in before and name in self._changed_values)


# Where one of these stands, letters of the file may not be letters of the text, or a number not one of its words.
_MARKUP = re.compile(r"[&<>\\`\[\]|]|^\s*\d+[.)]", re.MULTILINE)
_NO_LETTERS = re.compile(r"\{[^{}]*\}|[^\w{]+|_")


def _certainly_differ(old: str, new: str) -> bool:
    """Whether the letters and digits of two texts, placeholders and emphasis apart, already tell them apart.

    That is so for nearly all texts that are not the same, and spares a full reading of both.
    """
    if old == new:
        return False
    was, now = _letters(old), _letters(new)
    return was is not None and now is not None and was != now


@lru_cache(maxsize=3_000)
def _letters(text: str) -> str | None:
    """The letters and digits of a text, None where that cannot be told without reading it as Markdown."""
    return None if _MARKUP.search(text) else _NO_LETTERS.sub("", text)


def _value_names(clause: Clause) -> list[str]:
    used = [each.name for each in placeholders_in(clause.text) if each.kind is PlaceholderKind.VALUE]
    return list(dict.fromkeys(used))


def _silent(placeholder: Placeholder) -> str:
    """What a placeholder prints is of no matter here."""
    return ""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a text says, as digests: `shape` is equal for texts that read the same, `gist` for those that differ in
    punctuation, spacing and emphasis only."""

    shape: bytes
    gist: bytes


_NOTHING = _Reading(b"", b"")


def _reading_of(clause: Clause, sense: Sense) -> _Reading:
    says = {placeholder: sense.of(placeholder) for placeholder in placeholders_in(clause.text)}
    return _reading(clause.text, tuple(says.items()))


@lru_cache(maxsize=5_000)
def _reading(text: str, says: tuple[tuple[Placeholder, Hashable], ...]) -> _Reading:
    """Kept for each distinct text, as every version is compared with many others; digests keep that small."""
    leaves = list(_leaves(parse_prose(text).blocks, dict(says)))
    return _Reading(
        _digest([(place, read.shape) for place, read in leaves]),
        _digest([(place, list(read.folds)) for place, read in leaves]),
    )


def _digest(data: object) -> bytes:
    return blake2b(repr(data).encode(), digest_size=16).digest()


def _leaves(
    blocks: Iterable[Block], says: Mapping[Placeholder, Hashable], depth: int = 0
) -> Iterator[tuple[Hashable, Passage]]:
    """Every block in reading order by its depth, kind and first number; containers are among them, without words."""
    for block in blocks:
        yield (depth, block.kind, block.start), passage(block.atoms, says.__getitem__, _silent)
        yield from _leaves(block.blocks, says, depth + 1)
