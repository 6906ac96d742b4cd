"""What hears a scene: the core as a session runs it, with a speech detector that goes by level alone."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from monitor.core.call_info import CallInfo, Encoding
from monitor.core.call_monitor import CallMonitor
from monitor.core.events import AnyEvent
from monitor.core.settings import CoreSettings
from monitor.core.signal.audio import LineAudio
from monitor.core.signal.frames import Frames
from tests.core.scene_kit.scene import RATE, Scene
from tests.core.scene_kit.script import SETTINGS, Said


class LevelDetector:
    """A speech detector that takes for speech what is loud enough."""

    def __init__(self, above_dbfs: float = -50.0) -> None:
        self.asked = 0
        self.resets = 0
        self._above_power = 10 ** (above_dbfs / 10)

    def probability(self, window: NDArray[np.float32]) -> float:
        self.asked += 1
        wide = window.astype(np.float64)
        return float(wide @ wide / len(wide) > self._above_power)

    def reset(self) -> None:
        self.resets += 1


def detectors() -> tuple[LevelDetector, LevelDetector]:
    return LevelDetector(), LevelDetector()


def hear(
    scene: Scene, *, rate: int = RATE, words: Sequence[Said] = (), settings: CoreSettings = SETTINGS
) -> list[AnyEvent]:
    """All that the core says of a scene, from its first sample to its end; words come when they are known."""
    return hear_bytes(scene.samples(rate).tobytes(), rate=rate, words=words, settings=settings)


def frames_of(scene: Scene) -> Frames:
    """What stage 1 makes of a scene, shape (n, 2)."""
    call = CallMonitor(CallInfo(call_id="c1", agent="Ada"), SETTINGS, detectors())
    call.receive_audio(scene.samples())
    call.end()
    return call.take_frames()


def hear_bytes(
    data: bytes,
    *,
    rate: int = RATE,
    encoding: Encoding = Encoding.PCM_S16LE,
    words: Sequence[Said] = (),
    settings: CoreSettings = SETTINGS,
) -> list[AnyEvent]:
    """All that the core says of two-channel audio as a source sends it."""
    info = CallInfo(call_id="c1", agent="Ada", rate=rate, encoding=encoding)
    line, call = LineAudio(info), CallMonitor(info, settings, detectors())
    second = rate * 2 * {Encoding.PCM_S16LE: 2, Encoding.PCM_F32LE: 4}.get(encoding, 1)
    events: list[AnyEvent] = []
    coming = sorted(words, key=lambda said: said.known_at)
    for first in range(0, len(data), second):
        events += call.receive_audio(line.feed(data[first : first + second]))
        while coming and coming[0].known_at <= call.now:
            said = coming.pop(0)
            events += call.receive_words(said.channel, said.words, said.final, said.known_at)
    return events + call.receive_audio(line.flush()) + call.end()
