"""Templates of a site's own, in the sandbox: they print all that pages are made from, and read, run and change nothing."""

from pathlib import Path

import pytest

from clausebook.pages.templates import forget_templates
from clausebook.problems import ProblemsFound
from clausebook.site.publish import build_site
from tests.hostile import more
from tests.site.test_cache import DAY
from tests.sites import BASE, write_site

ROOT = Path(__file__).parents[2]
BEGIN, END = "<i>BEGIN", "END</i>"


def pages_with(tmp_path: Path, payload: str, place: str) -> list[str]:
    """What a payload in a template prints, on every page."""
    text = f"{BEGIN}{{{{ {payload} }}}}{END}" if "{%" not in payload else f"{BEGIN}{payload}{END}"
    original = (
        (ROOT / "templates/pages" / place.rpartition("/")[2]).read_text(encoding="utf-8") if place in PAGES else ""
    )
    page = '{% extends "base.html" %}{% block content %}' + text + "{{ page.content }}{% endblock %}"
    around = "<html><body>" + text + "{% block content %}{% endblock %}</body></html>"
    custom = BASE["mkdocs.yml"].replace("  name: material", "  name: material\n  custom_dir: own")
    files: dict[str, dict[str, str | None]] = {
        "templates/pages/home.html": {"templates/pages/home.html": text},
        "templates/pages/terms.html": {"templates/pages/terms.html": text + original},
        "templates/theme/main.html": {"templates/theme/main.html": page},
        # Under the program's own page, which is not in the sandbox.
        "templates/theme/base.html": {"templates/theme/base.html": around},
        "included": {"templates/theme/partials/header.html": text},
        "custom_dir": {"own/partials/footer.html": text, "mkdocs.yml": custom},
    }
    root = write_site(tmp_path, files[place])
    forget_templates()
    build_site(root, root / "site", as_of=DAY, workers=1)
    pages = [path.read_text(encoding="utf-8") for path in sorted((root / "site").rglob("*.html"))]
    return [page.split(BEGIN)[1].split(END)[0] for page in pages if BEGIN in page]


PAGES = ("templates/pages/home.html", "templates/pages/terms.html")
THEMES = ("templates/theme/main.html", "templates/theme/base.html", "included", "custom_dir")


@pytest.mark.parametrize(
    ("payload", "printed"),
    [
        ("1 + 1", "2"),
        ("_('All terms')", "All terms"),
        ("link('en/')", "./"),
        ("'a'.upper() ~ '{0}'.format(1) ~ ','.join(['x', 'y'])", "A1x,y"),
        ("range(3) | list", "[0, 1, 2]"),
        ("dict(a=1).get('a') ~ namespace(b=2).b ~ cycler(3, 4).next()", "123"),
        ("{% macro m(a) %}{{ a }}{{ caller() }}{% endmacro %}{% call m(1) %}2{% endcall %}", "12"),
        ("{% for a in [1, 2] recursive %}{{ a }}{{ loop([3]) if a == 1 }}{{ loop.cycle('x', 'y') }}{% endfor %}", "13xx2y"),
        ("{% import 'macros.html' as macros %}{{ macros.badge is defined }}", "True"),
    ],
)  # fmt: skip
def test_what_templates_need_they_may_do(tmp_path: Path, payload: str, printed: str) -> None:
    assert pages_with(tmp_path, payload, "templates/pages/home.html")[1] == printed


@pytest.mark.parametrize("place", THEMES)
def test_what_the_theme_offers_own_templates_may_use(tmp_path: Path, place: str) -> None:
    payload = "lang.t('search') ~ config.site_name ~ ('assets/a.css' | url) ~ _('All terms') ~ config.extra.get('x', 1) ~ (page.title | striptags if page)"
    text = "{% import 'partials/language.html' as lang with context %}{{ " + payload + " }}"
    printed = pages_with(tmp_path, text, place)
    assert printed
    assert all("SearchSmall Terms" in each or "SøgSmall Terms" in each for each in printed)


SSTI: list[str] = [
    "''.__class__.__mro__[1].__subclasses__()",
    "[] | attr('__class__')",
    "[[]] | map('attr', '__class__') | list",
    "[[]] | map(attribute='__class__') | list",
    "[{'a': []}] | map(attribute='a.__class__') | list",
    "[[]] | groupby('__class__')",
    "'{0.__class__}'.format([])",
    "'{0.__class__}' | format([])",
    "'{a.__class__}'.format_map({'a': []})",
    "cycler.__init__.__globals__.os.popen('touch POISONED').read()",
    "lipsum.__globals__['os'].system('touch POISONED')",
    "self.__init__.__globals__",
    "self._TemplateReference__context.environment",
    "_.__call__.__func__.__globals__",
    "dict.mro()",
    "range.mro()",
    "namespace.__init__.__globals__",
    "(1).__class__",
    "[].append(1)",
    "{}.update(a=1)",
    "[].sort()",
    "{% set x = [] %}{{ x.extend([1]) }}",
    "{% set g = (i for i in []) %}",
    "{% include '/etc/hostname' %}",
    "{% include '../../../../etc/hostname' %}",
    "{% import 'os' as os %}",
    "{% include 'mkdocs.yml' %}",
    "{% extends '/etc/hostname' %}",
]  # fmt: skip
FROM_PAGES: list[str] = [
    "link.func('a', 'b').__class__",
    "link.func.__globals__",
    "link.keywords.update(a=1)",
    "snapshot.editions.en.root",
    "snapshot.editions.en.root.joinpath('mkdocs.yml').read_text()",
    "snapshot.editions.en.node(['clauses'])",
    "snapshot.editions.clear()",
    "words.catalogue",
    "version_name.__globals__",
]
FROM_THEMES: list[str] = [
    "config.load_file('mkdocs.yml')",
    "config.load_dict({})",
    "config.validate()",
    "config.plugins.run_event('env')",
    "config.theme.get_env().from_string('{{ 1 }}').render()",
    "config.theme.get_env()",
    "{% set read = config.load_file %}{{ read('mkdocs.yml') }}",
    "config.update({'site_name': 'x'})",
    "config.plugins['clausebook'].view.root.read_text()",
    "config.plugins['clausebook'].parts.store.find('x')",
    "config.plugins['clausebook'].parts.store.folder",
    "config.plugins['clausebook'].parts.store.keep_only([])",
    "config.plugins['clausebook'].parts.store.secret.code('x')",
    "config.plugins['clausebook'].bind(1)",
    "nav.homepage.read_source(config)",
    "page.file.copy_file()",
    "page.file.src_dir.__class__",
    "page.render(config, [])",
    "(nav.pages | first).file.content_bytes.__class__",
    "once_each.__globals__",
    "translations_of.__self__",
    "[1] | map('url') | map('attr', '__class__') | list",
]


