"""What both sides said, in words and when.

Words come in two ways. A recogniser speaks of one turn at a time: each partial
replaces the one before, the final closes the turn. A words file hands over words that
are final at once, in pieces of any size: they are gathered into utterances, which end
at a pause, where the other side took a turn, or when they grow too long. A final that
no partial came before is taken as such a piece, so that the same words cut otherwise
yield the same final utterances.

Times that overlap, run backwards or are not numbers are put in order, never refused:
a transcript with odd times is worth more than none.
"""

import math
from bisect import bisect_left, insort
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import msgspec

from monitor.core.events import CHANNELS, Channel, Utterance, Word
from monitor.core.words.joining import Numbers, joined
from monitor.core.words.language import composed

LATEST_SECONDS = 1e6
"""No call lasts longer (11 days): later times are garbage, and milliseconds would drown in them."""
STARTS_KEPT = 1000
"""Of utterances, so that no two have the same: hours of talk."""


class TranscriptSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How words become utterances, and how far back words of a channel belong together."""

    pause_seconds: float = 0.8
    """Silence after which an utterance of a words file has ended."""
    turn_words: int = 2
    """Words of the other side in a gap that end an utterance."""
    longest_word_seconds: float = 2.5
    """So long a word may be on its way: whoever still speaks has not paused before that."""
    longest_seconds: float = 20.0
    """An utterance of a words file without a pause is cut here."""
    recent_seconds: float = 12.0
    """How far back phrases are looked for."""
    close_seconds: float = 1.5
    """Over a shorter gap words belong together whatever the other side said in it."""
    long_talk_words: int = 5
    """More words of the other side in a longer gap, and what was said before is another matter."""
    keep_seconds: float = 300.0
    """Words older than this are forgotten."""


@dataclass(slots=True)
class _Open:
    """An utterance that has not ended. Its start is fixed when first shown: pages know it by that."""

    start: float
    words: list[Word] = field(default_factory=list)
    from_partials: bool = False
    stable: int = 0
    """Leading words that no longer change."""

    @property
    def end(self) -> float:
        return max((word.end for word in self.words), default=self.start)


@dataclass(slots=True)
class _Side:
    """One channel's words."""

    settled: list[Word] = field(default_factory=list)
    """Final words by time."""
    open: _Open | None = None
    starts: set[float] = field(default_factory=set)

    def known(self) -> list[Word]:
        """Final words and those of the current partial."""
        return self.settled + self.open.words if self.open and self.open.from_partials else self.settled

    def stable(self) -> list[Word]:
        """Final words and those of the current partial that no longer change."""
        if self.open is None or not self.open.from_partials:
            return self.settled
        return self.settled + self.open.words[: self.open.stable]


