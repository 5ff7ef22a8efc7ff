"""The publisher of a document: the party that customers contract with, as notices and pages name it.

Directive 2000/31/EC, art. 5(1) asks a provider to state its name, geographic address, a way to reach it quickly, and its entry in a
trade register. A record states them once; they are not sealed with a version, because customers of every version need the address of today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from clausebook.problems import Problems
from clausebook.source import Node

# By language, or under "" alone where it reads the same in each.
Localised = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Publisher:
    """A publisher: its legal `name`, its postal `address` (a line for each line of the text) and `email`; the rest may be empty.

    `registration` is what it is registered as and where, as a whole phrase.
    """

    name: str
    address: Localised
    email: str
    registration: Localised = field(default_factory=dict)
    phone: str = ""
    website: str = ""

    def address_in(self, language: str) -> tuple[str, ...]:
        """The lines of the address for readers of a language."""
        return tuple(_in_language(self.address, language).strip().splitlines())

    def registration_in(self, language: str) -> str:
        """The registration for readers of a language; empty where none is given."""
        return _in_language(self.registration, language).strip()


def _in_language(text: Localised, language: str) -> str:
    """What `text` says in a language; in one that it lacks, as an edition that was retired has, the first that it has."""
    return text.get(language) or text.get("") or next(iter(text.values()), "")


def check_publisher(publisher: Publisher | None, languages: Iterable[str], node: Node, problems: Problems) -> None:
    """publisher: what is worded by language is there in every language of the document."""
    if publisher is None:
        return
    for key, text in (("address", publisher.address), ("registration", publisher.registration)):
        missing = [code for code in languages if code not in text] if text and "" not in text else []
        if missing:
            problems.add(
                (node.at("publisher") or node).place_of_key(key),
                "publisher",
                f"the {key} of the publisher is missing in {', '.join(missing)}",
                "write it in every language of the document, or as one text for all",
            )
