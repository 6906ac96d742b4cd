"""Another voice on a channel (a transfer, a telephone handed over): its usual must begin anew.

Told by pitch, far off for seconds of speech after a silence, in a direction that anger does
not take: anger never lowers pitch, and where it raises pitch it brightens the voice with it.
Voices of the same sex mostly lie too near each other to be told apart, and need not be.
Nothing of a voice is kept; what is compared is the usual of this call.
"""

import statistics
from collections import deque

import msgspec

from monitor.core.signal.frames import FRAME_SECONDS
from monitor.core.voices.measures import Voiced

PARTS = 3
"""The jump must show in each third of what is heard."""
PART_SHARE = 0.6


class NewVoiceSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a channel is taken for another person (measured on two corpora; docs/science.md)."""

    voiced_seconds: float = 6.0
    """Of voiced speech since the silence that are compared with the usual."""
    silence_seconds: float = 3.0
    """Of this channel, after which another may speak."""
    pitch_st: float = 5.0
    after_hold_pitch_st: float = 4.0
    """Off the usual; after a hold another voice is likelier."""
    bright_per_st: float = 0.3
    """dB of brightness a semitone: where pitch goes up, no brighter than this; anger is."""
    bright_per_db: float = 0.15
    """A louder voice counts as so much brighter, for anger that is."""


class NewVoice:
    """Fed with each voiced frame of one channel."""

    def __init__(self, settings: NewVoiceSettings) -> None:
        self._settings = settings
        self._since: deque[Voiced] = deque(maxlen=round(settings.voiced_seconds / FRAME_SECONDS))
        self._last = 0.0
        self._decided = True
        self._limit = settings.pitch_st

    def hold(self) -> None:
        """The call is on hold: who speaks next may be another."""
        self._begin(self._settings.after_hold_pitch_st)

    def hear(self, voiced: Voiced, usual: Voiced | None) -> bool:
        """True once, when what is heard since the last silence is another voice than the usual."""
        if voiced.at - self._last >= self._settings.silence_seconds and self._decided:
            self._begin(self._settings.pitch_st)
        self._last = voiced.at
        if self._decided or usual is None:
            return False
        self._since.append(voiced)
        if len(self._since) < (self._since.maxlen or 0):
            return False
        self._decided = True
        return self._is_other(list(self._since), usual)

    def seconds(self, size: int) -> list[list[Voiced]]:
        """What was heard since the silence, in stretches of so many frames."""
        heard = list(self._since)
        return [heard[place : place + size] for place in range(0, len(heard) - size + 1, size)]

    def _begin(self, limit: float) -> None:
        self._since.clear()
        self._decided = False
        self._limit = limit

    def _is_other(self, heard: list[Voiced], usual: Voiced) -> bool:
        off = statistics.median(voiced.pitch_st for voiced in heard) - usual.pitch_st
        brighter = statistics.median(voiced.alpha_db for voiced in heard) - usual.alpha_db
        louder = statistics.median(voiced.level_dbfs for voiced in heard) - usual.level_dbfs
        brighter += self._settings.bright_per_db * max(0.0, louder)
        if abs(off) < self._limit or (off > 0 and brighter >= self._settings.bright_per_st * off):
            return False
        parts = self.seconds(len(heard) // PARTS)
        medians = [statistics.median(voiced.pitch_st for voiced in part) - usual.pitch_st for part in parts]
        return all(median * off > 0 and abs(median) >= PART_SHARE * self._limit for median in medians)
