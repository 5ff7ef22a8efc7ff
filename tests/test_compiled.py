"""What templates compile to lasts beyond a process for the program's own, beside the program, and nothing else does."""

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from clausebook.pages import compiled
from clausebook.pages.compiled import CompiledOnce, VisibleFiles


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where compiled templates last, in place of the program's own folder."""
    folder = tmp_path / "kept"
    folder.mkdir()
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.setattr(compiled, "_beside_the_program", lambda: folder / "templates.pyc")
    return folder


def rendered(folder: Path, cache: CompiledOnce) -> str:
    env = Environment(loader=FileSystemLoader(folder), bytecode_cache=cache, autoescape=True)
    return env.get_template("a.html").render()


def test_installed_templates_last_and_others_do_not(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("{{ 1 + 1 }}")
    assert rendered(tmp_path, CompiledOnce()) == "2"
    assert list(kept.iterdir()) == []
    assert rendered(tmp_path, CompiledOnce([tmp_path])) == "2"
    assert len(list(kept.iterdir())) == 1
    assert rendered(tmp_path, CompiledOnce([tmp_path])) == "2"


def test_a_changed_template_and_a_damaged_file_are_compiled_again(kept: Path, tmp_path: Path) -> None:
    for text, shown in (("{{ 1 + 1 }}", "2"), ("{{ 1 + 2 }}", "3")):
        (tmp_path / "a.html").write_text(text)
        assert rendered(tmp_path, CompiledOnce([tmp_path])) == shown
    (file,) = kept.iterdir()
    for data in (b"", b"x", file.read_bytes()[:-5], file.read_bytes() + b"x"):
        file.write_bytes(data)
        assert rendered(tmp_path, CompiledOnce([tmp_path])) == "3"


def test_it_need_not_be_possible_to_write(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.html").write_text("x")
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert rendered(tmp_path, CompiledOnce([tmp_path])) == "x"
    assert list(kept.iterdir()) == []
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    kept.rmdir()
    assert rendered(tmp_path, CompiledOnce([tmp_path])) == "x"


def test_hidden_folders_are_not_listed_but_loaded(tmp_path: Path) -> None:
    for name in ("a.html", "b/.hidden.svg", "b/c.svg", ".icons/d.svg", "b/.icons/e.svg"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    env = Environment(loader=VisibleFiles([tmp_path, tmp_path / "b"]), autoescape=True)
    assert env.list_templates() == [".hidden.svg", "a.html", "b/.hidden.svg", "b/c.svg", "c.svg"]
    assert env.get_template(".icons/d.svg").render() == ".icons/d.svg"
