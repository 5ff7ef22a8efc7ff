"""Language server: what an editor shows of terms while somebody edits them, by the Language Server Protocol.

1. `workspace`     the site as it would be if every open file were saved
2. `placeholders`  the placeholder at a place of a line
3. `answers`       completion, explanation, definition, folding, renaming
4. `server`        the protocol. The only importer of pygls and lsprotocol
"""
