"""Reading: the folder `terms/` to a book. Every file is read, and every problem noted, before anything is given up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from clausebook.languages import LANGUAGES, language_advice, unique
from clausebook.model.document import (
    Book,
    Document,
    Edition,
    FormerName,
    Printed,
    Regime,
    Snapshot,
    Version,
    Withdrawal,
)
from clausebook.model.document_cache import DocumentCache
from clausebook.model.editions import GroupNames, SharedClauses, read_edition
from clausebook.model.entries import check_entries, check_notices, check_same_texts
from clausebook.model.misfits import CONSEQUENCES, CONSEQUENCES_OF_A_RECORD, read_mended
from clausebook.model.notice_reading import (
    check_named_clauses,
    check_rules,
    read_group_terms,
    read_groups,
    read_policy,
    read_right,
    read_rule,
)
from clausebook.model.numbering import Level
from clausebook.model.publisher import Publisher, check_publisher
from clausebook.model.rules import check_document, check_edition, check_references, find_references
from clausebook.model.schema import RecordForm, VersionForm, WithdrawalForm
from clausebook.model.seals import check_chain, check_digests, check_printed
from clausebook.model.validation_cache import ValidationCache
from clausebook.model.warnings import find_warnings
from clausebook.names import DRAFT, NAME_FORM, VersionNumber, is_name, suggestion
from clausebook.problems import Place, Problem, Problems
from clausebook.source import Node, read_yaml, text_folders, use_languages

TERMS = "terms"
# Pages and files beside those of the documents: /da/search/, /da/assets/, /data/index.json, /data/schema.json.
TAKEN = {"search", "assets", "index", "schema"}


# Does a piece of work for each of some jobs, as `map` does; maybe in several processes.
Spread = Callable[[Callable[["_Job"], "_Read"], Sequence["_Job"]], Iterable["_Read"]]


def read_book(root: Path, problems: Problems, kept: DocumentCache | None = None, spread: Spread = map) -> Book | None:
    """The book of the site at `root`; None when problems leave nothing that could be relied on.

    All mistakes of all files are added to `problems`; with any, the book must not be published. Documents whose files are as they
    were when they were last found without a fault come from `kept`, and so do the texts that did not change of those that did.
    """
    use_languages(root, problems)
    records = _find_records(root, problems)
    keys = {name: kept.key(root, TERMS, name) for name in records} if kept else {}
    found = {name: kept.find(root, key) for name, key in keys.items() if key} if kept else {}
    jobs = []
    for name in records:
        if not found.get(name):
            key = keys.get(name)
            jobs.append(_Job(root, name, kept.unchanged(root, key) if kept and key else {}))
    read = dict(zip([job.name for job in jobs], spread(_read_and_check, jobs), strict=True))
    documents = {}
    for name in records:
        document, faults, _ = read.get(name) or (found[name], (), False)
        problems.extend(faults)
        if document:
            documents[name] = document
    _find_strays(root, records, documents, problems)
    if len(documents) < len(records) or not documents:
        return None
    book = Book(documents)
    _check_former_names(root, book, problems)
    lost = Problems()
    for document in documents.values():
        check_references(book, document, lost)
    mended = any(is_mended for _, _, is_mended in read.values())
    problems.extend(problem for problem in lost if not (mended and problem.code in CONSEQUENCES))
    if kept and not len(problems):
        _keep(root, kept, keys, [document for document in documents.values() if document.id in read])
    return book


@dataclass(frozen=True, slots=True)
class _Job:
    """A document to be read; `unchanged` holds the editions of it that are known already, by path."""

    root: Path
    name: str
    unchanged: Mapping[str, Edition]


_Read = tuple[Document | None, tuple[Problem, ...], bool]


def _read_and_check(job: _Job) -> _Read:
    """A document with all problems that it has by itself, None with problems where it cannot be used; whether it was mended."""
    problems = Problems()
    document, doubtful = _read_document(job.root, job.name, problems, job.unchanged)
    if document:
        found = Problems()
        check_document(document, found, job.unchanged.values())
        problems.extend(problem for problem in found if problem.code not in doubtful)
        if not doubtful:
            document = replace(document, warnings=tuple(find_warnings(document)))
    return document, tuple(problems), bool(doubtful)


def _keep(root: Path, kept: DocumentCache, keys: Mapping[str, str | None], documents: Iterable[Document]) -> None:
    """Keep what was read anew; a folder that cannot be written to only costs time."""
    try:
        for document in documents:
            key = keys[document.id]
            if key:
                kept.keep(root, key, document)
        kept.keep_only({key for key in keys.values() if key})
    except OSError as error:
        kept.note(f"what was read could not be kept: {error.strerror}")


def _list(root: Path, path: str, problems: Problems) -> list[Path]:
    try:
        return sorted(entry for entry in (root / path).iterdir() if not entry.name.startswith("."))
    except NotADirectoryError:
        problems.add(Place(path), "file-type", "a file stands where a folder is expected", "replace it by a folder")
    except FileNotFoundError:
        problems.add(
            Place(path),
            "file-missing",
            "the folder does not exist",
            "create it; “clausebook help format” shows what goes where",
        )
    except OSError as error:
        problems.add(
            Place(path), "file-unreadable", f"the folder cannot be read: {error.strerror}", "check its permissions"
        )
    return []


def _find_records(root: Path, problems: Problems) -> list[str]:
    names = []
    for entry in _list(root, TERMS, problems):
        path = f"{TERMS}/{entry.name}"
        if entry.suffix in {".yml", ".yaml"}:
            if entry.suffix == ".yaml" or not is_name(entry.stem):
                problems.add(
                    Place(path),
                    "bad-name",
                    f"“{entry.name}” cannot name a document",
                    f"call it <document>.yml with {NAME_FORM}",
                )
            elif entry.stem in TAKEN:
                problems.add(
                    Place(path),
                    "bad-name",
                    f"“{entry.stem}” cannot name a document: the site has something else at that address",
                    "choose another name",
                )
            else:
                names.append(entry.stem)
        elif entry.is_dir():
            if entry.name not in LANGUAGES:
                problems.add(
                    Place(path),
                    "unknown-language",
                    f"the folder “{entry.name}” is not a language",
                    language_advice(entry.name),
                )
        else:
            problems.add(
                Place(path),
                "text-unlisted",
                f"“{entry.name}” is no record: a record ends in .yml",
                "rename or remove it",
            )
    if not names and not len(problems):
        problems.add(
            Place(TERMS),
            "file-missing",
            "there is no record of any document",
            "begin one with “clausebook new DOCUMENT”",
        )
    return names


def read_text_file(path: Path, language: str, numbering: Sequence[Level], problems: Problems) -> Edition | None:
    """One text file by itself, outside of any site; None with problems when it cannot be used.

    Its place is told from the current folder, or from the root when it lies elsewhere: two files often have the same name.
    """
    full, here = path.resolve(), Path.cwd()
    folder = here if full.is_relative_to(here) else Path(full.anchor)
    found = Problems()
    edition = read_edition(folder, full.relative_to(folder).as_posix(), language, SharedClauses(numbering), found)
    if edition:
        check_edition(edition, ValidationCache(), found)
    for each in found:
        place = each.place if folder == here else replace(each.place, path=f"{folder.as_posix()}{each.place.path}")
        problems.extend([replace(each, place=place)])
    return edition


@dataclass(frozen=True, slots=True)
class _TextReader:
    """Reads the texts of one document. Versions that number their clauses alike share them."""

    root: Path
    document: str
    unchanged: Mapping[str, Edition]
    groups: GroupNames
    problems: Problems
    _shared: dict[tuple[Level, ...], SharedClauses] = field(default_factory=dict)

    def editions(self, name: str, languages: Iterable[str], numbering: Sequence[Level]) -> dict[str, Edition] | None:
        """The editions of a version, or of the draft; None with problems when one of them cannot be used."""
        read = {language: self._edition(language, name, tuple(numbering)) for language in languages}
        editions = {language: edition for language, edition in read.items() if edition}
        return editions if len(editions) == len(read) else None

    def _edition(self, language: str, name: str, numbering: tuple[Level, ...]) -> Edition | None:
        path = f"{TERMS}/{language}/{self.document}/{name}.yml"
        if path in self.unchanged:
            return self.unchanged[path]
        if numbering not in self._shared:
            self._shared[numbering] = SharedClauses(numbering, self.unchanged.values(), self.groups)
        return read_edition(self.root, path, language, self._shared[numbering], self.problems)


def _read_document(
    root: Path, name: str, problems: Problems, unchanged: Mapping[str, Edition]
) -> tuple[Document | None, set[str]]:
    """A document, and the codes of what the rules may find only because a file of it had to be mended."""
    node = read_yaml(root, f"{TERMS}/{name}.yml", problems)
    record = read_mended(node, RecordForm, problems) if node else None
    if node is None or record is None:
        return None, set()
    is_record_mended = len(problems) > 0
    if not _check_languages(record, node, problems):
        return None, set()
    groups = {group: form.name for group, form in record.groups.items()}
    reader = _TextReader(root, name, unchanged, groups, problems)
    withdrawals = {form.withdraws: form for form in record.versions if isinstance(form, WithdrawalForm)}
    versions = [
        _read_version(reader, record, form, withdrawals.get(form.version), index, node.at("versions", index) or node)
        for index, form in enumerate(record.versions)
        if isinstance(form, VersionForm)
    ]
    draft = reader.editions(DRAFT, record.languages, record.numbering)
    doubtful = (CONSEQUENCES if len(problems) else set()) | (CONSEQUENCES_OF_A_RECORD if is_record_mended else set())
    check_rules(record, node, problems)
    check_entries(record, node, problems)
    check_chain(node, problems)
    if draft is None or any(version is None for version in versions):
        return None, set()
    policy = read_policy(record.notice, record.law)
    document = Document(
        name,
        unique(record.languages),
        _regime(record),
        policy,
        tuple(sorted((version for version in versions if version), key=lambda version: version.number)),
        Snapshot(name, None, record.values, draft),
        read_right(record.termination, record.law) if record.termination else None,
        record.planned,
        formerly=tuple(FormerName(former, last) for former, last in record.formerly.items()),
        groups=read_groups(record.groups, policy, record.law),
        publisher=Publisher(**dict(record.publisher)) if record.publisher else None,
    )
    check_publisher(document.publisher, document.languages, node, problems)
    check_digests(document, node, problems)
    if not doubtful:
        check_printed(document, node, problems)
        check_named_clauses(document, node, problems)
    check_notices(document, node, problems)
    check_same_texts(document, node, problems)
    return replace(document, references=find_references(document)), doubtful


def _check_languages(record: RecordForm, node: Node, problems: Problems) -> bool:
    """unknown-language, courtesy-prevails: whether a record's prevailing languages are among its languages, and none of them never binds."""
    for key, codes in (("authoritative", record.authoritative), ("courtesy", record.courtesy)):
        for code in codes:
            if code not in record.languages:
                named = "authoritative language" if key == "authoritative" else "courtesy translation"
                message = f"the {named} “{code}” is not one of the document's languages"
                problems.add(node.place_of_key(key), "unknown-language", message, "add it to “languages”")
    for code in record.courtesy:
        if code in record.authoritative:
            message = f"“{code}” cannot both prevail and be a courtesy translation, which never binds"
            problems.add(node.place_of_key("courtesy"), "courtesy-prevails", message, "name it under one of the two")
    return all(code in record.languages for code in record.authoritative)


