"""Puts what the product carries besides code into the wheel, at the places ``monitor/shipped.py`` looks.

An editable install carries nothing: it finds the files in the checkout.
"""

import json
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIED = "monitor/_shipped"
FOLDERS = ("config", "demo/calls", "models/catalog.toml")
NOT_SERVED = {"node_modules", "package.json", "package-lock.json", "tsconfig.json", ".npmrc"}


class WheelContents(BuildHookInterface):
    """Adds the carried files to a standard wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files to hatchling; raises ``FileNotFoundError`` where the pages' libraries are missing."""
        if version == "standard":
            build_data["force_include"].update(carried(Path(self.root)))


def carried(root: Path) -> dict[str, str]:
    """Source path -> path in the wheel."""
    pages = [path for path in (root / "web").iterdir() if path.name not in NOT_SERVED]
    libraries = [root / "web" / "node_modules" / name for name in _libraries(root)]
    for library in libraries:
        if not library.is_dir():
            raise FileNotFoundError(f"{library} is missing: run `npm ci` in web/ before the wheel is built")
    paths = [*(root / name for name in FOLDERS), *pages, *libraries]
    return {str(path): f"{CARRIED}/{path.relative_to(root).as_posix()}" for path in sorted(paths)}


def _libraries(root: Path) -> list[str]:
    package = json.loads((root / "web" / "package.json").read_text(encoding="utf-8"))
    return list(package["dependencies"])
