"""Copies: a saved page, a plain text or data, compared with the same made again from the record (`verify --file`).

What a copy claims of itself (its address, version, language) only says what to make again; a digest that it names proves nothing.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborNode

from clausebook.languages import LANGUAGES
from clausebook.model.document import Document, Version
from clausebook.names import DRAFT
from clausebook.pages import addresses
from clausebook.pages.comparison_files import comparison_files
from clausebook.pages.page import DataFile, Page, PageKind
from clausebook.problems import Place, Problems
from clausebook.verify.again import Again, AsOf, is_address
from clausebook.verify.compared import choices_of, show_choice
from clausebook.verify.differences import compare_lines, compare_pages, compare_values, counted, distance
from clausebook.verify.links import Links, own_query, roots_of, spelt
from clausebook.verify.paired import language_beside, put_beside
from clausebook.verify.saved import MAX_BYTES, SavedPage, Unreadable, place_of, read_page
from clausebook.verify.scripted import Reading, read_as, readings_of
from clausebook.verify.styles import Fault, StyleCheck, own_styles
from clausebook.verify.visible import Seen, Token, see

NOT_COVERED = "scripts are not run; fonts, pictures and what stands around the content are not compared"
_TEXT_NAME = re.compile(r"([a-z0-9-]+)/([0-9.]+)/([a-z]+)")
_PAGES, _DATA, _TEXTS = {".html", ".htm", ".mhtml", ".mht"}, {".json"}, {".txt"}


@dataclass(frozen=True, slots=True)
class _MadePage:
    """A page made again, as of a day and as a reader's browser shows it."""

    asof: AsOf
    title: str
    html: str
    tokens: Sequence[Token]
    counts: Counter[Token]


