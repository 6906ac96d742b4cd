"""Audio and frames to both recognisers, stretch by stretch."""

import numpy as np
import pytest

from monitor.core.signal.frames import empty_frames
from monitor.service.channel_feed import ChannelFeed
from tests.service.test_session import noise


class Listener:
    def __init__(self) -> None:
        self.samples: list[np.ndarray] = []
        self.frames = 0

    def receive(self, samples, frames):
        assert len(samples) == len(frames) * 400
        self.samples.append(samples)
        self.frames += len(frames)


@pytest.mark.parametrize("lag", [0, 1, 7])
def test_samples_wait_for_their_frames_however_far_behind_these_are(lag):
    audio = noise(2.0)
    listeners = [Listener(), Listener()]
    feed = ChannelFeed(listeners, 8000)
    framed = 0
    for first in range(0, len(audio), 130):
        upto = min(first + 130, len(audio))
        known = max(0, upto // 400 - lag)
        feed.receive(audio[first:upto], empty_frames(known - framed))
        framed = known
    for channel, listener in enumerate(listeners):
        assert np.array_equal(np.concatenate(listener.samples), audio[: framed * 400, channel])
        assert listener.frames == framed
