"""Squeezing: white space that templates leave in HTML and that nobody sees: a quarter of a small page."""

from __future__ import annotations

import re

# In these every space counts, to the reader or to a program.
_KEPT = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2\s*>)", re.DOTALL | re.IGNORECASE)
# White space as HTML knows it: no-break spaces and the like are text.
_LINE_START = re.compile(r"\n[ \t\r\n\f]+")


def squeeze_around(content: str, html: str) -> str:
    """Squeeze a page, but for its content where that stands in it as it is."""
    before, found, after = html.partition(content) if content else (html, "", "")
    return squeeze(before) + found + squeeze(after)


def squeeze(html: str) -> str:
    """The same page to a browser: no line is empty or begins with spaces."""
    parts = _KEPT.split(html)
    # Between two parts that are squeezed stand one that is kept and its name.
    parts[::3] = [_LINE_START.sub("\n", part) for part in parts[::3]]
    del parts[2::3]
    return "".join(parts)
