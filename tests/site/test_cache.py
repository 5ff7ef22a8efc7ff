"""What is kept from one build to the next never shows: the site is that of a build from nothing, and only what changed is made."""

import datetime as dt
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clausebook import program, storage
from clausebook.problems import ProblemsFound
from clausebook.site import build_plan
from clausebook.site.artifacts import Artifact, ArtifactStore
from clausebook.site.publish import build_site, check_site
from clausebook.site.spare import Spare
from tests.sites import BASE, cache_in, write_site

ROOT = Path(__file__).parents[2]
DAY = dt.date(2026, 3, 1)
SECOND = """\
  - version: "2.0"
    kind: amendment
    announced: 2026-01-01
    effective: 2026-02-20
    values:
      fee: {amount: 150, currency: DKK}
      notice: {days: 45}
"""
OTHER = {
    "terms/other.yml": BASE["terms/basic.yml"],
    "terms/en/other/1.0.yml": BASE["terms/en/basic/1.0.yml"].replace("title: Basic terms", "title: Other terms"),
    "terms/en/other/draft.yml": BASE["terms/en/basic/draft.yml"].replace("title: Basic terms", "title: Other terms"),
    "terms/da/other/1.0.yml": BASE["terms/da/basic/1.0.yml"],
    "terms/da/other/draft.yml": BASE["terms/da/basic/draft.yml"],
}
FILES: dict[str, str | None] = {
    **OTHER,
    "terms/basic.yml": BASE["terms/basic.yml"] + SECOND,
    "terms/en/basic/2.0.yml": BASE["terms/en/basic/1.0.yml"],
    "terms/da/basic/2.0.yml": BASE["terms/da/basic/1.0.yml"],
    "content/en/help.md": "# Help\n\nWords.\n",
}


