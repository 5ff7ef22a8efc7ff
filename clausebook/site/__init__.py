"""The site: finished pages into a folder, through MkDocs. The only package that knows MkDocs.

1. `settings`   what mkdocs.yml says, with problems at their places
2. `keys`       what each part of a site is made from, `found` what comparing has to do with it; `parts` keeps them, in a `cache`
3. `languages`  finds or makes the parts of one language
4. `plugin`     hands a language's pages to MkDocs (`finished`, `head`, `theme`); `host` runs one MkDocs build for each language, in `workers`
5. `archive`    writes the pages outside the navigation: `models` of their shapes, the `chrome` around them, `contents` lists
6. `links`      every link and anchor, noted while writing
7. `root`       what belongs to no language; `search` its index
8. `publish`    all parts, found or made by `making`, in a `folder` beside the old site, mostly those that the `spare` holds already, then swapped in
9. `shares`     the work of one build for several machines
10. `preview`   the same with live reload, by a `builder` that remembers
"""
