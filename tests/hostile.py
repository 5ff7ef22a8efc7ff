"""Hostile words for tests: those that have broken programs like this one, and more from the folder or file that CLAUSEBOOK_HOSTILE names."""

import json
import os
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

WORDS = (
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    '" onfocus="alert(1)" autofocus x="',
    "<img src=x onerror=alert(1)>",
    "</title></head><svg onload=alert(1)>",
    "]]><script>alert(1)</script>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "[x](javascript:alert(1)) ![x](https://example.net/x.png) @octocat #1 <b>",
    "::error file=x::y\n::stop-commands::z",
    "\x1b]0;title\x07\x1b[31m",
    "x\r\nBcc: everyone@example.net\r\n\r\nbody",
    "--clausebook-boundary\r\nContent-Type: text/html\r\n\r\n<script>",
    "END:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:x",
    "x;VALUE=DATE:20200101,y\\n",
    "{{ 7 * 7 }} {% raw %} ${7*7} %(x)s {0}",
    "\x00\x01\x0b\x7f\x85\u2028\u2029\ufffe\uffff",
    "\u202egnirts\u202c\u200b",
    "&lt;script&gt; &#x6a;avascript:x",
    "../../../etc/passwd",
    "a" * 5000,
)


def more() -> Iterator[str]:
    """The words of each file that CLAUSEBOOK_HOSTILE leads to: a JSON list, or one a line."""
    named = os.environ.get("CLAUSEBOOK_HOSTILE")
    top = Path(named) if named else None
    paths = [top] if top and top.is_file() else sorted(top.rglob("*")) if top else []
    for path in paths:
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            try:
                told = json.loads(text)
            except ValueError:
                told = text.splitlines()
            yield from (each for each in told if isinstance(each, str))


def words(seed: int, count: int) -> Sequence[str]:
    """Hostile words by themselves, all that are given from outside, and `count` put together from several."""
    source = random.Random(seed)
    known = (*WORDS, *more())
    return [*known, *("".join(source.sample(known, 3))[:6000] for _ in range(count))]
