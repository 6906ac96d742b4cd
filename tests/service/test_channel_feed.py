"""Audio and frames to both recognisers."""

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
        self.samples.append(samples)
        self.frames += len(frames)


@pytest.mark.parametrize("lag", [0, 1, 7])
def test_samples_do_not_wait_for_their_frames(lag):
    audio = noise(2.0)
    listeners = [Listener(), Listener()]
    feed = ChannelFeed(listeners)
    framed = 0
    for first in range(0, len(audio), 130):
        upto = min(first + 130, len(audio))
        known = max(0, upto // 400 - lag)
        feed.receive(audio[first:upto], empty_frames(known - framed))
        framed = known
        assert all(sum(map(len, each.samples)) == upto for each in listeners)
    for channel, listener in enumerate(listeners):
        assert np.array_equal(np.concatenate(listener.samples), audio[:, channel])
        assert listener.frames == framed
