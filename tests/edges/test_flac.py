"""Turning long recordings into FLAC and into outlines, a block at a time."""

from itertools import pairwise

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.edges import flac


def simple_peaks(samples: np.ndarray, points: int) -> np.ndarray:
    points = min(points, len(samples))
    edges = [-(-place * len(samples) // points) for place in range(points + 1)]
    return np.array([np.abs(samples[a:b].astype(int)).max(axis=0) for a, b in pairwise(edges)])


@given(st.integers(1, 700), st.integers(1, 50), st.integers(1, 64))
@settings(deadline=None, max_examples=60)
def test_peaks_are_those_of_the_samples_whatever_the_blocks(tmp_path_factory, frames, points, block):
    samples = np.random.default_rng(frames).integers(-32768, 32768, (frames, 2)).astype(np.int16)
    path = tmp_path_factory.mktemp("peaks") / "call.flac"
    soundfile.write(path, samples, 8000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flac, "BLOCK_FRAMES", block)
        outline = flac.peaks(path, points)
    expected = simple_peaks(samples, points) / 32768
    assert np.allclose(np.array([outline.agent, outline.customer]).T, expected, atol=1e-4)
    assert outline.seconds == frames / 8000


def test_full_scale_is_one_and_silence_none(tmp_path):
    samples = np.zeros((8000, 2), np.int16)
    samples[4000, 0] = -32768
    soundfile.write(tmp_path / "call.flac", samples, 8000)
    outline = flac.peaks(tmp_path / "call.flac", 2)
    assert outline == type(outline)(seconds=1.0, agent=(0.0, 1.0), customer=(0.0, 0.0))


def test_long_recording_takes_no_more_memory_than_a_short_one(tmp_path, monkeypatch):
    sizes = []
    monkeypatch.setattr(flac, "BLOCK_FRAMES", 1000)
    pcm = tmp_path / "call.pcm"
    samples = np.random.default_rng(1).integers(-3000, 3000, (12_345, 2)).astype("<i2")
    pcm.write_bytes(samples.tobytes())
    blocks = flac.pcm_blocks
    monkeypatch.setattr(flac, "pcm_blocks", lambda path: (sizes.append(len(b)) or b for b in blocks(path)))
    assert flac.encode(pcm, 8000, tmp_path / "call.flac") == 12_345
    assert max(sizes) == 1000
    assert np.array_equal(soundfile.read(tmp_path / "call.flac", dtype="int16")[0], samples)
