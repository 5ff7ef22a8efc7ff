"""Releases: the life of a version, from a draft to a sealed entry of the record.

1. `plan`     whether the draft can be released, with which number and dates; refuses with places
2. `record`   the record's text with one entry more: every other line stays as it is
3. `freeze`   copies and record written so that all of it is there or none; what an interrupted command left is finished
4. `outlook`  what is in force, announced and drafted as of a day, and by when to announce
"""
