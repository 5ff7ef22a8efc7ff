"""Emphasis, links, code, lists and tables of a clause, as its page shows them, alone and nested in one another."""

import pytest

from clausebook.model.prose import Placeholder, PlaceholderKind
from clausebook.model.reading import read_book
from clausebook.model.wording import Wording
from clausebook.pages.prose import NoLinks, PageLinks, ProseWriter
from clausebook.problems import Problems
from tests.sites import write_site

CASES = {
    "*a*": "<p><em>a</em></p>",
    "**a**": "<p><strong>a</strong></p>",
    "***a***": "<p><em><strong>a</strong></em></p>",
    "*a **b** c*": "<p><em>a <strong>b</strong> c</em></p>",
    "**a *b***": "<p><strong>a <em>b</em></strong></p>",
    "*a* *b*": "<p><em>a</em> <em>b</em></p>",
    "`a *b*`": "<p><code>a *b*</code></p>",
    "`<b>`": "<p><code>&lt;b&gt;</code></p>",
    "**`a`**": "<p><strong><code>a</code></strong></p>",
    "[a](https://example.com/)": '<p><a href="https://example.com/">a</a></p>',
    "[a](https://example.com/?x=1&y=2)": '<p><a href="https://example.com/?x=1&amp;y=2">a</a></p>',
    "[a *b* `c`](https://example.com/)": '<p><a href="https://example.com/">a <em>b</em> <code>c</code></a></p>',
    "*see [a](https://example.com/)*": '<p><em>see <a href="https://example.com/">a</a></em></p>',
    "<https://example.com/>": '<p><a href="https://example.com/">https://example.com/</a></p>',
    "<abuse@example.com>": '<p><a href="mailto:abuse@example.com">abuse@example.com</a></p>',
    "**{fee}**": "<p><strong>DKK\u00a0100</strong></p>",
    "*see {clause:changes}*": '<p><em>see <a class="cb-clause" href="#changes">2</a></em></p>',
    "a & b": "<p>a &amp; b</p>",
    "a\\\nb": "<p>a<br>\nb</p>",
    "- *a*\n- **b**": "<ul><li><em>a</em></li><li><strong>b</strong></li></ul>",
    "3. a\n4. [b](https://example.com/)": '<ol start="3"><li>a</li><li><a href="https://example.com/">b</a></li></ol>',
    "> *a*": "<blockquote><p><em>a</em></p></blockquote>",
    "| *A* | B |\n|---|---|\n| `c` | **d** |": '<div class="cb-table" tabindex="0"><table><tr><th scope="col"><em>A</em></th><th scope="col">B</th></tr>'
    "<tr><td><code>c</code></td><td><strong>d</strong></td></tr></table></div>",
}


@pytest.fixture(scope="module")
def wording(tmp_path_factory: pytest.TempPathFactory) -> Wording:
    book = read_book(write_site(tmp_path_factory.mktemp("marks")), Problems())
    assert book
    return Wording(book.documents["basic"].versions[0], "en")


@pytest.mark.parametrize("text", CASES)
def test_marks_on_the_page(wording: Wording, text: str) -> None:
    address = "en/basic/1.0/"
    assert ProseWriter(wording, PageLinks(address, address)).html(text) == CASES[text]


def test_without_links_references_are_words(wording: Wording) -> None:
    writer = ProseWriter(wording, NoLinks())
    assert writer.html("*see {clause:changes}*") == "<p><em>see 2</em></p>"
    assert writer.placeholder(Placeholder(PlaceholderKind.VALUE, "fee"), "<b>") == "&lt;b&gt;"
