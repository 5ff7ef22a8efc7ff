"""Quoting: text that is printed on a terminal or in the log of a workflow, and does nothing there but stand.

What cannot be seen is written as git writes it in file names (`core.quotePath`): as C does, in octal bytes of UTF-8 where it has no letter.
So are the signs with which a line would speak to GitHub's runner: two colons at its beginning, and `##[` anywhere in it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = {"\a": "\\a", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\v": "\\v", "\f": "\\f", "\r": "\\r"}
# Seen, or meant, in honest words: a soft hyphen, and what joins letters into one sign.
_HARMLESS = {"\u00ad", "\u200c", "\u200d"}
_UNSEEN = {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}
_COLOUR = re.compile(r"(\x1b\[[0-9;]*m)")
_COMMAND = re.compile(r"^(\s*):(?=:)", re.MULTILINE)
_OLD_COMMAND = re.compile(r"##(?=\[)")


def quoted(text: str) -> str:
    """A text as one line."""
    return _without_commands(_without_controls(text, keep=""))


def quoted_lines(text: str, *, coloured: bool = False) -> str:
    """A text of several lines; if it is `coloured`, with the colours (SGR sequences) that this program gave it."""
    pieces = _COLOUR.split(text) if coloured else [text]
    made = [_without_controls(each, keep="\n") if at % 2 == 0 else each for at, each in enumerate(pieces)]
    return _without_commands("".join(made))


def quiet_html(html: str) -> str:
    """HTML that says the same, and no command where it is printed in a log."""
    return _OLD_COMMAND.sub("#&#35;", _COMMAND.sub(r"\1&#58;", html))


def quiet_json(text: str) -> str:
    """JSON of the same value, and no command where it is printed in a log; a line of it begins with no colon."""
    return _OLD_COMMAND.sub(r"#\\u0023", text)


def has_command(text: str) -> bool:
    """Whether a text would speak to the runner of a workflow."""
    return bool(_COMMAND.search(text) or _OLD_COMMAND.search(text))


def is_control(character: str) -> bool:
    """Whether a character is seen by nobody, and may act on what shows it."""
    return unicodedata.category(character) in _UNSEEN and character not in _HARMLESS


def _without_controls(text: str, keep: str) -> str:
    if text.isprintable():
        return text
    return "".join(character if character in keep else _seen(character) for character in text)


@lru_cache(maxsize=1_000)
def _seen(character: str) -> str:
    if not is_control(character):
        return character
    octal = "".join(f"\\{byte:03o}" for byte in character.encode("utf-8", "surrogatepass"))
    return _LETTERS.get(character, octal)


def _without_commands(text: str) -> str:
    return _OLD_COMMAND.sub(r"#\\043", _COMMAND.sub(r"\1\\072", text))
