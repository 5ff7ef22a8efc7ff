"""Releases under the rules of notice: grounds, named rules, groups, receipt, clauses that begin later, reasons; through the commands."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest

from clausebook.model import timeline
from clausebook.model.document import Book, Document
from clausebook.model.document_cache import Entry
from clausebook.model.notices import Ground
from clausebook.model.reading import read_book
from clausebook.pages.data import DataMaker
from clausebook.pages.language_view import LanguageView
from clausebook.problems import Problems
from clausebook.sentences.derivations import date_sentences, termination_sentence
from clausebook.sentences.words import Words
from clausebook.source import read_yaml
from tests.releases.life import edit, edit_drafts, run, write_notes
from tests.sites import BASE, all_pages, write_site

NOTICE = "notice: {days: 45, counting: full-days}\n"
RULES = """\
notice:
  days: 45
  at-most: {days: 180}
  prices: {days: 60}
  rules: {security: {days: 3}}
  grounds: {favourable: {days: 0}, law: {days: 0}, index: {days: 15}, editorial: {days: 0}}
groups:
  consumers:
    name: {en: consumers, da: forbrugere}
    notice: {months: 2, grounds: {law: {days: 7}}}
    termination: {within: {days: 30}, from: later-of, notice: {days: 0}, refund: pro-rata, how: [by-email, online], where: stop@example.com}
  resellers:
    name: {en: resellers, da: forhandlere}
    notice: {days: 10}
