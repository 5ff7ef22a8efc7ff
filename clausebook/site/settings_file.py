"""The settings file: mkdocs.yml as YAML nodes with their places, and what is wrong in it, found before MkDocs reads it.

MkDocs knows no lines, and leaves to the theme what the theme's settings are; a wrong one ends as a Python error somewhere in a
template, or as an address in a page that runs something. So everything that is told from a node is told here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from clausebook.names import suggestion
from clausebook.problems import Place, Problems
from clausebook.source import hidden_in, read_text

SETTINGS_FILE = "mkdocs.yml"
CONTENT = "content"  # the folder of the hand-written pages
THEME = "material"
_TAG = "tag:yaml.org,2002:"
# How many values a file may stand for, each alias counted as what it stands for.
_MOST_VALUES = 100_000


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A settings file that was read: its path below the site's folder, and its mapping."""

    path: str
    root: MappingNode

    def place(self, node: Node) -> Place:
        """Where a node of the file stands."""
        return Place(self.path, node.start_mark.line + 1, node.start_mark.column + 1)

    def key(self, *names: str) -> Node | None:
        """The node of a key, by its name and those of the keys around it; None where it is not written."""
        node: Node | None = self.root
        found: Node | None = None
        for name in names:
            found, node = next(((key, value) for key, value in entries(node) if key.value == name), (None, None))
        return found

    def value(self, *names: str) -> Node | None:
        """What stands at a key."""
        node: Node | None = self.root
        for name in names:
            node = next((value for key, value in entries(node) if key.value == name), None)
        return node

    def option(self, plugin: str, name: str) -> tuple[Node | None, Node | None]:
        """The key and the value of an option of a plugin, in whichever way plugins are listed."""
        for key, options in named(self.value("plugins")):
            if key.value == plugin:
                return next(((each, value) for each, value in entries(options) if each.value == name), (key, None))
        return None, None


def entries(node: Node | None) -> Iterator[tuple[ScalarNode, Node]]:
    """The entries of a mapping whose keys are words; nothing for any other node."""
    for key, value in node.value if isinstance(node, MappingNode) else ():
        if isinstance(key, ScalarNode):
            yield key, value


def named(node: Node | None) -> Iterator[tuple[ScalarNode, Node | None]]:
    """The names of a list in which each stands alone or before its options, or of a mapping from names, as plugins are listed."""
    for each in node.value if isinstance(node, SequenceNode) else [node]:
        if isinstance(each, ScalarNode):
            yield each, None
        else:
            yield from entries(each)


def read_settings_files(root: Path, path: str, problems: Problems) -> list[SettingsFile]:
    """A settings file and those that it takes in (INHERIT), each after the one that names it; with problems what can be read."""
    found: list[SettingsFile] = []
    place, wanted = Place(path), path
    while wanted:
        text = read_text(root, wanted, problems)
        file = _compose(text, wanted, problems) if text is not None else None
        if file is None:
            break
        found.append(file)
        wanted = ""
        inherits = file.value("INHERIT")
        if inherits is not None:
            place = file.place(inherits)
            wanted = _inherited(file, inherits, problems)
            if wanted in {one.path for one in found}:
                problems.add(place, "bad-setting", f"“INHERIT”: {wanted} takes in itself", "name another file")
                wanted = ""
    return found


def _inherited(file: SettingsFile, node: Node, problems: Problems) -> str:
    """The path of the file that one takes in, below the site's folder; empty with a problem where it is none."""
    path = PurePosixPath(file.path).parent / node.value if _is_text(node) else None
    parts: list[str] = []
    for part in path.parts if path else ():
        if part == ".." and parts:
            parts.pop()
        elif part != ".":
            parts.append(part)
    if not parts or parts[0] in {"..", "/"}:
        problems.add(
            file.place(node),
            "bad-setting",
            "“INHERIT” names no file of the site's folder",
            "name one, such as base.yml",
        )
        return ""
    return "/".join(parts)


