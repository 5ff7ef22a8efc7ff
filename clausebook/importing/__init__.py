"""Importing: terms written elsewhere become the files of a site. Every stage is a function from one frozen form to the next.

1. `loading`     a file to an `Outline` (`intermediate`): lines of text with what their format says of them. One reader for each format: `word`,
                 `webpage`, `commonmark`, `opendocument`, `typed_lines`, `portable`; `reading_order` puts the lines of a page into order
2. `hierarchy`   the lines to a tree of clauses, by their numbers (`markers`), headings and lists
3. `clause_text` what stands in a clause to Markdown that prints the same words
4. `naming`      an id for each clause: a readable one, or that of the same clause in an earlier version (`continuity`) or in another
                 language (`parallels`)
5. `citations`   typed references to placeholders, `typed_values` figures to values, `definitions` to defined terms
6. `text_files`  the tree to YAML; `completeness` shows that no word was lost on the way
7. `findings`    what was understood, what is uncertain and what was left out, as text; `side_by_side` as a page
8. `states`      the states of a file in a git history or a folder; `whole` does all of this for a document
"""
