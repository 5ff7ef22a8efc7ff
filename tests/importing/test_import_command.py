"""The command: files in, a document that `check` accepts out, or an explanation and nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clausebook.cli import main
from clausebook.model.reading import read_book
from clausebook.problems import Problems
from tests.importing.word_files import docx, package, paragraph

DANISH = """# Hostingvilkår

Disse vilkår gælder mellem Example Hosting ApS (“Leverandøren”) og kunden (“Kunden”).

## 1. Betaling

1.1 Fakturaer forfalder 30 dage efter afsendelsen, jf. punkt 2.1.

1.2 Betaler Kunden for sent, skal der betales:

(a) rente på 1,45 %; og

(b) et gebyr på 100 danske kroner.

## 2. Ophør

2.1 Aftalen kan opsiges fra 1. december 2013.
"""
ENGLISH = docx(
    paragraph("Hosting terms", style="Title"),
    paragraph("These terms apply between Example Hosting ApS (the “Provider”) and the customer (the “Customer”)."),
    paragraph("Payment", style="Kop1", level=0),
    paragraph("Invoices are due 30 days after they were sent, see section 2.1.", level=1),
    paragraph("If the Customer pays late, it pays:", level=1),
    paragraph("interest of 1.45%; and", level=2),
    paragraph("a fee of DKK 100.", level=2),
    paragraph("Termination", style="Kop1", level=0),
    paragraph("The agreement may be terminated from 1 December 2013.", level=1),
)


def run(site: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(site), "import", *arguments], catch_exceptions=False)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "vilkaar.md").write_text(DANISH, encoding="utf-8")
    (tmp_path / "terms.docx").write_bytes(ENGLISH)
    return tmp_path


def problems_of(site: Path) -> list[str]:
    problems = Problems()
    read_book(site, problems)
    return [str(problem) for problem in problems]


def test_two_languages_at_once(files: Path) -> None:
    site = files / "site"
    site.mkdir()
    page = files / "report.html"
    done = run(
        site, f"da={files}/vilkaar.md", f"en={files}/terms.docx", "--document", "hosting", "--values", "--law", "DK",
        "--report", str(page),
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert problems_of(site) == []
    record = (site / "terms/hosting.yml").read_text(encoding="utf-8")
    assert record == (
        "law: DK\nauthoritative: da\nlanguages: [da, en]\ntimezone: Europe/Copenhagen\n"
        'numbering: ["1", "1.1", "(a)", "(i)"]\nnotice: {days: 0, counting: full-days}\nvalues:\n'
        "  invoices-due-sent-days: {days: 30}\n  interest-share: {percent: 1.45}\n  fee-dkk-amount: {amount: 100, currency: DKK}\n"
        "  agreement-terminated-date: {date: 2013-12-01}\nversions: []\n"
    )
    danish = (site / "terms/da/hosting/draft.yml").read_text(encoding="utf-8")
    english = (site / "terms/en/hosting/draft.yml").read_text(encoding="utf-8")
    for text in (danish, english):
        assert "{invoices-due-sent-days}" in text
        assert "{clause:agreement-terminated}" in text
        assert "{fee-dkk-amount}" in text
    assert "defines: {provider: Leverandøren, customer: Kunden}" in danish
    html = page.read_text(encoding="utf-8")
    assert '<mark title="30 dage">{invoices-due-sent-days}</mark>' in html
    assert "Hostingvilkår" in html


def test_nothing_is_written_by_a_dry_run_or_over_a_document(files: Path) -> None:
    site = files / "site"
    site.mkdir()
    arguments = [f"en={files}/terms.docx", "--document", "hosting", "--law", "DK"]
    assert run(site, *arguments, "--dry-run").exit_code == 0
    assert list(site.iterdir()) == []
    assert run(site, *arguments).exit_code == 0
    done = run(site, *arguments)
    assert done.exit_code == 1
    assert "terms/hosting.yml:1:1: import-exists: there is a document “hosting” already — say --update" in done.output


def test_what_an_author_wrote_stays_when_the_file_is_imported_again(files: Path) -> None:
    site = files / "site"
    site.mkdir()
    run(site, f"en={files}/terms.docx", "--document", "hosting", "--law", "DK")
    draft = site / "terms/en/hosting/draft.yml"
    text = draft.read_text(encoding="utf-8")
    text = text.replace("id: agreement-terminated", "id: end", 1).replace(
        "{clause:agreement-terminated}", "{clause:end}"
    )
    text = text.replace("interest of 1.45%; and", "interest of *1.45%*; and").replace(
        "clauses:\n", "summary: |\n  Ours.\nclauses:\n", 1
    )
    draft.write_text(text, encoding="utf-8")
    changed = docx(
        paragraph("Hosting terms", style="Title"),
        paragraph("These terms apply between Example Hosting ApS (the “Provider”) and the customer (the “Customer”)."),
        paragraph("Prices and payment", style="Kop1", level=0),
        paragraph("Prices do not include taxes of any kind.", level=1),
        paragraph("Invoices are due 45 days after they were sent, see section 2.1.", level=1),
        paragraph("If the Customer pays late, it pays:", level=1),
        paragraph("interest of 1.45%; and", level=2),
        paragraph("a fee of DKK 100.", level=2),
        paragraph("Termination", style="Kop1", level=0),
        paragraph("The agreement may be terminated from 1 December 2014.", level=1),
    )
    (files / "terms.docx").write_bytes(changed)
    done = run(site, f"en={files}/terms.docx", "--document", "hosting", "--update", "--values")
    assert done.exit_code == 0, done.output
    assert problems_of(site) == []
    made = draft.read_text(encoding="utf-8")
    assert "  Ours.\n" in made
    assert "id: end" in made
    assert "interest of *1.45%*; and" in made
    assert "id: payment\n    title: Prices and payment" in made
    assert "{end-date}" in made
    assert "end-date: {date: 2014-12-01}" in (site / "terms/hosting.yml").read_text(encoding="utf-8")


ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
BAD = {
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "import-format: this is a .doc file of an old Word — save it as .docx"),
    "locked.docx": (ENCRYPTED, "import-unreadable: the file is protected by a password"),
    "broken.docx": (b"PK\x03\x04broken", "import-unreadable: the file is damaged: it is no whole zip package"),
    "half.docx": (docx(paragraph("x"))[:300], "import-unreadable: the file is damaged"),
    "xml.docx": (package({"word/document.xml": "<w:document"}), "import-unreadable: the part word/document.xml is damaged"),
    "bomb.docx": (
        package({"word/document.xml": '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'}),
        "import-unreadable: the part word/document.xml holds declarations that no office program writes",
    ),
    "other.docx": (package({"mimetype": "x"}), "import-format: this package is neither a Word nor an OpenDocument text"),
    "empty.md": (b"\xef\xbb\xbf\n\n", "import-unreadable: the file is empty"),
    "wordless.html": (b"<script>x()</script>", "import-unreadable: there are no words in this file"),
    "binary.txt": (b"\0\1\2\3\4" * 40, "import-unreadable: these bytes are no text"),
    "picture.png": (b"\x89PNG", "import-format: “picture.png” is in no format that can be imported"),
    "rich.txt": (b"{\\rtf1 words}", "import-format: this is an RTF file"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_explained(name: str, tmp_path: Path) -> None:
    data, message = BAD[name]
    (tmp_path / name).write_bytes(data)
    site = tmp_path / "site"
    site.mkdir()
    done = run(site, f"{tmp_path}/{name}", "--document", "hosting", "--language", "en", "--law", "DK")
    assert done.exit_code == 1
    assert f"{name}:1:1: {message}" in done.output
    assert list(site.iterdir()) == []


def test_two_files_that_are_not_one_document(files: Path) -> None:
    other = "# Cookies\n\nWe use them.\n\n## Kinds\n\n### Needed\n\nSome words.\n\n### Others\n\nMore words here.\n"
    (files / "cookies.en.md").write_text(other, encoding="utf-8")
    site = files / "site"
    site.mkdir()
    done = run(site, f"da={files}/vilkaar.md", f"{files}/cookies.en.md", "--document", "hosting")
    assert done.exit_code == 1
    assert "import-different: only" in done.output
    assert list(site.iterdir()) == []


def test_questions_about_languages(files: Path) -> None:
    (files / "terms.md").write_text("# Terms\n\n1. One thing.\n", encoding="utf-8")
    done = run(files, f"{files}/terms.md", "--document", "hosting")
    assert done.exit_code == 2
    assert "say --language CODE" in done.output
    done = run(files, f"xx={files}/terms.md", "--document", "hosting")
    assert "“xx” is not a language: " in done.output
    done = run(files, f"en={files}/terms.md", f"en={files}/terms.docx", "--document", "hosting")
    assert "two files are in the same language" in done.output


def test_a_structure_that_was_corrected_in_the_draft_stays(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    file = tmp_path / "terms.en.md"
    file.write_text(
        "# T\n\n## Payment\n\nInvoices are due at once.\n\n## Fees\n\nA fee is due for reminders.\n\n## End\n\nIt ends.\n",
        encoding="utf-8",
    )
    arguments = [str(file), "--document", "basic", "--law", "DK"]
    assert run(site, *arguments).exit_code == 0
    draft = site / "terms/en/basic/draft.yml"
    draft.write_text(
        "title: T\nclauses:\n  - id: money\n    title: Money\n    clauses:\n      - id: payment\n        title: Payment\n        text: |\n          Invoices are due *at once*.\n"
        "      - id: fees\n        title: Fees\n        text: |\n          A fee is due for reminders.\n  - id: end\n    title: End\n    text: |\n      It ends.\n",
        encoding="utf-8",
    )
    added = file.read_text(encoding="utf-8").replace("## End", "## Interest\n\nInterest of 8% is due.\n\n## End")
    file.write_text(added, encoding="utf-8")
    assert run(site, *arguments, "--structure", "draft").exit_code == 2
    done = run(site, *arguments, "--update", "--structure", "draft")
    assert done.exit_code == 0, done.output
    assert problems_of(site) == []
    made = draft.read_text(encoding="utf-8")
    assert [line.strip() for line in made.splitlines() if "id: " in line] == [
        "- id: money",
        "- id: payment",
        "- id: fees",
        "- id: interest",
        "- id: end",
    ]
    assert "      - id: interest\n" in made
    assert "Invoices are due *at once*." in made
    done = run(site, *arguments, "--update")
    assert "“payment” stood in “money” in the draft, and stands at the top now" in done.output
    assert "- id: money" not in draft.read_text(encoding="utf-8")


def test_a_language_that_has_no_folder_here(tmp_path: Path) -> None:
    (tmp_path / "my-terms.md").write_text(
        "# Villkor\n\n## 1. Betalning\n\n1.1 Se punkt 2.\n\n## 2. Slut\n\nAvtalet upphör.\n", encoding="utf-8"
    )
    site = tmp_path / "site"
    site.mkdir()
    done = run(site, str(tmp_path / "my-terms.md"), "--document", "basic", "--law", "SE", "--language", "sv")
    assert done.exit_code == 0, done.output
    assert problems_of(site) == []
    assert "Se punkt {clause:slut}." in (site / "terms/sv/basic/draft.yml").read_text(encoding="utf-8")
    assert "is not a language" in run(site, str(tmp_path / "my-terms.md"), "--document", "b", "--language", "xx").output
