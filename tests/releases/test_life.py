"""The life of a document through the commands, from the first draft to a withdrawn version, and every refusal."""

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from clausebook.cli import main
from clausebook.model.reading import read_book
from clausebook.problems import Problems, ProblemsFound
from clausebook.releases.freeze import freeze
from clausebook.releases.plan import plan_release
from clausebook.releases.wish import Wish
from tests.releases.life import edit, edit_drafts, new_site, released, run, tree, write_notes
from tests.sites import BASE


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return new_site(tmp_path)


def test_from_draft_to_fourth_version(site: Path) -> None:
    """First version, amendment, correction, withdrawn amendment, amendment: all through the commands."""
    record = BASE["terms/basic.yml"].partition("versions:")[0]
    (site / "terms/basic.yml").write_text(record, encoding="utf-8")
    for language in ("da", "en"):
        (site / f"terms/{language}/basic/1.0.yml").unlink()
    released(site, "2025-01-01")
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    released(site, "2025-02-01")
    edit_drafts(site, "Three: a mended word.", ("exactly", "precisely"))
    released(site, "2025-04-01", "--kind", "correction")
    edit_drafts(site, "Four.", ("precisely", "almost"))
    released(site, "2025-05-01")
    done = run(
        site, "withdraw", "basic", "3.0", "--reason", "da=Fejl.", "--reason", "en=A mistake.", "--yes", day="2025-05-02"
    )
    assert done.returncode == 0, done.stderr
    edit_drafts(site, "Five.", ("almost", "at most"))
    released(site, "2025-05-03", "--effective", "2025-09-01", "--effective-new", "2025-06-01")
    status = json.loads(run(site, "status", "--format", "json", day="2025-06-30").stdout)["documents"][0]
    assert status["in_force"] == "2.1"
    assert status["in_force_for_new_customers"] == "4.0"
    assert [version["version"] for version in status["announced"]] == ["4.0"]
    assert status["withdrawn"] == ["3.0"]
    assert run(site, "verify").returncode == 0
    texts = sorted(path.name for path in (site / "terms/en/basic").iterdir())
    assert texts == ["1.0.yml", "2.0.yml", "2.1.yml", "3.0.yml", "4.0.yml", "draft.yml"]
    assert (site / "terms/en/basic/4.0.yml").read_bytes() == (site / "terms/en/basic/draft.yml").read_bytes()


def test_the_earliest_day_is_proposed_with_its_derivation(site: Path) -> None:
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    before = tree(site)
    done = run(site, "release", "basic", "--announce", "2026-01-01", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "basic 2.0: amendment" in done.stdout
    assert "takes effect on 2026-02-16" in done.stdout
    assert (
        "the notice of 45 full days ends with 15 February 2026. The earliest day of effect is 16 February 2026."
        in done.stdout
    )
    assert "1.1      reworded, value: Betaling – Gebyret er exactly 125" in done.stdout
    assert tree(site) == before


def test_earlier_versions_are_sealed_with_the_first_release(site: Path) -> None:
    unsealed = run(site, "verify")
    assert unsealed.returncode == 1
    assert "terms/basic.yml:1:1: not-sealed: version 1.0 has no seal" in unsealed.stdout
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    released(site, "2026-01-01")
    proven = run(site, "verify")
    assert proven.stdout == "4 files of 2 versions of 1 documents are as they were published\n"


def one_language(site: Path) -> None:
    edit_drafts(site, "Two.")
    edit(site, "terms/da/basic/draft.yml", ("Gebyret er", "Gebyret udgør"))


def both(site: Path) -> None:
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))


def values(site: Path) -> None:
    both(site)


def structure(site: Path) -> None:
    edit_drafts(site, "Two.", ("  - id: changes\n", "  - id: more\n    text: More.\n  - id: changes\n"))
    edit(site, "terms/basic.yml", ("fee: {amount: 125", "fee: {amount: 100"))


