"""The benchmarks run, on a site of one small document; how long anything takes is not tested."""

import hashlib
import json
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks import build, preview, profile, scaling
from benchmarks.corpus import SIZES, Size, states, write_corpus
from benchmarks.measure import Step, memory_method, run_steps
from benchmarks.peers import PEERS, find_programs, markdown
from benchmarks.plot import Line, plot
from benchmarks.results import Results, Run

ROOT = Path(__file__).parents[1]
TINY = Size(1, 2, clauses=4, languages=("da", "en"))
PAGE = """\
before
<!-- results: made by benchmarks/build.py -->
stale
<!-- end of results -->
between
<!-- limits: made by benchmarks/build.py -->
<!-- end of limits -->
after
"""
# Stands in for a peer: a page for each text.
STAND_IN = """\
#!{python}
import pathlib, sys
if "version" in sys.argv:
    print("stand-in v1.2.3-abc")
else:
    for text in pathlib.Path("content").rglob("*.md"):
        page = pathlib.Path("public", text).with_suffix(".html")
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text.read_text())
"""


def digest(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(f"{path.relative_to(folder).as_posix()}\n".encode() + path.read_bytes())
    return found.hexdigest()


def test_sizes() -> None:
    assert {name: size.editions for name, size in SIZES.items()} == {"S": 72, "M": 400, "L": 2_000}


def test_a_corpus_keeps_its_bytes(tmp_path: Path) -> None:
    """Otherwise earlier results could not be compared with later ones."""
    write_corpus(tmp_path, Size(2, 3, clauses=12))
    assert digest(tmp_path) == "5aa0b71223436a32fd9575c9609d0a5d2635c03bddb7d1379a4bb5b6b43b6a6a"


def test_measures_keeps_and_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "SIZES", {"T": TINY})
    monkeypatch.setenv("PATH", str(tmp_path))
    peers = tmp_path / "peers" / "bin"
    peers.mkdir(parents=True)
    (peers / "hugo").write_text(STAND_IN.format(python=sys.executable))
    (peers / "hugo").chmod(0o755)
    results, page = tmp_path / "results.json", tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    common = [str(results), "--write", str(page)]
    measured = ["--sizes", "T", "--repeat", "1", "--peers", "hugo,mike", "--python-peers", str(peers.parent)]
    build.main([*common, *measured, "--scenarios", "cold,value,check-warm"])

    data = json.loads(results.read_text(encoding="utf-8"))
    runs = {(run["program"], run["scenario"]): run for run in data["runs"]}
    assert runs.keys() == {
        ("clausebook", "cold"),
        ("clausebook", "value"),
        ("clausebook", "check-warm"),
        ("hugo", "cold"),
    }
    assert {run["outcome"] for run in data["runs"]} == {"done"}
    assert runs["hugo", "cold"]["pages"] == 8  # 4 editions, 2 home pages, 2 lists
    assert runs["clausebook", "cold"]["pages"] > TINY.editions
    assert data["programs"]["hugo"] == "1.2.3"
    assert data["programs"]["mike"] == ""

    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert "stale" not in text
    assert "| not installed |" in text
    drawn = page.with_suffix(".svg").read_text(encoding="utf-8")
    ET.fromstring(drawn)
    build.main(common)  # the same again, without measuring
    assert page.read_text(encoding="utf-8") == text
    assert page.with_suffix(".svg").read_text(encoding="utf-8") == drawn


@pytest.mark.parametrize("peer", PEERS)
def test_a_peer_gets_every_edition(peer: str, tmp_path: Path) -> None:
    programs = {name: name for name in PEERS[peer].programs}
    job = PEERS[peer].prepare(tmp_path, TINY, programs)
    job.clear()
    texts = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.md")]
    assert sum("{#clause-3}" in text for text in texts) == TINY.editions
    assert {step.command[0] for step in job.steps} == {PEERS[peer].programs[0]}


def test_markdown_prints_numbers_values_and_references() -> None:
    state = next(states(0, Size(1, 1, clauses=12)))
    text = markdown(state, "en", "Document 0")
    assert "## 2 en 1 {#section-1}\n\n### 2.1 {#clause-10}" in text
    assert "DKK 100.00; [" in text
    assert "{fee}" not in text


def test_edits_change_one_line_each(tmp_path: Path) -> None:
    write_corpus(tmp_path, TINY)
    for scenario in build.SCENARIOS:
        if scenario.edit:
            edits = [scenario.edit(tmp_path, TINY, run) for run in (0, 1)]
            assert edits[0].after != edits[1].after
            for edit in edits:
                before, after = edit.before.splitlines(), edit.after.splitlines()
                assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


def run_python(folder: Path, *codes: str, limit: float = 600) -> tuple[str, int, int | None]:
    steps = [Step((sys.executable, "-c", code), folder) for code in codes]
    usage = run_steps(steps, limit, {}, folder / "log")
    return usage.outcome, usage.steps, usage.peak


def test_a_run_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    outcome, steps, _ = run_python(tmp_path, "import time; time.sleep(600)", "pass", limit=0.5)
    assert (outcome, steps) == ("too long", 0)


def test_a_run_that_fails_says_why(tmp_path: Path) -> None:
    outcome, steps, _ = run_python(tmp_path, "raise SystemExit('no such thing')", "pass")
    assert (outcome, steps) == ("failed (1): no such thing", 0)


def test_memory_is_that_of_all_processes(tmp_path: Path) -> None:
    child = "import time; held = b'x' * 40_000_000; time.sleep(4)"
    code = f"import subprocess, sys; [p.wait() for p in [subprocess.Popen([sys.executable, '-c', {child!r}]) for _ in 'ab']]"
    _, _, peak = run_python(tmp_path, code)
    if memory_method() == "none":
        assert peak is None
    else:
        assert (peak or 0) > 80_000_000


