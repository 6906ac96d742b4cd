"""Words in, utterances and phrase cues out: what was said, by whom, and which phrases it held."""

from collections.abc import Collection, Sequence
from functools import partial

from monitor.core.events import Channel, Cue, CueKind, CueState, Evidence, Utterance, Word
from monitor.core.words.conversation import Conversation
from monitor.core.words.language import Language
from monitor.core.words.phrases import PhraseMatch, PhraseMatcher, PhraseSettings
from monitor.core.words.transcript import Transcript

LEAST_TURN_WORDS = 2
"""One word between two of the other side parts nothing."""
Matched = tuple[PhraseMatch, list[Cue]]


class PhraseCues:
    """Keeps the transcript of a call and matches its stable words."""

    def __init__(self, call_id: str, language: Language, settings: PhraseSettings) -> None:
        self._call_id = call_id
        self._transcript = Transcript(call_id, numbers=language.numbers)
        self._matcher = PhraseMatcher(language, settings)
        self.talk = Conversation(language)
        """Who said what, turn by turn."""

    def receive(
        self, channel: Channel, words: Sequence[Word], final: bool, at: float, stable: int | None = None
    ) -> tuple[list[Utterance], list[Matched]]:
        """Words of one channel that became known at ``at``; of partial ones, the stable ones count."""
        utterances = self._transcript.receive(channel, tuple(words), final, at, stable)
        closed = bool(utterances) and utterances[-1].final
        self.talk.hear(channel, self._transcript.recent(channel))
        return utterances, self._match(channel, at, closed)

    def tick(self, now: float, speaking: Collection[Channel] = ()) -> tuple[list[Utterance], list[Matched]]:
        """Once a frame: utterances that a pause has closed; ``speaking``: who has not paused."""
        closed = self._transcript.tick(now, speaking)
        return self._closed(closed, now) if closed else ([], [])

    def finish(self, now: float) -> tuple[list[Utterance], list[Matched]]:
        """The call is over."""
        return self._closed(self._transcript.finish(now), now)

    def count_words(self, channel: Channel, start: float, end: float) -> int:
        """Words of this channel known so far between two moments."""
        return len(self._transcript.words_between(channel, start, end))

    def _closed(self, utterances: list[Utterance], now: float) -> tuple[list[Utterance], list[Matched]]:
        """What an utterance's end makes certain."""
        matches = [
            matched for each in utterances if each.final for matched in self._match(each.channel, now, closed=True)
        ]
        return utterances, matches

    def _match(self, channel: Channel, at: float, closed: bool) -> list[Matched]:
        parted = partial(self._took_floor, channel.other)
        matches = self._matcher.match(channel, self._transcript.recent(channel), closed, parted)
        return [(match, self._cues(match, at)) for match in matches]

    def _took_floor(self, channel: Channel, start: float, end: float) -> bool:
        """This side said more than a short answer between two moments."""
        said = self._transcript.words_between(channel, start, end)
        return len(said) >= LEAST_TURN_WORDS and not self.talk.is_short([word.text.lower() for word in said])

    def _cues(self, match: PhraseMatch, at: float) -> list[Cue]:
        """A phrase is over once it is known: it opens and closes at once."""
        evidence = Evidence(round(match.start, 3), round(match.end, 3), (), (match.heard,))
        return [
            Cue(
                at=round(at, 3),
                call_id=self._call_id,
                id=f"phrase-{match.set_id}-{match.channel}-{round(match.start * 1000)}",
                kind=CueKind.PHRASE,
                channel=match.channel,
                state=state,
                start=round(match.start, 3),
                evidence=evidence,
            )
            for state in (CueState.OPENED, CueState.CLOSED)
        ]
