"""The plan of a release: what the draft would become, or everything that keeps it from being released."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from clausebook.compare import Comparison
from clausebook.days import outside
from clausebook.model import timeline
from clausebook.model.document import Document, NoticeRule, Snapshot, Version, VersionKind
from clausebook.model.entries import SAME_TEXT, differences
from clausebook.model.staleness import in_short
from clausebook.names import VersionNumber
from clausebook.problems import Place, Problems, ProblemsFound
from clausebook.releases.carrying import Repaired, repair
from clausebook.releases.corrections import Touched, check_correction, touched_words
from clausebook.releases.lagging import check_stale, compare_with
from clausebook.releases.unfinished import check_finished

_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the author asked for; None where the earliest, next or fitting one is meant. `confirmed` names the clauses of which the
    author has said that they are meant as they are."""

    announced: dt.date
    effective: dt.date | None = None
    effective_new: dt.date | None = None
    kind: VersionKind | None = None
    number: VersionNumber | None = None
    substantial: bool = False
    confirmed: frozenset[str] = frozenset()


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
    """A release that can be made. `earliest` is the first day on which it may take effect; `comparison` is None for a first
    version, and so is `rule` for one that needs no notice.

    `touched` are the operative words that a correction changes, all of them confirmed; `renames` what must be asked about before
    the release; `earlier` the versions in which a correction is made too, oldest first.
    """

    document: Document
    number: VersionNumber
    kind: VersionKind
    announced: dt.date
    effective: dt.date
    effective_new: dt.date | None
    substantial: bool
    rule: NoticeRule | None
    earliest: dt.date
    comparison: Comparison | None
    touched: tuple[Touched, ...] = ()
    renames: tuple[Rename, ...] = ()
    earlier: tuple[EarlierCorrection, ...] = ()

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
    rule = document.rule_of(document.draft) if kind is VersionKind.AMENDMENT else None
    earliest = _earliest(kind, last, rule, wish.announced)
    effective = wish.effective or document.planned or earliest
    _check_dates(document, wish, day, record, problems)
    number = wish.number or _next_number(document, kind, last)
    if document.versions and number <= document.versions[-1].number:
        message = f"version {number} is not later than {document.versions[-1].name}"
        problems.add(record, "release-version", message, f"choose {_next_number(document, kind, last)}")
    _check_substantial(document, wish, kind, record, problems)
    _check_summaries(document, last, problems)
    check_finished(document, problems)
    if kind in (VersionKind.AMENDMENT, VersionKind.CORRECTION):
        _check_notes(document, last, problems)
    touched: tuple[Touched, ...] = ()
    earlier: tuple[EarlierCorrection, ...] = ()
    if comparison and last:
        _check_changed(document, comparison, kind, record, problems)
        check_stale(document, comparison, problems)
        if kind is VersionKind.CORRECTION:
            touched = check_correction(document, comparison, wish.confirmed, problems)
            earlier = tuple(_earlier_corrections(document, comparison, wish, problems))
    if earlier:  # the wished day is that on which the version in force is mended
        effective = max(effective, earliest)
    _check_effect(document, wish, effective, earliest, rule, record, problems)
    renames = tuple(_renames(document, comparison)) if comparison else ()
    _check_confirmed(wish, touched, renames, record, problems)
    if len(problems):
        raise ProblemsFound(problems)
    return Plan(
        document,
        number,
        kind,
        wish.announced,
        effective,
        wish.effective_new,
        wish.substantial,
        rule,
        earliest,
        comparison,
        touched,
        tuple(rename for rename in renames if rename.new_id not in wish.confirmed),
        earlier,
    )


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


def earliest_effect(last: Version | None, rule: NoticeRule | None, announced: dt.date) -> dt.date:
    """The first day on which a successor of `last`, announced on `announced`, may take effect: after its notice, if it needs
    one, and after `last` has."""
    earliest = rule.earliest(announced) if rule else announced
    return max(earliest, last.effective + _ONE_DAY) if last else earliest


def _earliest(kind: VersionKind, last: Version | None, rule: NoticeRule | None, announced: dt.date) -> dt.date:
    """The same for a version of any kind: a correction of one that is only announced can take its place on its own day."""
    if kind is VersionKind.CORRECTION and last and announced < last.effective:
        return last.effective
    return earliest_effect(last, rule, announced)


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


