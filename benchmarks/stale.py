"""Looks for one stale page: `python benchmarks/stale.py --rounds 2000` edits a small site at random again and again.

In each round something is edited: words, clauses, ids, values, dates, a record, the day, and now and then a template of the site's own
that prints a random choice of all that it is given. Each page (by itself) whose recorded queries have the answers that they had must be the page
that is made from nothing. `--whole 50` builds so many whole sites instead, with a cache and from nothing, and compares every byte; there templates of
the theme and hand-written pages are edited, too. A seed gives the same edits again.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from clausebook.model.document import Book
from clausebook.model.reading import read_book
from clausebook.pages.answers import Answers
from clausebook.pages.clauses import ClausePageData, clause_ids
from clausebook.pages.compare import ComparePageData
from clausebook.pages.history import HistoryPageData
from clausebook.pages.language_view import Histories, LanguageView
from clausebook.pages.library import (
    DocumentArchive,
    PageBatch,
    document_files,
    document_pages,
    language_files,
    language_pages,
)
from clausebook.pages.recording import Query, Recorder, recorded_book, recorded_days
from clausebook.pages.templates import TemplateData, forget_templates
from clausebook.pages.terms import TermsData
from clausebook.pages.update_page import ChangesData
from clausebook.private import Secret
from clausebook.problems import Problems
from clausebook.site.cache import Cache
from clausebook.site.publish import build_site

LANGUAGES = ("en", "da")
RECORD = """\
languages: [en, da]
authoritative: en
law: DK
timezone: Europe/Copenhagen
numbering: ["1", "1.1"]
notice: {days: 30, counting: full-days}
termination: {within: {days: 20}, from: announced}
versions:
  - version: "1.0"
    kind: initial
    announced: 2025-01-01
    effective: 2025-01-01
    values: {fee: {amount: 100, currency: DKK}, span: {days: 30}}
  - version: "2.0"
    kind: amendment
    substantial: true
    announced: 2025-02-01
    effective: 2025-04-01
    values: {fee: {amount: 120, currency: DKK}, span: {days: 30}}
  - version: "3.0"
    kind: amendment
    announced: 2025-06-01
    effective: 2025-09-01
    values: {fee: {amount: 120, currency: DKK}, span: {days: 30}}
  - withdraws: "3.0"
    announced: 2025-07-01
    reason: {en: "It was a mistake.", da: "Det var en fejl."}
  - version: "4.0"
    kind: amendment
    announced: 2026-02-01
    effective: 2026-05-01
    values: {fee: {amount: 120, currency: DKK}, span: {days: 40}}
values: {fee: {amount: 130, currency: DKK}, span: {days: 40}}
"""
OTHER = """\
languages: [en, da]
authoritative: en
law: DK
timezone: Europe/Copenhagen
numbering: ["1", "1.1"]
notice: {days: 30, counting: full-days}
versions:
  - version: "1.0"
    kind: initial
    announced: 2025-01-01
    effective: 2025-01-01
"""
WORDS = ("fee", "term", "notice", "party", "period", "law", "day", "charge", "service", "account")
TEMPLATES: tuple[type[TemplateData], ...] = (TermsData, ChangesData, ClausePageData, HistoryPageData, ComparePageData)


def text(chance: random.Random, code: str, *, refers: bool) -> str:
    """A text with some clauses of random words."""

    def words() -> str:
        return f"{code} " + " ".join(chance.choices(WORDS, k=chance.randint(3, 12)))

    ending = " {document:other} {clause:other/aim}" if refers else ""
    return f"""\
title: {words()}
summary: {words()}
clauses:
  - id: terms
    title: {words()}
    text: {words()} {{term:customer}}.
    defines: {{customer: {code} customer}}
  - id: paying
    title: {words()}
    clauses:
      - id: price
        text: {words()} {{fee}}.
        note: {words()}
      - id: limit
        text: {words()} {{span}} {{clause:price}} {{term:customer}}.
  - id: steady
    title: Steady
    text: always the same words
  - id: ending
    title: {words()}
    text: {words()} {{clause:limit}}{ending}.
