"""What citations look like in each language: the words that introduce a number, and those that say whose number it is.

One entry for each language that Clausebook knows or is taught; a text in any other language is searched with all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class CitationWords:
    """`singular` and `plural` introduce numbers (“section”, “sections”), `parts` the number of a part (“lid 2”), `links` stand between numbers.

    `of` begins what the number belongs to, `own` names the terms themselves: “section 4 of these terms”. `article` are the words by which
    laws are cited too, so that they need more evidence. In a language with a `genitive`, a name with an s may stand before the number of its own
    clause, “lovens punkt 4”; where one word serves for `several` numbers, others may follow: “punkt 7, 8 og 15”.
    """

    singular: tuple[str, ...]
    plural: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    article: tuple[str, ...] = ()
    genitive: bool = False
    several: bool = False


WORDS: Mapping[str, CitationWords] = {
    "en": CitationWords(
        ("section", "clause", "subsection", "sub-clause", "subclause", "paragraph", "article", "point", "sec.", "art."),
        ("sections", "clauses", "paragraphs", "articles", "points"),
        ("paragraph", "para.", "point", "letter", "item", "subparagraph", "sentence"),
        ("and", "or", "to", "through"),
        ("of", "in", "under", "to"),
        ("these", "this", "the present", "hereof", "above", "below"),
        ("article", "articles", "art.", "section", "sections"),
    ),
    "nl": CitationWords(
        ("artikel", "art.", "punt", "clausule", "paragraaf", "onderdeel", "bepaling", "hoofdstuk"),
        ("artikelen", "punten", "clausules", "paragrafen", "artt."),
        ("lid", "leden", "onder", "sub", "punt", "onderdeel", "alinea", "letter"),
        ("en", "of", "tot en met", "t/m", "tot"),
        ("van", "uit", "in", "bij", "onder"),
        ("deze", "dit", "onderhavige", "de onderhavige", "het onderhavige", "hierboven", "hieronder"),
        ("artikel", "art.", "artikelen"),
    ),
    "fr": CitationWords(
        ("article", "art.", "paragraphe", "point", "section", "clause", "chapitre"),
        ("articles", "paragraphes", "points", "sections", "clauses", "artt."),
        ("alinéa", "al.", "paragraphe", "point", "sous", "lettre"),
        ("et", "ou", "à", "jusqu’à"),
        ("de la", "de l’", "de l'", "du", "des", "de", "dans", "au", "aux"),
        ("ces conditions", "ce contrat", "cette convention", "cet accord", "présent", "présente", "présents", "présentes", "ci-dessus", "ci-dessous"),
        ("article", "art.", "articles"),
    ),
    "da": CitationWords(
        ("punkt", "pkt.", "afsnit", "artikel", "bestemmelse"),
        ("punkterne", "punkter", "pkt.erne", "artiklerne", "artikler", "afsnittene"),
        ("stk.", "stykke", "litra", "nr.", "punkt", "pkt."),
        ("og", "eller", "til", "samt"),
        ("i", "af", "under"),
        ("disse", "denne", "dette", "nærværende", "ovenfor", "nedenfor"),
        ("artikel", "artikler", "artiklerne", "pkt."),
        genitive=True,
        several=True,
    ),
    "de": CitationWords(
        ("ziffer", "ziff.", "abschnitt", "artikel", "art.", "punkt", "nummer", "klausel"),
        ("ziffern", "abschnitte", "abschnitten", "artikeln", "punkte", "nummern"),
        ("absatz", "abs.", "satz", "buchstabe", "lit.", "nr.", "nummer"),
        ("und", "oder", "bis", "sowie"),
        ("der", "des", "in", "im", "aus", "von", "nach"),
        ("dieser", "dieses", "diesen", "diesem", "oben", "unten", "vorliegenden"),
        ("artikel", "art.", "artikeln"),
        genitive=True,
        several=True,
    ),
    "sv": CitationWords(
        ("punkt", "avsnitt", "artikel", "klausul"), ("punkterna", "avsnitten", "punkter"), ("stycket", "st."), ("och", "eller", "till"),
        ("i", "av", "enligt"), ("dessa", "denna", "detta", "ovan", "nedan"), ("artikel",),
        genitive=True,
        several=True,
    ),
    "nb": CitationWords(
        ("punkt", "pkt.", "avsnitt", "artikkel"), ("punktene", "punkter"), ("ledd", "bokstav", "nr."), ("og", "eller", "til"),
        ("i", "av", "etter"), ("disse", "denne", "dette", "ovenfor", "nedenfor"), ("artikkel",),
        genitive=True,
        several=True,
    ),
    "es": CitationWords(
        ("cláusula", "sección", "apartado", "artículo", "punto", "art."), ("cláusulas", "secciones", "apartados", "artículos", "puntos"),
        ("apartado", "letra", "párrafo", "punto"), ("y", "o", "a"), ("de la", "del", "de las", "de los", "de", "en"),
        ("este", "esta", "estos", "estas", "presente", "presentes", "anterior"), ("artículo", "artículos", "art."),
    ),
    "it": CitationWords(
        ("articolo", "art.", "clausola", "sezione", "paragrafo", "punto"), ("articoli", "artt.", "clausole", "sezioni", "paragrafi", "punti"),
        ("comma", "lettera", "lett.", "punto"), ("e", "o", "a"), ("del", "della", "dei", "delle", "di", "dello"),
        ("presente", "presenti", "questo", "questa", "sopra"), ("articolo", "art.", "articoli", "artt."),
    ),
    "pl": CitationWords(
        ("punkt", "punkcie", "punktu", "pkt", "ust.", "artykuł", "art."), ("punktach", "punkty"), ("ust.", "pkt", "lit."), ("i", "lub", "do"),
        ("z", "w", "do"), ("niniejszej", "niniejszego", "niniejszych"), ("artykuł", "art."),
    ),
    "pt": CitationWords(
        ("cláusula", "secção", "seção", "artigo", "ponto", "número", "art."), ("cláusulas", "secções", "seções", "artigos", "pontos"),
        ("n.º", "alínea", "parágrafo"), ("e", "ou", "a"), ("da", "do", "das", "dos", "de"),
        ("presente", "presentes", "deste", "destes", "destas", "desta", "acima"), ("artigo", "artigos", "art."),
    ),
}  # fmt: skip


def words_for(language: str) -> CitationWords:
    """The words of a language; those of all where it has none of its own."""
    if language in WORDS:
        return WORDS[language]
    groups = [field.name for field in fields(CitationWords) if field.name not in {"genitive", "several"}]
    merged: dict[str, Any] = {
        name: tuple(dict.fromkeys(word for each in WORDS.values() for word in getattr(each, name))) for name in groups
    }
    return CitationWords(**merged, genitive=True)
