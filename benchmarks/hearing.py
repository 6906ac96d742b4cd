"""A call through the core exactly as shipped, without words."""

from collections.abc import Iterable
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from monitor.core.call_info import CallInfo, LineDelay
from monitor.core.call_monitor import NO_WORDS, CallMonitor
from monitor.core.events import AnyEvent, CallEnded, Prompt, PromptState
from monitor.core.settings import CoreSettings
from monitor.edges.sound.recorded_audio import BLOCK_SECONDS, call_info, line_blocks, two_channel
from monitor.edges.sound.speech_detector import detectors

RATE = 8000
"""Samples a second of a composed call, as a telephone's."""


class HeardCall(msgspec.Struct, frozen=True):
    """Everything the core said about one call."""

    events: list[AnyEvent]
    seconds: float

    def prompts(self, rule: str | None = None) -> list[Prompt]:
        """Those that came on the agent's screen, of one rule or of all."""
        found = [each for each in self.events if isinstance(each, Prompt) and each.state is PromptState.SHOWN]
        return [prompt for prompt in found if rule in (None, prompt.rule)]

    @property
    def ended(self) -> CallEnded:
        """The last event."""
        return next(event for event in reversed(self.events) if isinstance(event, CallEnded))


def hear_file(path: Path, settings: CoreSettings, delay: LineDelay | None = None) -> HeardCall:
    """A two-channel recording, the agent in channel 0, and its line's delay if known; raises ``RecordingError``."""
    call = two_channel(path)
    info = call_info(call, path.stem, settings.language.code)
    info = msgspec.structs.replace(info, delay_seconds=delay or LineDelay())
    return _hear(info, line_blocks(call, info), settings)


def hear_samples(samples: NDArray[np.float32], name: str, settings: CoreSettings) -> HeardCall:
    """Samples of shape (n, 2) in [-1, 1] at 8 kHz, channel 0 the agent; what is beyond full scale is clipped."""
    info = CallInfo(call_id=name, agent="", language=settings.language.code, source="benchmark", rate=RATE)
    pcm = np.clip(np.rint(samples * 32768), -32768, 32767).astype(np.int16)
    size = round(RATE * BLOCK_SECONDS)
    return _hear(info, (pcm[place : place + size] for place in range(0, len(pcm), size)), settings)


def _hear(info: CallInfo, blocks: Iterable[NDArray[np.int16]], settings: CoreSettings) -> HeardCall:
    monitor = CallMonitor(info, settings, detectors())
    events = monitor.start("", NO_WORDS)
    for block in blocks:
        events += monitor.receive_audio(block)
        monitor.take_frames()
    seconds = monitor.now
    return HeardCall([*events, *monitor.end()], seconds)
