"""A new document, and a document in another language."""

from pathlib import Path

import pytest

from tests.releases.life import run
from tests.sites import BASE, write_site


def test_new_takes_what_the_other_documents_say(tmp_path: Path) -> None:
    root = write_site(tmp_path)
    done = run(root, "new", "privacy", "--provider", "Example Hosting")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["terms/privacy.yml", "terms/da/privacy/draft.yml", "terms/en/privacy/draft.yml"]
    record = (root / "terms/privacy.yml").read_text(encoding="utf-8")
    assert "law: DK\nauthoritative: da\nlanguages: [da, en]\ntimezone: Europe/Copenhagen\n" in record
    assert run(root, "check", "--strict").returncode == 0


def test_new_never_writes_over(tmp_path: Path) -> None:
    root = write_site(tmp_path)
    before = (root / "terms/basic.yml").read_bytes()
    done = run(root, "new", "basic")
    assert done.returncode == 1
    assert "terms/basic.yml:1:1: file-exists: there is a file already" in done.stdout
    assert (root / "terms/basic.yml").read_bytes() == before


def test_new_in_a_site_without_documents(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Small\ntheme:\n  name: material\nplugins:\n  - clausebook:\n      languages: [fr]\n",
        encoding="utf-8",
    )
    done = run(tmp_path, "new", "terms", "--law", "BE")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "languages: [fr]" in (tmp_path / "terms/terms.yml").read_text(encoding="utf-8")
    assert run(tmp_path, "check").returncode == 0


def sealed_site(root: Path, changes: dict[str, str | None] | None = None) -> Path:
    site = write_site(root, changes)
    assert run(site, "seal", "basic", "--yes").returncode == 0
    return site


def test_translate_keeps_structure_and_placeholders(tmp_path: Path) -> None:
    root = sealed_site(tmp_path)
    done = run(root, "translate", "basic", "fr")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.split() == ["terms/basic.yml", "terms/fr/basic/draft.yml"]
    draft = (root / "terms/fr/basic/draft.yml").read_text(encoding="utf-8")
    assert draft.count("TODO") == 6
    assert "{fee}" in draft
    assert "{clause:changes}" in draft
    checked = run(root, "check")
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.count("warning: leftover: “TODO”") == 6
    assert "other-language" not in checked.stdout


def test_what_is_marked_is_never_released(tmp_path: Path) -> None:
    root = sealed_site(tmp_path)
    assert run(root, "translate", "basic", "fr").returncode == 0
    done = run(root, "release", "basic", "--announce", "2026-01-01", "--kind", "languages", "--yes")
    assert done.returncode == 1
    told = [line for line in done.stdout.splitlines() if ": to-do: " in line]
    assert len(told) == 6
    assert (
        told[0]
        == "terms/fr/basic/draft.yml:1:1: to-do: this text is still marked TODO — write or translate it, and remove the word TODO"
    )


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Ord.", "TODO Ord."),
        ("- et\n- to\n", "- TODO et\n- to\n"),
        ("1. et\n2. to\n", "1. TODO et\n2. to\n"),
        ("| a | b |\n|---|---|\n| c | d |\n", "| TODO a | b |\n|---|---|\n| c | d |\n"),
    ],
)
def test_the_mark_changes_no_structure(text: str, marked: str) -> None:
    from clausebook.scaffold.todo import to_translate

    assert to_translate({"id": "a", "text": text, "unaffected": "x"}) == {"id": "a", "text": marked}


@pytest.mark.parametrize(
    "languages",
    ["languages: [da, en]", "languages:\n  - da\n  - en", "languages:\n- da\n- en", "languages: [da,\n  en]"],
)
def test_translate_reads_any_list_of_languages(tmp_path: Path, languages: str) -> None:
    root = sealed_site(tmp_path, {"terms/basic.yml": BASE["terms/basic.yml"].replace("languages: [da, en]", languages)})
    record = root / "terms/basic.yml"
    done = run(root, "translate", "basic", "nl")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "languages: [da, en, nl]\n" in record.read_text(encoding="utf-8")


def test_translate_refuses_a_language_that_is_there(tmp_path: Path) -> None:
    done = run(sealed_site(tmp_path), "translate", "basic", "en")
    assert done.returncode == 1
    assert (
        done.stdout == "terms/basic.yml:1:1: language-exists: “basic” has the language “en” already — edit its draft\n"
    )


def test_translate_tells_where_the_site_does_not_show_it(tmp_path: Path) -> None:
    root = sealed_site(tmp_path)
    settings = root / "mkdocs.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("- clausebook", "- clausebook:\n      languages: [da, en]"),
        encoding="utf-8",
    )
    done = run(root, "translate", "basic", "nl")
    assert "add nl to “languages” in mkdocs.yml" in done.stderr


def test_translate_refuses_a_history_without_seals(tmp_path: Path) -> None:
    root = write_site(tmp_path)
    done = run(root, "translate", "basic", "nl")
    assert done.returncode == 1
    assert "not-sealed" in done.stdout
    assert "clausebook seal basic" in done.stdout
    assert not (root / "terms/nl").exists()
