"""Single changes to copies of a built site, none of which `clausebook verify` may confirm: `python benchmarks/mutations.py [--count N]`.

Each takes a page, a plain text or data of the built site and changes one thing that a reader or program would read otherwise: a word, a digit, an address, an
attribute, the order, something left out or put in, hidden by a style or by a class. A change that `verify --file` does not find is told, and ends with
code 1. The same seed makes the same changes.
"""

from __future__ import annotations

import argparse
import copy
import datetime as dt
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

sys.path.insert(0, str(Path(__file__).parents[1]))

from clausebook.model.reading import read_book
from clausebook.problems import Problems
from clausebook.verify.again import Again
from clausebook.verify.copies import Copies
from clausebook.verify.saved import CONTENT
from clausebook.verify.settings import read_facts

ROOT = Path(__file__).parents[1]
_WORD = re.compile(r"[^\W\d_]{2,}")
# Elements of which a reader sees something; scripts and empty frames of the theme are not among them.
_SEEN = "p, li, a, section, h1, h2, h3, td, th, dt, dd, ins, del, strong, em, code, time, aside, details, summary, .cb-text, .cb-number, .cb-title"
HIDING = (
    "display:none", "visibility:hidden", "opacity:0", "font-size:0", "color:transparent", "color:#fff", "clip-path:inset(50%)",
    "position:absolute;left:-9999px", "transform:scale(0)", "height:0;overflow:hidden", "text-indent:-9999px", "text-decoration:line-through",
    "float:right", "order:-1", "filter:opacity(0)", "max-height:0;overflow:hidden", "content-visibility:hidden", "direction:rtl;unicode-bidi:bidi-override",
    "text-transform:uppercase", "-webkit-text-security:disc", "font:0/0 a", "mask-image:linear-gradient(transparent,transparent)", "zoom:0.01",
    "all:unset;display:none", "background:#1d2630", "line-height:0", "letter-spacing:-1em", "margin-left:-9999px", "width:0;overflow:hidden", "display: NONE !important",
)  # fmt: skip
RULES = ("display:none", "visibility:hidden", "font-size:0", "color:#ffffff", "opacity:.01", "text-decoration-line:line-through", "position:fixed", "clip-path:circle(0)")  # fmt: skip
CLASSES = (
    "cb-absent",
    "cb-spoken",
    "cb-search-link md-header__button",
    "md-source__repository",
    "cb-walk",
    "md-overlay",
    "cb-badge--withdrawn",
)

Mutation = Callable[[random.Random, LexborHTMLParser, LexborNode], bool]


def _texts(content: LexborNode) -> list[LexborNode]:
    """The text nodes that a reader sees."""
    return [
        node
        for node in content.traverse(include_text=True)
        if node.is_text_node
        and (node.text_content or "").strip()
        and node.parent
        and node.parent.tag not in {"script", "style"}
    ]


def _replace_text(node: LexborNode, text: str) -> bool:
    changed = text != node.text_content
    node.replace_with(text)
    return changed


def change_word(chance: random.Random, tree: LexborHTMLParser, content: LexborNode) -> bool:
    """Another word."""
    node = chance.choice(_texts(content))
    text = node.text_content or ""
    found = list(_WORD.finditer(text))
    if not found:
        return False
    word = chance.choice(found)
    return _replace_text(
        node, text[: word.start()] + chance.choice(("not", "never", "all", "kun", "sauf")) + text[word.end() :]
    )


def change_letter(chance: random.Random, tree: LexborHTMLParser, content: LexborNode) -> bool:
    """Another letter, one of them maybe only alike."""
    node = chance.choice(_texts(content))
    text = node.text_content or ""
    at = chance.choice([at for at, letter in enumerate(text) if not letter.isspace()])
    return _replace_text(node, text[:at] + chance.choice("abcdeаео1lI\u200b\u00ad") + text[at + 1 :])


def change_digit(chance: random.Random, tree: LexborHTMLParser, content: LexborNode) -> bool:
    """Another digit."""
    nodes = [node for node in _texts(content) if re.search(r"\d", node.text_content or "")]
    node = chance.choice(nodes)
    text = node.text_content or ""
    digit = chance.choice(list(re.finditer(r"\d", text)))
    return _replace_text(
        node, text[: digit.start()] + str((int(digit[0]) + chance.randint(1, 9)) % 10) + text[digit.end() :]
    )


