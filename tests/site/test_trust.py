"""What mkdocs.yml asks for that runs code or reads other files is refused, and nothing of it runs, unless the site says that it is trusted."""

from pathlib import Path

import pytest

from clausebook.problems import Problems, ProblemsFound
from clausebook.site.publish import build_site, check_site
from clausebook.site.trust import check_trust, is_trusted
from tests.site.test_cache import DAY
from tests.sites import BASE, write_site

PLAIN = BASE["mkdocs.yml"]
TRUSTING = PLAIN.replace("  - clausebook\n", "  - clausebook: {trusted: true}\n")
RUN = "!!python/object/apply:pathlib.Path.touch [!!python/object/apply:pathlib.Path [POISONED]]"
ASKING = {
    f"extra: {{a: {RUN}}}\n": 7,
    f"copyright: {RUN}\n": 7,
    "extra:\n  a: !!python/name:os.system\n": 8,
    "extra:\n  a: !!python/module:os\n": 8,
    "extra:\n  ? !!python/tuple [1]\n  : 1\n": 8,
    "copyright: !ENV HOME\n": 7,
    "copyright: !ENV [NOTHING, HOME]\n": 7,
    "extra: {a: !relative }\n": 7,
    "extra: {a: !<tag:yaml.org,2002:python/name:os.system> x}\n": 7,
    "hooks: [hooks.py]\n": 7,
    '"hooks": [hooks.py]\n': 7,
    "extra: &a {hooks: [hooks.py]}\n<<: *a\n": 7,
    "<<: [{hooks: [hooks.py]}]\n": 7,
    "INHERIT: other.yml\n": 7,
    "extra_templates: [own.html]\n": 7,
    "markdown_extensions: [pymdownx.snippets]\n": 7,
    "markdown_extensions:\n  - toc\n  - pymdownx.snippets: {base_path: [/]}\n": 9,
    "markdown_extensions: {pymdownx.b64: {base_path: /}}\n": 7,
    "markdown_extensions: [os]\n": 7,
    "markdown_extensions: [content.evil]\n": 7,
}


@pytest.mark.parametrize("asking", ASKING)
def test_what_asks_for_trust_is_refused_before_it_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asking: str
) -> None:
    root = write_site(
        tmp_path, {"mkdocs.yml": PLAIN + asking, "hooks.py": "open('POISONED', 'w')\n", "other.yml": f"x: {RUN}\n"}
    )
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ProblemsFound) as caught:
        check_site(root)
    # What else is wrong with it may be said too.
    told = [problem for problem in caught.value.problems if problem.code == "untrusted"]
    assert told[0].place.line == ASKING[asking]
    assert not (tmp_path / "POISONED").exists()


@pytest.mark.parametrize(
    "plugins", ["[clausebook, tags]", "[clausebook, {material/blog: {}}]", "{clausebook: {}, macros: {}}"]
)
def test_other_plugins_ask_for_trust(tmp_path: Path, plugins: str) -> None:
    problems = Problems()
    assert not check_trust(f"site_name: x\nplugins: {plugins}\n", "mkdocs.yml", problems)
    assert [problem.code for problem in problems] == ["untrusted"]


@pytest.mark.parametrize("answer", ["trusted: false", "trusted: 1", 'trusted: "true"', "trusted: !ENV YES", "trust: true", "other: {trusted: true}"])  # fmt: skip
def test_only_true_is_trust(answer: str) -> None:
    text = f"site_name: x\nhooks: [a.py]\nextra: {{trusted: true}}\nplugins:\n  - clausebook: {{{answer}}}\n  - search: {{trusted: true}}\n"
    assert not is_trusted(text)


def test_a_trusted_site_runs_its_hooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hooks = (
        "from pathlib import Path\ndef on_config(config):\n    Path(config.config_file_path).with_name('ran').touch()\n"
    )
    extensions = "markdown_extensions:\n  - pymdownx.emoji:\n      emoji_index: !!python/name:material.extensions.emoji.twemoji\n"
    root = write_site(tmp_path, {"mkdocs.yml": f"{TRUSTING}hooks: [hooks.py]\n{extensions}", "hooks.py": hooks})
    build_site(root, root / "site", as_of=DAY, workers=1)
    assert (root / "ran").exists()


def test_what_sites_usually_say_asks_for_nothing(tmp_path: Path) -> None:
    more = "extra: {a: 1, b: 2026-01-01, c: null, d: 1.5, e: [true]}\nmarkdown_extensions: [toc, tables, pymdownx.superfences, admonition]\ncopyright: &a A\nrepo_name: *a\n"
    check_site(write_site(tmp_path, {"mkdocs.yml": PLAIN + more}))


@pytest.mark.parametrize(
    "text", ["a: [1", "\t", "%YAML 9.9\n---\na: 1\n", "- a\n", "x", "", "a: &a [*a]\n", "a: 1\n---\nb: 2\n"]
)
def test_what_is_no_settings_at_all_is_left_to_others(text: str) -> None:
    assert check_trust(text, "mkdocs.yml", Problems())


def test_too_deep_is_said() -> None:
    problems = Problems()
    assert not check_trust("a: " + "[" * 20_000, "mkdocs.yml", problems) or not list(problems)


def test_only_the_sites_own_settings_say_that_it_is_trusted(tmp_path: Path) -> None:
    """Not those that they take in, which may come from elsewhere; where they do say so, it holds for all."""
    files: dict[str, str | None] = {
        "mkdocs.yml": f"INHERIT: base.yml\n{PLAIN}",
        "base.yml": f"{TRUSTING}hooks: [hooks.py]\n",
    }
    root = write_site(tmp_path, {**files, "hooks.py": "\n"})
    with pytest.raises(ProblemsFound) as caught:
        check_site(root)
    assert "untrusted" in {problem.code for problem in caught.value.problems}
    (root / "mkdocs.yml").write_text(f"INHERIT: base.yml\n{TRUSTING}")
    (root / "base.yml").write_text("hooks: [hooks.py]\n")
    check_site(root)
