"""Which 10 ms hops of one channel are speech: a neural detector's word, trimmed by energy.

The detector answers for windows of 32 ms and comes late at onsets, so a hop counts as
speech when a window up to 64 ms later does; energy trims what that adds at the edges.
It loses a voice that begins to shout: a voiced sound as loud as the speech it follows
goes on as speech for a while. A cheap gate keeps the detector asleep on a silent line.
"""

from collections import deque
from typing import Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

WINDOW_SAMPLES = 256
HOP_SAMPLES = 80
LOOK_AHEAD_WINDOWS = 2
PRE_ROLL_WINDOWS = 8
"""0.26 s before a sound that wakes the detector: it judges loud voices better with what was before."""
CREST_DB = 9.0
"""A window's peak over its level, for the gate: noise has about 9 dB."""


class SpeechDetector(Protocol):
    """Speech probability of consecutive 256-sample windows of 8 kHz mono audio in [-1, 1]. Stateful."""

    def probability(self, window: NDArray[np.float32]) -> float:
        """0-1 for the next window of shape (256,)."""

    def reset(self) -> None:
        """Forget what was heard."""


class ActivitySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a hop is speech."""

    onset_probability: float = 0.5
    stay_probability: float = 0.5
    """As high as the onset's: a lower one takes more barks and cries for speech, and finds no more of it."""
    below_active_db: float = 30.0
    """A hop this far under the speaker's running level is a pause, whatever the detector says."""
    over_floor_db: float = 4.0
    """A hop must be this far over the channel's noise floor."""
    carried_seconds: float = 0.2
    """So long after the detector's last word a voice may go on as speech: it misses shouts in part. A baby's cry is
    as voiced, so the longer this is, the more of one is taken for speech."""
    carried_voicing: float = 0.35
    """What goes on must be as voiced as clear vowels are; most noise is under it."""
    carried_below_active_db: float = 12.0
    """And as loud as vowels are: within this of the running level."""
    heard_dbfs: float = -36.0
    """A quieter channel's running level is brought up to this for the detector, which loses speech under -50."""
    heard_most_db: float = 20.0
    """By no more than this, and no sound beyond full scale."""
    gate_dbfs: float = -66.0
    """The detector sleeps while the channel is quieter than this."""
    level_fall_db_per_second: float = 2.0
    floor_rise_db_per_second: float = 1.5
    lowest_level_dbfs: float = -52.0
    """The running level a channel starts from."""


