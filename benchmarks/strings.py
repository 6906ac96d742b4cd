"""Single recordings strung together to calls: one after the other on the agent's channel, the other one silent."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
import soundfile
from numpy.typing import NDArray

from benchmarks.clips import load
from benchmarks.hearing import RATE

PAUSE_SECONDS = (0.4, 1.2)
"""Shortest and longest, before and after each recording."""
MOST_SECONDS = 300.0
"""A call begins no further recording after this: the prompts a call may have are limited."""


class StringCall(msgspec.Struct, frozen=True):
    """Samples of shape (n, 2) at 8 kHz, of which so many seconds are the recordings."""

    samples: NDArray[np.float32]
    sound_seconds: float


def string_calls(paths: Sequence[Path]) -> Iterator[StringCall]:
    """All of them, in order, levels as they are; pauses are the same every time."""
    draw = np.random.default_rng(0)
    parts: list[NDArray[np.float64]] = [_pause(draw)]
    sound = 0
    for path in paths:
        clip = load(path)[:, 0]
        sound += len(clip)
        parts += [clip, _pause(draw)]
        if sound >= MOST_SECONDS * RATE:
            yield _call(parts, sound)
            parts, sound = [_pause(draw)], 0
    if sound:
        yield _call(parts, sound)


def channels_of(path: Path) -> int:
    """Of a recording."""
    return int(soundfile.info(path).channels)


def _pause(draw: np.random.Generator) -> NDArray[np.float64]:
    return np.zeros(round(draw.uniform(*PAUSE_SECONDS) * RATE))


def _call(parts: Sequence[NDArray[np.float64]], sound: int) -> StringCall:
    agent = np.concatenate(parts).astype(np.float32)
    return StringCall(np.stack((agent, np.zeros_like(agent)), axis=1), sound / RATE)
