"""A small whole site: what its pages say, what a build refuses, and that the same input gives the same bytes."""

import datetime as dt
import os
import pickle
import posixpath
import re
import subprocess
import sys
from pathlib import Path

import pytest

from clausebook.problems import Place, Problem, ProblemsFound
from clausebook.site.folder import LIST, list_of
from clausebook.site.publish import build_site
from tests.site.test_cache import files_of
from tests.sites import BASE, VERSION_2, write_site

GOLDEN = Path(__file__).parents[1] / "data" / "small-site"
FILES: dict[str, str | None] = {
    "terms/basic.yml": BASE["terms/basic.yml"] + VERSION_2,
    "terms/en/basic/2.0.yml": BASE["terms/en/basic/1.0.yml"].replace("The first version.", "The fee rises."),
    "terms/da/basic/2.0.yml": BASE["terms/da/basic/1.0.yml"].replace("Den første version.", "Gebyret stiger."),
    "content/en/about.md": "# About\n\nSee [the terms](basic/index.md).\n",
}
DAY = dt.date(2026, 2, 1)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_site(tmp_path_factory.mktemp("small"), FILES)
    build_site(root, root / "site", as_of=DAY)
    return root / "site"


def article(path: Path) -> str:
    """What stands inside the article of a page, a line for each element."""
    text = path.read_text(encoding="utf-8")
    match = re.search(r"<article[^>]*>(.*?)</article>", text, re.DOTALL)
    assert match
    return "\n".join(line.strip() for line in match[1].splitlines() if line.strip()) + "\n"


PAGES = [
    "en/basic/index.html",
    "da/basic/2.0/index.html",
    "en/basic/2.0/changes/index.html",
    "en/basic/history/index.html",
    "en/index.html",
]


@pytest.mark.parametrize("page", PAGES)
def test_golden(site: Path, page: str) -> None:
    """CLAUSEBOOK_ACCEPT=1 writes what is made now, to be read in review."""
    golden = GOLDEN / (page.removesuffix("/index.html").replace("/", ".") + ".html")
    found = article(site / page)
    if os.environ.get("CLAUSEBOOK_ACCEPT"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


def head(path: Path) -> str:
    return path.read_text(encoding="utf-8").partition("</head>")[0]


def test_head_of_pages(site: Path) -> None:
    base = "https://small.example.com/"
    current = head(site / "en/basic/index.html")
    assert 'html lang="en"' in current
    assert f'rel="canonical" href="{base}en/basic/"' in current
    assert f'hreflang="da" href="{base}da/basic/"' in current
    assert "noindex" not in current
    assert "<title>Basic terms – Small Terms</title>" in current
    assert 'name="description" content="Basic terms, Version 1.0. In force since 1 January 2020.' in current
    own = head(site / "da/basic/1.0/index.html")
    assert 'html lang="da"' in own
    assert "noindex" in own
    assert f'rel="canonical" href="{base}da/basic/"' in own  # while it is in force its text is the one in force
    announced = head(site / "en/basic/2.0/index.html")
    assert "noindex" not in announced
    assert f'rel="canonical" href="{base}en/basic/2.0/"' in announced


def test_old_version_keeps_its_own_canonical_address(tmp_path: Path) -> None:
    root = write_site(tmp_path, FILES)
    build_site(root, root / "site", as_of=dt.date(2026, 3, 1))
    old = head(root / "site/en/basic/1.0/index.html")
    assert "noindex" in old
    assert 'rel="canonical" href="https://small.example.com/en/basic/1.0/"' in old
    page = article(root / "site/en/basic/1.0/index.html")
    assert "This is an earlier version." in page
    assert "cb-notice" not in article(root / "site/en/basic/index.html")


def test_a_clause_text_is_never_markup_nor_template(tmp_path: Path) -> None:
    hostile = BASE["terms/en/basic/1.0.yml"].replace(
        "The fee is", r"\{\{ 7*7 \}\} &lt;script&gt; \{% raw %\} The fee is"
    )
    root = write_site(tmp_path, {"terms/en/basic/1.0.yml": hostile, "terms/en/basic/draft.yml": hostile})
    build_site(root, root / "site", as_of=DAY)
    page = article(root / "site/en/basic/index.html")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "{{ 7*7 }}" in page
    assert "49" not in page


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("content/en/about.md", "# About\n\nSee [it](nowhere.md).\n", "content/en/about.md:3:10: broken-link"),
        ("content/en/about.md", "# About\n\n[x](basic/index.md#gone)\n", "content/en/about.md:3:5: broken-link"),
        ("terms/en/basic/draft.yml", "title: x\n", "terms/en/basic/draft.yml:1:1: missing-key"),
        ("mkdocs.yml", "site_name: [x\n", "mkdocs.yml:2:1: yaml-syntax"),
        ("mkdocs.yml", "site_name: x\ntheme: nonsense\nplugins: [clausebook]\n", "mkdocs.yml:2:8: bad-setting"),
        ("mkdocs.yml", "site_name: x\ntheme: material\n", "mkdocs.yml:1:1: missing-key"),
        ("mkdocs.yml", None, "mkdocs.yml:1:1: file-missing"),
    ],
)
def test_build_refuses_and_leaves_the_old_site(tmp_path: Path, name: str, text: str | None, problem: str) -> None:
    root = write_site(tmp_path, {name: text})
    (root / "site").mkdir()
    (root / "site" / LIST).write_text(list_of(["old.html"]))
    (root / "site" / "old.html").write_text("old")
    with pytest.raises(ProblemsFound) as found:
        build_site(root, root / "site", as_of=DAY)
    assert any(str(one).startswith(problem) for one in found.value.problems), str(found.value)
    assert sorted(path.name for path in (root / "site").iterdir()) == [LIST, "old.html"]
    assert not list(root.glob(".site-*"))


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    root = write_site(tmp_path)
    (root / "file").write_text("x")
    with pytest.raises(ProblemsFound, match="site-folder"):
        build_site(root, root / "file" / "site", as_of=DAY)


