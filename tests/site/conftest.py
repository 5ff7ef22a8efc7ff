"""The example site, built once for each worker, and a real browser."""

import datetime as dt
import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from clausebook.site.publish import build_site

ROOT = Path(__file__).parents[2]
DAY = dt.date(2026, 11, 21)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished example site."""
    site = tmp_path_factory.mktemp("example") / "site"
    build_site(ROOT, site, as_of=DAY)
    return site


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def address(example: Path) -> Iterator[str]:
    """The address at which the example site is served."""
    handler = functools.partial(QuietHandler, directory=str(example))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


# Milliseconds; a loaded machine is no fault.
PATIENCE = 180_000
expect.set_options(timeout=PATIENCE)


def _wait_patiently(context: BrowserContext) -> None:
    context.set_default_timeout(PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = next(found for name in BROWSERS if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS, timeout=PATIENCE)
        browser.on("context", _wait_patiently)
        yield browser
        browser.close()
