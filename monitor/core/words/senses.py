"""What each heard word may mean to the phrases of a channel: looked up once a word, for all phrases at once."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import pairwise
from operator import or_

import msgspec

from monitor.core.words.heard_words import Hearing
from monitor.core.words.likeness import Likeness
from monitor.core.words.run_together import SURE_CONFIDENCE

MOST_SENSES_KEPT = 20_000


class Marks(msgspec.Struct, frozen=True):
    """Phrases by the words that belong to them, phrases as bits; keys are numbers of words."""

    any_word: dict[int, int]
    """Phrases that a word belongs to."""
    telling: dict[int, int]
    """The same, where the word may be one of the phrase's content words."""
    required: dict[int, int]
    """Phrases in which this word must be heard or one in its place."""


class Sense(msgspec.Struct, frozen=True):
    """What one word may be, given the one before it."""

    hits: Mapping[int, float]
    """Likeness by entry; 0 where it is the entry only together with the word before."""
    sure: bool
    """The recogniser is sure of the word."""
    phrases: int
    """Phrases that it belongs to, as bits; so the others."""
    tells_of: int
    """Phrases of which it may be a content word."""
    surely_tells_of: int
    """The same where it is surely heard, by itself or with the word before."""
    required_by: int
    """Phrases in which it must be heard."""


class Senses:
    """Of one channel's phrases; remembers what it was asked, for all calls."""

    def __init__(self, likeness: Likeness, marks: Marks) -> None:
        self.weak = likeness.weak
        """Entries that are no content words."""
        self._likeness = likeness
        self._marks = marks
        self._known: dict[tuple[str, bool, str, bool], Sense] = {}

    def of(self, hearings: Sequence[Hearing]) -> list[Sense]:
        """Of each word."""
        keys = [(hearing.text, hearing.confidence >= SURE_CONFIDENCE) for hearing in hearings]
        return [self._sense(*before, *key) for before, key in pairwise([("", True), *keys])]

    def _sense(self, before: str, before_sure: bool, text: str, sure: bool) -> Sense:
        key = before, before_sure, text, sure
        known = self._known
        if key not in known:
            if len(known) >= MOST_SENSES_KEPT:
                # Replaced, not cleared: another call's thread may be reading it.
                known = self._known = {}
            known[key] = self._looked_up(*key)
        return known[key]

    def _looked_up(self, before: str, before_sure: bool, text: str, sure: bool) -> Sense:
        joined = self._likeness.joined(before + text, unsure=not (before_sure or sure)) if before else {}
        hits = dict.fromkeys(joined, 0.0) | self._likeness.of(text, sure)
        told = _phrases(self._marks.telling, hits)
        return Sense(
            hits,
            sure,
            _phrases(self._marks.any_word, hits),
            told,
            told if sure else _phrases(self._marks.telling, joined),
            _phrases(self._marks.required, hits),
        )


def _phrases(marks: Mapping[int, int], entries: Iterable[int]) -> int:
    return reduce(or_, (marks.get(entry, 0) for entry in entries), 0)
