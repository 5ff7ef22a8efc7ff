"""The cache of documents is data: whatever was read comes back the same, with its clauses shared as they were, and no code in it runs."""

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.model.document import Clause, Document
from clausebook.model.document_cache import DocumentCache, Entry
from clausebook.model.reading import read_book
from clausebook.model.values import Party, Unit, Value
from clausebook.names import VersionNumber
from clausebook.private import Secret
from clausebook.problems import Problems

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    book = read_book(ROOT, Problems())
    assert book
    return list(book.documents.values())


def restored(document: Document, tmp_path: Path) -> Document | None:
    key = f"{'0' * 64}-{'1' * 64}"
    DocumentCache(tmp_path, Secret(b"x" * 32)).keep(ROOT, key, document)
    return DocumentCache(tmp_path, Secret(b"x" * 32)).find(ROOT, key)


def _clauses(document: Document) -> Iterator[Clause]:
    for edition in document.all_editions():
        yield from edition.walk()


def test_what_was_read_comes_back(documents: list[Document], tmp_path: Path) -> None:
    for document in documents:
        found = restored(document, tmp_path)
        assert found == document
        for one, other in zip(found.all_editions(), document.all_editions(), strict=True):
            assert (one.root, one.path, one.digest) == (other.root, other.path, other.digest)
            assert one.source == other.source
        identities = {id(one): id(other) for one, other in zip(_clauses(document), _clauses(found), strict=True)}
        assert len(identities) == len({*identities.values()}) < sum(1 for _ in _clauses(document))


_WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
_DECIMALS = st.decimals(allow_nan=False, allow_infinity=False)
_TIMES = st.times().map(lambda time: time.replace(fold=0))
_OF_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "amount": _DECIMALS,
    "currency": _WORDS,
    "percent": _DECIMALS,
    "unit": st.sampled_from(Unit),
    "counts": st.lists(st.integers(0), min_size=1).map(tuple),
    "numbers": st.lists(_DECIMALS, min_size=1).map(tuple),
    "time": _TIMES,
    "start": _TIMES,
    "end": _TIMES,
    "date": st.dates(),
    "texts": st.lists(_WORDS, min_size=1).map(tuple),
    "whose": st.none() | st.sampled_from(Party),
}
_VALUES = st.one_of(
    [st.builds(kind, **{one.name: _OF_FIELDS[one.name] for one in fields(kind)}) for kind in get_args(Value)]
)


@given(st.dictionaries(_WORDS, _VALUES, min_size=1))
def test_values_of_every_kind_come_back_as_they_are_written(
    documents: list[Document], values: dict[str, Value]
) -> None:
    """1.5 and 1.50 are equal, and print differently."""
    document = replace(documents[0], draft=replace(documents[0].draft, values=values))
    entry = Entry.decode(Entry.of(document).encode())
    assert repr(entry.restore(ROOT).draft.values) == repr(values)


def test_each_kind_of_value_is_known_by_its_fields() -> None:
    names = [frozenset(one.name for one in fields(kind)) for kind in get_args(Value)]
    assert not [(one, other) for one in names for other in names if one is not other and one <= other]


def test_everything_that_a_version_can_say_comes_back(documents: list[Document], tmp_path: Path) -> None:
    document = max(documents, key=lambda one: len(one.versions))
    version = replace(
        document.versions[-1],
        effective_new=dt.date(2030, 1, 1),
        confirmed=("a", "b"),
        carries=VersionNumber((1, 2, 3)),
        values={"rate": get_args(Value)[1](Decimal("1.50"))},
    )
    changed = replace(document, versions=(*document.versions[:-1], version))
    assert restored(changed, tmp_path) == changed


@pytest.mark.parametrize(
    "data",
    [
        b"cos\nsystem\n(S'touch POISONED'\ntR.",
        b"",
        b"null",
        b"{}",
        b"[]",
        b'{"document": null, "clauses": [], "nested": [], "editions": []}',
    ],
    ids=["pickle", "empty", "null", "object", "array", "without document"],
)
def test_an_entry_of_another_form_counts_for_nothing(tmp_path: Path, data: bytes) -> None:
    """Sealed with the right key, as another version of the program would."""
    said: list[str] = []
    secret, key = Secret(b"x" * 32), f"{'0' * 64}-{'1' * 64}"
    (tmp_path / f"{key}.document").write_bytes(secret.seal(f"document {key}", data))
    assert DocumentCache(tmp_path, secret, said.append).find(ROOT, key) is None
    assert said


def test_an_index_that_leads_nowhere_counts_for_nothing(documents: list[Document], tmp_path: Path) -> None:
    said: list[str] = []
    secret, key = Secret(b"x" * 32), f"{'0' * 64}-{'1' * 64}"
    entry = Entry.of(documents[0])
    for broken in (
        replace(entry, editions=((len(entry.clauses),), *entry.editions[1:])),
        replace(entry, editions=entry.editions[1:]),
        replace(entry, nested=entry.nested[1:]),
        replace(entry, editions=((-1,), *entry.editions[1:])),
    ):
        (tmp_path / f"{key}.document").write_bytes(secret.seal(f"document {key}", broken.encode()))
        assert DocumentCache(tmp_path, secret, said.append).find(ROOT, key) is None
    assert len(said) == 4


def test_an_entry_serves_a_copy_of_the_site(tmp_path: Path) -> None:
    """Places of mistakes lead into the files that were read, wherever the cache comes from."""
    shutil.copytree(ROOT / "terms", tmp_path / "copy" / "terms")
    cache = DocumentCache(tmp_path / "cache", Secret(b"x" * 32))
    for root in (ROOT, tmp_path / "copy"):
        book = read_book(root, Problems(), cache)
        assert book
        assert {edition.root for document in book.documents.values() for edition in document.all_editions()} == {root}
