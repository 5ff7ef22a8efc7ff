"""Operative words: what decides, in a text of terms, who must or may do what, how much and by when.

`OPERATIVE` is the table that docs/releases.md explains: for each language the words of negation, of obligation and of limits, of
numbers and of units; `*` stands for any ending. Months and days of the week come from CLDR. Figures, amounts, addresses and
placeholders are found by their form, in every language alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from clausebook.languages import LANGUAGES
from clausebook.model.document import Clause, Edition
from clausebook.model.prose import Atom, Block, BlockKind, MarkKind, PlaceholderKind, parse_prose

OPERATIVE = {
    "en": {
        "negation": "not no never none nor neither cannot without except* exclud* exclus* unless non",
        "obligation": "must may shall should will would can could might ought need needs needed require* oblig* duty duties"
        " entitle* right rights permit* allow* prohibit* forbid* liable liabilit* warrant* guarantee* waive* agree*",
        "limits": "only solely sole merely least most more less minimum maximum exceed* later earlier sooner until before"
        " after within if provided any all each every both either or immediately limited unlimited free",
        "numbers": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty forty"
        " forty-five fifty sixty ninety hundred thousand million half double twice once first second third",
        "units": "minute minutes hour hours day days week weeks month months quarter quarters year years daily weekly monthly"
        " quarterly yearly annual* business working calendar percent cent euro euros kroner pound pounds dollar dollars",
    },
    "nl": {
        "negation": "niet niets geen nooit noch zonder behalve behoudens tenzij uitgezonderd uitsluit* uitgesloten niemand",
        "obligation": "moet moeten mag mogen kan kunnen zal zullen zou zouden dient dienen hoeft hoeven verplicht* plicht"
        " gerechtigd recht rechten verbod verbied* verboden toegestaan bevoegd* behoort behoren aansprakelijk* garand*"
        " garantie* vereis* staat akkoord",
        "limits": "alleen slechts enkel uitsluitend minst minste minstens tenminste minimaal minimum hoogstens hoogste maximaal"
        " maximum meer minder uiterlijk vroegst* vóór voordat nadat totdat binnen indien als wanneer mits alle elk elke"
        " ieder iedere beide hetzij of onmiddellijk onverwijld beperkt* onbeperkt* gratis",
        "numbers": "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien twintig dertig veertig"
        " vijfenveertig vijftig zestig negentig honderd duizend miljoen half halve dubbel* tweemaal eenmaal eerste tweede derde",
        "units": "minuut minuten uur uren dag dagen week weken maand maanden kwartaal kwartalen jaar jaren dagelijks*"
        " wekelijks* maandelijks* jaarlijks* werkdag* kalenderdag* procent euro kroon kronen pond dollar",
    },
    "fr": {
        "negation": "ne n pas non ni jamais aucun aucune nul nulle rien sans sauf hormis excepté* exclu* moins personne",
        "obligation": "doit doivent devra devront devrait devraient peut peuvent pourra pourront pourrait pourraient faut"
        " faudra tenu tenue tenus tenues oblig* droit droits autoris* interdi* permis* permet* habilit* responsab* garanti*"
        " exig* requi* accept*",
        "limits": "seul seule seuls seules seulement uniquement exclusivement plus tard tôt minimum maximum jusque jusqu avant"
        " après dès si condition tout toute tous toutes chaque deux ou soit immédiatement limité* illimité* gratuit*",
        "numbers": "trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze vingt trente quarante"
        " quarante-cinq cinquante soixante cent cents mille million* demi* double* premier première deuxième second* troisième",
        "units": "minute minutes heure heures jour jours semaine semaines mois trimestre* an ans année années quotidien*"
        " hebdomadaire* mensuel* annuel* ouvrable* ouvré* calendaire* pourcent euro euros couronne* livre* dollar*",
    },
    "da": {
        "negation": "ikke ingen intet aldrig ej hverken uden undtagen undtagelse* undtaget medmindre udeluk*",
        "obligation": "skal må kan bør vil ville kunne skulle måtte burde pligt* forpligt* ret retten berettig* forbud* forbyd*"
        " forbudt tillad* krav kræv* påkræv* ansvar* hæft* garant*",
        "limits": "kun alene udelukkende mindst højst minimum maksimum maksimal* mere mindre senest tidligst indtil inden før"
        " efter hvis såfremt forudsat alle enhver ethvert hver hvert begge enten eller straks begrænse* ubegrænse* gratis",
        "numbers": "to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten tyve tredive fyrre femogfyrre"
        " halvtreds tres halvfems hundrede tusind million* halv halvt halve dobbelt* første anden andet tredje",
        "units": "minut minutter time timer dag dage uge uger måned måneder kvartal* år daglig* ugentlig* månedlig* årlig*"
        " hverdag* arbejdsdag* kalenderdag* procent euro krone kroner pund dollar*",
    },
}  # fmt: skip

# What stands in a text in the place of a placeholder, or of the beginning and end of a link.
_SPECIAL = "\ufffc"
_FIGURE = r"[€£$]?\d+(?:[.,:/’'\u00a0\u202f\u2009-]\d+)*(?:[\u00a0\u202f ]?[%‰€£$])?|[%‰€£$]"
_CURRENCY = r"\b(?:EUR|DKK|USD|GBP|SEK|NOK|CHF|kr)\b"
_ADDRESS = r"https?://\S*[^\s.,;:!?)\]”\"'’]|[^\s@]+@[^\s@]+\.\w+"
_WORD = r"[^\W\d_]+(?:[’']t\b)?"  # can’t, don’t


class Operative(NamedTuple):
    """Something operative in a text: what it says, so that equal things are equal however they are written, and how it is shown."""

    says: str
    shown: str


def operative_in(clause: Clause, edition: Edition) -> list[Operative]:
    """What is operative in the title and the text of a clause, in the order of the text."""
    return [
        *title_operative(clause.title, edition.language),
        *(each for block in parse_prose(clause.text).blocks for each in _in_block(block, edition)),
    ]


def title_operative(title: str, language: str) -> list[Operative]:
    """The same of a line of plain text."""
    return list(_in_line(title, [], language))


def _in_block(block: Block, edition: Edition) -> Iterator[Operative]:
    if block.kind is BlockKind.NUMBERS and block.start != 1:
        yield Operative(f"start {block.start}", str(block.start))
    specials: list[Operative] = []
    line = "".join(_flat(atom, edition, specials) for atom in block.atoms)
    yield from _in_line(line, specials, edition.language)
    for inner in block.blocks:
        yield from _in_block(inner, edition)


def _flat(atom: Atom, edition: Edition, specials: list[Operative]) -> str:
    """The words of an atom, with a sign for what is no word; `specials` gets what each sign stands for."""
    signs = ""
    for mark in atom.marks:
        if mark.kind is MarkKind.LINK:
            specials.append(Operative(f"link {mark.href}", mark.href))
            signs += _SPECIAL
    placeholder = atom.placeholder
    if placeholder is None:
        return signs + atom.text
    if placeholder.kind is PlaceholderKind.TERM:
        return signs + (placeholder.words or edition.definitions.get(placeholder.name, ("",))[0])
    specials.append(Operative(placeholder.target, placeholder.target))
    return signs + _SPECIAL


def _in_line(line: str, specials: list[Operative], language: str) -> Iterator[Operative]:
    told = iter(specials)
    for match in _pieces().finditer(line):
        found = match[0]
        if found == _SPECIAL:
            yield next(told)
        elif match.lastgroup == "word":
            if _words(language).fullmatch(found):
                yield Operative(found.casefold().replace("’", "'"), found)
        else:
            yield Operative("".join(found.split()), found)


@cache
def _pieces() -> re.Pattern[str]:
    return re.compile(rf"{_SPECIAL}|{_ADDRESS}|{_FIGURE}|{_CURRENCY}|(?P<word>{_WORD})")


@cache
def _words(language: str) -> re.Pattern[str]:
    """The words of a language that are operative, as one pattern."""
    listed = [word for words in OPERATIVE[language].values() for word in words.split()]
    cldr = LANGUAGES[language].cldr
    for calendar in (cldr.months, cldr.days):
        listed += [
            name for names in (calendar["format"]["wide"], calendar["stand-alone"]["wide"]) for name in names.values()
        ]
    parts = sorted({part for word in listed for part in word.split("-")})
    contracted = [r"\w+[’']t"] if language == "en" else []
    return re.compile(
        "|".join([*contracted, *(re.escape(word).replace(r"\*", r"\w*") for word in parts)]), re.IGNORECASE
    )
