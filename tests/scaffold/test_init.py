"""A new site is whole at once: it checks, builds, releases and publishes, and nothing that was there is lost."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.releases.life import run

WORKFLOW_STEP = re.compile(r"^      - run: (?:\|\n((?:          .*\n)+)|(.+)\n)", re.MULTILINE)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("init")
    flags = [
        "--name",
        "Terms of Example Hosting",
        "--provider",
        "Example Hosting BV",
        "--law",
        "be",
        "--languages",
        "nl,fr,en",
    ]
    done = run(root, "init", "site", "--yes", "--url", "https://terms.example.com/", *flags)
    assert done.returncode == 0, done.stderr
    assert "clausebook serve" in done.stderr
    return root / "site"


def test_nothing_is_wrong_with_it(site: Path) -> None:
    done = run(site, "check", "--strict")
    assert (done.returncode, done.stdout) == (0, "no problems in 1 documents, 3 texts\n")
    record = (site / "terms/terms.yml").read_text(encoding="utf-8")
    assert "law: BE\nauthoritative: nl\nlanguages: [nl, fr, en]\ntimezone: Europe/Brussels\n" in record
    assert "Example Hosting BV" in record
    assert "title: Conditions générales" in (site / "terms/fr/terms/draft.yml").read_text(encoding="utf-8")


def test_its_first_version_can_be_released(site: Path) -> None:
    done = run(site, "release", "terms", "--announce", "2026-12-01", "--dry-run", day="2026-11-25")
    assert done.returncode == 0, done.stdout


def test_its_workflows_are_valid_and_hardened(site: Path) -> None:
    workflows = sorted((site / ".github" / "workflows").glob("*.yml"))
    assert [path.name for path in workflows] == ["check.yml", "publish.yml"]
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    subprocess.run([*command, *map(str, workflows)], check=True, capture_output=True)
    for path in workflows:
        text = path.read_text(encoding="utf-8")
        assert "permissions: {}" in text
        assert "pull_request_target" not in text
        assert text.count("persist-credentials: false") == text.count("actions/checkout@")
        assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", use) for use in re.findall(r"uses: (\S+)", text))
        assert not re.search(r"run:.*\$\{\{", text)
    assert re.findall(r'cron: "(.*)"', workflows[1].read_text(encoding="utf-8")) == ["7 22 * * *", "7 23 * * *"]


def test_each_step_of_its_workflows_runs_as_written(site: Path) -> None:
    """All but the installation, which needs a network, and what moves the tag of a repository that is hosted."""
    steps = [
        (block or line).strip()
        for path in sorted((site / ".github" / "workflows").glob("*.yml"))
        for block, line in WORKFLOW_STEP.findall(path.read_text(encoding="utf-8"))
    ]
    assert steps.count("pip install --requirement requirements.txt") == 2
    here = [step for step in steps if not step.startswith("pip")]
    assert len(here) == 4
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "Begin"], ["tag", "published"]):
        subprocess.run([*git, *arguments], cwd=site, check=True)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    for step in dict.fromkeys(here):
        done = subprocess.run(
            ["bash", "-e", "-c", step],
            cwd=site,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{step}\n{done.stdout}{done.stderr}"
    assert (site / "site" / "nl" / "index.html").is_file()


def test_without_answers_it_takes_defaults(tmp_path: Path) -> None:
    done = run(tmp_path, "init", "my-terms", "--yes", "--law", "FR")
    assert done.returncode == 0, done.stderr
    assert "site_name: My terms\n" in (tmp_path / "my-terms/mkdocs.yml").read_text(encoding="utf-8")
    record = (tmp_path / "my-terms/terms/terms.yml").read_text(encoding="utf-8")
    assert "languages: [fr, en]" in record
    assert "timezone: Europe/Paris" in record


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    done = run(tmp_path, "init", "--yes")
    assert done.returncode == 2
    assert "is not empty (notes.txt)" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_into_writes_beside_and_never_over(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    done = run(tmp_path, "init", "--into", "--yes")
    assert done.returncode == 1
    assert done.stdout == "README.md:1:1: file-exists: there is a file already — move it away, or keep it elsewhere\n"
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]
    (tmp_path / "README.md").rename(tmp_path / "NOTES.md")
    assert run(tmp_path, "init", "--into", "--yes").returncode == 0
    assert (tmp_path / "NOTES.md").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (["--law", "ZZ"], "“ZZ” is not the two-letter code of a country"),
        (["--law", "Denmark"], "is not the two-letter code of a country"),
        (["--languages", "nl,xx"], "“xx” is not a language"),
        (["--languages", "nl,nl"], "a language is named twice"),
        (["--languages", ","], "name at least one language"),
        (["--timezone", "Europe/Brusels"], "did you mean Europe/Brussels?"),
        (["--timezone", "../etc/passwd"], "is not a time zone"),
        (["--document", "../x"], "cannot be the name of a document"),
        (["--url", "terms.example.com"], "is no address such as"),
        (["--name", " \n "], "write a few words on one line"),
    ],
)
def test_answers_that_make_no_sense(tmp_path: Path, flags: list[str], told: str) -> None:
    done = run(tmp_path, "init", "site", "--yes", *flags)
    assert done.returncode == 2
    assert told in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_names_with_signs_that_yaml_reads(tmp_path: Path) -> None:
    """What somebody types is text, whatever it looks like."""
    name = 'Terms: "A" & #B {c} $d'
    done = run(tmp_path, "init", "site", "--yes", "--name", name, "--provider", "yes", "--languages", "en")
    assert done.returncode == 0, done.stderr
    assert run(tmp_path / "site", "check", "--strict").returncode == 0
    assert (tmp_path / "site/README.md").read_text(encoding="utf-8").startswith(f"# {name}\n")


def test_what_fails_halfway_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Path] = []

    def full(path: Path, data: bytes) -> None:
        if len(written) == 3:
            raise OSError(28, "No space left on device", str(path))
        written.append(path)
        path.write_bytes(data)

    monkeypatch.setattr("clausebook.storage.replace", full)
    done = run(tmp_path, "init", "site", "--yes")
    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert list(tmp_path.iterdir()) == []
