"""Phrases that matter, found in what a recogniser heard with three words in ten wrong.

A phrase is found as a chain of its words in their order, a few others between. Its
score is

    sum(weight * likeness * trust) / sum(weight) - 0.06 * inserted words

over all words of the phrase, so that a word that was missed lowers it by its share:
content words weigh 1, weak ones (pronouns, articles) 0.3, because a recogniser gets
them wrong most and they are in every sentence. Likeness is that of the letters.
Trust is ``0.7 + 0.3 * confidence``: an unsure word is still more likely right than
wrong. The score alone does not decide: at least two content words must be
heard, or the whole phrase exactly but for one weak word that was perhaps misheard, or,
where it is one word, that word twice (or the whole turn, where the set lists it as said
``alone``). What was misheard must not say anything by itself, so that one content word
at least is sure, or all are to the letter; and of the words that must be said one is sure or
to the letter. A negation before or within undoes the
match, as do the set's counter-phrases.

Matching goes word by word, and a word counts once: the same words in other pieces give
the same matches.
"""

from collections.abc import Sequence

import msgspec

from monitor.core import events
from monitor.core.events import CHANNELS, Channel, Word
from monitor.core.words.heard_words import Hearing, Normaliser
from monitor.core.words.language import Language
from monitor.core.words.lone_words import LoneWords
from monitor.core.words.phrase_book import Page, phrase_book
from monitor.core.words.phrase_chain import (
    Chain,
    Heard,
    Link,
    Parted,
    best_chain,
    doubted,
    is_sure,
    never_parted,
    only_weak_doubted,
)
from monitor.core.words.phrase_heat import phrase_heat
from monitor.core.words.phrase_patterns import CompiledSet, Pattern, Place
from monitor.core.words.phrase_reach import LEAST_HEARD, within_reach
from monitor.core.words.telling_words import TellingWords

NEGATION_REACH = 3
"""Words before a match in which a negation denies it."""


class PhraseSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How sure a match must be."""

    least_score: float = 0.7
    counter_score: float = 0.75
    """A counter-phrase needs this much to undo a match."""
    pause_seconds: float = 0.8
    """After such a gap nothing that follows belongs to what was said before."""
    same_place_seconds: float = 2.0
    """A further match of the set so soon after one is the same occasion."""


class PhraseMatch(msgspec.Struct, frozen=True):
    """Words that mean what a set means; seconds on the call's clock, score 0-1."""

    set_id: str
    channel: Channel
    words: str
    start: float
    end: float
    score: float

    @property
    def heard(self) -> events.Heard:
        """As events tell it."""
        return events.Heard(self.words, self.channel, self.start, self.end, self.set_id, phrase_heat(self.set_id))


class _Side(msgspec.Struct):
    """What was found on one channel."""

    page: Page
    normaliser: Normaliser
    telling: TellingWords
    lone: LoneWords
    seen: dict[tuple[str, float], None] = {}
    """Words after which all that ends there was decided."""
    places: dict[int, list[tuple[float, float]]] = {}
    """Where each set was reported."""


