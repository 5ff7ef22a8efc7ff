"""Settings: every wrong one is a problem at its line, none a traceback; and what is accepted builds."""

import copy
import datetime as dt
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from clausebook.problems import Problems, ProblemsFound
from clausebook.site.publish import build_site
from clausebook.site.settings import read_settings
from tests import hostile
from tests.sites import BASE, write_site

GOOD = "site_name: x\ntheme:\n  name: material\nplugins:\n  - clausebook\n"
WRONG = [
    ("theme null", "site_name: x\ntheme:\nplugins: [clausebook]\n", "2:7: bad-setting: “theme”"),
    ("theme of null", "site_name: x\ntheme: {name: null}\nplugins: [clausebook]\n", "2:15: bad-setting: “theme”"),
    ("theme absent", "site_name: x\nplugins: [clausebook]\n", "1:1: bad-setting: “theme”"),
    ("another theme", "site_name: x\ntheme: readthedocs\nplugins: [clausebook]\n", "2:8: bad-setting: “theme”: pages are made for"),
    ("theme as list", "site_name: x\ntheme: [material]\nplugins: [clausebook]\n", "2:8: bad-setting: “theme”"),
    ("takes in itself", "INHERIT: mkdocs.yml\n" + GOOD, "1:10: bad-setting: “INHERIT”: mkdocs.yml takes in itself"),
    ("takes in nothing", "INHERIT: gone.yml\n" + GOOD, "gone.yml:1:1: file-missing"),
    ("takes in another folder", "INHERIT: ../x.yml\n" + GOOD, "1:10: bad-setting: “INHERIT” names no file"),
    ("takes in a list", "INHERIT: [x]\n" + GOOD, "1:10: bad-setting: “INHERIT” names no file"),
    ("unknown setting", GOOD + "exta_css: [x.css]\n", "6:1: bad-setting: “exta_css”: there is no such setting — did you mean “extra_css”?"),
    ("unknown option", GOOD.replace("- clausebook", "- clausebook:\n      source_ulr: https://x.example"), "6:7: bad-setting: “clausebook.source_ulr”: there is no such option — did you mean “source_url”?"),
    ("wrong option", GOOD.replace("- clausebook", "- clausebook:\n      languages: [nl, xx]"), "6:18: bad-setting: “clausebook.languages”"),
    ("options as list", GOOD.replace("- clausebook", "- clausebook: [x]"), "5:17: bad-setting: “clausebook”: here stand options"),
    ("duplicate key", GOOD + "site_name: y\n", "6:1: yaml-duplicate-key"),
    ("list", "[a, b]\n", "1:1: bad-setting: this file has no settings"),
    ("word", "a\n", "1:1: bad-setting: this file has no settings"),
    ("key of a list", GOOD + "? [a]\n: b\n", "6:3: bad-setting: the name of a setting is a word"),
    ("in itself", GOOD + "extra: &x {y: *x}\n", "1:1: yaml-feature: aliases stand for too much, or for themselves"),
    ("bomb", GOOD + "extra:\n" + "".join(f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9) if n else 'x'}]\n" for n in range(9)), "1:1: yaml-feature"),
    ("deep", GOOD + "extra: {x: " + "[" * 5000 + "]" * 5000 + "}\n", "1:1: yaml-feature: this is nested too deeply"),
    ("control", GOOD + "copyright: x\x07\n", "6:13: yaml-syntax: a character stands here"),
    ("escaped control", 'site_name: "x\\a"\n' + GOOD[13:], "1:12: character"),
    ("two lines", 'site_name: "x\\n y"\n' + GOOD[13:], "1:12: bad-setting: “site_name”: this is one line"),
    ("site_url", GOOD + "site_url: javascript:alert(1)\n", "6:11: bad-setting: “site_url”"),
    ("site_url with a query", GOOD + "site_url: https://x.example/?a=b\n", "6:11: bad-setting: “site_url”: this is no address"),
    ("site_url with a quote", GOOD + "site_url: 'https://x.example/\"x'\n", "6:11: bad-setting: “site_url”"),
    ("repo_url", GOOD + 'repo_url: "data:text/html,x"\n', "6:11: bad-setting: “repo_url”"),
    ("source_url", GOOD.replace("- clausebook", '- clausebook:\n      source_url: "java\\tscript:alert(1)"'), "6:19: "),
    ("link", GOOD + "extra:\n  social:\n    - {icon: material/web, link: 'javascript:alert(1)'}\n", "8:34: bad-setting"),
    ("copyright", GOOD + "copyright: \"<a href='java&#x73;cript:x' onclick=y>x</a> <a href='javascript:x'>\"\n", "6:12: bad-setting: “copyright”: this address would run"),
    ("theme in HTML", GOOD.replace("name: material", "name: material\n  palette: {primary: '\"><script>'}"), "4:22: bad-setting: “theme”: a setting of the theme is no HTML"),
    ("palette", GOOD.replace("name: material", "name: material\n  palette: 3"), "4:12: bad-setting: “theme.palette”"),
    ("features", GOOD.replace("name: material", "name: material\n  features: {a: b}"), "4:13: bad-setting: “theme.features”"),
    ("icon", GOOD.replace("name: material", "name: material\n  icon: {logo: material/nonsense}"), "4:16: bad-setting: “theme.icon”: there is no icon “material/nonsense”"),
    ("icon outside", GOOD.replace("name: material", "name: material\n  icon: {logo: ../../x}"), "4:16: bad-setting"),
    ("analytics", GOOD + "extra:\n  analytics: {provider: google}\n", "7:14: bad-setting: “extra.analytics”: here stands nothing"),
    ("script from elsewhere", GOOD + "extra_javascript: [https://cdn.example.net/x.js]\n", "6:20: bad-setting: “extra_javascript”: pages load nothing from elsewhere"),
    ("sheet from elsewhere", GOOD + "extra_css:\n  - //cdn.example.net/x.css\n", "7:5: bad-setting: “extra_css”"),
    ("wrong type", GOOD + "extra_css: 3\n", "6:1: bad-setting: “extra_css”"),
    ("wrong name", GOOD.replace("site_name: x", "site_name: [x]"), "1:1: bad-setting: “site_name”"),
    ("plugins", GOOD.replace("  - clausebook", "  - clausebook\n  - nonsense"), "6:5: untrusted: the plugin “nonsense”"),
    ("unclosed", "site_name: [x\n", "2:1: yaml-syntax: this is not valid YAML"),
]  # fmt: skip


