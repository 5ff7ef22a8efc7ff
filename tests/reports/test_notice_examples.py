"""Every notice of the example as a customer reads it, kept in docs/examples/; CLAUSEBOOK_ACCEPT=1 writes what is made now, to be read in review."""

import os
from pathlib import Path

from clausebook.reports.notice import silence
from tests.reports.test_notice import of, versions

FOLDER = Path(__file__).parents[2] / "docs" / "examples"


def test_every_notice_of_the_example_is_kept() -> None:
    made = {}
    for name, version in versions():
        for language in version.editions:
            notice = of(name, version.name, language)
            if not silence(notice.document, version, version.announced):
                made[f"{name}-{version.name}-{language}.txt"] = notice.text(notice.files)
    if os.environ.get("CLAUSEBOOK_ACCEPT"):
        for path in FOLDER.glob("*.txt"):
            path.unlink()
        for file, text in made.items():
            (FOLDER / file).write_text(text, encoding="utf-8")
    assert {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.txt")} == made
