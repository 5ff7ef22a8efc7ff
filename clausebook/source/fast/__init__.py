"""The fast way to read YAML: what terms are written in nearly always, line by line, and each distinct block of many versions once.

It yields just what `clausebook.source.exact` would, or raises Unsure and leaves the text to it; the rest of the program asks `parse_yaml` and `BlockReader`, and
would run without this folder, three times as slowly (decision 39).

1. `simple`  one mapping
2. `blocks`  many versions of one text
"""

from clausebook.source.fast.blocks import BlockReader
from clausebook.source.fast.simple import Unsure, read_simple

__all__ = ["BlockReader", "Unsure", "read_simple"]
