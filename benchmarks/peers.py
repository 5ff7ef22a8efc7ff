"""Other generators on the same texts: what each is given, in its natural layout, and how it is run.

They get the editions alone, one Markdown page for each, with numbers, values and references already printed. They make no
redlines, no histories, no comparisons and no data files, so they are a measure of what bare pages cost.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import Size, State, body, states
from benchmarks.measure import Contents, Step, branch_contents, folder_contents

FEE = {"da": "100,00 kr.", "en": "DKK 100.00", "nl": "DKK 100,00", "fr": "100,00 DKK"}
NAMES = {"da": "Dansk", "en": "English", "nl": "Nederlands", "fr": "Français"}
BRANCH = "gh-pages"


@dataclass(frozen=True)
class Job:
    """A prepared peer: its steps, what to remove before each run, and how to count what it made."""

    steps: tuple[Step, ...]
    clear: Callable[[], None]
    count: Callable[[], Contents]


@dataclass(frozen=True)
class Peer:
    """A program to compare with: where it is (empty if it is not installed), and how it gets its texts."""

    title: str
    programs: tuple[str, ...]
    prepare: Callable[[Path, Size, Mapping[str, str]], Job]


def markdown(state: State, language: str, title: str) -> str:
    """One edition as it reads, with an anchor at each section and clause."""
    numbers = clause_numbers(state)
    lines = [f"# {title} {language}", "", f"Version {state.version} {language}.", ""]
    for first, (section, rows) in enumerate(state.sections, 1):
        lines += [f"## {first} {language} {section} {{#section-{section}}}", ""]
        for row in rows:
            lines += [f"### {numbers[row.id]} {{#{row.id}}}", ""]
            lines += [f"{body(row, language)} {FEE[language]}; [{numbers[row.refers]}](#{row.refers}).", ""]
    return "\n".join(lines)


def clause_numbers(state: State) -> dict[str, str]:
    """The number of each clause: its section's, a dot, and its own within the section."""
    return {
        row.id: f"{first}.{second}"
        for first, (_, rows) in enumerate(state.sections, 1)
        for second, row in enumerate(rows, 1)
    }


def editions(size: Size) -> Iterator[tuple[str, State, str, str]]:
    """Every edition: document, version, language, text."""
    for number in range(size.documents):
        for state in states(number, size):
            for language in size.languages:
                yield f"document-{number}", state, language, markdown(state, language, f"Document {number}")


def page_name(version: str) -> str:
    """A version as part of a file name: no dot, which the peers take for the beginning of a suffix."""
    return version.replace(".", "-")


def write(path: Path, content: str) -> None:
    """Write a file and the folders it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def folder_job(steps: tuple[Step, ...], site: Path) -> Job:
    """A job whose site is a folder that must not exist before."""
    return Job(steps, lambda: shutil.rmtree(site, ignore_errors=True), lambda: folder_contents(site))


# ------------------------------------------------------------------------------------------------------------ Hugo

HUGO_SETTINGS = """\
baseURL = "https://benchmark.example.com/"
title = "Benchmark"
defaultContentLanguage = "{first}"
defaultContentLanguageInSubdir = true
disableKinds = ["taxonomy", "term"]
[markup.tableOfContents]
startLevel = 2
endLevel = 3
[languages]
"""
HUGO_LANGUAGE = (
    '[languages.{code}]\ncontentDir = "content/{code}"\nweight = {weight}\n[languages.{code}.params]\nname = "{name}"\n'
)
HUGO_THEME = {
    "layouts/_default/baseof.html": """\