def _compose(text: str, path: str, problems: Problems) -> SettingsFile | None:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        place = Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
        problems.add(
            place,
            "yaml-syntax",
            f"a character stands here that no YAML file can hold (U+{ord(text[error.position]):04X})",
            "delete it",
        )
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(path, mark.line + 1, mark.column + 1) if mark else Place(path)
        told = " ".join(f"{error.context or ''} {error.problem or ''}".split())
        problems.add(place, "yaml-syntax", f"this is not valid YAML: {told}", "look at this line and the one before")
        return None
    except RecursionError:
        problems.add(Place(path), "yaml-feature", "this is nested too deeply", "write plain values")
        return None
    if not isinstance(node, MappingNode):
        problems.add(Place(path), "bad-setting", "this file has no settings", "write them as “key: value”")
        return None
    file = SettingsFile(path, node)
    return file if _is_finite(file, problems) else None


def _is_finite(file: SettingsFile, problems: Problems) -> bool:
    """Whether aliases stand for something that ends; False with a problem."""
    sizes: dict[int, int] = {}

    def size(node: Node) -> int:
        if id(node) not in sizes:
            sizes[id(node)] = _MOST_VALUES + 1  # what is met again before it is known stands in itself
            sizes[id(node)] = 1 + sum(map(size, _below(node)))
        return sizes[id(node)]

    if size(file.root) <= _MOST_VALUES:
        return True
    problems.add(
        Place(file.path), "yaml-feature", "aliases stand for too much, or for themselves", "write plain values"
    )
    return False


def _below(node: Node) -> list[Node]:
    if isinstance(node, MappingNode):
        return [each for pair in node.value for each in pair]
    return node.value if isinstance(node, SequenceNode) else []


def _is_text(node: Node | None) -> bool:
    return isinstance(node, ScalarNode) and node.tag == f"{_TAG}str" and bool(node.value.strip())


def _is_texts(node: Node | None) -> bool:
    return isinstance(node, SequenceNode) and all(isinstance(each, ScalarNode) and each.value for each in node.value)


def _is_mapping(node: Node | None) -> bool:
    return isinstance(node, MappingNode)


def _is_mappings(node: Node | None) -> bool:
    return isinstance(node, SequenceNode) and all(map(_is_mapping, node.value))


def _is_palette(node: Node | None) -> bool:
    palettes = node.value if isinstance(node, SequenceNode) else [node]
    return bool(palettes) and all(
        isinstance(each, MappingNode)
        and all(
            _is_text(value) for key, value in entries(each) if key.value in {"primary", "accent", "scheme", "media"}
        )
        for each in palettes
    )


def _is_icons(node: Node | None) -> bool:
    return isinstance(node, MappingNode) and all(_is_text(value) or _is_icons(value) for _, value in entries(node))


def _is_absent(node: Node | None) -> bool:
    return node is None


