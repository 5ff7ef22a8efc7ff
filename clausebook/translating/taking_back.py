"""Taking back: the texts of an exchange file into the draft, each only where it translates what the original says now."""

from __future__ import annotations

from pathlib import Path

from clausebook import storage
from clausebook.model.document import Book, Document
from clausebook.model.warnings.leftovers import UNREVIEWED
from clausebook.names import suggestion
from clausebook.problems import Place, Problem, Problems, ProblemsFound
from clausebook.source import read_text
from clausebook.source.rewriting import rewrite
from clausebook.source.writer import PROSE
from clausebook.translating.exchange import Import, Returned
from clausebook.translating.protected import fault, joined_lines
from clausebook.translating.units import State, Unit, units


def take_back(root: Path, book: Book, name: str, file: Import, *, unreviewed: bool = False) -> tuple[str, int]:
    """Write the translations of a file called `name` into the draft; returns its path and how many texts changed.

    With `unreviewed` each is marked as made by a program, which no release takes. Raises ProblemsFound, and writes nothing, where one translates
    something else than the original says now, lost a placeholder, or belongs to no text.
    """
    document = _document(book, name, file)
    problems = Problems()
    known = {unit.id: unit for unit in units(document, file.target)}
    changes = {}
    for returned in file.units:
        unit = known.get(returned.id)
        words = _checked(name, returned, unit, problems)
        if unit and words is not None and words.split() != unit.target.split():
            changes[unit.path] = (
                f"{UNREVIEWED} {words}"
                if unreviewed or (not returned.reviewed and unit.state is State.UNREVIEWED)
                else words
            )
    if len(problems):
        raise ProblemsFound(problems)
    edition = document.draft.editions[file.target]
    if changes:
        text = read_text(root, edition.path, Problems()) or ""
        storage.replace(root / edition.path, rewrite(text, edition.path, edition.source, changes).encode())
    return edition.path, len(changes)


def _document(book: Book, name: str, file: Import) -> Document:
    document = book.documents.get(file.document)
    message = ""
    if document is None:
        message = f"the file is of a document “{file.document}”, which is not here: {suggestion(file.document, book.documents)}"
    elif file.source != document.authoritative:
        message = f"the file translates from “{file.source}”, but “{document.authoritative}” prevails now"
    elif file.target not in document.languages:
        message = f"“{document.id}” has no language “{file.target}”"
    if message or document is None:
        raise ProblemsFound([Problem(Place(name), "exchange", message, "export it anew")])
    return document


def _checked(name: str, returned: Returned, unit: Unit | None, problems: Problems) -> str | None:
    """The words to be written; None where there are none, or they are refused."""
    place = Place(name, returned.place)
    if not returned.target.strip():
        return None
    if unit is None:
        problems.add(place, "exchange", f"there is no text “{returned.id}” any more", "leave it out, or export anew")
        return None
    if returned.digest != unit.digest:
        message = f"“{returned.id}” changed in the original since the file was exported"
        problems.add(place, "exchange", message, "export it anew: the translation belongs to an older text")
        return None
    wrong = fault(unit.source, returned.target) if unit.path[-1] in PROSE else ""
    if wrong:
        problems.add(place, "exchange", f"“{returned.id}”: {wrong}", "keep every placeholder and mark of the original")
        return None
    if "\n" in returned.target and unit.path[-1] not in PROSE:
        problems.add(place, "exchange", f"“{returned.id}” is one line", "write it without a line break")
        return None
    return joined_lines(returned.target)
