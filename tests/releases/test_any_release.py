"""No release can write a record that any later command refuses: random releases, corrections, withdrawals, undoings and dates."""

import datetime as dt
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausebook.days import FIRST_DAY, LAST_DAY
from clausebook.model import timeline
from clausebook.model.document import Book, VersionKind
from clausebook.model.notices import Ground
from clausebook.model.reading import read_book
from clausebook.pages.language_view import LanguageView
from clausebook.problems import Problems, ProblemsFound
from clausebook.releases.freeze import freeze, seal, withdraw
from clausebook.releases.outlook import look_at
from clausebook.releases.plan import plan_release
from clausebook.releases.undo import plan_undo, undo
from clausebook.releases.wish import Wish
from clausebook.reports.status import status_json, status_lines
from tests.releases.life import LANGUAGES, new_site
from tests.sites import all_files, all_pages

# Days at the bounds, and a few that lie close to one another, so that orders meet.
DAYS = st.one_of(
    st.dates(dt.date(2026, 1, 1), dt.date(2026, 6, 1)),
    st.dates(FIRST_DAY, FIRST_DAY + dt.timedelta(days=2)),
    st.dates(LAST_DAY - dt.timedelta(days=60), LAST_DAY),
    st.dates(FIRST_DAY, LAST_DAY),
)
EDITS = st.sampled_from(["none", "text", "both clauses", "value", "law", "language", "planned", "reversed"])
RELEASES = st.tuples(
    st.just("release"),
    EDITS,
    DAYS,
    st.none() | DAYS,
    st.none() | DAYS,
    st.none() | st.sampled_from([kind for kind in VersionKind if kind is not VersionKind.INITIAL]),
    st.booleans(),
    st.none() | DAYS,
    st.none() | st.sampled_from(Ground),
    st.none() | DAYS,
    st.none() | DAYS,
)
WITHDRAWALS = st.tuples(st.just("withdraw"), st.integers(0, 9), DAYS, st.text(max_size=12))
STEPS = st.lists(st.one_of(RELEASES, RELEASES, WITHDRAWALS, st.tuples(st.just("undo"))), min_size=1, max_size=7)


NOTICE = "notice: {days: 45, counting: full-days}\n"
RULES = """\
notice: {days: 45, at-most: {months: 12}, prices: {weeks: 8}, grounds: {favourable: {days: 0}, law: {days: 0}, editorial: {days: 7, counting-from: receipt, delivery: {days: 2}}}}
groups: {consumers: {name: {da: forbrugere, en: consumers}, notice: {months: 2}, termination: {within: {days: 30}, from: later-of}}}
"""


