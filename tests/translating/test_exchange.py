"""Texts go to a translator and come back: nothing is lost, nothing else changes, and what does not fit is refused with its place."""

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.cli.translations import FORMATS
from clausebook.translating import table, xliff
from clausebook.translating.exchange import Export
from clausebook.translating.protected import joined_lines, numbered, parts
from clausebook.translating.units import State, Unit
from tests.releases.life import edit, edit_drafts, run
from tests.sites import write_site

DA, EN = "terms/da/basic/draft.yml", "terms/en/basic/draft.yml"
TEXTS = st.lists(
    st.sampled_from(
        [
            "Ord",
            " og ",
            "flere",
            "{fee}",
            "{clause:changes}",
            "{term:buyer|Købers}",
            "**",
            "*",
            "[her](https://x.example/)",
            " ",
            "\n\n",
            "\n- ",
            "\n1. ",
            "| a | b |\n|---|---|\n| c | d |",
            "<b>&amp;",
            "]]>",
            "\\*",
            "é",
            "𝔗",
            "“”",
            "1 000",
            ";",
            '"',
            "'",
            "=",
            "\u00a0",
        ]
    ),
    max_size=12,
).map("".join)


@given(TEXTS)
def test_parts_are_the_text(text: str) -> None:
    assert "".join(part.text for part in parts(text)) == text


@given(TEXTS)
def test_joining_lines_changes_no_word_and_is_done_once(text: str) -> None:
    assert joined_lines(text).split() == text.split()
    assert joined_lines(joined_lines(text)) == joined_lines(text)


@given(TEXTS, TEXTS)
def test_a_code_has_one_number(source: str, target: str) -> None:
    numbers = [number for part, number in numbered(parts(target), parts(source)) if part.code]
    assert len(set(numbers)) == len(numbers)


def unit(source: str, target: str, state: State = State.DONE) -> Unit:
    return Unit("fee/text", ("clauses", 0, "text"), source, target, state, (source, target), "1.1 (text)")


READERS = [(xliff.write, xliff.read), (table.write_csv, table.read_csv), (table.write_docx, table.read_docx)]


@pytest.mark.parametrize(("write", "read"), READERS, ids=list(FORMATS))
@given(source=TEXTS.filter(str.strip), target=TEXTS.filter(str.strip))
def test_what_is_written_is_read(write: object, read: object, source: str, target: str) -> None:
    assert callable(write)
    assert callable(read)
    made = Export("basic", "Vilkår", "da", "en", [unit(source, target)], {"fee/text": "[-a-] {+b+}"})
    file = read(write(made))
    assert (file.document, file.source, file.target) == ("basic", "da", "en")
    (returned,) = file.units
    assert returned.id == "fee/text"
    assert returned.digest == made.units[0].digest
    assert returned.target.split() == target.split()
    assert write(made) == write(made)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = write_site(tmp_path / "site")
    assert run(root, "seal", "basic", "--yes").returncode == 0
    return root


def test_the_list_says_what_waits_and_by_when(site: Path) -> None:
    edit(site, DA, ("varsles", "meddeles"))
    edit(site, "terms/basic.yml", ("versions:", "planned: 2027-03-01\nversions:"))
    done = run(site, "translations", "basic")
    assert done.returncode == 0, done.stdout
    head, row = (line.split("  ") for line in done.stdout.splitlines())
    cells = dict(
        zip(
            [cell.strip() for cell in head if cell.strip()], [cell.strip() for cell in row if cell.strip()], strict=True
        )
    )
    assert cells == {
        "document": "basic",
        "language": "en",
        "done": "5",
        "stale": "1",
        "missing": "0",
        "unreviewed": "0",
        "words to do": "4",
        "by": "2027-01-14",
    }
    assert run(site, "translations").stdout == done.stdout


@pytest.mark.parametrize("form", FORMATS)
def test_a_round_trip_without_a_translator_changes_no_byte(site: Path, form: str, tmp_path: Path) -> None:
    edit(site, EN, ("title: Basic", "# A remark.\ntitle: Basic"))
    before = (site / EN).read_bytes()
    file = tmp_path / f"out{FORMATS[form]}"
    assert (
        run(site, "translations", "export", "basic", "--language", "en", "--format", form, "-o", str(file)).returncode
        == 0
    )
    done = run(site, "translations", "import", str(file))
    assert (done.returncode, done.stdout) == (0, f"{EN}: 0 texts changed\n")
    assert (site / EN).read_bytes() == before


@pytest.mark.parametrize("form", FORMATS)
def test_only_what_waits_goes_out_and_only_that_comes_back(site: Path, form: str, tmp_path: Path) -> None:
    edit_drafts(site, "Now told.")
    edit(site, DA, ("varsles", "meddeles"), ("clauses:\n  - id: payment", "# Bemærk.\nclauses:\n  - id: payment"))
    edit(site, EN, ("    title: Payment", "    # As ever.\n    title: Payment"))
    before = (site / EN).read_text(encoding="utf-8")
    file = tmp_path / f"out{FORMATS[form]}"
    assert (
        run(
            site,
            "translations",
            "export",
            "basic",
            "--language",
            "en",
            "--only",
            "stale",
            "--format",
            form,
            "-o",
            str(file),
        ).returncode
        == 0
    )
    returned(file, form, "Changes are announced", "Changes are told")
    done = run(site, "translations", "import", str(file))
    assert (done.returncode, done.stdout) == (0, f"{EN}: 1 texts changed\n"), done.stdout
    assert (site / EN).read_text(encoding="utf-8") == before.replace("Changes are announced", "Changes are told")


