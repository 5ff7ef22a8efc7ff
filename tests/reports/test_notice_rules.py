"""What a notice says under every rule of a record: grounds, groups, windows, periods of notice, refunds, how and by which clause."""

import datetime as dt
import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from clausebook.cli import main
from clausebook.model.reading import read_book
from clausebook.pages.language_view import LanguageView
from clausebook.pages.library import page_at
from clausebook.problems import Problems
from clausebook.reports.notice import Notice
from clausebook.reports.notice_json import as_json
from tests.reports.test_notice import SCHEMA
from tests.sites import BASE, write_site

ANNOUNCED = dt.date(2026, 1, 1)


def site(root: Path, entry: str = "", head: str = "") -> Path:
    """A site whose version 2.0 has an entry with more keys, in a record with more keys."""
    record = BASE["terms/basic.yml"].replace("values:\n", f"{head}values:\n", 1) + (
        '  - version: "2.0"\n    kind: amendment\n    announced: 2026-01-01\n    effective: 2026-03-01\n'
        f"    values:\n      fee: {{amount: 125, currency: DKK}}\n      notice: {{days: 45}}\n{entry}"
    )
    files: dict[str, str | None] = {
        f"terms/{code}/basic/2.0.yml": BASE[f"terms/{code}/basic/1.0.yml"] for code in ("en", "da")
    }
    return write_site(root, {**files, "terms/basic.yml": record})


def notice(root: Path, language: str = "en", group: str | None = None, day: dt.date = ANNOUNCED) -> Notice:
    problems = Problems()
    book = read_book(root, problems)
    assert book
    assert not list(problems)
    document = book.documents["basic"]
    view = LanguageView(root, book, language, ("en", "da"), {"basic": day}, root_url="https://small.example.com/")
    return Notice(view, document, document.versions[-1], "Small", group=group)


