"""History: what was published before is the beginning of what is published now (`verify --against`).

The earlier state is a commit, a folder with its `terms/`, or a downloaded `data/` folder. Of each document in it every entry of the record,
withdrawals too, must be today's in the same place, key by key and with the same chain value, and every published text the same byte for byte
(line ends apart). A chain that was computed anew over a changed history fits itself, but not what was published.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clausebook.git import FILE, LINK, RUNNABLE, Blob, Commit, Unknown
from clausebook.model.document import Book
from clausebook.model.reading import TERMS
from clausebook.names import DRAFT, is_name
from clausebook.pages.data import DataMaker
from clausebook.problems import Place, Problems
from clausebook.source import parse_yaml
from clausebook.verify.settings import SiteFacts

# What the data of a version may say differently later: where its copies lie, and what a withdrawal changes.
_WHERE = {"path", "page", "data", "text"}
_LATER = {"withdrawn", "terminate_until"}


@dataclass(slots=True)
class Compared:
    """How much of an earlier state was compared."""

    documents: int = 0
    entries: int = 0
    texts: int = 0


def verify_against(root: Path, book: Book, facts: SiteFacts, earlier: str, problems: Problems) -> Compared:
    """history-gone, history-differs, history-unknown: all that the state `earlier` published is published now, in its place."""
    if not earlier:
        problems.add(
            Place("."), "history-unknown", "an empty name is that of no state", "name a commit, a tag or a folder"
        )
        return Compared()
    folder = Path(earlier)
    if folder.is_dir() and not (folder / TERMS).is_dir() and any(folder.glob("*.json")):
        return _Data(root, book, facts, folder, problems).compare()
    try:
        state = _in_folder(folder) if folder.is_dir() else _in_commit(Commit.find(root, earlier))
    except Unknown as unknown:
        problems.add(Place(earlier), "history-unknown", str(unknown), unknown.advice)
        return Compared()
    return _Terms(root, book, earlier, state, problems).compare()


@dataclass(frozen=True, slots=True)
class _State:
    """An earlier `terms/`: its ordinary files, what else lies there, and how the bytes of some files are read."""

    files: Mapping[str, Any]
    others: Sequence[str]
    read: Callable[[Iterable[str]], Mapping[str, bytes]]


def _in_folder(folder: Path) -> _State:
    """The state in a folder; links in it are named and not followed."""
    files, others = {}, []
    for path, modes in _walk(folder / TERMS):
        name = path.relative_to(folder).as_posix()
        if stat.S_ISREG(modes):
            files[name] = path
        else:
            others.append(name)
    if not files:
        raise Unknown(f"there is no {TERMS}/ and no data of a site in {folder}", "name a site's folder, or its data/")
    return _State(files, others, lambda names: {name: files[name].read_bytes() for name in names})


def _walk(folder: Path) -> Iterator[tuple[Path, int]]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name) if folder.is_dir() else ():
        mode = entry.stat(follow_symlinks=False).st_mode
        if stat.S_ISDIR(mode):
            yield from _walk(Path(entry.path))
        else:
            yield Path(entry.path), mode


def _in_commit(commit: Commit) -> _State:
    found = commit.files(TERMS)
    files = {name: blob for name, blob in found.items() if blob.mode in {FILE, RUNNABLE}}
    if not files:
        raise Unknown(f"the commit {commit.name[:12]} has no {TERMS}/ here", "name a commit of this site")

    def read(names: Iterable[str]) -> Mapping[str, bytes]:
        wanted: dict[str, Blob] = {name: files[name] for name in names}
        contents = commit.contents(wanted.values())
        return {name: contents[blob] for name, blob in wanted.items()}

    return _State(files, [name for name, blob in found.items() if blob.mode == LINK], read)


@dataclass(frozen=True, slots=True)
class _Terms:
    """Compares an earlier `terms/` with the book at `root`."""

    root: Path
    book: Book
    earlier: str
    state: _State
    problems: Problems

    def compare(self) -> Compared:
        count = Compared()
        records, texts = self._names()
        for name in self.state.others:
            self._unknown(name, "is no ordinary file there, so nobody knows what it said")
        try:
            contents = self.state.read([*records.values(), *(path for paths in texts.values() for path in paths)])
        except Unknown as unknown:
            self.problems.add(Place(self.earlier), "history-unknown", str(unknown), unknown.advice)
            return count
        entries = {document: self._entries(path, contents[path]) for document, path in records.items()}
        for document, listed in entries.items():
            count.documents += 1
            count.entries += len(listed)
            today = self.book.find(document)
            if today is None:
                self._gone(document, listed)
                continue
            self._compare_entries(today.id, listed)
            for path in texts.get(document, ()):
                if any(str(entry.get("version")) == path.rsplit("/", 1)[1].removesuffix(".yml") for entry in listed):
                    count.texts += 1
                    self._compare_text(path.replace(f"/{document}/", f"/{today.id}/"), contents[path])
        return count

    def _names(self) -> tuple[dict[str, str], dict[str, list[str]]]:
        """The records of the state by their documents, and the published texts of each."""
        records: dict[str, str] = {}
        texts: dict[str, list[str]] = {}
        for name in self.state.files:
            match name.split("/"):
                case [_, file] if file.endswith(".yml") and is_name(file.removesuffix(".yml")):
                    records[file.removesuffix(".yml")] = name
                case [_, _, document, file] if file.endswith(".yml") and file != f"{DRAFT}.yml":
                    texts.setdefault(document, []).append(name)
        return records, texts

    def _entries(self, path: str, data: bytes) -> list[dict[str, Any]]:
        """The plain entries of an earlier record; none with a problem where it cannot be read."""
        try:
            node = parse_yaml(data.decode("utf-8").replace("\r\n", "\n"), path, Problems())
        except UnicodeDecodeError:
            node = None
        plain = node.plain() if node else None
        found = plain.get("versions", []) if isinstance(plain, dict) else None
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            self._unknown(path, "cannot be read as a record")
            return []
        return found

    def _unknown(self, path: str, what: str) -> None:
        advice = "name a state whose records are whole"
        self.problems.add(Place(path), "history-unknown", f"as it is in {self.earlier}, it {what}", advice)

    def _gone(self, document: str, listed: Sequence[Mapping[str, Any]]) -> None:
        if listed:
            digests = {digest for entry in listed for digest in _digests(entry)}
            kept = [
                other.id
                for other in self.book.documents.values()
                if any(digests & set(version.digests.values()) for version in other.versions)
            ]
            now = f"; its texts stand in “{kept[0]}” now" if kept else ""
            self.problems.add(
                Place(f"{TERMS}/{document}.yml"),
                "history-gone",
                f"the document “{document}” was published with {len(listed)} entries in {self.earlier}, and is gone{now}",
                "restore its record and its texts under their name",
            )

    def _compare_entries(self, document: str, listed: Sequence[Mapping[str, Any]]) -> None:
        path = f"{TERMS}/{document}.yml"
        text = (self.root / path).read_bytes().decode("utf-8").replace("\r\n", "\n")
        node = parse_yaml(text, path, Problems())
        entries = node.at("versions") if node else None
        today = entries.value if entries and isinstance(entries.value, list) else []
        for index, old in enumerate(listed):
            if index == len(today):
                lacking = len(listed) - index
                self._differs(
                    Place(path),
                    f"{name_of(old)} was published in {self.earlier}, but the record ends before it ({lacking} missing)",
                )
                return
            new = today[index].plain()
            keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
            if keys:
                said = "; ".join(
                    f"“{key}” was {_short(old.get(key))} and is {_short(new.get(key))}" for key in keys[:3]
                )
                more = f"; and {len(keys) - 3} more" if len(keys) > 3 else ""
                place = today[index].place_of_key(keys[0])
                self._differs(place, f"{name_of(old)} is not as it was published in {self.earlier}: {said}{more}")
                return

    def _compare_text(self, path: str, data: bytes) -> None:
        try:
            today = (self.root / path).read_bytes()
        except FileNotFoundError:
            self._differs(Place(path), f"this text was published in {self.earlier}, and is gone")
            return
        if _with_lf(today) != _with_lf(data):
            line = _first_line_that_differs(_with_lf(data), _with_lf(today))
            self._differs(Place(path, line), f"this text is not as it was published in {self.earlier}")

    def _differs(self, place: Place, message: str) -> None:
        advice = "restore it as it was; what was published can only be followed, never changed"
        self.problems.add(place, "history-differs", message, advice)


def name_of(entry: Mapping[str, Any]) -> str:
    """What an entry of a record is called."""
    return f"version {entry['version']}" if "version" in entry else f"the withdrawal of {entry.get('withdraws')}"


def _digests(entry: Mapping[str, Any]) -> Iterable[str]:
    """The digests of an entry's texts."""
    editions = entry.get("editions")
    return map(str, editions.values()) if isinstance(editions, dict) else ()