"""


def first_files(chance: random.Random) -> dict[str, str]:
    """The site before any edit: versions of a document in which little changes, and one to which it refers."""
    files = {
        "mkdocs.yml": "site_name: Terms\nsite_url: https://terms.example.com/\ntheme:\n  name: material\nplugins:\n  - clausebook\n",
        "terms/main.yml": RECORD,
        "terms/other.yml": OTHER,
    }  # fmt: skip
    for code in LANGUAGES:
        first = text(chance, code, refers=True)
        for name in ("1.0", "2.0", "3.0", "4.0", "draft"):
            files[f"terms/{code}/main/{name}.yml"] = first
            first = edit_words(chance, first)
        for name in ("1.0", "draft"):
            files[f"terms/{code}/other/{name}.yml"] = (
                f"title: Other {code}\nsummary: First.\nclauses:\n  - id: aim\n    title: Aim {code}\n    text: Words {code}.\n"
            )
    return files


def edit_words(chance: random.Random, text: str) -> str:
    """Another word in some line."""
    lines = text.split("\n")
    told = [index for index, line in enumerate(lines) if re.search(r"(title|summary|text|note): ", line)]
    index = chance.choice(told)
    pattern = rf"\b({'|'.join(WORDS)})\b"
    places = [match.span() for match in re.finditer(pattern, lines[index])]
    if places:
        start, end = chance.choice(places)
        lines[index] = lines[index][:start] + chance.choice(WORDS) + lines[index][end:]
    return "\n".join(lines)


Edit = Callable[[random.Random, dict[str, str]], None]


def _some_text(chance: random.Random, files: Mapping[str, str]) -> str:
    return chance.choice(sorted(path for path in files if re.match("terms/../", path)))


def word_edit(chance: random.Random, files: dict[str, str]) -> None:
    """A word of one text."""
    path = _some_text(chance, files)
    files[path] = edit_words(chance, files[path])


def clause_edit(chance: random.Random, files: dict[str, str]) -> None:
    """A clause that comes, goes or changes places, in both languages of a version."""
    name = chance.choice(["1.0", "2.0", "3.0", "4.0", "draft"])
    kind = chance.randrange(3)
    for code in LANGUAGES:
        path = f"terms/{code}/main/{name}.yml"
        head, *clauses = re.split(r"(?m)^(?=  - id: )", files[path])
        if kind == 0:
            at = len(clauses) // 2
            clauses.insert(at, f"  - id: added\n    title: Added {code}\n    text: Added {code} words.\n")
        elif kind == 1:
            clauses = [one for one in clauses if not re.match("  - id: (added|steady)", one)]
        else:
            clauses = [*clauses[1:], clauses[0]]
        files[path] = head + "".join(clauses)


def id_edit(chance: random.Random, files: dict[str, str]) -> None:
    """A clause that goes on under another id, from a version on."""
    names = ["2.0", "3.0", "4.0", "draft"]
    start = chance.randrange(len(names))
    for code in LANGUAGES:
        for name in names[start:]:
            path = f"terms/{code}/main/{name}.yml"
            files[path] = files[path].replace("- id: steady\n", "- id: lasting\n    was: [steady]\n")


def record_edit(chance: random.Random, files: dict[str, str]) -> None:
    """A value, a date or a rule of the record."""
    record = files["terms/main.yml"]
    found = list(re.finditer(r"\d+(?=, currency)|\d+(?=})|(?<=2025-0)\d(?=-01)|law: \w+|days: \d+|of: \w+", record))
    match = chance.choice(found)
    other = chance.choice(["SE", "NO"]) if match[0].startswith("law") else str(chance.randint(1, 9))
    written = f"law: {other}" if match[0].startswith("law") else re.sub(r"\d+", other, match[0])
    files["terms/main.yml"] = record[: match.start()] + written + record[match.end() :]


def version_edit(chance: random.Random, files: dict[str, str]) -> None:
    """The withdrawal or the last version comes or goes."""
    record = files["terms/main.yml"]
    withdrawal = re.search(r"(?m)^  - withdraws: (?:.*\n    .*\n    .*\n)", record)
    if withdrawal:
        files["terms/main.yml"] = record.replace(withdrawal[0], "")
    else:
        told = '  - withdraws: "3.0"\n    announced: 2025-07-01\n    reason: {en: "Sorry.", da: "Beklager."}\n'
        files["terms/main.yml"] = record.replace('  - version: "4.0"', f'{told}  - version: "4.0"')


def template_edit(chance: random.Random, files: dict[str, str]) -> None:
    """A template of the site's own that prints some of all that it is given, or none any more."""
    data = chance.choice(TEMPLATES)
    path = f"templates/pages/{data.TEMPLATE}"
    if path in files and chance.random() < 0.4:
        del files[path]
        return
    names = [one.name for one in fields(data)]
    printed = chance.sample(names, chance.randint(1, len(names)))
    lines = [f"<p>{{{{ {name} }}}}</p>" for name in printed]
    # Its clauses are put where it prints them.
    lines.append("{{ clauses }}" if data is TermsData and "clauses" not in printed else "")
    files[path] = "<h1>own</h1>\n" + "\n".join(lines) + "\n"


