"""The model: a site's terms as frozen data, read with every mistake noted.

1. `schema`   the form of each file, key by key: `fields` are what values can be, `rule_forms` the rules of notice
2. `reading`  files to a `Book` of `Document`s, `Version`s and `Edition`s (`document`); `editions` shares what versions repeat
3. `rules`    what must hold across files, one function for each problem code, and `translations` between a text and its translations;
              `cache` is what they need not look at twice
4. `prose`    a clause text to blocks of atoms; `values`, `numbering`, `wording` print what placeholders stand for
5. `periods`  how days are counted (`business_days` by the holidays of a country); `notices` which notice an amendment needs and which right
              it opens, `notice_reading` these from their forms
6. `timeline` what is in force as of a date, for all or for a group of customers
"""
