"""Imports point down only, the core is pure, files stay short; and the checker itself can fail."""

import ast
from pathlib import Path

import pytest

from tests.layers import modules, violations

ROOT = Path(__file__).parent.parent
LONGEST_FILE = 500
LONGEST_FUNCTION = 50
SOURCES = ("monitor", "tests", "scripts", "benchmarks", "demo", "web")


def test_the_package_keeps_its_layers():
    assert violations(ROOT / "monitor") == []


def test_no_file_is_longer_than_an_idea():
    long = {}
    for folder in SOURCES:
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".py", ".js", ".mjs") and "node_modules" not in path.parts:
                long[str(path.relative_to(ROOT))] = len(path.read_text(encoding="utf-8").splitlines())
    assert {path: lines for path, lines in long.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_longer_than_an_idea():
    long = [
        f"{module.path}:{node.lineno} {node.name}"
        for module in modules(ROOT / "monitor")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno > LONGEST_FUNCTION
    ]
    assert long == []


@pytest.mark.parametrize(
    ("path", "source", "complaint"),
    [
        ("core/cues.py", "from monitor.service.hub import Hub", "above it"),
        ("core/cues.py", "def f():\n    from monitor import app", "above it"),
        ("core/cues.py", "from ..edges import store", "above it"),
        ("wire/codec.py", "import monitor.edges.database.store", "above it"),
        ("service/hub.py", "from monitor.settings import load", "above it"),
        ("edges/web/app.py", "import monitor.cli", "above it"),
        ("core/cues.py", "import asyncio", "not in its list"),
        ("core/cues.py", "from datetime import datetime", "not in its list"),
        ("core/cues.py", "import time", "not in its list"),
        ("wire/codec.py", "import socket", "not in its list"),
        ("core/cues.py", "import sqlalchemy.orm", "not in its list"),
        ("core/cues.py", "text = open('x').read()", "calls open()"),
        ("wire/codec.py", "async def f(): ...", "asynchronous"),
        ("service/writer.py", "from sqlalchemy import insert", "belongs to the edges"),
        ("service/hub.py", "import os\nos.environ['X']", "reads the environment"),
        ("helpers/text.py", "", "belongs to no layer"),
    ],
)
def test_a_broken_rule_is_found(tmp_path, path, source, complaint):
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text(source)
    found = violations(tmp_path)
    assert len(found) == 1
    assert found[0].startswith(f"{path}:")
    assert complaint in found[0]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("core/cues.py", "import math\nimport numpy as np\nfrom monitor.core.events import Cue"),
        ("core/rules/words.py", "from ..events import Cue\nfrom . import state"),
        ("service/hub.py", "import asyncio\nfrom monitor.wire.browser import Row\nfrom monitor import shipped"),
        ("edges/database/store.py", "import sqlalchemy\nfrom monitor.service.rows import Row"),
        ("settings.py", "import os\nos.environ\nfrom monitor.edges.web.server import WebSettings"),
        ("cli/serve.py", "from monitor.app import serve"),
        ("__init__.py", ""),
    ],
)
def test_what_is_allowed_is_not_complained_about(tmp_path, path, source):
    file = tmp_path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(source)
    assert violations(tmp_path) == []
