"""Structure from lines alone: headings by their looks, run-in headings, closing words, letters and Roman numerals, tables that lay out."""

from tests.importing.trees import text_of, told, tree
from tests.importing.word_files import docx, paragraph, run, table


def test_headings_that_no_style_names() -> None:
    text = text_of(
        docx(
            paragraph(run("Hosting terms", size=18)),
            paragraph(run("PAYMENT", bold=True)),
            paragraph(run("Due dates", bold=True)),
            paragraph("Invoices of the Provider are due within thirty days of their receipt by the Customer."),
            paragraph(run("Fees", bold=True)),
            paragraph("A fee is due for each reminder that the Provider has to send to the Customer, in writing."),
            paragraph(run("TERMINATION", bold=True)),
            paragraph("Either party may terminate the agreement at any time, in writing, without giving a reason."),
        ),
        ".docx",
    )
    assert text.title == "Hosting terms"
    assert tree(text) == (
        "[PAYMENT]\n"
        "  [Due dates] Invoices of the Provider are due within thirty days of their receipt by the Customer.\n"
        "  [Fees] A fee is due for each reminder that the Provider has to send to the Customer, in writing.\n"
        "[TERMINATION] Either party may terminate the agreement at any time, in writing, without giving a reason."
    )


def test_headings_that_run_into_their_text() -> None:
    text = text_of(
        "## 1. Scope\n\n1.1 **Orders.** All orders of the Customer.\n\n1.2 **Offers**: All offers too.\n\n1.3 **“Order”** means an order.\n",
        ".md",
    )
    assert (
        tree(text)
        == "1. [Scope]\n  1.1 [Orders] All orders of the Customer.\n  1.2 [Offers] All offers too.\n  1.3 **“{term:order}”** means an order."
    )


def test_letters_and_roman_numerals_are_told_apart_by_what_stood_before() -> None:
    letters = "".join(f"({letter}) item {letter};\n\n" for letter in "abcdefghij")
    text = text_of(f"## 1. Scope\n\n{letters}(i) one;\n\n(ii) two.\n\n(k) item k.\n", ".md")
    assert [clause.label for clause in text.walk()] == [
        "1.",
        *(f"({letter})" for letter in "abcdefghij"),
        "(i)",
        "(ii)",
        "(k)",
    ]
    inner = text.clauses[0].clauses[9]
    assert [clause.label for clause in inner.clauses] == ["(i)", "(ii)"]


def test_sentences_that_begin_with_a_figure_are_no_clauses() -> None:
    text = text_of(
        "## 1. Scope\n\n30 days after the order it ends.\n\n1.5 hours of support are free.\n\n2 servers are delivered.\n",
        ".md",
    )
    assert tree(text).startswith(
        "1. [Scope] 30 days after the order it ends. / 1.5 hours of support are free. / 2 servers are delivered."
    )


def test_words_after_a_list_that_are_set_further_left_are_a_clause_of_their_own() -> None:
    made = docx(
        paragraph("Payment", style="Kop1", level=0),
        paragraph("The Customer pays:", level=1),
        paragraph("interest; and", level=2),
        paragraph("a fee,", level=2),
        paragraph("unless it shows that it is not to blame.", extra='<w:ind w:left="720"/>'),
    )
    text = text_of(made, ".docx")
    assert (
        tree(text)
        == "1. [Payment]\n  1.1 The Customer pays:\n    (a) interest; and\n    (b) a fee,\n    unless it shows that it is not to blame."
    )
    assert "uncertain: this ends a clause after its numbered parts; it is a clause of its own, with a number" in told(
        text
    )


def test_tables_for_the_eye_and_for_data() -> None:
    made = docx(
        paragraph("Payment", style="Kop1", level=0),
        table([["1.1", "Invoices are due at once."], ["1.2", "Interest is due."], ["", "It is that of the law."]]),
        table([["Plan", "Price"], ["Small", "1"]]),
        table([[paragraph("Termination", style="Kop1", level=0) + paragraph("It ends.")]]),
    )
    text = text_of(made, ".docx")
    assert tree(text) == (
        "1. [Payment]\n  1.1 Invoices are due at once.\n  1.2 Interest is due. / It is that of the law. / | Plan | Price |\n| --- | --- |\n| Small | 1 |\n2. [Termination] It ends."
    )


def test_danish_subsections() -> None:
    text = text_of(
        "# Vilkår\n\n## § 1 Omfang\n\nStk. 1. Vilkårene gælder.\n\nStk. 2. Se § 2, stk. 1.\n\n## § 2 Priser\n\nStk. 1. Priserne gælder.\n",
        ".md",
        "da",
    )
    assert tree(text) == (
        "§ 1 [Omfang]\n  Stk. 1. Vilkårene gælder.\n  Stk. 2. Se {clause:priserne-gaelder}.\n§ 2 [Priser]\n  Stk. 1. Priserne gælder."
    )
