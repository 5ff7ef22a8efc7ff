"""Web pages and Markdown in all their dialects: the text comes in, what stands around it is told."""

from clausebook.importing.text_files import find_numbering, numbers_of, with_own_numbers
from clausebook.model.numbering import Level
from tests.importing.trees import text_of, told, tree

PAGE = """<!doctype html><html lang="en"><head><title>Terms | Example Hosting</title><style>p {color: red}</style>
<script>document.write("no words")</script></head><body>
<div id="cookie-banner" class="cookie-banner"><p>We use cookies.</p><button>Accept all</button></div>
<nav><ul><li><a href="/">Home</a></li></ul></nav>
<div class="content"><h1>Hosting terms</h1>
<p>These apply between us and you.
<h2 id="pay">1. Payment</h2>
<p>1.1&nbsp;Invoices are due <b>at once</b>, see <a href="#end">section&nbsp;2</a>.<br>1.2 Interest is due.
<ol type=a><li>for the Buyer, and<li>for the <i>Seller</i>.<p>Both.</p></ol>
<h2 id="end"><span>2.</span> Termination</h2>
<table><tr><td>2.1</td><td>Either party may terminate.</td></tr><tr><td>2.2</td><td>A <a href="rules.html">rule</a>.</td></tr></table>
<ul><li>one<ul><li>deep</li></ul></li><li>two</li></ul>
<p style="display:none">Hidden words.</p></div>
<footer>Example Hosting ApS</footer></body></html>"""


def test_a_messy_page() -> None:
    text = text_of(PAGE.encode("windows-1252"), ".html")
    assert text.title == "Hosting terms"
    assert tree(text) == (
        "These apply between us and you.\n"
        "1. [Payment]\n"
        "  1.1 Invoices are due **at once**, see section\u00a0{clause:termination}.\n"
        "  1.2 Interest is due.\n"
        "    a. for the Buyer, and\n"
        "    b. for the *Seller*. / Both.\n"
        "2. [Termination]\n"
        "  2.1 Either party may terminate.\n"
        "  2.2 A rule. / - one\n  - deep\n- two"
    )
    assert sorted(told(text)) == [
        "left out: a menu, banner or footer of the page: Example Hosting ApS",
        "left out: a menu, banner or footer of the page: Home",
        "left out: a menu, banner or footer of the page: We use cookies. Accept all",
        "left out: the link from “rule”, whose address is not complete: rules.html",
        "left out: what the page hides: Hidden words.",
        "uncertain: this stands before the first number or heading; it is a clause of its own",
    ]


def test_a_page_keeps_what_only_sounds_like_a_banner() -> None:
    page = '<body class="menu"><div class="content cookie-policy"><h1>Cookies</h1><h2>Scope</h2><p>We use them.</p></div></body>'
    assert tree(text_of(page, ".html")) == "[Scope] We use them."


def test_a_page_in_a_layout_table() -> None:
    page = """<table><tr><td><p>Please read this.</p><p>It matters.</p></td><td><h2>1 Scope</h2><p>It applies.</p><p>1.1 Always.</p></td></tr></table>"""
    assert tree(text_of(page, ".html")) == "Please read this. / It matters.\n1 [Scope] It applies.\n  1.1 Always."


def test_paths_of_links_are_completed() -> None:
    from clausebook.importing.requests import ReadingWish

    page = '<h2>1. Scope</h2><p>See <a href="rules.html">the rules</a> and <a href="https://example.com/terms#s1">section 1</a>.</p><h2 id=s1>2. X</h2><p>y</p>'
    text = text_of(page, ".html", wish=ReadingWish(base="https://example.com/terms"))
    assert text.clauses[0].text == "See [the rules](https://example.com/rules.html) and section 1."


def test_markdown_of_several_dialects() -> None:
    text = text_of(
        """\ufeff---
title: "Hosting terms"
lang: en
---

Payment {#pay .wide}
====================

1.1 Invoices are due[^1].
1.2 Interest of 2_3 * 4 <b>is</b> due, see [Payment](#pay).
{: .note}

* one
* two
    1. deep
    2. deeper

Payment
-------

Customer
: who orders

~~~
kept as it is
~~~

<div class="box"><p>HTML &amp; words</p></div>

> quoted words

[^1]: After *receipt*.
""",
        ".md",
    )
    assert text.title == "Hosting terms"
    assert [clause.id for clause in text.walk()] == [
        "pay",
        "invoices-due-receipt",
        "interest-due-payment",
        "deep",
        "deeper",
        "payment",
    ]
    assert "Invoices are due (After *receipt*.)." in tree(text)
    assert "Interest of 2_3 \\* 4 is due, see Payment." in tree(text)
    assert "**{term:customer}**: who orders" in tree(text)
    assert "kept as it is / HTML & words / > quoted words" in tree(text)
    assert "left out: a list of attributes: {: .note}" in told(text)


def test_headings_of_one_name_have_ids_of_their_own() -> None:
    text = text_of("# A\n\n## Payment\n\nOne.\n\n## Delivery\n\n### Payment\n\nTwo.\n\n## Payment\n\nThree.\n", ".md")
    assert [clause.id for clause in text.walk()] == ["payment", "delivery", "delivery-payment", "payment-2"]


def test_numbering_that_begins_again_by_mistake() -> None:
    text = text_of("## 1. Scope\n\n1.1 One.\n\n1.2 Two.\n\n1.1 Three.\n\n## 1. Prices\n\n2.1 Four.\n", ".md")
    assert tree(text) == "1. [Scope]\n  1.1 One.\n  1.2 Two.\n  1.1 Three.\n1. [Prices]\n  2.1 Four."


def test_numbers_that_were_put_between_others() -> None:
    text = text_of(
        "## 1. Scope\n\nAll orders.\n\n## 1A. More\n\nAll offers.\n\n## 2 bis Again\n\nSee section 4.\n\n## 4. Last\n\n4.1 C, see section 1A.\n\n4.3 D.\n",
        ".md",
    )
    levels = [Level.parse(pattern) for pattern in find_numbering([text])]
    (numbered,) = with_own_numbers([text], levels)
    assert [(clause.label, clause.own) for clause in numbered.walk()] == [
        ("1.", ""),
        ("1A.", "1A"),
        ("2 bis", "2bis"),
        ("4.", "4"),
        ("4.1", ""),
        ("4.3", "3"),
    ]
    assert list(numbers_of(numbered.clauses, levels).values()) == ["1", "1A", "2bis", "4", "4.1", "4.3"]
    assert numbered.clauses[3].clauses[0].text == "C, see section {clause:more}."