def reference(site: Path) -> None:
    edit_drafts(site, "Two.", ("{clause:changes}", "{clause:payment}"))
    edit(site, "terms/basic.yml", ("fee: {amount: 125", "fee: {amount: 100"))


def nothing(site: Path) -> None:
    edit(site, "terms/basic.yml", ("fee: {amount: 125", "fee: {amount: 100"))


def old_summary(site: Path) -> None:
    for language in ("da", "en"):
        edit(site, f"terms/{language}/basic/draft.yml", ("{fee}", "exactly {fee}"))


def no_summary(site: Path) -> None:
    both(site)
    edit(site, "terms/en/basic/draft.yml", ("summary: |\n  Two.\n", 'summary: ""\n'))


def incomplete(site: Path) -> None:
    both(site)
    edit(
        site,
        "terms/en/basic/draft.yml",
        ("  - id: changes\n    title: Changes\n    text: |\n      Changes are announced {notice} ahead.\n", ""),
        ("see section {clause:changes}", "see {clause:payment}"),
    )


def planned_too_early(site: Path) -> None:
    both(site)
    edit(site, "terms/basic.yml", ("values:\n  fee", "planned: 2026-02-15\nvalues:\n  fee"))


def nobody(site: Path) -> None:
    """Change nothing."""


REFUSALS = [
    (one_language, [], "terms/en/basic/draft.yml:8:9: stale: the clause “fee” changed in “da”, but not in “en”"),
    (both, ["--effective", "2026-02-15"], "terms/basic.yml:1:1: release-date: announced on 2026-01-01, with 45 days of notice (full days), it cannot take effect on 2026-02-15 — the earliest day is 2026-02-16"),
    (both, ["--announce", "2025-12-31"], "terms/basic.yml:1:1: release-date: 2025-12-31 is past"),
    (both, ["--announce", "2019-12-31", "--as-of", "2019-12-31"], "terms/basic.yml:1:1: release-date: the record already has an announcement on 2020-01-01"),
    (both, ["--announce", "2025-12-31"], "announce on that day or later; --as-of 2025-12-31 records an announcement that was made that day"),
    (both, ["--effective-new", "2025-12-01"], "release-date: new customers cannot be bound on 2025-12-01, before the announcement"),
    (both, ["--effective", "2026-03-01", "--effective-new", "2026-03-02"], "release-date: new customers cannot be bound on 2026-03-02, after the others on 2026-03-01"),
    (both, ["--announce", "9000-12-01", "--as-of", "9000-12-01"], "release-date: announced on 9000-12-01, it would take effect on 9001-01-16, which lies outside the years that can be used here: the last day is 9000-12-31"),
    (planned_too_early, [], "it cannot take effect on 2026-02-15, which the record has as “planned” — the earliest day is 2026-02-16"),
    (both, ["--version", "1.0"], "terms/basic.yml:1:1: release-version: version 1.0 is not later than 1.0 — choose 2.0"),
    (old_summary, [], "terms/da/basic/draft.yml:2:1: summary-old: the summary is still that of version 1.0"),
    (no_summary, [], "terms/en/basic/draft.yml:2:1: summary-missing: the draft has no summary in this language"),
    (nothing, [], "terms/basic.yml:1:1: release-unchanged: the draft says the same as version 1.0"),
    (incomplete, [], "terms/en/basic/draft.yml:4:1: clause-missing: the clause “changes”"),
    (values, ["--kind", "correction"], "terms/basic.yml:1:1: correction-changes: a correction cannot change a value: fee"),
    (structure, ["--kind", "correction"], "correction-changes: a correction cannot change the structure: “more” is added"),
    (reference, ["--kind", "correction"], "correction-changes: a correction cannot change what “fee” refers to"),
]  # fmt: skip


@pytest.mark.parametrize(("prepare", "options", "said"), REFUSALS, ids=lambda value: getattr(value, "__name__", None))
def test_refused(site: Path, prepare: object, options: list[str], said: str) -> None:
    assert callable(prepare)
    prepare(site)
    before = tree(site)
    announce = [] if "--announce" in options else ["--announce", "2026-01-01"]
    done = run(site, "release", "basic", *announce, *options, "--yes")
    assert done.returncode == 1, done.stdout + done.stderr
    assert said in done.stdout
    assert "Traceback" not in done.stderr
    assert tree(site) == before