def drop_word(chance: random.Random, tree: LexborHTMLParser, content: LexborNode) -> bool:
    """A word left out."""
    node = chance.choice(_texts(content))
    text = node.text_content or ""
    found = list(_WORD.finditer(text))
    if not found:
        return False
    word = chance.choice(found)
    return _replace_text(node, text[: word.start()] + text[word.end() :])


def add_word(chance: random.Random, tree: LexborHTMLParser, content: LexborNode) -> bool:
    """A word put in."""
    node = chance.choice(_texts(content))
    return _replace_text(node, f"{node.text_content} not ")


def change_address(chance: random.Random, tree: LexborHTMLParser, content: LexborNode) -> bool:
    """Where a link leads."""
    link = chance.choice(content.css("a[href]"))
    href = link.attributes["href"] or ""
    link.attrs["href"] = chance.choice(
        (f"{href}x", f"x/{href}", "https://example.org/", f"{href}&x=1", "javascript:alert(1)", f"{href}#x#")
    )
    return True


def change_attribute(chance: random.Random, tree: LexborHTMLParser, content: LexborNode) -> bool:
    """An attribute that means something, changed or gone."""
    named = [
        (node, name)
        for node in content.css("*")
        for name in (
            "id",
            "start",
            "scope",
            "datetime",
            "lang",
            "hreflang",
            "value",
            "aria-label",
            "type",
            "data-cb-start",
            "data-cb-end",
        )
        if node.attributes.get(name) and node.tag not in {"script"}
    ]
    node, name = chance.choice(named)
    if chance.random() < 0.3:
        del node.attrs[name]
    else:
        node.attrs[name] = f"{node.attributes[name]}9"
    return True


def add_attribute(chance: random.Random, tree: LexborHTMLParser, content: LexborNode) -> bool:
    """An attribute that hides or turns."""
    node = chance.choice(content.css(_SEEN))
    name, value = chance.choice(
        (
            ("hidden", ""),
            ("dir", "rtl"),
            ("popover", "auto"),
            ("aria-hidden", "true"),
            ("inert", ""),
            ("hidden", "until-found"),
            ("title", "void"),
        )
    )
    if name in node.attributes:
        return False
    node.attrs[name] = value
    return True


def swap_neighbours(chance: random.Random, tree: LexborHTMLParser, content: LexborNode) -> bool:
    """Two neighbours in the other order."""
    node = chance.choice(content.css(_SEEN))
    other = node.next
    while other is not None and not other.is_element_node:
        other = other.next
    if other is None or not (node.text(strip=True) and other.text(strip=True)) or node.html == other.html:
        return False
    one, two = node.html or "", other.html or ""
    parent = node.parent
    if parent is None or parent.inner_html is None or one not in parent.inner_html:
        return False
    before, _, rest = parent.inner_html.partition(one)
    between, found, after = rest.partition(two)
    if not found:
        return False
    parent.inner_html = before + two + between + one + after
    return True


def drop_element(chance: random.Random, tree: LexborHTMLParser, content: LexborNode) -> bool:
    """Something left out."""
    node = chance.choice(content.css(_SEEN))
    if not node.text(strip=True):
        return False
    node.decompose()
    return True


def double_element(chance: random.Random, tree: LexborHTMLParser, content: LexborNode) -> bool:
    """Something put in twice."""
    node = chance.choice(content.css(_SEEN))
    if not node.text(strip=True):
        return False
    node.insert_after(node.clone())
    return True


def add_paragraph(chance: random.Random, tree: LexborHTMLParser, content: LexborNode) -> bool:
    """A paragraph put in."""
    node = chance.choice(content.css("p, li, section, h2"))
    new = LexborHTMLParser("<p>The provider may end this at any time.</p>").css("p")[0]
    node.insert_after(new)
    return True


def wrap_element(chance: random.Random, tree: LexborHTMLParser, content: LexborNode) -> bool:
    """Something struck out, folded away, or taken for code."""
    node = chance.choice(
        [node for node in content.css("p, li, .cb-text, .cb-title, a, strong") if node.text(strip=True)]
    )
    tag = chance.choice(
        ("del", "s", "details", "template", "small", "sup", "noscript", "textarea", "em", "bdo", "marquee", "dialog")
    )
    node.inner_html = f"<{tag}>{node.inner_html}</{tag}>"
    return True


