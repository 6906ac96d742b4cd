"""Which phrases a word may end at all: those of which enough was heard shortly before."""

from collections.abc import Iterator

from monitor.core.words.phrase_book import Page
from monitor.core.words.phrase_chain import Heard
from monitor.core.words.phrase_patterns import REACH

LEAST_HEARD = 0.4
"""Of a phrase's score, where the rest is taken from unsure words in the places of the missing ones."""


def within_reach(page: Page, heard: Heard, at: int, least: float) -> Iterator[int]:
    """Phrases by number that the word at this place belongs to, and that can score enough with what is in their span.

    Of two content words at least, or of one where a phrase has no more.
    """
    once = twice = surely_once = surely_twice = 0
    last, allowed = heard.senses[at], page.free
    unsure = heard.is_unsure(at + 1)
    for back in range(min(at, REACH) + 1 if last.phrases else 0):
        place = at - back
        sense = heard.senses[place]
        twice |= once & sense.tells_of
        once |= sense.tells_of
        surely_twice |= surely_once & sense.surely_tells_of
        surely_once |= sense.surely_tells_of
        allowed |= sense.required_by
        unsure = unsure or not sense.sure
        spans = page.spans[back] if place else page.spans_from[back]
        likely = last.phrases & spans & allowed & (twice | (once & page.lone)) if spans else 0
        if not likely:
            continue
        near = heard.near(place, at)
        doubted = surely_twice if unsure else 0
        for candidate in _bits(likely):
            needed = LEAST_HEARD if doubted >> candidate & 1 else least
            if page.patterns[candidate][1].may_reach(needed, near, last.hits):
                yield candidate


def _bits(number: int) -> Iterator[int]:
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
