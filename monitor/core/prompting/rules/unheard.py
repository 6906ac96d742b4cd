"""Speak up, told by the recogniser: for long it was unsure of the agent's words, and they were soft (R2, C5).

Unsure words alone may be a bad line, an accent or a poor model, and a voice somewhat
softer is still well heard. Together they are an agent who is hard to make out.
"""

from collections.abc import Sequence
from statistics import fmean

from monitor.core.events import Channel, Evidence, Measure
from monitor.core.prompting.rules.state import CallState, Want
from monitor.core.words.conversation import Spoken

LOOK_SECONDS = 0.5
WORDS = 20
"""Fewer tell nothing: single names and numbers are unsure in any voice."""
WITHIN_SECONDS = 30.0
UNSURE_CONFIDENCE = 0.65
"""Mean of the agent's last words; of a clear voice recognisers give 0.8 and more."""
SURE_AGAIN_CONFIDENCE = 0.75
SOFTER_DB = 3.0
"""Under the own usual: half the power."""
UNDER_CUSTOMER = 0.1
"""As unsure of both sides is the line, or the model."""


class Unheard:
    """Wanted from when both hold until the words are clear again, or the voice is."""

    def __init__(self) -> None:
        self._look_at = 0.0
        self._since: float | None = None
        self._want: Want | None = None

    def update(self, state: CallState) -> Want | None:
        """Looked at twice a second."""
        if state.now >= self._look_at:
            self._look_at = state.now + LOOK_SECONDS
            self._want = self._look(state)
        return self._want

    def _look(self, state: CallState) -> Want | None:
        level = state.agent_level_db
        said = _latest(state, Channel.AGENT)
        if level is None or level > -SOFTER_DB or len(said) < WORDS:
            self._since = None
            return None
        confidence, theirs = _confidence(said), _latest(state, Channel.CUSTOMER)
        limit = UNSURE_CONFIDENCE if self._since is None else SURE_AGAIN_CONFIDENCE
        is_the_line = len(theirs) >= WORDS and _confidence(theirs) < confidence + UNDER_CUSTOMER
        if confidence >= limit or is_the_line:
            self._since = None
            return None
        self._since = said[0].start if self._since is None else self._since
        return _want(self._since, said, confidence, level)


def _latest(state: CallState, channel: Channel) -> list[Spoken]:
    return state.talk.words(channel, state.now - WITHIN_SECONDS)


def _confidence(words: Sequence[Spoken]) -> float:
    return fmean(word.confidence for word in words)


def _want(since: float, said: Sequence[Spoken], confidence: float, level: float) -> Want:
    measures = (
        Measure("word_confidence", round(confidence, 2), "0-1", limit=UNSURE_CONFIDENCE),
        Measure("level_over_usual", round(level, 1), "dB"),
    )
    receipt = Evidence(round(since, 3), round(said[-1].end, 3), measures)
    fields: dict[str, float | str] = {"held": said[-1].end - since, "under": -level}
    return Want("speak_up", f"speak_up-unheard-{since:.2f}", receipt, fields, "unheard")
