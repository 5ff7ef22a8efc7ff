"""The site: finished pages into a folder, through MkDocs. The only package that knows MkDocs.

1. `settings`   what mkdocs.yml says, with problems at their places
2. `plugin`     hands a language's pages to MkDocs (`finished`, `head`); `host` runs one MkDocs build for each language, in `workers`
3. `archive`    writes the pages outside the navigation: `models` of their shapes, the `chrome` around them, `contents` lists
4. `links`      every link and anchor, noted while writing
5. `root`       what belongs to no language; `search` its index
6. `publish`    all of it in a `folder` beside the old site, then swapped in
7. `preview`    the same with live reload
"""
