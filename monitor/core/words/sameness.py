"""Whether the same was said again: how two turns share words, in any language and with words misheard.

Words are the same when most of their letters are, or when one begins with the other;
weak ones only when all letters are. Two
questions are the same when they share enough of what they are about; a sentence is
the same when its words come again in their order, close together. The stretch that
two turns share is the best local alignment of their words:

    + likeness      a content word heard again (0.7-1)
    + 0.4           a weak word heard again
    - 0.4           a word of one that the other lacks, or another in its place
"""

from collections.abc import Collection, Sequence

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

LEAST_LIKENESS = 0.7
"""1 - edits / letters of the longer word."""
LEAST_LETTERS = 4
"""Shorter words are near to everything: they must be the same."""
BEGINNING = 0.8
"""Likeness of a word to one that begins with it: its compounds and forms."""
WEAK_VALUE = 0.4
LACK_COST = 0.4


class Stretch(msgspec.Struct, frozen=True):
    """What the second of two turns says again of the first."""

    first: int
    last: int
    """Its words, by number in the second."""
    content: int
    """Content words heard in both."""
    score: float

    @property
    def length(self) -> int:
        """Words."""
        return self.last - self.first + 1


NONE = Stretch(0, -1, 0, 0.0)


def shared(first: Collection[str], second: Collection[str]) -> set[str]:
    """Words of the second that are heard in the first, too."""
    known, asked = [*first], [*second]
    table = likenesses(known, asked)
    return {word for column, word in enumerate(asked) if any(row[column] for row in table)}


def said_again(first: Sequence[str], second: Sequence[str], weak: Collection[str]) -> Stretch:
    """The stretch that the second shares with the first, in order; ``NONE`` where it shares nothing."""
    table = likenesses(first, second)
    above: list[Stretch | None] = [None] * len(second)
    best = NONE
    for row, word in enumerate(first):
        here: list[Stretch | None] = []
        for column, likeness in enumerate(table[row]):
            is_weak = word in weak or second[column] in weak
            reached = _longer(above[column - 1] if column else None, column, likeness, is_weak)
            left = here[-1] if column else None
            here.append(_best(reached, _without(above[column]), _without(left)))
            if reached is not None and reached.score > best.score:
                best = reached
        above = here
    return best


def likenesses(first: Sequence[str], second: Sequence[str]) -> list[list[float]]:
    """For each word of the first, its likeness to each of the second; 0 where they are different words."""
    if not first or not second:
        return [[] for _ in first]
    table = process.cdist(first, second, scorer=Levenshtein.normalized_similarity, score_cutoff=LEAST_LIKENESS)
    return [
        [_likeness(one, other, float(found)) for other, found in zip(second, row, strict=True)]
        for one, row in zip(first, table, strict=True)
    ]


def _likeness(one: str, other: str, found: float) -> float:
    if found == 1.0:
        return found
    if min(len(one), len(other)) < LEAST_LETTERS:
        return 0.0
    return max(found, BEGINNING if one.startswith(other) or other.startswith(one) else 0.0)


def _longer(before: Stretch | None, column: int, likeness: float, is_weak: bool) -> Stretch | None:
    """The stretch with this word, heard again or in another's place."""
    if likeness == 0.0 or (is_weak and likeness < 1.0):
        return _without(before)
    value = WEAK_VALUE if is_weak else likeness
    if before is None:
        return Stretch(column, column, int(not is_weak), value)
    return Stretch(before.first, column, before.content + (not is_weak), before.score + value)


def _without(before: Stretch | None) -> Stretch | None:
    if before is None or before.score <= LACK_COST:
        return None
    return msgspec.structs.replace(before, score=before.score - LACK_COST)


def _best(*stretches: Stretch | None) -> Stretch | None:
    return max((each for each in stretches if each is not None), key=lambda each: each.score, default=None)
