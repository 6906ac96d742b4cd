"""Turning long recordings into FLAC, a block at a time."""

import numpy as np
import soundfile

from monitor.edges.sound import flac


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
