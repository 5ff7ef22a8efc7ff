"""Versions that change no text: languages that come and go, the end of a document; and how all of it is told."""

import json
import re
from pathlib import Path

import pytest

from clausebook.model.reading import read_book
from clausebook.problems import Problems
from clausebook.releases.freeze import seal
from tests.releases.life import edit, edit_drafts, new_site, released, run, tree

NL = """\
title: Basisvoorwaarden
summary: |
  Nu ook in het Nederlands.
clauses:
  - id: payment
    title: Betaling
    clauses:
      - id: fee
        text: |
          De kosten bedragen {fee}; zie punt {clause:changes}.
  - id: changes
    title: Wijzigingen
    text: |
      Wijzigingen worden {notice} vooraf aangekondigd.
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site whose draft says what version 1.0 says, which is sealed."""
    site = new_site(tmp_path)
    edit(site, "terms/basic.yml", ("fee: {amount: 125", "fee: {amount: 100"))
    book = read_book(site, Problems())
    assert book
    seal(site, book, book.documents["basic"])
    return site


def add_dutch(site: Path) -> None:
    edit_drafts(site, "Now in Dutch too.")
    edit(site, "terms/basic.yml", ("languages: [da, en]", "languages: [da, en, nl]"))
    path = site / "terms/nl/basic/draft.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(NL, encoding="utf-8")


def retire_english(site: Path) -> None:
    edit_drafts(site, "No longer in English.")
    edit(site, "terms/basic.yml", ("languages: [da, en]", "languages: [da]"))
    (site / "terms/en/basic/draft.yml").unlink()


def words(site: Path, address: str) -> str:
    """What a page says, from its heading on."""
    html = (site / "site" / address / "index.html").read_text(encoding="utf-8")
    return re.sub(r" ([.,;])", r"\1", " ".join(re.sub(r"<[^>]+>", " ", html[html.index("<h1") :]).split()))


def test_a_language_is_added(site: Path) -> None:
    """Without notice, as a kind of its own, found out by itself; the language has its pages."""
    add_dutch(site)
    done = run(site, "release", "basic", "--announce", "2026-01-01", "--yes")
    assert done.returncode == 0, done.stdout
    assert "basic 1.1: languages\n  announced on 2026-01-01, takes effect on 2026-01-01" in done.stdout
    assert "  adds nl\n" in done.stdout
    assert run(site, "check").returncode == 0
    assert run(site, "build", "--as-of", "2026-01-02").returncode == 0
    told = {
        "en": ("Change of languages", "From this version on it is also published in Dutch."),
        "da": ("Ændring af sprog", "Fra og med denne version også offentliggjort på nederlandsk."),
        "nl": ("Wijziging van talen", "Vanaf deze versie ook gepubliceerd in: Nederlands."),
    }
    for language, sentences in told.items():
        log = words(site, f"{language}/basic/history")
        assert all(sentence in log for sentence in sentences), log
    feed = (site / "site/en/basic/feed.xml").read_text(encoding="utf-8")
    assert "version 1.1: languages changed" in feed
    assert "version 1.1: in force" not in feed
    data = json.loads((site / "site/data/basic.json").read_text(encoding="utf-8"))
    assert data["versions"][-1]["kind"] == "languages"


def test_a_language_is_retired(site: Path) -> None:
    """Its earlier versions stay published, with their texts and pages."""
    retire_english(site)
    checked = run(site, "check")
    assert checked.returncode == 0, checked.stdout
    done = run(site, "release", "basic", "--announce", "2026-01-01", "--yes")
    assert done.returncode == 0, done.stdout
    assert "  retires en\n" in done.stdout
    assert run(site, "verify").returncode == 0
    assert run(site, "build", "--as-of", "2026-01-02").returncode == 0
    sentence = (
        "Fra og med denne version ikke længere offentliggjort på engelsk; tidligere versioner forbliver, som de er."
    )
    assert sentence in words(site, "da/basic/history")
    assert "Basic terms" in words(site, "en/basic/1.0")
    assert not (site / "site/en/basic/1.1").exists()
    assert "In this language version 1.1 is not published." in words(site, "en/basic")
    assert "It can be read in: Danish" in words(site, "en/basic")
    (site / "terms/en/basic/draft.yml").write_text("title: x\n", encoding="utf-8")
    assert "text-unlisted: “basic” is retired in “en”" in run(site, "check").stdout


def test_a_text_in_a_language_that_a_version_never_had(site: Path) -> None:
    add_dutch(site)
    released(site, "2026-01-01")
    (site / "terms/nl/basic/1.0.yml").write_text(NL, encoding="utf-8")
    assert "text-unlisted: version 1.0 of “basic” was not published in “nl”" in run(site, "check").stdout


def test_a_withdrawal_speaks_the_languages_of_its_version(site: Path) -> None:
    """A version announced in a language that is retired since: the reason is asked for in it too."""
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    released(site, "2026-01-01")
    edit(site, "terms/basic.yml", ("languages: [da, en]", "languages: [da]"))
    (site / "terms/en/basic/draft.yml").unlink()
    before = tree(site)
    done = run(site, "withdraw", "basic", "2.0", "--reason", "da=Fejl.", "--yes")
    assert done.returncode == 1
    assert "the reason is missing in en" in done.stdout
    assert tree(site) == before
    done = run(site, "withdraw", "basic", "2.0", "--reason", "da=Fejl.", "--reason", "en=Error.", "--yes")
    assert done.returncode == 0, done.stdout
    assert run(site, "check").returncode == 0


