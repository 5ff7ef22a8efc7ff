"""White space that nobody sees goes; everything else of a page stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.site.squeeze import squeeze, squeeze_around


@pytest.mark.parametrize(
    ("html", "squeezed"),
    [
        ("<p>\n\n   <b>a</b>\n\t\n  b</p>\n", "<p>\n<b>a</b>\nb</p>\n"),
        ("<p>two  spaces \n and lines</p>", "<p>two  spaces \nand lines</p>"),
        ("no-break\n\u00a0\n  \u202fspaces", "no-break\n\u00a0\n\u202fspaces"),
        ("<pre>\n\n  kept</PRE>\n  <textarea>\n  kept\n</textarea >", "<pre>\n\n  kept</PRE>\n<textarea>\n  kept\n</textarea >"),
        ("<SCRIPT type='x'>\n  kept `\n  `\n</script>\n\n\n", "<SCRIPT type='x'>\n  kept `\n  `\n</script>\n"),
        ("<pretty>\n  <p>\n  a", "<pretty>\n<p>\na"),
        ("<pre>\n  never closed", "<pre>\nnever closed"),
    ],
)  # fmt: skip
def test_no_line_is_empty_or_begins_with_spaces(html: str, squeezed: str) -> None:
    assert squeeze(html) == squeezed


@given(st.text(alphabet=" \n\t\r\f\u00a0a<>/", max_size=40), st.sampled_from(["", "pre", "script", "p"]))
def test_squeezing_again_changes_nothing_and_no_text_is_lost(text: str, tag: str) -> None:
    html = f"{text}<{tag}>{text}</{tag}>{text}" if tag else text
    assert squeeze(squeeze(html)) == squeeze(html)
    assert squeeze(html).split() == html.split()


def test_the_content_of_a_page_is_left_as_it_is() -> None:
    assert (
        squeeze_around("<p>\n\n  a</p>", "\n\n  <main>\n  <p>\n\n  a</p>\n\n</main>")
        == "\n<main>\n<p>\n\n  a</p>\n</main>"
    )
    assert squeeze_around("", "\n\n<main>") == "\n<main>"
