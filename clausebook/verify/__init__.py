"""Verify: what was published is what the record says, proven by making it again. No digest that a copy claims is believed.

1. `records`      the published files; `history` an earlier state is the beginning of today's
2. `settings`     what mkdocs.yml says of the site, without MkDocs
3. `again`        pages, texts and data made again, as of each day on which a copy may have been made
4. `visible`      a page as what its readers meet, its `links` told from the root of the site; `scripted`, `compared`, `paired` what the site's scripts do to it
5. `css`, `styles`, `paint`  what style sheets hide or alter; `around` what stands around the content
6. `saved`        a page as a browser saved it; `differences` told by clause; `copies` one file compared
7. `sites`        a whole built site; `frames` what stands around the content of its pages
"""
