"""The policy: what the browser lets a page of the site do (Content Security Policy, level 3), as a meta element in its head.

Pages load nothing from elsewhere and run nothing but the site's own files. WebAssembly is let in where a page searches: the search
engine is compiled to it. Images as `data:` are what the theme's style sheet draws its signs with.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

# What a page may do, each a directive with its sources; what is not named is forbidden.
_DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
# The form of a page that searches has it.
_SEARCHING = "data-cb-search"
# The policy comes before all that it governs; an encoding has to be told first.
_PLACE = re.compile(r"<meta charset=[^>]*>|<head\b[^>]*>", re.IGNORECASE)
_POLICY = re.compile(r'\n?<meta http-equiv="Content-Security-Policy" content="[^"]*">')


def with_policy(html: str) -> str:
    """A page with its policy, in the place of any that a template wrote; a text without a head is left as it is."""
    head, end, rest = html.partition("</head>")
    head = _POLICY.sub("", head)
    places = list(_PLACE.finditer(head))
    if not places or not end:
        return html
    after = places[-1].end()
    return "".join([head[:after], "\n", _element(html), head[after:], end, rest])


def _element(html: str) -> str:
    sources = dict(_DIRECTIVES)
    if _SEARCHING in html:
        sources["script-src"] += " 'wasm-unsafe-eval'"
    policy = "; ".join(f"{name} {value}" for name, value in sources.items())
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">'


def allowing(html: str, script: str) -> str:
    """A page whose policy also lets this very script stand in it."""
    allowed = f"script-src 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}' "
    return _POLICY.sub(lambda found: found[0].replace("script-src ", allowed), html, count=1)
