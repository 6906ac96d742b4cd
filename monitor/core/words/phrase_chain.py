"""The words of a phrase found in their order among heard ones."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import msgspec

from monitor.core.words.heard_words import Hearing
from monitor.core.words.phrase_patterns import Pattern
from monitor.core.words.run_together import SURE_CONFIDENCE
from monitor.core.words.senses import Senses

MOST_INSERTED = 2
INSERTED_COST = 0.06
DOUBT_COUNTS = 0.8
"""What a word counts that something unsure was heard for."""
NOTHING = (-1.0, 0)
"""Less alike than any word."""
APART_SECONDS = 4.0
"""Words of one phrase are never further apart."""
GOES_ON_SECONDS = 0.5
"""Over a shorter pause a speaker goes on, whatever the other says meanwhile."""


class Link(msgspec.Struct, frozen=True):
    """One word of the phrase, heard at ``first`` to ``last`` (two where it was split)."""

    token: int
    first: int
    last: int
    likeness: float
    value: float
    strong: bool
    """A content word, as heard."""
    sure: bool = True
    """The recogniser was sure of it, or its halves make it up."""


class Chain(msgspec.Struct, frozen=True):
    """Words of a phrase, in order, and how well they make it up."""

    links: tuple[Link, ...]
    score: float

    @property
    def first(self) -> int:
        """Where the first word was heard."""
        return self.links[0].first

    @property
    def last(self) -> int:
        """Where the last word was heard."""
        return self.links[-1].last

    def is_complete(self, pattern: Pattern) -> bool:
        """No later word of the phrase is missing, whether it must be said or not."""
        return self.links[-1].token == len(pattern.tokens) - 1

    def has_required(self, pattern: Pattern) -> bool:
        """Every word that must be heard was."""
        heard = {link.token for link in self.links}
        return all(number in heard for number, token in enumerate(pattern.tokens) if token.required)

    def has_all(self, pattern: Pattern) -> bool:
        """Every word was heard but those that may be missing."""
        heard = {link.token for link in self.links}
        return all(number in heard for number, token in enumerate(pattern.tokens) if not token.optional)


Parted: TypeAlias = Callable[[float, float], bool]
"""Whether the other side took the floor between two moments, seconds on the call's clock."""


def never_parted(start: float, end: float) -> bool:
    """Where nothing is known of the other side."""
    return False


class Heard:
    """Words of one channel with what each may be.

    ``pause``: seconds of silence that end what was said; ``closed``: nothing follows the last word.
    """

    def __init__(
        self,
        hearings: Sequence[Hearing],
        senses: Senses,
        pause: float,
        closed: bool,
        parted: Parted = never_parted,
    ) -> None:
        self.hearings = hearings
        self.senses = senses.of(hearings)
        self._weak = senses.weak
        self._pause = pause
        self._closed = closed
        self._parted = parted

    def ended(self, at: int) -> bool:
        """Nothing that belongs to this word can follow it."""
        if at + 1 == len(self.hearings):
            return self._closed
        return self.hearings[at + 1].start - self.hearings[at].end >= self._pause

    def near(self, first: int, last: int) -> set[int]:
        """Entries that the words from one place to another may be."""
        return {entry for sense in self.senses[max(0, first) : last + 1] for entry in sense.hits}

    def links(self, pattern: Pattern, at: int) -> list[Link]:
        """The phrase's words that are heard at this place, in their order."""
        hits, places = self.senses[at].hits, pattern.places
        best: dict[int, tuple[float, int]] = {}
        for entry, likeness in hits.items():
            for number in places.get(entry, ()):
                best[number] = max((likeness, -entry), best.get(number, NOTHING))
        return [self._link(pattern.tokens[number].counts, number, at, *best[number]) for number in sorted(best)]

    def _link(self, counts: float, number: int, at: int, likeness: float, entry: int) -> Link:
        if likeness > 0.0:
            value = counts * likeness * self.trust(at)
            return Link(number, at, at, likeness, value, -entry not in self._weak, not self.is_unsure(at))
        trust = min(self.trust(at), self.trust(at - 1))
        return Link(number, at - 1, at, 1.0, counts * trust, strong=True)

    def is_unsure(self, at: int) -> bool:
        """A word that may be another one."""
        return 0 <= at < len(self.hearings) and self.hearings[at].confidence < SURE_CONFIDENCE

    def are_next(self, before: int, after: int) -> bool:
        """Nothing stands between the two words, or an unsure one that perhaps nobody said."""
        between = after - before - 1
        return between == 0 or (between == 1 and self.is_unsure(before + 1))

    def belong(self, before: int, after: int) -> bool:
        """Two words can be of one phrase: not far apart, and what the other side says between is a short answer."""
        start, end = self.hearings[before].end, self.hearings[after].start
        return end - start < GOES_ON_SECONDS or (end - start <= APART_SECONDS and not self._parted(start, end))

    def trust(self, at: int) -> float:
        """How much a word counts for its confidence."""
        return 0.7 + 0.3 * self.hearings[at].confidence

    def reads(self, pattern: Pattern, at: int, step: int) -> bool | None:
        """Whether the phrase stands there word for word, read forwards or backwards from ``at``.

        None: so far it does, and the words heard end before it, but may go on.
        """
        for number in range(len(pattern.tokens))[::step]:
            token = pattern.tokens[number]
            over = step > 0 and 0 < at <= len(self.hearings) and self.ended(at - 1)
            inside = 0 <= at < len(self.hearings) and not over
            if inside and not token.entries.isdisjoint(self.senses[at].hits):
                at += step
            elif not token.optional:
                return False if inside or over else None
        return True


