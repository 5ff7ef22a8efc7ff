"""What a correction may touch: everything that can carry weight is refused, clause by clause, until its clause is named."""

from pathlib import Path

import pytest

from clausebook.languages import LANGUAGES, translated
from clausebook.languages.operative import KINDS
from clausebook.model.document import VersionKind
from clausebook.model.reading import read_book
from clausebook.problems import Problems, ProblemsFound
from clausebook.releases.operative import title_operative
from clausebook.releases.plan import Plan, plan_release
from clausebook.releases.wish import Wish
from tests.releases.life import day, edit, edit_drafts, new_site, run, tree

CORRECTION = ("release", "basic", "--announce", "2026-01-01", "--kind", "correction")

# The same words before and after: what differs carries weight, whatever the language.
WEIGHTY = {
    "en": [
        ("You may cancel.", "You must cancel."),
        ("You may cancel.", "You may not cancel."),
        ("You can cancel.", "You can’t cancel."),
        ("It shall be paid.", "It should be paid."),
        ("Payment is due.", "Payment is due unless we agree."),
        ("You pay at least 5.", "You pay at most 5."),
        ("Both parties, A or B.", "Both parties, A and B."),
        ("All fees.", "Only fees."),
        ("Pay within a week.", "Pay after a week."),
        ("Pay in two weeks.", "Pay in three weeks."),
        ("Pay in 14 days.", "Pay in 14 weeks."),
        ("Pay in 14 days.", "Pay in 14 business days."),
        ("Refundable fees.", "Non-refundable fees."),
    ],
    "nl": [
        ("U mag opzeggen.", "U moet opzeggen."),
        ("U kunt dit niet opzeggen.", "U kunt dit opzeggen."),
        ("Wij zullen betalen.", "Wij kunnen betalen."),
        ("Betaling is verplicht.", "Betaling is toegestaan."),
        ("U betaalt alleen dit.", "U betaalt dit."),
        ("Tenzij anders vermeld.", "Zoals anders vermeld."),
        ("U betaalt ten minste dit.", "U betaalt ten hoogste dit."),
        ("Betaal binnen twee weken.", "Betaal binnen drie weken."),
        ("Betaal in vijf dagen.", "Betaal in vijf werkdagen."),
    ],
    "fr": [
        ("Le client peut résilier.", "Le client doit résilier."),
        ("Le client peut résilier.", "Le client ne peut pas résilier."),
        ("Le prix n’est jamais remboursé.", "Le prix est remboursé."),
        ("Le client est tenu de payer.", "Le client propose de payer."),
        ("Au moins ce prix.", "Au plus ce prix."),
        ("Uniquement ce prix.", "Ce prix."),
        ("Sauf accord contraire.", "Selon accord contraire."),
        ("Dans trois mois.", "Dans six mois."),
        ("Dans cinq jours.", "Dans cinq jours ouvrables."),
    ],
    "da": [
        ("Du må opsige.", "Du skal opsige."),
        ("Du kan opsige.", "Du kan ikke opsige."),
        ("Kun dette beløb.", "Dette beløb."),
        ("Medmindre andet er aftalt.", "Som andet er aftalt."),
        ("Mindst dette beløb.", "Højst dette beløb."),
        ("Du er forpligtet til det.", "Du er berettiget til det."),
        ("Betal senest mandag.", "Betal senest tirsdag."),
        ("Betal inden to uger.", "Betal inden tre uger."),
        ("Betal om fem dage.", "Betal om fem hverdage."),
    ],
}
# What differs here is written in the same way in every language.
FORMS = [
    ("45", "54"),
    ("1.250", "1,250"),
    ("DKK 100", "EUR 100"),
    ("€ 100", "$ 100"),
    ("5 %", "5"),
    ("2026-01-01", "2026-01-11"),
    ("1.1.2026", "1.2.2026"),
    ("09:00", "19:00"),
    ("https://a.example.com/x", "https://a.example.com/y"),
    ("a@example.com", "b@example.com"),
]
# And so on: the same things in other words, or other words beside them.
HARMLESS = {
    "en": [
        ("Recieve the invoice.", "Receive the invoice."),
        ("You must pay.", "you  MUST pay"),
        ("a colour", "a color"),
    ],
    "nl": [("Ontvang de faktuur.", "Ontvang de factuur."), ("U moet betalen.", "Jij moet betalen.")],
    "fr": [("Recevez la facture.", "Recevoir la facture."), ("n'est pas dû", "n’est pas dû")],
    "da": [("Modtag fakturaen.", "Modtag regningen."), ("Du skal betale.", "De skal betale.")],
}


