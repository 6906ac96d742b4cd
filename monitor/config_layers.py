"""Settings in layers, key by key: each later source overrides single keys of the earlier ones."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from monitor.core.errors import CallMonitorError
from monitor.core.nearest import nearest

T = TypeVar("T", bound=msgspec.Struct)


LARGEST_BYTES = 2_000_000
"""Of one file; the largest that is shipped, one language's phrases of repair, has 0.13 MB."""


class ConfigError(CallMonitorError):
    """The configuration can't be used as it is written."""


class Source(msgspec.Struct, frozen=True):
    """One layer: where it comes from, as a person would name it, and its tables."""

    name: str
    values: dict[str, Any]
    strict: bool = True
    """False where every value is text, as in the environment."""

    def at(self, key: str, value: object = None) -> str:
        """``FILE:LINE`` of a key or table, where it stands on one line alone; else only the file."""
        line = line_of(Path(self.name), rf"(\[+[^\]]*\b{re.escape(key)}\b|\s*{re.escape(key)}\s*=)", value)
        return f"{self.name}:{line}" if line else self.name


def line_of(path: Path, pattern: str, value: object = None) -> int | None:
    """The number of the only line that begins with ``pattern``; of several, the only one that holds the value."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    found = [number for number, line in enumerate(lines, 1) if re.match(pattern, line)]
    if len(found) > 1 and value is not None:
        found = [number for number in found if str(value) in lines[number - 1]]
    return found[0] if len(found) == 1 else None


def read_toml(path: Path) -> Source:
    """A TOML file as a layer; raises ``ConfigError`` where it can't be read, or is too large to be one of settings."""
    try:
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise ConfigError(
                f"{path} has {size / 1e6:.1f} MB, and a file of settings has {LARGEST_BYTES / 1e6:.0f} MB at most: "
                "leave out what no call needs, or split it over several files"
            )
        return Source(str(path), msgspec.toml.decode(path.read_bytes()))
    except OSError as error:
        raise ConfigError(f"{path} can't be read: {error.strerror}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}") from error


def build(kind: type[T], sources: Sequence[Source], path: str = "") -> T:
    """A settings struct from its layers, weakest first; raises ``ConfigError`` naming file and key."""
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    for source in sources:
        _check_names(source, fields, path)
    values = {}
    for name, field in fields.items():
        layers = [source for source in sources if name in source.values]
        where = f"{path}.{name}" if path else name
        if layers:
            values[name] = _value(field.type, name, layers, where)
        elif field.required and not is_table(field.type):
            raise ConfigError(f"{sources[0].name if sources else 'settings'}: the key {where} is missing")
        elif field.required:
            values[name] = build(field.type, [], where)
    try:
        return kind(**values)
    except ValueError as error:
        raise ConfigError(f"{sources[-1].name if sources else 'settings'}: [{path}] {error}") from error


def is_table(kind: object) -> bool:
    """Whether a field is a table of its own."""
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def from_environment(kind: type[msgspec.Struct], environment: Mapping[str, str], prefix: str) -> Source:
    """Variables ``PREFIX_TABLE_KEY`` as a layer over the tables of ``kind``."""
    known = environment_names(kind, prefix)
    values: dict[str, Any] = {}
    for name, value in environment.items():
        if name in known:
            table, keys = values, known[name]
            for key in keys[:-1]:
                table = table.setdefault(key, {})
            table[keys[-1]] = value
    return Source("environment", values, strict=False)


def environment_names(kind: type[msgspec.Struct], prefix: str) -> dict[str, tuple[str, ...]]:
    """Every variable that is read, and the path of the key it sets."""
    names: dict[str, tuple[str, ...]] = {}
    for field in msgspec.structs.fields(kind):
        name = f"{prefix}_{field.name.upper()}"
        if is_table(field.type):
            deeper = environment_names(field.type, name)
            names |= {variable: (field.name, *path) for variable, path in deeper.items()}
        else:
            names[name] = (field.name,)
    return names


def _check_names(source: Source, fields: Mapping[str, msgspec.structs.FieldInfo], path: str) -> None:
    for name, value in source.values.items():
        if name in fields:
            continue
        what = "table" if isinstance(value, dict) else "key"
        where = f"{path}.{name}" if path else name
        raise ConfigError(f"{source.at(name)}: unknown {what} {where}; did you mean {nearest(name, fields)}?")


def _value(kind: Any, name: str, layers: Sequence[Source], where: str) -> Any:
    """Tables and dictionaries are laid over each other key by key; of anything else the strongest layer counts."""
    if getattr(kind, "__origin__", None) is dict:
        return {key: value for layer in layers for key, value in _convert(layer, kind, name, where).items()}
    if not is_table(kind):
        return _convert(layers[-1], kind, name, where)
    for layer in layers:
        if not isinstance(layer.values[name], dict):
            raise ConfigError(f"{layer.name}: {where} must be a table, [{where}]")
    return build(kind, [Source(layer.name, layer.values[name], layer.strict) for layer in layers], where)


def _convert(source: Source, kind: Any, name: str, where: str) -> Any:
    value = source.values[name]
    if not source.strict and getattr(kind, "__origin__", None) in (tuple, list):
        value = [part.strip() for part in value.split(",") if part.strip()]
    try:
        return msgspec.convert(value, kind, strict=source.strict)
    except msgspec.ValidationError as error:
        place = source.at(name, value)
        raise ConfigError(f"{place}: {where}: {str(error)[0].lower()}{str(error)[1:]}") from error