_Kind = Callable[[Node | None], bool]
# What the theme's templates take for granted, in words for a message.
_KINDS: dict[tuple[str, ...], tuple[_Kind, str]] = {
    ("theme", "palette"): (_is_palette, "colours, such as “primary: indigo”"),
    ("theme", "features"): (_is_texts, "a list of words"),
    ("theme", "icon"): (_is_icons, "names of icons, such as “logo: material/scale-balance”"),
    ("theme", "custom_dir"): (_is_text, "a folder of the site"),
    ("theme", "logo"): (_is_text, "a picture of the site"),
    ("theme", "favicon"): (_is_text, "a picture of the site"),
    ("theme", "language"): (_is_text, "a language"),
    ("theme", "direction"): (_is_text, "“ltr” or “rtl”"),
    ("theme", "static_templates"): (_is_texts, "a list of files"),
    ("extra",): (_is_mapping, "settings, each as “key: value”"),
    ("extra", "social"): (_is_mappings, "a list with an icon and a link each"),
    ("extra", "alternate"): (_is_absent, "nothing: the site links its languages itself"),
    ("extra", "analytics"): (_is_absent, "nothing: pages load nothing from elsewhere and tell nobody who reads them"),
    ("extra", "consent"): (_is_absent, "nothing: there is nothing to consent to"),
    ("extra", "version"): (_is_absent, "nothing: the site has the versions of its documents"),
}
# Addresses of the web; a site's own has no query, since paths are put behind it.
_WEB = re.compile(r"https?://[A-Za-z0-9.\[\]:-]+(?:/[A-Za-z0-9._~:/?#@!$&()*+,;=%{}-]*)?")
_OWN = re.compile(r"https?://[A-Za-z0-9.\[\]:-]+(?:/[A-Za-z0-9._~:/@!$()*+,;=%-]*)?")
_ADDRESSES = {("site_url",): _OWN, ("repo_url",): _WEB, ("extra", "homepage"): _WEB}
# What a browser runs, or shows as a page of the site's own; it overlooks white space and controls in the word (URL, 4.4).
_RUNS = re.compile(r"(?:java|vb)script:|^data:\S|[\"'(=]data:", re.IGNORECASE)
_OVERLOOKED = re.compile(r"[\x00-\x20\x7f-\xa0]")
# Texts in which an author may write HTML; whatever else the theme prints stands in attributes, too.
_MAY_BE_HTML = ("copyright", "site_name", "site_description", "site_author", "repo_name")
_FREE = {
    *_MAY_BE_HTML,
    "plugins",
    "markdown_extensions",
    "mdx_configs",
    "nav",
    "exclude_docs",
    "draft_docs",
    "not_in_nav",
}
_FROM_ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


def check_settings_file(
    file: SettingsFile, names: Collection[str], options: Mapping[str, _Kind], problems: Problems
) -> None:
    """Add a problem for each setting that cannot work; `names` are those that MkDocs knows, `options` those of our plugin."""
    _check_keys(file, names, problems)
    _check_scalars(file, problems)
    _check_theme(file, problems)
    for path, (fits, words) in _KINDS.items():
        node = file.value(*path)
        if node is not None and node.tag != f"{_TAG}null" and not fits(node):
            _bad(file, node, ".".join(path), f"here stands {words}", problems)
    for path, form in _ADDRESSES.items():
        _check_address(file, file.value(*path), ".".join(path), form, problems)
    for each in _list(file.value("extra", "social")):
        link = next((value for key, value in entries(each) if key.value == "link"), None)
        if not (isinstance(link, ScalarNode) and link.value.startswith("mailto:")):
            _check_address(file, link, "extra.social.link", _WEB, problems)
    _check_own_files(file, problems)
    _check_plugins(file, options, problems)


def _check_keys(file: SettingsFile, names: Collection[str], problems: Problems) -> None:
    for key, _ in entries(file.root):
        if key.value not in names and key.value != "INHERIT":
            _bad(file, key, key.value, "there is no such setting", problems, suggestion(key.value, names))
    for node in _all(file.root):
        seen: set[str] = set()
        for key, _ in node.value if isinstance(node, MappingNode) else ():
            if not isinstance(key, ScalarNode) or key.tag not in {f"{_TAG}str", f"{_TAG}merge"}:
                problems.add(file.place(key), "bad-setting", "the name of a setting is a word", "put it in quotes")
            elif key.value in seen and key.tag == f"{_TAG}str":
                problems.add(file.place(key), "yaml-duplicate-key", f"“{key.value}” stands twice", "remove one")
            else:
                seen.add(key.value)


def _check_scalars(file: SettingsFile, problems: Problems) -> None:
    for key, value in entries(file.root):
        for node in _all(value):
            if not isinstance(node, ScalarNode):
                continue
            hidden = hidden_in(node.value)
            if hidden:
                problems.add(file.place(node), "character", hidden, "delete it")
            elif _RUNS.search(_OVERLOOKED.sub("", node.value)):
                _bad(file, node, key.value, "this address would run something in the reader's browser", problems)
            elif key.value not in _FREE and re.search('[<>"]', node.value) and key.value in {"theme", "extra"}:
                _bad(file, node, key.value, "a setting of the theme is no HTML", problems, "remove < > and quotes")
            elif key.value in _MAY_BE_HTML and key.value != "copyright" and "\n" in node.value.strip():
                _bad(file, node, key.value, "this is one line", problems)