def test_a_program_that_is_missing_is_not_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_programs(("hugo",), None) == {}
    assert find_programs(("hugo",), tmp_path) == {}


def test_medians_and_unfinished_runs(tmp_path: Path) -> None:
    results = Results(sizes={"S": SIZES["S"]})
    results.replace("hugo", "S", ["cold"], [Run("hugo", "S", "cold", "done", 5.0, 1.0)])
    results.replace("hugo", "S", ["cold"], [Run("hugo", "S", "cold", "done", wall, 1.0) for wall in (3.0, 1.0, 2.0)])
    unfinished = Run("mike", "S", "cold", "too long", 9.0, 9.0, steps=2, steps_planned=6)
    results.replace("mike", "S", ["cold"], [unfinished])
    figure = results.done("hugo", "S")
    assert figure is not None
    assert figure.wall == 2.0
    assert results.done("mike", "S") is None
    results.save(tmp_path / "results.json")
    assert Results.load(tmp_path / "results.json") == results


def test_plot_says_all_in_words() -> None:
    svg = plot([Line("One & two", ((72, 0.5), (400, 2.0)), (2_000, 900.0)), Line("Three", ((72, 1.0),))])
    root = ET.fromstring(svg)
    words = " ".join(root.itertext())
    assert "One & two: 0.5 s for 72 editions, 2 s for 400 editions, more than 900 s for 2,000." in words
    assert "One & two, > 900 s" in words
    assert "Nothing was measured." in plot([])


@pytest.mark.parametrize(
    ("stack", "stage"),
    [
        (["site-packages/ruamel/yaml/scanner.py", "clausebook/source.py", "clausebook/site/publish.py"], "reading"),
        (["clausebook/compare/edit_script.py", "clausebook/compare/changes.py", "clausebook/pages/clauses.py"], "redlines"),
        (["jinja2/environment.py", "clausebook/pages/changes.py", "clausebook/pages/clauses.py"], "pages of clauses"),
        (["x.py", "clausebook/pages/prose.py", "clausebook/pages/terms.py", "clausebook/pages/library.py"], "pages of terms"),
        (["clausebook/pages/templates.py", "clausebook/site/publish.py"], "other pages"),
        (["jinja2/environment.py", "site-packages/mkdocs/commands/build.py"], "theme"),
        (["somewhere/else.py"], "other"),
    ],
)  # fmt: skip
def test_stage_of_a_call_stack(stack: list[str], stage: str) -> None:
    assert profile.stage_of((f"/{path}", "function") for path in stack) == stage


def test_stages_name_modules_that_exist() -> None:
    modules = [path.relative_to(ROOT).as_posix() for path in (ROOT / "clausebook").rglob("*.py")]
    for stage, part, _ in (*profile.STAGES, *profile.PAGES):
        if part.startswith("clausebook/"):
            assert any(part in module for module in modules), f"{stage}: {part}"


def test_profile_of_a_build(tmp_path: Path) -> None:
    write_corpus(tmp_path / "site", TINY)
    command = [sys.executable, str(ROOT / "benchmarks" / "profile.py"), str(tmp_path / "site")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "| stage | CPU ms | share |" in done.stdout
    assert "| starting |" in done.stdout


def test_the_page_is_what_the_results_say(tmp_path: Path) -> None:
    for name in ("performance.md", "performance.svg"):
        shutil.copy(ROOT / "docs" / name, tmp_path)
    build.main([str(ROOT / "benchmarks" / "results.json"), "--write", str(tmp_path / "performance.md")])
    for name in ("performance.md", "performance.svg"):
        assert (tmp_path / name).read_text(encoding="utf-8") == (ROOT / "docs" / name).read_text(encoding="utf-8"), (
            "renew it: python benchmarks/build.py benchmarks/results.json --write docs/performance.md"
        )


def test_the_preview_shows_a_saved_draft(tmp_path: Path) -> None:
    write_corpus(tmp_path, TINY)
    before = digest(tmp_path)
    (found,) = preview.measure(tmp_path, 1)
    assert found > 0
    assert digest(tmp_path) == before


def test_growth_is_told_as_exponents() -> None:
    assert scaling.exponents([(50, 2.0), (100, 4.0), (200, 16.0)]) == pytest.approx([1.0, 2.0, 1.5])
    assert scaling.exponents([(50, 2.0)]) == []


@pytest.mark.parametrize("edit", scaling.EDITS)
def test_each_edit_does_what_its_scenario_says(edit: str) -> None:
    versions = list(states(0, Size(1, 4, clauses=12), edit=scaling.EDITS[edit]))
    for before, after in pairwise(versions):
        old, new = ({row.id: row.words for row in version.rows} for version in (before, after))
        if edit == "exchanged":
            assert (len(old.keys() - new.keys()), len(new.keys() - old.keys())) == (1, 1)
            assert {row.refers for row in after.rows} <= new.keys()
        if edit == "reworded":
            assert [clause for clause in old if old[clause] != new[clause]] == ["clause-0"]


def test_one_point_of_a_curve(tmp_path: Path) -> None:
    scenario = scaling.Scenario("tiny", (2,), lambda number: Size(1, number, clauses=4, languages=("en",)))
    point = scaling.measure(scenario, 2, tmp_path)
    assert point.seconds > 0 and point.comparison > 0
    assert next(iter(scaling.lines(scenario, [point]))) == "tiny"
