"""Pages: a book to finished HTML, one `Page` for each address of each language.

1. `addresses`  where everything lies; the only place that spells an address
2. `words`      interface words, dates and sentences of one language; `derivations` how a date follows from its notice
3. `prose`      clause texts to HTML; `redlines` the same for what changed
4. `view`      a book as of a day; `life` what a version is on it, in words that stay true
5. `terms`, `changes`, `history`, `clauses`, `compare`  plain view data of each kind of page; `texts` the clauses of a page
   of terms, `comparisons` the data that the compare page picks from
6. `events`     what happened when; `feeds`, `calendars`, `data`, `linked` the same facts for programs
7. `templates`  Jinja from view data to HTML; `library` makes all pages and files of a language
"""
