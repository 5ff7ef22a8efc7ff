"""What other repositories use: the action and the hooks, valid, and each of their commands run as written."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.releases.life import edit, run
from tests.review.test_review import commit, git
from tests.sites import write_site

ROOT = Path(__file__).parents[1]
ENVIRONMENT = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}


def read(name: str) -> Any:
    return YAML(typ="safe").load((ROOT / name).read_text(encoding="utf-8"))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = write_site(tmp_path / "site")
    assert run(root, "seal", "basic", "--yes").returncode == 0
    git(root, "init", "--quiet", "--initial-branch", "main")
    commit(root)
    return root


def test_the_action_is_valid_and_puts_no_expression_into_a_command() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    for step in read("action.yml")["runs"]["steps"]:
        assert "${{" not in step["run"], "what an input says could end the command"


def test_the_steps_of_the_action(site: Path, tmp_path: Path) -> None:
    """All but the installation, in order, as a runner would start them."""
    git(site, "switch", "--quiet", "--create", "change")
    edit(site, "terms/da/basic/draft.yml", ("varsles", "meddeles"))
    commit(site)
    files = {name: str(tmp_path / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    inputs = {"FOLDER": str(site), "BASE": "main", "SITE": str(tmp_path / "built"), "RUNNER_TEMP": str(tmp_path)}
    for step in read("action.yml")["runs"]["steps"][1:]:
        assert step["shell"] == "bash"
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            env={**ENVIRONMENT, **files, **inputs},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert "<ins>meddeles</ins>" in Path(files["GITHUB_STEP_SUMMARY"]).read_text(encoding="utf-8")
    assert (tmp_path / "built" / "en" / "basic" / "index.html").is_file()


def hook(site: Path, name: str) -> subprocess.CompletedProcess[str]:
    (entry,) = [each["entry"] for each in read(".pre-commit-hooks.yaml") if each["id"] == name]
    return subprocess.run(shlex.split(entry), cwd=site, env=ENVIRONMENT, capture_output=True, text=True, check=False)


def test_the_hooks(site: Path) -> None:
    names = [each["id"] for each in read(".pre-commit-hooks.yaml")]
    assert [hook(site, name).returncode for name in names] == [0, 0]
    edit(site, "terms/en/basic/draft.yml", ("{fee}", "{fees}"))
    assert hook(site, "clausebook-check").returncode == 1
    edit(site, "terms/en/basic/draft.yml", ("{fees}", "{fee}"))
    (site / "terms/en/basic/1.0.yml").write_text("title: Another\n", encoding="utf-8")
    assert hook(site, "clausebook-published").returncode == 1


def test_each_hook_looks_at_the_files_that_it_is_about() -> None:
    for each in read(".pre-commit-hooks.yaml"):
        assert re.search(each["files"], "terms/da/basic/draft.yml")
        assert not re.search(each["files"], "README.md")
