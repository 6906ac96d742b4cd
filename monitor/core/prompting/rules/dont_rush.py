"""Don't rush: the agent hurries the customer in words, or cuts their pauses short again and again (R8, D15).

A quick answer is no hurry: people answer within 0.2 s all day long. What counts is an
answer in the middle of a thought: the customer broke off in a word that ends no sentence
("and", "the"), or takes up again at once, over the agent. What comes in *over* their
speech for longer is an interruption, and ``dont_interrupt`` tells it.
"""

from collections import deque
from dataclasses import dataclass

from monitor.core.events import Channel, Evidence, Heard, Measure
from monitor.core.prompting.playbook import Rule
from monitor.core.prompting.rules.state import CallState, Want
from monitor.core.prompting.rules.words import WANTED_SECONDS, SaidRule
from monitor.core.turns.talks import Spoken
from monitor.core.words.conversation import Turn

CUTS = 3
WITHIN_SECONDS = 60.0
JUDGED_SECONDS = 2.5
"""So long after the agent began it is judged: by then the customer has taken up again, and the words are there."""
LONGEST_GAP_SECONDS = 0.5
"""A pause that any thought may have; who speaks after a longer one has waited."""
LONGEST_OVERLAP_SECONDS = 0.4
"""Over more of their speech it is an interruption, or an attempt at one."""
TOGETHER_SECONDS = 0.2
"""Who begins so close to the other began at the same time."""
ANSWER_SECONDS = 0.8
"""Of speech: less is "mhm"."""
TAKES_UP_SECONDS = 1.0
THOUGHT_SECONDS = 1.0
"""Of the customer's speech before it: less is no thought to finish."""
LATE_SECONDS = 0.1
"""A word's end may be told so much late."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """The agent began to speak before the customer had finished."""

    start: float
    gap_seconds: float
    known_at: float
    heard: tuple[Heard, ...]
    """The words that it broke off in, where they tell it."""


class DontRush:
    """Words first; then the pauses."""

    def __init__(self, rule: Rule) -> None:
        self._said = SaidRule(rule)
        self._mends = rule.answered_by
        self._judged_until = 0.0
        self._cuts: deque[_Cut] = deque(maxlen=CUTS)

    def update(self, state: CallState) -> Want | None:
        """Wanted for 12 s after each."""
        return self._said.update(state) or self._by_pauses(state)

    def _by_pauses(self, state: CallState) -> Want | None:
        late = state.delay.of(Channel.AGENT)
        for unit in state.units[Channel.AGENT]:
            start = unit.start - late
            if start > self._judged_until and state.now - start >= JUDGED_SECONDS:
                self._judged_until = start
                cut = _cut(state, Spoken(unit, late))
                self._cuts.extend([cut] if cut is not None else [])
        if len(self._cuts) < CUTS or self._cuts[-1].start - self._cuts[0].start > WITHIN_SECONDS:
            return None
        last = self._cuts[-1]
        if state.now - last.known_at > WANTED_SECONDS or state.said_since(last.start, *self._mends):
            return None
        return _want(list(self._cuts))


def _spoken(state: CallState, channel: Channel) -> list[Spoken]:
    late = state.delay.of(channel)
    return [Spoken(unit, late) for unit in state.units[channel]]


def _cut(state: CallState, unit: Spoken) -> _Cut | None:
    """Whether this unit of the agent's is an answer in the middle of a thought."""
    agent, customer = (_spoken(state, channel) for channel in (Channel.AGENT, Channel.CUSTOMER))
    before = [each for each in customer if each.start < unit.start - TOGETHER_SECONDS]
    if not before or not _is_answer(state, unit, agent, before[-1]):
        return None
    gap = unit.start - before[-1].end
    if not -LONGEST_OVERLAP_SECONDS <= gap <= LONGEST_GAP_SECONDS:
        return None
    heard = _broke_off(state, before[-1].end)
    takes_up = any(
        0.0 < each.start - max(unit.start, before[-1].end) <= TAKES_UP_SECONDS
        and each.start < unit.end - LATE_SECONDS
        and each.end - each.start >= ANSWER_SECONDS
        for each in customer
    )
    return _Cut(unit.start, gap, state.now, heard) if heard or takes_up else None


def _is_answer(state: CallState, unit: Spoken, agent: list[Spoken], thought: Spoken) -> bool:
    """More than "mhm", to more than "mhm"; and no going on with what the agent was saying already."""
    said = sum(each.end - each.start for each in agent if 0.0 <= each.start - unit.start <= JUDGED_SECONDS)
    if said < ANSWER_SECONDS or any(thought.start < each.end <= unit.start for each in agent):
        return False
    turns = [turn for turn in state.talk.turns if turn.channel is Channel.AGENT and turn.end > unit.start]
    if turns and turns[0].short:
        return False
    last = max((each.end for each in agent if each.end <= thought.start), default=0.0)
    return sum(each.end - each.start for each in _since(state, last) if each.start < unit.start) >= THOUGHT_SECONDS


def _since(state: CallState, at: float) -> list[Spoken]:
    return [each for each in _spoken(state, Channel.CUSTOMER) if each.start >= at]


def _broke_off(state: CallState, end: float) -> tuple[Heard, ...]:
    """The customer's last words up to there, where no sentence ends in them."""
    words = [
        word for word in state.talk.words(Channel.CUSTOMER, end - WANTED_SECONDS) if word.end <= end + LATE_SECONDS
    ]
    if not words or not state.talk.is_unfinished(Turn(Channel.CUSTOMER, words)):
        return ()
    last = words[-3:]
    text = " ".join(word.text for word in last)
    return (Heard(text, Channel.CUSTOMER, last[0].start, last[-1].end, "unfinished"),)


def _want(cuts: list[_Cut]) -> Want:
    first, last = cuts[0], cuts[-1]
    seconds = last.start - first.start
    measures = (
        Measure("cut_short", float(len(cuts)), "count", limit=float(CUTS)),
        Measure("longest_gap", round(max(cut.gap_seconds for cut in cuts), 2), "s", limit=LONGEST_GAP_SECONDS),
    )
    heard = tuple(each for cut in cuts for each in cut.heard)
    receipt = Evidence(round(first.start, 3), round(last.start, 3), measures, heard)
    fields: dict[str, float | str] = {"count": float(len(cuts)), "seconds": seconds}
    until = last.known_at + WANTED_SECONDS
    return Want("dont_rush", f"dont_rush-cuts-{last.start:.2f}", receipt, fields, "pauses", until=until)
