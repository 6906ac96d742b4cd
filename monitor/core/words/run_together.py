"""Words that a recogniser wrote as one, taken apart: "didn'tget", "cancelthe"."""

from collections.abc import Iterator, Sequence

from monitor.core.events import Word
from monitor.core.words.language import Language
from monitor.core.words.phrase_patterns import Entry

SURE_CONFIDENCE = 0.8
"""Below it a word may be another one."""
LEAST_LETTERS = 4
LEAST_STEM_LETTERS = 4
"""Shorter beginnings are those of too many words."""
MOST_WORDS_KEPT = 20_000


class RunTogether:
    """Knows the words of a language's phrases, and remembers what it was asked."""

    def __init__(self, vocabulary: Sequence[Entry], language: Language) -> None:
        self._words = frozenset(entry.text for entry in vocabulary if not entry.is_prefix) | _said_singly(language)
        self._weak = frozenset(language.weak_words)
        self._stems = frozenset(
            entry.text for entry in vocabulary if entry.is_prefix and len(entry.text) >= LEAST_STEM_LETTERS
        )
        self._parted: dict[str, tuple[str, ...]] = {}

    def timed(self, text: str, word: Word) -> Iterator[tuple[str, float, float]]:
        """The parts of an unsure word, each with its share of the time in seconds; a sure one as it stands."""
        parts = self.parts(text) if word.confidence < SURE_CONFIDENCE else (text,)
        letters, start = sum(map(len, parts)), word.start
        for part in parts:
            end = start + (word.end - word.start) * len(part) / letters
            yield part, start, end
            start = end

    def parts(self, text: str) -> tuple[str, ...]:
        """The two known words that an unknown one is made of; else the word itself."""
        if text not in self._parted:
            if len(self._parted) >= MOST_WORDS_KEPT:
                self._parted = {}
            self._parted[text] = self._taken_apart(text)
        return self._parted[text]

    def _taken_apart(self, text: str) -> tuple[str, ...]:
        """Of several ways the one with the commonest words."""
        if len(text) < LEAST_LETTERS or text in self._words:
            return (text,)
        least_weak = 1 if self._begins_as_known(text) else 0
        pairs = [(text[:letters], text[letters:]) for letters in range(1, len(text))]
        known = [pair for pair in pairs if all(map(self._is_known, pair)) and self._weak_in(pair) >= least_weak]
        return max(known, key=lambda pair: (self._weak_in(pair), min(map(len, pair))), default=(text,))

    def _weak_in(self, pair: tuple[str, str]) -> int:
        return sum(part in self._weak for part in pair)

    def _is_known(self, text: str) -> bool:
        return text in self._words or self._begins_as_known(text)

    def _begins_as_known(self, text: str) -> bool:
        return any(text[:letters] in self._stems for letters in range(LEAST_STEM_LETTERS, len(text) + 1))


def _said_singly(language: Language) -> frozenset[str]:
    listed = (*language.weak_words, *language.negations, *language.fillers, *language.backchannels)
    return frozenset(word for text in listed for word in text.split())
