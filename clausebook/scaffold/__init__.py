"""Scaffolding: the files with which a new site, a new document and a new language of a document begin.

1. `files`     text files written only where nothing is lost, all of them or none
2. `starter`   the text of a new document, in every language
3. `document`  a record and its drafts
4. `site`      everything a folder needs to check, preview, release and publish terms
5. `todo`      a draft in another language, to be translated
"""
