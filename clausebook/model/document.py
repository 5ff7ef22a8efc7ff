"""The model: documents, their versions, and each version's edition in each language. Frozen, without any clock."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from clausebook.languages import unique
from clausebook.model.notices import CountingFrom, Ground, Group, GroupTerms, NoticePolicy, NoticeRule, TerminationRight
from clausebook.model.numbering import Level
from clausebook.model.prose import REPEALED, Prose, parse_prose
from clausebook.model.publisher import Publisher
from clausebook.model.values import Amount, Value
from clausebook.names import DRAFT, VersionNumber
from clausebook.problems import Place, Problem, Problems
from clausebook.source import Node, parse_yaml, read_file


class VersionKind(StrEnum):
    """What a version is towards its predecessor."""

    INITIAL = "initial"
    AMENDMENT = "amendment"
    CORRECTION = "correction"
    LANGUAGES = "languages"
    """It adds or retires languages only; its text is that of its predecessor."""
    RETIREMENT = "retirement"
    """From its effective day on the document does not apply any more; its text is that of its predecessor."""


@dataclass(frozen=True, slots=True)
class Regime:
    """How a text is to be read: the law that governs it, the languages that prevail, the zone in which its days begin, and how its clauses
    are numbered, a pattern for each depth.

    Mostly one language prevails; several do so together, none over the others. What is said in a language of `courtesy` never binds.
    """

    law: str
    prevailing: tuple[str, ...]
    timezone: ZoneInfo
    numbering: tuple[Level, ...]
    courtesy: tuple[str, ...] = ()

    @property
    def authoritative(self) -> str:
        """The language that prevails, the first of several: translations are held against it."""
        return self.prevailing[0]


@dataclass(frozen=True, slots=True)
class Printed:
    """What an edition prints beside its own words, fixed when it was published: no later program, locale data or catalogue changes it.

    `head` are the lines above its plain text by what they tell (`model.plaintext`), `words` what each placeholder of a value or of
    another document prints, by what stands between its braces.
    """

    head: Mapping[str, str]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That an announced version will not take effect: the day on which this was announced, and why, by language."""

    day: dt.date
    reason: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause in one language: its id, its number at this place, its words, and the clauses nested in it.

    `label` is what stands in the margin, `(a)`; `number` cites it from anywhere, `14.1(a)`. `text`, `note` are Markdown
    with placeholders; `title` is plain text. `defines` gives the word of each defined term. `unaffected` says why a change of
    the authoritative text leaves its translations as they are. `repealed` says that it keeps its number and nothing else: its text is then
    `REPEALED`. `in_short`, Markdown too, says what it means without binding anybody. `own_number` is the counter that its author gave it;
    `filed` has the ids of the clauses in it as the file lists them, where they are sorted by the alphabet. `only` names the groups of
    customers for which alone it holds: its text then begins with a paragraph that says so, which no file holds.
    """

    id: str
    label: str
    number: str
    title: str
    text: str
    note: str
    was: tuple[str, ...]
    defines: Mapping[str, str]
    clauses: tuple[Clause, ...]
    unaffected: str = ""
    repealed: bool = False
    in_short: str = ""
    own_number: str = ""
    filed: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type[Clause], tuple[object, ...]]:
        """A pickle makes it again instead of filling it, which is faster: clauses are by far the most of what is kept, or sent to workers."""
        return Clause, tuple([getattr(self, each) for each in self.__slots__])

    @property
    def written(self) -> str:
        """Its text as its file has it: without what only says that it is repealed, or for whom alone it holds."""
        if self.repealed and self.text == REPEALED:
            return ""
        return self.text.partition("\n\n")[2] if self.only and not self.repealed else self.text

    @property
    def prose(self) -> Prose:
        return parse_prose(self.text)

    def walk(self) -> Iterator[Clause]:
        """This clause and every one nested in it, in reading order."""
        return iter(_with_nested((self,)))


@dataclass(frozen=True)
class Edition:
    """One version, or the draft, in one language. `digest` is that of its file as it was read.

    Editions share the clauses that stand in them alike, word for word and with the same number. So a clause knows no place:
    `source` is the file's root node, `node` that of a clause, both read from the file below `root` when they are asked for.
    """

    language: str
    title: str
    summary: str
    clauses: tuple[Clause, ...]
    path: str
    root: Path | None = field(default=None, compare=False, repr=False)
    digest: str = ""

    @property
    def source(self) -> Node:
        """The root node of its file; a node without contents when there is no file, or it is no longer the one that was read."""
        return _root_node(self.root, self.path, self.digest) if self.root else Node(None, Place(self.path))

    def node(self, clause: Clause) -> Node:
        """The node of one of its clauses; the root node where that has no contents."""
        steps = _steps(self.clauses, clause) or ()
        return self.source.at(*(step for index in steps for step in ("clauses", index))) or self.source

    def key_place(self, clause: Clause, key: str) -> Place:
        """The place of a key of one of its clauses."""
        return self.node(clause).place_of_key(key)

    def walk(self) -> Iterator[Clause]:
        """Every clause in reading order."""
        return iter(_with_nested(self.clauses))

    @cached_property
    def by_id(self) -> Mapping[str, Clause]:
        return {clause.id: clause for clause in self.walk()}

    @cached_property
    def parents(self) -> Mapping[str, str]:
        """The id of the clause in which each nested clause stands; top-level clauses are not in it."""
        return {child.id: clause.id for clause in self.walk() for child in clause.clauses}

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the clauses in each clause that has some, in their order; those of the top level under the empty id."""
        nested = {clause.id: tuple(child.id for child in clause.clauses) for clause in self.walk() if clause.clauses}
        return {"": tuple(clause.id for clause in self.clauses), **nested}

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The number of each clause by its id."""
        return {clause.id: clause.number for clause in self.walk()}

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The title of each clause by its id; empty for one without."""
        return {clause.id: clause.title for clause in self.walk()}

    @cached_property
    def definitions(self) -> Mapping[str, tuple[str, str]]:
        """Term id to the word that the edition uses and the id of the clause that defines it."""
        return {term: (word, clause.id) for clause in self.walk() for term, word in clause.defines.items()}


