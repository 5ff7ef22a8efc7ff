"""What the site says holds on every day: of drafts nothing, of withdrawn versions no effect, of a missing language that it is missing."""

import datetime as dt
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import feedparser
import icalendar
import pytest
from playwright.sync_api import Browser, expect

from clausebook.model.document import Book
from clausebook.pages.calendars import calendar
from clausebook.pages.feeds import feed
from clausebook.pages.language_view import LanguageView
from clausebook.pages.status_sentences import announcement
from clausebook.reports.mail import message
from clausebook.reports.notice import Notice, silence
from clausebook.site.publish import build_site
from clausebook.source import digest
from tests import EXPLORING
from tests.site.test_programs import read
from tests.sites import BASE, all_files, all_pages, cache_in, write_site

URL = "https://small.example.com/"
VALUES = "    values:\n      fee: {amount: 100, currency: DKK}\n      notice: {days: 45}\n"
CODES = ("nl", "fr", "en", "da")


def record(versions: str, languages: str = "da, en") -> str:
    base = BASE["terms/basic.yml"].replace("[da, en]", f"[{languages}]")
    return base.replace("notice: {days: 45, counting: full-days}\nvalues", f"{RIGHTS}values") + versions


RIGHTS = "notice: {days: 45, counting: full-days}\ntermination: {within: {days: 30}, from: effective}\n"


def version(number: str, announced: str, effective: str, more: str = "kind: amendment") -> str:
    return f'  - version: "{number}"\n    announced: {announced}\n    effective: {effective}\n    {more}\n{VALUES}'


def texts(*numbers: str, codes: tuple[str, ...] = ("da", "en"), base: str = "en") -> dict[str, str | None]:
    """Texts of versions that differ from one another in a sentence, with a summary of their own."""
    text = BASE[f"terms/{base}/basic/1.0.yml"]
    return {
        f"terms/{code}/basic/{number}.yml": text.replace("ahead", f"ahead, {number}").replace(
            "The first version.", f"Summary of {number}."
        )
        for code in codes
        for number in numbers
    }


def view(root: Path, language: str, day: dt.date, *, drafts: bool = False) -> LanguageView:
    book: Book = read(root)
    return LanguageView(root, book, language, book.languages, dict.fromkeys(book.documents, day), drafts, root_url=URL)


