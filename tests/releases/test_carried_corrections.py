"""A correction of the version in force while a later one is announced: made in both at once, and every page stays true."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from clausebook.model import timeline
from clausebook.model.document import Document
from clausebook.model.reading import read_book
from clausebook.problems import Problems
from tests.releases.life import day, edit, edit_drafts, new_site, released, run, tree

TYPO = {"da": ("Ændringer varsles", "Ændringerne varsles"), "en": ("Changes are announced", "Changes get announced")}
CORRECTION = ("release", "basic", "--announce", "2026-01-11", "--kind", "correction")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """1.0 in force; 2.0, which changes its first clause, announced for 16 February 2026."""
    site = new_site(tmp_path)
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    released(site, "2026-01-01")
    return site


def mend(site: Path, summary: str = "A mistake is mended.") -> None:
    """Mend a clause that reads the same in both versions."""
    edit_drafts(site, summary)
    for language, change in TYPO.items():
        edit(site, f"terms/{language}/basic/draft.yml", change)


def document(site: Path) -> Document:
    problems = Problems()
    book = read_book(site, problems)
    assert book
    assert not len(problems), [str(problem) for problem in problems]
    return book.documents["basic"]


def test_made_in_both(site: Path) -> None:
    """5.1 and 6.1 in one release: the earlier text differs in the mended clause and the summary alone."""
    mend(site)
    done = run(site, *CORRECTION, "--yes", day="2026-01-11")
    assert done.returncode == 0, done.stdout
    assert "basic 1.1: the same correction in version 1.0" in done.stdout
    assert "released basic 1.1, 2.1" in done.stderr
    for language, (old, new) in TYPO.items():
        before = (site / f"terms/{language}/basic/1.0.yml").read_text(encoding="utf-8")
        after = (site / f"terms/{language}/basic/1.1.yml").read_text(encoding="utf-8")
        summary = before.split("summary: |\n  ")[1].partition("\n")[0]
        assert after == before.replace(old, new).replace(summary, "A mistake is mended.")
        draft = (site / f"terms/{language}/basic/draft.yml").read_bytes()
        assert (site / f"terms/{language}/basic/2.1.yml").read_bytes() == draft
    found = document(site)
    assert [version.name for version in found.versions] == ["1.0", "1.1", "2.0", "2.1"]
    one, two = found.version("1.1"), found.version("2.1")
    assert one
    assert two
    assert (one.effective, two.effective) == (day("2026-01-11"), day("2026-02-16"))
    assert two.carries == one.number
    assert one.values == found.versions[0].values != two.values
    assert run(site, "verify").returncode == 0


def test_each_follows_what_it_was_announced_against(site: Path) -> None:
    mend(site)
    assert run(site, *CORRECTION, "--yes", day="2026-01-11").returncode == 0
    found = document(site)
    before = {version.name: found.predecessor(version) for version in (*found.versions, found.draft) if True}
    assert {name: one and one.name for name, one in before.items()} == {
        "1.0": None,
        "1.1": "1.0",
        "2.0": "1.0",
        "2.1": "2.0",
        "draft": "2.1",
    }


DAYS = [
    ("2026-01-05", {"1.0": "in-force", "1.1": "unpublished", "2.0": "announced", "2.1": "unpublished"}),
    ("2026-01-11", {"1.0": "superseded", "1.1": "in-force", "2.0": "overtaken", "2.1": "announced"}),
    ("2026-02-15", {"1.0": "superseded", "1.1": "in-force", "2.0": "overtaken", "2.1": "announced"}),
    ("2026-02-16", {"1.0": "superseded", "1.1": "superseded", "2.0": "overtaken", "2.1": "in-force"}),
]


@pytest.mark.parametrize(("as_of", "statuses"), DAYS)
def test_the_timeline(site: Path, as_of: str, statuses: dict[str, str]) -> None:
    mend(site)
    assert run(site, *CORRECTION, "--yes", day="2026-01-11").returncode == 0
    found, on = document(site), day(as_of)
    assert {version.name: timeline.status(found, version, on).value for version in found.versions} == statuses
    first = timeline.replaced_on(found, found.versions[0], on)
    assert first
    assert first.name == ("2.0" if on < day("2026-01-11") else "1.1")
    if on >= day("2026-01-11"):
        follows = timeline.replaced_on(found, found.versions[1], on)
        assert follows
        assert follows.name == "2.1", "not the one that never applies"


def words(site: Path, address: str) -> str:
    html = (site / "site" / address / "index.html").read_text(encoding="utf-8")
    return re.sub(r" ([.,;:])", r"\1", " ".join(re.sub(r"<[^>]+>", " ", html[html.index("<h1") :]).split()))


@pytest.mark.parametrize("as_of", ["2026-01-12", "2026-03-01"])
def test_pages_before_and_after(site: Path, as_of: str) -> None:
    mend(site)
    assert run(site, *CORRECTION, "--yes", day="2026-01-11").returncode == 0
    assert run(site, "build", "--as-of", as_of).returncode == 0
    told = "It does not take effect itself: version 2.1, which corrects it, takes its place on 16 February 2026."
    assert told in words(site, "en/basic/2.0")
    assert told in words(site, "en/basic/history")
    assert "Replaced on 16 February 2026 by version 2.1" in words(site, "en/basic/1.1")
    assert "Compared: version 1.0 with version 2.0." in words(site, "en/basic/2.0/changes")
    assert "Compared: version 2.0 with version 2.1." in words(site, "en/basic/2.1/changes")
    assert "The same correction was made in version 1.1." in words(site, "en/basic/history")
    assert "version 2.0: in force" not in (site / "site/en/basic/feed.xml").read_text(encoding="utf-8")
    calendar = (site / "site/en/notices.ics").read_text(encoding="utf-8")
    parts = [part for part in calendar.split("BEGIN:VEVENT") if "-effective-" in part]
    events = {"".join(re.findall(r"UID:basic-([\d.]+)-effective-", part)): part for part in parts}
    assert "STATUS:CANCELLED" in events["2.0"]
    assert "STATUS:CONFIRMED" in events["2.1"]
    clause = words(site, "en/basic/clause/changes")
    assert "This wording is never in force." in clause, "that of 2.0"
    data = json.loads((site / "site/data/basic.json").read_text(encoding="utf-8"))
    assert [version["carries"] for version in data["versions"]] == [None, None, None, "1.1"]


def test_only_what_reads_the_same_is_carried(site: Path) -> None:
    """A clause that the later version amended is mended there alone; so is one in which nothing is the same."""
    edit_drafts(site, "A mistake is mended.", ("exactly", "precisely"))
    done = run(site, *CORRECTION, "--yes", day="2026-01-11")
    assert done.returncode == 0, done.stdout
    assert [version.name for version in document(site).versions] == ["1.0", "2.0", "2.1"]
    mend(site, "Another mistake is mended.")
    edit_drafts(site, "Another mistake is mended.", ("precisely", "exactly"))
    done = run(site, *CORRECTION, "--yes", day="2026-01-11")
    assert done.returncode == 0, done.stdout
    assert [version.name for version in document(site).versions] == ["1.0", "1.1", "2.0", "2.1", "2.2"]
    text = (site / "terms/en/basic/1.1.yml").read_text(encoding="utf-8")
    assert "exactly" not in text
    assert "Changes get announced" in text


def test_three_at_once(site: Path) -> None:
    """Every version that applies or is to apply is mended, each on its own day."""
    edit_drafts(site, "Three.", ("exactly", "almost"))
    released(site, "2026-01-05", "--effective", "2026-06-01")
    mend(site)
    done = run(site, *CORRECTION, "--yes", day="2026-01-11")
    assert done.returncode == 0, done.stdout
    found = document(site)
    assert [(version.name, str(version.effective)) for version in found.versions] == [
        ("1.0", "2020-01-01"),
        ("1.1", "2026-01-11"),
        ("2.0", "2026-02-16"),
        ("2.1", "2026-02-16"),
        ("3.0", "2026-06-01"),
        ("3.1", "2026-06-01"),
    ]
    assert [str(version.carries) for version in found.versions if version.carries] == ["1.1", "1.1"]
    # And all of it is taken back at once.
    done = run(site, "release", "basic", "--undo", "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert [version.name for version in document(site).versions] == ["1.0", "2.0", "3.0"]


def test_confirmed_in_each(site: Path) -> None:
    mend(site)
    for language, (old, new) in {
        "da": ("varsles {n", "skal varsles {n"),
        "en": ("get announced", "must be announced"),
    }.items():
        edit(site, f"terms/{language}/basic/draft.yml", (old, new))
    done = run(site, *CORRECTION, "--yes", day="2026-01-11")
    assert "correction-words" in done.stdout
    done = run(site, *CORRECTION, "--confirm", "changes", "--yes", day="2026-01-11")
    assert done.returncode == 0, done.stdout
    assert [version.confirmed for version in document(site).versions] == [(), ("changes",), (), ("changes",)]


def test_on_a_later_day(site: Path) -> None:
    """--effective says from when the version in force is mended; from the day of the next one on only that is."""
    mend(site)
    done = run(site, *CORRECTION, "--effective", "2026-02-01", "--dry-run", day="2026-01-11")
    assert "announced on 2026-01-11, takes effect on 2026-02-01" in done.stdout
    done = run(site, *CORRECTION, "--effective", "2026-02-20", "--yes", day="2026-01-11")
    assert done.returncode == 0, done.stdout
    assert [version.name for version in document(site).versions] == ["1.0", "2.0", "2.1"]
    assert document(site).versions[-1].effective == dt.date(2026, 2, 20)


def test_withdrawn_from_the_end(site: Path) -> None:
    mend(site)
    assert run(site, *CORRECTION, "--yes", day="2026-01-11").returncode == 0
    reasons = ["--reason", "da=x", "--reason", "en=x", "--yes"]
    assert "withdraw 2.1 first" in run(site, "withdraw", "basic", "2.0", *reasons, day="2026-01-12").stdout
    for name in ("2.1", "2.0"):
        assert run(site, "withdraw", "basic", name, *reasons, day="2026-01-12").returncode == 0
    found = document(site)
    assert timeline.in_force(found, day("2026-03-01")) is found.version("1.1")


ODD = {
    "flow": ("  - id: changes\n    title: Changes\n    text: |\n      Changes are announced {notice} ahead.\n", '  - {id: changes, title: Changes, text: "Changes are announced {notice} ahead.\\n"}\n'),
    "key order": ("  - id: changes\n    title: Changes\n    text: |\n      Changes are announced {notice} ahead.\n", "  - text: |\n      Changes are announced {notice} ahead.\n    title: Changes\n    id: changes\n"),
    "folded": ("    text: |\n      Changes are", "    text: >\n      Changes are"),
    "comments": ("    title: Changes\n", "    # a comment\n    title: Changes\n"),
}  # fmt: skip


@pytest.mark.parametrize("form", ODD)
def test_every_form_of_text(tmp_path: Path, form: str) -> None:
    """An earlier text of any form is mended line by line, or refused with nothing written; never spoilt."""
    site = new_site(tmp_path)
    for name in ("1.0", "draft"):
        edit(site, f"terms/en/basic/{name}.yml", ODD[form])
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    released(site, "2026-01-01")
    mend(site)
    before = tree(site)
    done = run(site, *CORRECTION, "--yes", day="2026-01-11")
    if form == "flow":
        assert done.returncode == 1
        assert "terms/en/basic/1.0.yml:1:1: record-form: the correction cannot be written into this text" in done.stdout
        assert tree(site) == before
    else:
        assert done.returncode == 0, done.stdout
        earlier = next(version for version in document(site).versions if version.name == "1.1")
        assert earlier.editions["en"].by_id["changes"].text == "Changes get announced {notice} ahead.\n"
