"""Which words of the phrases a heard word may be.

A word that the recogniser is sure of is taken as it stands, but for a letter; one that
it is unsure of may be any word spelled nearly so. Short and weak words are never
stretched: they are near to everything.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from monitor.core.words.phrase_patterns import Entry

SURE_LIKENESS = 0.87
UNSURE_LIKENESS = 0.7
"""Likeness is 1 - edits / letters of the longer word."""
LEAST_LETTERS = 4
JOINED_LETTERS = 6
JOINED_END_LETTERS = 4
JOINED_LIKENESS = 0.75
"""Of two words heard as one: only where the recogniser was unsure."""
MOST_WORDS_KEPT = 20_000


class Likeness:
    """Which entries of a vocabulary a heard word may be, and how like it is; remembers what it was asked."""

    def __init__(self, vocabulary: Sequence[Entry]) -> None:
        self.weak = frozenset(number for number, entry in enumerate(vocabulary) if entry.is_weak)
        """Entries that are no content words."""
        self._exact = {entry.text: number for number, entry in enumerate(vocabulary) if not entry.is_prefix}
        self._prefixes = {entry.text: number for number, entry in enumerate(vocabulary) if entry.is_prefix}
        self._near = NearWords(
            (number, entry.text)
            for number, entry in enumerate(vocabulary)
            if not entry.is_weak and len(entry.text) >= LEAST_LETTERS
        )
        self._known: dict[str, dict[int, float]] = {}

    def of(self, text: str, sure: bool) -> dict[int, float]:
        """Likeness 0-1 by entry; only entries that the word may be."""
        least = SURE_LIKENESS if sure else UNSURE_LIKENESS
        return {number: likeness for number, likeness in self._all(text).items() if likeness >= least}

    def _all(self, text: str) -> dict[int, float]:
        known = self._known
        if text not in known:
            if len(known) >= MOST_WORDS_KEPT:
                # Replaced, not cleared: another call's thread may be reading it.
                known = self._known = {}
            known[text] = self._near.of(text) | self._run_together(text) | self._as_written(text)
        return known[text]

    def joined(self, text: str, unsure: bool = False) -> dict[int, float]:
        """Entries that two words written together are, letter for letter; shorter ones of unsure words."""
        least = LEAST_LETTERS if unsure else JOINED_LETTERS
        return self._as_written(text) if len(text) >= least else {}

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


class NearWords:
    """Entries that are spelled nearly as a word is.

    Compared with the word are those alone that can be so near: of about its length, and
    with enough pairs of neighbouring letters in common, for an edit changes two pairs at most.
    """

    def __init__(self, entries: Iterable[tuple[int, str]]) -> None:
        self._entries = tuple(entries)
        self._letters = np.array([len(text) for _, text in self._entries])
        places: dict[str, list[int]] = {}
        for place, (_, text) in enumerate(self._entries):
            for pair in {*_pairs(text)}:
                places.setdefault(pair, []).append(place)
        self._by_pair = {pair: np.array(each, dtype=np.intp) for pair, each in places.items()}

    def of(self, text: str) -> dict[int, float]:
        """Likeness by entry; none for a short word."""
        chosen = [self._entries[place] for place in self._alike(text)] if len(text) >= LEAST_LETTERS else []
        if not chosen:
            return {}
        (row,) = process.cdist(
            [text],
            [other for _, other in chosen],
            scorer=Levenshtein.normalized_similarity,
            score_cutoff=UNSURE_LIKENESS,
        )
        return {number: likeness for (number, _), likeness in zip(chosen, row.tolist(), strict=True) if likeness}

    def _alike(self, text: str) -> NDArray[np.intp]:
        """Places of the entries that may be near to the text."""
        found = [self._by_pair[pair] for pair in _pairs(text) if pair in self._by_pair]
        if not found:
            return np.empty(0, dtype=np.intp)
        shared = np.bincount(np.concatenate(found), minlength=len(self._letters))
        longer = np.maximum(self._letters, len(text))
        edits = np.floor((1.0 - UNSURE_LIKENESS) * longer + 1e-6)
        return np.flatnonzero((shared >= longer - 1 - 2 * edits) & (np.abs(self._letters - len(text)) <= edits))


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)]
