"""Histories: every state becomes a version, and a clause keeps its id through all of them."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clausebook.cli import main
from clausebook.importing.loading import load_bytes
from clausebook.importing.requests import ReadingWish
from clausebook.importing.understanding import Memory, Wish, understand
from clausebook.model.reading import read_book
from clausebook.problems import Problems
from tests.importing.histories import History, markdown, names
from tests.importing.word_files import docx, paragraph

SETTINGS = "site_name: T\nsite_url: https://example.com/\ntheme:\n  name: material\nplugins:\n  - clausebook\n"


@pytest.mark.parametrize(("seed", "changes", "reworded"), [(1, 6, 8), (2, 12, 5), (3, 25, 8)])
def test_ids_last_through_hard_histories(seed: int, changes: int, reworded: int) -> None:
    memory = Memory()
    id_of: dict[str, str] = {}
    name_of: dict[str, str] = {}
    for state in History(seed, sections=5, reworded=reworded).states(6, changes):
        outline = load_bytes(markdown(state).encode(), ".md", "terms.md", ReadingWish())
        understood, memory = understand([("en", outline)], Wish("en", fallback_title="Terms"), memory)
        assert understood.lost == {}
        for name, clause in zip(names(state), understood.texts[0].walk(), strict=True):
            assert id_of.setdefault(name, clause.id) == clause.id
            assert name_of.setdefault(clause.id, name) == name


def run(site: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(site), *arguments], catch_exceptions=False)


def git(folder: Path, *arguments: str, day: str = "2020-01-01") -> None:
    environment = {
        "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@example.com", "GIT_COMMITTER_NAME": "Ann", "GIT_COMMITTER_EMAIL": "ann@example.com",
        "GIT_AUTHOR_DATE": f"{day}T12:00:00+00:00", "GIT_COMMITTER_DATE": f"{day}T12:00:00+00:00", "PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(folder),
    }  # fmt: skip
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, env=environment)


DANISH = "# Vilkår\n\n## 1. Betaling\n\n1.1 Fakturaer forfalder efter {days} dage, jf. punkt 2.\n\n## 2. Ophør\n\nAftalen kan opsiges skriftligt når som helst.\n"
ENGLISH = "# Terms\n\n## 1. Payment\n\n1.1 Invoices are due after {days} days, see section 2.\n\n## 2. Termination\n\nThe agreement can be terminated in writing at any time.\n"
LATER = (
    "# Terms\n\n## 1. Scope\n\nThese terms apply to all orders of all customers.\n\n## 2. Prices and payment\n\n2.1 Invoices are due after 30 days, see section 3.\n\n"
    "## 3. Termination\n\nThe agreement can be terminated in writing at any time.\n"
)
LATER_DANISH = (
    "# Vilkår\n\n## 1. Omfang\n\nDisse vilkår gælder for alle kunders ordrer.\n\n## 2. Priser og betaling\n\n2.1 Fakturaer forfalder efter 30 dage, jf. punkt 3.\n\n"
    "## 3. Ophør\n\nAftalen kan opsiges skriftligt når som helst.\n"
)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q")

    def commit(day: str, **files: str) -> None:
        for name, text in files.items():
            (folder / f"{name}.md").write_text(text, encoding="utf-8")
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", "x", "--allow-empty", day=day)

    commit("2019-03-01", old_name=DANISH.replace("{days}", "8"))
    commit("2020-01-10", old_name=DANISH.replace("{days}", "8"), english=ENGLISH.replace("{days}", "8"))
    commit("2020-05-01", old_name=DANISH.replace("{days}", "14"))
    commit("2020-05-01", english=ENGLISH.replace("{days}", "14"))
    git(folder, "mv", "old_name.md", "danish.md")
    git(folder, "commit", "-qm", "renamed", day="2020-06-01")
    commit("2020-09-01", danish=LATER_DANISH, english=LATER)
    commit("2021-01-01", notes="nothing of the terms")
    return folder


def test_a_git_history_in_two_languages_with_a_rename(repository: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    done = run(
        site, "import", "--from-git", f"da={repository}/danish.md", f"en={repository}/english.md", "--document", "basic", "--law", "DK", "--values"
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    problems = Problems()
    book = read_book(site, problems)
    assert [str(problem) for problem in problems] == []
    assert book is not None
    document = book.documents["basic"]
    assert [(version.name, version.effective, sorted(version.editions)) for version in document.versions] == [
        ("1.0", dt.date(2019, 3, 1), ["da"]),
        ("2.0", dt.date(2020, 1, 10), ["da", "en"]),
        ("3.0", dt.date(2020, 5, 1), ["da", "en"]),
        ("4.0", dt.date(2020, 9, 1), ["da", "en"]),
    ]
    by_version = [[clause.id for clause in version.editions["da"].walk()] for version in document.versions]
    assert by_version[0] == by_version[1] == by_version[2]
    payment, due, end = by_version[0]
    assert by_version[3][1:] == [payment, due, end]
    assert f"{{clause:{end}}}" in document.draft.editions["en"].by_id[due].text
    assert [next(iter(version.values.items())) for version in document.versions[:3]] == [
        (f"{due}-days", version.values[f"{due}-days"]) for version in document.versions[:3]
    ]
    sealed = run(site, "seal", "basic", "--yes")
    assert sealed.exit_code == 0, sealed.output
    assert run(site, "verify").exit_code == 0


def test_a_folder_of_word_files_named_by_version_and_day(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    (folder / "en").mkdir(parents=True)
    for name, days in (("v1.2 2018-02-01", 8), ("v2.0 2019-02-01", 14), ("v2.5 2020-02-01", 30)):
        made = docx(
            paragraph("Payment", style="Kop1", level=0),
            paragraph(f"Invoices of the Provider are due within {days} days of their receipt.", level=1),
        )
        (folder / "en" / f"{name}.docx").write_bytes(made)
    (folder / "readme.xyz").write_text("x", encoding="utf-8")
    site = tmp_path / "site"
    site.mkdir()
    done = run(site, "import", "--from-folder", str(folder), "--document", "basic", "--law", "DK", "--values")
    assert done.exit_code == 0, done.output
    assert "left out: a file in no format that can be imported" in done.output
    record = (site / "terms/basic.yml").read_text(encoding="utf-8")
    assert [line.split()[-1] for line in record.splitlines() if "- version:" in line] == ['"1.2"', '"2.0"', '"2.5"']
    assert record.count("-days: {days: ") == 4


def test_states_without_a_day_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "old.en.md").write_text("# T\n\nWords.\n", encoding="utf-8")
    (folder / "other.md").write_text("# T\n\nIn force from 1 May 2020.\n", encoding="utf-8")
    site = tmp_path / "site"
    site.mkdir()
    done = run(site, "import", "--from-folder", str(folder), "--document", "basic", "--law", "DK")
    assert "old.en.md:1:1: import-history: neither the name nor the first lines of this file say its day" in done.output
    assert "other.md:1:1: import-history: the language of this file is not known" in done.output
    assert list(site.iterdir()) == []
    done = run(site, "import", "--from-git", f"en={folder}/other.md", "--document", "basic", "--law", "DK")
    assert "import-history:" in done.output
    assert "is in no git repository" in done.output


def test_an_id_that_an_author_gave_to_another_clause_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    first = "# T\n\n## Payment {#pay}\n\nInvoices of the Provider are due within thirty days.\n\n## End\n\nThe agreement ends when it is terminated in writing.\n"
    second = "# T\n\n## Payment\n\nInvoices of the Provider are due within thirty days.\n\n## End {#pay}\n\nThe agreement ends when it is terminated in writing.\n"
    (folder / "2020-01-01.en.md").write_text(first, encoding="utf-8")
    (folder / "2021-01-01.en.md").write_text(second, encoding="utf-8")
    site = tmp_path / "site"
    site.mkdir()
    done = run(site, "import", "--from-folder", str(folder), "--document", "basic", "--law", "DK")
    assert done.exit_code == 1
    assert "2021-01-01.en.md:7:1: import-id: the id “pay” stands on another clause than before" in done.output
    assert list(site.iterdir()) == []


def test_a_clause_that_comes_back_has_its_old_id() -> None:
    texts = [
        "## Pay\n\nInvoices of the Provider are due within thirty days.\n\n## End\n\nIt ends in writing, at any time of the year.\n",
        "## Pay\n\nInvoices of the Provider are due within thirty days.\n",
        "## Pay\n\nInvoices of the Provider are due within thirty days.\n\n## Over\n\nOther words.\n\n## End\n\nIt ends in writing, at any time of the year.\n",
    ]
    memory = Memory()
    for text in texts:
        outline = load_bytes(text.encode(), ".md", "terms.md", ReadingWish())
        understood, memory = understand([("en", outline)], Wish("en", fallback_title="Terms"), memory)
    assert [clause.id for clause in understood.texts[0].walk()] == ["pay", "over", "end"]


DUTCH = (
    "Betaling",
    "Facturen zijn betaalbaar binnen {0} na ontvangst; zie artikel 2.1.",
    "Bij te late betaling:",
    "een rente van {1}; en",
    "een vergoeding van {2}.",
    "Einde",
    "De overeenkomst kan op elk ogenblik schriftelijk worden opgezegd.",
)
FRENCH = (
    "Paiement",
    "Les factures sont payables dans un délai de {0} à compter de leur réception ; voir l’article 2.1.",
    "En cas de retard de paiement :",
    "un intérêt de {1} ; et",
    "une indemnité de {2}.",
    "Fin",
    "Le contrat peut être résilié par écrit à tout moment.",
)
VERSIONS = {
    "2021-02-01": {"nl": ("30 dagen", "8%", "€ 40"), "fr": ("30 jours", "8 %", "40 €")},
    "2022-03-01": {"nl": ("14 dagen", "8%", "€ 40"), "fr": ("14 jours", "8 %", "40 €")},
    "2024-01-15": {"nl": ("14 dagen", "10%", "€ 50"), "fr": ("14 jours", "10 %", "50 €")},
}


def test_from_nothing_to_three_versions_of_word_files_in_two_languages(tmp_path: Path) -> None:
    site = tmp_path / "site"
    made = [
        "--law",
        "BE",
        "--languages",
        "nl,fr",
        "--name",
        "Example Hosting",
        "--provider",
        "Example Hosting NV",
        "--url",
        "https://terms.example.com/",
    ]
    assert run(tmp_path, "init", "site", "--yes", *made).exit_code == 0
    for day, figures in VERSIONS.items():
        for language, words in (("nl", DUTCH), ("fr", FRENCH)):
            heading, due, late, interest, fee, end, terminated = [text.format(*figures[language]) for text in words]
            body = [
                paragraph(heading, style="Kop1", level=0), paragraph(due, level=1), paragraph(late, level=1), paragraph(interest, level=2),
                paragraph(fee, level=2), paragraph(end, style="Kop1", level=0), paragraph(terminated, level=1),
            ]  # fmt: skip
            (tmp_path / "files" / language).mkdir(parents=True, exist_ok=True)
            (tmp_path / "files" / language / f"{day}.docx").write_bytes(docx(*body))
    done = run(site, "import", "--from-folder", f"{tmp_path}/files", "--document", "hosting", "--values")
    assert done.exit_code == 0, done.output
    assert ": 7 clauses, 2 headings, 7 numbers, 1 reference, 3 figures\n  0 uncertain, 0 left out\n" in done.output
    assert run(site, "check").exit_code == 0
    book = read_book(site, Problems())
    assert book is not None
    document = book.documents["hosting"]
    assert (document.authoritative, [version.name for version in document.versions]) == ("nl", ["1.0", "2.0", "3.0"])
    ids = {tuple(edition.by_id) for version in document.versions for edition in version.editions.values()}
    assert ids == {
        (
            "betaling",
            "facturen-betaalbaar-binnen",
            "late-betaling",
            "rente",
            "vergoeding",
            "einde",
            "overeenkomst-ogenblik",
        )
    }
    assert run(site, "seal", "hosting", "--yes").exit_code == 0
    assert run(site, "verify").exit_code == 0
