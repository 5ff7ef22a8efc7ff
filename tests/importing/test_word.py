"""Word documents: what Word prints and a reader sees is what comes in."""

import pytest

from clausebook.importing.loading import load_bytes
from clausebook.importing.requests import ReadingWish, Side
from clausebook.problems import ProblemsFound
from tests.importing.trees import text_of, told, tree
from tests.importing.word_files import (
    LEGAL,
    abstract,
    bookmark,
    deleted,
    docx,
    field,
    inserted,
    instance,
    note,
    paragraph,
    run,
    table,
    text_box,
)


def test_automatic_numbers_of_any_depth() -> None:
    text = text_of(
        docx(
            paragraph("Hosting terms", style="Title"),
            paragraph("Payment", style="Kop1", level=0),
            paragraph("Invoices are due within 30 days.", level=1),
            paragraph("If the Customer pays late:", level=1),
            paragraph("interest is due; and", level=2),
            paragraph("a fee is due, which is", level=2),
            paragraph("DKK 100 for a reminder, and", level=3),
            paragraph("nothing else.", level=3),
            paragraph("The Provider may suspend the service.", level=1),
            paragraph("These are:", level=1),
            paragraph("first.", level=2),
            paragraph("Termination", style="Kop1", level=0),
            paragraph("Either party may terminate under section 1.2(b).", level=1),
        ),
        ".docx",
    )
    assert text.title == "Hosting terms"
    assert tree(text) == (
        "1. [Payment]\n"
        "  1.1 Invoices are due within 30 days.\n"
        "  1.2 If the Customer pays late:\n"
        "    (a) interest is due; and\n"
        "    (b) a fee is due, which is\n"
        "      (i) DKK 100 for a reminder, and\n"
        "      (ii) nothing else.\n"
        "  1.3 The Provider may suspend the service.\n"
        "  1.4 These are:\n"
        "    (a) first.\n"
        "2. [Termination]\n"
        "  2.1 Either party may terminate under section {clause:fee-due}."
    )


def test_restarts_overrides_and_legal_style() -> None:
    numbering = (
        abstract(0, [("upperRoman", "Article %1."), ("decimal", "%1.%2")])
        + instance(1, 0)
        + instance(2, 0, {1: 5})
        + abstract(3, [("lowerLetter", "%1)")])
        + instance(3, 3)
        + instance(4, 3, {0: 1})
    )
    body = [
        paragraph("Scope", style="Kop1", level=0),
        paragraph("It applies to all orders.", level=1),
        paragraph("first item;", level=0, numbering=3),
        paragraph("second item.", level=0, numbering=3),
        paragraph("It applies to all services.", level=1),
        paragraph("another first;", level=0, numbering=4),
        paragraph("Prices", style="Kop1", level=0),
        paragraph("This begins at five.", level=1, numbering=2),
    ]
    # Word prints the numbers of the levels as they are counted: 1.1 under Article I where the pattern does not say “legal”.
    made = docx(
        *body, numbering=numbering.replace('<w:lvlText w:val="%1.%2"/>', '<w:isLgl/><w:lvlText w:val="%1.%2"/>')
    )
    assert tree(text_of(made, ".docx")) == (
        "Article I. [Scope]\n"
        "  1.1 It applies to all orders.\n"
        "    a) first item;\n"
        "    b) second item.\n"
        "  1.2 It applies to all services.\n"
        "    a) another first;\n"
        "Article II. [Prices]\n"
        "  2.5 This begins at five."
    )


def test_numbers_linked_to_heading_styles() -> None:
    linked = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = (
        f'<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>{linked}</w:style>'
        f'<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/>{linked}</w:style>'
    )
    made = docx(
        paragraph("Payment", style="H1"),
        paragraph("Due dates", style="H2"),
        paragraph("Invoices are due at once."),
        paragraph("Late payment", style="H2"),
        paragraph("Interest is due."),
        styles=styles,
        numbering=abstract(0, LEGAL, ["H1", "H2"]) + instance(1, 0),
    )
    assert tree(text_of(made, ".docx")) == (
        "1. [Payment]\n  1.1 [Due dates] Invoices are due at once.\n  1.2 [Late payment] Interest is due."
    )


TRACKED = docx(
    paragraph(run("The fee is "), deleted("DKK 100"), inserted(run("DKK 125")), run("."), level=0),
    paragraph(run("This paragraph ends"), level=0, mark='<w:del w:id="3" w:author="Ann"/>'),
    paragraph(run(" here."), level=0),
    paragraph(run("Last words."), level=0),
)


@pytest.mark.parametrize(
    ("side", "wanted"),
    [
        (Side.ACCEPT, "1. The fee is DKK 125.\n2. This paragraph ends here.\n3. Last words."),
        (Side.REJECT, "1. The fee is DKK 100.\n2. This paragraph ends\n3. here.\n4. Last words."),
    ],
)
def test_tracked_changes_are_read_from_the_side_that_is_asked_for(side: Side, wanted: str) -> None:
    text = text_of(TRACKED, ".docx", wish=ReadingWish(side))
    assert tree(text) == wanted
    assert any("tracked changes" in line for line in told(text))


def test_tracked_changes_without_a_side_are_asked_about() -> None:
    with pytest.raises(ProblemsFound, match="import-tracked: the document has 3 tracked changes"):
        load_bytes(TRACKED, ".docx", "terms.docx", ReadingWish())


def test_notes_comments_boxes_links_and_what_stands_around() -> None:
    text = text_of(
        docx(
            paragraph("Payment ........ 2", style="TOC1"),
            paragraph(bookmark("_Ref1"), "Payment", style="Kop1", level=0),
            paragraph(
                "Invoices are due",
                note(1),
                run(" within "),
                run("30 days", bold=True),
                run(", by law.", italic=True),
                level=1,
            ),
            paragraph(run("The box:"), text_box(paragraph("Words in a box.")), level=1),
            paragraph(
                '<w:hyperlink r:id="rId1">' + run("our site") + "</w:hyperlink>",
                run(" and section "),
                field("REF _Ref1 \\r \\h", "1"),
                level=1,
            ),
            paragraph("one", level=0, numbering=2),
            paragraph("one and a half", level=1, numbering=2),
            paragraph("two", level=0, numbering=2),
            table([["Plan", "Price"], ["A | B", "1"]], header=True),
            footnotes=["From the day of receipt."],
            comments=["Check this with finance."],
            header="Example Hosting ApS",
            links={"rId1": "https://example.com/a(b)"},
        ),
        ".docx",
    )
    assert tree(text) == (
        "1. [Payment]\n"
        "  1.1 Invoices are due (From the day of receipt.) within **30 days**, *by law.*\n"
        "  1.2 The box: / Words in a box.\n"
        "  1.3 [our site](<https://example.com/a(b)>) and section {clause:payment} / - one\n  - one and a half\n- two / "
        "| Plan | Price |\n| --- | --- |\n| A \\| B | 1 |"
    )
    assert sorted(told(text)) == [
        "left out: a comment of Ann: Check this with finance.",
        "left out: a line of the table of contents: Payment ........ 2",
        "left out: the header of the pages: Example Hosting ApS",
        "uncertain: a text box stands after the paragraph that it is fixed to",
        "uncertain: this table stands after 1.3, and is taken as a part of it",
        "understood: footnote 1 stands in parentheses: From the day of receipt.",
    ]
