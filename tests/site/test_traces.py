"""Traces: why a page was made again, an index of another form, and a language that several processes build."""

from pathlib import Path

import pytest

from clausebook.pages.answers import _ANSWERS
from clausebook.private import Secret
from clausebook.site import traces
from clausebook.site.artifacts import ArtifactStore
from clausebook.site.publish import build_site
from clausebook.site.scheduler import BuildScheduler
from clausebook.site.traces import Entry, explanation, read_index, write_index
from tests.site.test_cache import DAY, FILES, files_of
from tests.sites import cache_in, write_site


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", FILES)


def explained(root: Path, page: str) -> list[str]:
    said: list[str] = []
    cache = cache_in(root / "cache")
    build_site(root, root / "out", as_of=DAY, cache=cache, report=said.append, workers=1, explain=page)
    return [line.partition(": ")[2] for line in said if line.startswith(f"{page}: ")]


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


def test_a_page_that_was_made_again_says_why(root: Path) -> None:
    assert explained(root, "en/basic/2.0/") == ["made again, since this changed: never made, or not with this cache"]
    edit(root, "terms/en/basic/2.0.yml", "ahead", "before")
    # A text of one language that changed alone is told in the others as a correction.
    texts = explained(root, "en/basic/2.0/")
    assert "made again, since this changed: the text of 2.0 of “basic” (en)" in texts
    assert "made again, since this changed: what 2.0 of “basic” changed" in texts
    assert explained(root, "da/other/1.0/index.html") == ["not made again; nothing that it was made from changed"]
    edit(root, "terms/basic.yml", "law: DK", "law: SE")
    reason = "made again, since this changed: the record of “basic”: its facts, its versions, or which of their days have come"
    assert explained(root, "da/basic/clause/fee") == [reason]
    edit(root, "content/en/help.md", "# Help", "# Advice")
    theme = "made again, since this changed: what the theme puts around pages: the navigation, or a title in it"
    assert explained(root, "en/other/1.0/") == [theme]
    edit(root, "content/en/help.md", "Words", "Other words")
    assert explained(root, "en/") == ["made again, since this changed: the hand-written pages in content/"]
    assert explained(root, "404.html") == ["made with every build"]
    assert explained(root, "en/nowhere/") == ["there is no such page in the site"]
    assert explained(root, "en/other/") == ["not made again; nothing that it was made from changed"]


def test_each_kind_of_query_has_words() -> None:
    assert _ANSWERS.keys() <= traces._WORDS.keys()
    for kind in traces._WORDS:
        assert "{" not in explanation(f"{kind} terms en 1.0")
        assert explanation(kind)
    assert explanation("unheard of") == "unheard of"


def test_an_index_is_read_as_it_was_written(tmp_path: Path) -> None:
    store = ArtifactStore(tmp_path, Secret(b"x" * 32))
    index = {"en pages": Entry("a" * 64, {"program": "p", "shown terms": "s"}), "en texts": Entry("", {})}
    write_index(store, index)
    assert read_index(store) == index


@pytest.mark.parametrize("content", [None, [], "x", {"a": 1}, {"a": []}, {"a": ["k"]}, {"a": ["k", []]}, {"a": ["k", {"s": 1}]}, {"a": [1, {}]}])  # fmt: skip
def test_an_index_of_another_form_has_no_entries(tmp_path: Path, content: object) -> None:
    store = ArtifactStore(tmp_path, Secret(b"x" * 32))
    store.write_index(content)
    assert read_index(store) == {}


def test_the_documents_of_a_language_are_divided_among_processors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = "site_name: Small\nsite_url: https://small.example.com/\ntheme:\n  name: material\nplugins:\n  - clausebook: {languages: [en]}\n"
    root = write_site(tmp_path / "site", {**FILES, "mkdocs.yml": settings})
    jobs: list[tuple[str, ...]] = []
    run = BuildScheduler.run

    def noting(scheduler: BuildScheduler, given: list, *more: object) -> object:  # type: ignore[type-arg]
        jobs.extend(job.documents for job in given)
        return run(scheduler, given, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(BuildScheduler, "run", noting)
    cache = cache_in(root / "cache")
    build_site(root, tmp_path / "two", as_of=DAY, cache=cache, workers=2)
    assert jobs == [("basic",), ("other",)]
    build_site(root, tmp_path / "one", as_of=DAY, workers=1)
    assert files_of(tmp_path / "two") == files_of(tmp_path / "one")
    jobs.clear()
    build_site(root, tmp_path / "two", as_of=DAY, cache=cache, workers=2)
    assert jobs == []
    assert files_of(tmp_path / "two") == files_of(tmp_path / "one")
