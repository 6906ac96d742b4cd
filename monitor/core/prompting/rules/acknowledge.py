"""Acknowledge: the customer tells at length, and hears nothing from the agent (C5, D1).

Their speech is added up over pauses and until the agent says a word; "uh" is none.
Where the customer waits for one, or tells on and on, the rule wants to speak at once;
where the agent takes the floor, what they say decides it: an account is taken up by
repeating it, by understanding, by an apology.
"""

from dataclasses import dataclass
from itertools import pairwise

from monitor.core.events import Channel, Evidence, Measure
from monitor.core.prompting.playbook import Rule
from monitor.core.prompting.rules.state import CallState, Want
from monitor.core.prompting.rules.words import WANTED_SECONDS
from monitor.core.signal.speech_spans import Unit

LOOK_SECONDS = 0.25
LONG_SECONDS = 25.0
"""Of the customer's speech, pauses out."""
WAITS_SECONDS = 1.0
"""A pause in which a word of the agent is missed, once the customer goes on after it."""
UNANSWERED_SECONDS = 3.0
"""So long a pause nobody leaves who means to answer."""
ON_AND_ON_SECONDS = 45.0
"""Nobody tells so long without wondering whether they are heard."""
NOISE_SECONDS = 0.2
"""A shorter sound of the agent is no word."""
ECHOED_WORDS = 2
"""So many of the customer's telling words again, in a sentence: it was repeated back."""
SENTENCE_WORDS = 8


@dataclass(slots=True)
class _Answer:
    """The agent has begun to speak after a long account; what it is worth is known at its end."""

    account: Evidence
    seconds: float
    start: float


class Acknowledge:
    """Looked at four times a second."""

    def __init__(self, rule: Rule) -> None:
        self._mends = rule.answered_by
        self._look_at = 0.0
        self._since = 0.0
        """Up to here the customer was answered."""
        self._answer: _Answer | None = None
        self._want: Want | None = None

    def update(self, state: CallState) -> Want | None:
        """Wanted while the customer waits for a word, or after an answer that took nothing up."""
        if state.now >= self._look_at or state.over:
            self._look_at = state.now + LOOK_SECONDS
            self._want = self._look(state)
        return self._want

    def _look(self, state: CallState) -> Want | None:
        if state.on_hold:
            self._since, self._answer = state.now, None
            return None
        if self._answer is not None:
            return self._judged(state, self._answer)
        answer = self._spoke(state)
        told = [unit for unit in state.units[Channel.CUSTOMER] if unit.start >= self._since]
        if answer is not None:
            told = [unit for unit in told if unit.start < answer.start]
        seconds = sum(unit.seconds for unit in told)
        if seconds < LONG_SECONDS:
            self._since = self._since if answer is None else answer.start
            return None
        if answer is None:
            return self._unheard(state, told, seconds)
        self._since = answer.start
        if state.words:
            self._answer = _Answer(_evidence(told, seconds), seconds, answer.start)
        return None

    def _spoke(self, state: CallState) -> Unit | None:
        """The agent's first word since the customer was last answered."""
        for unit in state.units[Channel.AGENT]:
            if unit.start > self._since and unit.seconds >= NOISE_SECONDS and not _is_filler(state, unit):
                return unit
        return None

    def _unheard(self, state: CallState, told: list[Unit], seconds: float) -> Want | None:
        """An answer may still come in the first pause; once the customer goes on or it lasts, none did."""
        unanswered = state.now - told[-1].end >= UNANSWERED_SECONDS or _passed_over(told)
        if not unanswered and seconds < ON_AND_ON_SECONDS:
            return None
        return _want(_evidence(told, seconds), seconds)

    def _judged(self, state: CallState, answer: _Answer) -> Want | None:
        """Once the agent's turn is over; a short answer that let the customer go on has done it."""
        turn = next((turn for turn in state.talk.of(Channel.AGENT) if turn.end > answer.start), None)
        if turn is None or not (state.over or state.talk.ended(Channel.AGENT, turn.start, state.now)):
            if state.now - answer.start > 2 * WANTED_SECONDS:
                self._answer = None
            return None
        echoed = state.talk.telling(turn.words) & state.talk.telling(
            word for word in state.talk.words(Channel.CUSTOMER, answer.account.start) if word.end <= turn.end
        )
        repeats = len(echoed) >= ECHOED_WORDS and len(turn.words) >= SENTENCE_WORDS
        late = state.now - turn.end > WANTED_SECONDS
        if late or repeats or state.said_since(turn.start, *self._mends):
            self._answer = None
            return None
        return _want(answer.account, answer.seconds, until=turn.end + WANTED_SECONDS)


def _passed_over(told: list[Unit]) -> bool:
    """After a long account the customer paused, and went on themselves."""
    seconds = 0.0
    for unit, following in pairwise(told):
        seconds += unit.seconds
        if seconds >= LONG_SECONDS and following.start - unit.end >= WAITS_SECONDS:
            return True
    return False


def _is_filler(state: CallState, unit: Unit) -> bool:
    """All that was heard in it is "uh"."""
    words = [
        word
        for turn in reversed(state.talk.turns[-6:])
        if turn.channel is Channel.AGENT
        for word in turn.words
        if word.start < unit.end and word.end > unit.start
    ]
    return bool(words) and all(state.talk.is_filler(word) for word in words)


def _evidence(told: list[Unit], seconds: float) -> Evidence:
    measure = Measure("customer_speech", round(seconds, 1), "s", limit=LONG_SECONDS)
    return Evidence(round(told[0].start, 3), round(told[-1].end, 3), (measure,))


def _want(account: Evidence, seconds: float, until: float | None = None) -> Want:
    episode = f"acknowledge-{account.start}"
    fields: dict[str, float | str] = {"seconds": seconds}
    if until is None:
        return Want("acknowledge", episode, account, fields)
    return Want("acknowledge", episode, account, fields, until=until)