def says(line: str, language: str) -> list[str]:
    return [each.says for each in title_operative(line, language)]


@pytest.mark.parametrize("language", WEIGHTY)
def test_words_that_carry_weight(language: str) -> None:
    for old, new in WEIGHTY[language]:
        assert says(old, language) != says(new, language), (old, new)
    for old, new in FORMS:
        assert says(f"x {old} x", language) != says(f"x {new} x", language), (old, new)


@pytest.mark.parametrize("language", WEIGHTY)
def test_words_that_carry_none(language: str) -> None:
    for old, new in HARMLESS[language]:
        assert says(old, language) == says(new, language), (old, new)


@pytest.mark.parametrize("language", WEIGHTY)
def test_months_and_days_of_the_week(language: str) -> None:
    cldr = LANGUAGES[language].cldr
    for names in (cldr.months["format"]["wide"], cldr.days["format"]["wide"]):
        assert all(says(f"x {name} x", language) for name in names.values())


def test_each_kind_is_documented_and_has_words() -> None:
    """docs/releases.md explains every kind; every language that is shipped has words of each."""
    docs = (Path(__file__).parents[2] / "docs" / "releases.md").read_text(encoding="utf-8")
    for kind in KINDS:
        assert f"\n| {kind} | " in docs
        assert all(getattr(LANGUAGES[code].facts.operative, kind) for code in translated())


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site whose draft is version 1.0, values and all, with a link in each language."""
    site = new_site(tmp_path)
    for language in ("da", "en"):
        for name in ("1.0", "draft"):
            with (site / f"terms/{language}/basic/{name}.yml").open("a", encoding="utf-8") as file:
                file.write("      See [the rules](https://a.example.com/rules) of 14 days.\n")
    edit(site, "terms/basic.yml", ("fee: {amount: 125", "fee: {amount: 100"))
    return site


def planned(site: Path, *confirmed: str) -> Plan:
    problems = Problems()
    book = read_book(site, problems)
    assert book
    assert not len(problems)
    wish = Wish(day("2026-01-01"), kind=VersionKind.CORRECTION, confirmed=frozenset(confirmed))
    return plan_release(book.documents["basic"], wish, day("2026-01-01"))


TOUCHES = [
    ("of 14 days", "of 15 days", "“14” becomes “15”"),
    ("a.example.com/rules", "a.example.com/other", "“https://a.example.com/rules” becomes “https://a.example.com/other”"),
    ("ahead", "not ahead", "“not” is added"),
    ("title: Changes", "title: No changes", "“No” is added"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), TOUCHES, ids=lambda value: value[:12])
def test_refused_with_clause_and_words(site: Path, old: str, new: str, told: str) -> None:
    """Also in a translation alone; named, it is accepted, and only then."""
    edit_drafts(site, "A correction.")
    edit(site, "terms/en/basic/draft.yml", (old, new))
    with pytest.raises(ProblemsFound) as refused:
        planned(site)
    (problem,) = refused.value.problems
    assert problem.code == "correction-words"
    assert str(problem.place) == "terms/en/basic/draft.yml:11:5"
    assert f"“changes” in “en”: {told}" in problem.message
    assert "--confirm changes" in problem.advice
    plan = planned(site, "changes")
    assert [touched.clause for touched in plan.touched] == ["changes"]


def test_the_title_of_the_whole_text(site: Path) -> None:
    edit_drafts(site, "A correction.")
    edit(site, "terms/en/basic/draft.yml", ("title: Basic terms", "title: All basic terms"))
    with pytest.raises(ProblemsFound, match="“title” in “en”: “All” is added"):
        planned(site)
    assert planned(site, "title").touched


def test_a_term_that_prints_another_word(site: Path) -> None:
    """What a term prints counts where it is printed, though the text itself did not change."""
    for language in ("da", "en"):
        for name in ("1.0", "draft"):
            edit(
                site,
                f"terms/{language}/basic/{name}.yml",
                ("  - id: changes\n", "  - id: changes\n    defines: {period: business days}\n"),
                ("of 14 days", "of {term:period}"),
            )
    edit_drafts(site, "A correction.")
    edit(site, "terms/en/basic/draft.yml", ("period: business days", "period: calendar days"))
    with pytest.raises(ProblemsFound, match="“business” becomes “calendar”"):
        planned(site)


def test_placeholders_in_another_order(site: Path) -> None:
    """What each figure belongs to is of weight: the same placeholders at each other's places are no correction unasked."""
    for language in ("da", "en"):
        edit(site, f"terms/{language}/basic/1.0.yml", ("of 14 days", "A {fee}, B {notice}"))
        edit(site, f"terms/{language}/basic/draft.yml", ("of 14 days", "A {notice}, B {fee}"))
    edit_drafts(site, "A correction.")
    with pytest.raises(ProblemsFound, match="correction-words"):
        planned(site)