EDITS: Mapping[Edit, int] = {
    word_edit: 10,
    clause_edit: 3,
    id_edit: 1,
    record_edit: 3,
    version_edit: 1,
    template_edit: 1,
}


@dataclass
class Site:
    """A small site in a folder that is edited at random; `day` is that as of which it is built, `drafts` whether they are shown."""

    root: Path
    chance: random.Random
    files: dict[str, str] = field(default_factory=dict)
    day: dt.date = dt.date(2026, 3, 1)
    drafts: bool = False
    told: list[str] = field(default_factory=list)
    edits: dict[Edit, int] = field(default_factory=lambda: dict(EDITS))

    def __post_init__(self) -> None:
        self.files = first_files(self.chance)
        self._write({})
        if self.book() is None:
            raise ValueError("the first files have mistakes, so no edit of them could have none")

    def book(self) -> Book | None:
        """What the files say; None where something is wrong."""
        problems = Problems()
        book = read_book(self.root, problems)
        return None if len(problems) else book

    def edit(self) -> Book:
        """Edit it so that it has no mistake; the book then."""
        while True:
            before, files = dict(self.files), dict(self.files)
            kind = self.chance.choices([*self.edits, None], [*self.edits.values(), 2])[0]
            if kind is None:
                self.day += dt.timedelta(days=self.chance.choice([-200, -60, -1, 1, 1, 30, 90]))
            else:
                kind(self.chance, files)
            self.files = files
            self._write(before)
            book = self.book()
            if book:
                self.told.append(f"{kind.__name__ if kind else 'day'} {self.day}")
                return book
            self.files = before
            self._write(files)

    def _write(self, before: Mapping[str, str]) -> None:
        for path in before.keys() - self.files.keys():
            (self.root / path).unlink()
        for path, content in self.files.items():
            if before.get(path) != content:
                (self.root / path).parent.mkdir(parents=True, exist_ok=True)
                (self.root / path).write_text(content, encoding="utf-8")

    @property
    def templates(self) -> tuple[tuple[str, str], ...]:
        """Its own templates: pages by others are made again in any case."""
        return tuple(sorted((path, text) for path, text in self.files.items() if path.startswith("templates/")))

    def views(self, book: Book) -> list[LanguageView]:
        """A view for each language, which record."""
        recorder, histories = Recorder(), Histories()
        days = dict.fromkeys(book.documents, self.day)
        recorded = recorded_book(book, recorder, days, drafts=self.drafts)
        told = recorded_days(book, recorder, days)
        return [
            LanguageView(
                self.root, recorded, code, LANGUAGES, told, self.drafts, "", "https://terms.example.com/", recorder, histories
            )
            for code in LANGUAGES
        ]  # fmt: skip


def units(view: LanguageView) -> Iterator[tuple[str, Callable[[], object]]]:
    """Every page and file of a language by its name, each made by itself."""
    yield "language", partial(_of_language, view)
    for name, document in list(view.documents.items()):
        yield f"{name} front", partial(_front, view, name)
        yield f"{name} files", partial(_files, view, name)
        archive = DocumentArchive(view, document)
        for state in view.shown(document):
            yield f"{name} {state.name}", partial(_pages, archive, PageBatch(states=(state,)))
        for clause in clause_ids(view.active_versions(document), view.language):
            yield f"{name} {clause}", partial(_pages, archive, PageBatch(clauses=(clause,)))


def _of_language(view: LanguageView) -> object:
    return list(language_pages(view, "Terms")), list(language_files(view, "Terms"))


def _front(view: LanguageView, name: str) -> object:
    return list(document_pages(view, view.documents[name]))


def _files(view: LanguageView, name: str) -> object:
    return list(document_files(view, view.documents[name], "Terms"))