RIGHTS = {
    "a window from the effect": (
        "{within: {days: 30}, from: effective}",
        "you can terminate up to and including 31 March 2026, 30 days from its effect.",
        "If you do not accept it, terminate by 31 March 2026 at the latest.",
    ),
    "a window in months from the announcement": (
        "{within: {months: 2}, from: announced}",
        "you can terminate up to and including 1 March 2026, 2 months from the day on which you are told of it.",
        "If you do not accept it, terminate by 1 March 2026 at the latest.",
    ),
    "until it takes effect": (
        "{from: until-effective}",
        "you can terminate up to and including 28 February 2026, the last day before its effect.",
        "If you do not accept it, terminate by 28 February 2026 at the latest.",
    ),
    "a period of notice without a last day": (
        "{notice: {days: 30}, from: effective}",
        "you can terminate with a period of notice of 30 days, which runs from 1 March 2026 at the earliest: the contract then ends with 31 March 2026.",
        "If you do not accept it, you can terminate as said above.",
    ),
    "refund, means and clause": (
        "{within: {days: 45}, from: later-of, refund: pro-rata, how: by-email, where: cancel@small.example, clause: changes}",
        "You can do so by e-mail: cancel@small.example. What you have paid for the time after the end of the contract is refunded. "
        "This right rests on clause 2. Clause 2: “Changes are announced 45 days ahead.”",
        "If you do not accept it, terminate by 15 April 2026 at the latest.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RIGHTS)
def test_a_right_is_told_as_what_it_is(tmp_path: Path, name: str) -> None:
    right, opened, act = RIGHTS[name]
    root = site(tmp_path, f"    substantial: true\n    termination: {right}\n")
    told = notice(root)
    answers = {answer.name: " ".join(answer.on(ANNOUNCED)) for answer in told.answers(told.view.text)}
    assert opened in answers["what-can-i-do"]
    assert answers["need-i-act"].startswith(f"Not if you accept the change. {act}")
    assert all(answer in told.text() for answer in answers.values())
    page = page_at(told.view, "en/basic/2.0/changes/", "Small")
    assert page
    for sentence in told.answers(told.view.words)[1].on(ANNOUNCED):
        assert sentence in page.html


def test_a_ground_is_told_with_what_it_rests_on(tmp_path: Path) -> None:
    grounds = "notice: {days: 45, counting: full-days, grounds: {law: {days: 0}}}"
    root = site(
        tmp_path,
        "    effective-new: 2026-01-02\n    ground: law\n    provision: {en: 'Regulation (EU) 2022/2065, art. 14', da: 'Forordning (EU) 2022/2065, artikel 14'}\n    notice: {days: 0}\n",
    )
    record = root / "terms/basic.yml"
    record.write_text(
        record.read_text(encoding="utf-8").replace("notice: {days: 45, counting: full-days}", grounds, 1), "utf-8"
    )
    english, danish = notice(root), notice(root, "da")
    assert "Basis: Regulation (EU) 2022/2065, art. 14." in english.text()
    assert "For such an amendment these terms require no notice." in english.text()
    assert "Forordning (EU) 2022/2065, artikel 14" in danish.text()
    assert json.loads(as_json([english]))["ground"] == "law"


CONSUMERS = "{en: consumers, da: forbrugere}"
BUSINESSES = "{en: businesses, da: virksomheder}"
GROUPS = (
    "groups:\n  consumers:\n"
    f"    name: {CONSUMERS}\n    notice: {{days: 60}}\n    termination: {{within: {{days: 30}}, from: effective}}\n"
)
GROUP_ENTRY = (
    "    substantial: true\n    termination: {within: {days: 10}, from: effective}\n    groups:\n      consumers:\n"
    f"        name: {CONSUMERS}\n        effective: 2026-04-01\n        notice: {{days: 60}}\n"
    "        termination: {within: {days: 30}, from: effective}\n"
)
HEAD = GROUPS + "termination: {within: {days: 10}, from: effective}\n"


def test_each_group_is_told_its_own_days(tmp_path: Path) -> None:
    root = site(tmp_path, GROUP_ENTRY, HEAD)
    own, all_of_them, danish = notice(root, group="consumers"), notice(root), notice(root, "da", "consumers")
    assert own.subject == "Basic terms: version 2.0 applies from 1 April 2026"
    text = own.text()
    assert "This message is for consumers." in text
    assert "Announced on 1 January 2026; takes effect on 1 April 2026. Until then version 1.0 applies." in text
    assert "the notice of 60 full days ends with 2 March 2026" in text
    assert "you can terminate up to and including 1 May 2026, 30 days from its effect." in text
    assert (
        "terminate by 1 May 2026 at the latest. If you do nothing, this version applies to you from 1 April 2026."
        in text
    )
    assert "11 March 2026" not in text, "nothing of what others are told"
    assert "Denne besked er til forbrugere." in danish.text()
    assert "den 1. maj 2026" in danish.text()
    general = all_of_them.text()
    assert general.startswith("Basic terms: version 2.0 applies from 1 March 2026")
    assert "This message is for" not in general
    assert "up to and including 11 March 2026" in general
    assert "For consumers: " in general
    assert "up to and including 1 May 2026" in general
    data = json.loads(as_json([own, danish]))
    jsonschema.validate(data, SCHEMA)
    assert (data["group"], data["effective"], data["last_day_to_terminate"]) == (
        "consumers",
        "2026-04-01",
        "2026-05-01",
    )
    assert data["languages"]["da"]["group"] == "forbrugere"


def test_a_group_is_told_no_change_of_a_clause_that_holds_for_others_alone(tmp_path: Path) -> None:
    groups = HEAD.replace("  consumers:\n", f"  businesses:\n    name: {BUSINESSES}\n  consumers:\n", 1)
    root = site(tmp_path, GROUP_ENTRY, groups)
    for code in ("en", "da"):
        for name in ("2.0", "draft"):
            path = root / f"terms/{code}/basic/{name}.yml"
            extra = "  - id: bulk\n    only: [businesses]\n    text: |\n      Bulk orders cost {fee} more.\n"
            path.write_text(path.read_text(encoding="utf-8") + extra, encoding="utf-8")
    assert [item.alteration.change.id for item in notice(root).items(notice(root).view.text)] == ["fee", "bulk"]
    assert "Bulk orders" in notice(root, group="businesses").text()
    own = notice(root, group="consumers").text()
    assert "Bulk orders" not in own
    assert "DKK\u00a0125 instead of DKK\u00a0100." in own


def test_a_right_of_one_group_alone_is_none_of_the_others(tmp_path: Path) -> None:
    root = site(
        tmp_path, GROUP_ENTRY.replace("    termination: {within: {days: 10}, from: effective}\n", "", 1), GROUPS
    )
    told = notice(root).text()
    assert "For consumers: Because this amendment is substantial, you can terminate" in told
    assert "No. If you do nothing, this version applies to you from 1 March 2026." in told
    assert "For consumers: Not if you accept the change." in told


def test_a_group_after_its_last_day(tmp_path: Path) -> None:
    root = site(tmp_path, GROUP_ENTRY, HEAD)
    late = notice(root, group="consumers", day=dt.date(2026, 5, 2)).text()
    assert "Announced on 1 January 2026; took effect on 1 April 2026." in late
    assert "you could terminate up to and including 1 May 2026" in late
    assert (
        "No. The time to terminate because of it ended on 1 May 2026. This version took effect on 1 April 2026." in late
    )


def test_a_group_that_the_record_does_not_name(tmp_path: Path) -> None:
    root = site(tmp_path, GROUP_ENTRY, HEAD)
    done = CliRunner().invoke(main, ["-C", str(root), "notice", "basic", "2.0", "--group", "consumer"])
    assert done.exit_code == 2
    assert "has no group of customers “consumer”: did you mean “consumers”?" in done.stderr
    written = CliRunner().invoke(
        main,
        [
            "-C",
            str(root),
            "notice",
            "basic",
            "2.0",
            "--group",
            "consumers",
            "--language",
            "en",
            "--as-of",
            "2026-01-01",
        ],
    )
    assert written.exit_code == 0, written.output
    assert "This message is for consumers." in written.stdout


def test_a_withdrawn_version_is_told_on_request_alone(tmp_path: Path) -> None:
    root = site(tmp_path)
    record = root / "terms/basic.yml"
    withdrawal = '  - withdraws: "2.0"\n    announced: 2026-01-20\n    reason: {da: Fejl., en: A mistake.}\n'
    record.write_text(record.read_text(encoding="utf-8") + withdrawal, encoding="utf-8")
    asked = ["-C", str(root), "notice", "basic", "2.0", "--language", "en", "--as-of", "2026-02-01"]
    silent = CliRunner().invoke(main, asked)
    assert (silent.exit_code, silent.stdout) == (0, "")
    assert silent.stderr.startswith("no notice: basic 2.0 was withdrawn and will not take effect; --withdrawal")
    told = CliRunner().invoke(main, [*asked, "--withdrawal"])
    assert told.stdout.startswith("Basic terms: the announced version 2.0 is withdrawn")
    assert "Reason: A mistake. Therefore version 1.0 stays in force." in told.stdout
    data = json.loads(CliRunner().invoke(main, [*asked, "--withdrawal", "--format", "json"]).stdout)
    jsonschema.validate(data, SCHEMA)
    assert data["withdrawal"]
    assert [file["media_type"] for file in data["languages"]["en"]["attachments"]] == ["text/calendar"]