def test_a_folder_of_somebody_else_is_never_replaced(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x")
    with pytest.raises(ProblemsFound, match="they would be lost"):
        build_site(root, tmp_path / "mine", as_of=DAY)
    with pytest.raises(ProblemsFound, match="they would be lost"):
        build_site(root, root, as_of=DAY)
    assert (tmp_path / "mine" / "letter.txt").read_text() == "x"


def test_a_second_build_replaces_the_first(tmp_path: Path) -> None:
    root = write_site(tmp_path)
    build_site(root, root / "site", as_of=DAY)
    (root / "site" / "stale.html").write_text("x")
    (root / "site" / LIST).write_text(list_of([*files_of(root / "site"), "stale.html"]))  # as if a build had made it
    build_site(root, root / "site", as_of=DAY)
    assert not (root / "site" / "stale.html").exists()
    assert not list(root.glob(".site-*"))


def test_problems_cross_processes() -> None:
    problem = Problem(Place("a.yml", 2, 3), "bad-setting", "wrong", "mend it")
    assert pickle.loads(pickle.dumps(ProblemsFound([problem]))).problems == [problem]


def test_a_document_that_a_language_does_not_have(tmp_path: Path) -> None:
    record = BASE["terms/basic.yml"].replace("[da, en]", "[da]")
    files: dict[str, str | None] = {
        f"terms/{code}/other/{name}.yml": BASE[f"terms/{code}/basic/{name}.yml"]
        for code in ("da", "en")
        for name in ("1.0", "draft")
    }
    files |= {"terms/other.yml": BASE["terms/basic.yml"], "terms/basic.yml": record}
    files |= {"terms/en/basic/1.0.yml": None, "terms/en/basic/draft.yml": None}
    root = write_site(tmp_path, files)
    build_site(root, root / "site", as_of=DAY)
    assert "not published in this language" in article(root / "site/en/basic/index.html")
    assert 'href="../../da/basic/"' in article(root / "site/en/basic/index.html")


def test_a_site_without_the_language_that_prevails(tmp_path: Path) -> None:
    settings = BASE["mkdocs.yml"].replace("  - clausebook", "  - clausebook:\n      languages: [en]")
    assert settings != BASE["mkdocs.yml"]
    root = write_site(tmp_path, {**FILES, "mkdocs.yml": settings})
    build_site(root, root / "site", as_of=DAY)
    for page in ("en/basic/index.html", "en/basic/1.0/index.html"):
        assert "the Danish text prevails.</p>" in article(root / "site" / page).replace("\n", "")
    assert not (root / "site/da").exists()


OTHER: dict[str, str | None] = {
    "terms/other.yml": BASE["terms/basic.yml"],
    **{f"terms/{code}/other/{name}.yml": BASE[f"terms/{code}/basic/{name}.yml"] for code in ("da", "en") for name in ("1.0", "draft")},
}  # fmt: skip
OWN = ["/en", "/en/basic", "/en/basic/history", "/en/basic/compare"]


@pytest.mark.parametrize(
    ("features", "links"),
    [
        ("[]", [*OWN, "/en/about"]),
        ("[navigation.expand]", [*OWN, "/en/other", "/en/other/history", "/en/other/compare", "/en/about"]),
    ],
)  # fmt: skip
def test_the_navigation_opens_the_document_that_is_read(tmp_path: Path, features: str, links: list[str]) -> None:
    settings = BASE["mkdocs.yml"].replace("  name: material", f"  name: material\n  features: {features}")
    root = write_site(tmp_path, {**FILES, **OTHER, "mkdocs.yml": settings})
    build_site(root, root / "site", as_of=DAY)
    assert links_of_navigation(root / "site", "en/basic/2.0/changes") == links
    if features == "[]":  # other documents are a link each from the pages that a document has once
        assert links_of_navigation(root / "site", "en/basic/history") == [*OWN, "/en/other", "/en/about"]


def links_of_navigation(site: Path, address: str) -> list[str]:
    page = (site / address / "index.html").read_text(encoding="utf-8")
    listed = page.partition('class="md-nav__list"')[2].partition('class="md-content"')[0]
    return [posixpath.normpath(f"/{address}/{link}") for link in re.findall(r'href="([^"#]+)"', listed)]


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_same_input_same_bytes(tmp_path: Path, site: Path) -> None:
    root = write_site(tmp_path, FILES)
    environment = {**os.environ, "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "clausebook", "-C", str(root), "build", "--as-of", DAY.isoformat()]
    subprocess.run(command, env=environment, cwd="/", check=True, capture_output=True)
    first, second = tree(site), tree(root / "site")
    assert first.keys() == second.keys()
    assert [name for name, data in first.items() if data != second[name]] == []


def test_own_template_replaces_one_file(tmp_path: Path) -> None:
    root = write_site(tmp_path, {"templates/pages/search.html": "<h1>Own search</h1>"})
    build_site(root, root / "site", as_of=DAY)
    assert "Own search" in article(root / "site/en/search/index.html")
    assert "Basic terms" in article(root / "site/en/basic/index.html")


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "clausebook", "-C", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_command_line(tmp_path: Path) -> None:
    root = write_site(tmp_path)
    fine = run(root, "check")
    assert (fine.returncode, fine.stdout) == (0, "no problems in 1 documents, 4 texts\n")
    (root / "terms/en/basic/draft.yml").write_text("title: x\n")
    wrong = run(root, "check")
    assert wrong.returncode == 1
    assert wrong.stdout.startswith("terms/en/basic/draft.yml:1:1: missing-key: ")
    assert wrong.stderr == "1 problem\n"
    assert run(root, "chek").returncode == 2
    assert run(root, "build", "--as-of", "tomorrow").returncode == 2