def returned(file: Path, form: str, old: str, new: str) -> None:
    """What a translator does in a file."""
    if form != "docx":
        text = file.read_text(encoding="utf-8")
        head, mark, rest = text.partition("<target") if form == "xliff" else ("", "", text)
        assert old in rest
        file.write_text(head + mark + rest.replace(old, new, 1), encoding="utf-8")
        return
    import zipfile

    with zipfile.ZipFile(file) as package:
        parts_of_it = {name: package.read(name) for name in package.namelist()}
    text = parts_of_it["word/document.xml"].decode()
    assert old in text
    parts_of_it["word/document.xml"] = text.replace(old, new).encode()
    with zipfile.ZipFile(file, "w") as package:
        for name, data in parts_of_it.items():
            package.writestr(name, data)


REFUSALS = [
    (("{notice}", "{fee}"), "“changes/text”: {notice} is gone; {fee} is not in the original"),
    (("Changes are", "**Changes are"), "“changes/text”: "),
]


@pytest.mark.parametrize(("change", "told"), REFUSALS)
def test_what_lost_something_is_refused_at_its_place(
    site: Path, change: tuple[str, str], told: str, tmp_path: Path
) -> None:
    before = (site / EN).read_bytes()
    file = tmp_path / "out.csv"
    run(site, "translations", "export", "basic", "--language", "en", "--format", "csv", "-o", str(file))
    text = file.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    number = next(number for number, line in enumerate(lines) if line.startswith("changes/text"))
    source, target = lines[number].split("Changes are", 1)
    lines[number] = source + ("Changes are" + target).replace(*change)
    file.write_text("".join(lines), encoding="utf-8")
    done = run(site, "translations", "import", str(file))
    assert done.returncode == 1
    assert f"out.csv:{number + 1}:1: exchange: {told}" in done.stdout
    assert (site / EN).read_bytes() == before


def test_a_stale_export_is_refused(site: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.xlf"
    run(site, "translations", "export", "basic", "--language", "en", "-o", str(file))
    edit(site, DA, ("varsles", "meddeles"))
    done = run(site, "translations", "import", str(file))
    assert done.returncode == 1
    assert re.search(
        r"out\.xlf:\d+:1: exchange: “changes/text” changed in the original since the file was exported", done.stdout
    )


BAD = [
    ("x.xlf", b"<", "this is no XML"),
    ("x.xlf", b'<!DOCTYPE a [<!ENTITY b "c">]><xliff/>', "declares entities"),
    ("x.xlf", b"<html/>", "this is no XLIFF 1.2 file"),
    ("x.csv", b"\xff\xfe", "not UTF-8"),
    ("x.csv", b"a,b\nc,d\n", "was not written by"),
    ("x.docx", b"PK", "this is no Word file"),
    ("x.docx", b"", "this is no Word file"),
]


@pytest.mark.parametrize(("name", "data", "told"), BAD)
def test_files_that_are_none(site: Path, tmp_path: Path, name: str, data: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(data)
    done = run(site, "translations", "import", str(tmp_path / name))
    assert done.returncode == 1
    assert f"{name}:1:1: exchange: {told}" in done.stdout or told in done.stdout


def test_a_program_translates_and_a_person_has_to_agree(site: Path) -> None:
    assert run(site, "translate", "basic", "nl").returncode == 0
    program = site.parent / "translate.py"
    program.write_text(
        "import re, sys\n"
        "text = sys.stdin.buffer.read().decode()\n"
        "text = re.sub(r'(<source>)(.*?)(</source>\\s*<target state=\"needs-translation\" ?)/>', lambda m: m[1] + m[2] + m[3] + '>' + m[2] + '</target>', text, flags=re.DOTALL)\n"
        "sys.stdout.buffer.write(text.encode())\n",
        encoding="utf-8",
    )
    done = run(site, "translations", "with", "basic", f"{sys.executable} {program}", "--language", "nl")
    assert done.returncode == 0, done.stdout + done.stderr
    draft = (site / "terms/nl/basic/draft.yml").read_text(encoding="utf-8")
    assert draft.count("UNREVIEWED") == 6
    assert "TODO" not in draft
    refused = run(site, "release", "basic", "--announce", "2026-01-01", "--kind", "languages", "--yes")
    assert refused.returncode == 1
    assert "still marked UNREVIEWED" in refused.stdout
    assert "unreviewed" in run(site, "translations", "basic").stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["export", "basic", "--language", "da"], "it is the original"),
        (["export", "basic", "--language", "fr"], "begin it with “clausebook translate basic fr”"),
        (["export", "basics", "--language", "en"], "did you mean “basic”?"),
        (["with", "basic", "no-such-program-anywhere", "--language", "en"], "cannot be started"),
        (["with", "basic", "false", "--language", "en"], "ended with 1"),
    ],
)
def test_wrong_usage(site: Path, arguments: list[str], told: str) -> None:
    edit(site, DA, ("varsles", "meddeles"))
    done = run(site, "translations", *arguments)
    assert done.returncode == 2
    assert told in done.stderr