"""


def site_with(root: Path, rules: str, *values: tuple[str, str]) -> Path:
    """The base site under other rules, with the values of the draft as in version 1.0 but for those that are replaced."""
    head, sign, versions = BASE["terms/basic.yml"].replace(NOTICE, rules).partition("versions:")
    for old, new in (("{amount: 125,", "{amount: 100,"), *values):
        assert old in head
        head = head.replace(old, new, 1)
    return write_site(root, {"terms/basic.yml": head + sign + versions})


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return site_with(tmp_path, RULES)


def release(site: Path, *options: str, day: str = "2026-01-01") -> str:
    done = run(site, "release", "basic", "--announce", day, "--yes", *options, day=day)
    return done.stdout + done.stderr


def document_of(site: Path) -> Document:
    problems = Problems()
    book = read_book(site, problems)
    assert book, [str(problem) for problem in problems]
    assert not len(problems), [str(problem) for problem in problems]
    return book.documents["basic"]


def _book(document: Document) -> Book:
    return Book({document.id: document})


def _status(site: Path, day: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads(run(site, "status", "--format", "json", day=day).stdout)["documents"]
    return told


def last_entry(site: Path) -> dict[str, Any]:
    record = read_yaml(site, "terms/basic.yml", Problems())
    assert record
    entry = record.plain()["versions"][-1]
    assert isinstance(entry, dict)
    return entry


def test_groups_have_their_own_notice_and_day(site: Path) -> None:
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    write_notes(site, "fee", "Costs rose.")
    told = release(site, "--substantial", "--effective-for", "resellers=2026-01-20", "--clause-from", "fee=2026-04-01")
    assert "takes effect on 2026-02-16 (earliest: 2026-02-16)" in told
    assert "for consumers from 2026-03-02 (earliest: 2026-03-02)" in told
    assert "for resellers from 2026-01-20 (earliest: 2026-01-12)" in told
    assert "the clause “fee” begins on 2026-04-01" in told
    assert "the messages to customers must be out by 2026-01-01" in told
    entry = last_entry(site)
    assert entry["groups"]["consumers"] == {
        "name": {"en": "consumers", "da": "forbrugere"},
        "effective": "2026-03-02",
        "notice": {"months": 2, "counting": "full-days", "at-most": {"days": 180}},
        "termination": {
            "within": {"days": 30},
            "from": "later-of",
            "notice": {"days": 0},
            "refund": "pro-rata",
            "how": ["by-email", "online"],
            "where": "stop@example.com",
        },
    }
    assert entry["clauses"] == {"fee": {"effective": "2026-04-01"}}
    assert entry["head"]["en"]["groups"] == "For consumers from 2 March 2026. For resellers from 20 January 2026."
    assert entry["head"]["da"]["clauses"] == "Bestemmelse 1.1 gælder fra den 1. april 2026."
    document = document_of(site)
    second = document.versions[-1]
    days = {group: timeline.last_day_to_terminate(document, second, group) for group in ("", *second.groups)}
    assert days == {"": None, "consumers": dt.date(2026, 4, 1), "resellers": None}
    data = DataMaker(site, _book(document), {"basic": dt.date(2026, 1, 2)}, document.languages)
    told_of = data.document(document)["versions"][-1]
    assert told_of["groups"]["consumers"]["terminate_until"] == "2026-04-01"
    assert told_of["clauses"] == {"fee": "2026-04-01"}
    assert (
        "announce by 16 May 2026, for consumers by 30 April 2026, for resellers by 20 June 2026"
        in run(site, "status", day="2026-05-10").stdout
    )
    later = run(site, "status", day="2026-03-20").stdout
    assert "open today (consumers): the right to terminate because of 2.0, up to and including 1 April 2026" in later


def test_a_cache_keeps_every_rule(site: Path) -> None:
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    edit(site, "terms/basic.yml", ("\n  notice: {days: 45}", "\n  notice: {days: 45, whose: customer}"))
    release(site, "--clause-from", "fee=2026-04-01")
    document = document_of(site)
    restored = Entry.decode(Entry.of(document).encode()).restore(site)
    assert restored == document
    assert repr(restored.draft.values) == repr(document.draft.values)
    assert "whose=<Party.CUSTOMER" in repr(restored.draft.values["notice"])


def test_a_provision_that_hides_something_is_refused(site: Path) -> None:
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    told = release(site, "--ground", "law", "--provision", "da=artikel 14", "--provision", "en=article\u200b 14")
    assert "character: in the provision in en: " in told


def test_a_later_head_opens_no_right_in_an_earlier_version(site: Path) -> None:
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    write_notes(site, "fee", "Costs rose.")
    release(site, "--substantial")
    edit(
        site,
        "terms/basic.yml",
        (
            "groups:\n  consumers:\n    name",
            "termination: {within: {days: 9}, from: announced}\ngroups:\n  consumers:\n    name",
        ),
    )
    document = document_of(site)
    assert document.termination
    assert document.right_of(document.versions[-1]) is None
    assert document.right_of(document.versions[-1], "consumers")


def test_a_correction_keeps_the_later_days(site: Path) -> None:
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    release(site, "--clause-from", "fee=2026-04-01")
    edit_drafts(site, "Mended.", ("exactly", "precisely"))
    release(site, "--kind", "correction", day="2026-02-20")
    entry = last_entry(site)
    assert (entry["version"], entry["effective"]) == ("2.1", "2026-02-20")
    assert entry["groups"] == {
        "consumers": {"name": {"en": "consumers", "da": "forbrugere"}, "effective": "2026-03-02"}
    }
    document = document_of(site)
    assert timeline.in_force(document, dt.date(2026, 2, 25), "consumers") is document.version("1.0")
    assert timeline.in_force(document, dt.date(2026, 3, 2), "consumers") is document.version("2.1")


def test_what_has_not_begun_goes_on_to_begin(site: Path) -> None:
    """A clause that begins in April still does in a version of March which leaves it as it is."""
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    release(site, "--clause-from", "fee=2026-08-01")
    edit(site, "terms/en/basic/draft.yml", ("ahead", "in advance"), ("Two.", "Three."))
    edit(site, "terms/da/basic/draft.yml", ("forud", "i forvejen"), ("Two.", "Three."))
    release(site, day="2026-03-01")
    assert last_entry(site)["clauses"] == {"fee": {"effective": "2026-08-01"}}
    assert last_entry(site)["version"] == "3.0"


def test_a_named_rule(site: Path) -> None:
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    assert "release-rule: the record has no rule “safety”: its notice knows security" in release(
        site, "--rule", "safety"
    )
    release(site, "--rule", "security")
    entry = last_entry(site)
    assert (entry["rule"], entry["effective"], entry["notice"]["days"]) == ("security", "2026-01-05", 3)
    assert entry["groups"]["resellers"]["effective"] == "2026-01-05"


def test_an_upper_bound(site: Path) -> None:
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    told = release(site, "--effective", "2026-07-02")
    assert "with at most 180 days of notice, it cannot take effect on 2026-07-02 — the last day is 2026-07-01" in told
    assert "takes effect on 2026-07-01" in release(site, "--effective", "2026-07-01", "--dry-run")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{amount: 100, currency: DKK}", "{amount: 90, currency: DKK}", ""),
        ("{amount: 100, currency: DKK}", "{amount: 130, currency: DKK}", "the value “fee” changes to the customers' disadvantage"),
        ("{amount: 100, currency: DKK}", "{amount: 130, currency: DKK, whose: provider}", ""),
        ("{amount: 100, currency: DKK}", "{amount: 90, currency: EUR}", "“fee” prints fee, which does not say whose it is"),
        ("  notice: {days: 45}", "  notice: {days: 60}", "“changes” prints notice, which does not say whose it is"),
        ("  notice: {days: 45}", "  notice: {days: 60, whose: customer}", ""),
        ("  notice: {days: 45}", "  notice: {weeks: 8, whose: customer}", ""),
        ("  notice: {days: 45}", "  notice: {days: 30, whose: customer}", "the value “notice” changes to the customers' disadvantage"),
        ("  notice: {days: 45}", "  notice: {days: 60, whose: provider}", "the value “notice” changes to the customers' disadvantage"),
        ("  notice: {days: 45}", "  notice: {days: 30, whose: provider}", ""),
    ],
)  # fmt: skip
def test_favourable_is_checked_where_it_can_be(tmp_path: Path, old: str, new: str, expected: str) -> None:
    site = site_with(tmp_path, RULES, (old, new))
    edit_drafts(site, "Two.")
    told = release(site, "--ground", "favourable")
    if expected:
        assert "release-ground: " in told
        assert expected in told
    else:
        entry = last_entry(site)
        assert (entry["ground"], entry["effective"], "confirmed" in entry) == ("favourable", "2026-01-01", False), told


def test_what_no_value_tells_is_confirmed_clause_by_clause(site: Path) -> None:
    edit_drafts(site, "Two.", ("{fee}", "at most {fee}"))
    told = release(site, "--ground", "favourable")
    assert (
        "release-ground: whether it is “favourable” cannot be told: “fee” is reworded — say --confirm fee if it is"
        in told
    )
    release(site, "--ground", "favourable", "--confirm", "fee")
    entry = last_entry(site)
    assert (entry["ground"], entry["confirmed"], entry["notice"]) == (
        "favourable",
        ["fee"],
        {"days": 0, "counting": "full-days", "at-most": {"days": 180}},
    )
    assert entry["head"]["en"]["ground"] == "This amendment is to the customers’ advantage alone."


def test_a_change_demanded_by_law_names_its_provision(site: Path) -> None:
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    assert "release-ground: the provision on which “law” rests is missing in en" in release(
        site, "--ground", "law", "--provision", "da=artikel 14"
    )
    provisions = ("--provision", "da=artikel 14", "--provision", "en=article 14")
    assert "release-rule: a ground has a notice of its own" in release(
        site, "--ground", "law", *provisions, "--rule", "security"
    )
    release(site, "--ground", "law", *provisions)
    entry = last_entry(site)
    assert entry["provision"] == {"da": "artikel 14", "en": "article 14"}
    assert entry["effective"] == "2026-01-01"
    assert entry["groups"]["consumers"]["effective"] == "2026-01-09"
    assert entry["groups"]["resellers"]["notice"]["days"] == 0
    assert entry["head"]["da"]["ground"] == "Ændringen er påkrævet ved lov. Grundlag: artikel 14."
    assert document_of(site).versions[-1].ground is Ground.LAW


def test_an_index_changes_amounts_alone(site: Path) -> None:
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    assert "an index changes amounts and nothing else, but this changes fee" in release(site, "--ground", "index")


def test_an_editorial_change_leaves_values_and_duties(site: Path) -> None:
    edit_drafts(site, "Two.", ("{fee}", "only {fee}"))
    assert "whether it is “editorial” cannot be told: “fee” in “en”: “only” is added" in release(
        site, "--ground", "editorial"
    )
    edit_drafts(site, "Two.", ("only {fee}", "thus {fee}"))
    release(site, "--ground", "editorial")
    assert last_entry(site)["effective"] == "2026-01-01"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--ground", "danger"), "release-ground: the record has no ground “danger”: its notice knows favourable, law, index, editorial"),
        (("--provision", "da=a", "--provision", "en=a"), "release-ground: a provision belongs to a ground"),
        (("--ground", "editorial", "--substantial"), "release-substantial: what is “editorial” is not substantial"),
        (("--effective-for", "others=2026-03-01"), "release-group: “others” is no group that can have a day of its own here"),
        (("--effective-for", "consumers=2026-02-20"), "with 2 months of notice (full days), it cannot take effect on 2026-02-20 for “consumers”"),
        (("--clause-from", "fees=2026-04-01"), "release-clause: the draft has no clause “fees” — did you mean “fee”?"),
        (("--clause-from", "changes=2026-04-01"), "release-clause: the clause “changes” is as it was in version 1.0"),
        (("--clause-from", "fee=2026-02-16"), "release-clause: the clause “fee” would begin on 2026-02-16, not after the version on 2026-02-16"),
        (("--kind", "correction", "--ground", "law"), "release-ground: only an amendment of a version has a ground"),
        (("--effective-for", "consumers"), "“consumers” has no day; write NAME=DATE"),
        (("--substantial",), "note-missing: the clause “fee” changes in a substantial amendment, and no note says why"),
    ],
)  # fmt: skip
def test_refused(site: Path, options: tuple[str, ...], expected: str) -> None:
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    before = (site / "terms/basic.yml").read_text(encoding="utf-8")
    assert expected in release(site, *options)
    assert (site / "terms/basic.yml").read_text(encoding="utf-8") == before


def test_a_note_stands_in_every_language(site: Path) -> None:
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    edit(site, "terms/en/basic/draft.yml", ("      - id: fee\n", "      - id: fee\n        note: Costs rose.\n"))
    assert "terms/da/basic/draft.yml:8:9: note-missing: the clause “fee” has a note in en, but not in “da”" in release(
        site
    )


RECEIPT = "notice: {business-days: 10, counting-from: receipt, delivery: {days: 2}}\ntermination: {within: {business-days: 5}, from: announced}\n"


def test_messages_must_be_out(tmp_path: Path) -> None:
    """What rests on the holidays of a country is sealed as it was computed."""
    site = site_with(tmp_path, RECEIPT)
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    write_notes(site, "fee", "Costs rose.")
    told = release(site, "--substantial", "--effective", "2026-03-02", day="2026-02-01")
    assert "the messages to customers must be out by 2026-02-13" in told
    assert (
        "The messages are sent by 13 February 2026 and, with 2 days for delivery, received by 15 February 2026" in told
    )
    entry = last_entry(site)
    assert entry["dispatched-by"] == "2026-02-13"
    assert entry["notice"]["earliest"] == "2026-02-28"
    assert entry["termination"]["last"] == "2026-02-20"
    assert "messages on 2.0: must be out by 13 February 2026" in run(site, "status", day="2026-02-10").stdout
    assert "13 February 2026: that day has passed" in run(site, "status", day="2026-02-14").stdout
    (outlook,) = _status(site, "2026-02-14")
    assert outlook["dispatches"] == [{"version": "2.0", "by": "2026-02-13", "passed": True}]
    assert outlook["rights"] == [{"version": "2.0", "group": None, "until": "2026-02-20"}]
    assert run(site, "status", day="2100-12-28").stdout.startswith("terms/basic.yml:1:1: business-days: ")


def test_windows_that_overlap_are_told(tmp_path: Path) -> None:
    site = site_with(tmp_path, "notice: {days: 10}\ntermination: {within: {days: 90}, from: announced}\n")
    for number, (word, day) in enumerate({"exactly": "2026-01-01", "precisely": "2026-02-01"}.items(), 2):
        edit_drafts(site, f"Version {number}.", ("{fee}", f"{word} {{fee}}"))
        write_notes(site, "fee", f"Reason {number}.")
        release(site, "--substantial", day=day)
    assert (
        "overlapping windows: customers can terminate because of 2.0 and of 3.0"
        in run(site, "status", day="2026-03-01").stdout
    )
    (outlook,) = _status(site, "2026-03-01")
    assert outlook["overlapping_windows"] == [["2.0", "3.0"]]


def test_an_imported_history_may_not_know_the_announcement(tmp_path: Path) -> None:
    record = BASE["terms/basic.yml"].replace("announced: 2020-01-01", "announced: unknown")
    site = write_site(tmp_path, {"terms/basic.yml": record})
    assert run(site, "seal", "basic", "--yes").returncode == 0
    entry = last_entry(site)
    assert entry["announced"] == "unknown"
    assert entry["head"]["en"]["announced"] == "The day of the announcement is not known."
    document = document_of(site)
    data = DataMaker(site, _book(document), {"basic": dt.date(2026, 1, 2)}, document.languages)
    assert data.document(document)["versions"][0]["announced"] is None
    first = document.versions[0]
    told = [date_sentences(Words("en"), first, day)[0] for day in (dt.date(2019, 12, 31), dt.date(2020, 1, 1))]
    assert told == [
        "It takes effect on 1 January 2020; the day of the announcement is not known.",
        "It took effect on 1 January 2020; the day of the announcement is not known.",
    ]
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    release(site)
    assert last_entry(site)["version"] == "2.0"
    assert run(site, "verify").returncode == 0


def test_pages_tell_each_group_its_own(site: Path) -> None:
    """Change log, banner, feed and notice say the same of the ground, the groups and the right to terminate, in every language."""
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    write_notes(site, "fee", "The law changed.")
    release(site, "--substantial", "--ground", "law", "--provision", "da=artikel 14", "--provision", "en=article 14")
    book = _book(document_of(site))
    told = {}
    for language in ("da", "en"):
        view = LanguageView(site, book, language, ("da", "en"), {"basic": dt.date(2026, 1, 2)})
        made = {page.address: re.sub("<[^>]+>", "", str(page.html)) for page in all_pages(view, "Small")}
        told[language] = made[f"{language}/basic/history/"]
    assert (
        "This amendment is required by law. Basis: article 14. For such an amendment these terms require no notice."
        in told["en"]
    )
    consumers = (
        "For consumers: From 9 January 2026. The day of the announcement, 1 January 2026, is not counted; the notice of 7 full days "
        "ends with 8 January 2026. The earliest day of effect is 9 January 2026."
    )
    assert consumers in told["en"]
    assert "Ændringen er påkrævet ved lov. Grundlag: artikel 14." in told["da"]
    assert "For forbrugere: Fra den 9. januar 2026." in told["da"]
    document = book.documents["basic"]
    right = termination_sentence(Words("en"), document, document.versions[-1], "consumers")
    assert right == (
        "Because this amendment is substantial, you can terminate up to and including 8 February 2026, 30 days from its effect or from the "
        "day on which you are told of it, whichever is later. You can do so by e-mail or online: stop@example.com. The contract ends on the "
        "day on which you terminate it. What you have paid for the time after the end of the contract is refunded."
    )
    assert termination_sentence(Words("en"), document, document.versions[-1], "resellers") == ""
