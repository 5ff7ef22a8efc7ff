"""Sites: every page, text and data file of a built site, made again from the record and compared (`verify --site`)."""

from __future__ import annotations

import datetime as dt
import os
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from clausebook.model.document import Document
from clausebook.pages import addresses
from clausebook.pages.history import history_page
from clausebook.pages.library import (
    DocumentArchive,
    batches,
    document_files,
    document_pages,
    language_files,
    language_pages,
)
from clausebook.pages.page import DataFile, Page
from clausebook.pages.policy import with_policy
from clausebook.problems import Place, Problems
from clausebook.verify.again import Again, AsOf
from clausebook.verify.differences import compare_pages, counted, distance
from clausebook.verify.frames import Frames, shipped
from clausebook.verify.links import Links
from clausebook.verify.saved import SavedPage, Unreadable, place_of
from clausebook.verify.styles import StyleCheck, own_styles
from clausebook.verify.visible import Token, see

NOT_COVERED = "hand-written pages, the language chooser, the search index, the sitemaps, and what header, navigation and footer of pages say"
_BEGINS, _ENDS = '<article class="md-content__inner md-typeset">', "</article>"
_CLAIM = b'name="clausebook-page"'


@dataclass(slots=True)
class SiteCount:
    """How much of a site was compared, and as of which day each of its documents is shown."""

    days: dict[str, dt.date] = field(default_factory=dict)
    versions: int = 0
    pages: int = 0
    data: int = 0
    texts: int = 0
    feeds: int = 0
    assets: int = 0
    others: int = 0