class SpeechActivity:
    """Consecutive samples and hop energies of one channel -> speech or not, a hop at a time."""

    def __init__(self, detector: SpeechDetector, settings: ActivitySettings) -> None:
        self._detector = detector
        self._settings = settings
        self._held = np.zeros(0, np.float32)
        self._probabilities: list[float] = []
        self._first_window = 0
        self._hop = 0
        self._energies: list[float] = []
        self._voicings: list[float] = []
        self._carried_hops = 100 * settings.carried_seconds
        self._silent_hops = round(self._carried_hops)
        """Since the detector last heard speech."""
        self._speaking = self._was_heard = False
        self._level_dbfs = settings.lowest_level_dbfs
        self._floor_dbfs = -70.0
        self._gate_peak = 10 ** ((settings.gate_dbfs + CREST_DB) / 20)
        self._asleep_windows = 0
        self._skipped: deque[NDArray[np.float32]] = deque(maxlen=PRE_ROLL_WINDOWS)

    def receive(self, samples: NDArray[np.float32], hop_dbfs: list[float], voicing: list[float]) -> list[bool]:
        """Samples, each hop's level in dBFS and voicing (0-1) -> one answer a hop, as far as known."""
        self._energies.extend(hop_dbfs)
        self._voicings.extend(voicing)
        held = np.concatenate((self._held, samples))
        whole = len(held) // WINDOW_SAMPLES * WINDOW_SAMPLES
        self._held = held[whole:]
        if whole:
            windows = held[:whole].reshape(-1, WINDOW_SAMPLES)
            gain, peaks = self._gain(), np.abs(windows).max(axis=1).tolist()
            self._probabilities.extend(self._ask(*each, gain) for each in zip(windows, peaks, strict=True))
        return self._decide()

    def flush(self) -> list[bool]:
        """Answers for the hops that still wait for windows to come, at the end."""
        self._probabilities.extend([0.0] * (LOOK_AHEAD_WINDOWS + 2))
        return self._decide()

    def _gain(self) -> float:
        """How many times the line's amplitude the detector is given; once somebody was heard, and how loud is known."""
        missing_db = self._settings.heard_dbfs - self._level_dbfs if self._was_heard else 0.0
        return float(10 ** (min(max(missing_db, 0.0), self._settings.heard_most_db) / 20))

    def _ask(self, window: NDArray[np.float32], peak: float, gain: float) -> float:
        if peak < self._gate_peak:
            self._asleep_windows += 1
            self._skipped.append(window)
            return 0.0
        if self._asleep_windows > len(self._skipped):
            self._detector.reset()
        louder = np.float32(min(gain, 1 / peak))
        for skipped in self._skipped:
            self._detector.probability(skipped * louder)
        self._skipped.clear()
        self._asleep_windows = 0
        return self._detector.probability(window if louder == 1 else window * louder)

    def _decide(self) -> list[bool]:
        """The hops whose windows are all known."""
        highest = self._highest()
        answers = self._judge(highest)
        for held in (self._energies, self._voicings):
            del held[: len(answers)]
        return answers

    def _highest(self) -> list[float]:
        """For each hop whose windows are all known, the highest probability in them."""
        probabilities, first = self._probabilities, self._first_window
        until = (first + len(probabilities) - LOOK_AHEAD_WINDOWS) * WINDOW_SAMPLES // HOP_SAMPLES
        count = min(len(self._energies), until - self._hop)
        if count <= 0:
            return []
        onwards = list(map(max, *(probabilities[late:] for late in range(LOOK_AHEAD_WINDOWS + 1))))
        found = []
        for start in range(self._hop * HOP_SAMPLES, (self._hop + count) * HOP_SAMPLES, HOP_SAMPLES):
            begins, ends = start // WINDOW_SAMPLES - first, (start + HOP_SAMPLES - 1) // WINDOW_SAMPLES - first
            found.append(onwards[begins] if begins == ends else max(onwards[begins], onwards[ends]))
        self._hop += count
        self._first_window = self._hop * HOP_SAMPLES // WINDOW_SAMPLES
        del probabilities[: self._first_window - first]
        return found

    def _judge(self, highest: list[float]) -> list[bool]:
        """Hops one after the other; most are silence, in which only the floor is followed."""
        settings = self._settings
        rise = settings.floor_rise_db_per_second * 0.01
        speaking, floor, silent = self._speaking, self._floor_dbfs, self._silent_hops
        answers = []
        for probability, dbfs, voicing in zip(highest, self._energies, self._voicings, strict=False):
            speaking = probability >= (settings.stay_probability if speaking else settings.onset_probability)
            if speaking:
                silent = 0
                answers.append(dbfs > floor + settings.over_floor_db and self._is_speech(dbfs))
            else:
                silent += 1
                floor = min(floor + rise, max(dbfs, -90.0))
                answers.append(silent <= self._carried_hops and self._is_carried(dbfs, voicing))
        self._speaking, self._floor_dbfs, self._silent_hops = speaking, floor, silent
        return answers

    def _is_speech(self, dbfs: float) -> bool:
        """Not too far under the running level, which follows."""
        settings = self._settings
        if dbfs <= self._level_dbfs - settings.below_active_db:
            return False
        self._was_heard = True
        fallen = self._level_dbfs - settings.level_fall_db_per_second * 0.01
        self._level_dbfs = max(fallen, min(dbfs, fallen + 1.0))
        return True

    def _is_carried(self, dbfs: float, voicing: float) -> bool:
        settings = self._settings
        return voicing >= settings.carried_voicing and dbfs > self._level_dbfs - settings.carried_below_active_db
