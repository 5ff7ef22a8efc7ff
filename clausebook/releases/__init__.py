"""Releases: the life of a version, from a draft to a sealed entry of the record.

1. `plan`         whether what the author wishes (`wish`) can be released, as which kind, with which number; refuses with places
                  `schedule` gives the days for all, for groups and clauses, `grounds` judges what lets a notice be another,
                  `reasons` what customers must be told
2. `corrections`  what a correction may touch, by the table of `operative` words; `carrying` makes it in earlier versions too
3. `entry`        all that a version's entry fixes; `record` writes the record's text with it, and no other line touched
4. `freeze`       texts and record written so that all of it is there or none
5. `recovery`     what an interrupted command left is finished or undone; one command at a time
6. `undo`         the last release taken back, as long as it was not published
7. `renaming`     a document under another name
8. `outlook`      what is in force, announced and drafted as of a day, and by when to announce
"""
