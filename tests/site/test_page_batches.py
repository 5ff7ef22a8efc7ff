"""Page batches: whatever is edited, the pages that are not made again are those that a build from nothing would make the same.

Each batch holds one version or one clause here, so that no page is made again only because of its neighbour.
"""

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

from clausebook.pages import library
from clausebook.site.artifacts import ArtifactWriter
from clausebook.site.publish import build_site
from tests import EXPLORING
from tests.sites import BASE, cache_in, write_site

DAY = dt.date(2026, 3, 1)
RECORD = """\
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
    values: {fee: {amount: 100, currency: DKK}, span: {days: 30}}
  - version: "2.0"
    kind: amendment
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
TEXT = """\
title: {title}
summary: {summary}
clauses:
  - id: terms
    title: {terms}
    text: {word_terms} {{term:customer}}.
    defines: {{customer: {customer}}}
  - id: paying
    title: {paying}
    clauses:
      - id: price
        text: {price} {{fee}}.
        note: {note}
      - id: {due}
        text: {word_due} {{span}} {{clause:price}} {{term:customer}}.
        {was}
  {more}
  - id: steady
    title: Steady
    text: always the same words
  - id: ending
    title: {ending}
    text: {word_ending} {{clause:{due}}} {{document:other}} {{clause:other/aim}}.
"""
WORDS = ("title", "summary", "terms", "word_terms", "customer", "paying", "price", "note", "word_due", "ending", "word_ending")  # fmt: skip
MORE = "- {{id: joined, title: {joined}, text: {word_joined}}}"


def text(name: str, code: str) -> str:
    """A version in which some clauses have other words than in the one before, one has another id, and one comes or goes.

    One is always the same: where it is edited, it has begun to read so in another version, for all later ones.
    """
    age = ("1.0", "2.0", "3.0", "4.0", "draft").index(name)
    words = {word: f"{word} {code} {'new' if (age + at) % 4 > 1 else 'old'} words" for at, word in enumerate(WORDS)}
    later = age > 2
    more = MORE.format(joined=f"joined {code}", word_joined=f"joining {code} words") if age in (1, 2) else ""
    was = "was: [limit, joined]" if age == 3 else "was: [limit]" if age > 3 else ""
    return TEXT.format(**words, due="due" if later else "limit", was=was, more=more)


OTHER = "title: Other {code}\nsummary: First {code}.\nclauses:\n  - id: aim\n    title: Aim {code}\n    text: Words {code}.\n"
FILES: dict[str, str | None] = {
    "terms/basic.yml": None,
    **{f"terms/{code}/basic/{name}.yml": None for code in ("en", "da") for name in ("1.0", "draft")},
    "terms/main.yml": RECORD,
    **{f"terms/{code}/main/{name}.yml": text(name, code) for code in ("en", "da") for name in ("1.0", "2.0", "3.0", "4.0", "draft")},
    "terms/other.yml": BASE["terms/basic.yml"],
    **{f"terms/{code}/other/{name}.yml": OTHER.format(code=code) for code in ("en", "da") for name in ("1.0", "draft")},
}  # fmt: skip


def files_of(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


class Site:
    """A site in batches of one page each, and what its last build put into new artifacts."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        patch.setattr(library, "_VERSIONS_IN_A_BATCH", 1)
        patch.setattr(library, "_CLAUSES_IN_A_BATCH", 1)
        self.root = write_site(root, FILES)
        self.made: set[str] = set()
        put = ArtifactWriter.put

        def noting(writer: ArtifactWriter, path: str, data: bytes) -> None:
            self.made.add(path)
            put(writer, path, data)

        patch.setattr(ArtifactWriter, "put", noting)

    def build(self, *, drafts: bool = False) -> set[str]:
        """The paths that had to be made; the site is that of a build from nothing."""
        self.made = set()
        target, fresh = self.root / f"site{drafts}", self.root / "fresh"
        build_site(self.root, target, as_of=DAY, drafts=drafts, cache=cache_in(self.root / f"cache{drafts}"), workers=1)
        made = {path for path in self.made if not path.startswith("pagefind/")}
        shutil.rmtree(fresh, ignore_errors=True)
        build_site(self.root, fresh, as_of=DAY, drafts=drafts, workers=1)
        built, whole = files_of(target), files_of(fresh)
        assert [path for path in whole | built if whole.get(path) != built.get(path)] == []
        return made

    def edit(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        (self.root / path).write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    return Site(tmp_path, monkeypatch)


def pages_of(made: set[str], language: str) -> set[str]:
    """The pages below the address of the document among paths, as they follow it."""
    found = (re.fullmatch(rf"{language}/main/(.+)/index\.html", path) for path in made)
    return {match[1] for match in found if match}


FRONT = {"history", "compare"}


@pytest.mark.parametrize(
    ("name", "word", "pages"),
    [
        ("2.0", "price en", {"2.0", "2.0/changes", "3.0", "3.0/changes", "4.0", "4.0/changes", "clause/price", "clause/paying"}),
        ("4.0", "price en", {"4.0", "4.0/changes", "clause/price", "clause/paying"}),
        ("4.0", "note en", {"4.0", "4.0/changes", "clause/price", "clause/paying"}),
    ],
)  # fmt: skip
def test_an_edited_text_makes_only_the_pages_again_that_tell_of_it(
    site: Site, name: str, word: str, pages: set[str]
) -> None:
    site.build()
    site.edit(f"terms/en/main/{name}.yml", word, f"{word} edited")
    made = site.build()
    assert pages_of(made, "en") - FRONT <= pages
    assert len(pages_of(made, "en") - FRONT) >= 3
    assert not [path for path in made if "/other/" in path]
    assert site.build() == set()


EDITED = [
    *((name, line) for name in ("2.0", "4.0", "draft") for line in text(name, "en").split("\n") if "words" in line),
    *(("other", line) for line in OTHER.format(code="en").split("\n") if "en" in line),
]
GROUPS = 4


@pytest.mark.parametrize("group", range(GROUPS))
def test_a_site_after_any_edit_is_that_of_a_build_from_nothing(site: Site, group: int) -> None:
    """One line after another (every fourth one, unless new examples are looked for): titles, summaries, terms, texts, notes, and the targets of references."""
    site.build(drafts=True)
    for name, line in EDITED[group :: GROUPS if EXPLORING else 4 * GROUPS]:
        path = "terms/en/other/1.0.yml" if name == "other" else f"terms/en/main/{name}.yml"
        site.edit(path, line, re.sub("(words|en)(?=$|[ .}])", r"\1 edited", line))
        site.build(drafts=True)
