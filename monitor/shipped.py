"""What the product carries besides code: settings, pages, demo calls, the catalogue of models.

In a checkout they lie beside the package, in an installed wheel inside it.
"""

from pathlib import Path

PACKAGE = Path(__file__).parent
CARRIED = PACKAGE / "_shipped"


def shipped(name: str) -> Path:
    """Path of a shipped file or folder such as ``config``, ``web``, ``demo/calls`` or ``models/catalog.toml``."""
    carried = CARRIED / name
    return carried if CARRIED.is_dir() else PACKAGE.parent / name