def _with_nested(clauses: Iterable[Clause]) -> list[Clause]:
    found = []
    for clause in clauses:
        found.append(clause)
        if clause.clauses:
            found += _with_nested(clause.clauses)
    return found


@lru_cache(maxsize=64)  # not one for each edition: an archive with a mistake everywhere would fill the memory
def _root_node(root: Path, path: str, digest: str) -> Node:
    file = read_file(root, path, Problems())
    node = parse_yaml(file.text, path, Problems()) if file and file.digest == digest else None
    return node or Node(None, Place(path))


def _steps(clauses: tuple[Clause, ...], wanted: Clause) -> tuple[int, ...] | None:
    """The positions in the file, from 0, that lead to a clause; the very one, not one that says the same."""
    for index, clause in enumerate(clauses):
        if clause is wanted:
            return (index,)
        below = _steps(clause.clauses, wanted)
        if below is not None:
            first, *others = below
            if clause.filed:
                first = clause.filed.index(clause.clauses[first].id)
            return (index, first, *others)
    return None


@dataclass(frozen=True)
class Snapshot:
    """A state of a document in all its languages: a version, or the draft (`number` is None)."""

    document: str
    number: VersionNumber | None
    values: Mapping[str, Value]
    editions: Mapping[str, Edition]

    @cached_property
    def name(self) -> str:
        """`1.0`, or `draft`: its name in files, addresses and commands."""
        return DRAFT if self.number is None else str(self.number)


@dataclass(frozen=True)
class Version(Snapshot):
    """A frozen state, with the days on which it was announced and takes effect.

    `effective_new` is the day from which new customers are bound, where that differs, `groups` what it is for the groups of customers that
    its entry names, `clause_days` the later days of clauses that do not begin with it, by id; `substantial` opens the document's
    termination right. `rule_name` and `ground` tell which rule of notice it has, `provision` what a ground rests on, by language;
    `dispatched_by` is the day by which the messages to customers were sent, where the notice counts from these. A version whose
    announcement is not `is_announcement_known` has the first day on which it bound anybody in its place. `digests` are the sealed digests of the files by language, `text_digests` those of the plain texts as
    printed, and `chain` the seal of the entry, empty for a version from before there were seals. `regime`, `notice`, `termination` and
    `printed` (by language) are those of its day, so that nothing told of it changes when the document's head does; None, or empty, in an
    entry that does not say.

    `confirmed` names the clauses of a correction whose operative words the author confirmed; `carries` is the version from which
    a correction was carried into this one. `entry` is the place of the version's entry among those of the record, `published_as` the
    name that the document had when it was released.
    """

    number: VersionNumber
    kind: VersionKind
    announced: dt.date
    effective: dt.date
    effective_new: dt.date | None
    substantial: bool = False
    withdrawn: Withdrawal | None = None
    digests: Mapping[str, str] = field(default_factory=dict)
    chain: str = ""
    notice: NoticeRule | None = None
    termination: TerminationRight | None = None
    regime: Regime | None = None
    printed: Mapping[str, Printed] = field(default_factory=dict)
    text_digests: Mapping[str, str] = field(default_factory=dict)
    confirmed: tuple[str, ...] = ()
    carries: VersionNumber | None = None
    entry: int = 0
    published_as: str = ""
    rule_name: str = ""
    ground: Ground | None = None
    provision: Mapping[str, str] = field(default_factory=dict)
    dispatched_by: dt.date | None = None
    groups: Mapping[str, GroupTerms] = field(default_factory=dict)
    clause_days: Mapping[str, dt.date] = field(default_factory=dict)
    is_announcement_known: bool = True

    @property
    def first_effect(self) -> dt.date:
        """The first day on which it binds anybody."""
        groups = [terms.effective for terms in self.groups.values()]
        return min(self.effective, self.effective_new or self.effective, *groups)

    def sent_under(self, rule: NoticeRule) -> dt.date:
        """The day of the event that starts a notice: that on which the messages to customers are out where it counts from these, else
        that of the announcement."""
        return self.announced if rule.start is CountingFrom.ANNOUNCEMENT else self.dispatched_by or self.announced

    def effective_for(self, group: str) -> dt.date:
        """The day from which it binds a group, or the customers of no group (""); that of all where it does not name the group."""
        return self.groups[group].effective if group in self.groups else self.effective


