"""What hides or alters words is named, whatever part of CSS it uses; what a browser or an extension adds without harm is not."""

from pathlib import Path

import pytest

from benchmarks.mutations import HIDING
from clausebook.verify.copies import Copies
from clausebook.verify.css import read_declarations, read_sheet, searched
from tests.verify.published import found_in

TERMS = "site/en/basic/2.0/index.html"
CLAUSE = '<div data-cb-words="fee">'


def page(published: Path, tmp_path: Path, *pairs: tuple[str, str]) -> Path:
    text = (published / TERMS).read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = tmp_path / "page.html"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("style", HIDING)
def test_style_attributes(published: Path, tmp_path: Path, copies: Copies, style: str) -> None:
    found = page(published, tmp_path, (CLAUSE, f'<div data-cb-words="fee" style="{style}">'))
    assert "copy-hidden" in "".join(found_in(copies, found)[1])


SHEETS = [
    "#fee{display:none}",
    "#fee{d\\69splay:n\\6fne}",
    "article > :not(header){visibility:hidden}",
    ".cb-clause--plain > .cb-text{font-size:1px}",
    "@media print{#fee{display:none}}",
    "@media (max-width:1px){@supports (display:grid){@layer x{#fee{opacity:0}}}}",
    "#payment{&~.cb-clause{display:none}}",
    ".cb-terms{.cb-clause{display:none}}",
    "body:hover #fee{display:none}",
    "#fee::before{content:'not '}",
    "time::after{content:' (void)'}",
    "html{display:none}",
    ".md-content{position:absolute;top:-9999px}",
    ":root{--cb-ink:transparent}",
    "@property --cb-ink{syntax:'<color>';inherits:false;initial-value:transparent}",
    "@counter-style lower-alpha{system:cyclic;symbols:x}",
    "ol{list-style-type:lower-roman}",
    "#fee{color:white}",
    "#fee{color:rgba(0,0,0,.05)}",
    "#fee{background:#1d2630}",
    "#fee{color:var(--x);--x:#fff}",
    "body{color:white}",
    "#fee{display:--gone()}",
    "#fee:unknown-thing{display:none}",
    "#fee:has(em),#fee{text-decoration:line-through}",
    "[hidden]{display:block}",
    ".cb-terms{display:flex;flex-direction:column-reverse}",
    ".cb-clause{order:-1}",
    "@import 'elsewhere.css';",
    "@import url(data:text/css,p%7Bdisplay:none%7D);",
    ".cb-badge{font:0/0 a}",
    ".cb-head{animation:gone 1s forwards}",
    "#fee{all:initial;display:none}",
    "#fee{max-height:1em;overflow:hidden}",
]


@pytest.mark.parametrize("sheet", SHEETS)
def test_style_sheets(published: Path, tmp_path: Path, copies: Copies, sheet: str) -> None:
    place = "</head>" if SHEETS.index(sheet) % 2 else CLAUSE
    found = page(published, tmp_path, (place, f"<style>{sheet}</style>{place}"))
    assert "copy-hidden" in "".join(found_in(copies, found)[1])


@pytest.mark.parametrize("sheet", SHEETS[:3])
def test_linked_style_sheets(published: Path, tmp_path: Path, copies: Copies, sheet: str) -> None:
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files/one.css").write_text("@import 'two.css';", encoding="utf-8")
    (tmp_path / "two.css").write_text(sheet, encoding="utf-8")
    found = page(published, tmp_path, ("</head>", '<link rel="stylesheet" href="page_files/one.css"></head>'))
    assert "copy-hidden" in "".join(found_in(copies, found)[1])


@pytest.mark.parametrize(
    "link", ["https://styles.example.org/x.css", "gone.css", "data:text/css,p{}", "assets/other.css", ""]
)
def test_style_sheets_that_nobody_can_look_at(published: Path, tmp_path: Path, copies: Copies, link: str) -> None:
    found = page(published, tmp_path, ("</head>", f'<link rel="stylesheet" href="{link}"></head>'))
    assert "copy-hidden" in "".join(found_in(copies, found)[1])