def _check_theme(file: SettingsFile, problems: Problems) -> None:
    theme = file.value("theme")
    if theme is None:
        return
    name = file.value("theme", "name") if isinstance(theme, MappingNode) else theme
    if not (_is_text(name) and name is not None and name.value == THEME):
        advice = f"write “theme:” with “name: {THEME}” below it"
        _bad(file, name or theme, "theme", f"pages are made for the theme “{THEME}”", problems, advice)


def _check_address(file: SettingsFile, node: Node | None, name: str, form: re.Pattern[str], problems: Problems) -> None:
    if node is None or node.tag == f"{_TAG}null" or node.value == "":
        return
    if not (isinstance(node, ScalarNode) and form.fullmatch(node.value)):
        _bad(
            file, node, name, "this is no address of the web", problems, "write one, such as https://terms.example.com/"
        )


def _check_own_files(file: SettingsFile, problems: Problems) -> None:
    """extra_css and extra_javascript: files of the site, as its pages load nothing from elsewhere."""
    for name in ("extra_css", "extra_javascript"):
        for each in _list(file.value(name)):
            node = (
                each if isinstance(each, ScalarNode) else next((v for k, v in entries(each) if k.value == "path"), None)
            )
            if isinstance(node, ScalarNode) and _FROM_ELSEWHERE.match(node.value):
                advice = "put the file into content/, for each language, and name it here"
                _bad(file, node, name, "pages load nothing from elsewhere", problems, advice)


def _check_plugins(file: SettingsFile, options: Mapping[str, _Kind], problems: Problems) -> None:
    for plugin, given in named(file.value("plugins")):
        if plugin.value != "clausebook" or given is None or given.tag == f"{_TAG}null":
            continue
        if not isinstance(given, MappingNode):
            _bad(file, given, "clausebook", "here stand options, each as “key: value”", problems)
        for key, value in entries(given):
            if key.value not in options:
                _bad(
                    file,
                    key,
                    f"clausebook.{key.value}",
                    "there is no such option",
                    problems,
                    suggestion(key.value, options),
                )
            elif not options[key.value](value):
                _bad(
                    file,
                    value,
                    f"clausebook.{key.value}",
                    "this is no value for it",
                    problems,
                    "see “clausebook help format”",
                )


def icons(file: SettingsFile) -> Iterator[ScalarNode]:
    """The names of icons in the settings of the theme."""
    waiting = [file.value("theme", "icon")]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ScalarNode):
            yield node
        waiting += [value for _, value in entries(node)]


def is_source_url(node: Node | None) -> bool:
    """Whether a value is an address below which files are found, or none."""
    return isinstance(node, ScalarNode) and (not node.value or bool(_OWN.fullmatch(node.value)))


def is_flag(node: Node | None) -> bool:
    """Whether a value is yes or no."""
    return isinstance(node, ScalarNode) and node.tag == f"{_TAG}bool"


def is_among(known: Container[str]) -> _Kind:
    """Whether a value is a list of words that are all known."""
    return lambda node: _is_texts(node) and node is not None and all(each.value in known for each in node.value)


def _bad(
    file: SettingsFile, node: Node, name: str, message: str, problems: Problems, advice: str = "correct or remove it"
) -> None:
    problems.add(file.place(node), "bad-setting", f"“{name}”: {message}", advice)


def _list(node: Node | None) -> list[Node]:
    return node.value if isinstance(node, SequenceNode) else []


def _all(node: Node) -> Iterator[Node]:
    """A node and all below it, each once."""
    seen, waiting = set[int](), [node]
    while waiting:
        each = waiting.pop()
        if id(each) not in seen:
            seen.add(id(each))
            yield each
            waiting += _below(each)
