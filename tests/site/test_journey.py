"""A newcomer's way, as it is walked: questions answered in a terminal, Word files of two languages brought in, a release, a site in a browser."""

import functools
import http.server
import os
import pty
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.importing.test_histories import DUTCH, FRENCH, VERSIONS
from tests.importing.word_files import docx, paragraph
from tests.releases.life import run
from tests.site.conftest import QuietHandler

ANSWERS = (
    "Terms of Example Hosting",
    "Example Hosting NV",
    "terms.example.com",
    "https://terms.example.com/",
    "be",
    "nl,fr",
    "",
    "30",
    "start",
)


def in_a_terminal(folder: Path, arguments: list[str], typed: str) -> str:
    """What a command shows on a terminal at which somebody types; the keys wait in the terminal until they are read."""
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        os.execv(sys.executable, [sys.executable, "-m", "clausebook", *arguments])
    os.write(terminal, typed.encode())
    shown = b""
    try:
        while piece := os.read(terminal, 4096):
            shown += piece
    except OSError:  # so Linux tells that the other end is closed
        pass
    os.close(terminal)
    _, status = os.waitpid(process, 0)
    assert os.waitstatus_to_exitcode(status) == 0, shown.decode()
    return shown.decode()


def word_files(folder: Path) -> None:
    for day, figures in VERSIONS.items():
        for language, words in (("nl", DUTCH), ("fr", FRENCH)):
            heading, due, late, interest, fee, end, terminated = [text.format(*figures[language]) for text in words]
            body = [
                paragraph(heading, style="Kop1", level=0), paragraph(due, level=1), paragraph(late, level=1), paragraph(interest, level=2),
                paragraph(fee, level=2), paragraph(end, style="Kop1", level=0), paragraph(terminated, level=1),
            ]  # fmt: skip
            (folder / language).mkdir(parents=True, exist_ok=True)
            (folder / language / f"{day}.docx").write_bytes(docx(*body))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site made by the commands alone: three imported versions, and a fourth one released."""
    folder = tmp_path_factory.mktemp("journey")
    shown = in_a_terminal(folder, ["init", "site"], "".join(f"{answer}\n" for answer in ANSWERS))
    assert "“terms.example.com” is no address such as https://terms.example.com/" in shown
    assert "see the site with: cd site && clausebook serve" in shown
    root = folder / "site"
    assert run(root, "check", "--strict").returncode == 0
    word_files(folder / "files")
    brought = run(root, "import", "--from-folder", str(folder / "files"), "--document", "hosting", "--values")
    assert brought.returncode == 0, brought.stdout
    assert run(root, "seal", "hosting", "--yes").returncode == 0
    for language, old, new, summary in (
        ("nl", "op elk ogenblik", "te allen tijde", "De opzegging is anders verwoord."),
        ("fr", "à tout moment", "à chaque instant", "La résiliation est formulée autrement."),
    ):
        draft = f"terms/{language}/hosting/draft.yml"
        text = (root / draft).read_text(encoding="utf-8")
        lines = text.replace(old, new).splitlines(keepends=True)
        at = next(number for number, line in enumerate(lines) if line.startswith("clauses:"))
        head = [line for line in lines[:at] if line.startswith("title:")]
        (root / draft).write_text("".join([*head, f"summary: {summary}\n", *lines[at:]]), encoding="utf-8")
    released = run(root, "release", "hosting", "--announce", "2026-10-01", "--yes", day="2026-10-01")
    assert released.returncode == 0, released.stdout + released.stderr
    built = run(root, "build", "--no-cache", "--as-of", "2026-11-25")
    assert built.returncode == 0, built.stdout + built.stderr
    return root


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    handler = functools.partial(QuietHandler, directory=str(site / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_the_site_shows_what_was_brought_in(address: str, browser: Browser) -> None:
    page = browser.new_context(locale="fr-BE").new_page()
    page.goto(f"{address}nl/hosting/")
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("article")).to_contain_text("14 dagen")
    page.get_by_role("link", name="Français").first.click()
    page.wait_for_url("**/fr/hosting/**")
    expect(page.locator("article")).to_contain_text("14 jours")
    page.goto(f"{address}fr/hosting/compare/?from=1.0&to=3.0")
    expect(page.locator("article ins").first).to_be_visible()
    expect(page.locator("article")).to_contain_text("50 €")
    page.goto(f"{address}nl/hosting/4.0/changes/")
    expect(page.locator("section ins", has_text="te allen tijde").first).to_be_visible()