def _check_former_names(root: Path, book: Book, problems: Problems) -> None:
    """former-name: a name that a document had names no other, now or formerly."""
    owners: dict[str, str] = {name: name for name in book.documents}
    for document in book.documents.values():
        for name in document.former_names:
            owner = owners.setdefault(name, document.id)
            if owner != document.id or name == document.id or name in TAKEN:
                path = f"{TERMS}/{document.id}.yml"
                node = read_yaml(root, path, Problems())
                found = node.at("formerly") if node else None
                problems.add(
                    found.place_of_key(name) if found else Place(path),
                    "former-name",
                    f"“{name}” cannot be a former name of “{document.id}”: it names {'something else' if name in TAKEN else f'“{owner}”'}",
                    "each name, former ones too, belongs to one document",
                )


def _regime(record: RecordForm) -> Regime:
    return Regime(
        record.law, record.authoritative, record.timezone, tuple(record.numbering), tuple(sorted(record.courtesy))
    )


def _regime_of(form: VersionForm, record: RecordForm) -> Regime:
    """An entry's own regime; what it does not say is as the record's head has it."""
    return Regime(
        form.law or record.law,
        form.authoritative or record.authoritative,
        form.timezone or record.timezone,
        tuple(form.numbering or record.numbering),
        tuple(sorted(form.courtesy if form.authoritative else record.courtesy)),
    )


