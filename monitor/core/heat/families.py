"""What each family of signals says to the call's heat, from voices, turns and words.

The customer's voice is believed after some seconds in which it could be measured, not after
seconds of the call: one loud word, a laugh or a cough is over before. While the customer
listens nothing is known of their voice; what it said before then fades slowly.
"""

import math

from monitor.core.events import Overlap, OverlapLabel
from monitor.core.heat.escalation import EscalationSettings, Memory, Signals
from monitor.core.words.phrase_heat import ADDED, TAKEN_BACK
from monitor.core.words.phrases import PhraseMatch

TURN_WEIGHTS = {
    OverlapLabel.INTERRUPTION: 0.35,
    OverlapLabel.COMPETING: 0.45,
    OverlapLabel.ATTEMPTED: 0.15,
}
LOOK_SECONDS = 0.1
"""Between two looks at the voices."""
AGENT_FADES_SECONDS = 10.0


class Families:
    """Collects what happened; ``signals`` is read once a second."""

    def __init__(self, settings: EscalationSettings) -> None:
        self._settings = settings
        self._turns = Memory(settings.turns_half_life_seconds)
        self._words = Memory(settings.words_half_life_seconds)
        self._customer_voice = 0.0
        self._agent_voice = 0.0
        self._step = 1 - math.exp(-LOOK_SECONDS / settings.voice_believed_seconds)

    def overlap(self, overlap: Overlap, now: float) -> None:
        """A final overlap, whoever came in."""
        if overlap.final:
            self._turns.add(TURN_WEIGHTS.get(overlap.label, 0.0), now)

    def phrase(self, match: PhraseMatch, now: float) -> None:
        """A phrase was said, by either side."""
        self._words.add(match.score * ADDED.get(match.set_id, 0.0), now)
        self._words.soften(TAKEN_BACK.get(match.set_id, 0.0), now)

    def voices(self, agent_db: float, customer_arousal: float | None) -> None:
        """A raised agent's dB over usual (0: not raised), and the customer's arousal where it can be told."""
        self._agent_voice = max(self._agent_voice, min(1.0, agent_db / 10))
        if customer_arousal is not None:
            said = self._said(customer_arousal)
            self._customer_voice += self._step * (said - self._customer_voice)

    def signals(self, now: float) -> Signals:
        """Each 0-1; read once a second. A voice that is not heard says less each second until it speaks again."""
        found = Signals(self._believed(), self._agent_voice, self._turns.value(now), self._words.value(now))
        self._customer_voice *= 0.5 ** (1 / self._settings.voice_half_life_seconds)
        self._agent_voice *= math.exp(-1 / AGENT_FADES_SECONDS)
        return found

    def _believed(self) -> float:
        return self._customer_voice * min(1.0, self._customer_voice / self._settings.voice_sure)

    def _said(self, arousal: float) -> float:
        floor, full = self._settings.arousal_floor, self._settings.arousal_full
        return min(1.0, max(0.0, (arousal - floor) / (full - floor)))
