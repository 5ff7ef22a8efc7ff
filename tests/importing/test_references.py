"""References become placeholders where they are certain; nothing else does."""

import pytest

from tests.importing.trees import imported, text_of, told

TERMS = """# T

{word}1. One

1.1 Alpha.

1.2 Beta:

(a) first; and

(b) second.

{word}2. Two

2.1 {text}

{word}4. Four

4.1 Gamma.

4.2 Delta.
"""
RESOLVED = [
    ("en", "See section 4.2.", "See section {4.2}."),
    ("en", "As clause 1.2(b) of these Terms says.", "As clause {1.2(b)} of these Terms says."),
    ("en", "Sections 1.1, 1.2(a) and 4 apply.", "Sections {1.1}, {1.2(a)} and {4} apply."),
    ("en", "Under sections 4.1 to 4.2 it ends.", "Under sections {4.1} to {4.2} it ends."),
    ("en", "Notice under section 4 in writing.", "Notice under section {4} in writing."),
    ("nl", "Zie artikel 4, lid 2, hierboven.", "Zie artikel {4.2}, hierboven."),
    (
        "nl",
        "Zie de artikelen 4.1 en 4.2 van deze voorwaarden.",
        "Zie de artikelen {4.1} en {4.2} van deze voorwaarden.",
    ),
    ("nl", "Zie punt 1.2, onder b.", "Zie punt {1.2(b)}."),
    ("fr", "Voir l’article 4.2 ci-dessus.", "Voir l’article {4.2} ci-dessus."),
    ("fr", "Voir les articles 1.1 et 4 des présentes.", "Voir les articles {1.1} et {4} des présentes."),
    ("da", "Jf. punkt 4.2.", "Jf. punkt {4.2}."),
    ("da", "Se pkt. 1.2, litra b, ovenfor.", "Se pkt. {1.2(b)}, ovenfor."),
    ("da", "Se punkt 1.1, 1.2 og 4.", "Se punkt {1.1}, {1.2} og {4}."),
    ("da", "Se punkt 4 og 1 dag før.", "Se punkt {4} og 1 dag før."),
    ("nl", "Dat geldt krachtens artikel 4.1 ook.", "Dat geldt krachtens artikel {4.1} ook."),
    ("da", "Punkt 4 i disse vilkår gælder.", "Punkt {4} i disse vilkår gælder."),
]
NOT_RESOLVED = [
    ("en", "Under section 7 of these terms."),  # no such number
    ("en", "Under Article 4 of Regulation (EU) 2016/679."),
    ("en", "Under section 4 of the Companies Act."),
    ("en", "Under section 4 of the Agreement."),
    ("en", "The GDPR Article 4 applies."),
    ("en", "See article 4 GDPR."),
    ("en", "See § 4."),
    ("en", "The Act’s section 4 applies."),
    ("en", "It takes 4.2 hours."),
    ("en", "Section 4.22 and clause 4.2.1."),
    ("en", "See section 4 thereof."),
    ("nl", "Zie artikel 4 ervan."),
    ("fr", "Voir l’article 4 de ce document."),
    ("da", "Se punkt 4 i dem."),
    ("nl", "Zie artikel 4 AVG."),
    ("nl", "Zie artikel 4 van de Auteurswet."),
    ("nl", "Volgens artikel 4 van Boek 6 BW."),
    ("fr", "Voir l’article 4 du Code civil."),
    ("fr", "Voir l’article 4 de la loi du 8 décembre 1992."),
    ("fr", "Au sens de l’article 4 du RGPD."),
    ("da", "Databeskyttelsesforordningens artikel 4 gælder."),
    ("da", "Jf. markedsføringslovens § 4."),
    ("da", "Jf. punkt 4 i databehandleraftalen."),
    ("da", "Jf. lov nr. 4 af 2. maj."),
]


def _converted(language: str, text: str) -> str:
    made = text_of(TERMS.format(word="## ", text=text), ".md", language)
    numbers = {clause.id: clause.number for clause in made.walk()}
    (clause,) = [clause for clause in made.walk() if clause.number == "2.1"]
    found = clause.text
    for key, number in numbers.items():
        found = found.replace("{clause:" + key + "}", "{" + number + "}")
    return found


@pytest.mark.parametrize(("language", "text", "wanted"), RESOLVED)
def test_certain_references(language: str, text: str, wanted: str) -> None:
    assert _converted(language, text) == wanted


@pytest.mark.parametrize(("language", "text"), NOT_RESOLVED)
def test_nothing_else(language: str, text: str) -> None:
    assert _converted(language, text) == text


def test_the_sign_of_paragraphs_belongs_to_documents_that_count_with_it() -> None:
    text = text_of("# T\n\n## § 1 Omfang\n\nSe § 2.\n\n## § 2 Priser\n\nSe § 1, stk. 4.\n", ".md", "da")
    assert [clause.text for clause in text.clauses] == ["Se {clause:priser}.", "Se § 1, stk. 4."]
    assert any("§ 1, stk. 4" in line for line in told(text))


def test_a_number_that_two_clauses_have_is_not_certain() -> None:
    text = text_of("## 1. Scope\n\nAll.\n\n## 1. Prices\n\nSee section 1.\n", ".md")
    assert text.clauses[1].text == "See section 1."
    assert any("several clauses have this number" in line for line in told(text))


def test_figures_of_another_form_are_told() -> None:
    understood = imported(
        "## 1. Fee\n\nA fee of DKK 100 or €5, 30 days or 1.450,00 kr, and 2 % or 2%.\n", ".md", values=True
    )
    assert (
        understood.texts[0].clauses[0].text
        == "A fee of {fee-amount} or {fee-amount-2}, {fee-days} or 1.450,00 kr, and 2 % or {fee-share}."
    )
    kept = [line for line in told(understood.texts[0]) if "another form" in line]
    assert kept == [
        "uncertain: “1.450,00 kr” stays as it was typed: a value is printed in another form",
        "uncertain: “2 %” stays as it was typed: a value is printed in another form",
    ]
