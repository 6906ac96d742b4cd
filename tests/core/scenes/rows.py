"""Rows of the tables of scenes, each named after the definition that it shows."""

import pytest

SHOWN: dict[str, list[str]] = {}
"""Definition -> what its rows show."""


def row(definition: str, what: str, *values: object):
    """One row: a definition of docs/science.md as it is written there, what of it is shown, and the test's values."""
    SHOWN.setdefault(definition, []).append(what)
    return pytest.param(*values, id=f"{definition}: {what}")