def words_of(html: str) -> str:
    """What a reader without the script sees: no elements, nothing hidden."""
    html = re.sub(r"<(span|aside)[^>]* hidden>.*?</\1>", "", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def pages(here: LanguageView) -> dict[str, str]:
    return {page.address: page.html for page in all_pages(here, "Small")}


# --- Drafts ---

UNRELEASED = record("").partition("versions:")[0]
OTHER = {
    "terms/other.yml": UNRELEASED,
    **{f"terms/{code}/other/draft.yml": BASE[f"terms/{code}/basic/draft.yml"].replace("title: B", "title: Secret b") for code in ("da", "en")},
}  # fmt: skip
NAMING = {
    f"terms/{code}/basic/{name}.yml": BASE[f"terms/{code}/basic/{name}.yml"].rstrip("\n")
    + " See {document:other}, {clause:other/fee}.\n"
    for code in ("da", "en")
    for name in ("1.0", "draft")
}


def built(root: Path, *arguments: str) -> dict[str, str]:
    """The files of a site built by the command, by their paths; only those that are text."""
    command = [sys.executable, "-m", "clausebook", "-C", str(root), "build", "--as-of", "2026-03-01", "--no-cache"]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    kept = (".html", ".json", ".xml", ".ics", ".txt")
    found = {path.relative_to(root / "site").as_posix(): path for path in (root / "site").rglob("*")}
    texts = {name: path.read_text(encoding="utf-8") for name, path in found.items() if name.endswith(kept)}
    return {"stderr": done.stderr, **texts}


def test_what_is_not_released_is_nowhere(tmp_path: Path) -> None:
    """Not even where a released text names it: there its title is words without a link."""
    root = write_site(tmp_path, {**OTHER, **NAMING})
    files = built(root)
    assert "left out: other, of which nothing is published" in files.pop("stderr")
    assert [name for name in files if "other" in name] == []
    assert [name for name, text in files.items() if "other/" in text and not name.startswith("data/basic/")] == []
    saying = {name for name, text in files.items() if "Secret b" in text}
    assert saying
    assert all("/basic/" in name for name in saying), "only the text that names it"
    assert "draft" not in "".join(files[name] for name in files if name.endswith("sitemap.xml"))


def test_drafts_are_built_on_demand_marked_and_not_for_search_engines(tmp_path: Path) -> None:
    files = built(write_site(tmp_path, {**OTHER, **NAMING}), "--drafts")
    assert "left out" not in files.pop("stderr")
    for name in ("en/other/index.html", "en/other/draft/index.html", "en/basic/draft/index.html"):
        assert 'name="robots" content="noindex"' in files[name]
        assert "This is a draft." in files[name]
    assert 'name="robots" content="noindex"' in files["en/other/history/index.html"]
    assert "draft" not in files["en/sitemap.xml"]
    assert "/other/" not in files["en/sitemap.xml"]
    assert not [name for name in files if name.startswith("data/") and "other" in name]
    assert 'href="../other/"' in files["en/basic/index.html"]
    assert 'href="../other/#fee"' in files["en/basic/index.html"]


def test_a_shard_of_a_site_holds_no_drafts(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "clausebook",
        "-C",
        str(write_site(tmp_path)),
        "build",
        "--drafts",
        "--shard",
        "1/2",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "a shard holds no drafts" in done.stderr


def test_a_site_of_which_nothing_is_released_says_so(tmp_path: Path) -> None:
    left = {"terms/basic.yml": UNRELEASED, "terms/en/basic/1.0.yml": None, "terms/da/basic/1.0.yml": None}
    files = built(write_site(tmp_path, left))
    assert "No terms are published yet." in files["en/index.html"]
    assert json.loads(files["data/index.json"])["documents"] == []
    assert "Basic" not in "".join(text for name, text in files.items() if name != "stderr")


def test_a_version_that_is_to_be_announced_later_is_a_draft_until_then(tmp_path: Path) -> None:
    later = record(version("2.0", "2026-04-01", "2026-06-01"))
    root = write_site(tmp_path, {"terms/basic.yml": later, **texts("2.0")})
    before = {**pages(view(root, "en", dt.date(2026, 3, 31)))}
    assert not [address for address, html in before.items() if "2.0" in address + html]
    assert "en/basic/2.0/" in pages(view(root, "en", dt.date(2026, 4, 1)))


# --- Withdrawn versions ---

WITHDRAWN = record(
    version("2.0", "2026-01-01", "2026-03-15", "kind: amendment\n    substantial: true\n    effective-new: 2026-02-01")
    + '  - withdraws: "2.0"\n    announced: 2026-01-20\n    reason: {da: En fejl., en: A mistake.}\n'
)
PROMISES = re.compile(
    r"terminate|takes effect on|took effect|applies from|In force from|earliest day|days? of notice|you need not|"
    r"new customers|2026-03-15|15 March 2026|1 February 2026|14 April 2026|What you can do|If you do nothing"
)


@pytest.fixture(scope="module")
def withdrawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("withdrawn"), {"terms/basic.yml": WITHDRAWN, **texts("2.0")})


BEFORE_IT, AFTER_IT, LONG_AFTER = dt.date(2026, 1, 19), dt.date(2026, 1, 20), dt.date(2026, 6, 1)


@pytest.mark.parametrize("day", [AFTER_IT, LONG_AFTER])
def test_a_withdrawn_version_will_not_take_effect_and_nothing_else_is_said(withdrawn: Path, day: dt.date) -> None:
    here = view(withdrawn, "en", day)
    made = pages(here)
    history = made["en/basic/history/"]
    of_version = history[history.index('id="v2-0"') : history.index('id="v1-0"')]
    told = [made["en/basic/2.0/"].partition('<div class="cb-terms"')[0], made["en/basic/2.0/changes/"], of_version]
    for html in told:
        assert "It was withdrawn on 20 January 2026 and will not take effect." in words_of(html)
        assert "A mistake." in words_of(html)
        assert not PROMISES.search(html), PROMISES.search(html)
    assert "what this version would have changed" in told[0]
    assert "2.0" not in made["en/"]
    assert "cb-notice" not in made["en/basic/"]


@pytest.mark.parametrize("day", [AFTER_IT, LONG_AFTER])
def test_feeds_and_calendars_of_a_withdrawn_version(withdrawn: Path, day: dt.date) -> None:
    here = view(withdrawn, "en", day)
    entries = [one for one in feedparser.parse(feed(here, None, "Small").text).entries if "2.0" in one.title]
    assert [one.title.rpartition(" ")[2] for one in entries] == ["withdrawn", "announced"]
    for entry in entries:
        assert "will not take effect" in entry.summary
        assert not PROMISES.search(entry.summary)
        assert entry.updated.startswith("2026-01-20")
        assert "Summary of 2.0" not in entry.summary
    found = list(icalendar.Calendar.from_ical(calendar(here, "Small").text).walk("VEVENT"))
    assert len(found) == 3
    for event in found:
        assert event["STATUS"] == "CANCELLED"
        assert "will not take effect" in str(event["DESCRIPTION"])
        assert "is withdrawn" in str(event["SUMMARY"])
        assert not PROMISES.search(str(event["DESCRIPTION"]) + str(event["SUMMARY"]))
        assert event.subcomponents == []


def test_before_the_withdrawal_all_is_told_as_of_any_version(withdrawn: Path) -> None:
    here = view(withdrawn, "en", BEFORE_IT)
    assert "takes effect on 15 March 2026" in words_of(pages(here)["en/basic/2.0/"])
    assert "you can terminate up to and including 14 April 2026" in words_of(pages(here)["en/basic/"])
    assert "withdrawn" not in feed(here, None, "Small").text + calendar(here, "Small").text


@pytest.mark.parametrize("day", [BEFORE_IT, AFTER_IT, LONG_AFTER])
def test_the_notice_of_a_withdrawn_version(withdrawn: Path, day: dt.date) -> None:
    here = view(withdrawn, "en", day)
    document = here.book.documents["basic"]
    version = document.versions[1]
    made = Notice(here, document, version, "Small", of_withdrawal=day >= AFTER_IT)
    assert ("was withdrawn" in silence(document, version, day)) == made.of_withdrawal
    if day < AFTER_IT:
        assert "you can terminate up to and including 14 April 2026" in made.text()
        assert "If you do nothing, this version applies to you from 15 March 2026." in made.text()
        return
    for text in (made.text(), words_of(made.html())):
        assert "It was withdrawn on 20 January 2026 and will not take effect." in text
        assert "Therefore version 1.0 stays in force." in text
        assert not PROMISES.search(text)
    written = message(made).decode()
    assert "Date: Tue, 20 Jan 2026" in written
    assert "Content-Type: text/calendar" in written
    assert written.count("Content-Disposition: attachment") == 1, "the calendar alone, which takes the days away"


# --- No choice where there is none ---


def test_corrections_and_first_versions_promise_no_choice(tmp_path: Path) -> None:
    """Nor does an entry that calls a correction substantial, as only an amendment opens the right to terminate."""
    kind = "kind: correction\n    substantial: true"
    root = write_site(
        tmp_path, {"terms/basic.yml": record(version("1.1", "2026-01-01", "2026-01-01", kind)), **texts("1.1")}
    )
    choice = re.compile(r"terminate|agree|What can I do|If you do nothing")
    for language in ("en",):
        here = view(root, language, dt.date(2026, 1, 1))
        document = here.book.documents["basic"]
        assert all(silence(document, one, here.day(document)) for one in document.versions)
        assert not choice.search("".join(pages(here).values()))
        assert not choice.search(feed(here, None, "Small").text + calendar(here, "Small").text)


# --- Tenses ---

SAID = {
    "en": ("It will be replaced on 1 March 2026 by version 2.0", "Replaced on 1 March 2026 by version 2.0"),
    "da": ("Den 1. marts 2026 bliver den afløst af version 2.0", "Den 1. marts 2026 blev den afløst af version 2.0"),
    "nl": (
        "Op 1 maart 2026 zal ze worden vervangen door versie 2.0",
        "Op 1 maart 2026 is ze vervangen door versie 2.0",
    ),
    "fr": (
        "Le 1er mars 2026, elle sera remplacée par la version 2.0",
        "Le 1er mars 2026, elle a été remplacée par la version 2.0",
    ),
}
FUTURE = {"en": "In force from 1 March 2026.", "da": "Gælder fra den 1. marts 2026.", "nl": "Van kracht vanaf 1 maart 2026.", "fr": "En vigueur à partir du 1er mars 2026."}  # fmt: skip
PAST = {"en": "took effect on 1 March 2026", "da": "trådt i kraft den 1. marts 2026", "nl": "in werking getreden op 1 maart 2026", "fr": "entrée en vigueur le 1er mars 2026"}  # fmt: skip
TOOK_EFFECT = {
    "en": "This version took effect on 1 March 2026.",
    "da": "Denne version trådte i kraft den 1. marts 2026.",
    "nl": "Deze versie is op 1 maart 2026 in werking getreden.",
    "fr": "Cette version est entrée en vigueur le 1er mars 2026.",
}
COULD = {
    "en": (
        "you can terminate up to and including 31 March 2026",
        "you could terminate up to and including 31 March 2026",
    ),
    "da": (
        "kan du opsige aftalen til og med den 31. marts 2026",
        "kunne du opsige aftalen til og med den 31. marts 2026",
    ),
    "nl": ("kunt u opzeggen tot en met 31 maart 2026", "kon u opzeggen tot en met 31 maart 2026"),
    "fr": ("vous pouvez résilier jusqu’au 31 mars 2026", "vous pouviez résilier jusqu’au 31 mars 2026"),
}


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document in four languages whose second version is substantial."""
    more = "kind: amendment\n    substantial: true"
    return write_site(
        tmp_path_factory.mktemp("four"),
        {
            "terms/basic.yml": record(version("2.0", "2026-01-01", "2026-03-01", more), "da, en, nl, fr"),
            **texts("1.0", "2.0", "draft", codes=CODES),
        },
    )


@pytest.mark.parametrize("language", CODES)
def test_the_past_is_past_and_the_future_future(four: Path, language: str) -> None:
    before = pages(view(four, language, dt.date(2026, 2, 1)))
    after = pages(view(four, language, dt.date(2026, 4, 1)))
    future, past = SAID[language]
    assert future in words_of(before[f"{language}/basic/"])
    assert past not in words_of(before[f"{language}/basic/"])
    assert past in words_of(after[f"{language}/basic/1.0/"])
    assert future not in words_of(after[f"{language}/basic/1.0/"])
    clause = f"{language}/basic/clause/changes/"
    assert FUTURE[language] in words_of(before[clause])
    present, gone = COULD[language]
    assert present in words_of(before[f"{language}/basic/"])
    assert gone in words_of(after[f"{language}/basic/history/"])
    assert present not in words_of(after[f"{language}/basic/history/"])
    # What a page says later, by its script, is in it already.
    assert past in re.sub("<[^>]+>", "", before[f"{language}/basic/"])
    assert PAST[language] in re.sub("<[^>]+>", "", before[f"{language}/basic/2.0/"])
    assert "Trådt i kraft den" not in "".join(before.values())


@pytest.mark.parametrize("language", CODES)
def test_a_notice_written_after_the_day_is_in_the_past_tense(four: Path, language: str) -> None:
    here = view(four, language, dt.date(2026, 3, 1))
    document = here.book.documents["basic"]
    told = Notice(here, document, document.versions[1], "Small").text()
    assert TOOK_EFFECT[language] in told
    assert not re.search("takes effect|træder i kraft|treedt in werking|entre en vigueur", told)


def test_an_announced_end_is_told_as_one(tmp_path: Path) -> None:
    """Beside “nothing has changed since”, too: no version applies from then on."""
    ending = version("2.0", "2026-01-01", "2026-03-01", "kind: retirement")
    root = write_site(tmp_path, {"terms/basic.yml": record(ending), **texts("2.0", base="en")})
    for code in ("da", "en"):
        text = BASE[f"terms/{code}/basic/1.0.yml"].replace("The first version.", "The end.")
        (root / f"terms/{code}/basic/2.0.yml").write_text(text, encoding="utf-8")
    here = view(root, "en", dt.date(2026, 2, 1))
    (said,) = [
        words_of(announcement(here, one, "en/basic/compare/")) for one in here.announced(here.book.documents["basic"])
    ]
    assert (
        said
        == "The end of these terms was announced on 1 January 2026. From 1 March 2026 on these terms no longer apply."
    )


# --- A language that the version in force lacks ---

_DANISH = texts("2.0", codes=("da",))
_ONLY_DANISH = f"kind: amendment\n    editions: {{da: {digest(str(_DANISH['terms/da/basic/2.0.yml']).encode())}}}"
LAPSED_TEXTS: dict[str, str | None] = {
    "terms/basic.yml": record(
        version("2.0", "2026-01-01", "2026-03-01", _ONLY_DANISH) + version("3.0", "2026-04-01", "2026-06-01")
    ),
    **_DANISH,
    **texts("3.0"),
}


@pytest.fixture(scope="module")
def lapsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("lapsed"), LAPSED_TEXTS)


def test_a_language_that_the_version_in_force_lacks(lapsed: Path) -> None:
    """The document's own address says so, and where it can be read; it never shows an older text as if it were in force."""
    made = pages(view(lapsed, "en", dt.date(2026, 3, 15)))
    own = made["en/basic/"]
    assert "In this language version 2.0 is not published." in words_of(own)
    assert "In force since 1 March 2026." in words_of(own)
    assert 'href="../../da/basic/" hreflang="da"' in own
    assert 'href="1.0/">Version 1.0</a>' in own
    assert "cb-terms" not in own
    assert "In this language version 2.0 is not published." in words_of(made["en/"])
    old = words_of(made["en/basic/1.0/"])
    assert "In force from 1 January 2020 to 28 February 2026. Replaced on 1 March 2026 by version 2.0" in old
    assert 'href="../../../da/basic/2.0/" hreflang="da"' in made["en/basic/1.0/"]
    history = words_of(made["en/basic/history/"])
    assert "Version 2.0 In force" in history
    assert "This version is not published in this language. It can be read in: Danish" in history
    assert "In force from 1 January 2020 to 28 February 2026." in words_of(made["en/basic/clause/fee/"])


def test_a_version_to_come_that_a_language_lacks(lapsed: Path) -> None:
    here = view(lapsed, "en", dt.date(2026, 2, 1))
    made = pages(here)
    assert "Version 2.0 applies from 1 March 2026." in words_of(made["en/basic/"])
    assert "This version is not published in this language." in words_of(made["en/basic/"])
    assert 'href="../../da/basic/2.0/" hreflang="da"' in made["en/basic/"]
    assert "2.0/changes" not in made["en/basic/"] + made["en/"]
    told = feedparser.parse(feed(here, None, "Small").text).entries[0]
    assert (told.title, told.link) == ("Basic terms, version 2.0: announced", f"{URL}da/basic/2.0/")
    assert "not published in this language" in told.summary
    (event,) = icalendar.Calendar.from_ical(calendar(here, "Small").text).walk("VEVENT")
    assert event["URL"] == f"{URL}da/basic/2.0/"


def test_a_language_that_comes_back(lapsed: Path) -> None:
    made = pages(view(lapsed, "en", dt.date(2026, 6, 1)))
    assert "cb-terms" in made["en/basic/"]
    assert "en/basic/3.0/changes/" not in made, "there is no earlier text in this language to compare it with"
    assert "In force from 1 January 2020 to 28 February 2026." in words_of(made["en/basic/clause/changes/"])


TURNS = [
    (2025, 12, 31), (2026, 1, 1), (2026, 2, 28), (2026, 3, 1), (2026, 3, 31), (2026, 4, 1), (2026, 5, 31), (2026, 6, 1),
]  # fmt: skip


def files_of(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.mark.parametrize("case", ["lapsed", "withdrawn", "substantial"])
def test_such_sites_build_on_every_day_and_nothing_kept_shows(tmp_path: Path, case: str) -> None:
    more = "kind: amendment\n    substantial: true"
    files: dict[str, dict[str, str | None]] = {
        "lapsed": LAPSED_TEXTS,
        "withdrawn": {"terms/basic.yml": WITHDRAWN, **texts("2.0")},
        "substantial": {"terms/basic.yml": record(version("2.0", "2026-01-01", "2026-03-01", more)), **texts("2.0")},
    }
    root = write_site(tmp_path, files[case])
    # Half of the days, other ones for each site; all of them where new examples are looked for.
    chosen = TURNS if EXPLORING else TURNS[len(case) % 2 :: 2]
    turns = [*chosen, (2026, 1, 20)] if case == "withdrawn" else chosen
    for day in [dt.date(*turn) for turn in sorted(turns)]:
        build_site(root, root / "site", as_of=day, cache=cache_in(root / "cache"), workers=1)
        shutil.rmtree(root / "fresh", ignore_errors=True)
        build_site(root, root / "fresh", as_of=day, workers=1)
        assert files_of(root / "site") == files_of(root / "fresh"), day


# --- The compare page ---


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, lapsed: Path) -> Iterator[Path]:
    target = tmp_path_factory.mktemp("served") / "site"
    build_site(lapsed, target, as_of=dt.date(2026, 4, 2))
    yield target


ANNOUNCED = {
    "en": "Announced on 16 November 2026: from 15 January 2027 version 6.0 applies.",
    "da": "Varslet den 16. november 2026: Fra den 15. januar 2027 gælder version 6.0.",
    "nl": "Aangekondigd op 16 november 2026: vanaf 15 januari 2027 geldt versie 6.0.",
    "fr": "Annonce du 16 novembre 2026 : à partir du 15 janvier 2027, la version 6.0 s’appliquera.",
}


@pytest.mark.parametrize("language", ANNOUNCED)
def test_nothing_has_changed_since_adds_what_is_announced(browser: Browser, address: str, language: str) -> None:
    page = browser.new_context().new_page()
    page.clock.set_fixed_time(dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC))
    page.goto(f"{address}{language}/subscription/compare/?since=5.0&customer=existing")
    status = page.locator("#cb-compare-status")
    expect(status).to_contain_text(ANNOUNCED[language])
    expect(status.get_by_role("link")).to_have_attribute("href", "../6.0/")
    # What was signed before the version in force is compared with it; what is announced is told all the same.
    page.goto(f"{address}{language}/subscription/compare/?since=4.0&customer=existing")
    expect(page.locator("#cb-comparison h2")).to_be_visible()
    expect(status).to_contain_text(ANNOUNCED[language])
    # Once it has taken effect it is what the comparison ends with.
    page.clock.set_fixed_time(dt.datetime(2027, 1, 15, 12, tzinfo=dt.UTC))
    page.goto(f"{address}{language}/subscription/compare/?since=5.0&customer=existing")
    expect(page.locator("#cb-comparison h2")).to_be_visible()
    expect(status).not_to_contain_text(ANNOUNCED[language])
    page.context.close()