def hide_by_attribute(chance: random.Random, tree: LexborHTMLParser, content: LexborNode) -> bool:
    """Something hidden by its style attribute."""
    nodes = [node for node in content.css(_SEEN) if node.text(strip=True) and "hidden" not in node.attributes]
    chance.choice(nodes).attrs["style"] = chance.choice(HIDING)
    return True


def hide_by_rule(chance: random.Random, tree: LexborHTMLParser, content: LexborNode) -> bool:
    """Something hidden by a style sheet."""
    named = [node for node in content.css("[id]") if node.text(strip=True)]
    if not named:
        return False
    one = chance.choice(named).attributes["id"]
    selector = chance.choice(
        (
            f"[id='{one}']",
            f"article [id='{one}']",
            "article p",
            ".md-content__inner > *",
            "time",
            f":is([id='{one}'])",
            f"body:hover [id='{one}']",
        )
    )
    if not content.css("p") and selector == "article p":
        return False
    if not content.css("time") and selector == "time":
        return False
    media = chance.choice(
        ("{}", "@media print{{{}}}", "@media (min-width:1px){{{}}}", "@supports (display:grid){{@layer x{{{}}}}}")
    )
    style = LexborHTMLParser(f"<style>{media.format(f'{selector}{{{chance.choice(RULES)}}}')}</style>").css("style")[0]
    place = tree.head if chance.random() < 0.5 and tree.head is not None else content
    place.insert_child(style)
    return True


def add_text_by_rule(chance: random.Random, tree: LexborHTMLParser, content: LexborNode) -> bool:
    """Words put in by a style sheet."""
    selector = chance.choice(("article p", "article h1", "body", "article", ".md-content__inner a"))
    style = LexborHTMLParser(f"<style>{selector}::{chance.choice(('before', 'after'))}{{content:'not '}}</style>").css(
        "style"
    )[0]
    content.insert_child(style)
    return True


def add_class(chance: random.Random, tree: LexborHTMLParser, content: LexborNode) -> bool:
    """A class that the site's own style sheets hide or strike out."""
    nodes = [node for node in content.css(_SEEN) if node.text(strip=True)]
    node, name = chance.choice(nodes), chance.choice(CLASSES)
    if name.startswith("md-") and name not in {"md-overlay"}:
        name = "cb-absent"
    if name in (node.attributes.get("class") or "").split():
        return False
    node.attrs["class"] = f"{node.attributes.get('class') or ''} {name}".strip()
    return True


def drop_class(chance: random.Random, tree: LexborHTMLParser, content: LexborNode) -> bool:
    """A class gone that decides how words are shown."""
    node = chance.choice(content.css("[class*='cb-']"))
    del node.attrs["class"]
    return True


PAGE_MUTATIONS: tuple[Mutation, ...] = (
    change_word, change_letter, change_digit, drop_word, add_word, change_address, change_attribute, add_attribute, swap_neighbours,
    drop_element, double_element, add_paragraph, wrap_element, hide_by_attribute, hide_by_rule, add_text_by_rule, add_class, drop_class,
)  # fmt: skip


def mutate_page(html: str, chance: random.Random) -> tuple[str, str]:
    """A page with one thing changed: the kind of the change, and the page."""
    while True:
        tree = LexborHTMLParser(html)
        content = tree.css(CONTENT)[0]
        mutation = chance.choice(PAGE_MUTATIONS)
        try:
            done = mutation(chance, tree, content)
        except IndexError:  # the page has nothing of the kind
            continue
        if done:
            return mutation.__name__, tree.html or ""


