"""Rules of notice and termination from their forms, and the rules of a record that hold for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clausebook.model.business_days import NoBusinessDays, known_years
from clausebook.model.document import Document
from clausebook.model.notices import (
    Counting,
    CountingFrom,
    Group,
    GroupTerms,
    NoticePolicy,
    NoticeRule,
    TerminationRight,
)
from clausebook.model.periods import Period
from clausebook.model.prose import PlaceholderKind, placeholders_in
from clausebook.model.rule_forms import (
    EntryRuleForm,
    EntryTerminationForm,
    GroupEntryForm,
    GroupForm,
    NoticeForm,
    PeriodForm,
    RuleForm,
    TerminationForm,
)
from clausebook.model.schema import RecordForm
from clausebook.model.values import Quantity, Unit
from clausebook.names import suggestion
from clausebook.problems import Problems
from clausebook.source import Node


def read_policy(form: NoticeForm, country: str, around: NoticeRule | None = None) -> NoticePolicy:
    """The policy of a `notice`; its rules say what differs from it, and it what differs from the one `around` it."""
    standard = read_rule(form, country, around)
    return NoticePolicy(
        standard,
        read_rule(form.prices, country, standard) if form.prices else None,
        {name: read_rule(rule, country, standard) for name, rule in form.rules.items()},
        {ground: read_rule(rule, country, standard) for ground, rule in form.grounds.items()},
        form.clause,
    )


def read_rule(form: RuleForm, country: str, around: NoticeRule | None = None) -> NoticeRule:
    """The rule of a form; what it does not say is as in the rule around it. `country` is the one whose business days count."""
    default = around or NoticeRule(Period(Unit.DAYS, 0), Counting.FULL_DAYS, CountingFrom.ANNOUNCEMENT)
    return NoticeRule(
        _period(form, country),
        form.counting or default.counting,
        form.counting_from or default.start,
        _period(form.delivery, country) if form.delivery else default.delivery,
        _period(form.at_most, country) if form.at_most else default.at_most,
        form.earliest if isinstance(form, EntryRuleForm) else None,
    )


def read_right(form: TerminationForm, country: str) -> TerminationRight:
    """The right of a `termination`."""
    return TerminationRight(
        form.start,
        _period(form.within, country) if form.within else None,
        _period(form.notice, country) if form.notice else None,
        form.refund,
        form.how,
        form.where,
        form.clause,
        form.month_end,
        form.last if isinstance(form, EntryTerminationForm) else None,
    )


def read_groups(forms: Mapping[str, GroupForm], policy: NoticePolicy, country: str) -> dict[str, Group]:
    """The groups of a record; what a group's notice does not say of its counting is as in the document's `policy`."""
    return {
        name: Group(
            form.name,
            read_policy(form.notice, country, policy.standard) if form.notice else None,
            read_right(form.termination, country) if form.termination else None,
        )
        for name, form in forms.items()
    }


def read_group_terms(forms: Mapping[str, GroupEntryForm], country: str) -> dict[str, GroupTerms]:
    """What an entry says of its groups."""
    return {
        name: GroupTerms(
            form.name,
            form.effective,
            read_rule(form.notice, country) if form.notice else None,
            read_right(form.termination, country) if form.termination else None,
        )
        for name, form in forms.items()
    }


def _period(form: PeriodForm, country: str) -> Period:
    ((unit, count),) = form.counts.items()
    return Period(unit, count, country if unit is Unit.BUSINESS_DAYS else "")


def check_rules(record: RecordForm, node: Node, problems: Problems) -> None:
    """notice-rule, business-days, group-name: the rules of a record by themselves."""
    policies = [(record.notice, node.at("notice") or node)]
    rights = [(record.termination, node.at("termination") or node)]
    for name, group in record.groups.items():
        own = node.at("groups", name) or node
        missing = [code for code in record.languages if not group.name.get(code, "").strip()]
        if missing:
            problems.add(
                own.place_of_key("name"),
                "group-name",
                f"the group “{name}” has no name in {', '.join(missing)}",
                "write its name in every language of the document",
            )
        policies += [(group.notice, own.at("notice") or own)] if group.notice else []
        rights.append((group.termination, own.at("termination") or own))
    standard = read_rule(record.notice, record.law)
    for form, own in policies:
        for rule, place in _rules_in(form, own):
            whole = read_rule(rule, record.law, read_rule(form, record.law, standard))
            _check_rule(whole, place, problems)
            for period in (rule, rule.delivery, rule.at_most):
                _check_country(period, record.law, place, problems)
    for right, own in rights:
        for key, period in (("within", right.within), ("notice", right.notice)) if right else ():
            _check_country(period, record.law, own.at(key) or own, problems)


def _rules_in(form: NoticeForm, node: Node) -> Iterator[tuple[RuleForm, Node]]:
    """A notice and every rule inside it, each with its node."""
    yield form, node
    if form.prices:
        yield form.prices, node.at("prices") or node
    for key, rules in (("rules", form.rules), ("grounds", form.grounds)):
        for name, rule in rules.items():
            yield rule, node.at(key, str(name)) or node


def _check_rule(rule: NoticeRule, node: Node, problems: Problems) -> None:
    if rule.delivery and rule.start is CountingFrom.ANNOUNCEMENT:
        problems.add(
            node.place_of_key("delivery"),
            "notice-rule",
            "nothing is delivered where a notice counts from the announcement",
            "leave “delivery” out, or write counting-from: receipt",
        )
    if rule.at_most and _about(rule.at_most) < _about(rule.period):
        problems.add(
            node.place_of_key("at-most"),
            "notice-rule",
            f"the notice of {rule.period} is longer than its upper bound of {rule.at_most}",
            "make “at-most” longer than the notice",
        )


# The least and the most days that a unit has, to compare periods of different units.
_LEAST = {Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 28, Unit.BUSINESS_DAYS: 1}


def _about(period: Period) -> int:
    return period.count * _LEAST[period.unit]


def _check_country(form: PeriodForm | None, country: str, node: Node, problems: Problems) -> None:
    if form is None or Unit.BUSINESS_DAYS not in form.counts:
        return
    try:
        known_years(country)
    except NoBusinessDays as error:
        problems.add(node.place, "business-days", error.message, error.advice)


def check_named_clauses(document: Document, node: Node, problems: Problems) -> None:
    """rule-clause: the clause that a rule names prints the period of the rule, as a value."""
    rules: list[tuple[Node, str, list[Period]]] = []
    own = node.at("notice") or node
    rules.append((own, document.notice.clause, [document.notice.standard.period]))
    right = document.termination
    if right:
        rules.append((node.at("termination") or node, right.clause, _printed(right)))
    for name, group in document.groups.items():
        own = node.at("groups", name) or node
        if group.notice:
            rules.append((own.at("notice") or own, group.notice.clause, [group.notice.standard.period]))
        if group.termination:
            rules.append((own.at("termination") or own, group.termination.clause, _printed(group.termination)))
    for rule, clause, periods in rules:
        if clause:
            _check_clause(document, clause, periods, rule, problems)


def _printed(right: TerminationRight) -> list[Period]:
    return [period for period in (right.within, right.notice) if period]


def _check_clause(document: Document, name: str, periods: list[Period], node: Node, problems: Problems) -> None:
    edition = document.draft.editions[document.authoritative]
    clause = edition.by_id.get(name)
    place = node.place_of_key("clause")
    if clause is None:
        problems.add(place, "rule-clause", f"no clause “{name}” is in the draft", suggestion(name, edition.by_id))
        return
    values = document.draft.values
    printed = [
        values[each.name]
        for each in placeholders_in(clause.text)
        if each.kind is PlaceholderKind.VALUE and each.name in values
    ]
    quantities = [value for value in printed if isinstance(value, Quantity)]
    for period in periods:
        if period.count and period.quantity not in quantities:
            says = ", ".join(f"{'/'.join(map(str, value.counts))} {value.unit}" for value in quantities) or "no period"
            problems.add(
                place,
                "rule-clause",
                f"the record has {period}, but the clause “{name}” prints {says}",
                "make the record and the value that the clause prints agree",
            )