def test_a_version_in_force_without_a_text_is_no_nothing_has_changed(browser: Browser, served: Path) -> None:
    page = browser.new_context().new_page()
    page.clock.set_fixed_time(dt.datetime(2026, 4, 2, 12, tzinfo=dt.UTC))
    page.route(
        "https://terms.test/**",
        lambda route: route.fulfill(path=served_file(served, route.request.url)),
    )
    page.goto("https://terms.test/en/basic/compare/?since=1.0")
    status = page.locator("#cb-compare-status")
    expect(status).to_contain_text(
        "Since 1 March 2026 version 2.0 (Danish) applies. In this language version 2.0 is not published."
    )
    expect(status).to_contain_text("Announced on 1 April 2026: from 1 June 2026 version 3.0 applies.")
    expect(status).not_to_contain_text("Nothing has changed")
    page.context.close()


def served_file(site: Path, url: str) -> Path:
    path = url.partition("https://terms.test/")[2].partition("?")[0].partition("#")[0]
    return site / (f"{path}index.html" if path.endswith("/") or not path else path)


def test_the_files_of_a_language_tell_the_same_twice(lapsed: Path) -> None:
    first, second = (
        [(made.address, made.text) for made in all_files(view(lapsed, "en", dt.date(2026, 4, 2)), "S")] for _ in "12"
    )
    assert first == second
