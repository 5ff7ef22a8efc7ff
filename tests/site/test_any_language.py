"""Any language: one that the program has never seen comes in by two files of the site; what nobody translated is English, and says so."""

import datetime as dt
import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from clausebook.compare.pieces import pieces_of
from clausebook.languages import LANGUAGES, catalogue, untranslated
from clausebook.model.loading import load_book
from clausebook.model.warnings.figures import figures_in, numbers_spelt
from clausebook.model.warnings.left_over import other_language
from clausebook.releases.operative import title_operative
from clausebook.site.checking import find_problems
from clausebook.site.publish import build_site
from tests.sites import BASE, VERSION_2, write_site

# A language of nobody: CLDR does not know it, and it is written from right to left.
FACTS = """\
name = "Lingva"
locale = "de"
direction = "rtl"

[dates]
ordinals = { 1 = "unua" }

[numbers]
spelt = { 3 = "tri" }

[words]
function = "la kaj de en al estas"
references = ["paragrafo"]

[operative]
obligation = "devas rajt*"

[sorting]
letters = { "c" = "z1" }

[search]
respellings = [[["cx", "ĉ"]]]
"""
WORDS = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);\\n"

msgid "In force since {date}."
msgstr "Validas ekde {date} & poste."

msgid "Terms in force"
msgstr "Validaj kondiĉoj"