def mutate_text(text: str, chance: random.Random) -> tuple[str, str]:
    """A plain text with one thing changed."""
    lines = text.split("\n")
    at = chance.randrange(len(lines) - 1)
    kind = chance.choice(("character", "line left out", "line put in", "lines in the other order", "digit", "end"))
    match kind:
        case "character":
            place = chance.randrange(len(text))
            new = text[:place] + chance.choice("xyz0 ") + text[place + 1 :]
        case "line left out":
            new = "\n".join(lines[:at] + lines[at + 1 :])
        case "line put in":
            new = "\n".join([*lines[:at], "The provider may end this at any time.", *lines[at:]])
        case "lines in the other order":
            other = chance.randrange(len(lines) - 1)
            lines[at], lines[other] = lines[other], lines[at]
            new = "\n".join(lines)
        case "digit":
            digit = chance.choice(list(re.finditer(r"\d", text)))
            new = text[: digit.start()] + str((int(digit[0]) + 1) % 10) + text[digit.end() :]
        case _:
            new = text[: -chance.randint(1, 40)]
    return (kind, new) if new != text else mutate_text(text, chance)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each place in data: what holds it, and the key or index."""
    entries: Iterable[tuple[Any, Any]] = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in entries:
        yield value, key
        if isinstance(inner, dict | list):
            yield from _places(inner)


def mutate_json(text: str, chance: random.Random) -> tuple[str, str]:
    """Data with one thing changed."""
    data = json.loads(text)
    before = copy.deepcopy(data)
    holder, key = chance.choice(list(_places(data)))
    kind = chance.choice(("value", "left out", "put in", "order", "type"))
    if kind == "value":
        holder[key] = _other(holder[key], chance)
    elif kind == "left out":
        del holder[key]
    elif kind == "put in" and isinstance(holder, dict):
        holder[f"{key}_"] = holder[key]
    elif kind == "put in":
        holder.insert(key, holder[key])
    elif kind == "order" and isinstance(holder, list) and len(holder) > 1:
        holder[key], holder[key - 1] = holder[key - 1], holder[key]
    elif kind == "type":
        holder[key] = [holder[key]]
    if data == before:
        return mutate_json(text, chance)
    return f"data: {kind}", json.dumps(data, ensure_ascii=False)


def _other(value: Any, chance: random.Random) -> Any:
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        at = chance.randrange(len(value) + 1)
        return value[:at] + chance.choice("x0 ") + value[at:]
    return value[:-1] if isinstance(value, list) else {}


def mutate(path: Path, text: str, chance: random.Random) -> tuple[str, str]:
    """The contents of a file of a site with one thing changed."""
    changes = {".html": mutate_page, ".txt": mutate_text, ".json": mutate_json}
    kind, new = changes[path.suffix](text, chance)
    return f"{path.suffix[1:]}: {kind}", new


def copies_in(site: Path) -> list[Path]:
    """The files of a built site that can be verified by themselves."""
    found = [path for path in sorted(site.rglob("index.html")) if b"clausebook-page" in path.read_bytes()]
    found += sorted(path for path in (site / "data").rglob("*") if path.suffix in {".txt", ".json"})
    return [*found, *sorted(site.rglob("comparison.json"))]


def try_mutations(copies: Copies, site: Path, count: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Try so many changes; gives how many of each kind were tried, and what was confirmed although it was changed."""
    chance = random.Random(seed)  # noqa: S311  (changes that can be made again, no secrets)
    files = copies_in(site)
    kinds = {suffix: [path for path in files if path.suffix == suffix] for suffix in (".html", ".txt", ".json")}
    tried: Counter[str] = Counter()
    confirmed = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            path = chance.choice(kinds[chance.choices((".html", ".txt", ".json"), (6, 1, 3))[0]])
            kind, new = mutate(path, path.read_text(encoding="utf-8"), chance)
            changed = Path(folder) / f"changed{path.suffix}"
            changed.write_text(new, encoding="utf-8", newline="")
            problems = Problems()
            copies.verify(changed, problems)
            tried[kind] += 1
            if not len(problems):
                confirmed.append(f"{number}: {kind} in {path.relative_to(site)}")
    return tried, confirmed


def main() -> int:
    """Try changes to the built example, and print how many of each kind were tried and confirmed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=2000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--root", type=Path, default=ROOT)
    arguments.add_argument("--site", type=Path, default=None)
    given = arguments.parse_args()
    root, problems = given.root.resolve(), Problems()
    book, facts = read_book(root, problems), read_facts(root)
    if book is None or facts is None or len(problems):
        print("the site has problems: see clausebook check", file=sys.stderr)
        return 1
    start = time.perf_counter()
    copies = Copies(Again(root, book, facts, dt.datetime.now(dt.UTC)))
    tried, confirmed = try_mutations(copies, (given.site or root / "site").resolve(), given.count, given.seed)
    for kind, times in sorted(tried.items()):
        print(f"{times:6,} {kind}")
    print(f"{sum(tried.values()):6,} changes tried, {len(confirmed)} confirmed, in {time.perf_counter() - start:.0f} s")
    for line in confirmed:
        print(line)
    return 1 if confirmed else 0


if __name__ == "__main__":
    sys.exit(main())