@dataclass
class Copies:
    """Compares copies, one after another; `saved_from` are addresses that the user says copies come from."""

    again: Again
    saved_from: Sequence[str] = ()
    _made: dict[tuple[str, AsOfKey, Reading, bool], _MadePage] = field(default_factory=dict, repr=False)
    _data: dict[str, Any] = field(default_factory=dict, repr=False)
    _pages_kept: dict[str, tuple[list[tuple[AsOf, Page]], Iterator[tuple[AsOf, Page]]]] = field(
        default_factory=dict, repr=False
    )

    def verify(self, path: Path, problems: Problems) -> str:
        """copy-unreadable, copy-unknown, copy-differs, copy-hidden: the copy at `path` says what the record says. Gives what it is, in words."""
        name = str(path)
        try:
            if not path.is_file():
                raise Unreadable("this is no ordinary file")
            if path.stat().st_size > MAX_BYTES:
                raise Unreadable(f"the file is larger than {MAX_BYTES:,} bytes")
            data = path.read_bytes()
            if not data.strip():
                raise Unreadable("the file is empty")
            suffix = path.suffix.lower()
            if suffix in _PAGES:
                return self._verify_page(name, read_page(path, data), problems)
            if suffix in _DATA:
                return self._verify_data(name, data, problems)
            if suffix in _TEXTS:
                return self._verify_text(name, data, problems)
            raise Unreadable(f"nothing is known of files such as “{path.name}”")
        except (Unreadable, RecursionError) as error:
            said = (
                str(error)
                if isinstance(error, Unreadable)
                else "it is nested deeper than anything that the site writes"
            )
            problems.add(
                Place(name),
                "copy-unreadable",
                said,
                "name a saved page (.html, .mhtml), data (.json) or a plain text (.txt)",
            )
            return "file"

    # Plain texts

    def _verify_text(self, name: str, data: bytes, problems: Problems) -> str:
        try:
            text = data.decode("utf-8").replace("\r\n", "\n")
        except UnicodeDecodeError:
            raise Unreadable("the file is not UTF-8 text") from None
        named = _TEXT_NAME.fullmatch([*text.split("\n", 2), ""][1])
        found = self._edition(*named.groups()) if named else None
        if found is None:
            _unknown(problems, name, "its second line names no edition of the record, such as “basic/1.0/en”")
            return "plain text"
        made = self._edition_files(*found)[1].text
        if text != made:
            for (line, said), more in counted(compare_lines(text, made)):
                clause = _clause_of(found[1], found[2], made, line)
                _differs(problems, Place(name, line), f"{clause}{said}{more}")
        return f"plain text of {_edition_words(*found)}"

    def _edition(self, document: str, version: str, language: str) -> tuple[Document, Version, str] | None:
        known = self.again.book.find(document)
        found = known.version(version) if known else None
        if known is None or found is None or language not in found.editions:
            return None
        return known, found, language

    def _edition_files(self, document: Document, version: Version, language: str) -> list[DataFile]:
        """The data and the plain text of an edition."""
        days = dict.fromkeys(self.again.book.documents, dt.date.max)
        return list(self.again.data(AsOf(dt.date.max, days)).editions(document, language, [version]))

    # Data

    def _verify_data(self, name: str, data: bytes, problems: Problems) -> str:
        copy = load_json(data)
        what, made = self._data_again(copy)
        if not made:
            _unknown(problems, name, "this is no data of an edition, a document or a comparison that the record has")
            return "data"
        nearest: list[tuple[str, str]] | None = None
        for asof, value in made:
            found = compare_values(copy, value)
            if not found:
                return f"{what}{_as_of(asof, self.again)}"
            if nearest is None or len(found) < len(nearest):
                nearest = found
        if nearest is None:
            _unknown(problems, name, f"this is no {what} that the record has")
        for (path, said), more in counted(nearest or []):
            _differs(problems, Place(name), f"“{path}”: {said}{more}")
        return what

    def _data_again(self, copy: Any) -> tuple[str, Iterator[tuple[AsOf | None, Any]] | None]:
        """What data is, and the same made again as of each day on which it may have been made."""
        again = self.again
        if not isinstance(copy, Mapping):
            return "data", None
        if copy.keys() == again_schema().keys():
            return "the schema of the data", iter([(None, again_schema())])
        name, language = str(copy.get("document")), str(copy.get("language"))
        if "source" in copy or "clauses" in copy:
            found = self._edition(name, str(copy.get("version")), language)
            if found is None:
                return "data", None
            made = self._kept("/".join((name, found[1].name, language)), lambda: self._edition_files(*found)[0].text)
            return f"data of {_edition_words(*found)}", iter([(None, made)])
        document = again.book.find(name if _COMPARISON & copy.keys() else str(copy.get("id")))
        if "documents" in copy:
            everything = list(again.book.documents.values())
            return "the list of documents", self._each("index", everything, lambda asof: again.data(asof).index())
        if document is None:
            return "data", None
        if _COMPARISON & copy.keys():
            if language not in again.languages:
                return "data", None
            what = f"comparison data of “{document.id}” in {LANGUAGES[language].name}"
            key = f"comparison/{language}/{document.id}/files"
            made = self._each(key, [document], partial(_comparison_files, again, language, document))
            wanted = slice(0, 1) if "places" in copy else slice(1, None)
            return what, ((asof, file) for asof, files in made for file in files[wanted])
        return f"data of “{document.id}”", self._each(
            f"document/{document.id}", [document], lambda asof: again.data(asof).document(document)
        )

    def _each(self, key: str, documents: list[Document], make: Callable[[AsOf], Any]) -> Iterator[tuple[AsOf, Any]]:
        for asof in self.again.candidates(documents):
            made = self._kept(f"{key}@{sorted(asof.days.items())}", partial(_dumped, make, asof))
            if made is not None:
                yield asof, made

    def _kept(self, key: str, make: Callable[[], str]) -> Any:
        """What was made before under a key, as JSON tells it; made if it was not."""
        if key not in self._data:
            if len(self._data) > 200:
                self._data.clear()
            self._data[key] = json.loads(make())
        return self._data[key]

    # Pages

    def _verify_page(self, name: str, page: SavedPage, problems: Problems) -> str:
        content = page.content()
        address = page.address
        if not is_address(address) or address.count("/") > 5:
            _unknown(problems, name, "this page does not say which page of the site it is")
            return "page"
        if f"/{DRAFT}/" in address:
            _unknown(problems, name, "this is the page of a draft, which was never published")
            return "page"
        roots = roots_of(address, self.again.facts.url, page.claimed, self.saved_from)
        links = Links(address, roots, _base(page), page.query)
        links = replace(links, query=page.query or own_query(links, content))
        seen = see(content, links)
        found, nearest = self._find(address, page, content, seen)
        if found is None and nearest is None:
            _unknown(problems, name, f"the record has no page “{address}”")
            return "page"
        if found is None and nearest is not None:
            self._tell(name, page, seen, nearest, problems)
            return f"page {address}"
        if found:
            self._check_styles(name, page, links, seen, found, problems)
            return f"page {address}{_as_of(found.asof, self.again)}"
        return "page"

    def _find(
        self, address: str, page: SavedPage, content: LexborNode, seen: Seen
    ) -> tuple[_MadePage | None, _MadePage | None]:
        """The page made again that says what the copy says; else the nearest one."""
        counts = Counter(seen.tokens)
        nearest, best = None, -1
        language = next((node.attributes.get("lang") for node in page.tree.css("html")), None)
        for made in self._pages(address, content, hidden=not page.lacks_hidden):
            same = made.tokens == seen.tokens
            if same and page.title == made.title and language == address.partition("/")[0]:
                return made, None
            apart = 0 if same else 1 + distance(counts, made.counts)
            if best < 0 or apart < best:
                nearest, best = made, apart
        return None, nearest

    def _pages(self, address: str, content: LexborNode, *, hidden: bool) -> Iterator[_MadePage]:
        """The page at an address as of each day and in each reading that its copy may show."""
        until, beside = self.again.today.day + dt.timedelta(days=1), language_beside(content)
        for asof, page in self._as_of_each_day(address):
            made = place_of(page.html)
            document = page.document or next(iter(self.again.book.documents))
            for reading in readings_of(content, made, asof.days[document], until):
                yield self._read(page, asof, reading, hidden=hidden)
                if beside:
                    yield from self._paired(page, asof, reading, content, beside, hidden=hidden)
                if page.kind is PageKind.COMPARE and reading.days:
                    yield from self._compared(page, asof, reading, content, hidden=hidden)

    def _as_of_each_day(self, address: str) -> Iterator[tuple[AsOf, Page]]:
        """The page at an address as of each day, where it may differ from those before; made as far as they are asked for, and kept."""
        if address not in self._pages_kept:
            if len(self._pages_kept) > 100:
                self._pages_kept.clear()
            self._pages_kept[address] = [], self._make_as_of_each_day(address)
        known, more = self._pages_kept[address]
        for at in count():
            if at == len(known):
                found = next(more, None)
                if found is None:
                    return
                known.append(found)
            yield known[at]

    def _make_as_of_each_day(self, address: str) -> Iterator[tuple[AsOf, Page]]:
        told = set()
        for asof in self.again.candidates(self.again.documents_at(address)):
            page = self.again.page(address, asof)
            # Where scripts tell the day of reading, it counts since when the page was so.
            if page and (page.html not in told or "data-cb-zone" in page.html):
                told.add(page.html)
                yield asof, page

    def _paired(
        self, page: Page, asof: AsOf, reading: Reading, copy: LexborNode, beside: str, *, hidden: bool
    ) -> Iterator[_MadePage]:
        """A page of terms with another language beside each clause."""
        other = self.again.page(addresses.in_language(page.address, beside), asof)
        if other:
            made = place_of(page.html)
            put_beside(made, page.address, other.html, other.address, copy)
            yield self._make(page, asof, reading, made, hidden=hidden)

    def _compared(
        self, page: Page, asof: AsOf, reading: Reading, copy: LexborNode, *, hidden: bool
    ) -> Iterator[_MadePage]:
        """A compare page with each comparison that its copy may show."""
        document = self.again.book.documents[page.document]
        key = f"comparison/{page.language}/{document.id}@{sorted(asof.days.items())}"
        data = self._kept(key, partial(_dumped, _comparison_of(self.again, page.language, document), asof))
        for choice in choices_of(copy, data):
            made = place_of(page.html)
            show_choice(made, choice, data, reading.days[0][1], page.language)
            yield self._make(page, asof, reading, made, hidden=hidden)

    def _read(self, page: Page, asof: AsOf, reading: Reading, *, hidden: bool) -> _MadePage:
        key = page.address, tuple(sorted(asof.days.items())), reading, hidden
        found = self._made.get(key)
        if found is None:
            if len(self._made) > 500:
                self._made.clear()
            found = self._made[key] = self._make(page, asof, reading, place_of(page.html), hidden=hidden)
        return found

    def _make(self, page: Page, asof: AsOf, reading: Reading, content: LexborNode, *, hidden: bool) -> _MadePage:
        """A page made again in the place for its content, as it is read."""
        read_as(content, reading, page.language)
        if not hidden:
            for node in content.css("[hidden]"):
                node.decompose()
        roots = [self.again.facts.url] if self.again.facts.url else []
        tokens = see(content, Links(page.address, roots)).tokens
        return _MadePage(asof, self._title(page), content.inner_html or "", tokens, Counter(tokens))

    def _title(self, page: Page) -> str:
        """What stands in the title bar of a browser."""
        name = self.again.facts.name
        title = page.title if page.title == name else f"{page.title} – {name}"
        return " ".join(title.split())

    def _tell(self, name: str, page: SavedPage, seen: Seen, made: _MadePage, problems: Problems) -> None:
        found = compare_pages(seen.tokens, made.tokens)
        said = [(difference.anchor, difference.message) for difference in found]
        if page.title != made.title:
            said.append(("", f"its title is “{page.title}”, in the record “{made.title}”"))
        if not said:
            said.append(("", "it names another language than its text has"))
        for (anchor, message), more in counted(said):
            _differs(problems, Place(name, _line_of(page.text, anchor)), f"{message}{more}")

    def _check_styles(
        self, name: str, page: SavedPage, links: Links, seen: Seen, made: _MadePage, problems: Problems
    ) -> None:
        own = own_styles(self.again.root, tuple(self.again.facts.styles))
        faults = list(dict.fromkeys(StyleCheck(page, own, links).compare(seen, made.html)))
        for fault, more in counted(faults):
            words = _words_at(seen, fault)
            advice = "save the page again, without changing how it looks"
            problems.add(Place(name), "copy-hidden", f"{fault.message}{words}{more}", advice)


