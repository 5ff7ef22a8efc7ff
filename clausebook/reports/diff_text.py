"""Differences as text for a terminal, and as Markdown for a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from clausebook.compare import Op, Piece
from clausebook.quoting import quoted, quoted_lines
from clausebook.reports.diff import Diff, Difference, Runs
from clausebook.sentences.changes import KIND_WORDS, count_words, note_words
from clausebook.sentences.words import Words

_COLOURS = {Op.DEL: ("\x1b[31;9m", "\x1b[0m"), Op.INS: ("\x1b[32;4m", "\x1b[0m"), Op.SAME: ("", "")}
_SIGNS = {Op.DEL: ("[-", "-]"), Op.INS: ("{+", "+}"), Op.SAME: ("", "")}
_TAGS = {Op.DEL: ("<del>", "</del>"), Op.INS: ("<ins>", "</ins>"), Op.SAME: ("", "")}
_PILCROW = "¶"
# How many words of a text that moved away are repeated where it stood.
_BEGINNING = 6
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
    lines += [left_out(diff, words)] if diff.left_out else []
    for difference in diff.differences(diff.language):
        kinds = ", ".join(difference.kinds)
        lines += ["", f"{difference.number}  {kinds}  {quoted(difference.heading)}"]
        lines += [f"  {quoted(remark)}" for remark in difference.remarks]
        for runs in (difference.title, *difference.lost_titles, difference.text):
            lines += [f"  {line}" for line in _lines(runs, frames, difference, words)]
        if difference.note:
            lines.append(f"  {words('Why')}: {quoted(difference.note)}")
    renumbered = diff.sentences(diff.language).renumbered()
    if renumbered:
        lines += ["", f"{words('Renumbered')}: {', '.join(f'{old} → {new}' for old, new, _ in renumbered)}"]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def heading(diff: Diff, words: Words) -> str:
    """“From version 1.0 to version 3.0” in words."""
    states = diff.comparison.old, diff.comparison.new
    old, new = diff.names or (words.version_inside(states[0]), words.version_inside(states[1]))
    return words("From {old} to {new}", old=old, new=new)


def counts(diff: Diff, words: Words) -> str:
    """The number of changes, apart from those of form only, and of those of each kind."""
    if not diff.comparison.substantive:
        return words("No clause changed.")
    kinds = ", ".join(f"{words(KIND_WORDS[kind])}: {count}" for kind, count in diff.counts())
    return f"{count_words(words, diff.changes)}{f' ({kinds})' if kinds else ''}"


def left_out(diff: Diff, words: Words) -> str:
    """How many changes are not shown because only those of one weight were asked for; empty for none."""
    if not diff.left_out:
        return ""
    return words.plural(
        "{count} change of wording or form is left out.",
        "{count} changes of wording or form are left out.",
        diff.left_out,
    )


def _lines(runs: Runs, frames: dict[Op, tuple[str, str]], difference: Difference, words: Words) -> list[str]:
    """Runs as lines, each with its own frames, so that a line can be read alone."""
    text = _written(runs, frames, difference, words, quoted_lines)
    return text.strip("\n").split("\n") if text.strip() else []


def _written(
    runs: Runs,
    frames: dict[Op, tuple[str, str]],
    difference: Difference,
    words: Words,
    quoted: Callable[[str], str],
) -> str:
    """Runs with their frames, closed at each line's end. What moved is shown where it stands now, and named where it stood; a break that
    was made or closed is a sign of its own; `quoted` escapes words."""
    text = ""
    last: Piece | None = None
    for move, group in groupby(runs, key=lambda piece: piece.move):
        pieces = list(group)
        if move and pieces[0].op is Op.LEFT:
            away = "".join([piece.text for piece in pieces if piece.op is Op.LEFT])
            text += f"‹{quoted(_away(move, away, difference, words))}›" + ("\n" if away.endswith("\n") else "")
            pieces = [piece for piece in pieces if piece.op is not Op.LEFT]
        framed = ""
        for piece in pieces:
            if piece.note:
                framed += quoted(f" [{note_words(words, piece.note)}]")
                continue
            if (
                last
                and last.op is Op.DEL
                and piece.op is Op.INS
                and not last.text[-1:].isspace()
                and not piece.text[:1].isspace()
            ):
                framed += " "
            framed += _framed(
                piece, frames[piece.op], quoted, starts_line=not f"{text}{framed}".rpartition("\n")[2].strip()
            )
            last = piece
        if move and pieces:
            ends = framed.endswith("\n")
            text += f"‹{quoted(_here(move, difference, words))}: {framed.strip()}›" + ("\n" if ends else "")
        else:
            text += framed
    return text


def _framed(piece: Piece, frame: tuple[str, str], quoted: Callable[[str], str], *, starts_line: bool) -> str:
    before, after = frame
    text = piece.text
    sign = ""
    if piece.op in {Op.DEL, Op.INS} and text.startswith("\n") and not starts_line:
        # The end of a block within words that stand. A removed one leaves the words on one line.
        rest = text[1:] if piece.op is Op.INS else text[1:].replace("\n", " ")
        sign = f"{before}{_PILCROW}{after}" + ("\n" if piece.op is Op.INS else "")
        text = rest
    return sign + "\n".join(
        f"{before}{quoted(part)}{after}" if part.strip() else quoted(part) for part in text.split("\n")
    )


def _away(move: int, text: str, difference: Difference, words: Words) -> str:
    """What is said where words stood that moved."""
    said = text.split()
    begins = " ".join(said[:_BEGINNING]) + (" …" if len(said) > _BEGINNING else "")
    _, number = difference.elsewhere.get(move, ("", ""))
    if number:
        return f"{words('moved to {number}', number=number)}: {begins}"
    return f"{move} {words('moved within this clause')}: {begins}"


def _here(move: int, difference: Difference, words: Words) -> str:
    """What is said before words that came here."""
    _, number = difference.elsewhere.get(move, ("", ""))
    if number:
        return words("moved here from {number}", number=number)
    return f"{move} {words('moved here')}"


def as_markdown(diff: Diff) -> str:
    """A comment: every change in the list; the redlines of as many as fit into one comment."""
    words = Words(diff.language)
    found = list(diff.differences(diff.language))
    text = f"### {escaped(diff.title())}\n\n**{escaped(heading(diff, words))}** · {escaped(counts(diff, words))}\n\n"
    text += f"{escaped(left_out(diff, words))}\n\n" if diff.left_out else ""
    text += _list(found, COMMENT_LIMIT - len(text) - len(_left_out(words, len(found))))
    for position, difference in enumerate(found):
        part = "\n" + "\n".join(markdown_section(difference, words)) + "\n"
        note = _left_out(words, len(found) - position)
        if len(text) + len(part) + len(note) > COMMENT_LIMIT:
            return text + note
        text += part
    renumbered = diff.sentences(diff.language).renumbered()
    told = f"{words('Renumbered')}: {', '.join(f'{old} → {new}' for old, new, _ in renumbered)}"
    part = f"\n{escaped(told)}\n" if renumbered else ""
    return text + part if len(text) + len(part) <= COMMENT_LIMIT else text


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
    return f"\n{escaped(sentence)}\n"


def _line(difference: Difference) -> str:
    return f"{_name(difference)} {escaped(difference.heading)}"


def _name(difference: Difference) -> str:
    """The number of a change and its kinds."""
    return f"{escaped(difference.number)} **{escaped(', '.join(difference.kinds))}**"


def markdown_section(difference: Difference, words: Words) -> Iterator[str]:
    """The lines of one change: its heading, remarks, redline and reason."""
    yield f"#### {_line(difference)}"
    yield ""
    for remark in difference.remarks:
        yield f"*{escaped(remark)}*"
        yield ""
    for runs in (difference.title, *difference.lost_titles, difference.text):
        text = _written(runs, _TAGS, difference, words, escaped).strip("\n")
        if text:
            yield text.replace("\n", "<br>\n")
            yield ""
    if difference.note:
        yield f"> {escaped(words('Why'))}: {escaped(difference.note)}"


def escaped(text: str) -> str:
    """Text that nothing interprets: neither as Markdown or HTML nor as a mention or reference."""
    joining = {match.start() for match in _JOINING.finditer(text)}
    return _SPECIAL.sub(
        lambda match: f"&#{ord(match[0])};{_PARTED if match.start() in joining else ''}",
        text,
    )