def test_a_substantial_amendment_needs_a_right_to_open(site: Path) -> None:
    both(site)
    edit(site, "terms/basic.yml", ("termination: {within: {days: 30}, from: effective}\n", ""))
    done = run(site, "release", "basic", "--announce", "2026-01-01", "--substantial", "--yes")
    assert "release-substantial: these terms give no right to terminate" in done.stdout


def test_a_change_that_leaves_translations_as_they_are(site: Path) -> None:
    """The author says so once; in the next version the same words count no more."""
    edit(site, "terms/basic.yml", ("fee: {amount: 125", "fee: {amount: 100"))
    one_language(site)
    edit(
        site,
        "terms/da/basic/draft.yml",
        ("      - id: fee\n", "      - id: fee\n        unaffected: Only the Danish grammar.\n"),
    )
    released(site, "2026-01-01")
    edit_drafts(site, "Three.")
    edit(site, "terms/da/basic/draft.yml", ("udgør", "andrager"))
    done = run(site, "release", "basic", "--announce", "2026-03-01", "--yes", day="2026-03-01")
    assert ": stale: " in done.stdout


def test_nobody_to_ask(site: Path) -> None:
    both(site)
    before = tree(site)
    done = run(site, "release", "basic", "--announce", "2026-01-01")
    assert done.returncode == 2
    assert "--yes" in done.stderr
    assert tree(site) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["release", "basik", "--announce", "2026-01-01"], "did you mean “basic”?"),
        (["release", "basic", "--announce", "soon"], "is not a date"),
        (["release", "basic", "--announce", "20260101"], "“20260101” is not a date"),
        (
            ["release", "basic", "--announce", "9999-12-31"],
            "9999-12-31 lies outside the years that can be used here: the last day is 9000-12-31",
        ),
        (["release", "basic", "--announce", "2026-01-01", "--effective", "9001-01-01"], "the last day is 9000-12-31"),
        (["release", "basic", "--announce", "2026-01-01", "--as-of", "0001-01-01"], "the first day is 1000-01-01"),
        (["status", "--as-of", "0001-01-01"], "the first day is 1000-01-01"),
        (["status", "--as-of", "9999-12-31"], "the last day is 9000-12-31"),
        (["release", "basic", "--announce", "2026-01-01", "--version", "two"], "is not a version number"),
        (["withdraw", "basic", "9.0", "--reason", "x"], "has no version “9.0”"),
        (["withdraw", "basic", "1.0", "--reason", "x"], "write one --reason LANGUAGE=TEXT for each of da, en"),
    ],
)
def test_wrong_usage(site: Path, arguments: list[str], said: str) -> None:
    done = run(site, *arguments)
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize(
    ("version", "day", "reasons", "said"),
    [
        ("1.0", "2026-01-01", ["da=x", "en=x"], "version 3.0 was released after 1.0"),
        ("3.0", "2026-06-01", ["da=x", "en=x"], "version 3.0 took effect on 2026-06-01"),
        ("3.0", "2026-01-01", ["da=x", "en=x"], "version 3.0 is announced on 2026-04-01"),
        ("3.0", "2026-04-02", ["da=x"], "the reason is missing in en"),
    ],
)
def test_refused_withdrawals(site: Path, version: str, day: str, reasons: list[str], said: str) -> None:
    both(site)
    released(site, "2026-01-01")
    edit_drafts(site, "Three.", ("exactly", "almost"))
    released(site, "2026-04-01", "--effective", "2026-06-01")
    before = tree(site)
    options = [part for reason in reasons for part in ("--reason", reason)]
    done = run(site, "withdraw", "basic", version, *options, "--yes", day=day)
    assert done.returncode == 1
    assert said in done.stdout
    assert tree(site) == before