def _pages(archive: DocumentArchive, batch: PageBatch) -> object:
    return list(archive.pages(batch))


@dataclass(frozen=True)
class Kept:
    """What was made, with the answers to the queries that were made for it."""

    made: str
    answers: Mapping[Query, str]


def look(site: Site, rounds: int) -> Iterator[str]:
    """Every page that would have been stale, told by what was edited."""
    kept: dict[tuple[object, ...], Kept] = {}
    for number in range(rounds):
        book = site.edit()
        forget_templates()
        for view in site.views(book):
            answers = Answers(view)
            for name, make in list(units(view)):
                key = site.templates, view.language, name
                with view.recorder.recording() as queries:
                    made = repr(make())
                before = kept.get(key)
                if (
                    before
                    and before.made != made
                    and all(answers.digest(query) == digest for query, digest in before.answers.items())
                ):
                    yield f"round {number}, {site.told[-1]}: {view.language} {name}"
                kept[key] = Kept(made, {query: answers.digest(query) for query in queries})


def look_at_whole_sites(site: Site, rounds: int, work: Path) -> Iterator[str]:
    """Every file of a site built with its cache that is not that of a site built without one."""
    cache = Cache(work / "cache", Secret.passing())
    for number in range(rounds):
        for _ in range(site.chance.randint(1, 3)):
            site.edit()
        forget_templates()
        built, fresh = work / "site", work / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        build_site(site.root, built, as_of=site.day, drafts=site.drafts, cache=cache, workers=1)
        build_site(site.root, fresh, as_of=site.day, drafts=site.drafts, workers=1)
        one, other = files_of(built), files_of(fresh)
        for path in sorted(one.keys() | other.keys()):
            if one.get(path) != other.get(path):
                yield f"whole site {number}, {site.told[-3:]}: {path}"


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path in it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


THEME = """\
{% extends "base.html" %}
{% block content %}{{ page.content }}<p>own</p>
@BODY@
{% endblock %}
"""
# What a template of the theme may reach, in a random choice.
REACHED = (
    '{% for name, document in config.plugins["clausebook"].view.book.documents.items() %}{{ name }}{% endfor %}',
    '{% for document in config.plugins["clausebook"].view.book.documents.values() %}{% for version in document.versions %}{{ version.effective }}{{ version.editions["en"].title }}{% endfor %}{% endfor %}',
    '{% for document in config.plugins["clausebook"].view.book.documents.values() %}{% for clause in document.versions[0].editions["en"].clauses %}{{ clause.text }}{% endfor %}{% endfor %}',
    '{{ config.plugins["clausebook"].view.book.documents["main"].versions[1].editions["da"].by_id["price"].text }}',
    '{{ config.plugins["clausebook"].view.days["main"] }}',
    "{{ build_date_utc }}",
    "{{ config.site_name }}",
)  # fmt: skip


def theme_edit(chance: random.Random, files: dict[str, str]) -> None:
    """A template of the theme that prints what it can reach of the book."""
    path = "templates/theme/main.html"
    if path in files and chance.random() < 0.4:
        del files[path]
    else:
        files[path] = THEME.replace("@BODY@", "\n".join(chance.sample(REACHED, chance.randint(1, 3))))


def content_edit(chance: random.Random, files: dict[str, str]) -> None:
    """A hand-written page, its title or its words."""
    path = f"content/{chance.choice(LANGUAGES)}/help.md"
    if path in files and chance.random() < 0.2:
        del files[path]
    else:
        files[path] = f"# {chance.choice(WORDS)}\n\n{' '.join(chance.choices(WORDS, k=5))}\n"


def main() -> int:
    """Look for a stale page; the exit code is 1 where one was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--whole", type=int, default=0, help="so many rounds with whole sites instead")
    parser.add_argument("--drafts", action="store_true")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="stale-"))
    try:
        site = Site(folder / "site", random.Random(given.seed), drafts=given.drafts)  # noqa: S311 (no secret)
        found = 0
        if given.whole:
            site.edits |= {theme_edit: 3, content_edit: 2}
        lines = look_at_whole_sites(site, given.whole, folder / "work") if given.whole else look(site, given.rounds)
        for line in lines:
            print(line, flush=True)
            found += 1
        print(f"{given.whole or given.rounds} rounds, {found} stale pages")
        return 1 if found else 0
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