def _name_of(document: str, record: RecordForm, version: VersionNumber) -> str:
    """The name that a document had when a version of it was released."""
    return next((former for former, last in record.formerly.items() if version <= last), document)


def _read_version(
    reader: _TextReader,
    record: RecordForm,
    form: VersionForm,
    withdrawal: WithdrawalForm | None,
    entry: int,
    node: Node,
) -> Version | None:
    name = str(form.version)
    languages = list(form.editions) or record.languages
    regime = _regime_of(form, record)
    lacking = [code for code in regime.prevailing if code not in languages]
    if lacking:
        reader.problems.add(
            node.place_of_key("editions"),
            "text-missing",
            f"version {name} lacks the authoritative language “{lacking[0]}”",
            "restore the record; a version is always published in its authoritative language",
        )
        return None
    missing = [
        language
        for language in languages
        if not (reader.root / TERMS / language / reader.document / f"{name}.yml").exists()
    ]
    for language in missing:
        path = f"{TERMS}/{language}/{reader.document}/{name}.yml"
        reader.problems.add(
            node.place,
            "text-missing",
            f"version {name} is listed, but {path} does not exist",
            "restore the file: a published version keeps its texts",
        )
    editions = None if missing else reader.editions(name, languages, regime.numbering)
    if editions is None:
        return None
    return Version(
        reader.document,
        form.version,
        form.values,
        editions,
        form.kind,
        form.announced_day,
        form.effective,
        form.effective_new,
        form.substantial,
        Withdrawal(withdrawal.announced, withdrawal.reason) if withdrawal else None,
        form.editions,
        form.chain,
        read_rule(form.notice, regime.law) if form.notice else None,
        read_right(form.termination, regime.law) if form.termination else None,
        regime,
        {
            language: Printed(head.model_dump(by_alias=True, exclude_defaults=True), form.printed.get(language, {}))
            for language, head in form.head.items()
        },
        form.texts,
        tuple(form.confirmed),
        form.carries,
        entry,
        _name_of(reader.document, record, form.version),
        form.rule,
        form.ground,
        form.provision,
        form.dispatched_by,
        read_group_terms(form.groups, regime.law),
        {clause: each.effective for clause, each in form.clauses.items()},
        form.announced is not None,
    )


