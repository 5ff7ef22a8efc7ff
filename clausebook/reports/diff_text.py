"""Differences as text for a terminal, and as Markdown for a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from clausebook.compare import Op
from clausebook.model.document import Snapshot
from clausebook.pages.changes import KIND_WORDS
from clausebook.pages.words import Words
from clausebook.quoting import quoted
from clausebook.reports.diff import Diff, Difference, Runs

_COLOURS = {Op.DEL: ("\x1b[31;9m", "\x1b[0m"), Op.INS: ("\x1b[32;4m", "\x1b[0m"), Op.SAME: ("", "")}
_SIGNS = {Op.DEL: ("[-", "-]"), Op.INS: ("{+", "+}"), Op.SAME: ("", "")}
_TAGS = {Op.DEL: ("<del>", "</del>"), Op.INS: ("<ins>", "</ins>"), Op.SAME: ("", "")}
# What GitHub accepts as one comment, in characters.
COMMENT_LIMIT = 65_536
# What Markdown and HTML would interpret; an entity stands for it.
_SPECIAL = re.compile(r"[&<>\\`*_{}\[\]()#+\-.!|~@$:/=]")
# Mentions, references, addresses and emoji are looked for after entities are decoded, in each run of text between tags
# (github/cmark-gfm issue 181), so an empty comment parts such a sign from what follows it.
_JOINING = re.compile(r"[@#:](?=\S)|(?<=GH)-(?=\d)", re.IGNORECASE)
_PARTED = "<!-- -->"


def as_text(diff: Diff, *, colour: bool) -> str:
    """Deletions and insertions in colour, struck through and underlined, or between signs."""
    frames = _COLOURS if colour else _SIGNS
    words = Words(diff.language)
    lines = [quoted(diff.title()), quoted(heading(diff, words)), counts(diff, words)]
    for difference in diff.differences(diff.language):
        kinds = ", ".join(difference.kinds)
        lines += ["", f"{difference.number}  {kinds}  {quoted(difference.heading)}"]
        lines += [f"  {quoted(remark)}" for remark in difference.remarks]
        lines += [f"  {line}" for runs in (difference.title, difference.text) for line in _lines(runs, frames)]
        if difference.note:
            lines.append(f"  {words('Why').unescape()}: {quoted(difference.note)}")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def heading(diff: Diff, words: Words) -> str:
    """“From version 1.0 to version 3.0” in words."""
    states = diff.comparison.old, diff.comparison.new
    old, new = diff.names or (_state(words, states[0]), _state(words, states[1]))
    return words.pattern("From {old} to {new}").format(old=old, new=new)


def _state(words: Words, state: Snapshot) -> str:
    """What a state is called inside a sentence."""
    if state.number is None:
        return words.pattern("the draft")
    return words.pattern("version {number}").format(number=state.name)


def counts(diff: Diff, words: Words) -> str:
    """The number of changes, and of those of each kind."""
    total = len(diff.comparison.substantive)
    if not total:
        return words.pattern("No clause changed.")
    kinds = ", ".join(f"{words.pattern(KIND_WORDS[kind])}: {count}" for kind, count in diff.counts())
    return f"{words.plural('{count} change', '{count} changes', total).unescape()} ({kinds})"


def _lines(runs: Runs, frames: dict[Op, tuple[str, str]]) -> list[str]:
    """Runs as lines, each with its own frames, so that a line can be read alone."""
    text = ""
    for op, words in runs:
        before, after = frames[op]
        parts = words.split("\n")
        text += "\n".join(f"{before}{quoted(part)}{after}" if part.strip() else part for part in parts)
    return text.strip("\n").split("\n") if text.strip() else []


def as_markdown(diff: Diff) -> str:
    """A comment: every change in the list; the redlines of as many as fit into one comment."""
    words = Words(diff.language)
    found = list(diff.differences(diff.language))
    text = f"### {escaped(diff.title())}\n\n**{escaped(heading(diff, words))}** · {escaped(counts(diff, words))}\n\n"
    text += _list(found, COMMENT_LIMIT - len(text) - len(_left_out(words, len(found))))
    for position, difference in enumerate(found):
        part = "\n" + "\n".join(_section(difference, words)) + "\n"
        note = _left_out(words, len(found) - position)
        if len(text) + len(part) + len(note) > COMMENT_LIMIT:
            return text + note
        text += part
    return text


def _list(found: Sequence[Difference], room: int) -> str:
    """Every change on its line, without headings when they take more than `room`; “…” stands for lines beyond that."""
    full = "".join(f"- {_line(difference)}\n" for difference in found)
    if len(full) <= room:
        return full
    short = "".join(f"- {_name(difference)}\n" for difference in found)
    return short if len(short) <= room else short[: room - len("- …\n")].rpartition("\n")[0] + "\n- …\n"


def _left_out(words: Words, count: int) -> str:
    sentence = words.plural(
        "The redline of {count} change does not fit here.", "The redlines of {count} changes do not fit here.", count
    )
    return f"\n{escaped(str(sentence.unescape()))}\n"


def _line(difference: Difference) -> str:
    return f"{_name(difference)} {escaped(difference.heading)}"


def _name(difference: Difference) -> str:
    """The number of a change and its kinds."""
    return f"{escaped(difference.number)} **{escaped(', '.join(difference.kinds))}**"


def _section(difference: Difference, words: Words) -> Iterator[str]:
    yield f"#### {_line(difference)}"
    yield ""
    for remark in difference.remarks:
        yield f"*{escaped(remark)}*"
        yield ""
    for runs in (difference.title, difference.text):
        if runs:
            *most, (op, text) = runs
            yield "".join(_tagged(op, text) for op, text in [*most, (op, text.rstrip("\n"))])
            yield ""
    if difference.note:
        yield f"> {escaped(words.pattern('Why'))}: {escaped(difference.note)}"


def _tagged(op: Op, text: str) -> str:
    """Words with their tags, closed at each line's end; a single line break shows as one."""
    before, after = _TAGS[op]
    return "<br>\n".join(
        f"{before}{escaped(part)}{after}" if part.strip() else escaped(part) for part in text.split("\n")
    )


def escaped(text: str) -> str:
    """Text that nothing interprets: neither as Markdown or HTML nor as a mention or reference."""
    joining = {match.start() for match in _JOINING.finditer(text)}
    return _SPECIAL.sub(
        lambda match: f"&#{ord(match[0])};{_PARTED if match.start() in joining else ''}",
        text,
    )