@pytest.mark.parametrize(
    ("old", "new"), [("law: DK", "law: NL"), ("authoritative: da", "authoritative: en"), ('"1.1"', '"1.a"')]
)
def test_the_head_of_the_record(site: Path, old: str, new: str) -> None:
    """Law, prevailing language and numbering are no wording."""
    edit_drafts(site, "A correction.", ("See [the", "Read [the"))
    assert run(site, *CORRECTION, "--yes").returncode == 0
    edit_drafts(site, "Another correction.", ("Read [the", "See [the"))
    record = site / "terms/basic.yml"
    record.write_text(record.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProblemsFound, match="cannot change the law, the prevailing language"):
        planned(site)


def test_confirmed_through_the_command(site: Path) -> None:
    """Accepted when named; the entry keeps it under its seal, and the change log tells it in every language."""
    edit_drafts(site, "A correction.", ("of 14 days", "of 15 days"))
    before = tree(site)
    done = run(site, *CORRECTION, "--yes")
    assert done.returncode == 1
    assert done.stdout.count("correction-words") == 2
    assert tree(site) == before
    done = run(site, *CORRECTION, "--confirm", "changes")
    assert done.returncode == 2, "nobody is there to be asked"
    assert "does this mend wording only?" not in done.stdout
    done = run(site, *CORRECTION, "--confirm", "changes", "--yes")
    assert done.returncode == 0, done.stdout
    record = (site / "terms/basic.yml").read_text(encoding="utf-8")
    assert "    confirmed: [changes]\n" in record
    assert run(site, "check").returncode == 0
    assert run(site, "build", "--as-of", "2026-01-02").returncode == 0
    told = {
        "en": "Figures, dates, links or words of obligation changed in clause 2: confirmed as a correction.",
        "da": "Tal, datoer, links eller forpligtende ord er ændret i bestemmelse 2: bekræftet som rettelse.",
    }
    for language, sentence in told.items():
        assert sentence in (site / f"site/{language}/basic/history/index.html").read_text(encoding="utf-8")
    edit(site, "terms/basic.yml", ("    confirmed: [changes]\n", ""))
    assert "chain-broken" in run(site, "check").stdout


def test_what_needs_no_confirmation(site: Path) -> None:
    edit_drafts(site, "A correction.", ("See [the", "Read [the"))
    done = run(site, *CORRECTION, "--confirm", "changes", "--yes")
    assert done.returncode == 1
    assert "confirm-unneeded: nothing about “changes” needs to be confirmed" in done.stdout