def test_a_version_that_binds_new_customers_cannot_be_withdrawn(site: Path) -> None:
    both(site)
    released(site, "2026-01-01", "--effective", "2026-04-01", "--effective-new", "2026-02-01")
    reasons = ["--reason", "da=x", "--reason", "en=x", "--yes"]
    done = run(site, "withdraw", "basic", "2.0", *reasons, day="2026-02-01")
    assert done.returncode == 1
    assert "version 2.0 took effect on 2026-02-01" in done.stdout
    assert run(site, "withdraw", "basic", "2.0", *reasons, day="2026-01-31").returncode == 0


def test_a_change_of_prices_can_need_another_notice(site: Path) -> None:
    """A version that changes an amount of money has a rule of its own."""
    edit(
        site,
        "terms/basic.yml",
        ("counting: full-days}", "counting: full-days, prices: {days: 60, counting: calendar-days}}"),
    )
    both(site)
    done = run(site, "release", "basic", "--announce", "2026-01-01", "--dry-run")
    assert "60 calendar days later is 2 March 2026" in done.stdout
    edit(site, "terms/basic.yml", ("fee: {amount: 125", "fee: {amount: 100"))
    done = run(site, "release", "basic", "--announce", "2026-01-01", "--dry-run")
    assert "the notice of 45 full days ends with 15 February 2026" in done.stdout


def test_status_tells_deadlines_and_what_was_missed(site: Path) -> None:
    both(site)
    edit(site, "terms/basic.yml", ("values:\n  fee", "planned: 2027-03-01\nvalues:\n  fee"))
    text = run(site, "status", day="2027-01-14").stdout
    assert "planned: to take effect on 1 March 2027, announce by 14 January 2027\n" in text
    text = run(site, "status", day="2027-01-15").stdout
    assert "announce by 14 January 2027: that day has passed unannounced" in text
    assert "announced today, the draft can take effect on 2 March 2027 at the earliest" in text
    edit(site, "terms/da/basic/draft.yml", ("Ændringer varsles", "Ændringerne varsles"))
    assert "stale in en: changes" in run(site, "status").stdout


def test_overlapping_notices(site: Path) -> None:
    both(site)
    released(site, "2026-01-01")
    edit_drafts(site, "Three.", ("exactly", "almost"))
    released(site, "2026-01-20")
    text = run(site, "status", day="2026-01-21").stdout
    assert "overlapping notices: 2.0 takes effect after 3.0 was announced" in text


def test_a_draft_that_changes_while_it_is_released(site: Path) -> None:
    """What is frozen is what was checked and shown."""
    both(site)
    book = read_book(site, Problems())
    assert book
    plan = plan_release(book.documents["basic"], Wish(dt.date(2026, 1, 1)), dt.date(2026, 1, 1))
    edit(site, "terms/en/basic/draft.yml", ("exactly", "hardly"))
    before = tree(site)
    with pytest.raises(ProblemsFound, match="release-changed"):
        freeze(site, book, plan)
    assert tree(site) == before


def test_later_rules_leave_earlier_versions_as_they_are(site: Path) -> None:
    """The notice and the termination right of a version are those of its day, in every page and feed."""
    both(site)
    write_notes(site, "fee", "Costs rose.")
    released(site, "2026-01-01", "--substantial")
    build = ("build", "--as-of", "2026-01-02")
    assert run(site, *build).returncode == 0
    told = {
        name: (site / "site" / name).read_text(encoding="utf-8")
        for name in ("en/feed.xml", "en/basic/history/index.html")
    }
    edit(
        site,
        "terms/basic.yml",
        (
            "notice: {days: 45, counting: full-days}\ntermination: {within: {days: 30}",
            "notice: {days: 60}\ntermination: {within: {days: 14}",
        ),
    )
    assert run(site, "verify").returncode == 0
    assert run(site, *build).returncode == 0
    assert told == {name: (site / "site" / name).read_text(encoding="utf-8") for name in told}
    assert "45 full days" in told["en/feed.xml"]
    edit_drafts(site, "Three.", ("exactly", "almost"))
    write_notes(site, "fee", "Costs rose again.")
    done = run(site, "release", "basic", "--announce", "2026-03-01", "--dry-run", day="2026-03-01")
    assert "60 full days" in done.stdout


