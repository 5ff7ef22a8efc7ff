"""The starter text: short general terms with typed values, definitions and references, to be edited into a provider's own.

Its words are in the catalogues, as those of the interface are, so that a document begins in each language at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from clausebook.languages import N_, catalogue

TITLE = N_("Terms of service")
_SUMMARY = N_("The first version of these terms.")


class _Clause(NamedTuple):
    """A clause of the starter: English source strings, and the terms that it defines."""

    id: str
    title: str = ""
    text: str = ""
    defines: Mapping[str, str] = {}
    clauses: tuple[_Clause, ...] = ()


_CLAUSES = (
    _Clause(
        "scope",
        N_("Parties and scope"),
        clauses=(
            _Clause(
                "parties",
                text=N_(
                    "These terms apply between {provider} (the “{term:provider}”) and everyone who orders a service from it (the “{term:customer}”)."
                ),
                defines={"provider": N_("Provider"), "customer": N_("Customer")},
            ),
            _Clause(
                "precedence",
                text=N_("What the parties have agreed in writing for a single order prevails over these terms."),
            ),
        ),
    ),
    _Clause(
        "service",
        N_("The service"),
        clauses=(
            _Clause(
                "description",
                text=N_("The {term:provider} supplies the service as it is described in the order."),
            ),
            _Clause(
                "maintenance",
                text=N_(
                    "Planned maintenance that interrupts the service is announced at least {maintenance-notice} in advance."
                ),
            ),
        ),
    ),
    _Clause(
        "payment",
        N_("Prices and payment"),
        clauses=(
            _Clause("prices", text=N_("The prices stated in the order apply.")),
            _Clause("due-date", text=N_("An invoice is due {payment-period} after it was sent.")),
            _Clause(
                "suspension",
                text=N_(
                    "If an invoice is still unpaid after a reminder, the {term:provider} may suspend the service until it is paid."
                ),
            ),
        ),
    ),
    _Clause(
        "termination",
        N_("Duration and termination"),
        clauses=(
            _Clause("duration", text=N_("The agreement runs until one of the parties terminates it.")),
            _Clause(
                "notice-of-termination",
                text=N_("The {term:customer} may terminate at any time by giving {customer-notice} notice."),
            ),
            _Clause(
                "breach",
                text=N_(
                    "Either party may terminate at once if the other materially breaches these terms and does not remedy the breach within a reasonable time after being asked to."
                ),
            ),
        ),
    ),
    _Clause(
        "liability",
        N_("Liability"),
        text=N_(
            "Each party is liable for the loss that it causes by a breach of these terms, under the general rules of the law that governs them."
        ),
    ),
    _Clause(
        "changes",
        N_("Changes to these terms"),
        clauses=(
            _Clause(
                "change-notice",
                text=N_(
                    "The {term:provider} may change these terms. A change is announced to the {term:customer} at least {change-notice} before it takes effect."
                ),
            ),
            _Clause(
                "change-termination",
                text=N_(
                    "If the {term:customer} does not accept a change, the {term:customer} may terminate under section {clause:notice-of-termination} before it takes effect."
                ),
            ),
        ),
    ),
    _Clause(
        "law",
        N_("Governing law"),
        text=N_("The law stated at the head of these terms governs the agreement."),
    ),
)


def values(provider: str, notice_days: int) -> dict[str, Any]:
    """The typed values that the starter text prints."""
    return {
        "provider": {"text": provider},
        "maintenance-notice": {"days": 3},
        "payment-period": {"days": 14},
        "customer-notice": {"months": 1},
        "change-notice": {"days": notice_days},
    }


def text(language: str) -> dict[str, Any]:
    """The plain values of the starter's draft in a language."""
    words = catalogue(language).gettext
    return {
        "title": words(TITLE),
        "summary": words(_SUMMARY),
        "clauses": [_plain(clause, language) for clause in _CLAUSES],
    }


def _plain(clause: _Clause, language: str) -> dict[str, Any]:
    words = catalogue(language).gettext

    def pairs() -> Iterator[tuple[str, Any]]:
        yield "id", clause.id
        if clause.title:
            yield "title", words(clause.title)
        if clause.text:
            yield "text", words(clause.text)
        if clause.defines:
            yield "defines", {term: words(word) for term, word in clause.defines.items()}
        if clause.clauses:
            yield "clauses", [_plain(nested, language) for nested in clause.clauses]

    return dict(pairs())