<!doctype html>
<html lang="{{ .Language.Lang }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} – {{ site.Title }}</title>
<link rel="canonical" href="{{ .Permalink }}">
{{ range .AllTranslations }}<link rel="alternate" hreflang="{{ .Language.Lang }}" href="{{ .Permalink }}">
{{ end }}<link rel="stylesheet" href="{{ "style.css" | relURL }}">
</head>
<body>
<header>
<a href="{{ site.Home.RelPermalink }}">{{ site.Title }}</a>
<nav aria-label="Languages"><ul>
{{ range .AllTranslations }}<li><a href="{{ .RelPermalink }}" hreflang="{{ .Language.Lang }}" lang="{{ .Language.Lang }}">{{ .Site.Params.name }}</a></li>
{{ end }}</ul></nav>
</header>
<main>{{ block "main" . }}{{ end }}</main>
<footer><a href="{{ site.Home.RelPermalink }}">{{ site.Title }}</a></footer>
</body>
</html>
""",
    "layouts/_default/single.html": """\
{{ define "main" }}<nav aria-label="Contents">{{ .TableOfContents }}</nav>
<article>{{ .Content }}</article>
<p>{{ with .CurrentSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</p>{{ end }}
""",
    "layouts/_default/list.html": """\
{{ define "main" }}<h1>{{ .Title }}</h1>
{{ .Content }}
<ul>
{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>
{{ end }}</ul>{{ end }}
""",
    "static/style.css": """\
body { margin: 0 auto; max-width: 46rem; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif; color: #1c1c1e; background: #fff; }
header, header ul { display: flex; flex-wrap: wrap; gap: 1rem; list-style: none; padding: 0; align-items: center; }
header { justify-content: space-between; border-bottom: 1px solid #ccc; }
a { color: #0a4fa0; }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #181a1b; } a { color: #8ab8f0; } }
""",
}


def prepare_hugo(folder: Path, size: Size, programs: Mapping[str, str]) -> Job:
    """A content folder for each language, a page for each edition, and a theme that has what readers need."""
    settings = HUGO_SETTINGS.format(first=size.languages[0])
    for weight, code in enumerate(size.languages, 1):
        settings += HUGO_LANGUAGE.format(code=code, weight=weight, name=NAMES[code])
        write(folder / "content" / code / "_index.md", "---\ntitle: Benchmark\n---\n")
        for number in range(size.documents):
            index = f"---\ntitle: Document {number} {code}\n---\n"
            write(folder / "content" / code / f"document-{number}" / "_index.md", index)
    write(folder / "hugo.toml", settings)
    for name, content in HUGO_THEME.items():
        write(folder / name, content)
    for document, state, language, content in editions(size):
        page = folder / "content" / language / document / f"{page_name(state.version)}.md"
        write(page, f"---\ntitle: {document} {state.version}\ndate: {state.effective}\n---\n{content}")
    command = (programs["hugo"], "--quiet", "--destination", str(folder / "public"))
    return folder_job((Step(command, folder),), folder / "public")


# ---------------------------------------------------------------------------------------------- MkDocs and its kin

MKDOCS_SETTINGS = """\
site_name: Benchmark
site_url: https://benchmark.example.com/
theme:
  name: material
markdown_extensions:
  - attr_list
"""
TUNED = """\
nav:
  - index.md
not_in_nav: |
  /document-*/
"""


def mkdocs_settings(size: Size, tuned: bool) -> str:
    """The settings of a site: as the manuals begin, or without a search index and with no edition in the navigation."""
    lines = [MKDOCS_SETTINGS + (TUNED if tuned else "") + "plugins:"]
    if not tuned:
        lines.append("  - search")
    lines += ["  - i18n:", "      docs_structure: suffix", "      languages:"]
    for code in size.languages:
        default = ", default: true" if code == size.languages[0] else ""
        lines.append(f"        - {{locale: {code}, name: {NAMES[code]}, build: true{default}}}")
    return "\n".join(lines) + "\n"


def write_mkdocs_index(folder: Path, size: Size) -> None:
    """The home page in every language."""
    for code in size.languages:
        write(folder / "docs" / f"index.{code}.md", f"# Benchmark {code}\n")


def prepare_mkdocs(folder: Path, size: Size, programs: Mapping[str, str], tuned: bool = False) -> Job:
    """One folder, a page for each edition, its language as a suffix."""
    write(folder / "mkdocs.yml", mkdocs_settings(size, tuned))
    write_mkdocs_index(folder, size)
    for document, state, language, content in editions(size):
        write(folder / "docs" / document / f"{page_name(state.version)}.{language}.md", content)
    return folder_job((Step((programs["mkdocs"], "build", "--quiet"), folder),), folder / "site")


def prepare_mkdocs_tuned(folder: Path, size: Size, programs: Mapping[str, str]) -> Job:
    """The same with what makes it fast."""
    return prepare_mkdocs(folder, size, programs, tuned=True)


def prepare_mike(folder: Path, size: Size, programs: Mapping[str, str]) -> Job:
    """A site of all documents and languages for each version, deployed one after another into a branch."""
    for document, state, language, content in editions(size):
        write(folder / state.version / "docs" / f"{document}.{language}.md", content)
    steps = []
    for version in range(1, size.versions + 1):
        name = f"{version}.0"
        write(folder / name / "mkdocs.yml", mkdocs_settings(size, tuned=False))
        write_mkdocs_index(folder / name, size)
        steps.append(Step((programs["mike"], "--quiet", "deploy", "-F", f"{name}/mkdocs.yml", name), folder))
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "config", "user.name", "Benchmark")
    git(folder, "config", "user.email", "benchmark@example.com")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "Begin")
    return Job(tuple(steps), lambda: remove_branch(folder), lambda: branch_contents(folder, BRANCH))


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder."""
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)  # noqa: S607


def remove_branch(folder: Path) -> None:
    """Forget what was deployed, and clean up as if it had never been."""
    subprocess.run(["git", "-C", str(folder), "branch", "-D", BRANCH], check=False, capture_output=True)  # noqa: S607
    git(folder, "reflog", "expire", "--expire=now", "--all")
    git(folder, "gc", "--quiet", "--prune=now")


PEERS: Mapping[str, Peer] = {
    "hugo": Peer("Hugo", ("hugo",), prepare_hugo),
    "mkdocs": Peer("MkDocs + Material", ("mkdocs",), prepare_mkdocs),
    "mkdocs-tuned": Peer("MkDocs + Material, tuned", ("mkdocs",), prepare_mkdocs_tuned),
    "mike": Peer("mike", ("mike", "git"), prepare_mike),
}


def find_programs(names: tuple[str, ...], environment: Path | None) -> dict[str, str]:
    """Where the programs of a peer are: in a Python environment, else on the search path; empty if one is missing."""
    found = {}
    for name in names:
        program = find_program(name, environment)
        if not program:
            return {}
        found[name] = program
    return found


def find_program(name: str, environment: Path | None) -> str:
    """Where a program is, or nothing. A wheel's script that only starts a binary is passed over for the binary."""
    if environment:
        for pattern in (f"lib/*/site-packages/{name}/binaries/{name}*", f"bin/{name}"):
            for path in sorted(environment.glob(pattern)):
                if os.access(path, os.X_OK):
                    return str(path.absolute())
    return shutil.which(name) or ""