AROUND = [
    ("<body", "<body hidden"),
    ("<body", '<body style="display:none"'),
    ("<body", '<body bgcolor="black" text="black"'),
    ('<div class="md-content"', '<div class="md-content cb-spoken"'),
    ('<div class="md-content"', '<div class="md-content" style="height:0;overflow:hidden"'),
    ('<article class="md-content__inner', '<article style="opacity:.01" class="md-content__inner'),
    ('<article class="md-content__inner', '<article class="cb-spoken md-content__inner'),
    ("<article ", '<template shadowrootmode="open">Other terms</template><article '),
    ("<article ", "<details><article "),
    ("<article ", '<bdo dir="rtl"><article '),
    ("<html ", '<html dir="rtl" '),
    ("</head>", '<meta http-equiv="refresh" content="0;url=https://example.org/"></head>'),
    ('charset="utf-8"', 'charset="windows-1252"'),
    ("<article ", '<i id="fee"></i><article '),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), AROUND)
def test_what_stands_around(published: Path, tmp_path: Path, copies: Copies, old: str, new: str) -> None:
    found = page(published, tmp_path, (old, new))
    assert "copy-hidden" in "".join(found_in(copies, found)[1])


@pytest.mark.parametrize(
    "name", ["cb-absent", "cb-spoken", "cb-walk", "md-overlay", "md-search__output", "cb-badge--withdrawn"]
)
def test_classes_that_the_own_style_sheets_hide(published: Path, tmp_path: Path, copies: Copies, name: str) -> None:
    found = page(published, tmp_path, (CLAUSE, f'<div data-cb-words="fee"><span class="{name}">'))
    assert found_in(copies, found)[1] != []


HARMLESS = [
    ("</head>", "<style>*,::before{box-sizing:border-box;--tw-ring:0} ::selection{color:#fff} .grammarly{display:none} html{scroll-behavior:smooth}</style></head>"),
    ("</head>", '<link rel="stylesheet" href="chrome-extension://abc/x.css"><link rel="stylesheet" href="https://fonts.googleapis.com/css?family=A"></head>'),
    ("</head>", "<style>html,body{background-color:#181a1b} body *{color:#e8e6e3}</style></head>"),
    ("<body", '<body data-gr-ext-installed="" cz-shortcut-listen="true" style="--x: 1; overflow: auto"'),
    (CLAUSE, '<div style="--extension-x: 3px; font-family: serif" tabindex="0" data-cb-words="fee" class="grammarly-x">'),
    ("</body>", '<grammarly-extension style="position:fixed"><template shadowrootmode="open"><p>Fix it</p></template></grammarly-extension></body>'),
    ('<div class="md-container"', '<div id="ext" style="display:none">Installed</div><div class="md-container"'),
    ("exactly", "<mark>exac<span>tly</span></mark>"),
    ("</head>", "<style>@font-face{font-family:x;src:url(x)} @keyframes a{to{opacity:0}} @page{margin:0}</style></head>"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), HARMLESS)
def test_what_browsers_and_extensions_add(published: Path, tmp_path: Path, copies: Copies, old: str, new: str) -> None:
    assert found_in(copies, page(published, tmp_path, (old, new)))[1] == []


def test_selectors_are_looked_for_in_every_state() -> None:
    assert searched("a:hover > b::before") == "a > b"
    assert searched("p:not(:hover)") == "p"
    assert searched("details[open] summary:after") == "details summary"
    assert searched(".a:is(.b, .c:focus) :hover") == ".a:is(.b, .c) *"
    assert searched("li:nth-child(2n+1)") == "li"
    assert searched("::selection") is None
    assert searched(":is(#a)~:not(p)") == "*:is(#a)~*:not(p)"


def test_declarations_known_to_be_harmless() -> None:
    harmless = "display:block;margin:1em -.8rem 0;font:600 .68rem/1.5 serif;overflow-x:auto;position:relative;width:100%;opacity:.9"
    assert [each.name for each in read_declarations(harmless) if each.alters and each.name != "font"] == []
    assert all(each.alters for each in read_declarations("behavior:url(x);margin-top:-999px;quotes:'a' 'b';unknown:1"))


def test_broken_style_sheets_are_read_as_browsers_read_them() -> None:
    sheet = read_sheet("<!-- p{color:;;display:none;} --> /* */ @media{ q{display:none")
    assert [rule.selector for rule in sheet.rules] == ["p", "q"]
    assert read_sheet("}{ p{display:none}").rules is not None
