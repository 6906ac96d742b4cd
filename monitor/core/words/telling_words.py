"""Words none of which says it alone, but several together do: "parcel", "three weeks", "nobody".

A set's telling words are counted within one turn; each counts once, in whatever form or
order it is heard, so that half of them may be misheard and the turn is still understood.
"""

from collections.abc import Sequence

from monitor.core.words.phrase_chain import Chain, Heard, Link
from monitor.core.words.phrase_patterns import CompiledSet

DOUBT = 0.25
"""So much may be missing of a count, for words that are likely and not sure."""
APART_SECONDS = 4.0
"""Over a longer pause nothing is counted together."""


class TellingWords:
    """One channel's; ``sets`` as compiled."""

    def __init__(self, sets: Sequence[CompiledSet]) -> None:
        self._sets = {number: each for number, each in enumerate(sets) if each.telling}
        self._by_entry: dict[int, list[int]] = {}
        for number, each in self._sets.items():
            for entry in {entry for entries in each.telling for entry in entries}:
                self._by_entry.setdefault(entry, []).append(number)
        self._told_until = dict.fromkeys(self._sets, -1.0)

    def ending_at(self, heard: Heard, at: int) -> list[tuple[int, Chain]]:
        """Sets whose last needed telling word is this one, by number, each as a chain of what was heard."""
        told = {number for entry in heard.hits[at] for number in self._by_entry.get(entry, ())}
        return [
            (number, chain)
            for number in sorted(told)
            if (chain := self._counted(number, self._sets[number], heard, at)) is not None
        ]

    def told(self, number: int, end: float) -> None:
        """The set was reported up to this moment: its words until then are spent."""
        self._told_until[number] = end

    def _counted(self, number: int, each: CompiledSet, heard: Heard, at: int) -> Chain | None:
        links: dict[int, Link] = {}
        later = heard.hearings[at].start
        for place in range(at, -1, -1):
            hearing = heard.hearings[place]
            if hearing.start <= self._told_until[number] or later - hearing.end > APART_SECONDS:
                break
            later = hearing.start
            for token, entries in enumerate(each.telling):
                if token not in links and (found := _likeness(heard, place, entries)) > 0.0:
                    links[token] = Link(token, place, place, found, found, True, not heard.is_unsure(place))
                    break
        enough = sum(link.value for link in links.values()) >= each.source.least_words - DOUBT
        if not enough or not any(link.sure for link in links.values()):
            return None
        chosen = sorted(links.values(), key=lambda link: link.first)
        return Chain(tuple(chosen), round(sum(link.value for link in chosen) / len(chosen), 3))


def _likeness(heard: Heard, place: int, entries: frozenset[int]) -> float:
    hits = heard.hits[place]
    best = max((hits[entry] for entry in entries if entry in hits), default=0.0)
    return best * heard.trust(place)
