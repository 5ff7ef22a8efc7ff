"""The workflows are valid, pinned, and give nothing to a fork's pull request."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

WORKFLOWS = sorted((Path(__file__).parents[1] / ".github" / "workflows").glob("*.yml"))


def test_schema() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run([*command, *map(str, WORKFLOWS)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_is_hardened(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.search(r"^permissions: \{\}$", text, re.MULTILINE)
    assert "pull_request_target" not in text
    uses = re.findall(r"uses: (\S+)", text)
    assert uses
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", use) for use in uses)
    assert not re.search(r"run:.*\$\{\{", text)
    assert text.count("persist-credentials: false") == text.count("actions/checkout@")


def test_what_is_published_comes_from_no_unproven_cache_or_shard() -> None:
    """A pull request can write the caches of a repository, and the artifacts of a run; not its secrets, nor the outputs of main's jobs."""
    text = (WORKFLOWS[0].parent / "publish.yml").read_text(encoding="utf-8")
    steps = re.findall(r"^      - .*\n(?:        .*\n)+", text, re.MULTILINE)
    with_cache = [step for step in steps if "--cache" in step]
    assert len(with_cache) == 1
    assert "CLAUSEBOOK_CACHE_KEY: ${{ secrets.CLAUSEBOOK_CACHE_KEY }}" in with_cache[0]
    assert 'if [ -n "$CLAUSEBOOK_CACHE_KEY" ]; then' in with_cache[0]
    assert "else python3 build.py build --no-cache" in with_cache[0]
    assert text.count("secrets.") == 1
    assert not re.search(r"^\s*cache:", text, re.MULTILINE)
    assert not re.search("run-id:|github-token:|repository:", text)  # artifacts are those of the same run
    builds = re.findall(r"build\.py (?!verify).*", text)
    known = ("--no-cache", "--cache", "--shard", "merge")
    assert [line for line in builds if not any(option in line for option in known)] == []
    assert text.count('--digest "$DIGEST_') == text.count("DIGEST_1: ") * 4 == 4


def test_nothing_is_deployed_that_rewrites_what_was_published() -> None:
    """The last published commit is known by a tag, verified against before deploying, and moved after it by a job of its own."""
    text = (WORKFLOWS[0].parent / "publish.yml").read_text(encoding="utf-8")
    jobs = dict(re.findall(r"^  ([a-z]+):\n((?:    .*\n|\n)+)", text, re.MULTILINE))
    assert "python3 build.py verify --against refs/tags/published" in jobs["prove"]
    assert "fetch-depth: 0" in jobs["prove"]
    assert "needs: [build, prove]" in jobs["deploy"]
    assert "needs: deploy" in jobs["mark"]
    assert [name for name, job in jobs.items() if "contents: write" in job] == ["mark"]
    assert "checkout" not in jobs["mark"]
