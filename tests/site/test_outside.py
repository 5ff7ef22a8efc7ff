"""Nothing outside the root, ever: links, pipes, devices and folders in the wrong place are told with their places, and nothing is opened or removed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from clausebook.problems import ProblemsFound
from clausebook.site.folder import LIST, list_of
from clausebook.site.publish import build_site, check_site
from tests.site.test_cache import DAY, files_of
from tests.sites import BASE, write_site

CUSTOM = BASE["mkdocs.yml"].replace("  name: material", "  name: material\n  custom_dir: own")
FILES: dict[str, str | None] = {
    "mkdocs.yml": CUSTOM,
    "content/en/about.md": "# About\n",
    "content/en/more/page.md": "# More\n",
    "content/en/more/picture.svg": "<svg/>",
    "templates/pages/absent.html": "<p>own</p>",
    "templates/theme/assets/own.js": "",
    "own/partials/own.html": "",
}
PLACES = (
    "content", "content/en", "content/en/about.md", "content/en/more", "content/en/more/picture.svg", "content/da", "content/en/new.txt",
    "templates", "templates/pages", "templates/pages/absent.html", "templates/theme", "templates/theme/assets/own.js",
    "templates/theme/assets/x.js", "templates/theme/assets", "own/partials", "own/partials/own.html", "own/new.html",
    "terms/en/basic/draft.yml", "terms/basic.yml", "terms/en/basic", "terms/en", "terms", "terms/other.yml", "terms/en/basic/3.0.yml",
)  # fmt: skip


TOLD = {"file-outside", "file-type", "file-missing", "text-unlisted"}


def link_outside(path: Path, outside: Path) -> None:
    path.symlink_to(outside)


def link_inside(path: Path, outside: Path) -> None:
    path.symlink_to(outside.parent / "site" / "moved")


def link_to_the_environment(path: Path, outside: Path) -> None:
    path.symlink_to("/proc/self/environ")


def pipe(path: Path, outside: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize("put", [link_outside, link_inside, link_to_the_environment, pipe])
@pytest.mark.parametrize("place", PLACES)
def test_what_is_no_file_of_the_site_is_told_at_its_place(
    tmp_path: Path, place: str, put: Callable[[Path, Path], None]
) -> None:
    root = write_site(tmp_path / "site", FILES)
    path = root / place
    if path.exists():
        path.rename(root / "moved")
        shutil.copytree(root / "moved", tmp_path / "outside") if (root / "moved").is_dir() else shutil.copy(
            root / "moved", tmp_path / "outside"
        )
    else:
        (root / "moved").write_text("x")
        (tmp_path / "outside").write_text("outside")
        path.parent.mkdir(parents=True, exist_ok=True)
    put(path, tmp_path / "outside")
    with pytest.raises(ProblemsFound) as caught:
        check_site(root)
    told = [problem for problem in caught.value.problems if problem.code in TOLD]
    assert [
        problem
        for problem in told
        if (place + "/").startswith(problem.place.path + "/") or problem.place.path.startswith(place)
    ], caught.value


def test_a_theme_outside_the_site_is_refused(tmp_path: Path) -> None:
    root = write_site(
        tmp_path / "site", {**FILES, "mkdocs.yml": CUSTOM.replace("custom_dir: own", "custom_dir: ../own")}
    )
    (root / "own").rename(tmp_path / "own")
    with pytest.raises(ProblemsFound) as caught:
        check_site(root)
    assert str(caught.value).startswith("mkdocs.yml:1:1: file-outside: “custom_dir” leads out of the site's folder")
    (root / "own").symlink_to(tmp_path / "own")
    (root / "mkdocs.yml").write_text(CUSTOM)
    with pytest.raises(ProblemsFound) as caught:
        check_site(root)
    assert str(caught.value).startswith("own:1:1: file-outside: ")


@pytest.mark.parametrize("put", [link_outside, pipe, lambda path, outside: path.mkdir()])
def test_what_stands_in_the_place_of_a_staged_file_is_told(tmp_path: Path, put: Callable[[Path, Path], None]) -> None:
    root = write_site(tmp_path / "site")
    (tmp_path / "outside").write_text("x")
    put(root / "terms/en/basic/.2.0.yml.new", tmp_path / "outside")
    put(root / "terms/.basic.yml.new", tmp_path / "outside")
    command = [sys.executable, "-m", "clausebook", "-C", str(root), "check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "terms/.basic.yml.new:1:1: file-type: " in done.stdout
    assert "terms/en/basic/.2.0.yml.new:1:1: file-type: " in done.stdout
    assert (tmp_path / "outside").read_text() == "x"


@pytest.fixture
def precious(tmp_path: Path) -> Path:
    """A folder of somebody's, with a site's marks in it."""
    folder = tmp_path / "precious"
    (folder / "documents").mkdir(parents=True)
    (folder / "documents" / "letter.txt").write_text("x")
    (folder / ".nojekyll").touch()
    (folder / ".clausebook-passing").touch()
    return folder


def refused(root: Path, target: Path) -> str:
    with pytest.raises(ProblemsFound) as caught:
        build_site(root, target, as_of=DAY, workers=1)
    assert {problem.code for problem in caught.value.problems} == {"site-folder"}
    return str(caught.value)


def test_a_site_folder_that_is_a_link_is_refused(tmp_path: Path, precious: Path) -> None:
    root = write_site(tmp_path / "site")
    (root / "site").symlink_to(precious)
    before = files_of(precious)
    assert "a link to one" in refused(root, root / "site")
    command = [sys.executable, "-m", "clausebook", "-C", str(root), "build", "--no-cache"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "site-folder" in done.stdout
    assert files_of(precious) == before


def test_only_a_folder_with_a_list_is_replaced(tmp_path: Path, precious: Path) -> None:
    root = write_site(tmp_path / "site")
    before = files_of(precious)
    assert "they would be lost" in refused(root, precious)
    (precious / LIST).write_text(list_of([".nojekyll"]))
    assert str(precious / "documents") in refused(root, precious)
    (precious / LIST).unlink()
    (precious / LIST).symlink_to(tmp_path / "site" / "mkdocs.yml")
    assert "they would be lost" in refused(root, precious)
    (precious / LIST).unlink()
    assert files_of(precious) == before


def test_a_list_claims_nothing_through_a_link(tmp_path: Path, precious: Path) -> None:
    root = write_site(tmp_path / "site")
    build_site(root, root / "site", as_of=DAY, workers=1)
    (root / "site" / "mine").symlink_to(precious)
    (root / "site" / LIST).write_text(list_of([*files_of(root / "site"), "mine/documents/letter.txt"]))
    assert str(root / "site" / "mine") in refused(root, root / "site")
    assert (precious / "documents" / "letter.txt").exists()


def test_leftovers_that_are_links_or_not_ours_are_left_alone(tmp_path: Path, precious: Path) -> None:
    root = write_site(tmp_path / "site")
    (root / ".site-new-link").symlink_to(precious)
    (root / ".site-old-link").symlink_to(precious)
    (root / ".site-new-mine").mkdir()
    (root / ".site-new-mine" / "letter.txt").write_text("x")
    before = files_of(precious)
    for _ in range(2):
        build_site(root, root / "site", as_of=DAY, workers=1)
    assert files_of(precious) == before
    assert (root / ".site-new-mine" / "letter.txt").exists()


def test_a_mount_in_the_site_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_site(tmp_path / "site")
    build_site(root, root / "site", as_of=DAY, workers=1)
    before = files_of(root / "site")
    monkeypatch.setattr("clausebook.confined.mounts_in", lambda folder: [root / "site" / "en"])
    assert "a file system is mounted here" in refused(root, root / "site")
    assert files_of(root / "site") == before


@pytest.mark.parametrize(
    "path",
    ["content/en/basic.md", "content/en/basic/index.md", "content/en/basic/1.0.md", "content/en/basic/clause/fee.md", "content/en/search.md", "content/en/index.md", "content/en/basic/index.html", "content/en/basic/history/index.html", "content/en/notices.ics"],
)  # fmt: skip
def test_a_hand_written_page_takes_no_address_of_the_sites_own(tmp_path: Path, path: str) -> None:
    root = write_site(tmp_path, {path: "# Other\n"})
    for workers in (1, 2):
        with pytest.raises(ProblemsFound) as caught:
            build_site(root, root / "site", as_of=DAY, workers=workers)
        assert str(caught.value).startswith(f"{path}:1:1: address-taken: ")
    assert not (root / "site").exists()


def test_a_page_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    root = write_site(tmp_path)
    (root / "content/en").mkdir(parents=True)
    (root / "content/en/about.md").write_bytes(b"# caf\xe9\n")
    with pytest.raises(ProblemsFound) as caught:
        check_site(root)
    assert str(caught.value).startswith("content/en/about.md:1:1: file-encoding: ")