class PhraseMatcher:
    """Finds the phrases of a language in one call; each place is reported once."""

    def __init__(self, language: Language, settings: PhraseSettings | None = None) -> None:
        self._settings = settings or PhraseSettings()
        self._book = phrase_book(language)
        pages = self._book.pages
        self._sides = {channel: self._side(pages[channel]) for channel in CHANNELS}

    def _side(self, page: Page) -> _Side:
        normaliser = Normaliser(self._book.language, self._book.run_together)
        return _Side(page, normaliser, TellingWords(page.telling), LoneWords(page.sets, self._settings.pause_seconds))

    def match(
        self, channel: Channel, words: Sequence[Word], closed: bool = True, parted: Parted = never_parted
    ) -> list[PhraseMatch]:
        """New matches in the recent words of a channel, oldest first.

        ``closed``: the last word ends an utterance. While it does not, what the next
        words may undo or complete is held back until they come. ``parted``: whether the
        other side took the floor between two moments; no phrase reaches over that.
        """
        side = self._sides[channel]
        hearings = side.normaliser.hear(words)
        if not side.page.sets or all(hearing.key in side.seen for hearing in hearings):
            return []
        heard = Heard(hearings, side.page.senses, self._settings.pause_seconds, closed, parted)
        found: list[PhraseMatch] = []
        for at, hearing in enumerate(hearings):
            if hearing.key in side.seen:
                continue
            if not closed and at + 1 == len(hearings) and hearing.text in self._book.first_halves:
                break
            matches = self._ending_at(side, heard, at)
            alone = side.lone.ending_at(heard, at, heard.ended(at))
            if matches is None or alone is None:
                break
            side.seen[hearing.key] = None
            matches += alone + self._told_by_words(side, heard, at)
            found += [
                PhraseMatch(
                    side.page.sets[number].source.id,
                    channel,
                    _said(words, heard, chain),
                    *_stretch(heard, chain),
                    chain.score,
                )
                for number, chain in matches
                if self._is_new(side, number, *_stretch(heard, chain))
            ]
        _forget(side, hearings)
        return found

    def _ending_at(self, side: _Side, heard: Heard, at: int) -> list[tuple[int, Chain]] | None:
        """The best match of each set whose last word is this one; None while it can't be told yet."""
        best: dict[int, Chain] = {}
        ended = heard.ended(at)
        for candidate in within_reach(side.page, heard, at, self._settings.least_score):
            number, pattern = side.page.patterns[candidate]
            chain = best_chain(pattern, heard, at)
            if chain is None or not self._is_enough(pattern, heard, chain, self._settings.least_score):
                continue
            if number in best and best[number].score >= chain.score:
                continue
            follows = self._goes_on(pattern, heard, chain, at, ended)
            undone = self._is_undone(side.page.sets[number], heard, chain, ended)
            if follows is None or undone is None:
                return None
            if not follows and not undone:
                best[number] = chain
        return list(best.items())

    def _told_by_words(self, side: _Side, heard: Heard, at: int) -> list[tuple[int, Chain]]:
        """Sets that enough telling words up to this one make, unless a counter-phrase undoes them."""
        found = []
        for number, chain in side.telling.ending_at(heard, at):
            side.telling.told(number, heard.hearings[at].start)
            counters = side.page.sets[number].counters
            if not any(self._is_countered(place, counter, heard, chain, ended=True) for place, counter in counters):
                found.append((number, chain))
        return found

    def _goes_on(self, pattern: Pattern, heard: Heard, chain: Chain, at: int, ended: bool) -> bool | None:
        """The next word makes more of the same phrase; None while it has not come."""
        if ended or chain.is_complete(pattern):
            return False
        if at + 1 == len(heard.hearings):
            return None
        longer = best_chain(pattern, heard, at + 1)
        return longer is not None and longer.score >= chain.score - 0.05 and len(longer.links) > len(chain.links)

    def _is_enough(self, pattern: Pattern, heard: Heard, chain: Chain, least: float) -> bool:
        """Score, words that must be heard, and never one word alone."""
        if not chain.has_required(pattern):
            return False
        strong = [link for link in chain.links if link.strong]
        if not self._is_anchored(pattern, chain, strong):
            return False
        if chain.score < least:
            return self._is_likely(pattern, heard, chain, least, strong)
        if len(strong) >= 2:
            return True
        if len(pattern.tokens) == 1:
            return self._is_repeated(pattern, heard, chain)
        exact = all(link.likeness >= 1.0 for link in chain.links)
        if not exact or len(chain.links) < 2:
            return False
        return chain.has_all(pattern) or self._lacks_little(pattern, heard, chain)

    def _is_anchored(self, pattern: Pattern, chain: Chain, strong: Sequence[Link]) -> bool:
        """A content word was surely heard, or all of them to the letter.

        Of those that must be said one at least is no mere likeness of what was unsurely heard.
        """
        musts = [link for link in strong if pattern.tokens[link.token].required]
        if musts and not any(link.sure or link.likeness >= 1.0 for link in musts):
            return False
        if any(link.sure for link in strong or chain.links):
            return True
        return len(strong) >= 2 and chain.has_all(pattern) and all(link.likeness >= 1.0 for link in chain.links)

    def _lacks_little(self, pattern: Pattern, heard: Heard, chain: Chain) -> bool:
        """Of a phrase with one content word only a weak one is missing, where something unsure was heard."""
        enough = len(chain.links) >= (2 if any(link.strong for link in chain.links) else 3)
        return enough and is_sure(chain) and only_weak_doubted(pattern, heard, chain)

    def _is_likely(self, pattern: Pattern, heard: Heard, chain: Chain, least: float, strong: Sequence[Link]) -> bool:
        """Words are missing, but unsure ones stand in their places, and what was heard is sure."""
        if len(strong) < 2 or chain.score < LEAST_HEARD or not is_sure(chain):
            return False
        return chain.score + doubted(pattern, heard, chain) >= least

    def _is_repeated(self, pattern: Pattern, heard: Heard, chain: Chain) -> bool:
        """A phrase of one word counts when it was said twice."""
        return any(not pattern.places.keys().isdisjoint(heard.senses[at].hits) for at in range(chain.first))

    def _is_undone(self, compiled: CompiledSet, heard: Heard, chain: Chain, ended: bool) -> bool | None:
        """By a negation or a counter-phrase; None while the words that may undo it have not come."""
        if self._is_negated(heard, chain):
            return True
        waits = False
        for place, counter in compiled.counters:
            undone = self._is_countered(place, counter, heard, chain, ended)
            if undone:
                return True
            waits = waits or undone is None
        return None if waits else False

    def _is_negated(self, heard: Heard, chain: Chain) -> bool:
        """A negation inside, or before with only weak words between: content ends what it denies."""
        matched = {at for link in chain.links for at in range(link.first, link.last + 1)}
        negations = {at for at, hearing in enumerate(heard.hearings) if hearing.text in self._book.negations}
        if any(at in negations - matched for at in range(chain.first, chain.last)):
            return True
        for at in range(chain.first - 1, max(-1, chain.first - 1 - NEGATION_REACH), -1):
            if heard.hearings[at + 1].start - heard.hearings[at].end >= self._settings.pause_seconds:
                return False
            if self._begins_clause(heard.hearings[at + 1].text, heard.hearings[at].text):
                return False
            if at in negations or heard.hearings[at].text not in self._book.weak_words:
                return at in negations
        return False

    def _begins_clause(self, word: str, before: str) -> bool:
        """What a negation denies ends before this word."""
        stops = self._book.negation_stops
        return word in stops or (f"_ {word}" in stops and before not in self._book.negations)

    def _is_countered(self, place: Place, counter: Pattern, heard: Heard, chain: Chain, ended: bool) -> bool | None:
        if place is Place.BEFORE:
            return heard.reads(counter, chain.first - 1, -1) is True
        if place is Place.AFTER:
            return False if ended else heard.reads(counter, chain.last + 1, 1)
        if not counter.may_be_whole(heard.near(chain.first - counter.span, chain.last)):
            return False
        over = (best_chain(counter, heard, at) for at in range(chain.first, chain.last + 1))
        return any(
            found is not None and found.score >= self._settings.counter_score and found.has_all(counter)
            for found in over
        )

    def _is_new(self, side: _Side, number: int, start: float, end: float) -> bool:
        """Remembers the place; false where the set was reported there or just before."""
        places = side.places.setdefault(number, [])
        for index, (first, last) in enumerate(places):
            if start <= last + self._settings.same_place_seconds and end >= first:
                places[index] = (min(first, start), max(last, end))
                return False
        places.append((start, end))
        return True


def _said(words: Sequence[Word], heard: Heard, chain: Chain) -> str:
    first, last = words.index(heard.hearings[chain.first].first), words.index(heard.hearings[chain.last].last)
    return " ".join(word.text for word in words[first : last + 1]).strip(".,;:!?")


def _stretch(heard: Heard, chain: Chain) -> tuple[float, float]:
    return heard.hearings[chain.first].start, heard.hearings[chain.last].end


def _forget(side: _Side, hearings: Sequence[Hearing]) -> None:
    """Words out of reach, and places long past, take no room."""
    if len(side.seen) > 4 * len(hearings) + 200:
        side.seen = {hearing.key: None for hearing in hearings if hearing.key in side.seen}
    for places in side.places.values():
        del places[:-50]
