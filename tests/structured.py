"""A small site with all that legislation and contracts need of structure, in three languages of which two prevail."""

from pathlib import Path

from tests.sites import write_site

RECORD = """\
law: DK
authoritative: [da, en]
courtesy: [fr]
languages: [da, en, fr]
timezone: Europe/Copenhagen
numbering: ["1", "1.1", "(a)"]
notice: {days: 45, counting: full-days}
values:
  interest: {percent: 2}
versions:
  - version: "1.0"
    kind: initial
    announced: 2020-01-01
    effective: 2020-01-01
    values:
      interest: {percent: 2}
"""

# By language: title, summaries of both versions, and the words of the clauses.
WORDS = {
    "en": {
        "title": "Basic terms", "first": "The first version.", "second": "Payment ends.", "definitions": "Definitions",
        "customer": "Customer", "customer-text": "who makes an order", "order": "Order", "order-text": "see",
        "address": "Address", "address-text": "where an invoice goes", "payment": "Payment", "payment-text": "You pay in advance.",
        "late-text": "The interest is", "changes": "Changes", "changes-text": "Changes are announced", "later": "Changes are announced.",
        "in-short": "Pay late, pay more.",
    },
    "da": {
        "title": "Basisvilkår", "first": "Den første version.", "second": "Betaling udgår.", "definitions": "Definitioner",
        "customer": "Kunde", "customer-text": "den, der afgiver en bestilling", "order": "Ordre", "order-text": "se",
        "address": "Ådresse", "address-text": "hvortil en regning sendes", "payment": "Betaling", "payment-text": "Der betales forud.",
        "late-text": "Renten er", "changes": "Ændringer", "changes-text": "Ændringer varsles", "later": "Ændringer varsles",
        "in-short": "Den, der betaler for sent, betaler mere.",
    },
    "fr": {
        "title": "Conditions de base", "first": "La première version.", "second": "Le paiement est abrogé.", "definitions": "Définitions",
        "customer": "Client", "customer-text": "celui qui passe une commande", "order": "Ordre", "order-text": "voir",
        "address": "Adresse", "address-text": "où la facture est envoyée", "payment": "Paiement", "payment-text": "Le paiement se fait d'avance.",
        "late-text": "L'intérêt est de", "changes": "Modifications", "changes-text": "Les modifications sont annoncées",
        "later": "Les modifications sont annoncées", "in-short": "Payer en retard coûte plus.",
    },
}  # fmt: skip

DEFINITIONS = """\
title: {title}
summary: {summary}
clauses:
  - id: definitions
    title: {definitions}
    sorted: true
    clauses:
      - id: customer
        text: "{{term:customer}}: {customer-text} ({{clause:order}})."
        defines: {{customer: {customer}}}
      - id: order
        text: "{{term:order}}: {order-text} {{clause:%s}}."
        defines: {{order: {order}}}
      - id: address
        text: "{{term:address}}: {address-text}."
        defines: {{address: {address}}}
"""
FIRST = (
    DEFINITIONS % "payment"
    + """\
  - id: payment
    title: {payment}
    text: {payment-text}
  - id: changes
    title: {changes}
    text: {changes-text}
"""
)
SECOND = (
    DEFINITIONS % "late"
    + """\
  - id: payment
    title: {payment}
    repealed: true
  - id: late
    number: 2A
    text: "{late-text} {{interest}}."
    in-short: {in-short}
  - id: appeal
    number: 2B
    repealed: true
  - id: changes
    number: 9
    title: {changes}
    text: {later}
{unaffected}"""
)


def structured_site(root: Path) -> Path:
    """Write it: version 1.0, and a draft that repeals a clause and inserts two."""
    files: dict[str, str | None] = {"terms/basic.yml": RECORD, "terms/en/basic/1.0.yml": None}
    for language, words in WORDS.items():
        folder = f"terms/{language}/basic"
        files[f"{folder}/1.0.yml"] = FIRST.format(summary=words["first"], **words)
        unaffected = "    unaffected: A full stop in the English text.\n" if language == "en" else ""
        files[f"{folder}/draft.yml"] = SECOND.format(summary=words["second"], unaffected=unaffected, **words)
    return write_site(root, files)
