"""OpenDocument texts: what LibreOffice prints is what comes in."""

import pytest

from clausebook.importing.loading import load_bytes
from clausebook.importing.requests import ReadingWish, Side
from clausebook.problems import ProblemsFound
from tests.importing.odt_files import h, items, odt, p, span
from tests.importing.trees import text_of, told, tree


def test_lists_notes_boxes_and_marks() -> None:
    footnote = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>By post.</text:p></text:note-body></text:note>"
    comment = "<office:annotation><dc:creator>Ann</dc:creator><text:p>Check this.</text:p></office:annotation>"
    box = "<draw:frame><draw:text-box><text:p>Words in a box.</text:p></draw:text-box></draw:frame>"
    second = items(p("interest;"), p("a fee of ", span("DKK 100", "Strong"), "."))
    text = text_of(
        odt(
            p("Hosting terms", style="Title"),
            "<text:table-of-content><text:index-body><text:p>Payment 1</text:p></text:index-body></text:table-of-content>",
            items(
                '<text:bookmark-start text:name="pay"/>'
                + p("Payment")
                + items(p("Invoices are due", footnote, comment, ", always."), p("Late payment costs:", box) + second),
                p("Termination")
                + items(
                    p(
                        "It ends ",
                        span("at once", "Slanted"),
                        ", see section ",
                        '<text:bookmark-ref text:ref-name="one">1</text:bookmark-ref>',
                        ".",
                    )
                ),
                style="Legal",
            ),
            items(p("one") + items(p("deep")), p("two"), style="Dots"),
            "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Plan</text:p></table:table-cell></table:table-row>"
            "</table:table-header-rows><table:table-row><table:table-cell><text:p>A</text:p></table:table-cell><table:table-cell><text:p>B</text:p>"
            "</table:table-cell></table:table-row></table:table>",
        ),
        ".odt",
    )
    assert text.title == "Hosting terms"
    assert tree(text) == (
        "1. [Payment]\n"
        "  1.1 Invoices are due (By post.), always.\n"
        "  1.2 Late payment costs: / Words in a box.\n"
        "    (a) interest;\n"
        "    (b) a fee of **DKK 100**.\n"
        "2. [Termination]\n"
        "  2.1 It ends *at once*, see section 1. / - one\n  - deep\n- two / | Plan |  |\n| --- | --- |\n| A | B |"
    )
    assert "left out: a comment of Ann: Check this." in told(text)
    assert "left out: the table of contents: Payment 1" in told(text)


def test_headings_numbered_by_the_outline() -> None:
    text = text_of(
        odt(h("Scope"), p("All orders."), h("Prices"), h("Taxes", 2), p("See section 1."), outline=True), ".odt"
    )
    assert tree(text) == "1. [Scope] All orders.\n2. [Prices]\n  2.1 [Taxes] See section {clause:scope}."


CHANGED = odt(
    p(
        "The fee is ",
        '<text:change text:change-id="a"/>',
        '<text:change-start text:change-id="b"/>',
        "DKK 125",
        '<text:change-end text:change-id="b"/>',
        ".",
    ),
    changes='<text:changed-region text:id="a"><text:deletion><text:p>DKK 100</text:p></text:deletion></text:changed-region>'
    '<text:changed-region text:id="b"><text:insertion/></text:changed-region>',
)


@pytest.mark.parametrize(
    ("side", "wanted"), [(Side.ACCEPT, "The fee is DKK 125."), (Side.REJECT, "The fee is DKK 100.")]
)
def test_tracked_changes(side: Side, wanted: str) -> None:
    assert tree(text_of(CHANGED, ".odt", wish=ReadingWish(side))) == wanted


def test_tracked_changes_without_a_side() -> None:
    with pytest.raises(ProblemsFound, match="import-tracked: the document has 2 tracked changes"):
        load_bytes(CHANGED, ".odt", "terms.odt", ReadingWish())
