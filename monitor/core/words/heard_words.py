"""Recognised words made comparable, and which words of the phrases each may be.

A word that the recogniser is sure of is taken as it stands, but for a letter; one that
it is unsure of may be any word spelled nearly so. Short and weak words are never
stretched: they are near to everything.
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from monitor.core.events import Word
from monitor.core.words.language import Language
from monitor.core.words.phrase_patterns import Entry
from monitor.core.words.run_together import SURE_CONFIDENCE, RunTogether

SURE_LIKENESS = 0.87
UNSURE_LIKENESS = 0.7
"""Likeness is 1 - edits / letters of the longer word."""
LEAST_LETTERS = 4
JOINED_LETTERS = 6
JOINED_END_LETTERS = 4
JOINED_LIKENESS = 0.75
"""Of two words heard as one: only where the recogniser was unsure."""
MOST_WORDS_KEPT = 20_000
APOSTROPHES = str.maketrans("\u2019\u02bc`\u015f\u0163", "'''\u0219\u021b")
"""Also the cedillas that some write for the commas under Romanian s and t."""
PUNCTUATION = ".,;:!?\u2026\"()[]-\u2013\u2014'"


class Hearing(msgspec.Struct, frozen=True):
    """One normalised word: what was heard, from which words, and when."""

    text: str
    first: int
    last: int
    """Numbers of the recogniser's words that it stands for."""
    start: float
    end: float
    confidence: float


def normalised(words: Sequence[Word], language: Language, run_together: RunTogether) -> list[Hearing]:
    """Words in lower case, without punctuation and fillers, in the language's usual spelling.

    What the recogniser was unsure of and wrote as one word is taken apart.
    """
    fillers = frozenset(language.fillers)
    found: list[Hearing] = []
    for number, word in enumerate(words):
        text = word.text.lower().translate(APOSTROPHES).strip(PUNCTUATION)
        if not text or text in fillers:
            continue
        for hearing in _heard_as(text, number, word, run_together):
            _add(found, hearing, language.spellings)
    return found


def _heard_as(text: str, number: int, word: Word, run_together: RunTogether) -> Iterator[Hearing]:
    """One word, or the two that it is made of: then they are sure enough."""
    for part, start, end in run_together.timed(text, word):
        confidence = word.confidence if part == text else SURE_CONFIDENCE
        yield Hearing(part, number, number, start, end, confidence)


def _add(found: list[Hearing], hearing: Hearing, spellings: Mapping[str, str]) -> None:
    """In its usual spelling, with the word before where the two are written as one."""
    text = spellings.get(hearing.text, hearing.text)
    before = found[-1] if found else None
    pair = spellings.get(f"{before.text} {text}") if before else None
    if before is None or pair is None:
        found.append(msgspec.structs.replace(hearing, text=text))
        return
    confidence = min(before.confidence, hearing.confidence)
    found[-1] = Hearing(pair, before.first, hearing.last, before.start, hearing.end, confidence)


class Likeness:
    """Which entries of a vocabulary a heard word may be, and how like it is; remembers what it was asked."""

    def __init__(self, vocabulary: Sequence[Entry]) -> None:
        self.weak = frozenset(number for number, entry in enumerate(vocabulary) if entry.is_weak)
        """Entries that are no content words."""
        self._exact = {entry.text: number for number, entry in enumerate(vocabulary) if not entry.is_prefix}
        self._prefixes = {entry.text: number for number, entry in enumerate(vocabulary) if entry.is_prefix}
        stretchable = [
            (number, entry.text)
            for number, entry in enumerate(vocabulary)
            if not entry.is_weak and len(entry.text) >= LEAST_LETTERS
        ]
        self._numbers = [number for number, _ in stretchable]
        self._texts = [text for _, text in stretchable]
        self._known: dict[str, dict[int, float]] = {}

    def of(self, hearings: Sequence[Hearing]) -> list[dict[int, float]]:
        """For each word, likeness 0-1 by entry; only entries that it may be."""
        known = self._known
        new = self._compared({hearing.text for hearing in hearings if hearing.text not in known})
        if len(known) + len(new) > MOST_WORDS_KEPT:
            # Replaced, not cleared: another call's thread may be reading it.
            self._known = {}
        self._known.update(new)
        return [_allowed(hearing, new.get(hearing.text) or known.get(hearing.text, {})) for hearing in hearings]

    def joined(self, text: str, unsure: bool = False) -> dict[int, float]:
        """Entries that two words written together are, letter for letter; shorter ones of unsure words."""
        least = LEAST_LETTERS if unsure else JOINED_LETTERS
        return self._as_written(text) if len(text) >= least else {}

    def _compared(self, texts: set[str]) -> dict[str, dict[int, float]]:
        found = {text: self._run_together(text) | self._as_written(text) for text in texts}
        asked = sorted(text for text in texts if len(text) >= LEAST_LETTERS)
        if asked and self._texts:
            table = process.cdist(
                asked, self._texts, scorer=Levenshtein.normalized_similarity, score_cutoff=UNSURE_LIKENESS
            )
            for row, column in zip(*table.nonzero(), strict=True):
                found[asked[row]].setdefault(self._numbers[column], float(table[row, column]))
        return found

    def _run_together(self, text: str) -> dict[int, float]:
        """Content words that one end of a heard word is: "saidcalm"."""
        found = {}
        for letters in range(JOINED_END_LETTERS, len(text) - 1):
            for part in (text[:letters], text[-letters:]):
                number = self._exact.get(part)
                if number is not None and number not in self.weak:
                    found[number] = JOINED_LIKENESS
        return found

    def _as_written(self, text: str) -> dict[int, float]:
        found = {self._exact[text]: 1.0} if text in self._exact else {}
        for letters in range(2, len(text) + 1):
            number = self._prefixes.get(text[:letters])
            if number is not None:
                found[number] = 1.0
        return found


def _allowed(hearing: Hearing, known: dict[int, float]) -> dict[int, float]:
    least = SURE_LIKENESS if hearing.confidence >= SURE_CONFIDENCE else UNSURE_LIKENESS
    return {number: likeness for number, likeness in known.items() if likeness >= least}
