"""Commands that begin something: init, new, translate."""

from __future__ import annotations

import locale
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import click

from clausebook.cli.options import (
    DOCUMENT,
    find_document,
    is_somebody_here,
    recover,
    reporting_problems,
    say,
    tell,
)
from clausebook.languages import LANGUAGES, language_advice
from clausebook.names import NAME_FORM, is_name, nearest


class Name(click.ParamType[str]):
    """The name of a document, as it stands in addresses."""

    name = "name"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not is_name(value):
            self.fail(f"“{value}” cannot be the name of a document; use {NAME_FORM}", param, ctx)
        return str(value)


class Law(click.ParamType[str]):
    """A country, by the two letters of ISO 3166-1."""

    name = "country"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from clausebook.scaffold.defaults import is_country

        code = str(value).upper()
        if not is_country(code):
            self.fail(f"“{value}” is not the two-letter code of a country, such as DK or BE", param, ctx)
        return code


class Languages(click.ParamType[tuple[str, ...]]):
    """Codes of languages with commas between, the prevailing one first."""

    name = "languages"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        codes = [code for code in re.split(r"[,\s]+", str(value)) if code]
        if not codes:
            self.fail("name at least one language, such as nl,fr", param, ctx)
        for code in codes:
            if code not in LANGUAGES:
                self.fail(f"“{code}” is not a language: {language_advice(code)}", param, ctx)
        if len(set(codes)) < len(codes):
            self.fail("a language is named twice", param, ctx)
        return tuple(codes)


class Zone(click.ParamType[str]):
    """A time zone, such as Europe/Brussels."""

    name = "zone"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return ZoneInfo(str(value)).key
        except (ValueError, OSError, KeyError):
            close = nearest(str(value), available_timezones())
            self.fail(
                f"“{value}” is not a time zone; {f'did you mean {close}?' if close else 'write one such as Europe/Copenhagen'}",
                param,
                ctx,
            )