def _find_strays(root: Path, records: list[str], documents: dict[str, Document], problems: Problems) -> None:
    """Texts that no record lists, and folders that belong to no document."""
    for language in filter(LANGUAGES.__contains__, text_folders(root)):
        for folder in _list(root, f"{TERMS}/{language}", problems):
            path = f"{TERMS}/{language}/{folder.name}"
            if folder.name not in records:
                problems.add(
                    Place(path),
                    "text-unlisted",
                    f"“{folder.name}” has no record {TERMS}/{folder.name}.yml",
                    suggestion(folder.name, records),
                )
            elif not folder.is_dir():
                problems.add(
                    Place(path),
                    "file-type",
                    "a file stands where a document's folder is expected",
                    "replace it by a folder",
                )
            elif folder.name in documents:
                _find_stray_texts(root, documents[folder.name], language, problems)


def _find_stray_texts(root: Path, document: Document, language: str, problems: Problems) -> None:
    listed = {f"{snapshot.name}.yml" for snapshot in document.states if language in snapshot.editions}
    for entry in _list(root, f"{TERMS}/{language}/{document.id}", problems):
        path = f"{TERMS}/{language}/{document.id}/{entry.name}"
        if entry.name in listed:
            continue
        if language not in document.languages and language not in document.languages_ever:
            problems.add(
                Place(path),
                "text-unlisted",
                f"the record of “{document.id}” does not list the language “{language}”",
                f"add it to “languages” in {TERMS}/{document.id}.yml",
            )
        else:
            problems.add(Place(path), *_stray(document, language, entry.name))


def _stray(document: Document, language: str, name: str) -> tuple[str, str, str]:
    if name == f"{DRAFT}.yml":
        return (
            "text-unlisted",
            f"“{document.id}” is retired in “{language}”: its record does not list the language any more",
            "remove the draft; published versions keep their texts",
        )
    try:
        number = VersionNumber.parse(name.removesuffix(".yml"))
    except ValueError:
        return (
            "bad-name",
            f"“{name}” is neither a version nor the draft",
            "call it draft.yml or <version>.yml, such as 1.0.yml",
        )
    if document.version(str(number)):
        return (
            "text-unlisted",
            f"version {number} of “{document.id}” was not published in “{language}”",
            "remove the file; a later version can add the language",
        )
    return (
        "text-unlisted",
        f"version {number} of “{document.id}” is not in its record",
        f"add it to “versions” in {TERMS}/{document.id}.yml, or remove the file",
    )