def retire(site: Path, *options: str, day: str = "2026-01-01") -> str:
    edit_drafts(site, "We no longer offer this.")
    done = run(site, "release", "basic", "--announce", day, "--kind", "retirement", *options, "--yes", day=day)
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_a_document_is_retired(site: Path) -> None:
    """Announced for a later day: told as coming before it, and as the end after it, in words that hold on either side."""
    told = retire(site, "--effective", "2026-03-01")
    assert "basic 1.1: retirement" in told
    assert "a retirement needs no notice" in told
    assert "announced: 1.1, retires the document on 1 March 2026" in run(site, "status", day="2026-02-01").stdout
    ended = run(site, "status", day="2026-03-01").stdout
    assert "retired: by 1.1, no longer applies since 1 March 2026" in ended
    assert "in force" not in ended

    assert run(site, "build", "--as-of", "2026-02-01").returncode == 0
    sentences = {
        "en": "From 1 March 2026 on these terms no longer apply.",
        "da": "Fra den 1. marts 2026 gælder disse vilkår ikke længere.",
    }
    for language, sentence in sentences.items():
        for address in ("", "history", "1.0", "1.1"):
            assert sentence in words(site, f"{language}/basic/{address}"), (language, address)
    assert "Version 1.0" in (site / "site/en/basic/index.html").read_text(encoding="utf-8")
    assert "applies from" not in words(site, "en/basic")
    assert "Basic terms: to end" in (site / "site/en/feed.xml").read_text(encoding="utf-8")
    assert "Basic terms: no longer applies" in (site / "site/en/notices.ics").read_text(encoding="utf-8")

    assert run(site, "build", "--as-of", "2026-03-01").returncode == 0
    for language, sentence in sentences.items():
        for address in ("", "history", "1.0", "1.1"):
            assert sentence in words(site, f"{language}/basic/{address}"), (language, address)
    assert "No longer applies" in words(site, "en/basic")
    assert "Read the terms in force" not in words(site, "en/basic/1.0")
    assert "In force since" not in words(site, "en")
    assert "Basic terms: no longer applies" in (site / "site/en/feed.xml").read_text(encoding="utf-8")
    notice = run(site, "notice", "basic", "1.1", "--language", "en")
    assert notice.stdout.startswith("Basic terms: ends on 1 March 2026"), notice.stdout + notice.stderr


def test_an_announced_retirement_is_withdrawn(site: Path) -> None:
    retire(site, "--effective", "2026-03-01")
    done = run(site, "withdraw", "basic", "1.1", "--reason", "da=Nej.", "--reason", "en=No.", "--yes", day="2026-02-01")
    assert done.returncode == 0, done.stdout
    assert "in force: 1.0" in run(site, "status", day="2026-03-01").stdout


@pytest.mark.parametrize("effective", ["2026-01-01", "2026-03-01"])
def test_nothing_but_an_amendment_follows_a_retirement(site: Path, effective: str) -> None:
    """Neither before nor after its day does a correction make a document apply again."""
    retire(site, "--effective", effective)
    edit_drafts(site, "A correction.", ("{fee}", "precisely {fee}"))
    done = run(site, "release", "basic", "--announce", "2026-02-01", "--kind", "correction", "--yes", day="2026-02-01")
    assert done.returncode == 1
    assert "release-kind: version 1.1 ends the document: a correction cannot follow it" in done.stdout


def test_a_retired_document_comes_back(site: Path) -> None:
    retire(site)
    edit_drafts(site, "Offered again.", ("{fee}", "exactly {fee}"))
    released(site, "2026-02-01")
    assert run(site, "check").returncode == 0
    assert "retired: by 1.1" in run(site, "status", day="2026-03-18").stdout
    assert "in force: 2.0" in run(site, "status", day="2026-03-19").stdout


REFUSED = [
    (lambda site: edit_drafts(site, "Two.", ("{fee}", "exactly {fee}")), ["--kind", "retirement"], "a retirement leaves the text as it is in version 1.0, but the draft changes it: fee"),
    (lambda site: edit_drafts(site, "Two.", ("{fee}", "exactly {fee}")), ["--kind", "languages"], "leaves the text as it is in version 1.0, but the draft changes it: fee"),
    (lambda site: edit_drafts(site, "Two."), ["--kind", "languages"], "the draft has the same languages as version 1.0"),
    (add_dutch, ["--kind", "retirement"], "a retirement leaves the languages as they are in version 1.0"),
    (add_dutch, ["--kind", "amendment"], "only the languages differ from version 1.0 — say --kind languages: it needs no notice"),
    (add_dutch, ["--substantial"], "release-substantial: a version that adds or retires languages only opens no right to terminate"),
    (add_dutch, ["--effective", "2026-02-01", "--effective-new", "2026-01-15"], "is the same for new customers — leave --effective-new out"),
]  # fmt: skip


@pytest.mark.parametrize(("prepare", "options", "said"), REFUSED, ids=range(len(REFUSED)))
def test_refused(site: Path, prepare: object, options: list[str], said: str) -> None:
    assert callable(prepare)
    prepare(site)
    before = tree(site)
    done = run(site, "release", "basic", "--announce", "2026-01-01", *options, "--yes")
    assert done.returncode == 1, done.stdout + done.stderr
    assert said in done.stdout
    assert tree(site) == before