@dataclass
class SiteCheck:
    """Compares the built site in `folder` with the book."""

    again: Again
    folder: Path
    problems: Problems
    count: SiteCount = field(default_factory=SiteCount)
    _paths: dict[str, Path] = field(default_factory=dict, repr=False)
    _seen: set[str] = field(default_factory=set, repr=False)

    def verify(self) -> SiteCount:
        """site-differs, site-missing, site-extra, site-link: the site is what the record makes, no less and no more."""
        self._paths = dict(self._list(self.folder))
        if not any(path.startswith("data/") for path in self._paths):
            self.problems.add(
                Place(str(self.folder)),
                "site-missing",
                "there is no data of any document here",
                "name the folder of a built site",
            )
            return self.count
        book = self.again.book
        self.count.days = {document.id: self._day(document) for document in book.documents.values()}
        self.count.versions = sum(len(document.versions) for document in book.documents.values())
        asof = AsOf(max(self.count.days.values()), self.count.days)
        frames = Frames(self.again.root, set())
        for page in self._pages(asof):
            self._compare_page(page, frames)
        for file in self._files(asof):
            self._compare_file(file)
        for address in sorted(frames.assets):
            self._compare_asset(address)
        for path in sorted(self._paths.keys() - self._seen):
            self._look_at_other(path)
        return self.count

    def _list(self, folder: Path) -> Iterator[tuple[str, Path]]:
        """Every file by its path in the site; links are named, and not followed."""
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        for entry in found:
            path = Path(entry.path)
            mode = entry.stat(follow_symlinks=False).st_mode
            name = path.relative_to(self.folder).as_posix()
            if stat.S_ISDIR(mode):
                yield from self._list(path)
            elif stat.S_ISREG(mode):
                yield name, path
            else:
                self.problems.add(
                    Place(str(path)),
                    "site-link",
                    "this is no ordinary file, so it shows what lies elsewhere",
                    "build the site again",
                )

    def _day(self, document: Document) -> dt.date:
        """The day as of which the site shows a document: its change log tells all of them apart; if it is right on none, the nearest."""
        language = next((code for code in self.again.languages if code in document.languages), "")
        text = self._text(f"{addresses.history(language, document.id)}index.html")
        copy = Counter(self._tokens(text, language)) if text else Counter[Token]()
        best, nearest = -1, self.again.today.days[document.id]
        for asof in self.again.candidates([document]):
            view = self.again.view(language, asof) if language else None
            if view is None or not view.shown(document):
                continue
            html = history_page(view, document).html
            if html in text:
                return asof.days[document.id]
            apart = distance(copy, Counter(self._tokens(f"{_BEGINS}{html}{_ENDS}", language)))
            if best < 0 or apart < best:
                best, nearest = apart, asof.days[document.id]
        return nearest

    def _tokens(self, html: str, language: str) -> list[Token]:
        content = LexborHTMLParser(html).css_first("article")
        return see(content, Links(f"{language}/")).tokens if content else []

    def _pages(self, asof: AsOf) -> Iterator[Page]:
        for language in self.again.languages:
            view = self.again.view(language, asof)
            yield from language_pages(view, self.again.facts.name)
            for document in self.again.book.documents.values():
                yield from document_pages(view, document)
                archive = DocumentArchive(view, document)
                for batch in batches(view, document):
                    yield from archive.pages(batch)

    def _files(self, asof: AsOf) -> Iterator[DataFile]:
        yield from self.again.data(asof).make()
        for language in self.again.languages:
            view = self.again.view(language, asof)
            yield from language_files(view, self.again.facts.name)
            for document in self.again.book.documents.values():
                yield from document_files(view, document, self.again.facts.name)

    def _take(self, path: str, what: str) -> bytes | None:
        """The bytes of a file that must be there; None with a problem where it is not."""
        self._seen.add(path)
        found = self._paths.get(path)
        if found is None:
            self.problems.add(
                Place(str(self.folder / path)),
                "site-missing",
                f"the record has {what}, but the site does not",
                "build the site again",
            )
            return None
        return found.read_bytes()

    def _text(self, path: str) -> str:
        found = self._paths.get(path)
        return found.read_bytes().decode("utf-8", "replace") if found else ""

    def _compare_page(self, page: Page, frames: Frames) -> None:
        path = f"{page.address}index.html"
        data = self._take(path, f"the page “{page.address}”")
        if data is None:
            return
        self.count.pages += 1
        text = data.decode("utf-8", "replace")
        facts = self.again.facts
        links = Links(page.address, [facts.url] if facts.url else [])
        before, found, after = text.partition(page.html)
        if found and before.rstrip().endswith(_BEGINS) and after.lstrip().startswith(_ENDS):
            frame = before + after
        else:
            frame = self._compare_content(path, page, text, links)
        for fault in frames.faults(frame, links):
            self._differs(path, fault)
        self._compare_head(path, page, frame)

    def _compare_content(self, path: str, page: Page, text: str, links: Links) -> str:
        """A page whose content is not there as it was made: what it says counts. Gives its frame."""
        copy = SavedPage(text, LexborHTMLParser(text), folder=(self.folder / path).parent)
        try:
            content = copy.content()
        except Unreadable as error:
            self._differs(path, str(error))
            return f"{_BEGINS}{_ENDS}"
        seen = see(content, links)
        made = see(place_of(page.html), links)
        differences = compare_pages(seen.tokens, made.tokens)
        for difference, more in counted(differences):
            self._differs(path, f"{difference.message}{more}")
        own = own_styles(self.again.root, tuple(self.again.facts.styles))
        faults = [] if differences else StyleCheck(copy, own, links).compare(seen, page.html)
        for fault, more in counted(faults):
            self._differs(path, f"{fault.message}{more}")
        if content.css_first("script:not([src])") or any(
            name.startswith("on") for node in content.css("*") for name in node.attributes
        ):
            self._differs(path, "its content has a script in it")
        content.inner_html = ""
        return copy.tree.html or ""

    def _compare_head(self, path: str, page: Page, frame: str) -> None:
        """What the head of a page says of it."""
        tree = LexborHTMLParser(frame)
        facts = self.again.facts
        title = " ".join((page.title if page.title == facts.name else f"{page.title} – {facts.name}").split())
        copy = SavedPage(frame, tree)
        html = tree.css_first("html")
        if copy.title != title:
            self._differs(path, f"its title is “{copy.title}”, in the record “{title}”")
        if copy.address != page.address:
            self._differs(path, f"it says that it is the page “{copy.address}”")
        if html is None or html.attributes.get("lang") != page.language:
            self._differs(path, "it names another language than its text has")

    def _compare_file(self, file: DataFile) -> None:
        what = "the file"
        data = self._take(file.address, f"{what} “{file.address}”")
        if data is None:
            return
        if file.address.endswith(".txt"):
            self.count.texts += 1
        elif file.address.endswith(".json"):
            self.count.data += 1
        elif file.address.endswith(".html"):
            self.count.pages += 1
        else:
            self.count.feeds += 1
        made = (with_policy(file.text) if file.address.endswith(".html") else file.text).encode()
        if data != made:
            lines = zip(data.split(b"\n"), made.split(b"\n"), strict=False)
            line = next((at for at, (one, other) in enumerate(lines, 1) if one != other), 1)
            self._differs(file.address, "it is not what the record makes", line)

    def _compare_asset(self, address: str) -> None:
        data = self._take(address, f"pages that need “{address}”")
        if data is None:
            return
        self.count.assets += 1
        if not any(path.read_bytes() == data for path in shipped(self.again.root, address)):
            self._differs(address, "it is not the style sheet or script that the program, the theme or the site has")

    def _look_at_other(self, path: str) -> None:
        """A file that the record does not make: no matter where it is none of a document."""
        parts = path.split("/")
        below = len(parts) > 2 and parts[0] in self.again.languages and parts[1] in self.again.book.documents
        ours = parts[0] == "data" or (below and not self._is_hand_written(parts))
        if not ours and path.endswith(".html"):
            ours = _CLAIM in self._paths[path].read_bytes()
        if ours:
            self.problems.add(
                Place(str(self.folder / path)),
                "site-extra",
                "the record has nothing at this address",
                "build the site again; if it was published, the record was cut off: restore it",
            )
        else:
            self.count.others += 1

    def _is_hand_written(self, parts: list[str]) -> bool:
        folder = self.again.root / "content" / parts[0]
        inner = parts[1:-1] if parts[-1] == "index.html" else parts[1:]
        name = "/".join(inner)
        return any((folder / each).is_file() for each in (name, f"{name}.md", f"{name}/index.md"))

    def _differs(self, path: str, message: str, line: int = 1) -> None:
        self.problems.add(
            Place(str(self.folder / path), line),
            "site-differs",
            message,
            "build the site again; if it was published so, one of the two was changed after publication",
        )
