"""Hostile YAML, texts and values, made from a seed; more come from outside, as all hostile words do (`tests.hostile.more`)."""

import json
import random
from collections.abc import Iterator

from tests.hostile import more

SEED = 20261125
# What stands where something else belongs.
CONFUSIONS = [
    "", "~", "null", "true", "0", "-1", "1.5", "1e400", ".nan", ".inf", "0x1F", "123456789012345678901234567890", "''", "' '", '"a\\n b"', "x" * 400, "é",
    "[]", "[[]]", "[[en]]", "[~]", "[1, {}]", "{}", "{a: b}", "{a: {b: [c]}}", "{'': x}", "{? [a] : b}", "2026-01-01", "2026-13-41", "9999-12-31", "0001-01-01", "'1.0'", "1.0", "{version: 1}",
    "|\n      block\n\n      text", "'../../etc/passwd'", "\"\\0\"", "\"\\U00110000\"", "\"\\ud800\"", "\"\\u202e\"", "&a x", "*a", "!!python/name:os.system x", "<<", "- a", "? a", "{days: [1, -1]}", "{days: 99999999999999999}",
    "{amount: 1e9, currency: DKK}", "{amount: 1.250, currency: DKK}", "{percent: 1,45}", "{text: [a, [b]]}", "{from: '09:00'}", "sha256:" + "0" * 64, "Europe/../etc", "Europe", "'\\'", "{{ 7*7 }}", "<script>", "%s%n",
]  # fmt: skip
RECORD_KEYS = [
    "law",
    "authoritative",
    "languages",
    "timezone",
    "numbering",
    "notice",
    "termination",
    "planned",
    "values",
    "versions",
    "notice.days",
    "notice.counting",
    "notice.weeks",
    "notice.counting-from",
    "notice.delivery",
    "notice.at-most",
    "notice.prices",
    "notice.rules",
    "notice.rules.security",
    "notice.grounds",
    "notice.grounds.law",
    "notice.clause",
    "groups",
    "groups.consumers",
    "groups.consumers.name",
    "groups.consumers.name.en",
    "groups.consumers.notice",
    "groups.consumers.termination",
    "termination.within",
    "termination.from",
    "termination.notice",
    "termination.how",
    "termination.where",
    "values.fee",
    "values.notice",
    "versions.0",
    "versions.0.version",
    "versions.0.kind",
    "versions.0.announced",
    "versions.0.effective",
    "versions.0.effective-new",
    "versions.0.substantial",
    "versions.0.law",
    "versions.0.authoritative",
    "versions.0.timezone",
    "versions.0.numbering",
    "versions.0.notice",
    "versions.0.termination",
    "versions.0.groups",
    "versions.0.groups.consumers",
    "versions.0.clauses",
    "versions.0.clauses.fee",
    "versions.0.ground",
    "versions.0.provision",
    "versions.0.provision.en",
    "versions.0.rule",
    "versions.0.dispatched-by",
    "versions.0.values",
    "versions.0.values.fee",
    "versions.0.head",
    "versions.0.head.en",
    "versions.0.printed",
    "versions.0.printed.en",
    "versions.0.editions",
    "versions.0.editions.en",
    "versions.0.texts",
    "versions.0.texts.en",
    "versions.0.chain",
    "versions.1",
    "versions.1.withdraws",
    "versions.1.announced",
    "versions.1.reason",
    "versions.1.reason.en",
    "nonsense",
]
TEXT_KEYS = [
    "title",
    "summary",
    "clauses",
    "clauses.0",
    "clauses.0.id",
    "clauses.0.title",
    "clauses.0.text",
    "clauses.0.note",
    "clauses.0.was",
    "clauses.0.was.0",
    "clauses.0.unaffected",
    "clauses.0.defines",
    "clauses.0.defines.fee",
    "clauses.0.clauses",
    "clauses.0.clauses.0",
    "clauses.0.clauses.0.id",
    "clauses.0.clauses.0.text",
    "nonsense",
]

PIECES = [
    "title: a\n", "clauses:\n", "  - id: a\n", "    text: |\n", "      words\n", "- ", "  ", "\t", "a: ", ": ", ":", "#", " #", "'", '"', "[", "]", "{", "}", ",", "&a", "*a", "!", "|", ">", "%YAML 1.3\n", "---\n", "...\n", "? ",
    "<<: ", "\n", "\n\n", "\\", "\"\\U00110000\"", "\"\\x\"", "~", "\x00", "\x85", "\u2028", "\ufeff", "\u202e", "e\u0301", "é", "𝐀", "<<<<<<< a\n", "=======\n", ">>>>>>> b\n", "\r\n", "\r", "é" * 50, "- - - ", "{a: [",
]  # fmt: skip
MARKS = [
    "*", "**", "_", "__", "`", "```\n", "~~", "> ", ">" * 30, "- ", "1. ", "9. ", "    ", "\t", "[", "](", ")", "![", "<", ">", "</b>", "<!--", "&", "&#x202e;", "&lt;", "\\", "\\<", "{", "}", "{fee}", "{clause:a}", "{term:x|y}", "|", "|---|\n", "\n",
    "\n\n", "# ", "===\n", "---\n", "word ", "é", "•\t", "– ", "(a) ", "https://x.org", "javascript:x", "[^1]", "==", "\u200b", "\u00ad", "<https://a?b=c>",
]  # fmt: skip


def mixtures(pieces: list[str], count: int, length: int) -> Iterator[str]:
    """Texts of random pieces, always the same ones; then those that are given."""
    dice = random.Random(SEED)
    for _ in range(count):
        yield "".join(dice.choice(pieces) for _ in range(dice.randint(1, length)))
    yield from more()


def confused(base: object, path: str, written: str) -> str:
    """YAML in which `written` stands at a path of plain values, as it is; the rest is JSON, which YAML reads."""
    mark = "HERE-" + "0" * 12
    values = json.loads(json.dumps(base))
    parent = values
    *way, last = path.split(".")
    for step in way:
        parent = parent[int(step)] if isinstance(parent, list) else parent.setdefault(step, {})
    if isinstance(parent, list):
        parent[int(last)] = mark
    else:
        parent[last] = mark
    return _as_block(values, 0).replace(f'"{mark}"', written)


def _as_block(values: object, column: int) -> str:
    """Plain values as block YAML, so that whatever is put in has a line of its own."""
    margin = " " * column
    if isinstance(values, dict) and values:
        lines = []
        for key, value in values.items():
            nested = isinstance(value, dict | list) and value
            lines.append(
                f"{margin}{key}:" + ("\n" + _as_block(value, column + 2) if nested else f" {json.dumps(value)}\n")
            )
        return "".join(lines)
    if isinstance(values, list) and values:
        return "".join(f"{margin}- " + _as_block(value, column + 2).lstrip(" ") for value in values)
    return f"{margin}{json.dumps(values, ensure_ascii=False)}\n"
