"""Languages: everything that is particular to one stands in its folder here, or in the site's folder `languages/` (docs/languages.md).

`facts` describes `facts.toml`, `catalogues` reads `messages.po`, `registry` finds a language by its code, `operative` knows the words that decide. Source
strings of the interface are English.
"""

from clausebook.languages.registry import (
    LANGUAGES,
    SOURCE_LANGUAGE,
    Language,
    SiteLanguages,
    cached,
    catalogue,
    current_site,
    language_advice,
    language_name,
    plurals,
    shipped,
    spoken,
    translated,
    unique,
    untranslated,
    use_site,
)

__all__ = [
    "LANGUAGES",
    "N_",
    "SOURCE_LANGUAGE",
    "Language",
    "SiteLanguages",
    "cached",
    "catalogue",
    "current_site",
    "language_advice",
    "language_name",
    "plurals",
    "shipped",
    "spoken",
    "translated",
    "unique",
    "untranslated",
    "use_site",
]


def N_(source: str) -> str:
    """Mark a source string for the catalogues where it is only named, to be translated later."""
    return source
