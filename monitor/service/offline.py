"""The core over a recording, as fast as it goes: the same events as live.

Words and notices from a file are given to the core when the audio clock passes them, a
recogniser's words when the block that brought them is over, and what a stored call was
told at the moment at which it was.
"""

import math
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import msgspec
import numpy as np
from numpy.typing import NDArray

from monitor.core.call_info import CallInfo
from monitor.core.call_monitor import CallMonitor
from monitor.core.events import CHANNELS, AnyEvent, Channel, Fault, Word
from monitor.core.settings import CoreSettings
from monitor.core.signal.activity import SpeechDetector
from monitor.core.signal.audio import line_rate
from monitor.core.signal.frames import Frames
from monitor.core.words.decode_gate import Block, DecodeGate, GateSettings, Step
from monitor.core.words.decoded_clock import DecodedClock
from monitor.service.recognition import Recognizer
from monitor.service.rows import AnswerRow, NoticeRow, WordsRow
from monitor.wire.native_ingest import NoticeLine, WordsLine

LOST = "words of this side for a piece of speech: the recogniser failed over it, the log says why"

Told = WordsRow | NoticeRow | AnswerRow | Fault
"""What a live call was told beside its audio, as it is stored."""
Line = WordsLine | NoticeLine | Told


class Heard(msgspec.Struct, frozen=True):
    """Words of one channel, at their times in the call."""

    channel: Channel
    words: tuple[Word, ...]
    final: bool
    stable: int | None = None
    lost: bool = False
    """A stretch of speech has no words: the engine failed over it."""


class OfflineCall(msgspec.Struct, frozen=True, kw_only=True):
    """A recording to go through. Without audio the clock runs on the words alone."""

    info: CallInfo
    started_at: str
    words_from: str
    audio: Iterable[NDArray[np.int16]] | None
    """Blocks of shape (n, 2) at the line rate."""
    lines: tuple[Line, ...] = ()
    recognizers: tuple[Recognizer, Recognizer] | None = None
    """The agent's and the customer's, at the line rate; they know no speaker yet."""
    gate: GateSettings = GateSettings()
    """Which audio they get."""
    reason: str = "hung_up"
    """Why it ended."""


def analyse(
    call: OfflineCall, settings: CoreSettings, detectors: tuple[SpeechDetector, SpeechDetector], *, detail: bool = False
) -> Iterator[AnyEvent]:
    """All events of the call, in the order in which they become known. Blocking."""
    monitor = CallMonitor(call.info, settings, detectors, detail=detail)
    waiting = deque(sorted(call.lines, key=_moment))
    yield from monitor.start(call.started_at, call.words_from)
    if call.audio is None:
        yield from _on_words_alone(monitor, waiting)
    else:
        hearing = OfflineHearing(call.recognizers, line_rate(call.info.rate), call.gate) if call.recognizers else None
        yield from _on_audio(monitor, call.audio, waiting, hearing)
    yield from monitor.end(call.reason)


def _on_audio(
    monitor: CallMonitor,
    audio: Iterable[NDArray[np.int16]],
    waiting: deque[Line],
    hearing: "OfflineHearing | None",
) -> Iterator[AnyEvent]:
    for samples in audio:
        yield from monitor.receive_audio(samples)
        frames = monitor.take_frames()
        yield from _said(monitor, hearing.receive(samples, frames) if hearing else [])
        yield from _due(monitor, waiting, monitor.now)
    yield from _said(monitor, hearing.finish() if hearing else [])
    yield from _due(monitor, waiting, math.inf)


def _on_words_alone(monitor: CallMonitor, waiting: deque[Line]) -> Iterator[AnyEvent]:
    for line in waiting:
        if isinstance(line, WordsLine):
            monitor.expect_speech(line.channel, line.start, line.end)
    while waiting:
        yield from monitor.advance(_moment(waiting[0]))
        yield from _due(monitor, waiting, _moment(waiting[0]))


def _said(monitor: CallMonitor, heard: list[Heard]) -> Iterator[AnyEvent]:
    for each in heard:
        if each.lost:
            yield from monitor.receive_fault("gap", each.channel, "on", LOST)
            yield from monitor.receive_fault("gap", each.channel, "off", LOST)
        yield from monitor.receive_words(each.channel, each.words, each.final, stable=each.stable)


def _due(monitor: CallMonitor, waiting: deque[Line], now: float) -> Iterator[AnyEvent]:
    """Lines whose moment has passed; those of a words file are final as they are."""
    while waiting and _moment(waiting[0]) <= now:
        yield from _given(monitor, waiting.popleft())


def _given(monitor: CallMonitor, line: Line) -> list[AnyEvent]:
    match line:
        case WordsLine():
            return monitor.receive_words(line.channel, line.words(), final=True)
        case WordsRow():
            return monitor.receive_words(line.channel, line.words, line.final, stable=line.stable)
        case NoticeLine(notice, at):
            return monitor.receive_notice(notice, at)
        case NoticeRow():
            return monitor.receive_notice(line.kind, line.at)
        case AnswerRow():
            return monitor.answer(line.prompt_id, line.verdict)
        case Fault():
            return monitor.receive_fault(line.kind, line.channel, line.state, line.switches_off)


def _moment(line: Line) -> float:
    return line.end if isinstance(line, WordsLine) else line.at


class OfflineHearing:
    """Both channels through their recognisers, side by side in two threads, each block waited for."""

    def __init__(self, recognizers: tuple[Recognizer, Recognizer], rate: int, gate: GateSettings | None = None) -> None:
        self._channels = [
            _ChannelDecoder(channel, recognizer, DecodeGate(rate, gate or GateSettings()))
            for channel, recognizer in zip(CHANNELS, recognizers, strict=True)
        ]
        self._threads = ThreadPoolExecutor(len(CHANNELS), "decode")

    def receive(self, samples: NDArray[np.int16], frames: Frames) -> list[Heard]:
        """Samples of shape (n, 2) and the frames, shape (m, 2), that became known with them."""
        steps = [
            decoder.gate.receive(samples[:, place], frames["active"][:, place])
            for place, decoder in enumerate(self._channels)
        ]
        return self._decode(steps)

    def finish(self) -> list[Heard]:
        """What still waits at the call's end; ends the threads."""
        heard = self._decode([decoder.gate.finish() for decoder in self._channels])
        self._threads.shutdown()
        return heard

    def _decode(self, steps: list[list[Step]]) -> list[Heard]:
        if not any(steps):
            return []
        both = self._threads.map(_ChannelDecoder.decode, self._channels, steps)
        return [heard for each in both for heard in each]


class _ChannelDecoder:
    """One channel's gate, clock and recogniser."""

    def __init__(self, channel: Channel, recognizer: Recognizer, gate: DecodeGate) -> None:
        self.gate = gate
        self._channel = channel
        self._recognizer = recognizer
        self._clock = DecodedClock()

    def decode(self, steps: list[Step]) -> list[Heard]:
        """Blocking."""
        heard = []
        for step in steps:
            if isinstance(step, Block):
                self._clock.decoded(step.start, self.gate.block_seconds)
                said = self._recognizer.accept(step.pcm)
            else:
                said = self._recognizer.finish_turn()
            if said is not None:
                words = tuple(self._clock.on_call(word) for word in said.words)
                heard.append(Heard(self._channel, words, said.final, said.stable, said.lost))
        return heard
