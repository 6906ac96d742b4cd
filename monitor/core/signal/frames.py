"""The seam between hearing and judging: one quantised feature frame every 50 ms a channel.

Stage 1 writes frames, stage 2 reads them, live as stored: 22 bytes for both channels,
1.6 MB an hour. Nothing of stage 2 looks at audio.
"""

import numpy as np
from numpy.typing import NDArray

FRAME_SECONDS = 0.05
HOP_SECONDS = 0.01
HOPS = 5
"""10 ms hops in a frame."""

NO_LEVEL = -32768
"""``level`` where there was no audio at all: the frame was made from words alone."""

FRAME_DTYPE = np.dtype(
    [
        ("level", "<i2"),  # 0.01 dBFS, RMS of the active hops (of all hops where none is active)
        ("alpha", "<i2"),  # 0.01 dB, energy 1-3.4 kHz over 0.3-1 kHz; 0 where unvoiced
        ("f0", "<u2"),  # 0.1 Hz; 0 where unvoiced
        ("voicing", "u1"),  # 0-100, height of the autocorrelation's peak
        ("active", "u1"),  # bits 0-4: hops in which this channel speaks
        ("nuclei", "u1"),  # bits 0-4: hops in which a syllable nucleus became certain
        ("flags", "u1"),  # CLIPPED, TONE, GAP
        ("bass", "i1"),  # 0.5 dB, energy 0.1-0.3 kHz over 0.3-3.4 kHz; 0 where unvoiced
    ]
)

CLIPPED = 1
TONE = 2
"""A tone of the network or of keys, and no speech."""
GAP = 4
"""The audio of this frame got lost; silence stands in for it."""

Frames = NDArray[np.void]
"""Shape (n, 2), dtype ``FRAME_DTYPE``, channel 0 the agent."""


def frames_from_bytes(data: bytes) -> Frames:
    """Stored bytes -> frames of shape (n, 2)."""
    return np.frombuffer(data, FRAME_DTYPE).reshape(-1, 2)


def empty_frames(count: int = 0) -> Frames:
    """Frames of shape (count, 2) in which nothing was heard."""
    frames = np.zeros((count, 2), FRAME_DTYPE)
    if count:
        frames["level"] = NO_LEVEL
    return frames
