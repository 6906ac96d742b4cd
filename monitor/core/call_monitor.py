"""The one object a session talks to: audio, words and notices in, events out.

Does no I/O and reads no clock: time is samples divided by rate. The same audio cut into
any chunks gives the same events.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from monitor.core.call_analysis import CallAnalysis
from monitor.core.call_info import CallInfo
from monitor.core.events import AnyEvent, CallStarted, Channel, Fault, Flag, Levels, Word
from monitor.core.settings import CoreSettings
from monitor.core.signal.activity import SpeechDetector
from monitor.core.signal.audio import line_rate
from monitor.core.signal.features import FeatureExtractor
from monitor.core.signal.frames import FRAME_SECONDS, GAP, Frames, empty_frames
from monitor.core.words.word_frames import WordFrames

NO_WORDS = "none"


class CallMonitor:
    """Both stages of one call. ``detail`` yields the escalation once a second, not only on change."""

    def __init__(
        self,
        info: CallInfo,
        settings: CoreSettings,
        detectors: tuple[SpeechDetector, SpeechDetector],
        *,
        detail: bool = False,
    ) -> None:
        self.info = info
        self.settings = settings
        self.rate = line_rate(info.rate)
        """Samples a second that ``receive_audio`` expects."""
        self._features = FeatureExtractor(self.rate, detectors, settings.thresholds.hearing)
        self._analysis = CallAnalysis(info, settings, words=True, detail=detail)
        self._word_frames = WordFrames()
        self._samples = 0
        self._framed = 0
        self._gap_since = self._gap_until = math.inf
        self._untaken: list[Frames] = []
        self._ended = False

    @property
    def now(self) -> float:
        """Seconds of audio received (or, without audio, advanced)."""
        return max(self._samples / self.rate, self._analysis.now)

    @property
    def judged(self) -> float:
        """Seconds that stage two has judged: nothing that is told now counts from earlier."""
        return self._analysis.now

    def start(self, started_at: str, words_from: str) -> list[AnyEvent]:
        """First of all; ``words_from`` is ``vosk MODEL``, ``file`` or ``none``."""
        info = self.info
        started = CallStarted(
            at=0.0,
            call_id=info.call_id,
            source=info.source,
            language=info.language,
            agent=info.agent,
            team=info.team,
            direction=info.direction,
            started_at=started_at,
            words_from=words_from,
        )
        self._analysis.hear_from(words_from)
        if words_from != NO_WORDS:
            return [started, self._analysis.heat.event(0.0)]
        self._analysis.state.words = False
        fault = Fault(
            at=0.0,
            call_id=info.call_id,
            kind="no_model",
            channel=None,
            switches_off="words: no speech model for this language is installed; voice, pace and turns still work; "
            "`call-monitor models list` shows what there is",
        )
        return [started, fault, self._analysis.heat.event(0.0)]

    def receive_audio(self, samples: NDArray[np.int16]) -> list[AnyEvent]:
        """Samples of shape (n, 2) at the line rate, channel 0 the agent."""
        self._samples += len(samples)
        return self._analyse(self._features.receive(samples))

    def receive_words(
        self, channel: Channel, words: Sequence[Word], final: bool, at: float | None = None, stable: int | None = None
    ) -> list[AnyEvent]:
        """Words of one recogniser turn, times on the call's clock; ``final`` closes it.

        A later partial replaces the earlier one; ``stable`` of its leading words no longer
        change, by default those that it shares with the one before. ``at`` is when they
        became known, by default now.
        """
        return self._analysis.receive_words(channel, words, final, self.now if at is None else at, stable)

    def receive_notice(self, notice: str, at: float) -> list[AnyEvent]:
        """A state that no sound carries: ``hold``, ``resume``, ``ring``, ``answered``, ``help`` …"""
        return self._analysis.receive_notice(notice, at)

    def receive_fault(
        self, kind: str, channel: Channel | None, state: str = "on", switches_off: str = ""
    ) -> list[AnyEvent]:
        """Something outside the core spoils a signal; silence in a ``gap`` of both channels is nobody's."""
        if kind == "gap" and channel is None:
            self._gap_since, self._gap_until = (self.now, math.inf) if state == "on" else (self._gap_since, self.now)
        return [
            Fault(
                at=round(self.now, 3),
                call_id=self.info.call_id,
                kind=kind,
                channel=channel,
                switches_off=switches_off,
                state=state,
            )
        ]

    def answer(self, prompt_id: str, verdict: str) -> list[AnyEvent]:
        """The agent's ``got_it`` or ``not_helpful`` closes the prompt on show."""
        return self._analysis.answer(prompt_id, verdict)

    def add_flag(self, reason: str) -> list[Flag]:
        """A person flags the call."""
        return self._analysis.add_flag(reason)

    def expect_speech(self, channel: Channel, start: float, end: float) -> None:
        """Without audio: who speaks when, told before ``advance`` passes it."""
        self._word_frames.speak(channel, start, end)

    def advance(self, seconds: float) -> list[AnyEvent]:
        """Without audio: move the clock to ``seconds``, with speech as it was expected."""
        return self._analyse(self._word_frames.until(seconds))

    def take_frames(self) -> Frames:
        """The quantised frames since the last take, shape (n, 2), for the store."""
        untaken, self._untaken = self._untaken, []
        if not untaken:
            return empty_frames()
        return untaken[0] if len(untaken) == 1 else np.concatenate(untaken)

    def voices(self) -> Levels:
        """Both voices and the heat at this moment, for meters."""
        return self._analysis.voices()

    def end(self, reason: str = "hung_up") -> list[AnyEvent]:
        """Close everything; ``call_ended`` comes last. A second end yields nothing."""
        if self._ended:
            return []
        self._ended = True
        events = self._analyse(self._features.flush()) if self._samples else []
        return [*events, *self._analysis.end(reason)]

    def _analyse(self, frames: Frames) -> list[AnyEvent]:
        if not len(frames):
            return []
        if self._gap_since < math.inf:
            self._mark_gap(frames)
        self._framed += len(frames)
        self._untaken.append(frames)
        return self._analysis.receive_frames(frames)

    def _mark_gap(self, frames: Frames) -> None:
        """Frames whose audio got lost."""
        ends = (self._framed + 1 + np.arange(len(frames))) * FRAME_SECONDS
        lost = (ends > self._gap_since) & (ends - FRAME_SECONDS < self._gap_until)
        frames["flags"][lost] |= GAP
