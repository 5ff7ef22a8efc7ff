"""The tree of clauses on its way from an outline to a text: frozen, each stage gives a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from clausebook.importing.intermediate import Finding, Grid, Line
from clausebook.problems import Place


@dataclass(frozen=True, slots=True)
class ImportedClause:
    """One clause: the number that its file prints, its heading, what stands in it, and the clauses nested in it.

    `number` is the whole number, `4.3(a)`, `label` what stands before the words, `counter` the part of it that its level counts, all
    empty where the file has none. `own` is the counter that the record has to say, as it is not the one after the last. `blocks` are the lines
    as read, `text` is their Markdown. `replaced` holds, for each placeholder of the text in its order, the words that stood there.
    """

    place: Place
    number: str = ""
    label: str = ""
    counter: str = ""
    title: str = ""
    blocks: tuple[Line | Grid, ...] = ()
    clauses: tuple[ImportedClause, ...] = ()
    anchors: frozenset[str] = frozenset()
    wished_id: str = ""
    id: str = ""
    text: str = ""
    replaced: tuple[str, ...] = ()
    defines: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    was: tuple[str, ...] = ()
    own: str = ""

    @property
    def said(self) -> str:
        """The words of its blocks as they were read."""
        return "\n".join(block.text for block in self.blocks)

    def walk(self) -> Iterator[ImportedClause]:
        """This clause and every one nested in it, in reading order."""
        yield self
        for clause in self.clauses:
            yield from clause.walk()


@dataclass(frozen=True, slots=True)
class ImportedText:
    """A whole text in one language, at one state, with all that is to be told about it so far."""

    language: str
    path: str
    title: str
    clauses: tuple[ImportedClause, ...]
    findings: tuple[Finding, ...] = ()

    def walk(self) -> Iterator[ImportedClause]:
        """Every clause in reading order."""
        for clause in self.clauses:
            yield from clause.walk()

    def mapped(self, change: Callable[[ImportedClause], ImportedClause]) -> ImportedText:
        """The text with each of its clauses changed; `change` is asked in reading order and leaves the nested ones alone."""
        return replace(self, clauses=mapped(self.clauses, change))

    def telling(self, findings: Iterable[Finding]) -> ImportedText:
        """The text with more to tell about it."""
        return replace(self, findings=(*self.findings, *findings))


def mapped(
    clauses: Iterable[ImportedClause], change: Callable[[ImportedClause], ImportedClause]
) -> tuple[ImportedClause, ...]:
    """Each clause changed, and then those nested in it."""
    made = []
    for clause in clauses:
        changed = change(clause)
        made.append(replace(changed, clauses=mapped(clause.clauses, change)))
    return tuple(made)