msgid "{count} change"
msgid_plural "{count} changes"
msgstr[0] "{count} ŝanĝo"
msgstr[1] "{count} ŝanĝoj du"
msgstr[2] "{count} ŝanĝoj"
"""
TEXT = BASE["terms/en/basic/1.0.yml"].replace("title: Basic terms", "title: Bazaj kondiĉoj")
CODES = ("da", "en", "qaa", "en-US", "fi", "ar")
RECORD = BASE["terms/basic.yml"].replace("[da, en]", f"[{', '.join(CODES)}]") + VERSION_2
ARABIC = Path(__file__).parents[1] / "data" / "languages" / "ar.po"
SECOND = TEXT.replace("The fee is", "The whole fee is").replace("The first version.", "The fee rises.")


def files() -> dict[str, str | None]:
    """The base site in a made-up language, one of CLDR without any words of ours, a regional variant, and Arabic; and a document in one
    of these languages alone."""
    texts: dict[str, str | None] = {"languages/qaa.toml": FACTS, "languages/qaa.po": WORDS, "terms/basic.yml": RECORD}
    texts["languages/ar.po"] = ARABIC.read_text(encoding="utf-8")
    texts["terms/lone.yml"] = BASE["terms/basic.yml"].replace("[da, en]", "[fi]").replace(" da\n", " fi\n", 1)
    texts["terms/fi/lone/1.0.yml"] = texts["terms/fi/lone/draft.yml"] = TEXT.replace("Bazaj", "Samotne")
    for code in CODES:
        first = BASE[f"terms/{code}/basic/1.0.yml"] if code in ("da", "en") else TEXT
        texts |= {
            f"terms/{code}/basic/1.0.yml": first,
            f"terms/{code}/basic/2.0.yml": SECOND,
            f"terms/{code}/basic/draft.yml": SECOND,
        }
    # Another word for one that is shipped, only in one country.
    texts["languages/en-US.po"] = 'msgid "Change log"\nmsgstr "Revision history"\n'
    return texts


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_site(tmp_path_factory.mktemp("any") / "terms", files())
    build_site(folder, folder / "site", as_of=dt.date(2026, 2, 1), workers=1)
    return folder


def html_of(site: Path, path: str) -> LexborHTMLParser:
    return LexborHTMLParser((site / "site" / path / "index.html").read_text(encoding="utf-8"))


def test_a_language_that_the_program_has_never_seen(site: Path) -> None:
    """Its name, its direction, its words with their plural forms, its dates: on its pages and where others name it."""
    load_book(site)
    language = LANGUAGES["qaa"]
    assert (language.name, language.direction) == ("Lingva", "rtl")
    page = html_of(site, "qaa/basic")
    root, body = page.css_first("html"), page.css_first("body")
    assert root is not None and body is not None
    assert (root.attributes["lang"], body.attributes["dir"]) == ("qaa", "rtl")
    text = page.css_first("article").text()  # type: ignore[union-attr]
    assert "Validas ekde unua. Januar 2020 & poste." in " ".join(text.split())
    assert "ŝanĝo" in html_of(site, "qaa/basic/2.0/changes").css_first("article").text()  # type: ignore[union-attr]
    switch = html_of(site, "da/basic").css_first('[data-cb-language="qaa"]')
    assert switch is not None
    assert switch.attributes["lang"] == "qaa"
    assert "Lingva" in switch.text()


def test_its_facts_are_used_wherever_those_of_others_are(site: Path) -> None:
    load_book(site)
    assert [word.says for word in title_operative("vi devas kaj rajtas", "qaa")] == ["devas", "rajtas"]
    assert other_language("la domo kaj la arbo estas en la urbo de al", "en") == "Lingva"
    assert numbers_spelt("tri jaroj", "qaa") == {"3"}
    assert [figure.value for figure in figures_in("7. März 2026", "qaa")] == ["2026-03-07"]
    assert "paragrafo 5(b)" in pieces_of("laŭ paragrafo 5(b) de")
    script = (site / "site" / "qaa" / "basic" / "index.html").read_text(encoding="utf-8")
    assert "cx" in re.findall(r'data-cb-respellings="([^"]*)"', script)[0]


def test_what_nobody_translated_is_english_and_says_so(site: Path) -> None:
    """In Finnish everything; nothing of it stands unmarked, and no markup in an attribute."""
    page = html_of(site, "fi/basic")
    since = next(node for node in page.css("article span[lang=en]") if "In force since" in node.text())
    assert "1. tammikuuta 2020" in since.text()
    raw = (site / "site" / "fi" / "basic" / "index.html").read_text(encoding="utf-8")
    assert not re.search(r'="[^"<>]*<span lang', raw)
    assert not html_of(site, "en/basic").css("article span[lang=en]")
    assert not html_of(site, "en-US/basic").css("article span[lang=en]")
    assert html_of(site, "qaa/basic").css('article span[lang=en][dir="ltr"]')


def test_a_variant_has_the_words_of_its_language_and_its_own_dates(site: Path) -> None:
    load_book(site)
    assert catalogue("en-US").gettext("Change log") == "Revision history"
    assert catalogue("nl-BE").gettext("Change log") == catalogue("nl").gettext("Change log")
    here = html_of(site, "en-US/basic").css_first("article").text()  # type: ignore[union-attr]
    assert "January 1, 2020" in here
    assert "1 January 2020" in html_of(site, "en/basic").css_first("article").text()  # type: ignore[union-attr]


def test_check_counts_what_is_not_translated(site: Path) -> None:
    _, problems = find_problems(site)
    counted = {problem.place.path: problem.message for problem in problems if problem.code == "catalogue-incomplete"}
    assert counted.keys() == {"languages/qaa.po", "languages/fi.po", "languages/ar.po"}
    total = len(untranslated("fi"))
    assert counted["languages/fi.po"].startswith(f"{total} phrases of the interface have no words in “fi”")
    assert counted["languages/qaa.po"].startswith(f"{total - 3} phrases")


def test_a_site_says_other_words_for_a_shipped_language(tmp_path: Path) -> None:
    """And they are gone with the site."""
    before = catalogue("da").gettext("Change log")
    load_book(write_site(tmp_path, {"languages/da.po": 'msgid "Change log"\nmsgstr "Historik"\n'}))
    assert catalogue("da").gettext("Change log") == "Historik"
    assert catalogue("da").gettext("Draft") != "Draft"
    (tmp_path / "languages" / "da.po").unlink()
    load_book(tmp_path)
    assert catalogue("da").gettext("Change log") == before


@pytest.mark.parametrize("code", ["nl-nl", "NL", "dk", "xx", "en-XX", "e", "", "../x", "no_NO"])
def test_what_is_no_language(code: str) -> None:
    assert code not in LANGUAGES


def test_arabic_is_laid_out_from_right_to_left_with_six_plural_forms(site: Path) -> None:
    page = html_of(site, "ar/basic")
    body, left = page.css_first("body"), page.css_first("[data-cb-left]")
    assert body is not None and left is not None
    assert body.attributes["dir"] == "rtl"
    forms = {name for name in left.attributes if name.startswith("data-cb-left-")}
    assert forms == {f"data-cb-left-{category}" for category in ("zero", "one", "two", "few", "many", "other")}
    assert left.attributes["data-cb-left-few"] == "بقيت {count} أيام"
    assert "←" in page.css_first("a[rel=next]").text()  # type: ignore[union-attr]
    assert "→" in html_of(site, "en/basic").css_first("a[rel=next]").text()  # type: ignore[union-attr]


def test_a_document_in_one_language_alone(site: Path) -> None:
    """The home pages of other languages tell of it, the page at its address says where it is, and the switch marks who has it."""
    home = html_of(site, "en")
    (item,) = home.css("ul.cb-elsewhere > li")
    assert (item.css_first("span").attributes["lang"], item.text().strip()) == ("fi", "Samotne kondiĉoj: Finnish")  # type: ignore[union-attr]
    assert item.css_first("a").attributes["href"] == "../fi/lone/"  # type: ignore[union-attr]
    assert not html_of(site, "fi").css("ul.cb-elsewhere")
    absent = html_of(site, "ar/lone")
    assert absent.css_first("article h1").attributes["lang"] == "fi"  # type: ignore[union-attr]
    marked = {
        link.attributes["data-cb-language"]: link.attributes.get("class") for link in absent.css(".cb-languages a")
    }
    assert marked == {**dict.fromkeys(CODES, "cb-elsewhere"), "fi": None}


def test_many_languages_open_as_a_list_and_few_stand_in_the_header(site: Path) -> None:
    links = html_of(site, "en/basic").css("header details.cb-languages a")
    assert [link.text() for link in links] == [
        "Dansk",
        "English",
        "Lingva",
        "English (United States)",
        "Suomi",
        "العربية",
    ]
    assert [link.attributes["data-cb-language"] for link in links] == list(CODES)


def test_the_chooser_and_the_page_for_missing_addresses_speak_every_language(site: Path) -> None:
    chooser = html_of(site, "")
    assert {link.attributes["hreflang"]: link.attributes["dir"] for link in chooser.css("main a")} == {
        **dict.fromkeys(CODES, "ltr"),
        "qaa": "rtl",
        "ar": "rtl",
    }
    missing = LexborHTMLParser((site / "site" / "404.html").read_text(encoding="utf-8"))
    said = {item.attributes["lang"]: item.css_first("p") for item in missing.css("main li")}
    assert said.keys() == set(CODES)
    assert said["da"] is not None and said["da"].text() == "Der er ingen side på denne adresse."
    assert said["fi"] is not None and said["fi"].css_matches("span[lang=en]")


PHYSICAL = re.compile(r"(?:margin|padding|border)-(?:left|right)|(?<![\w-])(?:left|right):|float: (?:left|right)")


def test_style_sheets_know_no_left_and_right() -> None:
    """What stands before and after the words changes sides with the direction of writing."""
    sheet = Path(__file__).parents[2] / "templates" / "theme" / "assets" / "clausebook.css"
    assert not PHYSICAL.findall(sheet.read_text(encoding="utf-8"))
