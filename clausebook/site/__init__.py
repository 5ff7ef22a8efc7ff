"""The site: finished pages in the theme's frame, into a folder.

1. `settings`   what mkdocs.yml says, with problems at their places
2. `keys`       what each part of a site is made from, `found` what comparing has to do with it; `parts` keeps them, in a `cache`
3. `languages`  finds or makes the parts of one language
4. `plugin`     all that touches MkDocs: the pages of `content/`, then the theme, which puts frames around ours; `host` has it run for one language, in `workers`
5. `shell`      fills the `slots` of a frame for each page; `head` is what it is told beside the content, `sitemap` what search engines are
6. `links`      every link and anchor, noted while writing
7. `root`       what belongs to no language; `search` its index
8. `publish`    all parts, found or made by `making`, in a `folder` beside the old site, mostly those that the `spare` holds already, then swapped in
9. `shards`     the work of one build for several machines
10. `preview`   the same with live reload, by a `builder` that remembers
"""
