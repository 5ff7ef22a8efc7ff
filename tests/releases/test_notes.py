"""A note tells why a clause changed in one version; the next release refuses one that was left standing."""

from pathlib import Path

from tests.releases.life import edit, edit_drafts, new_site, released, run

NOTES = {"da": "    note: |\n      Den gamle grund.\n", "en": "    note: |\n      The old reason.\n"}
TITLES = {"da": "    title: Ændringer\n", "en": "    title: Changes\n"}


def test_an_old_note_is_refused(tmp_path: Path) -> None:
    site = new_site(tmp_path)
    edit_drafts(site, "Two.", ("{fee}", "exactly {fee}"))
    for language, note in NOTES.items():
        edit(site, f"terms/{language}/basic/draft.yml", (TITLES[language], TITLES[language] + note))
    released(site, "2026-01-01")
    edit_drafts(site, "Three.", ("exactly", "about"))
    done = run(site, "release", "basic", "--announce", "2026-06-01", "--yes", day="2026-06-01")
    assert done.returncode == 1
    assert [line.split(": ")[:2] for line in done.stdout.splitlines()] == [
        ["terms/da/basic/draft.yml:13:5", "note-old"],
        ["terms/en/basic/draft.yml:13:5", "note-old"],
    ]
    for language, note in NOTES.items():
        edit(site, f"terms/{language}/basic/draft.yml", (note, ""))
    released(site, "2026-06-01")
