"""The model: a site's terms as frozen data, read with every mistake noted.

1. `schema`   the form of each file, key by key
2. `reading`  files to a `Book` of `Document`s, `Version`s and `Edition`s (`document`); `editions` shares what versions repeat
3. `rules`    what must hold across files, one function for each problem code, and `translations` between a text and its translations;
              `cache` is what they need not look at twice
4. `prose`    a clause text to blocks of atoms; `values`, `numbering`, `wording` print what placeholders stand for
5. `timeline` what is in force as of a date
"""