def test_planned_is_the_day_of_effect_and_goes(site: Path) -> None:
    """It is the default, an explicit day comes before it, and it is gone from the record with the release."""
    both(site)
    edit(site, "terms/basic.yml", ("values:\n  fee", "planned: 2026-04-01  # after Easter\nvalues:\n  fee"))
    done = run(site, "release", "basic", "--announce", "2026-01-01", "--effective", "2026-05-01", "--dry-run")
    assert "takes effect on 2026-05-01" in done.stdout
    before = (site / "terms/basic.yml").read_text(encoding="utf-8")
    done = run(site, "release", "basic", "--announce", "2026-01-01", "--yes")
    assert done.returncode == 0, done.stdout
    assert "takes effect on 2026-04-01 (earliest: 2026-02-16)\n  as planned in the record\n" in done.stdout
    record = (site / "terms/basic.yml").read_text(encoding="utf-8")
    assert record.startswith(before.replace("planned: 2026-04-01  # after Easter\n", ""))
    assert "planned" not in json.dumps(
        json.loads(run(site, "status", "--format", "json").stdout)["documents"][0]["planned"]
    )


def rename_silently(site: Path) -> None:
    """Another id for a clause, in both languages and in what refers to it, without a word."""
    edit_drafts(site, "Two.", ("- id: changes", "- id: amendments"), ("{clause:changes}", "{clause:amendments}"))


def test_a_forgotten_rename_is_asked_about(site: Path) -> None:
    rename_silently(site)
    before = tree(site)
    release = ("release", "basic", "--announce", "2026-01-01")
    assert (
        "“amendments” is new and reads nearly as “changes”, which is gone: a forgotten “was”?"
        in run(site, *release, "--dry-run").stdout
    )
    done = run(site, *release, "--yes")
    assert done.returncode == 1
    assert (
        "terms/da/basic/draft.yml:11:5: rename-unsaid: “amendments” is new and reads nearly as “changes”, which is gone: is it the "
        "same clause? — if it is, write “was: [changes]” on it in every language; if not, say --confirm amendments"
    ) in done.stdout
    assert tree(site) == before
    assert run(site, *release, "--confirm", "amendments", "--yes").returncode == 0


def test_a_rename_that_was_said_is_not_asked_about(site: Path) -> None:
    rename_silently(site)
    for language in ("da", "en"):
        edit(
            site, f"terms/{language}/basic/draft.yml", ("- id: amendments\n", "- id: amendments\n    was: [changes]\n")
        )
    released(site, "2026-01-01")