def _check_dates(document: Document, wish: Wish, day: dt.date, record: Place, problems: Problems) -> None:
    """release-date: the announcement is neither past nor before another one; new customers are bound no later than others."""
    if wish.announced < day:
        message = f"{wish.announced} is past: an announcement cannot be made on an earlier day than {day}"
        advice = (
            f"announce on that day or later; --as-of {wish.announced} records an announcement that was made that day"
        )
        problems.add(record, "release-date", message, advice)
    entries = [version.announced for version in document.versions]
    entries += [version.withdrawn.day for version in document.versions if version.withdrawn]
    if entries and wish.announced < max(entries):
        message = f"the record already has an announcement on {max(entries)}, after {wish.announced}"
        problems.add(record, "release-date", message, "announce on that day or later")
    if wish.effective_new and wish.effective_new < wish.announced:
        message = f"new customers cannot be bound on {wish.effective_new}, before the announcement on {wish.announced}"
        problems.add(record, "release-date", message, "choose the day of the announcement or a later one")


def _check_effect(
    document: Document,
    wish: Wish,
    effective: dt.date,
    earliest: dt.date,
    rule: NoticeRule | None,
    record: Place,
    problems: Problems,
) -> None:
    """release-date: the day of effect is not too early, and all days lie within the calendar that can be used."""
    beyond = outside(max(earliest, effective))
    if beyond:
        message = f"announced on {wish.announced}, it would take effect on {max(earliest, effective)}, which {beyond}"
        problems.add(record, "release-date", message, "announce it earlier")
        return
    if effective < earliest:
        if rule and effective < rule.earliest(wish.announced):
            message = f"announced on {wish.announced}, with {rule.days} {rule.counting} of notice, it cannot take effect on {effective}"
        else:
            message = f"it cannot take effect on {effective}: it must be announced before, and follow the last version"
        planned = "" if wish.effective else ", which the record has as “planned”"
        problems.add(record, "release-date", f"{message}{planned}", f"the earliest day is {earliest}")
    if wish.effective_new and wish.effective_new > effective:
        message = f"new customers cannot be bound on {wish.effective_new}, after the others on {effective}"
        problems.add(record, "release-date", message, "choose an earlier day, or leave --effective-new out")


def _check_substantial(document: Document, wish: Wish, kind: VersionKind, record: Place, problems: Problems) -> None:
    """release-substantial, release-kind: what only an amendment can do."""
    if wish.substantial and document.termination is None:
        problems.add(
            record,
            "release-substantial",
            "these terms give no right to terminate that the amendment could open",
            "add “termination” to the record",
        )
    elif wish.substantial and kind is not VersionKind.AMENDMENT:
        message = f"{_a(kind)} opens no right to terminate"
        problems.add(record, "release-substantial", message, "leave --substantial out, or release an amendment")
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


def _check_summaries(document: Document, last: Version | None, problems: Problems) -> None:
    """summary-missing, summary-old: customers are told what this version changes, in every language."""
    for language, edition in document.draft.editions.items():
        before = last.editions.get(language) if last else None
        if not edition.summary.strip():
            problems.add(
                edition.source.place_of_key("summary"),
                "summary-missing",
                "the draft has no summary in this language",
                "write “summary”: what changes, for customers",
            )
        elif before and edition.summary.split() == before.summary.split():
            problems.add(
                edition.source.place_of_key("summary"),
                "summary-old",
                f"the summary is still that of version {last.name if last else ''}",
                "write what this version changes",
            )


def _check_notes(document: Document, last: Version | None, problems: Problems) -> None:
    """note-old: a note says why a clause changed in this version, not in an earlier one."""
    for language, edition in document.draft.editions.items():
        before = last.editions.get(language) if last else None
        for clause in edition.walk() if before else ():
            old = next(
                (before.by_id[name] for name in (clause.id, *clause.was) if before and name in before.by_id), None
            )
            if old and last and clause.note.strip() and clause.note.split() == old.note.split():
                problems.add(
                    edition.key_place(clause, "note"),
                    "note-old",
                    f"the note of the clause “{clause.id}” is still that of version {last.name}",
                    "remove it, or write why the clause changes in this version",
                )


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


def _check_confirmed(
    wish: Wish, touched: tuple[Touched, ...], renames: tuple[Rename, ...], record: Place, problems: Problems
) -> None:
    """confirm-unneeded: what is confirmed is something that would be asked."""
    asked = {each.name for each in touched} | {rename.new_id for rename in renames}
    for name in sorted(wish.confirmed - asked):
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
        effective = max(start, _earliest(VersionKind.CORRECTION, version, None, wish.announced))
        after = timeline.replaced_on(document, version, wish.announced)
        if after and effective >= after.effective:
            continue
        number = _number_below(document, version)
        repaired = repair(document, comparison, version, number, problems)
        if repaired:
            told = compare_with(document, version, repaired.snapshot)
            yield EarlierCorrection(version, number, effective, repaired, told, tuple(touched_words(told)))
