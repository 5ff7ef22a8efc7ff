"""A renamed document: its old addresses lead on, its texts and seals stay, and whatever referred to it still does."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from clausebook.model.reading import read_book
from clausebook.problems import Problems
from tests.releases.life import edit, edit_drafts, new_site, released, run, tree

OTHER_RECORD = """\
law: DK
authoritative: da
languages: [da, en]
timezone: Europe/Copenhagen
numbering: ["1", "1.1", "(a)"]
notice: {days: 0}
"""
OTHER = """\
title: Other
summary: |
  New.
clauses:
  - id: only
    text: |
      See {document:basic}, section {clause:basic/changes}.
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two versions of `basic`, which refers to itself by name, and a version of another document that refers to it."""
    site = new_site(tmp_path)
    for language in ("da", "en"):
        for name in ("1.0", "draft"):
            edit(
                site,
                f"terms/{language}/basic/{name}.yml",
                ("{clause:changes}", "{clause:basic/changes} of {document:basic}"),
            )
        path = site / f"terms/{language}/other/draft.yml"
        path.parent.mkdir()
        path.write_text(OTHER, encoding="utf-8")
    (site / "terms/other.yml").write_text(OTHER_RECORD, encoding="utf-8")
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    released(site, "2026-01-01")
    done = run(site, "release", "other", "--announce", "2026-01-01", "--yes")
    assert done.returncode == 0, done.stdout
    return site


def files_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Target(HTMLParser):
    """Where a redirect leads, by each of the ways in which it does."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta" and given.get("http-equiv") == "refresh":
            self.links.append((given["content"] or "").partition("url=")[2])
        if tag == "a" and "data-cb-moved" in given:
            self.links.append(given["href"] or "")


def test_old_addresses_lead_to_the_new_ones(site: Path) -> None:
    """Every page that there was, in every language; data and feeds are there as they are."""
    build = ("build", "--as-of", "2026-01-02")
    assert run(site, *build).returncode == 0
    before = files_below(site / "site")
    texts = {name: data for name, data in tree(site).items() if name.endswith("0.yml")}
    done = run(site, "rename", "basic", "general", "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert 'formerly: {basic: "2.0"}\n' in (site / "terms/general.yml").read_text(encoding="utf-8")
    assert {
        name.replace("general", "basic"): data for name, data in tree(site).items() if name.endswith("0.yml")
    } == texts
    assert run(site, "verify").returncode == 0
    done = run(site, *build)
    assert done.returncode == 0, done.stdout
    after = files_below(site / "site")
    old_pages = [name for name in before if re.match(r"(da|en)/basic/.*index\.html$", name)]
    assert len(old_pages) > 15
    for name in old_pages:
        target = name.replace("/basic/", "/general/", 1)
        assert target in after
        links = Target(after[name].decode()).links
        assert len(links) == 2, name
        for link in links:
            assert (site / "site" / name).parent.joinpath(link, "index.html").resolve() == (
                site / "site" / target
            ).resolve()
    for name in [name for name in before if name.startswith("data/basic")]:
        assert after[name] == after[name.replace("data/basic", "data/general", 1)]
    assert {name for name in before if name.startswith("data/basic")} <= after.keys()
    for language in ("da", "en"):
        ids = [re.findall(r"<id>(.*)</id>", pages[f"{language}/basic/feed.xml"].decode()) for pages in (before, after)]
        assert ids[0] == ids[1], "nothing is told twice to those who read the feed"
    assert "en/basic/" not in after["sitemap.xml"].decode()
    # What was published reads as it did, and its plain text is the very same.
    for name in [name for name in before if name.startswith("data/basic") and name.endswith(".txt")]:
        assert after[name] == before[name]
    terms = after["en/general/1.0/index.html"].decode()
    assert (
        'see section <a class="cb-clause" href="#changes">2</a> of <a class="cb-document" href="../">Basic terms</a>'
        in terms
    )
    other = after["en/other/1.0/index.html"].decode()
    assert 'href="../../general/#changes">2</a>' in other


def test_a_release_after_it(site: Path) -> None:
    """New versions bear the new name; renamed again, each keeps its own."""
    assert run(site, "rename", "basic", "general", "--yes").returncode == 0
    for language in ("da", "en"):
        edit(site, f"terms/{language}/general/draft.yml", ("Two.", "Three."), ("exactly", "almost"))
    done = run(site, "release", "general", "--announce", "2026-03-01", "--yes", day="2026-03-01")
    assert done.returncode == 0, done.stdout
    assert run(site, "rename", "general", "final", "--yes").returncode == 0
    assert 'formerly: {basic: "2.0", general: "3.0"}' in (site / "terms/final.yml").read_text(encoding="utf-8")
    assert run(site, "verify").returncode == 0
    done = run(site, "build", "--as-of", "2026-03-02")
    assert done.returncode == 0, done.stdout
    for version, name in (("1.0", "basic"), ("2.0", "basic"), ("3.0", "general")):
        assert f"{name}/{version}/en\n" in (site / f"site/data/final/{version}/en.txt").read_text(encoding="utf-8")
    data = json.loads((site / "site/data/final.json").read_text(encoding="utf-8"))
    assert data["formerly"] == ["basic", "general"]
    for name in ("basic", "general"):
        assert 'href="../../final/3.0/"' in (site / f"site/en/{name}/3.0/index.html").read_text(encoding="utf-8")


def test_a_draft_that_was_never_released(tmp_path: Path) -> None:
    site = new_site(tmp_path)
    record = (site / "terms/basic.yml").read_text(encoding="utf-8").partition("versions:")[0]
    (site / "terms/basic.yml").write_text(record, encoding="utf-8")
    for language in ("da", "en"):
        (site / f"terms/{language}/basic/1.0.yml").unlink()
    assert run(site, "rename", "basic", "general", "--yes").returncode == 0
    assert (site / "terms/general.yml").read_text(encoding="utf-8") == record


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Basic", "bad-name: “Basic” cannot name a document"),
        ("../x", "bad-name: “../x” cannot name a document"),
        ("search", "bad-name: “search” cannot name a document: the site has something else"),
        ("basic", "rename: the document is called “basic” already"),
        ("other", "rename: “other” is or was the name of “other”"),
    ],
)
def test_refused(site: Path, name: str, said: str) -> None:
    before = tree(site)
    done = run(site, "rename", "basic", name, "--yes")
    assert done.returncode == 1
    assert said in done.stdout
    assert tree(site) == before


