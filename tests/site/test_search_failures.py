"""What the search indexer does when it cannot do its work: the build ends in words, and what is half an index is never published."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clausebook.problems import ProblemsFound
from clausebook.site.publish import build_site
from tests.site.test_cache import DAY
from tests.sites import write_site

Spoil = Callable[[Path], None]


def no_entry(output: Path) -> None:
    (output / "pagefind-entry.json").unlink()


def half_an_entry(output: Path) -> None:
    data = (output / "pagefind-entry.json").read_bytes()
    (output / "pagefind-entry.json").write_bytes(data[: len(data) // 2])


def empty_entry(output: Path) -> None:
    (output / "pagefind-entry.json").write_bytes(b"")


def entry_of_another_form(output: Path) -> None:
    (output / "pagefind-entry.json").write_text(json.dumps({"languages": ["en"]}))


def no_index(output: Path) -> None:
    for path in output.glob("pagefind.*.pf_meta"):
        path.unlink()


def empty_index(output: Path) -> None:
    for path in output.glob("pagefind.*.pf_meta"):
        path.write_bytes(b"")


def indexer(patch: pytest.MonkeyPatch, spoil: Spoil | None, **ending: Any) -> None:
    """Let the indexer run, spoil what it wrote as a full disk would, and end in this way."""
    run = subprocess.run

    def spoilt(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        done = run(command, **options)
        if spoil:
            spoil(Path(command[-1]))
        for name, value in ending.items():
            setattr(done, name, value)
        return done

    patch.setattr("clausebook.site.search.subprocess.run", spoilt)


def refused(root: Path) -> str:
    with pytest.raises(ProblemsFound) as caught:
        build_site(root, root / "site", as_of=DAY, workers=1)
    assert sorted(path.name for path in root.iterdir()) == ["mkdocs.yml", "terms"]
    return str(caught.value)


@pytest.mark.parametrize("spoil", [no_entry, half_an_entry, empty_entry, entry_of_another_form, no_index, empty_index])
def test_half_an_index_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Spoil) -> None:
    """As where the disk is full and the indexer does not notice."""
    root = write_site(tmp_path)
    indexer(monkeypatch, spoil)
    assert (
        refused(root)
        == "pagefind:1:1: search-index: the search index failed: it wrote less than it should; is the disk full?"
    )


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        ({"returncode": 101, "stderr": "a\nNo space left on device (os error 28)\n"}, "No space left on device (os error 28)"),
        ({"returncode": -9, "stderr": "", "stdout": ""}, "it ended with code -9"),
    ],
)  # fmt: skip
def test_its_last_words_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: dict[str, Any], said: str
) -> None:
    root = write_site(tmp_path)
    indexer(monkeypatch, None, **ending)
    assert refused(root) == f"pagefind:1:1: search-index: the search index failed: {said}"


def test_it_is_not_waited_for_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(command: list[str], *, timeout: float, **options: Any) -> None:
        raise subprocess.TimeoutExpired(command, timeout)

    root = write_site(tmp_path)
    monkeypatch.setattr("clausebook.site.search.subprocess.run", never)
    assert "it had not ended after 600 seconds" in refused(root)