class Author:
    """Somebody who edits, releases and withdraws; whatever is refused leaves every file as it was."""

    def __init__(self, root: Path) -> None:
        self.root = new_site(root)
        record = self.root / "terms/basic.yml"
        text = record.read_text(encoding="utf-8")
        record.write_text(text.replace(NOTICE, RULES, 1), encoding="utf-8")
        self.count = 0
        book = self.book()
        seal(
            self.root, book, book.documents["basic"]
        )  # before that, the head says in which languages versions were published

    def book(self) -> Book:
        problems = Problems()
        book = read_book(self.root, problems)
        assert not len(problems), [str(problem) for problem in problems]
        assert book
        return book

    def edit(self, how: str, day: dt.date) -> None:
        """Edit the draft, as it could be edited in any state of it."""
        self.count += 1
        record = self.root / "terms/basic.yml"
        head, versions, entries = record.read_text(encoding="utf-8").partition("versions:")
        if how == "value":
            head = head.replace("amount: 125", "amount: 126") if "amount: 125" in head else head.replace("126", "125")
        if how == "law":
            head = head.replace("law: DK", "law: NL") if "law: DK" in head else head.replace("law: NL", "law: DK")
        if how == "planned" and "planned:" not in head:
            head = f"planned: {day}\n{head}"
        if how == "language":
            draft = self.root / "terms/en/basic/draft.yml"
            if "[da, en]" in head:
                head = head.replace("[da, en]", "[da]")
                draft.unlink()
            else:
                head = head.replace("[da]", "[da, en]")
                danish = (self.root / "terms/da/basic/draft.yml").read_text(encoding="utf-8")
                draft.write_text(danish, encoding="utf-8")
        record.write_text(head + versions + entries, encoding="utf-8")
        for language in LANGUAGES:
            path = self.root / f"terms/{language}/basic/draft.yml"
            if not path.exists():
                continue
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            lines[2] = f"  Summary {self.count}.\n"
            if how in {"text", "both clauses"}:
                lines[-1] = f"      Ændring {'a' * self.count} {{notice}}.\n"
            lines = [line for line in lines if not line.startswith(("        note: ", "    note: "))]
            if self.count % 2:  # so that a substantial amendment has its reasons now and then
                at = next(index for index, line in enumerate(lines) if "id: fee" in line)
                lines.insert(at + 1, f"        note: Reason {self.count}.\n")
                at = next(index for index, line in enumerate(lines) if "id: changes" in line)
                lines.insert(at + 1, f"    note: Reason {self.count}.\n")
            if how == "both clauses":
                at = next(index for index, line in enumerate(lines) if "{fee}" in line)
                lines[at] = f"          Gebyr {'b' * self.count} {{fee}} {{clause:changes}}.\n"
            path.write_text("".join(lines), encoding="utf-8")

    def release(
        self,
        how: str,
        announced: dt.date,
        effective: dt.date | None,
        effective_new: dt.date | None,
        kind: VersionKind | None,
        substantial: bool,
        as_of: dt.date | None,
        ground: Ground | None,
        for_group: dt.date | None,
        for_clause: dt.date | None,
    ) -> None:
        self.edit(how, effective or announced)
        book = self.book()
        wish = Wish(
            announced,
            effective,
            effective_new,
            kind,
            None,
            substantial,
            ground=ground,
            provision={"da": "artikel 1", "en": "article 1"} if ground else {},
            groups={"consumers": for_group} if for_group else {},
            clauses={"changes": for_clause} if for_clause else {},
        )
        freeze(self.root, book, plan_release(book.documents["basic"], wish, as_of or announced))

    def withdraw(self, index: int, day: dt.date, reason: str) -> None:
        book = self.book()
        document = book.documents["basic"]
        if not document.versions:
            return
        version = document.versions[-1 - index % len(document.versions)]
        withdraw(self.root, book, document, version, day, dict.fromkeys(version.editions, reason))

    def undo(self) -> None:
        undo(self.root, plan_undo(self.root, self.book().documents["basic"]))

    def files(self) -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in sorted((self.root / "terms").rglob("*")) if path.is_file()}


@settings(deadline=None, max_examples=50, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_whatever_was_written_can_be_read(steps: list[tuple[object, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        author = Author(Path(folder))
        for step in steps:
            name, *arguments = step
            before: dict[str, bytes] = {}
            try:
                if name == "release":
                    author.edit(str(arguments[0]), dt.date(2026, 4, 1))
                before = author.files()
                if name == "release":
                    author.release("none", *arguments[1:])  # type: ignore[arg-type]
                elif name == "withdraw":
                    author.withdraw(*arguments)  # type: ignore[arg-type]
                else:
                    author.undo()
            except ProblemsFound:
                drafts = {path for path in before if path.endswith("draft.yml")}
                after = author.files()
                assert {path: data for path, data in after.items() if path not in drafts} == {
                    path: data for path, data in before.items() if path not in drafts
                }
            book = author.book()
        document = book.documents["basic"]
        days = {dt.date(2026, 4, 1), FIRST_DAY, LAST_DAY}
        for version in document.versions:
            days |= set(timeline.days_of(document, version))
        for day in sorted(days):
            for group in ("", "consumers"):
                statuses = [timeline.status(document, version, day, group) for version in document.versions]
                binding = [each for each in statuses if each in {timeline.Status.IN_FORCE, timeline.Status.RETIRED}]
                assert len(binding) <= 1
            outlook = look_at(document, day)
            assert "\n".join(status_lines(outlook))
            assert status_json([outlook])
        day = max((version.announced for version in document.versions), default=dt.date(2026, 4, 1))
        for language in book.languages:
            view = LanguageView(
                author.root, book, language, book.languages, {"basic": day}, root_url="https://x.example.com/"
            )
            assert list(all_pages(view, "x"))
            assert list(all_files(view, "x"))