class Transcript:
    """Words of both channels of one call, and the utterances they make."""

    def __init__(
        self, call_id: str, settings: TranscriptSettings | None = None, numbers: Numbers | None = None
    ) -> None:
        self._call_id = call_id
        self._numbers = numbers or Numbers()
        self._settings = settings or TranscriptSettings()
        self._sides = {channel: _Side() for channel in CHANNELS}

    def receive(
        self, channel: Channel, words: Sequence[Word], final: bool, at: float, stable: int | None = None
    ) -> list[Utterance]:
        """Words of one recogniser turn, or the next words of a words file.

        ``stable``: so many leading words of a partial no longer change; None where the
        recogniser does not say, then it is those that two partials in a row agree on.

        Yields the utterances that changed: a partial to show, finals that closed. A turn
        whose final has no words closes with an empty text: what was shown of it was wrong.
        """
        ordered = in_order(words, at)
        side = self._sides[channel]
        if final and side.open is not None and side.open.from_partials:
            return [self._close(channel, at, ordered)]
        if final:
            return self._gather(channel, ordered, at)
        return self._replace_partial(channel, ordered, at, stable) if ordered else []

    def tick(self, now: float, speaking: Collection[Channel] = ()) -> list[Utterance]:
        """Close the gathered utterances that a pause has ended; who is ``speaking`` may be in a long word."""
        return [
            self._close(channel, now)
            for channel, side in self._sides.items()
            if side.open and not side.open.from_partials and self._has_paused(side.open, now, channel in speaking)
        ]

    def _has_paused(self, utterance: _Open, now: float, speaking: bool) -> bool:
        settings = self._settings
        return now - utterance.end >= (settings.longest_word_seconds if speaking else settings.pause_seconds)

    def finish(self, now: float) -> list[Utterance]:
        """The call is over: what is open closes with the words it has."""
        return [self._close(channel, now) for channel, side in self._sides.items() if side.open]

    def recent(self, channel: Channel, until: float | None = None) -> tuple[Word, ...]:
        """The stable words of a channel that belong together, up to ``until`` (default: all), oldest first.

        Stable are final words and those of a partial that no longer change. The words
        reach back over utterances, but not over a long talk of the other side.
        """
        words = self._sides[channel].stable()
        if until is not None:
            words = [word for word in words[-_MANY:] if word.end <= until]
        first = len(words)
        while first > 0 and self._belongs(channel, words, first):
            first -= 1
        return tuple(words[first:])

    def words_between(self, channel: Channel, start: float, end: float) -> tuple[Word, ...]:
        """Words of a channel, stable or not, whose middle lies in ``start <= t < end``."""
        return tuple(word for word in self._sides[channel].known() if start <= (word.start + word.end) / 2 < end)

    def _belongs(self, channel: Channel, words: Sequence[Word], first: int) -> bool:
        """Whether the word before ``first`` still belongs to those from there on."""
        if first == len(words):
            return True
        if words[-1].end - words[first - 1].start > self._settings.recent_seconds:
            return False
        gap_start, gap_end = words[first - 1].end, words[first].start
        if gap_end - gap_start <= self._settings.close_seconds:
            return True
        return len(self.words_between(channel.other, gap_start, gap_end)) < self._settings.long_talk_words

    def _replace_partial(self, channel: Channel, words: list[Word], at: float, stable: int | None) -> list[Utterance]:
        side = self._sides[channel]
        events = []
        if side.open is not None and not side.open.from_partials:
            events.append(self._close(channel, at))
        if side.open is None:
            side.open = _Open(_unused(side.starts, words[0].start), from_partials=True)
        if side.open.words == words and stable in (None, side.open.stable):
            return events
        side.open.stable = _agreed(side.open.words, words) if stable is None else min(stable, len(words))
        side.open.words = words
        return [*events, self._utterance(channel, side.open, at, final=False)]

    def _gather(self, channel: Channel, words: list[Word], at: float) -> list[Utterance]:
        side = self._sides[channel]
        events = []
        for word in words:
            if side.open is not None and self._ends_before(channel, side.open, word):
                events.append(self._close(channel, at))
            if side.open is None:
                side.open = _Open(_unused(side.starts, word.start))
            insort(side.open.words, word, key=_by_time)
            insort(side.settled, word, key=_by_time)
        if words and side.open is not None:
            events.append(self._utterance(channel, side.open, at, final=False))
        return events

    def _ends_before(self, channel: Channel, current: _Open, word: Word) -> bool:
        """A word begins another utterance than the current one."""
        gap = word.start - current.end
        if gap >= self._settings.pause_seconds or current.start - word.end >= self._settings.pause_seconds:
            return True
        if word.start - current.start >= self._settings.longest_seconds:
            return True
        return gap > 0 and len(self.words_between(channel.other, current.end, word.start)) >= self._settings.turn_words

    def _close(self, channel: Channel, at: float, words: list[Word] | None = None) -> Utterance:
        """``words``: the final words where a partial was open; None takes those there are."""
        side = self._sides[channel]
        assert side.open is not None
        closing, side.open = side.open, None
        if words is not None:
            closing.words = words
        if closing.from_partials:
            for word in closing.words:
                insort(side.settled, word, key=_by_time)
        self._forget(side)
        return self._utterance(channel, closing, at, final=True)

    def _forget(self, side: _Side) -> None:
        if side.settled:
            oldest = side.settled[-1].start - self._settings.keep_seconds
            del side.settled[: bisect_left(side.settled, oldest, key=lambda word: word.start)]
        if len(side.starts) > 2 * STARTS_KEPT:
            side.starts = set(sorted(side.starts)[-STARTS_KEPT:])

    def _utterance(self, channel: Channel, utterance: _Open, at: float, final: bool) -> Utterance:
        return Utterance(
            at=round(at, 3),
            call_id=self._call_id,
            channel=channel,
            start=utterance.start,
            end=max(utterance.end, utterance.start),
            text=" ".join(word.text for word in utterance.words),
            words=tuple(utterance.words),
            final=final,
            stable=utterance.stable if utterance.from_partials and not final else len(utterance.words),
            joined=joined(utterance.words, self._numbers),
        )


_MANY = 400
"""More words than anybody says in the recent seconds."""


def in_order(words: Sequence[Word], at: float) -> list[Word]:
    """Words by time, without empty ones; times are finite, not negative, ends not before starts; text is composed."""
    mended = (_mended(word, at) for word in words)
    return sorted((word for word in mended if word.text), key=_by_time)


def _mended(word: Word, at: float) -> Word:
    start = min(LATEST_SECONDS, max(0.0, word.start if math.isfinite(word.start) else at))
    end = min(LATEST_SECONDS, max(start, word.end)) if math.isfinite(word.end) else start
    confidence = min(1.0, max(0.0, word.confidence)) if math.isfinite(word.confidence) else 0.0
    text = word.text if word.text.isascii() else composed(word.text)
    mended = Word(text.strip(), start, end, confidence)
    return word if mended == word else mended


def _by_time(word: Word) -> tuple[float, float]:
    return word.start, word.end


def _agreed(before: Sequence[Word], now: Sequence[Word]) -> int:
    """How many leading words two partials share."""
    count = 0
    for earlier, later in zip(before, now, strict=False):
        if earlier.text != later.text:
            break
        count += 1
    return count


def _unused(starts: set[float], start: float) -> float:
    """A start that no earlier utterance of the channel has, so that none replaces another."""
    start = round(start, 3)
    while start in starts:
        start = round(start + 0.001, 3)
    starts.add(start)
    return start