def problems_of(root: Path, text: str) -> list[str]:
    (root / "mkdocs.yml").write_bytes(text.encode("utf-8", "surrogatepass"))
    problems = Problems()
    settings = read_settings(root, problems)
    told = [str(problem) for problem in problems]
    assert (settings is None) == bool(told)
    for each in told:
        assert "\n" not in each
        assert "Traceback" not in each
        assert re.match(r"[a-z/.]+:[1-9]\d*:[1-9]\d*: [a-z-]+: .", each), each
    return told


@pytest.mark.parametrize(("text", "said"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_wrong_setting_is_a_problem_at_its_line(tmp_path: Path, text: str, said: str) -> None:
    place = said if said[0].isalpha() else f"mkdocs.yml:{said}"
    assert [each for each in problems_of(tmp_path, text) if each.startswith(place)], problems_of(tmp_path, text)


def test_settings_of_a_file_that_is_taken_in_are_told_there(tmp_path: Path) -> None:
    (tmp_path / "base.yml").write_text("theme: {name: material}\nsite_url: ftp://x\n")
    told = problems_of(tmp_path, "INHERIT: base.yml\nsite_name: x\nplugins: [clausebook]\n")
    assert [each for each in told if each.startswith("base.yml:2:11: bad-setting: “site_url”")]


WHOLE: dict[str, Any] = {
    "site_name": "Small Terms",
    "site_url": "https://small.example.com/terms/",
    "site_description": "Terms",
    "copyright": "Nobody",
    "theme": {
        "name": "material",
        "features": ["navigation.top"],
        "palette": {"primary": "indigo"},
        "icon": {"logo": "material/web"},
    },
    "extra": {"social": [{"icon": "material/web", "link": "https://example.com/"}], "own": "x"},
    "extra_css": ["own.css"],
    "markdown_extensions": ["admonition", {"toc": {"permalink": True}}],
    "plugins": [{"clausebook": {"languages": ["da"], "source_url": "https://git.example.com/terms"}}],
}
ODD: list[Any] = [None, 3, -1.5, True, [], {}, [[1]], {"a": {"b": [1]}}, "", "x", [None], {"": ""}, {3: 4}]


def paths_of(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(each for key, one in below for each in paths_of(one, (*path, key)))]


def confused(source: random.Random, odd: list[Any]) -> dict[str, Any]:
    """Settings in which one or two values, somewhere, are others than they should be."""
    made = copy.deepcopy(WHOLE)
    for _ in range(source.choice([1, 1, 2])):
        path = source.choice([one for one in paths_of(made) if one])
        at = made
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = source.choice(odd)
    return made


def test_confused_types_and_hostile_words_are_told_or_harmless(tmp_path: Path) -> None:
    source = random.Random(20261125)
    odd = [*ODD, *hostile.words(3, 40)]
    accepted = [
        made for made in (confused(source, odd) for _ in range(250)) if not problems_of(tmp_path, json.dumps(made))
    ]
    assert len(accepted) > 10


@pytest.mark.parametrize("seed", range(4))
def test_what_is_accepted_builds_or_is_told(tmp_path: Path, seed: int) -> None:
    source = random.Random(seed)
    root = write_site(tmp_path, {"content/da/own.css": "p { color: inherit; }\n"})
    while True:
        text = json.dumps(confused(source, [*ODD, *hostile.words(seed, 10)]))
        if not problems_of(root, text):
            break
    try:
        build_site(root, root / "site", as_of=dt.date(2026, 2, 1), workers=1)
    except ProblemsFound as found:
        assert all("\n" not in str(problem) for problem in found.problems)


def test_the_settings_of_the_example_and_of_tests_are_sound(tmp_path: Path) -> None:
    assert problems_of(tmp_path, BASE["mkdocs.yml"] or "") == []
    assert problems_of(tmp_path, json.dumps({**WHOLE, "extra_css": []})) == []
    example = (Path(__file__).parents[2] / "mkdocs.yml").read_text(encoding="utf-8")
    assert problems_of(tmp_path, example) == []
