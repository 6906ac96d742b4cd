"""Recognised words made comparable."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from monitor.core.events import Word
from monitor.core.words.language import Language
from monitor.core.words.run_together import SURE_CONFIDENCE, RunTogether

APOSTROPHES = str.maketrans("\u2019\u02bc`\u015f\u0163", "'''\u0219\u021b")
"""Also the cedillas that some write for the commas under Romanian s and t."""
PUNCTUATION = ".,;:!?\u2026\"()[]-\u2013\u2014'"


class Hearing(msgspec.Struct, frozen=True):
    """One normalised word: what was heard, from which words, and when."""

    text: str
    first: Word
    last: Word
    """The recogniser's words that it stands for, from the first to the last."""
    start: float
    end: float
    confidence: float
    key: tuple[str, float]
    """What and when, to know it again: the recogniser moves a word's start by less."""


class Normaliser:
    """One channel's words in lower case, without punctuation and fillers, in the language's usual spelling.

    What the recogniser was unsure of and wrote as one word is taken apart. Remembers the last words.
    """

    def __init__(self, language: Language, run_together: RunTogether) -> None:
        self._fillers = frozenset(language.fillers)
        self._spellings = language.spellings
        self._run_together = run_together
        self._known: dict[Word, tuple[Hearing, ...]] = {}

    def hear(self, words: Sequence[Word]) -> list[Hearing]:
        """The words as they are compared."""
        before, self._known = self._known, {}
        found: list[Hearing] = []
        for word in words:
            hearings = before.get(word)
            if hearings is None:
                hearings = tuple(self._heard_as(word))
            self._known[word] = hearings
            for hearing in hearings:
                _add(found, hearing, self._spellings)
        return found

    def _heard_as(self, word: Word) -> Iterator[Hearing]:
        """No word, or one, or the two that it is made of: then they are sure enough."""
        text = word.text.lower().translate(APOSTROPHES).strip(PUNCTUATION)
        if not text or text in self._fillers:
            return
        for part, start, end in self._run_together.timed(text, word):
            confidence = word.confidence if part == text else SURE_CONFIDENCE
            yield _hearing(self._spellings.get(part, part), word, word, (start, end), confidence)


def _add(found: list[Hearing], hearing: Hearing, spellings: Mapping[str, str]) -> None:
    """With the word before where the two are written as one."""
    pair = spellings.get(f"{found[-1].text} {hearing.text}") if found else None
    if pair is None:
        found.append(hearing)
        return
    before = found[-1]
    confidence = min(before.confidence, hearing.confidence)
    found[-1] = _hearing(pair, before.first, hearing.last, (before.start, hearing.end), confidence)


def _hearing(text: str, first: Word, last: Word, stretch: tuple[float, float], confidence: float) -> Hearing:
    start, end = stretch
    return Hearing(text, first, last, start, end, confidence, (text, round(start, 2)))
