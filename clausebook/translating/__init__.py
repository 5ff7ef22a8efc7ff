"""Translating: what of a document waits for a translator, handed out and taken back in the files that translators work with.

1. `units`      the texts of a document in pairs, each with its state
2. `protected`  text in parts: words, and what a translator must leave as it is
3. `xliff`      XLIFF 1.2 for CAT tools
4. `table`      CSV, and a table in Word, for those who have none
5. `taking_back` the texts of such a file into the draft, or why not
"""