def test_questions_are_asked_of_somebody_who_is_there(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal each clause is asked about by itself, and “no” leaves everything as it was."""
    rename_silently(site)
    before = tree(site)
    monkeypatch.setattr("clausebook.cli.releases.is_somebody_here", lambda: True)
    monkeypatch.setattr("clausebook.cli.options.is_somebody_here", lambda: True)
    command = ["-C", str(site), "release", "basic", "--announce", "2026-01-01", "--as-of", "2026-01-01"]
    refused = CliRunner().invoke(main, command, input="n\n")
    assert "Is it really another clause?" in refused.output
    assert refused.exit_code == 1
    assert tree(site) == before
    done = CliRunner().invoke(main, command, input="y\ny\n")
    assert done.exit_code == 0, done.output
    assert "Release basic 2.0?" in done.output


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("a\u202eb", "character: in the reason in da: the invisible or unassigned character U+202E"),
        ("e\u0301", "character: in the reason in da: a letter is written as two characters"),
        ("  ", "the reason is missing in da"),
    ],
)
def test_reasons_that_cannot_be_written(site: Path, reason: str, said: str) -> None:
    both(site)
    released(site, "2026-01-01")
    before = tree(site)
    done = run(site, "withdraw", "basic", "2.0", "--reason", f"da={reason}", "--reason", "en=x", "--yes")
    assert done.returncode == 1
    assert said in done.stdout
    assert tree(site) == before


@pytest.mark.parametrize(
    "reason", ['"', "\\", "a: b", "- a", "# a", "{a}", "null", "1.0", "true", "a\nb", "a\tb", "'", "%", "&a", "!a", "…"]
)
def test_any_other_reason_is_kept_as_it_is(site: Path, reason: str) -> None:
    both(site)
    released(site, "2026-01-01")
    done = run(site, "withdraw", "basic", "2.0", "--reason", f"da={reason}", "--reason", "en=x", "--yes")
    assert done.returncode == 0, done.stdout
    book = read_book(site, Problems())
    assert book
    withdrawn = book.documents["basic"].versions[-1].withdrawn
    assert withdrawn
    assert withdrawn.reason["da"] == " ".join(reason.split())


def test_a_withdrawal_comes_after_every_announcement(site: Path) -> None:
    """Another version was withdrawn on a later day: the record keeps its order."""
    both(site)
    released(site, "2026-01-01", "--effective", "2026-09-01")
    edit_drafts(site, "Three.", ("exactly", "almost"))
    released(site, "2026-01-02", "--effective", "2026-10-01")
    reasons = ["--reason", "da=x", "--reason", "en=x", "--yes"]
    assert run(site, "withdraw", "basic", "3.0", *reasons, day="2026-03-01").returncode == 0
    before = tree(site)
    done = run(site, "withdraw", "basic", "2.0", *reasons, day="2026-02-01")
    assert done.returncode == 1
    assert "withdrawal: the record already has an announcement on 2026-03-01, after 2026-02-01" in done.stdout
    assert tree(site) == before


def test_a_record_that_grew_too_large(site: Path) -> None:
    """What every later command would refuse is refused before anything is written."""
    both(site)
    with (site / "terms/basic.yml").open("a", encoding="utf-8") as file:
        file.write("# " + "x" * ((1 << 20) - 1200) + "\n")
    before = tree(site)
    done = run(site, "release", "basic", "--announce", "2026-01-01", "--yes")
    assert done.returncode == 1
    assert "terms/basic.yml:1:1: file-size: " in done.stdout
    assert tree(site) == before


def test_a_correction_on_a_day_that_is_past(site: Path) -> None:
    """Whatever day is wished for it, it is announced before."""
    edit(site, "terms/basic.yml", ("fee: {amount: 125", "fee: {amount: 100"))
    edit_drafts(site, "A correction.", ("{fee}", "precisely {fee}"))
    correction = ("release", "basic", "--announce", "2026-01-01", "--kind", "correction", "--yes")
    done = run(site, *correction, "--effective", "2025-12-31")
    assert "release-date: it cannot take effect on 2025-12-31" in done.stdout


def test_a_right_to_terminate_is_for_amendments(site: Path) -> None:
    edit(site, "terms/basic.yml", ("fee: {amount: 125", "fee: {amount: 100"))
    edit_drafts(site, "A correction.", ("{fee}", "precisely {fee}"))
    done = run(site, "release", "basic", "--announce", "2026-01-01", "--kind", "correction", "--substantial", "--yes")
    assert "release-substantial: a correction opens no right to terminate" in done.stdout


def test_an_imported_history_is_sealed_as_it_is(site: Path) -> None:
    record = site / "terms/basic.yml"
    before = record.read_text(encoding="utf-8")
    assert "chain:" not in before
    done = run(site, "seal", "basic", "--yes")
    assert done.returncode == 0, done.stderr
    assert "sealed 1 versions of basic" in done.stderr
    assert "\n    chain: sha256:" in done.stdout
    after = record.read_text(encoding="utf-8")
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    assert run(site, "verify").returncode == 0
    assert "nothing to do" in run(site, "seal", "basic", "--yes").stderr
    assert record.read_text(encoding="utf-8") == after
