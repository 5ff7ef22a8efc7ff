"""Characters: those that a reader cannot see, or that change what is seen around them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from clausebook.problems import Place

_ALLOWED_CONTROLS = {"\n", "\r", "\t"}
_ALLOWED_FORMATS = {"\u00ad"}  # soft hyphen


def is_hidden(character: str) -> bool:
    """Whether a reader cannot see a character, or it changes what is seen around it."""
    category = unicodedata.category(character)
    return category in {"Cc", "Cf", "Co", "Cn", "Cs"} and character not in _ALLOWED_CONTROLS | _ALLOWED_FORMATS


def hidden_in(text: str) -> str:
    """What to say of the first hidden character of a text, or of its form; empty where all is seen as it is."""
    if text.isascii() and text.isprintable():
        return ""
    found = next((character for character in text if is_hidden(character)), None)
    if found:
        return hidden_words(found)
    if not unicodedata.is_normalized("NFC", text):
        return "a letter is written as two characters (the text is not in Unicode form NFC)"
    return ""


def hidden_words(character: str) -> str:
    """What to say of a hidden character."""
    name = unicodedata.name(character, "unnamed")
    return f"the invisible or unassigned character U+{ord(character):04X} ({name}) stands here"


def hidden_characters(text: str, path: str) -> Iterator[tuple[Place, str]]:
    """Places of characters that a reader cannot see or that change what is seen.

    Refused: controls, every format character but the soft hyphen (so bidirectional controls, zero-width and tag
    characters, the byte-order mark), private use, unassigned code points, and text that is not in Unicode's NFC.
    """
    if text.isascii() and text.isprintable():
        return
    normal = unicodedata.is_normalized("NFC", text)
    for number, line in enumerate(text.split("\n"), 1):
        if not normal and not unicodedata.is_normalized("NFC", line):
            column = next(
                (i for i in range(1, len(line) + 1) if not unicodedata.is_normalized("NFC", line[:i])), len(line)
            )
            yield (
                Place(path, number, column),
                "a letter is written as two characters (the text is not in Unicode form NFC)",
            )
        if line.isascii() and line.replace("\t", "").rstrip("\r").isprintable():
            continue
        for column, character in enumerate(line, 1):
            if is_hidden(character):
                yield Place(path, number, column), hidden_words(character)


def is_seen(text: str) -> bool:
    """Whether every character of a text is surely seen as it is; lines may end, but no tab or other break stands in it.

    Quicker than `hidden_characters`, and stricter: what it finds in doubt is for the exact reader to judge.
    """
    bare = text.replace("\n", "")
    if not bare.isprintable():  # spaces that do not break are common in French
        bare = bare.replace("\u00a0", "").replace("\u202f", "").replace("\u00ad", "")
    return bare.isprintable() and (text.isascii() or unicodedata.is_normalized("NFC", text))
