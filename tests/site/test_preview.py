"""The preview as an author has it: a saved change is on the page, a mistake is told and the last good page stays."""

import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.sites import write_site

ROOT = Path(__file__).parents[2]
PATIENCE = 300.0  # seconds; a loaded machine is no fault


class Preview:
    """A running `clausebook serve`, and what it said."""

    def __init__(self, site: Path) -> None:
        self.site = site
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "clausebook", "-C", str(site), "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True)
        self.said: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        self.said.extend(iter(self.process.stderr.readline, "") if self.process.stderr else ())

    def page(self) -> str:
        """The draft's page; empty while there is none."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/en/basic/draft/") as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError):
            return ""

    def hear(self, words: str) -> None:
        """Wait until it has said these words."""
        _wait_for(lambda: any(words in line for line in self.said), f"it did not say “{words}” but {self.said}")

    def show(self, words: str) -> None:
        """Wait until the page has these words."""
        _wait_for(lambda: words in self.page(), f"the page has no “{words}”: {self.said}")

    def builds(self) -> int:
        """How often it has built, once it builds no more. The system may tell of one save twice."""
        built = -1
        while built != (now := sum("reading" in line for line in self.said)):
            built = now
            time.sleep(1.5)
        return built

    def save(self, old: str, new: str) -> None:
        path = self.site / "terms/en/basic/draft.yml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


def _wait_for(happened: Callable[[], bool], why: str) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, why
        time.sleep(0.05)


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    preview = Preview(write_site(tmp_path / "site"))
    try:
        yield preview
    finally:
        preview.process.kill()
        preview.process.wait()


def test_a_change_a_mistake_and_the_end(preview: Preview) -> None:
    preview.hear("serving")
    preview.show("ahead")
    preview.save("ahead", "beforehand")
    preview.show("beforehand")
    assert 2 <= preview.builds() <= 3
    preview.save("{notice} beforehand", "{unknown} beforehand")
    preview.hear("showing the last good state")
    assert any(re.search(r"terms/en/basic/draft\.yml:\d+:\d+: .*unknown", line) for line in preview.said)
    assert "beforehand" in preview.page()
    preview.save("{unknown} beforehand", "{notice} in advance")
    preview.show("in advance")
    preview.process.send_signal(signal.SIGINT)
    assert preview.process.wait(PATIENCE) == 0
    preview.hear("stopped")


def test_a_site_with_mistakes_from_the_beginning(tmp_path: Path, preview: Preview) -> None:
    preview.hear("serving")
    preview.process.kill()
    preview.process.wait()
    preview.save("ahead", "{unknown}")
    again = Preview(preview.site)
    try:
        again.hear("serving")
        again.save("{unknown}", "ahead")
        again.show("ahead")
    finally:
        again.process.kill()
        again.process.wait()