class Line(click.ParamType[str]):
    """Words on one line."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        words = " ".join(str(value).split())
        if not words or not words.isprintable():
            self.fail("write a few words on one line", param, ctx)
        return words


class Address(click.ParamType[str]):
    """The address at which a site will lie; empty where it is not known."""

    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value and not re.fullmatch(r"https?://[^\s/?#\"'<>]+(/[^\s?#\"'<>]*)?", str(value)):
            self.fail(f"“{value}” is no address such as https://terms.example.com/", param, ctx)
        return str(value)


def _asked(given: Any, question: str, default: Any, kind: click.ParamType[Any], yes: bool) -> Any:
    """What was given, else what the person here answers, else the default."""
    if given is not None:
        return given
    if yes or not is_somebody_here():
        return default
    shown = ",".join(default) if isinstance(default, tuple) else default
    return click.prompt(question, default=shown, type=kind, show_default=bool(shown), err=True)


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[FOLDER]")
@click.option("--name", type=Line(), metavar="TEXT", help="The name of the site.")
@click.option("--provider", type=Line(), metavar="TEXT", help="Who offers the terms: the legal name.")
@click.option("--url", type=Address(), metavar="URL", help="The address at which the site will lie.")
@click.option("--law", type=Law(), metavar="COUNTRY", help="The country whose law governs the terms, such as DK.")
@click.option(
    "--languages", type=Languages(), metavar="CODES", help="The languages, the prevailing one first, such as nl,fr."
)
@click.option("--timezone", type=Zone(), metavar="ZONE", help="The zone in which a day begins at midnight.")
@click.option(
    "--notice", type=click.IntRange(0, 3650), metavar="DAYS", help="The days of notice of an amendment; 45 by default."
)
@click.option("--document", type=Name(), metavar="NAME", help="The name of the first document, as in addresses.")
@click.option("--into", is_flag=True, help="Write into a folder that holds other files; none is written over.")
@click.option("--yes", is_flag=True, help="Ask nothing: take defaults for what is not given.")
@click.pass_obj
@reporting_problems
def init(
    root: Path,
    folder: Path | None,
    name: str | None,
    provider: str | None,
    url: str | None,
    law: str | None,
    languages: tuple[str, ...] | None,
    timezone: str | None,
    notice: int | None,
    document: str | None,
    into: bool,
    yes: bool,
) -> None:
    """Begin a new site in FOLDER (this one by default): settings, a first document, workflows.

    What is not given as an option is asked, with a sensible answer proposed.
    """
    from clausebook.scaffold import defaults
    from clausebook.scaffold.document import NewDocument
    from clausebook.scaffold.files import write_new
    from clausebook.scaffold.site import NewSite, site_files

    target = root / folder if folder else root
    _check_folder(target, into)
    name = _asked(name, "Name of the site", defaults.site_name(target), Line(), yes)
    provider = _asked(provider, "Legal name of the provider", "Example Company", Line(), yes)
    url = _asked(url, "Address of the site (empty if not known yet)", "", Address(), yes)
    law = _asked(law, "Governing law (country)", defaults.country(locale.getlocale()[0] or ""), Law(), yes)
    languages = _asked(languages, "Languages, the prevailing one first", defaults.languages(law), Languages(), yes)
    timezone = _asked(timezone, "Time zone", defaults.timezone(law), Zone(), yes)
    notice = _asked(notice, "Days of notice of an amendment", 45, click.IntRange(0, 3650), yes)
    document = _asked(document, "Name of the first document, as in addresses", "terms", Name(), yes)
    new = NewDocument(document, provider, law, timezone, languages, notice)
    files = site_files(NewSite(name, url, new))
    write_new(target, files)
    for path in files:
        tell(path)
    where = f"cd {folder} && " if folder else ""
    say(f"{len(files)} files are written; see the site with: {where}clausebook serve")


def _check_folder(target: Path, into: bool) -> None:
    """Raise UsageError where the folder holds anything but what git keeps, unless it is meant so."""
    if target.exists() and not target.is_dir():
        raise click.UsageError(f"{target} is a file; name a folder")
    strangers = sorted(path.name for path in target.iterdir() if path.name != ".git") if target.is_dir() else []
    if strangers and not into:
        some = ", ".join(strangers[:3]) + (" …" if len(strangers) > 3 else "")
        raise click.UsageError(f"{target} is not empty ({some}): name a new folder, or say --into to write beside that")


@click.command()
@click.argument("name", metavar="DOCUMENT", type=Name())
@click.option("--provider", type=Line(), metavar="TEXT", help="Who offers the terms: the legal name.")
@click.option("--law", type=Law(), metavar="COUNTRY", help="The country whose law governs the terms, such as DK.")
@click.option("--languages", type=Languages(), metavar="CODES", help="The languages, the prevailing one first.")
@click.option("--timezone", type=Zone(), metavar="ZONE", help="The zone in which a day begins at midnight.")
@click.option("--notice", type=click.IntRange(0, 3650), metavar="DAYS", help="The days of notice of an amendment.")
@click.pass_obj
@reporting_problems
def new(
    root: Path,
    name: str,
    provider: str | None,
    law: str | None,
    languages: tuple[str, ...] | None,
    timezone: str | None,
    notice: int | None,
) -> None:
    """Begin a new DOCUMENT: its record, and a starter text as a draft in each language.

    What is not given is taken from the documents that are there, else from the settings of the site.
    """
    from clausebook.model.reading import read_book
    from clausebook.problems import Problems, ProblemsFound
    from clausebook.scaffold import defaults
    from clausebook.scaffold.document import NewDocument, document_files
    from clausebook.scaffold.files import write_new
    from clausebook.site.settings import read_settings

    recover(root)
    problems = Problems()
    settings = read_settings(root, problems)
    if settings is None:
        raise ProblemsFound(problems)
    book = read_book(root, Problems())  # their mistakes are no reason against another document
    model = next(iter(book.documents.values()), None) if book else None
    if model:
        law = law or model.regime.law
        timezone = timezone or model.regime.timezone.key
        languages = languages or tuple(sorted(model.languages, key=lambda code: code != model.authoritative))
    law = law or defaults.country(locale.getlocale()[0] or "")
    made = NewDocument(
        name,
        provider or defaults.provider(model) or settings.name,
        law,
        timezone or defaults.timezone(law),
        languages or settings.languages or defaults.languages(law),
        45 if notice is None else notice,
    )
    files = document_files(made)
    write_new(root, files)
    for path in files:
        tell(path)
    say(f"edit the drafts, then release {name} 1.0 with: clausebook release {name} --announce DATE")


@click.command()
@DOCUMENT
@click.argument("language", metavar="LANGUAGE", type=Languages())
@click.pass_obj
@reporting_problems
def translate(root: Path, name: str, language: Sequence[str]) -> None:
    """Begin DOCUMENT in another LANGUAGE: its draft with the structure and placeholders of the original, each text marked TODO.

    A release refuses a draft in which the mark is left.
    """
    from clausebook.releases import recovery
    from clausebook.scaffold.todo import translate as write_translation
    from clausebook.site.publish import check_site

    with recovery.session(root) as mended:
        for line in mended:
            say(line)
        settings, book = check_site(root)
        document = find_document(book, name)
        for code in language:
            for path in write_translation(root, document, code):
                tell(path)
            if settings.languages and code not in settings.languages:
                say(f"the site does not show this language yet: add {code} to “languages” in mkdocs.yml")
            _, book = check_site(root)
            document = find_document(book, name)
    say("translate what is marked TODO; clausebook check lists what is left")