def test_a_former_name_names_nothing_else(site: Path) -> None:
    assert run(site, "rename", "basic", "general", "--yes").returncode == 0
    assert "“basic” is or was the name of “general”" in run(site, "rename", "other", "basic", "--yes").stdout
    assert "“basic” is or was the name of “general”" in run(site, "rename", "general", "basic", "--yes").stdout
    with (site / "terms/other.yml").open("a", encoding="utf-8") as file:
        file.write('formerly: {basic: "1.0"}\n')
    assert "former-name: “basic” cannot be a former name of “other”: it names “general”" in run(site, "check").stdout


@pytest.mark.parametrize("done_steps", range(5))
def test_interrupted_between_any_two_steps(site: Path, done_steps: int) -> None:
    """From the note on the document is renamed: the next command does what is left."""
    (site / "terms/.rename").write_text("basic general\n", encoding="utf-8")
    steps: list[Callable[[], object]] = [
        lambda: None,
        lambda: (site / "terms/general.yml").write_text(
            'formerly: {basic: "2.0"}\n' + (site / "terms/basic.yml").read_text(encoding="utf-8"), encoding="utf-8"
        ),
        lambda: (site / "terms/da/basic").rename(site / "terms/da/general"),
        lambda: (site / "terms/en/basic").rename(site / "terms/en/general"),
        lambda: (site / "terms/basic.yml").unlink(),
    ]
    for step in steps[: done_steps + 1]:
        step()
    done = run(site, "check")
    assert done.returncode == 0, done.stdout
    assert "finished an interrupted rename: basic is general now" in done.stderr
    assert not (site / "terms/.rename").exists()
    book = read_book(site, Problems())
    assert book
    assert list(book.documents) == ["general", "other"]
    assert run(site, "verify").returncode == 0
