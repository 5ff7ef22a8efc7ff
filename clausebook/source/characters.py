"""Characters: those that a reader cannot see, or that change what is seen around them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from clausebook.problems import Place

_ALLOWED_CONTROLS = {"\n", "\t"}
_ALLOWED_FORMATS = {"\u00ad"}  # soft hyphen

# Characters that Unicode's category does not give away. Default_Ignorable_Code_Point (DerivedCoreProperties.txt, Unicode 16): joiners,
# fillers and variation selectors, with all that is reserved for such; then what prints as nothing (the blank of braille, a null note
# head), the separators of lines and paragraphs, and the sign that stands for letters which were lost.
_UNSEEN_RANGES = (
    "\u034f\u061c\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\u2800\U0001d159\u2028\u2029\ufffc\ufffd"
)
_UNSEEN = re.compile(f"[{_UNSEEN_RANGES}]")
_NOT_NORMAL = "a letter is written as two characters (the text is not in Unicode form NFC)"


def is_hidden(character: str) -> bool:
    """Whether a reader cannot see a character, or it changes what is seen around it."""
    if character.isascii() and character.isprintable():
        return False
    if character in _ALLOWED_CONTROLS or character in _ALLOWED_FORMATS:
        return False
    return unicodedata.category(character) in {"Cc", "Cf", "Co", "Cn", "Cs"} or _UNSEEN.match(character) is not None


def hidden_in(text: str) -> str:
    """What to say of the first hidden character of a text, or of its form; empty where all is seen as it is."""
    if text.isascii() and text.isprintable():
        return ""
    found = next((character for character in text if is_hidden(character)), None)
    if found:
        return hidden_words(found)
    if not unicodedata.is_normalized("NFC", text):
        return _NOT_NORMAL
    return ""


def hidden_words(character: str) -> str:
    """What to say of a hidden character."""
    if character == "\ufffd":
        return "the sign U+FFFD stands here, which programs write for a letter that they could not read"
    name = unicodedata.name(character, "unnamed")
    return f"the invisible or unassigned character U+{ord(character):04X} ({name}) stands here"


def hidden_characters(text: str, path: str) -> Iterator[tuple[Place, str]]:
    """Places of characters that a reader cannot see or that change what is seen.

    Refused: controls, every format character but the soft hyphen (so bidirectional controls, zero-width and tag
    characters, the byte-order mark), all else that Unicode calls ignorable (variation selectors, fillers), private use, unassigned
    code points, and text that is not in Unicode's NFC.
    """
    if text.isascii() and text.isprintable():
        return
    normal = unicodedata.is_normalized("NFC", text)
    for number, line in enumerate(text.split("\n"), 1):
        if not normal and not unicodedata.is_normalized("NFC", line):
            yield Place(path, number, _not_normal(line)), _NOT_NORMAL
        if line.isascii() and line.replace("\t", "").isprintable():
            continue
        for column, character in enumerate(line, 1):
            if is_hidden(character):
                yield Place(path, number, column), hidden_words(character)


def _not_normal(line: str) -> int:
    """The column of the first character with which a line is no longer in form NFC, by halving what is searched.

    The form of a beginning never gets better by going on, as a character is composed with what stands before it.
    """
    normal, other = 0, len(line)
    while other - normal > 1:
        middle = (normal + other) // 2
        if unicodedata.is_normalized("NFC", line[:middle]):
            normal = middle
        else:
            other = middle
    return other


def is_seen(text: str) -> bool:
    """Whether every character of a text is surely seen as it is; lines may end, but no tab or other break stands in it.

    Quicker than `hidden_characters`, and stricter: what it finds in doubt is for the exact reader to judge.
    """
    bare = text.replace("\n", "")
    if not bare.isprintable():  # spaces that do not break are common in French
        bare = bare.replace("\u00a0", "").replace("\u202f", "").replace("\u2009", "").replace("\u00ad", "")
    if not bare.isprintable():
        return False
    return text.isascii() or (unicodedata.is_normalized("NFC", text) and not _UNSEEN.search(text))
