"""Single words that say it all where they are the whole turn: "goodbye", "tschüss".

Anywhere else one word says nothing by itself: who says "my brother said goodbye" does not
leave. Nothing is spelled nearly so here, for no other word is there to make it likely.
"""

from collections.abc import Sequence

from monitor.core.words.phrase_chain import Chain, Heard, Link
from monitor.core.words.phrase_patterns import CompiledSet

LEAST_CONFIDENCE = 0.7
"""So sure the recogniser must be of the word, 0-1."""


class LoneWords:
    """One channel's; ``sets`` as compiled, ``pause_seconds`` of silence part turns."""

    def __init__(self, sets: Sequence[CompiledSet], pause_seconds: float) -> None:
        self._pause = pause_seconds
        self._by_text: dict[str, list[int]] = {}
        for number, each in enumerate(sets):
            for text in each.alone:
                self._by_text.setdefault(text, []).append(number)

    def ending_at(self, heard: Heard, at: int, ended: bool) -> list[tuple[int, Chain]] | None:
        """Sets that the word says, by number; None while more may follow it. ``ended``: nothing can."""
        hearing = heard.hearings[at]
        numbers = self._by_text.get(hearing.text, [])
        if not numbers or hearing.confidence < LEAST_CONFIDENCE:
            return []
        if at > 0 and hearing.start - heard.hearings[at - 1].end < self._pause:
            return []
        if not ended:
            return None if at + 1 == len(heard.hearings) else []
        link = Link(0, at, at, 1.0, heard.trust(at), strong=True, sure=not heard.is_unsure(at))
        return [(number, Chain((link,), round(link.value, 3))) for number in numbers]
