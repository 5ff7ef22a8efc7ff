"""Verifying traces: an artifact serves a build if all that it was made from is as it was (as in Shake, “Build systems à la carte”).

An artifact is found by its name in the index. What it was made from stands in its trace, each input with a digest: the queries that were made of a
view while it was made, and what is given to all of its kind, such as the settings. Where no source of the queries changed,
they need not be answered; where one did, they are answered again, and an artifact whose answers are the same stays as it is (early cut-off).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from clausebook.digests import digest_of
from clausebook.pages.answers import Answers, source_of
from clausebook.pages.recording import Query
from clausebook.site.artifacts import Artifact, ArtifactStore, ArtifactWriter


@dataclass(frozen=True, slots=True)
class Entry:
    """An artifact by its key, with a digest for each source on which its inputs depend, of when it was last known to be current."""

    key: str
    sources: Mapping[str, str]


Index = Mapping[str, Entry]


def read_index(store: ArtifactStore) -> dict[str, Entry]:
    """The entries of a store and of what others made, by the names of the artifacts; nothing of what has another form."""
    entries: dict[str, Entry] = {}
    for index in store.read_index():
        for name, entry in index.items() if isinstance(index, dict) else ():
            parsed = _parse_entry(entry)
            if parsed:
                entries[name] = parsed
    return entries


def write_index(store: ArtifactStore, index: Index) -> None:
    """Keep the entries of all artifacts that a site consists of."""
    store.write_index({name: [entry.key, dict(entry.sources)] for name, entry in sorted(index.items())})


def _parse_entry(entry: Any) -> Entry | None:
    match entry:
        case [str(key), dict(sources)] if all(isinstance(digest, str) for digest in sources.values()):
            return Entry(key, sources)
        case _:
            return None


@dataclass
class Tracer:
    """Finds or makes the artifacts of one language. `given` is what those of every name are made from beside the answers of its view.

    `index` holds the entries of the last build, `used` those of this one; `reasons` says why an artifact was made, by its name.
    """

    answers: Answers
    store: ArtifactStore
    index: Index
    given: Mapping[str, str]
    used: dict[str, Entry] = field(default_factory=dict)
    reasons: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def find(self, name: str, given: Mapping[str, str] | None = None) -> Artifact | None:
        """The artifact of this name, if it is current; `given` is what else it is made from."""
        given = {**self.given, **(given or {})}
        entry = self.index.get(name)
        artifact = self.store.find(entry.key) if entry else None
        if entry is None or artifact is None:
            self.reasons[name] = (_NEVER,)
            return None
        if self._has_sources(entry, given):
            self.used[name] = entry
            return artifact
        changed = tuple(self._changed(artifact, entry, given))
        if changed:
            self.reasons[name] = changed
            return None
        self.used[name] = self._entry(artifact, given)
        return artifact

    def looks_current(self, name: str, given: Mapping[str, str] | None = None) -> bool:
        """Whether an artifact of this name is there, and no source of what it was made from changed."""
        entry, given = self.index.get(name), {**self.given, **(given or {})}
        return entry is not None and self.store.has(entry.key) and self._has_sources(entry, given)

    def _has_sources(self, entry: Entry, given: Mapping[str, str]) -> bool:
        return entry.sources.keys() >= given.keys() and all(
            self._source(source, given) == digest for source, digest in entry.sources.items()
        )

    def _source(self, source: str, given: Mapping[str, str]) -> str | None:
        return given[source] if source in given else self.answers.source(source)

    def _changed(self, artifact: Artifact, entry: Entry, given: Mapping[str, str]) -> Iterable[str]:
        """The inputs of an artifact that are not as they were."""
        for text, digest in artifact.trace.items():
            if text in given:
                if given[text] != digest:
                    yield text
                continue
            query = Query.parse(text)
            source = source_of(query)
            if entry.sources.get(source) != self.answers.source(source) and self.answers.digest(query) != digest:
                yield text
        yield from (text for text in given if text not in artifact.trace)

    def _entry(self, artifact: Artifact, given: Mapping[str, str]) -> Entry:
        queries = {Query.parse(text) for text in artifact.trace if text not in given}
        return Entry(artifact.key, {**self.answers.sources(queries), **given})

    def find_or_make(
        self, name: str, fill: Callable[[ArtifactWriter], None], given: Mapping[str, str] | None = None
    ) -> Artifact:
        """The artifact of this name, made by `fill` where there is none that is current."""
        return self.find(name, given) or self.make(name, fill, given)

    def make(
        self, name: str, fill: Callable[[ArtifactWriter], None], given: Mapping[str, str] | None = None
    ) -> Artifact:
        """The artifact of this name, made now, with the queries that are made meanwhile."""
        given = {**self.given, **(given or {})}
        with self.answers.view.recorder.recording() as queries:

            def key_of() -> tuple[str, Mapping[str, str]]:
                asked = {str(query): self.answers.digest(query) for query in queries}
                trace = dict(sorted({**asked, **given}.items()))
                return digest_of(name, trace), trace

            artifact = self.store.make(key_of, fill)
        self.used[name] = self._entry(artifact, given)
        return artifact


_NEVER = "never made, or not with this cache"


def explanation(reason: str) -> str:
    """In plain words, what was asked of a view that has another answer now."""
    query = Query.parse(reason)
    words = _WORDS.get(query.kind)
    if words is None:
        return reason
    names = dict(zip(("language", "what"), query.detail, strict=False))
    return words.format(
        document=query.document, day=query.detail[0] if query.detail else "", **{"language": "", "what": "", **names}
    )


_WORDS = {
    "program": "another version of the program, or of a package that it uses",
    "settings": "mkdocs.yml",
    "languages": "the languages of the site, or whether drafts are shown",
    "templates": "the templates of the site",
    "anything": "hooks, plugins or included files, which may read anything",
    "theme": "what the theme puts around pages: the navigation, or a title in it",
    "content": "the hand-written pages in content/",
    "documents": "which documents there are",
    "record": "the record of “{document}”: its facts, its versions, or which of their days have come",
    "outline": "titles, numbers, summaries or defined terms of “{document}” ({language})",
    "text": "the text of {what} of “{document}” ({language})",
    "clause": "clause “{what}” of “{document}” ({language}) in some version",
    "changes": "what {what} of “{document}” changed",
    "life": "what happened to clause “{what}” of “{document}”",
    "begun": "since when the wordings in {what} of “{document}” have stood ({language})",
    "history": "what changed between any two versions of “{document}”",
    "outside": "how “{document}” looks from other documents",
    "turn": "whether {day} has come",
    "day": "the day",
}
