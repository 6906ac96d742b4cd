"""Reads the source tree and says where it breaks the layers: imports point down only, the core stays pure."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

LAYERS = ("core", "wire", "service", "edges", "settings", "app", "cli")
"""From the bottom up; a module may import its own layer and those before it."""

BESIDE = {"shipped": "service", "config_layers": "settings"}
"""Modules of the package's own folder that help a layer."""

# fmt: off
PURE = frozenset(
    {
        "__future__", "abc", "array", "base64", "binascii", "bisect", "collections", "dataclasses", "difflib",
        "enum", "functools", "hashlib", "heapq", "itertools", "json", "math", "msgspec", "numpy", "operator",
        "rapidfuzz", "re", "soxr", "statistics", "string", "struct", "types", "typing", "unicodedata",
    }
)
# fmt: on
"""All that core and wire may import from outside: nothing that does I/O, reads a clock or starts a task."""

IMPURE_CALLS = frozenset({"open", "print", "input", "exec", "eval", "__import__", "breakpoint"})

# fmt: off
NOT_IN_SERVICE = frozenset(
    {
        "aiosqlite", "alembic", "http", "httpx", "socket", "sounddevice", "soundfile", "sqlalchemy", "sqlite3",
        "ssl", "starlette", "typer", "urllib", "uvicorn", "vosk", "websockets",
    }
)
# fmt: on
"""What service leaves to the edges: sockets, SQL, devices, engines."""

SETTINGS_READERS = frozenset({"settings.py"})


class Module(NamedTuple):
    """One file of the package: its path inside ``monitor`` and its syntax tree."""

    path: Path
    tree: ast.Module

    @property
    def layer(self) -> str:
        """The layer it belongs to; empty for the package's own ``__init__``."""
        first = self.path.parts[0].removesuffix(".py")
        return "" if first == "__init__" else BESIDE.get(first, first)


def modules(package: Path) -> list[Module]:
    """Every Python file of the package."""
    return [
        Module(path.relative_to(package), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(package.rglob("*.py"))
        if "_shipped" not in path.parts
    ]


def violations(package: Path) -> list[str]:
    """Every broken rule as ``path:line: what``."""
    return [
        f"{module.path}:{line}: {what}"
        for module in modules(package)
        for check in (upward, impure, out_of_place, environment)
        for line, what in check(module)
    ]


def upward(module: Module) -> Iterator[tuple[int, str]]:
    """Imports of a higher layer, and modules that belong to none."""
    if module.layer and module.layer not in LAYERS:
        yield 1, f"belongs to no layer: {', '.join(LAYERS)}"
        return
    for line, name in imports(module):
        layer = layer_of(name)
        if layer and module.layer and LAYERS.index(layer) > LAYERS.index(module.layer):
            yield line, f"{module.layer} imports {name}, which is above it"


def impure(module: Module) -> Iterator[tuple[int, str]]:
    """What core and wire may not use."""
    if module.layer not in ("core", "wire"):
        return
    for line, name in imports(module):
        if not name.startswith("monitor") and name.split(".")[0] not in PURE:
            yield line, f"{module.layer} imports {name}, which is not in its list"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in IMPURE_CALLS:
            yield node.lineno, f"{module.layer} calls {node.func.id}()"
        if isinstance(node, ast.AsyncFunctionDef | ast.Await):
            yield node.lineno, f"{module.layer} is asynchronous"


def out_of_place(module: Module) -> Iterator[tuple[int, str]]:
    """Edges' libraries in service."""
    if module.layer != "service":
        return
    for line, name in imports(module):
        if name.split(".")[0] in NOT_IN_SERVICE:
            yield line, f"service imports {name}, which belongs to the edges"


def environment(module: Module) -> Iterator[tuple[int, str]]:
    """The environment is read in one place."""
    if str(module.path) in SETTINGS_READERS:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "environb", "getenv"):
            yield node.lineno, "reads the environment; settings.py does that"


def imports(module: Module) -> Iterator[tuple[int, str]]:
    """Line and full name of everything imported, at the top or inside functions."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = absolute(node, module.path)
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def absolute(node: ast.ImportFrom, path: Path) -> str:
    """The module a ``from … import`` names, relative ones made absolute."""
    if not node.level:
        return node.module or ""
    parents = ["monitor", *path.parts[: len(path.parts) - node.level]]
    return ".".join([*parents, *([node.module] if node.module else [])])


def layer_of(name: str) -> str:
    """The layer of an imported name of the package; empty for anything else."""
    parts = name.split(".")
    if parts[0] != "monitor" or len(parts) < 2:
        return ""
    layer = BESIDE.get(parts[1], parts[1])
    return layer if layer in LAYERS else ""