def outside() -> list[str]:
    """Those of the hostile words from outside that are templates."""
    return [each for each in more() if "{{" in each or "{%" in each]


def assert_harmless(tmp_path: Path, payload: str, place: str) -> None:
    """It is refused with its place, or prints nothing that it was not given."""
    hostname = Path("/etc/hostname").read_text(encoding="utf-8").strip()
    try:
        printed = pages_with(tmp_path, payload, place)
    except ProblemsFound as found:
        (problem,) = found.problems
        assert problem.code in {"template", "theme-template"}, payload
        assert problem.place.path.startswith(("templates/", "own/")), payload
        return
    finally:
        assert not Path("POISONED").exists(), payload
        assert not (tmp_path / "POISONED").exists(), payload
    for each in printed:
        assert each in ("", "[Undefined]", "[]", "None") or not (hostname and hostname in each), (payload, each)
        assert "class " not in each and "site_name:" not in each and "object at" not in each and "module" not in each, (
            payload,
            each,
        )
        assert str(tmp_path) not in each, (payload, each)


@pytest.mark.parametrize("payload", [*SSTI, *FROM_PAGES])
def test_no_page_template_leaves_the_sandbox(tmp_path: Path, payload: str) -> None:
    assert_harmless(tmp_path, payload, "templates/pages/terms.html")


@pytest.mark.parametrize("payload", [*SSTI, *FROM_THEMES])
def test_no_theme_template_leaves_the_sandbox(tmp_path: Path, payload: str) -> None:
    assert_harmless(tmp_path, payload, THEMES[(len(payload) + payload.count("_")) % len(THEMES)])


def test_nor_does_any_payload_from_outside(tmp_path: Path) -> None:
    for number, payload in enumerate(outside()):
        assert_harmless(tmp_path / str(number), payload, (*PAGES, *THEMES)[number % 6])


BROKEN = {
    "{% if %}": "Expected an expression",
    "\n\n{{ nothing }}": "'nothing' is undefined",
    "{{ 1 + 'a' }}": "unsupported operand",
    "{{ 1 / 0 }}": "division by zero",
    "{% include 'none.html' %}": "there is no template “none.html”",
    "{% extends 'home.html' %}{% block a %}{% endblock %}": "recursion",
    "{% for a in 5 %}{% endfor %}": "not iterable",
    "{{ 'x' | nothing }}": "No filter named 'nothing'",
}


@pytest.mark.parametrize("text", BROKEN)
@pytest.mark.parametrize("workers", [1, 2])
def test_a_broken_template_is_a_problem_at_its_line(tmp_path: Path, text: str, workers: int) -> None:
    root = write_site(tmp_path, {"templates/pages/home.html": text, "templates/pages/chooser.html": "x"})
    forget_templates()
    with pytest.raises(ProblemsFound) as caught:
        build_site(root, root / "site", as_of=DAY, workers=workers)
    (problem,) = caught.value.problems
    assert str(problem).startswith(
        f"templates/pages/home.html:{text.count(chr(10)) + 1}:1: template: this template fails: "
    )
    assert BROKEN[text] in problem.message
    assert "\n" not in str(problem)


@pytest.mark.parametrize("path", ["templates/pages/chooser.html", "templates/pages/notice.txt", "templates/theme/main.html", "templates/theme/404.html", "templates/pages/sitemap.xml", "templates/theme/partials/contents.html"])  # fmt: skip
def test_so_it_is_wherever_it_is_used(tmp_path: Path, path: str) -> None:
    root = write_site(tmp_path)
    (root / path).parent.mkdir(parents=True)
    for data in (b"\n{{ 1 / 0 }}", b"caf\xe9"):
        (root / path).write_bytes(data)
        forget_templates()
        if path.endswith("notice.txt"):
            continue  # told by the command that prints it
        with pytest.raises(ProblemsFound) as caught:
            build_site(root, root / "site", as_of=DAY, workers=1)
        assert str(caught.value).startswith(f"{path}:{1 + data.count(10)}:1: template: ")


def test_the_programs_own_templates_are_in_no_sandbox(tmp_path: Path) -> None:
    """They are faster so; and a copy of each in the site's folder, in the sandbox, makes the same site."""
    root = write_site(tmp_path / "plain")
    build_site(root, root / "site", as_of=DAY, workers=1)
    copies = {
        f"templates/{path.relative_to(ROOT / 'templates').as_posix()}": path.read_text(encoding="utf-8")
        for path in (ROOT / "templates").rglob("*")
        if path.is_file()
    }
    own = write_site(tmp_path / "own", {**copies})
    forget_templates()
    build_site(own, own / "site", as_of=DAY, workers=1)
    before, after = (
        {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (root / "site", own / "site")
    )
    assert before == after
