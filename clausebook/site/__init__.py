"""The site: finished pages in the theme's frame, into a folder.

1. `settings`   what mkdocs.yml says, with problems at their places
2. `build_plan` all that a build reads; `traces` say what an artifact was made from and whether it is current, `artifacts` keeps them, in a `cache`
3. `language_build`  finds or makes the artifacts of one language, or of some of its documents
4. `plugin`     all that touches MkDocs: the pages of `content/`, then the theme, which puts frames around ours
5. `shell`      fills the `slots` of a frame for each page; `head` is what it is told beside the content, `sitemap` what search engines are
6. `links`      every link and anchor, noted while writing
7. `root`       what belongs to no language; `search` its index
8. `publish`    all artifacts, found or made as the `scheduler` divides the work, in a `folder` beside the old site, mostly those that the `spare` holds already, then swapped in
9. `shards`     the work of one build for several machines
10. `preview`   the same with live reload, by a `builder` that remembers
"""
