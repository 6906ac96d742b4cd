"""The same complaint again: what the customer tells once more was not heard the first time (D2).

Told again means: in another turn, in words of which some are those of the first telling,
whatever their form ("called", "call"), with no remedy in between.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from monitor.core.events import Channel, Evidence, Heard
from monitor.core.prompting.rules.state import CallState, Want
from monitor.core.prompting.rules.words import WANTED_SECONDS
from monitor.core.words.conversation import Spoken, Turn

TOLD = ("complaint", "repeated_complaint", "frustration")
SETTLES = ("remedy",)
"""Who hears one of these may repeat the trouble in accepting it."""
DEEPER = ("empathy", "apology", "remedy")
"""What answers a further telling."""
ALIKE = 80.0
"""Letters in common, 0-100, from which two words are taken for the same."""
LEAST_LETTERS = 4
SHARED = 1
"""Words that a further telling shares with an earlier one where it is a complaint by itself; else one more."""
SHARED_AT_ONCE = 3
"""So many make the second telling enough; else it takes a third."""
WITHIN_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class _Telling:
    turn: Turn
    shared: tuple[Spoken, ...]
    """Words of earlier tellings, as they were said again."""
    complains: bool


class EmpathiseMore:
    """Wanted for 12 s after the customer told the same trouble again."""

    def __init__(self) -> None:
        self._key: tuple[int, int] = (0, 0)
        self._want: Want | None = None

    def update(self, state: CallState) -> Want | None:
        """The newest occasion."""
        if not any(act in state.said for act in TOLD):
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
        if len(tellings) < 2:
            return None
        if len(tellings) < 3 and len(tellings[-1].shared) < SHARED_AT_ONCE:
            return None
        last = tellings[-1].turn
        if state.all_said(*SETTLES, since=tellings[0].turn.end):
            return None
        said = " ".join(word.text for word in tellings[-1].shared)
        heard = Heard(said, Channel.CUSTOMER, round(last.start, 3), round(last.end, 3), "repeated_complaint")
        evidence = Evidence(round(last.start, 3), round(last.end, 3), (), (heard,))
        episode = f"empathise_more-{last.start:.2f}"
        return Want("empathise_more", episode, evidence, {"words": said}, until=last.end + WANTED_SECONDS)


def _tellings(state: CallState, turns: Sequence[Turn]) -> list[_Telling]:
    """A first turn and those that tell the same again; empty where none of them complains."""
    for number, first in enumerate(turns[:-1]):
        found = [_Telling(first, (), _complains(state, first))]
        for turn in turns[number + 1 :]:
            earlier = {word.text for telling in found for word in _content(state, telling.turn)}
            shared = tuple(
                word for word in _content(state, turn) if any(_is_alike(word.text, each) for each in earlier)
            )
            complains = _complains(state, turn)
            if len({word.text for word in shared}) >= SHARED + (not complains):
                found.append(_Telling(turn, shared, complains))
        if found[-1].turn is turns[-1] and any(telling.complains for telling in found):
            return found
    return []


def _complains(state: CallState, turn: Turn) -> bool:
    return any(turn.start - 0.01 <= said.heard.start <= turn.end for said in state.all_said(*TOLD, since=turn.start))


def _content(state: CallState, turn: Turn) -> list[Spoken]:
    """Words that carry the matter."""
    return [word for word in turn.words if len(word.text) >= LEAST_LETTERS and word.text not in state.talk.weak_words]


def _is_alike(first: str, second: str) -> bool:
    return first == second or ratio(first, second) >= ALIKE
