"""What both sides said, in words and when."""

import msgspec

from monitor.core.events import CHANNELS, Channel, Utterance, Word


class TranscriptSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How words become utterances."""

    pause_seconds: float = 0.8
    recent_seconds: float = 12.0
    close_seconds: float = 1.5
    long_talk_words: int = 5
    keep_seconds: float = 300.0


class Transcript:
    """Words of both channels of one call."""

    def __init__(self, call_id: str, settings: TranscriptSettings | None = None) -> None:
        self._call_id = call_id
        self._settings = settings or TranscriptSettings()
        self._words: dict[Channel, list[Word]] = {channel: [] for channel in CHANNELS}

    def receive(self, channel: Channel, words: tuple[Word, ...], final: bool, at: float) -> list[Utterance]:
        """Words of one recogniser turn, or the next words of a words file."""
        if final:
            self._words[channel].extend(words)
        if not words:
            return []
        return [
            Utterance(
                at=at,
                call_id=self._call_id,
                channel=channel,
                start=words[0].start,
                end=words[-1].end,
                text=" ".join(word.text for word in words),
                words=tuple(words),
                final=final,
            )
        ]

    def tick(self, now: float) -> list[Utterance]:
        """Close what has been silent for long enough."""
        return []

    def finish(self, now: float) -> list[Utterance]:
        """Close everything."""
        return []

    def recent(self, channel: Channel, until: float | None = None) -> tuple[Word, ...]:
        """The last stable words of a channel up to ``until``, for the phrase matcher."""
        return tuple(self._words[channel][-40:])

    def words_between(self, channel: Channel, start: float, end: float) -> tuple[Word, ...]:
        """Words of a channel whose middle lies in the stretch."""
        return tuple(word for word in self._words[channel] if start <= (word.start + word.end) / 2 < end)