def doubted(pattern: Pattern, heard: Heard, chain: Chain) -> float:
    """What the words of the phrase that are missing add, as a share of its score.

    A missing word counts for a part where, at its place, something unsure was heard that
    is no other word of the phrase.
    """
    linked = {link.token for link in chain.links}
    used = {at for link in chain.links for at in range(link.first, link.last + 1)}
    credit = 0.0
    for number, token in enumerate(pattern.tokens):
        if number in linked or token.optional:
            continue
        place = _place_of(number, chain)
        if place not in used and heard.is_unsure(place):
            used.add(place)
            credit += DOUBT_COUNTS * token.counts
    return credit / pattern.total


def is_sure(chain: Chain) -> bool:
    """The recogniser was sure of all that was heard."""
    return all(link.sure for link in chain.links)


def only_weak_doubted(pattern: Pattern, heard: Heard, chain: Chain) -> bool:
    """One weak word of the phrase is missing, and something unsure stands in its place."""
    linked = {link.token for link in chain.links}
    missing = [number for number, token in enumerate(pattern.tokens) if number not in linked and not token.optional]
    if len(missing) != 1 or pattern.tokens[missing[0]].strong:
        return False
    return doubted(pattern, heard, chain) > 0.0


def _place_of(number: int, chain: Chain) -> int:
    """Where a missing word of the phrase would stand: after the one before it, or before the first."""
    before = [link for link in chain.links if link.token < number]
    return before[-1].last + 1 if before else chain.first - 1


def best_chain(pattern: Pattern, heard: Heard, at: int) -> Chain | None:
    """The best chain of the phrase's words whose last is heard at ``at``."""
    links = _links_until(pattern, heard, at)
    if not links:
        return None
    best: list[tuple[float, int]] = []
    for index, link in enumerate(links):
        before = [
            (best[earlier][0] - cost, earlier)
            for earlier in range(index)
            if (cost := _cost(pattern, heard, links[earlier], link)) is not None
        ]
        value, earlier = max(before, default=(0.0, -1))
        best.append((link.value + value, earlier) if value > 0 else (link.value, -1))
    return _chain(pattern, links, best, at)


def _links_until(pattern: Pattern, heard: Heard, at: int) -> list[Link]:
    """What is heard of the phrase up to ``at``, as far back as it can belong to a chain that ends there."""
    ending = heard.links(pattern, at)
    if not ending:
        return []
    number = ending[-1].token
    furthest = ending[0].first
    entries = pattern.places.keys()
    found = [ending]
    for place in range(at - 1, max(-1, at - pattern.span - 1), -1):
        if furthest - place > MOST_INSERTED + number:
            break
        if entries.isdisjoint(heard.senses[place].hits):
            continue
        earlier = [link for link in heard.links(pattern, place) if link.token < number]
        if earlier:
            found.append(earlier)
            furthest = earlier[0].first
    return [link for links in reversed(found) for link in links]


def _chain(pattern: Pattern, links: list[Link], best: list[tuple[float, int]], at: int) -> Chain | None:
    ends = [(best[index][0], index) for index, link in enumerate(links) if link.last == at]
    if not ends:
        return None
    value, index = max(ends)
    chosen: list[Link] = []
    while index >= 0:
        chosen.append(links[index])
        index = best[index][1]
    return Chain(tuple(reversed(chosen)), round(min(1.0, value / pattern.total), 3))


def _cost(pattern: Pattern, heard: Heard, before: Link, after: Link) -> float | None:
    """What the words between two links cost; None where the second can't follow the first."""
    if after.token <= before.token or after.first <= before.last:
        return None
    inserted = (after.first - before.last) - (after.token - before.token)
    if inserted > MOST_INSERTED:
        return None
    if pattern.tokens[after.token].adjacent and not heard.are_next(before.last, after.first):
        return None
    if not heard.belong(before.last, after.first):
        return None
    return INSERTED_COST * max(0, inserted)