AsOfKey = tuple[tuple[str, dt.date], ...]


def _base(page: SavedPage) -> str:
    try:
        return spelt(page.base) if "://" in page.base else page.base
    except ValueError:
        return page.base


def _dumped(make: Callable[[AsOf], Any], asof: AsOf) -> str:
    return json.dumps(make(asof))


def _comparison_of(again: Again, language: str, document: Document) -> Callable[[AsOf], Any]:
    return partial(again.comparison, language, document)


# The index of comparison data has one of these, and its other files the other.
_COMPARISON = {"places", "rows"}


def _comparison_files(again: Again, language: str, document: Document, asof: AsOf) -> list[Any]:
    """The index of the comparison data, and its other files."""
    data = again.comparison(language, document, asof)
    return [json.loads(file.text) for file in comparison_files(data)] if data else []


def again_schema() -> dict[str, Any]:
    """The schema of the data, as the program ships it."""
    from importlib.resources import files

    found: dict[str, Any] = json.loads(
        (files("clausebook") / "schemas" / "data.schema.json").read_text(encoding="utf-8")
    )
    return found


def load_json(data: bytes) -> Any:
    """A JSON value; raises Unreadable, also for a key that stands twice in one place and for what is no JSON but often passes for it."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
            raise Unreadable(f"“{twice}” stands twice in one place")
        return found

    def refuse(name: str) -> Any:
        raise Unreadable(f"“{name}” is no JSON")

    try:
        return json.loads(data, object_pairs_hook=once, parse_constant=refuse)
    except Unreadable:
        raise
    except (ValueError, UnicodeDecodeError) as error:
        raise Unreadable(f"this is not JSON: {error}") from None


def _clause_of(version: Version, language: str, made: str, line: int) -> str:
    """The clause that a line of a plain text belongs to, as it begins a message; nothing for the head."""
    lines = made.split("\n")[:line]
    clauses = [(clause, f"{clause.label} {clause.title}".rstrip()) for clause in version.editions[language].walk()]
    found = ""
    start = 0
    for clause, label in clauses:
        for at in range(start, len(lines)):
            if lines[at] == label or lines[at].startswith(f"{label} "):
                found, start = f"“{clause.id}”: ", at + 1
                break
    return found


def _edition_words(document: Document, version: Version, language: str) -> str:
    return f"“{document.id}” {version.name} in {LANGUAGES[language].name}"


def _as_of(asof: AsOf | None, again: Again) -> str:
    if asof is None:
        return ""
    return ", as it stands today" if asof is again.today else f", as it stood on {asof.day}"


def _line_of(text: str, anchor: str) -> int:
    """The line of a page on which an anchor stands; its first where there is none."""
    found = re.search(rf"\bid=[\"']?{re.escape(anchor)}\b", text) if anchor else None
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _words_at(seen: Seen, fault: Fault) -> str:
    if fault.extent is None:
        return ""
    start, end = fault.extent
    at, words = 0, []
    for token in seen.tokens:
        length = len(token.text) if token.kind == "word" else token.kind == "open"
        if token.kind == "word" and at < end and start < at + length:
            words.append(token.text)
        at += length
    return f": “{' '.join(words[:12])}{' …' if len(words) > 12 else ''}”"


def _unknown(problems: Problems, name: str, message: str) -> None:
    problems.add(Place(name), "copy-unknown", message, "check where the file comes from")


def _differs(problems: Problems, place: Place, message: str) -> None:
    advice = "one of the two was changed after publication"
    problems.add(place, "copy-differs", message, advice)
