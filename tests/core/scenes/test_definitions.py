"""Every definition of docs/science.md is shown by a scene, and every scene is named after one."""

import re
from importlib import import_module
from pathlib import Path

from tests.core.scenes.rows import SHOWN

HERE = Path(__file__).parent
PAGE = (HERE.parents[2] / "docs" / "science.md").read_text(encoding="utf-8")
MARKS = {"s", "m", "r"}
"""Where a figure comes from; not a term."""
ALSO = {"provisional mark", "final mark"}
"""What the page defines within other definitions."""

for module in sorted(set(HERE.glob("test_*.py")) - {Path(__file__)}):
    import_module(f"tests.core.scenes.{module.stem}")


def defined(page: str) -> set[str]:
    """Its terms in bold, its labels, and the sections that define a thing by themselves."""
    terms = {term.strip("[]") for term in re.findall(r"\*\*([^*]+)\*\*", page)} - MARKS
    labels = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    sections = {
        title for title, text in re.findall(r"^## (.+)\n([^#]*)", page, re.MULTILINE) if not re.search(r"\*\*\w", text)
    }
    return terms | labels | sections


def test_every_definition_is_shown_by_a_scene() -> None:
    assert sorted(defined(PAGE) - set(SHOWN)) == []


def test_every_scene_is_named_after_a_definition() -> None:
    sections = set(re.findall(r"^## (.+)", PAGE, re.MULTILINE))
    assert sorted(set(SHOWN) - defined(PAGE) - sections - ALSO) == []


def test_a_definition_without_a_scene_is_found() -> None:
    page = "## One\n\n- **Loudness** is [m] **[m]**.\n\n| `either` | way |\n\n## Two\n\nText.\n"
    assert defined(page) == {"Loudness", "either", "Two"}
