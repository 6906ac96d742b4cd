"""When words come: one voice through the gate and a recogniser, as live, with the time that decoding takes.

Audio comes at the pace of speech, decoding takes its CPU time, and one piece waits for
the one before: so the delays are those of a machine that does nothing else.
"""

import time
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
import psutil
from numpy.typing import NDArray

from monitor.core.events import Word
from monitor.core.signal.features import FeatureExtractor, HearingSettings
from monitor.core.signal.frames import FRAME_SECONDS, HOP_SECONDS
from monitor.core.words.decode_gate import Block, DecodeGate, GateSettings, Step
from monitor.core.words.decoded_clock import DecodedClock
from monitor.edges.sound.speech_detector import detectors
from monitor.service.recognition import Recognizer, Transcript

CHUNK_SECONDS = 0.05
MEGABYTE = 1_000_000


class Known(msgspec.Struct, frozen=True):
    """A transcript, its words at their times in the recording, and when it was there."""

    at: float
    words: tuple[Word, ...]
    final: bool
    stable: int | None
    spoke_until: float = 0.0
    """When the voice was last heard before."""


class Heard(msgspec.Struct, frozen=True):
    """All that was said of one voice, and what it cost."""

    transcripts: list[Known]
    seconds: float
    decoded_seconds: float
    cpu_seconds: float

    @property
    def text(self) -> str:
        """The final words."""
        return " ".join(word.text for each in self.transcripts if each.final for word in each.words)


class Delays(msgspec.Struct):
    """Seconds, of all words or turns."""

    to_stable: list[float] = []
    """From a word's end until it no longer changed."""
    to_final: list[float] = []
    """From a word's end until it was final."""
    turn_to_final: list[float] = []
    """From the end of a turn's last word."""
    speech_to_final: list[float] = []
    """From the end of a turn's speech: of what the engine makes no words, its last word says nothing."""
    stable: int = 0
    """Words called stable before they were final, and those of them that changed all the same."""
    changed: int = 0


class Work:
    """CPU seconds and memory of this process and the engines' processes that it has begun."""

    def __init__(self) -> None:
        self._own = psutil.Process()
        self._children = self._own.children()

    def cpu_seconds(self) -> float:
        spent = [child.cpu_times() for child in self._children if child.is_running()]
        return time.process_time() + sum(each.user + each.system for each in spent)

    def megabytes(self) -> float:
        """Resident, of both."""
        running = [self._own, *(child for child in self._children if child.is_running())]
        return sum(each.memory_info().rss for each in running) / MEGABYTE


def hear(samples: NDArray[np.int16], rate: int, recognizer: Recognizer, gate: GateSettings, work: Work) -> Heard:
    """Samples of shape (n, 2), of which channel 0 is decoded by a recogniser that knows no speaker."""
    clock, free, cpu, decoded = DecodedClock(), 0.0, 0.0, 0.0
    transcripts = []
    for came, spoke_until, step in _steps(samples, rate, gate):
        before = work.cpu_seconds()
        said = _decode(recognizer, clock, step, gate.block_seconds)
        spent = work.cpu_seconds() - before
        cpu += spent
        free = max(free, came) + spent
        decoded += gate.block_seconds * isinstance(step, Block)
        if said is not None:
            words = tuple(clock.on_call(word) for word in said.words)
            transcripts.append(Known(free, words, said.final, said.stable, spoke_until))
    return Heard(transcripts, len(samples) / rate, decoded, cpu)


def delays(heard: Sequence[Heard]) -> Delays:
    """Of all their words."""
    found = Delays()
    for each in heard:
        _add(found, each)
    return found


def _steps(samples: NDArray[np.int16], rate: int, settings: GateSettings) -> Iterator[tuple[float, float, Step]]:
    """What the gate lets through, with the moment at which it does and the last one at which the voice was heard."""
    features, gate = FeatureExtractor(rate, detectors(), HearingSettings()), DecodeGate(rate, settings)
    size, voice = round(rate * CHUNK_SECONDS), _Voice()
    for first in range(0, len(samples), size):
        chunk = samples[first : first + size]
        active = voice.heard(features.receive(chunk)["active"][:, 0])
        for step in gate.receive(chunk[:, 0], active):
            yield (first + len(chunk)) / rate, voice.until, step
    active = voice.heard(features.flush()["active"][:, 0])
    for step in (*gate.receive(samples[:0, 0], active), *gate.finish()):
        yield len(samples) / rate, voice.until, step


class _Voice:
    """Until when one was heard, in seconds."""

    def __init__(self) -> None:
        self.until = 0.0
        self._frames = 0

    def heard(self, active: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Takes the next frames' ``active`` and gives it back."""
        for place in np.flatnonzero(active):
            hops = int(active[place]).bit_length()
            self.until = (self._frames + int(place)) * FRAME_SECONDS + hops * HOP_SECONDS
        self._frames += len(active)
        return active


def _decode(recognizer: Recognizer, clock: DecodedClock, step: Step, seconds: float) -> Transcript | None:
    if not isinstance(step, Block):
        return recognizer.finish_turn()
    clock.decoded(step.start, seconds)
    return recognizer.accept(step.pcm)


def _add(found: Delays, heard: Heard) -> None:
    stable: dict[int, tuple[float, str]] = {}
    for known in heard.transcripts:
        if known.final:
            _end_turn(found, known, stable)
            stable = {}
            continue
        for place, word in enumerate(known.words[: known.stable or 0]):
            since, text = stable.get(place, (known.at, word.text))
            found.stable += place not in stable
            found.changed += text != word.text
            stable[place] = (since if text == word.text else known.at, word.text)


def _end_turn(found: Delays, known: Known, stable: dict[int, tuple[float, str]]) -> None:
    for place, word in enumerate(known.words):
        since, text = stable.get(place, (known.at, word.text))
        found.to_stable.append((since if text == word.text else known.at) - word.end)
        found.to_final.append(known.at - word.end)
        found.changed += place in stable and text != word.text
    found.changed += sum(place >= len(known.words) for place in stable)
    if known.words:
        found.turn_to_final.append(known.at - known.words[-1].end)
        found.speech_to_final.append(known.at - known.spoke_until)