def _short(value: Any) -> str:
    if value is None:
        return "not there"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 90 else f"{text[:60]} … {text[-20:]}"


def _with_lf(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")


def _first_line_that_differs(old: bytes, new: bytes) -> int:
    pairs = zip(old.split(b"\n"), new.split(b"\n"), strict=False)
    return next((number for number, (one, other) in enumerate(pairs, 1) if one != other), 1)


@dataclass(frozen=True, slots=True)
class _Data:
    """Compares a downloaded `data/` folder with what the book would publish."""

    root: Path
    book: Book
    facts: SiteFacts
    folder: Path
    problems: Problems

    def compare(self) -> Compared:
        count = Compared()
        days = dict.fromkeys(self.book.documents, dt.date.max)  # also what is announced for later was sealed already
        maker = DataMaker(self.root, self.book, days, self.facts.languages_of(self.book), self.facts.url)
        for path in sorted(self.folder.glob("*.json")):
            if path.stem in {"index", "schema"}:
                continue
            data = self._load(path)
            listed = data.get("versions") if isinstance(data, dict) else None
            if not isinstance(data, dict) or not isinstance(listed, list) or not is_name(str(data.get("id"))):
                self._unknown(path, "this is no data of a document")
                continue
            count.documents += 1
            count.entries += len(listed)
            document = self.book.find(str(data["id"]))
            if document is None:
                self.problems.add(
                    Place(str(path)),
                    "history-gone",
                    f"the document “{data['id']}” was published with {len(listed)} versions, and is gone",
                    "restore its record and its texts under their name",
                )
                continue
            today = {entry["version"]: entry for entry in maker.document(document)["versions"]}
            self._compare_versions(path, listed, today)
            for version in document.versions:
                files = {
                    file.address: file.text
                    for code in version.editions
                    for file in maker.editions(document, code, [version])
                }
                count.texts += sum(self._compare_file(address, text) for address, text in files.items())
        return count

    def _compare_versions(self, path: Path, listed: Sequence[Any], today: Mapping[str, Mapping[str, Any]]) -> None:
        order = list(today)
        for index, old in enumerate(listed):
            new = today.get(str(old.get("version"))) if isinstance(old, dict) else None
            if new is None:
                self._differs(
                    path,
                    f"{name_of(old) if isinstance(old, dict) else old} was published, but the record does not have it",
                )
                return
            if order[index] != new["version"]:
                self._differs(
                    path, f"{name_of(old)} was published as number {index + 1} of the versions, and is not now"
                )
                return
            for key, was, now in _data_fields(old, new):
                if was != now:
                    message = f"{name_of(old)}: “{key}” was {_short(was)} and is {_short(now)}"
                    self._differs(path, message)
                    return

    def _compare_file(self, address: str, text: str) -> bool:
        """Whether a file of an edition was downloaded, and compared."""
        path = self.folder / address.partition("/")[2]
        if not path.is_file():
            return False
        data = _with_lf(path.read_bytes())
        if path.suffix == ".txt":
            same = data == text.encode()
        else:
            old, new = self._load(path), json.loads(text)
            same = isinstance(old, dict) and all(
                old.get(key) == new[key] for key in ("source", "digest", "text_digest")
            )
        if not same:
            self._differs(path, "this edition is not as it was published")
        return True

    def _load(self, path: Path) -> Any:
        try:
            return json.loads(path.read_bytes())
        except (ValueError, RecursionError):
            return None

    def _unknown(self, path: Path, message: str) -> None:
        self.problems.add(Place(str(path)), "history-unknown", message, "download the data again")

    def _differs(self, path: Path, message: str) -> None:
        advice = "restore the record and its texts; what was published can only be followed, never changed"
        self.problems.add(Place(str(path)), "history-differs", message, advice)


def _data_fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """The fields of a version's data that stay for good, as they were and as they are; those of its editions too."""
    withdrawn_since = old.get("withdrawn") is None and new["withdrawn"] is not None
    for key in {**old, **new}:
        if key == "editions" or (key in _LATER and withdrawn_since):
            continue
        yield key, old.get(key), new.get(key)
    theirs = old.get("editions") if isinstance(old.get("editions"), dict) else {}
    for language, edition in (theirs or {}).items():
        now = new["editions"].get(language, {})
        for key in edition if isinstance(edition, dict) else ():
            if key not in _WHERE:
                yield f"editions.{language}.{key}", edition[key], now.get(key)
