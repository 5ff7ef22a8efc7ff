"""Warnings: what a person should look at before a draft is published, found without knowing what was meant.

1. `figures`   figures, dates, amounts and percentages typed in a text, in one form for all languages
2. `shapes`    how many paragraphs, items and rows a text has
3. `languages` in which language words are written, by the small words that each has
4. `scripts`   words that mix the letters of two scripts
5. `leftovers` what was left to be filled in
6. `drafts`    the rules over a book: one function for each code

A warning stops nothing but `check --strict`. Each of these can be wrong; none was over the example's texts.
"""

from clausebook.model.warnings.drafts import find_warnings

__all__ = ["find_warnings"]
