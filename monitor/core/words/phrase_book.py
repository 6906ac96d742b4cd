"""All phrases of a language, compiled once and shared by its calls."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import or_

import msgspec

from monitor.core.events import CHANNELS, Channel
from monitor.core.words.language import Language
from monitor.core.words.likeness import Likeness
from monitor.core.words.phrase_patterns import REACH, CompiledSet, Compiler, Pattern, Token
from monitor.core.words.run_together import RunTogether
from monitor.core.words.senses import Marks, Senses
from monitor.core.words.telling_words import TellingIndex


class Page(msgspec.Struct, frozen=True):
    """The phrases that are listened for on one channel."""

    sets: tuple[CompiledSet, ...]
    patterns: tuple[tuple[int, Pattern], ...]
    """Each phrase with the number of its set."""
    senses: Senses
    """What each heard word may mean to them; remembers what it was asked."""
    telling: TellingIndex
    free: int
    """Phrases without such a word."""
    spans: tuple[int, ...]
    """Phrases by how many words they may reach back over, as bits."""
    spans_from: tuple[int, ...]
    """The same by how many at least."""
    lone: int
    """Phrases in which one content word is enough to look closer; in the others it takes two."""


class PhraseBook(msgspec.Struct, frozen=True):
    """What the matcher reads; nothing in it changes but what ``senses`` remember."""

    language: Language
    run_together: RunTogether
    pages: dict[Channel, Page]
    negations: frozenset[str]
    negation_stops: frozenset[str]
    """Words that begin what a negation before them does not deny; ``_ word`` does so but right after one."""
    weak_words: frozenset[str]
    first_halves: frozenset[str]
    """Words that the next one may change: they are looked at together."""


@lru_cache(maxsize=8)
def phrase_book(language: Language) -> PhraseBook:
    """The book of a language; takes tens of milliseconds the first time. Raises ``PhraseError``."""
    compiler = Compiler(language)
    sets = [compiler.compile(each) for each in language.phrase_sets]
    likeness = Likeness(compiler.vocabulary)
    pages = {
        channel: _page(tuple(each for each in sets if each.source.channel is channel), likeness) for channel in CHANNELS
    }
    return PhraseBook(
        language,
        RunTogether(compiler.vocabulary, language),
        pages,
        frozenset(language.negations),
        frozenset(language.negation_stops),
        frozenset(language.weak_words),
        frozenset(pair.split()[0] for pair in language.spellings if " " in pair),
    )


def _page(sets: tuple[CompiledSet, ...], likeness: Likeness) -> Page:
    patterns = tuple((number, pattern) for number, each in enumerate(sets) for pattern in each.patterns)
    marks = Marks({}, {}, {})
    spans = [0] * (REACH + 1)
    lone = free = 0
    for place, (_, pattern) in enumerate(patterns):
        bit = 1 << place
        strong = [token for token in pattern.tokens if token.strong]
        musts = [token for token in pattern.tokens if token.required]
        _mark(marks.any_word, pattern.tokens, bit)
        _mark(marks.telling, strong or pattern.tokens, bit)
        _mark(marks.required, musts, bit)
        spans[pattern.span] |= bit
        free |= 0 if musts else bit
        lone |= bit if sum(not token.optional for token in strong) < 2 else 0
    return Page(sets, patterns, Senses(likeness, marks), TellingIndex(sets), free, tuple(spans), _from(spans), lone)


def _from(spans: Sequence[int]) -> tuple[int, ...]:
    """Phrases by how many words they may reach back over at least."""
    return tuple(accumulate(reversed(spans), or_))[::-1]


def _mark(index: dict[int, int], tokens: Iterable[Token], bit: int) -> None:
    for token in tokens:
        for entry in token.entries:
            index[entry] = index.get(entry, 0) | bit
