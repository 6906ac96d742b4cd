"""Writes ``config/thresholds.toml`` from the settings structs: ``.venv/bin/python -m scripts.thresholds_file``."""

import inspect
from collections.abc import Iterator
from pathlib import Path

import msgspec

from monitor.core.settings import Thresholds
from scripts.settings_page import tables

FILE = Path(__file__).resolve().parent.parent / "config" / "thresholds.toml"
HEAD = """# Every threshold of the core, at its shipped value. What each means and where it comes from: docs/science.md.
# A site's own file needs only the keys it changes.
"""
UNITS = {
    "per_second": "dB/s",
    "seconds": "s",
    "db": "dB",
    "dbfs": "dBFS",
    "st": "semitones",
    "rate": "syllables/s",
    "probability": "0-1",
    "words": "words",
    "syllables": "syllables",
}
"""By how a key's name ends."""


def text() -> str:
    """The whole file."""
    written = (_table(name, table) for name, table in tables(Thresholds()))
    return "\n".join([HEAD, *filter(None, written)]).rstrip() + "\n"


def _table(name: str, table: msgspec.Struct) -> str:
    lines = list(_keys(table))
    about = (inspect.getdoc(type(table)) or "").split("\n")[0]
    return "\n".join([f"# {about}", f"[{name}]", *lines, ""]) if lines else ""


def _keys(table: msgspec.Struct) -> Iterator[str]:
    for field in msgspec.structs.fields(table):
        value = getattr(table, field.name)
        if isinstance(value, msgspec.Struct):
            continue
        unit = next((unit for end, unit in UNITS.items() if field.name == end or field.name.endswith(f"_{end}")), "")
        yield f"{field.name} = {msgspec.json.encode(value).decode()}{f' # {unit}' if unit else ''}"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
    print(f"wrote {FILE}")
