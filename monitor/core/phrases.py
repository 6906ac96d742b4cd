"""Phrases that matter, found in what a recogniser heard."""

from collections.abc import Sequence

import msgspec

from monitor.core.events import Channel, Word
from monitor.core.language import Language


class PhraseSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How sure a match must be."""

    least_score: float = 0.7
    same_place_seconds: float = 3.0


class PhraseMatch(msgspec.Struct, frozen=True):
    """Words that mean what a set means; seconds on the call's clock, score 0-1."""

    set_id: str
    channel: Channel
    words: str
    start: float
    end: float
    score: float


class PhraseMatcher:
    """Finds the phrases of a language in one call; each place is reported once."""

    def __init__(self, language: Language, settings: PhraseSettings | None = None) -> None:
        self._language = language
        self._settings = settings or PhraseSettings()
        self._reported: dict[str, float] = {}

    def match(self, channel: Channel, words: Sequence[Word], closed: bool = True) -> list[PhraseMatch]:
        """New matches in the recent words of a channel.

        ``closed``: the last word ends an utterance. While it does not, a match that the
        next word may undo is held back.
        """
        heard = [word.text.lower() for word in words]
        found = []
        for phrase_set in self._language.phrase_sets:
            for phrase in phrase_set.phrases if phrase_set.channel is channel else ():
                parts = phrase.split()
                for at in range(len(heard) - len(parts) + 1):
                    span = words[at : at + len(parts)]
                    if heard[at : at + len(parts)] == parts and span[0].start > self._reported.get(phrase_set.id, -1.0):
                        self._reported[phrase_set.id] = span[-1].end
                        text = " ".join(word.text for word in span)
                        found.append(PhraseMatch(phrase_set.id, channel, text, span[0].start, span[-1].end, 1.0))
        return found
