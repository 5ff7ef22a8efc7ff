"""Source: YAML files as plain values, each with its place.

1. `files`      the text of a file, read with care, and its digest
2. `characters` what no file may hold because nobody sees it
3. `fast`       the YAML that terms are written in nearly always, read line by line, and equal blocks once
4. `mistakes`   what a person would say of a file that is no YAML
5. `exact`      any YAML, and every mistake explained (ruamel.yaml)
6. `site_languages` the languages that a site brings, and those of its texts

`fast` yields just what `exact` would, or leaves the text to it; `parse_yaml` asks them in this order.
"""

from pathlib import Path

from clausebook.problems import Problems
from clausebook.source.characters import hidden_in
from clausebook.source.exact import read_exactly
from clausebook.source.fast import BlockReader, Unsure, read_simple
from clausebook.source.files import TextFile, digest, read_file, read_text, refuse, with_lf
from clausebook.source.nodes import Node
from clausebook.source.site_languages import check_catalogues, text_folders, use_languages

__all__ = [
    "BlockReader",
    "Node",
    "TextFile",
    "check_catalogues",
    "digest",
    "hidden_in",
    "parse_yaml",
    "read_file",
    "read_text",
    "read_yaml",
    "refuse",
    "text_folders",
    "use_languages",
    "with_lf",
]


def read_yaml(root: Path, path: str, problems: Problems) -> Node | None:
    """The mapping that the YAML file `path` below `root` holds; None with problems when it holds none."""
    text = read_text(root, path, problems)
    return None if text is None else parse_yaml(text, path, problems)


def parse_yaml(text: str, path: str, problems: Problems) -> Node | None:
    """The mapping that a YAML text holds; `path` names it in problems."""
    try:
        return read_simple(text, path)
    except Unsure:
        return read_exactly(text, path, problems)
