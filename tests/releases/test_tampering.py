"""Whatever is changed after publication is found, with the file; an honest site never is."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.releases.life import edit, edit_drafts, new_site, released, run


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three versions, and the site built from them."""
    site = new_site(tmp_path_factory.mktemp("published"))
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    released(site, "2026-01-01")
    edit_drafts(site, "Three.", ("exactly", "almost"))
    released(site, "2026-04-01")
    assert run(site, "build", day="2026-05-01").returncode == 0
    return site


@pytest.fixture
def site(published: Path, tmp_path: Path) -> Path:
    shutil.copytree(published, tmp_path / "copy")
    return tmp_path / "copy"


TEXT = "terms/en/basic/2.0.yml"
RECORD = "terms/basic.yml"


def entries(site: Path) -> tuple[str, list[str]]:
    text = (site / RECORD).read_text(encoding="utf-8")
    head, *found = re.split(r"(?=^  - version)", text, flags=re.MULTILINE)
    return head, found


def write_entries(site: Path, head: str, found: list[str]) -> None:
    (site / RECORD).write_text(head + "".join(found), encoding="utf-8")


def one_byte(site: Path) -> None:
    data = bytearray((site / TEXT).read_bytes())
    data[-2] ^= 1
    (site / TEXT).write_bytes(data)


def renamed(site: Path) -> None:
    (site / TEXT).rename(site / "terms/en/basic/2.1.yml")


def deleted(site: Path) -> None:
    (site / TEXT).unlink()


def swapped_texts(site: Path) -> None:
    other = site / "terms/en/basic/1.0.yml"
    first, second = other.read_bytes(), (site / TEXT).read_bytes()
    other.write_bytes(second)
    (site / TEXT).write_bytes(first)


def changed_date(site: Path) -> None:
    edit(site, RECORD, ("effective: 2026-02-16", "effective: 2026-02-17"))


def changed_value(site: Path) -> None:
    head, found = entries(site)
    found[1] = found[1].replace("amount: 125", "amount: 126")
    write_entries(site, head, found)


def changed_digest(site: Path) -> None:
    one_byte(site)
    problem = run(site, "check").stdout
    ours = re.search(r"its digest is (sha256:\w+), the record has (sha256:\w+)", problem)
    assert ours
    edit(site, RECORD, (ours[2], ours[1]))


def removed_entry(site: Path) -> None:
    head, found = entries(site)
    write_entries(site, head, [found[0], found[2]])
    for language in ("da", "en"):
        (site / f"terms/{language}/basic/2.0.yml").unlink()


def swapped_entries(site: Path) -> None:
    head, found = entries(site)
    write_entries(site, head, [found[0], found[2], found[1]])


def unsealed(site: Path) -> None:
    text = (site / RECORD).read_text(encoding="utf-8")
    (site / RECORD).write_text(re.sub(r"^    chain: .*\n", "", text, flags=re.MULTILINE), encoding="utf-8")


def linked(site: Path) -> None:
    (site / "elsewhere.yml").write_bytes((site / TEXT).read_bytes())
    deleted(site)
    (site / TEXT).symlink_to(site / "elsewhere.yml")


def runnable(site: Path) -> None:
    (site / TEXT).chmod(0o755)


def entry_cut_off(site: Path) -> None:
    head, found = entries(site)
    write_entries(site, head, found[:2])


TAMPERED = [
    (one_byte, f"{TEXT}:1:1: text-changed: this file is not as version 2.0 was published"),
    (renamed, f"{TEXT} does not exist"),
    (deleted, f"{TEXT} does not exist"),
    (swapped_texts, f"{TEXT}:1:1: text-changed"),
    (changed_date, f"{RECORD}:63:5: chain-broken: the seal of 2.0"),
    (changed_value, "chain-broken: the seal of 2.0"),
    (changed_digest, "chain-broken: the seal of 2.0"),
    (removed_entry, "chain-broken: the seal of 3.0"),
    (swapped_entries, "chain-broken: the seal of 3.0"),
    (unsealed, "not-sealed: version 3.0 has no seal"),
    (linked, f"{TEXT}:1:1: file-outside"),
    (runnable, f"{TEXT}:1:1: file-mode"),
    (entry_cut_off, "text-unlisted: version 3.0 of “basic” is not in its record"),
]


@pytest.mark.parametrize(("tamper", "said"), TAMPERED, ids=lambda value: getattr(value, "__name__", None))
def test_tampering_is_found(site: Path, tamper: Callable[[Path], None], said: str) -> None:
    tamper(site)
    done = run(site, "verify")
    assert done.returncode == 1
    assert said in done.stdout
    assert "Traceback" not in done.stderr


def test_an_honest_site_passes(site: Path) -> None:
    done = run(site, "verify", "--site", str(site / "site"))
    assert done.returncode == 0, done.stdout
    assert "3 versions of 1 documents as of 2026-04-01: " in done.stdout
    files = ("data/basic.json", "data/basic/2.0/en.json", "data/basic/2.0/da.txt", "en/basic/2.0/index.html")
    done = run(site, "verify", *(each for file in files for each in ("--file", str(site / "site" / file))))
    assert done.returncode == 0, done.stdout


def test_a_record_rolled_back_shows_against_the_site(site: Path) -> None:
    """With its newest entry and texts gone, the record alone is as it was before; what was built then tells."""
    entry_cut_off(site)
    for language in ("da", "en"):
        (site / f"terms/{language}/basic/3.0.yml").unlink()
    assert run(site, "verify").returncode == 0
    done = run(site, "verify", "--site", str(site / "site"))
    assert done.returncode == 1
    assert "site/en/basic/3.0/index.html:1:1: site-extra: the record has nothing at this address" in done.stdout
    assert "site/data/basic/3.0/en.txt:1:1: site-extra" in done.stdout
    done = run(site, "verify", "--against", str(site / "site/data"))
    assert "history-differs: version 3.0 was published, but the record does not have it" in done.stdout


def test_a_downloaded_copy_that_was_changed(site: Path) -> None:
    path = site / "site/data/basic/2.0/en.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["source"] = data["source"].replace("exactly", "never")
    path.write_text(json.dumps(data), encoding="utf-8")
    done = run(site, "verify", "--file", str(path))
    assert done.returncode == 1
    assert "copy-differs: “source”: the copy says " in done.stdout
