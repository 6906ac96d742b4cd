"""Tells when a recogniser does not know what it hears: audio of another language than the call's, or a ruined line.

A model that hears a language it was not trained on still writes words, and is unsure of
them. Every final word is evidence, for or against, of how likely such a confidence is
from the wrong language and from a bad line in the right one; the sum of it is kept above
zero, so that it shows a change whenever it comes (Page's cumulative sum).

Of the words that the Korean model heard in a real English call 45-48 % were unsure; 22 % are
in written calls with three words in ten misheard.
"""

import math
from collections.abc import Sequence

import msgspec

from monitor.core.events import Fault, Word

KIND = "low_confidence"
UNSURE_IN_WRONG, UNSURE_IN_RIGHT = 0.47, 0.22
FOR = math.log(UNSURE_IN_WRONG / UNSURE_IN_RIGHT)
"""What an unsure word adds."""
AGAINST = math.log((1 - UNSURE_IN_WRONG) / (1 - UNSURE_IN_RIGHT))
"""What a sure word adds: less than nothing."""
SWITCHES_OFF = (
    "what is judged by words: the recogniser is unsure of most of them; is this the call's language? "
    "Voice, pace and turns still work"
)


class UnsureSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When words are not to be trusted. Engines differ in what they call sure."""

    vosk: float = 0.7
    """Vosk is unsure of a word below this."""
    whisper: float = 0.5
    """Whisper is unsure of a word below this: of 15 % in a real call, of 63 % in another language."""
    begin: float = 8.0
    """Evidence that pauses the rules. Of 5473 written calls with three words in ten misheard two reached it."""
    end: float = 3.0
    """Evidence that lets them go on."""
    most: float = 10.0
    """Kept no higher, so that sure words soon end it."""


class UnsureWords:
    """One call's. ``words_from`` as ``call_started`` says it: words from a file are not doubted."""

    def __init__(self, call_id: str, words_from: str, settings: UnsureSettings) -> None:
        self.on = False
        self._call_id = call_id
        self._settings = settings
        self._below = {"vosk": settings.vosk, "whisper": settings.whisper}.get(words_from.partition(" ")[0], 0.0)
        self._evidence = 0.0

    def receive(self, now: float, words: Sequence[Word]) -> list[Fault]:
        """Final words of either side; yields the fault when it begins or ends."""
        was = self.on
        for word in words if self._below else ():
            change = FOR if word.confidence < self._below else AGAINST
            self._evidence = min(self._settings.most, max(0.0, self._evidence + change))
            self.on = self._evidence > (self._settings.end if self.on else self._settings.begin)
        return [self._fault(now)] if self.on is not was else []

    def _fault(self, now: float) -> Fault:
        return Fault(
            at=round(now, 3),
            call_id=self._call_id,
            kind=KIND,
            channel=None,
            switches_off=SWITCHES_OFF,
            state="on" if self.on else "off",
        )
