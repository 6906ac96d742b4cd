"""Words none of which says it alone, but several together do: "parcel", "three weeks", "nobody".

A set's telling words are counted within twenty words of one turn; each counts once, in whatever form or
order it is heard, so that half of them may be misheard and the turn is still understood.
"""

from collections.abc import Mapping, Sequence

from monitor.core.words.phrase_chain import Chain, Heard, Link
from monitor.core.words.phrase_patterns import CompiledSet, token_places

DOUBT = 0.25
"""So much may be missing of a count, for words that are likely and not sure."""
MOST_WORDS = 20
"""They are counted over so many words: in a long turn two of them may have nothing to do with each other."""


class TellingIndex:
    """Which sets have telling words, and which words those are; built once for all calls."""

    def __init__(self, sets: Sequence[CompiledSet]) -> None:
        self.sets = {number: each for number, each in enumerate(sets) if each.telling}
        self.by_entry: dict[int, list[int]] = {}
        """Sets by the number of a word."""
        self.places = {number: token_places(each.telling) for number, each in self.sets.items()}
        """For each set, the places of a word in its list."""
        for number, places in self.places.items():
            for entry in places:
                self.by_entry.setdefault(entry, []).append(number)


class TellingWords:
    """Counts those of one channel."""

    def __init__(self, index: TellingIndex) -> None:
        self._index = index
        self._told_until = dict.fromkeys(index.sets, -1.0)

    def ending_at(self, heard: Heard, at: int) -> list[tuple[int, Chain]]:
        """Sets whose last needed telling word is this one, by number, each as a chain of what was heard."""
        by_entry = self._index.by_entry
        told = {number for entry in heard.senses[at].hits if entry in by_entry for number in by_entry[entry]}
        return [(number, chain) for number in sorted(told) if (chain := self._counted(number, heard, at)) is not None]

    def told(self, number: int, end: float) -> None:
        """The set was reported up to this moment: its words until then are spent."""
        self._told_until[number] = end

    def _counted(self, number: int, heard: Heard, at: int) -> Chain | None:
        links: dict[int, Link] = {}
        places = self._index.places[number]
        for place in range(at, max(-1, at - MOST_WORDS), -1):
            told = heard.hearings[place].start <= self._told_until[number]
            if told or (place < at and not heard.belong(place, place + 1)):
                break
            for token, likeness in sorted(_heard_at(heard, place, places).items()):
                if token not in links:
                    found = likeness * heard.trust(place)
                    links[token] = Link(token, place, place, found, found, True, not heard.is_unsure(place))
                    break
        enough = sum(link.value for link in links.values()) >= self._index.sets[number].source.least_words - DOUBT
        if not enough or not any(link.sure for link in links.values()):
            return None
        chosen = sorted(links.values(), key=lambda link: link.first)
        return Chain(tuple(chosen), round(sum(link.value for link in chosen) / len(chosen), 3))


def _heard_at(heard: Heard, place: int, places: Mapping[int, Sequence[int]]) -> dict[int, float]:
    """Telling words that are heard there, by their place in the set, each with its likeness."""
    found: dict[int, float] = {}
    for entry, likeness in heard.senses[place].hits.items():
        for token in places.get(entry, ()) if likeness else ():
            found[token] = max(likeness, found.get(token, 0.0))
    return found
