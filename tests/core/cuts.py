"""Cuts of a stream into chunks, for what must not depend on them."""

from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import TypeVar

from hypothesis import strategies as st

Sliceable = TypeVar("Sliceable", bound=Sequence)


def sizes() -> st.SearchStrategy[list[int]]:
    """Chunk sizes, to be taken round and round; empty and tiny chunks are among them."""
    small = st.integers(0, 50)
    return st.builds(
        lambda some, big: [*some, big], st.lists(small | st.integers(0, 5000), max_size=8), st.integers(500, 20000)
    )


def pieces(stream: Sliceable, cut: list[int]) -> Iterator[Sliceable]:
    """The stream, one chunk after another."""
    start = 0
    for size in cycle(cut):
        if start >= len(stream):
            return
        yield stream[start : start + size]
        start += size
