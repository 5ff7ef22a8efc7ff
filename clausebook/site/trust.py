"""Trust: what mkdocs.yml can make MkDocs run or read beside the site's own pages, found before MkDocs reads it.

MkDocs runs hooks and builds the Python objects that tags name while it reads its settings. All of that is refused unless the site says
`trusted: true`, and SECURITY.md tells what it then may do.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from clausebook.problems import Place, Problems

# Plugins that read nothing but the pages.
PLAIN_PLUGINS = {"clausebook", "search", "material/search"}
# Extensions that read nothing but the text, as they are named in the packages markdown.extensions and pymdownx.
_PLAIN_EXTENSIONS = {
    *[
        "abbr",
        "admonition",
        "attr_list",
        "codehilite",
        "def_list",
        "extra",
        "fenced_code",
        "footnotes",
        "legacy_attrs",
        "legacy_em",
        "md_in_html",
        "meta",
    ],
    *["nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks"],
    *[
        "arithmatex",
        "betterem",
        "caret",
        "critic",
        "details",
        "escapeall",
        "extra",
        "highlight",
        "inlinehilite",
        "keys",
        "magiclink",
        "mark",
    ],
    *["progressbar", "saneheaders", "smartsymbols", "striphtml", "superfences", "tabbed", "tasklist", "tilde"],
}
_STANDARD = "tag:yaml.org,2002:"
_RUNNING = {
    "hooks": "it runs files of the site as Python",
    "INHERIT": "it takes in another file",
    "extra_templates": "their templates run outside of the sandbox",
}


def is_trusted(text: str) -> bool:
    """Whether these settings, which must be the site's own and none that they take in, say that the site is trusted."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        return False
    return isinstance(root, MappingNode) and _says_trusted(root)


def check_trust(text: str, path: str, problems: Problems) -> bool:
    """Whether MkDocs may read the settings of a site that is not trusted; False with a problem for each thing that asks for trust.

    What is no YAML is left to MkDocs, which runs nothing then.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        asked = list(_asked(root)) if isinstance(root, MappingNode) else []
    except yaml.YAMLError:
        return True
    except RecursionError:
        problems.add(Place(path), "yaml-feature", "this is nested too deeply", "write plain values")
        return False
    for node, message in asked:
        place = Place(path, node.start_mark.line + 1, node.start_mark.column + 1)
        advice = "remove it; or add “trusted: true” below “clausebook:” if you trust all who can write to this folder"
        problems.add(place, "untrusted", message, advice)
    return not asked


def _asked(root: MappingNode) -> Iterator[tuple[Node, str]]:
    """Everything that asks for trust, in words."""
    for node in _nodes(root, set()):
        if node.tag.removeprefix(_STANDARD).partition("/")[0] not in _PLAIN_TAGS:
            name = node.tag.replace(_STANDARD, "!!")
            yield node, f"“{name}” lets MkDocs run or read more than this file"
    for key, value in _entries(root):
        if key.value in _RUNNING:
            yield key, f"“{key.value}”: {_RUNNING[key.value]}"
        elif key.value == "plugins":
            for name in _names(value):
                if name.value not in PLAIN_PLUGINS:
                    yield name, f"the plugin “{name.value}” may run or read anything"
        elif key.value == "markdown_extensions":
            for name in _names(value):
                if name.value.removeprefix("markdown.extensions.").removeprefix("pymdownx.") not in _PLAIN_EXTENSIONS:
                    yield name, f"the extension “{name.value}” may run or read anything"


_PLAIN_TAGS = {"map", "seq", "str", "int", "float", "bool", "null", "timestamp", "merge", "value"}


def _nodes(node: Node, seen: set[int]) -> Iterator[Node]:
    """A node and all below it, each once: an alias may stand for any of them."""
    if id(node) in seen:
        return
    seen.add(id(node))
    yield node
    below = node.value if isinstance(node, SequenceNode) else []
    if isinstance(node, MappingNode):
        below = [each for pair in node.value for each in pair]
    for each in below:
        yield from _nodes(each, seen)


def _entries(node: Node) -> Iterator[tuple[ScalarNode, Node]]:
    """The entries of a mapping, with those that it merges in."""
    for key, value in node.value if isinstance(node, MappingNode) else ():
        if key.tag == f"{_STANDARD}merge":
            for each in value.value if isinstance(value, SequenceNode) else [value]:
                yield from _entries(each)
        elif isinstance(key, ScalarNode):
            yield key, value


def _names(node: Node) -> Iterator[ScalarNode]:
    """The names in a list of names or of mappings from a name, or in a mapping from names, as MkDocs reads all of these."""
    if isinstance(node, SequenceNode):
        for each in node.value:
            yield from [each] if isinstance(each, ScalarNode) else _names(each)
    else:
        yield from (key for key, _ in _entries(node))


def _says_trusted(root: MappingNode) -> bool:
    plugins = [value for key, value in _entries(root) if key.value == "plugins"]
    mappings = [each for node in plugins for each in (node.value if isinstance(node, SequenceNode) else [node])]
    options = [value for mapping in mappings for key, value in _entries(mapping) if key.value == "clausebook"]
    return any(
        key.value == "trusted" and value.tag == f"{_STANDARD}bool" and value.value.lower() in {"true", "yes", "on"}
        for each in options
        for key, value in _entries(each)
    )
