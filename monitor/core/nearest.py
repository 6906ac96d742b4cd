"""The valid name that a misspelt one most likely means."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process


def nearest(name: str, choices: Iterable[str]) -> str:
    """The closest of ``choices`` by letters, whatever its distance; empty where there are none."""
    best = process.extractOne(name.lower(), sorted(choices), scorer=fuzz.ratio)
    return best[0] if best else ""
