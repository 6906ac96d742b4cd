"""From the recogniser's clock, which stands still over skipped audio, back to the call's clock."""

from collections import deque

import msgspec

from monitor.core.events import Word

SAME = 1e-6
"""Sums of block lengths are compared to within this, seconds."""
RUNS_KEPT = 16
"""Stretches kept: a recogniser speaks of the present turn, which may have a few gaps."""


class Run(msgspec.Struct, frozen=True):
    """A stretch decoded without a gap: where it begins on both clocks, and its length, in seconds."""

    decoded: float
    call: float
    seconds: float


class DecodedClock:
    """Knows which stretches of the call were decoded, and so when a recognised word was said."""

    def __init__(self) -> None:
        self._runs: deque[Run] = deque(maxlen=RUNS_KEPT)

    def decoded(self, start: float, seconds: float) -> None:
        """The next audio went to the recogniser: ``seconds`` from ``start`` on the call's clock."""
        last = self._runs[-1] if self._runs else Run(0.0, start, 0.0)
        if self._runs and abs(last.call + last.seconds - start) < SAME:
            self._runs[-1] = Run(last.decoded, last.call, last.seconds + seconds)
        else:
            self._runs.append(Run(last.decoded + last.seconds, start, seconds))

    def on_call(self, word: Word) -> Word:
        """The word at its time in the call; one that spans a gap ends where the gap begins."""
        run = self._run_at(word.start)
        latest = run.call + run.seconds
        start = min(max(run.call + word.start - run.decoded, run.call), latest)
        end = min(max(run.call + word.end - run.decoded, start), latest)
        return Word(word.text, round(start, 3), round(end, 3), word.confidence)

    def _run_at(self, decoded: float) -> Run:
        for run in reversed(self._runs):
            if run.decoded <= decoded + SAME:
                return run
        return self._runs[0] if self._runs else Run(0.0, 0.0, 0.0)
