"""The plan of a release: what the draft would become, or everything that keeps it from being released."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from clausebook.compare import Comparison
from clausebook.model import timeline
from clausebook.model.business_days import NoBusinessDays
from clausebook.model.document import Document, Snapshot, Version, VersionKind
from clausebook.model.entries import SAME_TEXT, differences
from clausebook.model.notices import Ground
from clausebook.model.staleness import in_short
from clausebook.names import VersionNumber
from clausebook.problems import Place, Problems, ProblemsFound
from clausebook.releases.carrying import Repaired, repair
from clausebook.releases.corrections import Touched, check_correction, touched_words
from clausebook.releases.grounds import Judgement, check_ground
from clausebook.releases.lagging import check_stale, compare_with
from clausebook.releases.reasons import check_notes, check_old_notes, check_summaries
from clausebook.releases.schedule import Schedule, earliest_correction, make_schedule
from clausebook.releases.unfinished import check_finished
from clausebook.releases.wish import Wish


@dataclass(frozen=True, slots=True)
class Rename:
    """A clause whose id is new, while one that is gone reads nearly the same: maybe its former id was forgotten."""

    old_id: str
    new_id: str
    place: Place


@dataclass(frozen=True, slots=True)
class EarlierCorrection:
    """The same correction in an earlier version that still applies, or will: that version's own text with the repair."""

    corrects: Version
    number: VersionNumber
    effective: dt.date
    repaired: Repaired
    comparison: Comparison
    touched: tuple[Touched, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A release that can be made, as `wish` asked for it. `comparison` is None for a first version.

    `touched` are the operative words that a correction changes, `judgements` the clauses of which only the author can tell whether
    they are what the ground demands, all of them confirmed; `renames` what must be asked about before the release; `earlier` the
    versions in which a correction is made too, oldest first.
    """

    document: Document
    wish: Wish
    number: VersionNumber
    kind: VersionKind
    schedule: Schedule
    comparison: Comparison | None
    touched: tuple[Touched, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    renames: tuple[Rename, ...] = ()
    earlier: tuple[EarlierCorrection, ...] = ()

    @property
    def announced(self) -> dt.date:
        return self.wish.announced

    @property
    def effective(self) -> dt.date:
        return self.schedule.effective

    @property
    def confirmed(self) -> tuple[str, ...]:
        """The clauses that the author confirmed, and “title” for that of the text, in the order of their names."""
        return tuple(sorted({each.name for each in self.touched} | {each.name for each in self.judgements}))

    @property
    def languages(self) -> tuple[list[str], list[str]]:
        """The languages that the version adds and those that it retires."""
        if self.comparison is None:
            return [], []
        return languages_changed(self.comparison.old, self.comparison.new)


def languages_changed(old: Snapshot, new: Snapshot) -> tuple[list[str], list[str]]:
    """The languages that the new state has and the old one had not, and the reverse."""
    added = [language for language in new.editions if language not in old.editions]
    retired = [language for language in old.editions if language not in new.editions]
    return added, retired


def plan_release(document: Document, wish: Wish, day: dt.date) -> Plan:
    """The release of the document's draft as it is wished on `day`.

    Raises ProblemsFound with every reason against it, each at its place.
    """
    problems = Problems()
    record = Place(f"terms/{document.id}.yml")
    last = document.predecessor(document.draft)
    comparison = compare_with(document, last, document.draft) if last else None
    kind = _kind(document, wish, comparison)
    _check_today(wish, day, record, problems)
    number = wish.number or _next_number(document, kind, last)
    if document.versions and number <= document.versions[-1].number:
        message = f"version {number} is not later than {document.versions[-1].name}"
        problems.add(record, "release-version", message, f"choose {_next_number(document, kind, last)}")
    _check_substantial(document, wish, kind, record, problems)
    check_summaries(document, last, problems)
    check_finished(document, problems)
    if kind in (VersionKind.AMENDMENT, VersionKind.CORRECTION):
        check_old_notes(document, last, problems)
    touched: tuple[Touched, ...] = ()
    earlier: tuple[EarlierCorrection, ...] = ()
    if comparison and last:
        _check_changed(document, comparison, kind, record, problems)
        check_notes(document, comparison, wish.substantial, problems)
        check_stale(document, comparison, problems)
        if kind is VersionKind.CORRECTION:
            touched = check_correction(document, comparison, wish.confirmed, problems)
            earlier = tuple(_earlier_corrections(document, comparison, wish, problems))
    judgements = check_ground(document, wish, kind, comparison, problems)
    schedule = _schedule(document, wish, kind, comparison, bool(earlier), record, problems)
    renames = tuple(_renames(document, comparison)) if comparison else ()
    asked = {each.name for each in touched} | {each.name for each in judgements}
    asked |= {rename.new_id for rename in renames}
    _check_confirmed(wish, asked, record, problems)
    if len(problems) or schedule is None:
        raise ProblemsFound(problems)
    return Plan(
        document,
        wish,
        number,
        kind,
        schedule,
        comparison,
        touched,
        judgements,
        tuple(rename for rename in renames if rename.new_id not in wish.confirmed),
        earlier,
    )


def _schedule(
    document: Document,
    wish: Wish,
    kind: VersionKind,
    comparison: Comparison | None,
    carried: bool,
    record: Place,
    problems: Problems,
) -> Schedule | None:
    """The days of the release; None with problems where they rest on holidays that are not known."""
    try:
        return make_schedule(document, wish, kind, comparison, carried, record, problems)
    except NoBusinessDays as error:
        problems.add(record, "business-days", error.message, error.advice)
        return None


def _check_today(wish: Wish, day: dt.date, record: Place, problems: Problems) -> None:
    """release-date: an announcement cannot be made in the past."""
    if wish.announced < day:
        message = f"{wish.announced} is past: an announcement cannot be made on an earlier day than {day}"
        advice = (
            f"announce on that day or later; --as-of {wish.announced} records an announcement that was made that day"
        )
        problems.add(record, "release-date", message, advice)


def _kind(document: Document, wish: Wish, comparison: Comparison | None) -> VersionKind:
    """The wished kind; without a wish what the draft is: an amendment, unless only its languages differ."""
    if comparison is None:
        return VersionKind.INITIAL
    if wish.kind:
        return wish.kind
    only_languages = says_the_same(document, comparison) and any(languages_changed(comparison.old, comparison.new))
    return VersionKind.LANGUAGES if only_languages else VersionKind.AMENDMENT


def says_the_same(document: Document, comparison: Comparison) -> bool:
    """Whether two states say the same in every language that both have, and are to be read alike."""
    old, new = comparison.old, comparison.new
    shared = old.editions.keys() & new.editions.keys()
    same_titles = all(old.editions[code].title == new.editions[code].title for code in shared)
    same_regime = document.regime_of(old) == document.regime_of(new)
    same_in_short = all(
        in_short(clause) == in_short(new.editions[code].by_id[clause.id])
        for code in shared
        for clause in old.editions[code].walk()
        if clause.id in new.editions[code].by_id
    )
    is_same = not comparison.changes and old.values == new.values and same_titles and same_regime
    return is_same and same_in_short


def _next_number(document: Document, kind: VersionKind, last: Version | None) -> VersionNumber:
    """The next whole number for an amendment; for what leaves the terms as they are the next below that of `last`."""
    if last is None or not document.versions:
        return VersionNumber((document.versions[-1].number.parts[0] + 1, 0) if document.versions else (1, 0))
    if kind is VersionKind.AMENDMENT:
        return VersionNumber((document.versions[-1].number.parts[0] + 1, 0))
    # Never below a version that was withdrawn: it keeps its number.
    return _number_below(document, max(last, document.versions[-1], key=lambda version: version.number))


def _number_below(document: Document, version: Version) -> VersionNumber:
    """The next free number below a version's: 5.1 for 5.0."""
    taken = {one.number for one in document.versions}
    major, minor = version.number.parts[:2]
    while VersionNumber((major, minor)) in taken:
        minor += 1
    return VersionNumber((major, minor))


def _check_substantial(document: Document, wish: Wish, kind: VersionKind, record: Place, problems: Problems) -> None:
    """release-substantial, release-kind: what only an amendment can do."""
    rights = (document.termination, *(group.termination for group in document.groups.values()))
    if wish.substantial and not any(rights):
        problems.add(
            record,
            "release-substantial",
            "these terms give no right to terminate that the amendment could open",
            "add “termination” to the record",
        )
    elif wish.substantial and kind is not VersionKind.AMENDMENT:
        message = f"{_a(kind)} opens no right to terminate"
        problems.add(record, "release-substantial", message, "leave --substantial out, or release an amendment")
    elif wish.substantial and wish.ground in (Ground.FAVOURABLE, Ground.EDITORIAL):
        message = f"what is “{wish.ground}” is not substantial"
        problems.add(record, "release-substantial", message, "leave --substantial or --ground out")
    last = document.predecessor(document.draft)
    if last and last.kind is VersionKind.RETIREMENT and kind is not VersionKind.AMENDMENT:
        message = f"version {last.name} ends the document: {_a(kind)} cannot follow it"
        problems.add(record, "release-kind", message, "withdraw it before its day, or release an amendment")
    if wish.effective_new and kind in SAME_TEXT:
        message = f"{_a(kind)} is the same for new customers"
        problems.add(record, "release-kind", message, "leave --effective-new out")


def _a(kind: VersionKind) -> str:
    """The name of a kind inside a message."""
    return {
        VersionKind.INITIAL: "a first version",
        VersionKind.AMENDMENT: "an amendment",
        VersionKind.CORRECTION: "a correction",
        VersionKind.LANGUAGES: "a version that adds or retires languages only",
        VersionKind.RETIREMENT: "a retirement",
    }[kind]


def _check_changed(
    document: Document, comparison: Comparison, kind: VersionKind, record: Place, problems: Problems
) -> None:
    """release-unchanged, release-kind: the draft changes what a version of its kind changes, and nothing else."""
    same, languages = says_the_same(document, comparison), languages_changed(comparison.old, comparison.new)
    before = comparison.old.name
    if kind not in SAME_TEXT:
        if same and not any(languages):
            message = f"the draft says the same as version {before}"
            problems.add(record, "release-unchanged", message, "there is nothing to release")
        elif same:
            message = f"only the languages differ from version {before}"
            problems.add(record, "release-kind", message, "say --kind languages: it needs no notice")
        return
    changed = differences(comparison.old, comparison.new)
    if not same or changed:
        told = f"{', '.join(changed[:5])}{' …' if len(changed) > 5 else ''}" or "the head of the record"
        message = f"{_a(kind)} leaves the text as it is in version {before}, but the draft changes it: {told}"
        problems.add(record, "release-kind", message, "release these changes as an amendment, before or after")
    if kind is VersionKind.LANGUAGES and not any(languages):
        message = f"the draft has the same languages as version {before}"
        problems.add(record, "release-kind", message, "add or remove a language in “languages” of the record")
    if kind is VersionKind.RETIREMENT and any(languages):
        message = f"{_a(kind)} leaves the languages as they are in version {before}"
        problems.add(record, "release-kind", message, "release the languages as a version of their own")


def _renames(document: Document, comparison: Comparison) -> Iterator[Rename]:
    """The clauses that go on under another id only because they read alike: nobody has said so."""
    edition = document.draft.editions[document.authoritative]
    for change in comparison.changes:
        if change.inferred and change.old_id and change.new_id:
            yield Rename(change.old_id, change.new_id, edition.key_place(edition.by_id[change.new_id], "id"))


def _check_confirmed(wish: Wish, asked: Collection[str], record: Place, problems: Problems) -> None:
    """confirm-unneeded: what is confirmed is something that would be asked."""
    for name in sorted(wish.confirmed.difference(asked)):
        message = f"nothing about “{name}” needs to be confirmed"
        problems.add(record, "confirm-unneeded", message, f"leave --confirm {name} out")


def refuse_renames(plan: Plan) -> None:
    """rename-unsaid: raises ProblemsFound for renames that nobody was there to be asked about."""
    problems = Problems()
    for rename in plan.renames:
        problems.add(
            rename.place,
            "rename-unsaid",
            f"“{rename.new_id}” is new and reads nearly as “{rename.old_id}”, which is gone: is it the same clause?",
            f"if it is, write “was: [{rename.old_id}]” on it in every language; if not, say --confirm {rename.new_id}",
        )
    if len(problems):
        raise ProblemsFound(problems)


def _earlier_corrections(
    document: Document, comparison: Comparison, wish: Wish, problems: Problems
) -> Iterator[EarlierCorrection]:
    """The same repair in the versions before the last one that apply on the wished day or later, wherever they read the same."""
    start = max(wish.effective or document.planned or wish.announced, wish.announced)
    last = comparison.old
    in_force = timeline.latest(document, start)
    first = document.active_versions.index(in_force) if in_force else 0
    for version in document.active_versions[first:]:
        if version is last or timeline.overtaken_by(document, version, wish.announced):
            continue
        effective = max(start, earliest_correction(version, wish.announced))
        after = timeline.replaced_on(document, version, wish.announced)
        if after and effective >= after.effective:
            continue
        number = _number_below(document, version)
        repaired = repair(document, comparison, version, number, problems)
        if repaired:
            told = compare_with(document, version, repaired.snapshot)
            yield EarlierCorrection(version, number, effective, repaired, told, tuple(touched_words(told)))
