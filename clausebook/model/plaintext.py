"""The plain text of an edition as printed: what a reader of its language sees, as lines. Its digest is sealed with the version.

The form is defined in docs/data.md. It is a function of the edition, its numbers and what was fixed when it was published (`Printed`), so
that it comes out the same whatever a later program, catalogue or locale prints; a change of this module's output breaks every seal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby

from babel.lists import format_list

from clausebook.languages import LANGUAGES, N_, catalogue, language_name
from clausebook.model.document import Clause, Document, Regime, Snapshot, Version, VersionKind
from clausebook.model.notices import Ground
from clausebook.model.prose import Atom, Block, BlockKind, MarkKind, Placeholder, parse_prose, placeholders_in
from clausebook.model.values import format_day
from clausebook.model.wording import Wording
from clausebook.source import digest

RULE = "-" * 40

KIND_WORDS = {
    VersionKind.INITIAL: N_("First version"),
    VersionKind.AMENDMENT: N_("Amendment"),
    VersionKind.CORRECTION: N_("Correction"),
    VersionKind.LANGUAGES: N_("Change of languages"),
    VersionKind.RETIREMENT: N_("End of these terms"),
}


GROUND_WORDS = {
    Ground.FAVOURABLE: N_("This amendment is to the customers’ advantage alone."),
    Ground.LAW: N_("This amendment is required by law."),
    Ground.DANGER: N_("This amendment meets an unforeseen and imminent danger."),
    Ground.INDEX: N_("This amendment adjusts amounts to the agreed index."),
    Ground.EDITORIAL: N_("This amendment puts the same rights and duties into other words."),
}


# The lines of a head in their order.
HEAD = (
    *("version", "announced", "effective", "effective-new", "groups", "clauses", "ground"),
    *("law", "prevails", "summary"),
)


def plain_text(wording: Wording, head: Mapping[str, str]) -> str:
    """The plain text of the edition that `wording` prints, under the lines of `head`; lines end with LF, the last one too.

    Paragraphs are one line each, with an empty line between any two blocks.
    """
    edition, snapshot = wording.edition, wording.snapshot
    lines = [head[key] for key in HEAD[:-1] if key in head]
    blocks = ["\n".join([edition.title, identity(published_as(snapshot), snapshot.name, edition.language), *lines])]
    blocks += [head["summary"], *plain_prose(edition.summary, wording)] if "summary" in head else []
    blocks.append(RULE)
    for clause in edition.clauses:
        blocks += _clause(clause, wording)
    return "\n\n".join(blocks) + "\n"


def published_as(snapshot: Snapshot) -> str:
    """The name of its document when it was released: a renamed document leaves the texts of its versions as they are."""
    return (snapshot.published_as if isinstance(snapshot, Version) else "") or snapshot.document


def identity(document: str, version: str, language: str) -> str:
    """How a copy names the edition that it is of: `subscription/6.0/en`."""
    return f"{document}/{version}/{language}"


def head_of(document: Document, version: Version, language: str) -> Mapping[str, str]:
    """The lines above the text of an edition: those that were fixed when it was published, else as they are made now."""
    fixed = version.printed.get(language)
    return fixed.head if fixed else head_lines(document, version, language)


def fingerprint(document: Document, version: Version, wording: Wording) -> str:
    """The SHA-256 of the plain text of an edition, as `sha256sum` prints it."""
    sealed = version.text_digests.get(wording.language)
    text = sealed or digest(plain_text(wording, head_of(document, version, wording.language)).encode())
    return text.removeprefix("sha256:")


def head_lines(document: Document, version: Version, language: str) -> dict[str, str]:
    """The lines above the text of an edition, made now: version, dates, law and prevailing language, and what the summary is."""
    words = catalogue(language).gettext

    def date(day: dt.date) -> str:
        return format_day(day, language)

    head = {
        "version": f"{words('Version {number}').format(number=version.name)} – {words(KIND_WORDS[version.kind])}",
        "announced": words("Announced on {date}.").format(date=date(version.announced))
        if version.is_announcement_known
        else words("The day of the announcement is not known."),
        "effective": f"{words('In force from {date}').format(date=date(version.effective))}.",
        **regime_lines(document, version, language),
    }
    if version.kind is VersionKind.RETIREMENT:
        head["effective"] = words("From {date} on these terms no longer apply.").format(date=date(version.effective))
    if version.effective_new and version.effective_new != version.effective:
        head["effective-new"] = words("For new customers from {date}.").format(date=date(version.effective_new))
    head |= _special_lines(version, language)
    if version.editions[language].summary.strip():
        head["summary"] = words("In short: what this version changes")
    return {key: head[key] for key in HEAD if key in head}


def _special_lines(version: Version, language: str) -> dict[str, str]:
    """The lines that tell which groups and clauses have days of their own, and on which ground the version rests."""
    words, edition = catalogue(language).gettext, version.editions[language]
    groups = [
        words("For {group} from {date}.").format(
            group=terms.names[language], date=format_day(terms.effective, language)
        )
        for terms in version.groups.values()
        if language in terms.names
    ]
    clauses = [
        words("Clause {number} applies from {date}.").format(number=clause.number, date=format_day(day, language))
        for clause in edition.walk()
        for day in ([version.clause_days[clause.id]] if clause.id in version.clause_days else [])
    ]
    ground = [words(GROUND_WORDS[version.ground])] if version.ground else []
    if version.ground and language in version.provision:
        ground.append(words("Basis: {provision}.").format(provision=version.provision[language].rstrip(".")))
    lines = {"groups": groups, "clauses": clauses, "ground": ground}
    return {key: " ".join(sentences) for key, sentences in lines.items() if sentences}


def regime_lines(document: Document, snapshot: Snapshot, language: str) -> dict[str, str]:
    """The lines of a head that tell the law, and which language prevails where there are several."""
    words, countries = catalogue(language).gettext, LANGUAGES[language].cldr.territories
    regime = document.regime_of(snapshot)
    lines = {"law": words("Governing law: {country}.").format(country=countries.get(regime.law, regime.law))}
    if len(snapshot.editions) > 1:
        line = words(_prevails(regime, language, [code for code in snapshot.editions if code != language]))
        named = [words("in {language}").format(language=language_name(code, language)) for code in regime.prevailing]
        languages = format_list(named, locale=LANGUAGES[language].locale)
        lines["prevails"] = line.format(language=language_name(regime.authoritative, language), in_languages=languages)
    return lines


def _prevails(regime: Regime, language: str, others: Sequence[str]) -> str:
    """The sentence that tells what the text in a language is beside those in others."""
    is_one = len(regime.prevailing) == 1
    if language in regime.courtesy:
        return (
            N_("This is a courtesy translation and does not bind; the {language} text does.")
            if is_one
            else N_("This is a courtesy translation and does not bind; the texts {in_languages} do.")
        )
    if language not in regime.prevailing:
        return (
            N_("This is a translation; the {language} text prevails.")
            if is_one
            else N_("This is a translation; the texts {in_languages} prevail.")
        )
    if is_one:
        return N_("The {language} text prevails over its translations.")
    if all(code in regime.prevailing for code in others):
        return N_("The texts {in_languages} are equally authentic.")
    return N_("The texts {in_languages} are equally authentic and prevail over the translations.")


def plain_prose(text: str, wording: Wording) -> tuple[str, ...]:
    """The blocks of a clause text or a summary, each as its lines: items with a dash or their number, cells between bars, quotations
    behind “> ”, and behind the words of a link its address."""
    return _blocks(text, tuple([(each, wording.words(each)) for each in placeholders_in(text)]))


def _clause(clause: Clause, wording: Wording) -> Iterator[str]:
    """The blocks of a clause and of those nested in it. Its number stands before its heading, or else before its first line."""
    blocks = plain_prose(clause.text, wording)
    if clause.title:
        yield f"{clause.label} {clause.title}"
        yield from blocks
    elif blocks and parse_prose(clause.text).blocks[0].kind is BlockKind.PARAGRAPH:
        yield f"{clause.label} {blocks[0]}"
        yield from blocks[1:]
    else:
        yield clause.label
        yield from blocks
    for nested in clause.clauses:
        yield from _clause(nested, wording)


_Words = Mapping[Placeholder, str]


@lru_cache(maxsize=3_000)  # versions share most of their texts
def _blocks(text: str, printed: tuple[tuple[Placeholder, str], ...]) -> tuple[str, ...]:
    words = dict(printed)
    return tuple(["\n".join(_lines(block, words)) for block in parse_prose(text).blocks])


def _lines(block: Block, words: _Words) -> list[str]:
    match block.kind:
        case BlockKind.BULLETS:
            return _items(block.blocks, ["- "] * len(block.blocks), words)
        case BlockKind.NUMBERS:
            marks = [f"{number}. " for number in range(block.start, block.start + len(block.blocks))]
            return _items(block.blocks, marks, words)
        case BlockKind.QUOTE:
            return [f"> {line}" for line in _stacked(block.blocks, words)]
        case BlockKind.TABLE:
            return [_row(row, words) for row in block.walk() if row.kind is BlockKind.ROW]
        case _ if block.blocks:
            return _stacked(block.blocks, words)
        case _:
            return _line(block.atoms, words).split("\n")


def _stacked(blocks: Iterable[Block], words: _Words) -> list[str]:
    return [line for block in blocks for line in _lines(block, words)]


def _items(items: Sequence[Block], marks: Sequence[str], words: _Words) -> list[str]:
    lines = []
    for item, mark in zip(items, marks, strict=True):
        first, *others = _lines(item, words) or [""]
        lines += [mark + first, *(" " * len(mark) + line for line in others)]
    return lines


def _row(row: Block, words: _Words) -> str:
    return f"| {' | '.join(_line(cell.atoms, words) for cell in row.blocks)} |"


def _line(atoms: Sequence[Atom], words: _Words) -> str:
    """The words of atoms; behind those of a link stands its address, where they are not that already."""
    pieces: list[str] = []
    for address, linked in groupby(atoms, key=_address):
        text = "".join([words[atom.placeholder] if atom.placeholder else atom.text for atom in linked])
        pieces.append(text)
        if address and text not in {address, address.removeprefix("mailto:"), address.removeprefix("tel:")}:
            pieces.append(f" <{address}>")
    return "".join(pieces)


def _address(atom: Atom) -> str:
    return next((mark.href for mark in atom.marks if mark.kind is MarkKind.LINK), "")
