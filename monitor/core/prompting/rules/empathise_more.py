"""The same complaint again: what the customer tells once more was not heard the first time (D2).

Told again means: in another turn, in words of which some are those of an earlier telling,
with no remedy in between. Who answers a question of the agent's tells on: that is no second
telling, but it may be a third.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from monitor.core.events import Channel, Evidence, Heard
from monitor.core.prompting.rules.matter import TROUBLE
from monitor.core.prompting.rules.state import CallState, Want
from monitor.core.prompting.rules.turns import said_in, turns_before
from monitor.core.prompting.rules.words import WANTED_SECONDS
from monitor.core.words.conversation import Turn
from monitor.core.words.sameness import shared

SETTLES = ("remedy", "exception")
"""Who hears one of these may repeat the trouble in accepting it."""
DEEPER = ("empathy", "apology", "remedy")
"""What answers a further telling."""
LEAST_SHARED = 2
"""Words that a turn shares with earlier tellings: one is enough where it complains by itself."""
LEAST_TELLINGS = 3
SHARED_AT_ONCE = 3
"""With so many words in common the second telling is enough."""
LEAST_LETTERS = 4
LONG_LETTERS = 6
ASKS = ("closed_question", "open_question")
WITHIN_SECONDS = 120.0
QUOTED_WORDS = 10
QUOTED_AROUND = 2
"""Words quoted before the first that was said again."""


@dataclass(frozen=True, slots=True)
class _Telling:
    turn: Turn
    again: frozenset[str]
    """Words of earlier tellings, as they were said again."""
    complains: bool


class EmpathiseMore:
    """Wanted for 12 s after the customer told the same trouble again."""

    def __init__(self) -> None:
        self._key: tuple[int, int] = (0, 0)
        self._want: Want | None = None

    def update(self, state: CallState) -> Want | None:
        """The newest occasion."""
        if not any(act in state.said for act in TROUBLE):
            return None
        turns = state.talk.of(Channel.CUSTOMER, since=state.now - WITHIN_SECONDS)
        key = (len(turns), len(turns[-1].words)) if turns else (0, 0)
        if key != self._key:
            self._key = key
            self._want = self._look(state, turns) or self._want
        want = self._want
        if want is None or state.now > want.until or state.said_since(want.receipt.end, *DEEPER):
            return None
        return want

    def _look(self, state: CallState, turns: Sequence[Turn]) -> Want | None:
        tellings = _tellings(state, turns)
        again = frozenset[str]().union(*(telling.again for telling in tellings))
        if len(tellings) < 2 or len(again) < LEAST_SHARED:
            return None
        if len(tellings) < LEAST_TELLINGS and not self._is_plain(state, tellings[-1], again):
            return None
        if state.all_said(*SETTLES, since=tellings[0].turn.end):
            return None
        last = tellings[-1].turn
        words = _quoted(last, tellings[-1].again)
        heard = Heard(words, Channel.CUSTOMER, round(last.start, 3), round(last.end, 3), "repeated_complaint")
        evidence = Evidence(round(last.start, 3), round(last.end, 3), (), (heard,))
        until = last.end + WANTED_SECONDS
        return Want("empathise_more", f"empathise_more-{last.start:.2f}", evidence, {"words": words}, until=until)

    def _is_plain(self, state: CallState, second: _Telling, again: Collection[str]) -> bool:
        """The second telling is enough: a complaint in many of the same words, that nobody asked for."""
        return len(again) >= SHARED_AT_ONCE and second.complains and not _answers(state, second.turn)


def _tellings(state: CallState, turns: Sequence[Turn]) -> list[_Telling]:
    """A first turn and those that tell the same again, to the latest; empty where too few of them complain."""
    for number, first in enumerate(turns[:-1]):
        found = [_Telling(first, frozenset(), _complains(state, first))]
        for turn in turns[number + 1 :]:
            earlier = set[str]().union(*(_content(state, telling.turn) for telling in found))
            again = frozenset(_alike(earlier, _content(state, turn)))
            complains = _complains(state, turn)
            if len(again) >= LEAST_SHARED - complains:
                found.append(_Telling(turn, again, complains))
        if found[-1].turn is turns[-1] and any(telling.complains for telling in found):
            return found
    return []


def _quoted(turn: Turn, again: Collection[str]) -> str:
    """The words around what was said again, as they were said: a stretch that can be read."""
    places = [at for at, text in enumerate(turn.texts) if text in again]
    first = max(0, places[0] - QUOTED_AROUND)
    last = max(at for at in places if at - first < QUOTED_WORDS)
    return " ".join(turn.texts[first : max(last + 1, min(first + 2 * QUOTED_AROUND + 1, len(turn.texts)))])


def _complains(state: CallState, turn: Turn) -> bool:
    return bool(said_in(state, turn, *TROUBLE))


def _answers(state: CallState, turn: Turn) -> bool:
    """The agent's last turn before it asked something."""
    asked = turns_before(state, Channel.AGENT, turn.start)
    return bool(asked) and bool(said_in(state, asked[0], *ASKS))


def _alike(earlier: Collection[str], now: Collection[str]) -> set[str]:
    """What was said again; short words that begin otherwise are others: light, night."""
    return {
        word
        for word in shared(earlier, now)
        if len(word) >= LONG_LETTERS or any(word[0] == other[0] for other in shared([word], earlier))
    }


def _content(state: CallState, turn: Turn) -> set[str]:
    return {text for text in state.talk.telling(turn.words) if len(text) >= LEAST_LETTERS}
