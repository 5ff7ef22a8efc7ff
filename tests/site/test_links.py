"""Links of pages of the archive: found broken as they are written, each told at its page; sound ones are never refused."""

import datetime as dt
from pathlib import Path

import pytest

from clausebook.problems import ProblemsFound
from clausebook.site import publish
from clausebook.site.publish import build_site
from tests.sites import write_site

DAY = dt.date(2026, 2, 1)
TERMS = (Path(__file__).parents[2] / "templates/pages/terms.html").read_text(encoding="utf-8")
BROKEN = [
    ('<a href="../nowhere/">x</a>', "leads to no page"),
    ("<a class='y' href='../nowhere/'>x</a>", "leads to no page"),
    ('<a href="nowhere/?x=1#y">x</a>', "leads to no page"),
    ('<img alt="" src="../gone.png">', "leads to no page"),
    ('<a href="../../../../../x/">x</a>', "leads to no page"),
    ('<a href="../clause/../clause/fee/x/">x</a>', "leads to no page"),
    ('<a href="#gone">x</a>', "names an anchor"),
    ('<a href="../clause/fee/#gone">x</a>', "names an anchor"),
    ('<a href="../../../da/basic/1.0/#gone">x</a>', "names an anchor"),
    ('<a href="/en/basic/1.0/">x</a>', "starts at the host"),
    ("<a href=../nowhere/>x</a>", "leads to no page"),
    ("<a class=x href = ../nowhere/ >x</a>", "leads to no page"),
    ('<A HREF="../nowhere/">x</A>', "leads to no page"),
    ("<a title='>' href='../nowhere/'>x</a>", "leads to no page"),
    ('<a title="x" href="../nowhere/>x">x</a>', "leads to no page"),
    ('<img alt=""\nsrc="../gone.png">', "leads to no page"),
    ('<img alt="" srcset="../../assets/images/favicon.png 1x, ../gone.png 2x">', "leads to no page"),
    ('<img alt="" srcset="../gone.png,">', "leads to no page"),
    ('<video poster="../gone.png"></video>', "leads to no page"),
    ('<form action="../nowhere/"></form>', "leads to no page"),
    ('<!-- <a id="there">x</a> --><a href="#there">x</a>', "names an anchor"),
    ("<textarea><a id=there></textarea><a href=#there>x</a>", "names an anchor"),
    ('<a href="&num;gone">x</a>', "names an anchor"),
]
SOUND = [
    '<a href="../../../da/basic/1.0/#fee">x</a> <a href="../clause/fee/?x#v1-0">x</a> <a href="#">x</a> <a href="./">x</a>',
    '<p>write <code>&lt;a href="nowhere"&gt;</code></p>',
    '<a href="https://other.example.com/x/#y">x</a> <a href="mailto:a@example.com">x</a> <a href="//example.com">x</a>',
    '<i\nid="odd&amp;"></i><a href="#odd&amp;">x</a> <a href="#odd%26">x</a> <a name="old"></a><a href="#old">x</a>',
    '<a href="../../basic/../basic/1.0/">x</a> <a href="../../">x</a> <a href="../../../">x</a> <a href="../../../data/basic.json">x</a>',
    '<!-- <a href="nowhere/">x</a> <img src=gone.png> -->',
    '<script type="application/json">{"x": "<a href=\\"nowhere\\">"}</script>',
    '<p title="<a href=nowhere>">x</p> <textarea><a href="nowhere">x</a></textarea>',
    '<img alt="" srcset="data:image/png;base64,AA== 1x, ../../assets/images/favicon.png 2x">',
    "<a id=there>x</a><a href=#there>x</a> <a href=../../basic/1.0/#there>x</a>",
]


def site_with(root: Path, html: str) -> Path:
    """A site whose pages of versions hold this piece of HTML, those of the terms in force do not."""
    piece = f"{{% if not searchable and language == 'en' %}}{html}{{% endif %}}"
    return write_site(root, {"templates/pages/terms.html": TERMS + piece})


@pytest.mark.parametrize(("html", "said"), BROKEN)
def test_broken(tmp_path: Path, html: str, said: str) -> None:
    root = site_with(tmp_path, html)
    with pytest.raises(ProblemsFound) as found:
        build_site(root, root / "site", as_of=DAY, workers=1)
    assert [problem.code for problem in found.value.problems] == ["broken-link"]
    assert str(found.value.problems[0]).startswith("en/basic/1.0/index.html:1:1: broken-link: the link “")
    assert said in str(found.value.problems[0])


@pytest.mark.parametrize("html", SOUND)
def test_sound(tmp_path: Path, html: str) -> None:
    root = site_with(tmp_path, html)
    build_site(root, root / "site", as_of=DAY, workers=1)


def test_the_strict_reading_is_not_needed_for_a_sound_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError("read again without need")

    monkeypatch.setattr(publish, "check_links", refuse)
    root = write_site(tmp_path, {"content/en/about.md": "# About\n\nSee [the terms](basic/index.md#fee).\n"})
    build_site(root, root / "site", as_of=DAY, workers=1)
