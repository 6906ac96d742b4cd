"""Words that are not final yet: when they were said, and which of them no longer change.

The engine gives times only with a delay of two seconds, and the words themselves after
about half a second. So a word ends half a second before it was first seen, and the
words seen together share the time since the one before them.
"""

from collections.abc import Sequence

import msgspec

from monitor.core.events import Word

DELAY_SECONDS = 0.45
"""From the end of a word to the block in which the engine first shows it: 5th percentile on a telephone call."""
SECONDS_A_LETTER = 0.07
LONGEST_SECONDS = 0.7


class Partial(msgspec.Struct, frozen=True):
    """A turn's words so far, of which the leading ``stable`` have held."""

    words: tuple[Word, ...]
    stable: int


class PartialWords:
    """One turn's partial transcripts, one after another -> words with estimated times, on the engine's clock.

    A word is stable once it and all before it read the same in so many transcripts running.
    """

    def __init__(self, stable_updates: int) -> None:
        self._stable_updates = stable_updates
        self._words: list[Word] = []
        self._seen: list[int] = []
        """In how many transcripts running each word was there, falling from word to word."""
        self._stable = 0
        self._turn_start = 0.0

    def end_turn(self, now: float) -> None:
        """The next words belong to another turn, which began no earlier than ``now``."""
        self._words, self._seen, self._stable = [], [], 0
        self._turn_start = now

    def receive(self, texts: Sequence[str], now: float) -> Partial | None:
        """The turn's words so far, heard at ``now`` seconds of audio; None where nothing is new about them."""
        kept = self._kept(texts)
        changed = len(texts) != len(self._words) or len(kept) != len(texts)
        self._words = kept + self._spread(texts[len(kept) :], kept[-1].end if kept else self._turn_start, now)
        self._seen = [count + 1 for count in self._seen[: len(kept)]] + [1] * (len(texts) - len(kept))
        before, self._stable = self._stable, sum(count >= self._stable_updates for count in self._seen)
        return Partial(tuple(self._words), self._stable) if changed or self._stable != before else None

    def _kept(self, texts: Sequence[str]) -> list[Word]:
        """The leading words that are still the same, with the times they had."""
        kept = []
        for word, text in zip(self._words, texts, strict=False):
            if word.text != text:
                break
            kept.append(word)
        return kept

    @staticmethod
    def _spread(texts: Sequence[str], after: float, now: float) -> list[Word]:
        """New words, the last one ending just before ``now``, none before ``after``."""
        end = max(now - DELAY_SECONDS, after)
        lengths = [min(LONGEST_SECONDS, SECONDS_A_LETTER * len(text) + 0.1) for text in texts]
        shrink = min(1.0, (end - after) / sum(lengths)) if texts else 1.0
        words: list[Word] = []
        for text, length in zip(reversed(texts), reversed(lengths), strict=True):
            start = end - length * shrink
            words.append(Word(text, round(start, 3), round(end, 3)))
            end = start
        return words[::-1]
