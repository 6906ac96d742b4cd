"""A recording's outline for drawing. Blocking: called from a thread."""

from pathlib import Path

import numpy as np
import soundfile

from monitor.wire.review import Peaks

BLOCK_SECONDS = 60
FULL_SCALE = 32768.0


def peaks(path: Path, points: int) -> Peaks:
    """The highest sample of each of ``points`` equal stretches (fewer for a very short file), 0-1, a channel."""
    with soundfile.SoundFile(str(path)) as file:
        count = max(1, min(points, file.frames))
        edges = np.linspace(0, file.frames, count + 1).astype(np.int64)
        highest = np.zeros((count, 2), np.float64)
        start = 0
        for block in file.blocks(file.samplerate * BLOCK_SECONDS, dtype="int16", always_2d=True):
            _raise(highest, np.abs(block[:, :2].astype(np.int32)), edges, start)
            start += len(block)
        seconds = file.frames / file.samplerate
    outline = np.round(np.minimum(highest / FULL_SCALE, 1.0), 4)
    return Peaks(seconds=seconds, agent=tuple(outline[:, 0].tolist()), customer=tuple(outline[:, 1].tolist()))


def _raise(highest: np.ndarray, block: np.ndarray, edges: np.ndarray, start: int) -> None:
    """Lift the bins that the block, whose first sample is number ``start``, reaches into."""
    if not len(block):
        return
    first = int(np.searchsorted(edges, start, side="right")) - 1
    last = int(np.searchsorted(edges, start + len(block), side="left"))
    bounds = np.maximum(edges[first:last] - start, 0)
    highest[first:last] = np.maximum(highest[first:last], np.maximum.reduceat(block, bounds, axis=0))
