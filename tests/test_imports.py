"""One direction only: a layer imports itself and the layers before it."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "clausebook"
LAYERS = [
    {
        "problems",
        "quoting",
        "names",
        "days",
        "languages",
        "confined",
        "holders",
        "private",
        "storage",
        "digests",
        "parent",
        "program",
        "git",
        "manual",
        "workers",
    },
    {"revisions"},
    {"source"},
    {"model"},
    {"compare"},
    {"releases"},
    {"sentences"},
    {"pages"},
    {"reports"},
    {"scaffold"},
    {"lsp"},
    {"translating"},
    {"importing"},
    {"verify"},
    {"site"},
    {"cli"},
    {"__main__"},
]
ONLY_IMPORTER = {
    "ruamel": ("source",),
    "mkdocs": ("site/plugin",),
    "jinja2": ("pages",),
    "rapidfuzz": ("compare",),
    "selectolax": ("importing", "site/hypertext", "verify"),
    "defusedxml": ("importing", "translating"),
    "mdit_py_plugins": ("importing",),
    "pypdfium2": ("importing",),
    "tinycss2": ("verify",),
    "click": ("cli",),
    "pygls": ("lsp",),
    "lsprotocol": ("lsp",),
    "rich": ("cli",),
}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def imported(path: Path) -> set[str]:
    """Every module that a file imports, inside functions and for types alone too."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module or "")
            names |= {f"{node.module}.{alias.name}" for alias in node.names if node.module == "clausebook"}
    return names


def layer_of(module: str) -> int:
    return next(number for number, names in enumerate(LAYERS) if module in names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    module = path.relative_to(PACKAGE).with_suffix("").as_posix()
    own = module.partition("/")[0]
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "clausebook" and len(parts) > 1:
            assert layer_of(parts[1]) <= layer_of(own), f"{own} imports {name}"
        elif parts[0] in ONLY_IMPORTER:
            assert module.startswith(ONLY_IMPORTER[parts[0]]), f"{module} imports {name}"


def test_no_cycles_between_modules() -> None:
    names = {".".join(("clausebook", *path.relative_to(PACKAGE).with_suffix("").parts)): path for path in MODULES}
    names = {name.removesuffix(".__init__"): path for name, path in names.items()}
    graph = {
        name: {target for target in imported(path) if target in names and target != name}
        for name, path in names.items()
    }
    while graph:
        free = {name for name, targets in graph.items() if not targets & graph.keys()}
        assert free, f"these import each other: {sorted(graph)}"
        graph = {name: targets for name, targets in graph.items() if name not in free}
