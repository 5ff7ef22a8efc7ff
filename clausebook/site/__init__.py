"""The site: finished pages into a folder, through MkDocs. The only package that knows MkDocs.

1. `settings`   what mkdocs.yml says, with problems at their places
2. `plugin`     hands a language's pages to MkDocs; `host` runs one MkDocs build for each language
3. `publish`    the whole site beside the old one: languages, language chooser, search index; then swapped in
4. `links`      every link and anchor of the finished site
5. `preview`    the same with live reload
"""