def files_of(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


class Site:
    """A small site with a cache, and what its last build made."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self.root = write_site(root, FILES)
        self.made: list[str] = []
        self.said: list[str] = []
        make = ArtifactStore.make

        def noting(store: ArtifactStore, key_of: Callable[..., Any], fill: Callable[..., None]) -> Artifact:
            artifact = make(store, key_of, fill)
            self.made.append(self._name(sorted(artifact.files)))
            return artifact

        patch.setattr(ArtifactStore, "make", noting)

    def _name(self, paths: list[str]) -> str:
        """Which artifact it is, by its files."""
        if paths[0].startswith("pagefind/"):
            codes = {found[1] for path in paths if (found := re.match(r"pagefind/pagefind\.([a-z]+)_", path))}
            return f"search {codes.pop()}" if codes else "search"
        language = next(path.split("/")[0] for path in paths if not path.startswith("data/"))
        if paths == [f"{language}/sitemap.xml"]:
            return f"whole {language}"
        documents = {path.split("/")[1] for path in paths} & {"basic", "other"}
        kind = "texts" if any(path.endswith("comparison.json") for path in paths) else "versions"
        kind = "clauses" if any("/clause/" in path for path in paths) else kind
        if any(path.endswith(".ics") for path in paths):
            return f"files {language}"
        kind = "front" if any(path.endswith("/history/index.html") for path in paths) else kind
        return f"{kind} {language} {documents.pop()}" if len(documents) == 1 else f"pages {language}"

    def build(self, day: dt.date = DAY, workers: int = 1) -> dict[str, bytes]:
        """The files of the site as it is now; the same as from nothing."""
        self.made.clear()
        self.said.clear()
        build_site(
            self.root,
            self.root / "site",
            as_of=day,
            cache=cache_in(self.root / "cache", self.said.append),
            report=self.said.append,
            workers=workers,
        )
        built, made = files_of(self.root / "site"), list(self.made)
        fresh = self.root / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        build_site(self.root, fresh, as_of=day, workers=1)
        self.made = made
        assert {name for name, data in files_of(fresh).items() if built.get(name) != data} == set()
        assert built.keys() == files_of(fresh).keys()
        return built

    def replace(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        (self.root / path).write_text(text.replace(old, new), encoding="utf-8")


def without_search(made: list[str]) -> set[str]:
    """Whether the search index is made again depends on words alone."""
    return {name for name in made if not name.startswith("search")}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    made = Site(tmp_path, monkeypatch)
    made.build()
    return made


BASIC = {f"{part} {language} basic" for part in ("texts", "front", "versions", "clauses") for language in ("en", "da")}
WHOLE = {"whole en", "whole da"}
ALL_OF_BASIC = BASIC | WHOLE | {"pages en", "pages da", "files en", "files da"}
ALL = ALL_OF_BASIC | {name.replace("basic", "other") for name in BASIC}


def test_everything_is_made_once(site: Site) -> None:
    site.build()
    assert site.made == []
    site.build(workers=2)
    assert site.made == []


@pytest.mark.parametrize(
    ("path", "old", "new", "made"),
    [
        # A wording that only one language changed is told in all of them: as a correction of the translation.
        pytest.param("terms/en/basic/2.0.yml", "ahead", "before", BASIC | WHOLE, id="text"),
        pytest.param("terms/en/basic/draft.yml", "ahead", "before", set(), id="draft"),
        pytest.param("terms/basic.yml", "amount: 150", "amount: 151", ALL_OF_BASIC, id="value"),
        pytest.param("terms/basic.yml", "law: DK", "law: SE", ALL_OF_BASIC, id="record"),
        pytest.param("mkdocs.yml", "Small Terms", "Great Terms", ALL, id="settings"),
        pytest.param("content/en/help.md", "Words.", "Other words.", {"pages en", "whole en"}, id="content page"),
        # Its title stands in the navigation of every page.
        pytest.param(
            "content/en/help.md",
            "# Help",
            "# Advice",
            {name for name in ALL if " en" in name and not name.startswith(("texts", "files"))},
            id="title",
        ),
    ],
)
def test_a_change_makes_what_depends_on_it(site: Site, path: str, old: str, new: str, made: set[str]) -> None:
    site.replace(path, old, new)
    site.build()
    assert without_search(site.made) == made
    assert len(site.made) == len(set(site.made))
    site.build()
    assert site.made == []


def test_a_wording_that_changed_in_the_other_languages_too_concerns_its_own_alone(site: Site) -> None:
    for code, old, new in (("en", "ahead", "before"), ("da", "forud", "bagud")):
        site.replace(f"terms/{code}/basic/2.0.yml", old, new)
    site.build()
    site.replace("terms/en/basic/2.0.yml", "before", "earlier")
    site.build()
    assert without_search(site.made) == {name for name in BASIC if " en " in name} | {"whole en"}


def test_a_new_version_and_its_removal(site: Site) -> None:
    before = site.build()
    kept = {
        path: (site.root / path).read_bytes()
        for path in ("terms/basic.yml", "terms/en/basic/2.0.yml", "terms/da/basic/2.0.yml")
    }
    site.replace("terms/basic.yml", SECOND, "")
    for path in list(kept)[1:]:
        (site.root / path).unlink()
    assert "en/basic/2.0/index.html" not in site.build()
    for path, data in kept.items():
        (site.root / path).write_bytes(data)
    assert site.build() == before


def test_the_day_turns_over(site: Site) -> None:
    """A day on which nothing takes effect changes the dates of the sitemap, the day of an effect the pages of its document."""
    site.build(dt.date(2026, 3, 2))
    assert set(site.made) == WHOLE
    site.build(dt.date(2026, 2, 19))
    assert set(site.made) >= BASIC
    assert not [name for name in site.made if name.endswith("other")]


def test_another_version_of_the_program(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_plan, "program_digest", lambda: "another")
    site.build()
    assert without_search(site.made) == ALL


def test_a_hook_may_read_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trusting = BASE["mkdocs.yml"].replace("  - clausebook\n", "  - clausebook: {trusted: true}\n")
    monkeypatch.setitem(FILES, "mkdocs.yml", trusting + "hooks: [hooks.py]\n")
    monkeypatch.setitem(FILES, "hooks.py", "def on_config(config): pass\n")
    site = Site(tmp_path, monkeypatch)
    site.build()
    site.build()
    assert set(site.made) >= ALL


OWN_TERMS = "<p>own {{ version_name }} {{ title }} {{ fingerprint }}</p>\n"
NAVIGATION = """\
{% extends "base.html" %}
{% block content %}{{ page.content }}
{% for name, document in config.plugins["clausebook"].view.book.documents.items() %}{{ name }}
{% for version in document.versions %}{% for edition in version.editions.values() %}{{ edition.summary }}{% endfor %}{% endfor %}
{% endfor %}{% endblock %}
"""


@pytest.mark.parametrize(
    "own",
    [
        {"templates/pages/terms.html": OWN_TERMS + (ROOT / "templates/pages/terms.html").read_text(encoding="utf-8")},
        {"templates/theme/main.html": NAVIGATION},
        {"own/main.html": NAVIGATION, "mkdocs.yml": BASE["mkdocs.yml"].replace("  name: material", "  name: material\n  custom_dir: own")},
    ],
    ids=["page", "theme", "custom_dir"],
)  # fmt: skip
def test_a_template_of_the_sites_own_may_tell_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: dict[str, str | None]
) -> None:
    """What it tells is noted as it is read: after any edit the site is that of a build from nothing."""
    for path, text in own.items():
        monkeypatch.setitem(FILES, path, text)
    site = Site(tmp_path, monkeypatch)
    site.build()
    site.build()
    assert site.made == []
    tells_all = "templates/theme/main.html" in own  # the program's main.html comes before that of a custom_dir
    for path, old, new in (
        ("terms/da/basic/2.0.yml", "forud", "bagud"),
        ("terms/da/basic/1.0.yml", "Den første", "Den anden"),
        ("terms/en/other/1.0.yml", "The first", "The very first"),
        ("terms/en/basic/draft.yml", "ahead", "before"),
    ):
        site.replace(path, old, new)
        site.build()
        pages = {name for name in BASIC if not name.startswith("texts")}
        assert not tells_all or "draft" in path or without_search(site.made) >= pages
    path = next(iter(own))
    old = "<p>own " if "pages" in path else "{{ page.content }}"
    site.replace(path, old, f"more {old}")
    site.build()
    assert without_search(site.made) >= BASIC


def _artifacts(site: Site) -> list[Path]:
    return sorted(path for path in (site.root / "cache" / "artifacts").iterdir() if path.is_dir())


def _pages(site: Site) -> list[Path]:
    return sorted(path for artifact in _artifacts(site) for path in (artifact / "files").rglob("put-*"))


def truncate(site: Site) -> None:
    for path in _pages(site):
        os.truncate(path, path.stat().st_size // 2)


def swap_files(site: Site) -> None:
    for artifact in _artifacts(site):
        files = sorted((artifact / "files").glob("put-*"))
        if len(files) > 1:
            files[0].rename(artifact / "other")
            files[1].rename(files[0])
            (artifact / "other").rename(files[1])


def write_into(site: Site) -> None:
    """In place, so that the site and its spare have it too; of the same length, and with its times put back."""
    for path in _pages(site):
        data, status = path.read_bytes(), path.stat()
        with path.open("r+b") as file:
            file.write(data[:-20].swapcase() + data[-20:])
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def swap_artifacts(site: Site) -> None:
    first, second = _artifacts(site)[:2]
    first.rename(site.root / "kept")
    second.rename(first)
    (site.root / "kept").rename(second)


def break_manifests(site: Site) -> None:
    for artifact in _artifacts(site):
        text = (artifact / "manifest.json").read_text(encoding="utf-8")
        (artifact / "manifest.json").write_text(text.replace("index.html", "index.htm"), encoding="utf-8")


def replace_by_links(site: Site) -> None:
    for path in _pages(site):
        data = path.read_bytes()
        path.unlink()
        other = site.root / "elsewhere" / path.parent.parent.name
        other.mkdir(parents=True, exist_ok=True)
        (other / path.name).write_bytes(data)
        path.symlink_to(other / path.name)


def forget_times(site: Site) -> None:
    """As copying from another machine does; everything is as it was made."""
    for path in _pages(site):
        os.utime(path, (0, 0))


def break_notes(site: Site) -> None:
    for name in ("artifacts/index.json", "spare.json"):
        path = site.root / "cache" / name
        path.write_bytes(path.read_bytes()[:-5])


def break_documents(site: Site) -> None:
    for path in (site.root / "cache" / "documents").iterdir():
        path.write_bytes(path.read_bytes()[:-5])


def change_spare(site: Site) -> None:
    site.build(dt.date(2026, 3, 2))  # now there is one
    spare = site.root / "cache" / "spare"
    (spare / "en" / "basic" / "stray.txt").write_text("x")
    page = spare / "da" / "basic" / "1.0" / "index.html"
    page.unlink()
    page.write_text("x")


def remove_everything(site: Site) -> None:
    shutil.rmtree(site.root / "cache")


@pytest.mark.parametrize(
    "spoil",
    [truncate, swap_files, write_into, swap_artifacts, break_manifests, replace_by_links, forget_times, break_notes, break_documents, change_spare, remove_everything],
)  # fmt: skip
def test_a_spoiled_cache_never_shows(site: Site, spoil: Callable[[Site], None]) -> None:
    spoil(site)
    site.build()
    harmless = spoil in (forget_times, break_notes, change_spare, remove_everything)
    assert bool([line for line in site.said if "made again" in line or "read again" in line]) is not harmless
    site.build()
    assert site.made == []
    assert not [line for line in site.said if "again" in line]


def test_what_strayed_into_the_site_is_not_lost(site: Site) -> None:
    """A site is replaced with all that is in it, so nothing else may be."""
    strays = [site.root / "site" / name for name in ("en/stray.txt", "stray/", "en/basic/link", "robots.txt")]
    for cached in (True, False):
        before = files_of(site.root / "site")
        strays[0].write_text("x")
        strays[1].mkdir()
        strays[2].symlink_to(site.root)
        strays[3].write_text("x")
        with pytest.raises(ProblemsFound) as caught:
            cache = cache_in(site.root / "cache") if cached else None
            build_site(site.root, site.root / "site", as_of=DAY, cache=cache, workers=1)
        assert {problem.place.path for problem in caught.value.problems} == {str(path) for path in strays}
        assert {problem.code for problem in caught.value.problems} == {"site-folder"}
        for path in strays:
            if path.is_dir() and not path.is_symlink():
                path.rmdir()
            else:
                path.unlink()
        assert files_of(site.root / "site") == before
    (site.root / "site" / ".DS_Store").write_text("x")  # as systems do to folders that somebody looks at
    site.build()


def test_a_build_with_a_spare_keeps_others_away(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.build()
    site.build()
    refused = []
    fill = Spare.fill

    def meanwhile(spare: Spare, building: Path, artifacts: list[Artifact]) -> None:
        assert list(building.iterdir())  # what the spare held
        with pytest.raises(storage.Busy):
            build_site(site.root, site.root / "site", as_of=DAY, workers=1)
        refused.append(True)
        fill(spare, building, artifacts)

    monkeypatch.setattr(Spare, "fill", meanwhile)
    build_site(site.root, site.root / "site", as_of=DAY, cache=cache_in(site.root / "cache"), workers=1)
    monkeypatch.undo()
    assert refused
    assert files_of(site.root / "site") == site.build()


def test_a_copied_cache_serves_another_copy_of_the_site(site: Site, tmp_path: Path) -> None:
    other = tmp_path / "other copy"
    shutil.copytree(site.root, other, ignore=shutil.ignore_patterns("site", "fresh"))
    site.root = other
    site.build()
    assert site.made == []


def test_a_kept_document_is_of_its_own_site(site: Site, tmp_path: Path) -> None:
    """Places of mistakes lead into the files that were read, wherever the cache comes from."""
    other = tmp_path / "copy"
    shutil.copytree(site.root, other)
    _, book = check_site(other, cache_in(other / "cache").documents)
    edition = book.documents["basic"].draft.editions["en"]
    (other / edition.path).write_text("x: y\n")
    assert edition.root == other


def test_references_into_another_document_are_looked_at_again(site: Site) -> None:
    texts = [(code, name) for code in ("en", "da") for name in ("draft", "1.0")]
    for code, name in texts:
        site.replace(f"terms/{code}/basic/{name}.yml", "{clause:", "{document:other} {clause:other/payment} {clause:")
    site.build()
    for code, name in texts:
        path = site.root / f"terms/{code}/other/{name}.yml"
        path.write_text(path.read_text(encoding="utf-8").replace("payment", "paying"), encoding="utf-8")
    with pytest.raises(ProblemsFound) as caught:
        build_site(site.root, site.root / "site", as_of=DAY, cache=cache_in(site.root / "cache"))
    assert {(problem.code, problem.place.path.split("/")[2]) for problem in caught.value.problems} == {
        ("unknown-clause", "basic")
    }


def test_the_program_is_known_by_its_files() -> None:
    assert len(program.program_digest()) == 64
    assert program.tree_digest(Path(__file__).parent) != program.tree_digest(Path(__file__).parents[1])
    assert program.tree_digest(Path("nowhere")) == program.tree_digest(Path("neither"))
