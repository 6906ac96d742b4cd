"""What each family of signals says to the call's heat, from voices, turns and words."""

from monitor.core.events import Overlap, OverlapLabel
from monitor.core.heat.escalation import EscalationSettings, Memory, Signals
from monitor.core.words.phrases import PhraseMatch

TURN_WEIGHTS = {
    OverlapLabel.INTERRUPTION: 0.35,
    OverlapLabel.COMPETING: 0.45,
    OverlapLabel.ATTEMPTED: 0.15,
}
WORD_WEIGHTS = {
    "frustration": 0.35,
    "complaint": 0.1,
    "repeated_complaint": 0.4,
    "supervisor_request": 0.55,
    "threat_to_leave": 0.5,
    "legal_threat": 0.5,
    "rudeness": 0.45,
    "profanity": 0.5,
    "threat_of_violence": 1.0,
    "dismissal": 0.15,
}
COOLING_WORDS = {"empathy": 0.25, "apology": 0.25, "supervisor_offer": 0.2}
"""Shares of what was said that the agent's words take back."""
AROUSAL_FLOOR = 0.25
"""A voice as usual has some arousal by the logistic; under this it says nothing."""


class Families:
    """Collects what happened; ``signals`` is read once a second."""

    def __init__(self, settings: EscalationSettings) -> None:
        self._turns = Memory(settings.turns_half_life_seconds)
        self._words = Memory(settings.words_half_life_seconds)
        self._customer_voice = 0.0
        self._agent_voice = 0.0

    def overlap(self, overlap: Overlap, now: float) -> None:
        """A final overlap, whoever came in."""
        if overlap.final:
            self._turns.add(TURN_WEIGHTS.get(overlap.label, 0.0), now)

    def phrase(self, match: PhraseMatch, now: float) -> None:
        """A phrase was said, by either side."""
        self._words.add(match.score * WORD_WEIGHTS.get(match.set_id, 0.0), now)
        self._words.soften(COOLING_WORDS.get(match.set_id, 0.0), now)

    def voices(self, agent_db: float, customer_arousal: float | None) -> None:
        """A raised agent's dB over usual (0: not raised), and the customer's arousal where it can be told."""
        self._agent_voice = max(self._agent_voice, min(1.0, agent_db / 10))
        if customer_arousal is not None:
            self._customer_voice = max(0.0, (customer_arousal - AROUSAL_FLOOR) / (1 - AROUSAL_FLOOR))

    def signals(self, now: float) -> Signals:
        """Each 0-1. Silence cools a voice: it says less each second until it speaks again."""
        found = Signals(self._customer_voice, self._agent_voice, self._turns.value(now), self._words.value(now))
        self._customer_voice *= 0.95
        self._agent_voice *= 0.9
        return found
