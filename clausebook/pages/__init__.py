"""Pages: a book to finished HTML, one `Page` for each address of each language.

1. `addresses`  where everything lies; the only place that spells an address
2. `words`      interface words, dates and sentences of one language
3. `prose`      clause texts to HTML; `redlines` the same for what changed
4. `terms`, `changes`, `history`, `home`  plain view data of each kind of page
5. `templates`  Jinja from view data to HTML; `library` makes all pages of a language
"""
