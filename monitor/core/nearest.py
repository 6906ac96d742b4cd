"""The valid name that a misspelt one most likely means."""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein


def nearest(name: str, choices: Iterable[str]) -> str:
    """The closest of ``choices`` by letters, whatever its distance; empty where there are none."""
    best = process.extractOne(
        name, sorted(choices), scorer=DamerauLevenshtein.normalized_similarity, processor=str.lower
    )
    return best[0] if best else ""