class Reference(NamedTuple):
    """That a text in `language` names another document, or a clause of it."""

    language: str
    document: str
    clause: str


class FormerName(NamedTuple):
    """A name that a document had until it was renamed, and the last version that was released under it."""

    name: str
    last: VersionNumber


@dataclass(frozen=True)
class Document:
    """One set of terms with its whole history. `versions` rise in number and, withdrawn ones apart, in effective date; a
    correction may take effect on the day of the version that it corrects.

    `regime` is the draft's (`regime_of` tells a version's), `notice` tells which rule applies to which amendment, `groups` are the
    groups of customers that have rules or days of their own, `planned` is the day on which the draft is meant to take effect, `references` all that its texts say of other documents, `formerly` the
    names that it had before it was renamed, oldest first, each with the last version that was released under it, `warnings` what
    somebody should look at in the draft, `publisher` the party that customers contract with.
    """

    id: str
    languages: tuple[str, ...]
    regime: Regime
    notice: NoticePolicy
    versions: tuple[Version, ...]
    draft: Snapshot
    termination: TerminationRight | None = None
    planned: dt.date | None = None
    references: frozenset[Reference] = frozenset()
    warnings: tuple[Problem, ...] = ()
    formerly: tuple[FormerName, ...] = ()
    groups: Mapping[str, Group] = field(default_factory=dict)
    publisher: Publisher | None = None

    @property
    def first_name(self) -> str:
        """The name that it had first: what never changes when it is renamed."""
        return self.formerly[0].name if self.formerly else self.id

    @property
    def former_names(self) -> tuple[str, ...]:
        """The names that it had before it was renamed, oldest first."""
        return tuple(former.name for former in self.formerly)

    @cached_property
    def languages_ever(self) -> tuple[str, ...]:
        """The languages in which it is or was published: those of the draft in the order of the record, then earlier ones."""
        return unique((*self.languages, *(language for state in self.states for language in state.editions)))

    @property
    def authoritative(self) -> str:
        """The language that prevails in the draft, the first of several."""
        return self.regime.authoritative

    @property
    def states(self) -> tuple[Snapshot, ...]:
        """Every version, oldest first, and the draft."""
        return (*self.versions, self.draft)

    def all_editions(self) -> Iterator[Edition]:
        """The editions of all states."""
        for state in self.states:
            yield from state.editions.values()

    def version(self, name: str) -> Version | None:
        return next((version for version in self.versions if version.name == name), None)

    @cached_property
    def active_versions(self) -> tuple[Version, ...]:
        """The versions that were not withdrawn."""
        return tuple(version for version in self.versions if not version.withdrawn)

    def ids_ever(self, language: str) -> frozenset[str]:
        """The id of every clause that it has or had in a language; none for a language that it does not have."""
        return self._ids_ever.get(language, frozenset())

    @cached_property
    def _ids_ever(self) -> Mapping[str, frozenset[str]]:
        ids: dict[str, set[str]] = {}
        for snapshot in self.states:
            for language, edition in snapshot.editions.items():
                ids.setdefault(language, set()).update(clause.id for clause in edition.walk())
        return {language: frozenset(found) for language, found in ids.items()}

    def predecessor(self, snapshot: Snapshot) -> Version | None:
        """The version that `snapshot`, a version or the draft, follows; None for the first. Withdrawn ones are passed over.

        It is the one before it by number that was there when it was announced: a correction of the version in force which came
        later, while `snapshot` was announced already, does not change what `snapshot` changed.
        """
        before = len(self.active_versions)
        if isinstance(snapshot, Version):
            before = bisect_left(self.active_versions, snapshot.number, key=lambda version: version.number)
            while before and self.active_versions[before - 1].entry > snapshot.entry:
                before -= 1
        return self.active_versions[before - 1] if before else None

    def regime_of(self, snapshot: Snapshot) -> Regime:
        """How `snapshot` is to be read: as its entry says, else as the document's head does."""
        return (snapshot.regime if isinstance(snapshot, Version) else None) or self.regime

    def prevails(self, language: str, snapshot: Snapshot) -> bool:
        """Whether the text of `snapshot` in `language` is the one, or one of those, that prevail, not a translation."""
        return language in self.regime_of(snapshot).prevailing

    def binds(self, language: str, snapshot: Snapshot) -> bool:
        """Whether the text of `snapshot` in `language` binds at all: a courtesy translation never does."""
        return language not in self.regime_of(snapshot).courtesy

    def pivot(self, states: Sequence[Snapshot]) -> str:
        """The language in which `states`, oldest first, are compared: that which prevails in the newest of them, or in an earlier one
        where some lack it; failing these, the first that all have."""
        shared = [code for code in self.languages_ever if all(code in state.editions for state in states)]
        prevailing = [*(self.regime_of(state).authoritative for state in reversed(states)), self.regime.authoritative]
        return next((code for code in (*prevailing, *shared) if code in shared), prevailing[0])

    def equals(self, states: Sequence[Snapshot]) -> frozenset[str]:
        """The languages that prevail in one of `states` together with that in which they are compared."""
        prevailing = {code for state in states for code in self.regime_of(state).prevailing}
        return frozenset(prevailing - {self.pivot(states)})

    def rule_of(self, snapshot: Snapshot, group: str = "") -> NoticeRule:
        """The notice that `snapshot` needs as an amendment of its predecessor, for all or for one group: the rule of its day, else the
        document's."""
        if not isinstance(snapshot, Version):
            return self.rule_for(snapshot, group) or self.notice.standard
        terms = snapshot.groups.get(group)
        sealed = (terms.notice if terms else None) or snapshot.notice
        return sealed or self.rule_for(snapshot, group, snapshot.rule_name, snapshot.ground) or self.notice.standard

    def rule_for(
        self, snapshot: Snapshot, group: str = "", name: str = "", ground: Ground | None = None
    ) -> NoticeRule | None:
        """The rule that the head has for `snapshot` as an amendment under a named rule or on a ground; None where it has no such.

        Named rules and grounds that the policy of a group does not list are as for all.
        """
        before = self.predecessor(snapshot)
        is_price = before is not None and changes_price(before, snapshot)
        own = self.groups[group].notice if group in self.groups else None
        found = own.find(name, ground, changes_price=is_price) if own else None
        return found or self.notice.find(name, ground, changes_price=is_price)

    def right_of(self, version: Version, group: str = "") -> TerminationRight | None:
        """The right to terminate that a version opens, for all or for one group; None for one that is not substantial."""
        if not version.substantial:
            return None
        terms = version.groups.get(group)
        by_head = None if version.chain else self.termination  # a sealed version says all by itself
        return (terms.termination if terms else None) or version.termination or by_head


def changes_price(old: Snapshot, new: Snapshot) -> bool:
    """Whether an amount of money is another one, is new or is gone."""
    amounts = [
        {name: value for name, value in state.values.items() if isinstance(value, Amount)} for state in (old, new)
    ]
    return amounts[0] != amounts[1]


@dataclass(frozen=True)
class Book:
    """All documents of a site, in the order of their ids."""

    documents: Mapping[str, Document]

    @cached_property
    def _by_former_name(self) -> Mapping[str, Document]:
        return {name: document for document in self.documents.values() for name in document.former_names}

    def find(self, name: str) -> Document | None:
        """The document that has this name, or had it before it was renamed."""
        return self.documents.get(name) or self._by_former_name.get(name)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that documents have or had."""
        return (*self.documents, *self._by_former_name)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which at least one document is or was published, in the order of the records."""
        return unique(language for document in self.documents.values() for language in document.languages_ever)
