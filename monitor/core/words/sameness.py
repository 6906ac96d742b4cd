"""Whether the same was said again: how two turns share words, in any language and with words misheard.

Two questions are the same when they share enough of the words that tell what they are
about; words are the same when most of their letters are, or when one begins with the
other. A sentence is the same when its letters come again in their order: a recogniser
that hears every third word wrong still leaves three letters in four.
"""

from collections.abc import Collection, Sequence
from functools import lru_cache

import msgspec
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

LEAST_LIKENESS = 0.7
"""Of words: 1 - edits / letters of the longer one."""
LEAST_LETTERS = 4
"""Shorter words are near to everything: they must be the same."""
SENTENCE_WORDS = 10
"""A sentence is looked for in pieces of so many words."""
SENTENCE_LETTERS = 38
"""Shorter pieces are near to everything."""
SENTENCE_LIKENESS = 75.0
"""Letters in common, 0-100: unrelated sentences about one matter reach 74, the same one misheard twice 75-93."""


class Stretch(msgspec.Struct, frozen=True):
    """What the second of two turns says again of the first: its words by number, and how alike, 0-100."""

    first: int
    last: int
    likeness: float


def shared(first: Collection[str], second: Collection[str]) -> set[str]:
    """Words of the second that are heard in the first, too."""
    known = {*first}
    return {word for word in second if word in known or any(_is_same(word, other) for other in known)}


def said_again(first: Sequence[str], second: Sequence[str]) -> Stretch | None:
    """The piece of the second that is most like some of the first; None where nothing was said again."""
    known = " ".join(first)
    if len(known) < SENTENCE_LETTERS:
        return None
    best: Stretch | None = None
    for at in range(max(1, len(second) - SENTENCE_WORDS + 1)):
        piece = second[at : at + SENTENCE_WORDS]
        text = " ".join(piece)
        if len(text) < SENTENCE_LETTERS:
            continue
        least = max(SENTENCE_LIKENESS, best.likeness if best else 0.0)
        likeness = fuzz.partial_ratio(text, known, score_cutoff=least)
        if likeness and (best is None or likeness > best.likeness):
            best = Stretch(at, at + len(piece) - 1, round(likeness, 1))
    return best


@lru_cache(maxsize=20_000)
def _is_same(one: str, other: str) -> bool:
    if min(len(one), len(other)) < LEAST_LETTERS:
        return False
    likeness = Levenshtein.normalized_similarity(one, other, score_cutoff=LEAST_LIKENESS)
    return likeness > 0.0 or one.startswith(other) or other.startswith(one)
