"""Data for programs: documents, versions and texts as JSON, with the digests that prove them (docs/data.md).

Nothing in it is true on one day only: dates and a rule are given, not a status.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from clausebook.model import timeline
from clausebook.model.document import Book, Clause, Document, Snapshot, Version
from clausebook.model.plaintext import head_of, plain_prose, plain_text
from clausebook.model.wording import Mentions, Outside, Wording, outside
from clausebook.pages import addresses
from clausebook.pages.page import DataFile
from clausebook.source import with_lf

FORMAT = 1
STATUS_RULE = (
    "With the calendar day in the version's timezone: a version is announced from “announced” on. It is in force from the first "
    "instant of “effective” until a later version that is not withdrawn takes effect; those who become customers are bound "
    "from “effective_new” where it is given. A version with “withdrawn” never takes effect. From the effective day of one of the kind "
    "“retirement” on no version is in force."
)


@dataclass(frozen=True)
class DataMaker:
    """Makes the data of a book as of a day for each document; `outside` is filled by language where it is not known yet. `root_url` is the site's address with a final slash; without it
    addresses are relative to the root of the site."""

    root: Path
    book: Book
    days: Mapping[str, dt.date]
    languages: tuple[str, ...]
    root_url: str = ""
    outside: dict[str, Mapping[str, Outside]] = field(default_factory=dict, compare=False, repr=False)
    _clauses: dict[tuple[str, str], _ClauseData] = field(default_factory=dict, compare=False, repr=False)

    def make(self) -> Iterator[DataFile]:
        """Every data file, and the schema that they follow."""
        yield from self.overview()
        for document in self.book.documents.values():
            for language in self.languages:
                yield from self.editions(document, language, document.versions)

    def overview(self) -> Iterator[DataFile]:
        """The files about all languages, and the schema."""
        yield _file(addresses.data_index(), self.index())
        schema = (files("clausebook") / "schemas" / "data.schema.json").read_text(encoding="utf-8")
        yield DataFile(addresses.data_schema(), schema)
        for document in self._documents():
            for name in (document.id, *document.former_names):  # programs follow no redirect of a static site
                yield _file(addresses.data_document(name), self.document(document))

    def editions(self, document: Document, language: str, states: Sequence[Snapshot]) -> Iterator[DataFile]:
        """The files of those of these states that are published in a language."""
        wanted = {state.name for state in states}
        for version in self._published(document):
            if version.name in wanted and language in version.editions:
                edition = self._edition(document, version, language)
                text = plain_text(self._wording(version, language), head_of(document, version, language))
                for name in (document.id, *document.former_names):
                    yield DataFile(addresses.data_edition(name, version.name, language), edition)
                    yield DataFile(addresses.plain_text(name, version.name, language), text)

    def index(self) -> dict[str, Any]:
        """All documents, and how to tell the status of a version from its dates."""
        return {
            "format": FORMAT,
            "site": self.root_url or None,
            "status_rule": STATUS_RULE,
            "documents": [
                {
                    "id": document.id,
                    "formerly": list(document.former_names),
                    "titles": self._titles(document),
                    "languages": self._offered(document),
                    "data": self._url(addresses.data_document(document.id)),
                }
                for document in self._documents()
            ],
        }

    def document(self, document: Document) -> dict[str, Any]:
        """One document with its published versions, oldest first."""
        return {
            "format": FORMAT,
            "id": document.id,
            "formerly": list(document.former_names),
            "titles": self._titles(document),
            "languages": self._offered(document),
            "versions": [self._version(document, version) for version in self._published(document)],
        }

    def _version(self, document: Document, version: Version) -> dict[str, Any]:
        withdrawn = version.withdrawn if timeline.is_withdrawn(version, self.days[document.id]) else None
        last = None if withdrawn else timeline.last_day_to_terminate(document, version)
        regime, right = document.regime_of(version), version.termination
        return {
            "version": version.name,
            "kind": version.kind.value,
            "announced": version.announced.isoformat() if version.is_announcement_known else None,
            "dispatched_by": version.dispatched_by.isoformat() if version.dispatched_by else None,
            "effective": version.effective.isoformat(),
            "effective_new": version.effective_new.isoformat() if version.effective_new else None,
            "groups": {name: self._group(document, version, name) for name in version.groups},
            "clauses": {name: day.isoformat() for name, day in version.clause_days.items()},
            "substantial": version.substantial,
            "ground": version.ground.value if version.ground else None,
            "provision": dict(version.provision),
            "rule": version.rule_name or None,
            "confirmed": list(version.confirmed),
            "carries": str(version.carries) if version.carries else None,
            "law": regime.law,
            "authoritative": list(regime.prevailing),
            "courtesy": list(regime.courtesy),
            "timezone": regime.timezone.key,
            "notice": version.notice.plain if version.notice else None,
            "termination": right.plain if right else None,
            "terminate_until": last.isoformat() if last else None,
            "withdrawn": {"day": withdrawn.day.isoformat(), "reason": dict(withdrawn.reason)} if withdrawn else None,
            "chain": version.chain or None,
            "editions": {
                language: {
                    "title": version.editions[language].title,
                    "digest": version.editions[language].digest,
                    "text_digest": version.text_digests.get(language),
                    "path": version.editions[language].path,
                    "page": self._url(addresses.version(language, document.id, version.name)),
                    "data": self._url(addresses.data_edition(document.id, version.name, language)),
                    "text": self._url(addresses.plain_text(document.id, version.name, language)),
                }
                for language in self._languages(version)
            },
        }

    def _edition(self, document: Document, version: Version, language: str) -> str:
        """The JSON of one version in one language: its text as printed, clause by clause, and the file that was published."""
        edition = version.editions[language]
        wording = self._wording(version, language)
        facts = {
            "format": FORMAT,
            "document": document.id,
            "version": version.name,
            "language": language,
            "prevails": document.prevails(language, version),
            "binds": document.binds(language, version),
            "title": edition.title,
            "summary": "\n\n".join(plain_prose(edition.summary, wording)),
            "digest": edition.digest,
            "text_digest": version.text_digests.get(language),
            "head": head_of(document, version, language),
            "values": {name: wording.value(name) for name in version.values},
        }
        text = self._clauses_of(document, language).all(edition.clauses, wording)
        source = with_lf((self.root / edition.path).read_bytes()).decode("utf-8")
        return f'{_COMPACT.encode(facts)[:-1]},\n"clauses":{text},\n"source":{_COMPACT.encode(source)}}}\n'

    def _clauses_of(self, document: Document, language: str) -> _ClauseData:
        """What is kept of the document and language whose files are being made; the one before is forgotten."""
        key = document.id, language
        if key not in self._clauses:
            self._clauses.clear()
            self._clauses[key] = _ClauseData()
        return self._clauses[key]

    def _wording(self, version: Version, language: str) -> Wording:
        if language not in self.outside:
            self.outside[language] = outside(self.book, language, self.days)
        return Wording(version, language, self.outside[language])

    def _documents(self) -> list[Document]:
        """The documents of which something is published in a language of the site."""
        documents = self.book.documents.values()
        return [one for one in documents if any(self._languages(version) for version in self._published(one))]

    def _published(self, document: Document) -> tuple[Version, ...]:
        return timeline.published(document, self.days[document.id])

    def _languages(self, version: Version) -> list[str]:
        return [language for language in self.languages if language in version.editions]

    def _offered(self, document: Document) -> list[str]:
        """The languages of the site in which something of a document is published."""
        found = {language for version in self._published(document) for language in self._languages(version)}
        return [language for language in self.languages if language in found]

    def _titles(self, document: Document) -> dict[str, str]:
        """The titles that the pages show: of the version in force, else of the first announced one; where that lacks a language, of the last one.

        The draft names no document: its title may be meant for a later day.
        """
        day = self.days[document.id]
        leading = timeline.leading(document, day)
        standing = [one for one in reversed(self._published(document)) if not timeline.is_withdrawn(one, day)]
        states = [leading, *standing] if leading else standing
        titles: dict[str, str] = {}
        for language in self.languages:
            for state in states:
                if language in state.editions:
                    titles[language] = state.editions[language].title
                    break
        return titles

    def _group(self, document: Document, version: Version, name: str) -> dict[str, Any]:
        """What a version is for one group of customers."""
        terms = version.groups[name]
        withdrawn = timeline.is_withdrawn(version, self.days[document.id])
        last = None if withdrawn else timeline.last_day_to_terminate(document, version, name)
        return {
            "name": dict(terms.names),
            "effective": terms.effective.isoformat(),
            "notice": terms.notice.plain if terms.notice else None,
            "termination": terms.termination.plain if terms.termination else None,
            "terminate_until": last.isoformat() if last else None,
        }

    def _url(self, address: str) -> str:
        return f"{self.root_url}{address}"


class _ClauseData:
    """The clauses of a document's versions in one language as JSON. Versions share the clauses that are alike in them as one
    object, so a clause that reads the same in many is written once."""

    def __init__(self) -> None:
        self._mentions: dict[int, Mentions] = {}
        self._written: dict[Hashable, str] = {}

    def all(self, clauses: Sequence[Clause], wording: Wording) -> str:
        return "[" + ",\n".join([self._one(clause, wording) for clause in clauses]) + "]"

    def _one(self, clause: Clause, wording: Wording) -> str:
        mentions = self._mentions.get(id(clause))
        if mentions is None:
            mentions = self._mentions[id(clause)] = Mentions.of(clause.walk())
        key = id(clause), wording.reading(mentions)
        found = self._written.get(key)
        if found is None:
            facts = {
                "id": clause.id,
                "number": clause.number,
                "label": clause.label,
                "title": clause.title,
                "text": "\n\n".join(plain_prose(clause.text, wording)),
                "repealed": clause.repealed,
                "only": list(clause.only),
                "in_short": "\n\n".join(plain_prose(clause.in_short, wording)),
            }
            nested = self.all(clause.clauses, wording)
            found = self._written[key] = f'{_COMPACT.encode(facts)[:-1]},"clauses":{nested}}}'
        return found


_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _file(address: str, data: Mapping[str, Any]) -> DataFile:
    return DataFile(address, json.dumps(data, ensure_ascii=False, indent=1) + "\n")
