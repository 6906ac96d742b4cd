"""Writes ``docs/settings.md`` from the settings structs: ``.venv/bin/python -m scripts.settings_page``."""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec.structs import fields

from monitor.core.prompting.playbook import Rule
from monitor.settings import load

PAGE = Path(__file__).resolve().parent.parent / "docs" / "settings.md"
HEAD = """# Settings

Written by `make docs` from the code; a test holds it to the code. A site's folder (`--config DIR` or
`CALL_MONITOR_CONFIG`) holds files of the same names as `config/` with only the keys it changes. Every key of
`service.toml` and `thresholds.toml` can also be set in the environment, `web.port` as `CALL_MONITOR_WEB_PORT`. A key
that is not in these tables is an error that names the nearest one. Names carry their units.
"""


class Key(NamedTuple):
    """One setting, as a person looks for it."""

    name: str
    default: str
    about: str


def page() -> str:
    """The whole page."""
    shipped = load(None, {})
    parts = [HEAD]
    for title, top in (("service.toml", shipped.service), ("thresholds.toml", shipped.thresholds)):
        parts += [f"## {title}\n", *(_section(name, type(table), keys(table)) for name, table in tables(top))]
    rule = [Key(field.name, _shown(field.default), _docs(Rule, field.name)) for field in fields(Rule)]
    return "\n".join([*parts, "## playbook.toml\n", _section("[rule]", Rule, rule)])


def tables(top: msgspec.Struct, path: str = "") -> Iterator[tuple[str, msgspec.Struct]]:
    """Every table under a struct, as its path and its values."""
    for field in fields(top):
        value = getattr(top, field.name)
        if isinstance(value, msgspec.Struct):
            name = f"{path}.{field.name}" if path else field.name
            yield name, value
            yield from tables(value, name)


def keys(table: msgspec.Struct) -> list[Key]:
    """The keys of one table, without the tables in it."""
    values = {field.name: getattr(table, field.name) for field in fields(table)}
    return [
        Key(name, _shown(value), _docs(type(table), name))
        for name, value in values.items()
        if not isinstance(value, msgspec.Struct)
    ]


def _section(name: str, kind: type, found: list[Key]) -> str:
    lines = [f"### [{name}]\n", f"{inspect.getdoc(kind)}\n"]
    if found:
        lines += ["| key | default | |", "|---|---|---|"]
        lines += [f"| `{key.name}` | {key.default} | {key.about} |" for key in found]
    return "\n".join([*lines, ""])


def _shown(value: object) -> str:
    return "required" if value is msgspec.NODEFAULT else f"`{msgspec.json.encode(value).decode()}`"


def _docs(kind: type, name: str) -> str:
    """The string that follows a field in its class's source."""
    body = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0].body
    for field, doc in pairwise(body):
        if isinstance(field, ast.AnnAssign) and field.target.id == name and isinstance(doc, ast.Expr):
            return " ".join(str(doc.value.value).split())
    return ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE}")
