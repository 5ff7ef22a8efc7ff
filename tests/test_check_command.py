"""`clausebook check`: mistakes and warnings, exit codes, and how much is printed."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clausebook.cli import main
from clausebook.cli.options import print_problems
from clausebook.problems import Place, Problem, Severity
from tests.sites import BASE, write_site

DRAFT = "terms/en/basic/draft.yml"
ODD = BASE[DRAFT].replace("Changes are announced", "Within 30 days [date] changes are announced")
WRONG = BASE[DRAFT].replace("title: Payment", "title: 2. Payment")


def check(root: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(root), "check", *options])


def test_nothing_to_say(tmp_path: Path) -> None:
    done = check(write_site(tmp_path))
    assert (done.exit_code, done.stdout) == (0, "no problems in 1 documents, 4 texts\n")


@pytest.mark.parametrize("options", [[], ["--no-cache"]])
def test_warnings_stop_nothing_but_strict(tmp_path: Path, options: list[str]) -> None:
    write_site(tmp_path, {DRAFT: ODD})
    for _ in range(2):  # the second time from what was kept
        done = check(tmp_path, *options)
        assert done.exit_code == 0
        assert [line.split(": ")[:3] for line in done.stdout.splitlines()] == [
            [f"{DRAFT}:14:14", "warning", "figures-differ"],
            [f"{DRAFT}:14:22", "warning", "leftover"],
        ]
        assert done.stderr == "2 warnings\n"
        assert check(tmp_path, *options, "--strict").exit_code == 1


def test_mistakes_and_warnings_together(tmp_path: Path) -> None:
    write_site(tmp_path, {DRAFT: ODD.replace("title: Payment", "title: 2. Payment")})
    done = check(tmp_path)
    assert done.exit_code == 1
    assert [line.split(": ")[1] for line in done.stdout.splitlines()] == ["title-form", "warning", "warning"]
    assert done.stderr == "1 problem, 2 warnings\n"


def test_published_texts_are_looked_at_when_that_is_asked_for(tmp_path: Path) -> None:
    write_site(tmp_path, {"terms/en/basic/1.0.yml": ODD})
    assert check(tmp_path, "--strict").exit_code == 0
    done = check(tmp_path, "--published")
    assert (done.exit_code, done.stderr) == (0, "2 warnings\n")
    assert all(line.startswith("terms/en/basic/1.0.yml:14:") for line in done.stdout.splitlines())


def test_warnings_do_not_stop_other_commands(tmp_path: Path) -> None:
    write_site(tmp_path, {DRAFT: ODD})
    done = CliRunner().invoke(main, ["-C", str(tmp_path), "status", "--as-of", "2026-01-01"])
    assert (done.exit_code, "warning" in done.output) == (0, False)


MOVED = {
    "da": ("Gebyret betales senest fire uger efter fakturaens dato til den konto, som fremgår af fakturaen.",
           "Renter løber fra forfaldsdagen efter reglerne i renteloven, medmindre parterne har aftalt andet skriftligt."),
    "en": ("The fee is paid within four weeks of the date of the invoice to the account that the invoice names.",
           "Interest runs from the due date under the statute on interest, unless the parties agreed otherwise in writing."),
}  # fmt: skip


def test_ids_used_anew_are_warned_of(tmp_path: Path) -> None:
    files: dict[str, str | None] = {}
    for language, (old, new) in MOVED.items():
        name = f"terms/{language}/basic/draft.yml"
        begin, end = BASE[name].index("      - id: fee\n"), BASE[name].index("  - id: changes\n")
        clause = "      - id: {}\n        text: |\n          {}\n".format
        files[f"terms/{language}/basic/1.0.yml"] = BASE[name][:begin] + clause("fee", old) + BASE[name][end:]
        files[name] = BASE[name][:begin] + clause("fee", new) + clause("charge", old) + BASE[name][end:]
    done = check(write_site(tmp_path, files), "--strict")
    assert [line.split(": ")[:3] for line in done.stdout.splitlines()] == [
        ["terms/da/basic/draft.yml:11:9", "warning", "ids-anew"]
    ]
    assert done.exit_code == 1


def test_no_more_is_printed_than_anybody_reads(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [Problem(Place("a.yml", number + 1), "x", "y") for number in range(1_200)]
    problems.append(Problem(Place("b.yml"), "x", "y", severity=Severity.WARNING))
    print_problems(problems, dropped=203_000)
    printed = capsys.readouterr()
    lines = printed.out.splitlines()
    assert len(lines) == 201
    assert lines[-1] == "and 204,001 more"
    assert printed.err == "204,200 problems, 1 warning\n"
