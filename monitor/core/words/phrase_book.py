"""All phrases of a language, compiled once and shared by its calls."""

from collections.abc import Iterable
from functools import lru_cache

import msgspec

from monitor.core.events import CHANNELS, Channel
from monitor.core.words.heard_words import Likeness
from monitor.core.words.language import Language
from monitor.core.words.phrase_patterns import CompiledSet, Compiler, Pattern, Token
from monitor.core.words.run_together import RunTogether


class Page(msgspec.Struct, frozen=True):
    """The phrases that are listened for on one channel."""

    sets: tuple[CompiledSet, ...]
    patterns: tuple[tuple[int, Pattern], ...]
    """Each phrase with the number of its set."""
    by_entry: dict[int, int]
    """Phrases that a word belongs to, by the word's number; phrases as bits."""
    telling: dict[int, int]
    """The same, where the word may be one of the phrase's content words."""
    required: dict[int, int]
    """Phrases in which a word must be heard or one in its place, by the word's number."""
    free: int
    """Phrases without such a word."""
    spans: dict[int, int]
    """Phrases by how many words they may reach back over."""
    lone: int
    """Phrases in which one content word is enough to look closer; in the others it takes two."""


class PhraseBook(msgspec.Struct, frozen=True):
    """What the matcher reads; nothing in it changes but what ``likeness`` remembers."""

    language: Language
    likeness: Likeness
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
    pages = {channel: _page(tuple(each for each in sets if each.source.channel is channel)) for channel in CHANNELS}
    return PhraseBook(
        language,
        Likeness(compiler.vocabulary),
        RunTogether(compiler.vocabulary, language),
        pages,
        frozenset(language.negations),
        frozenset(language.negation_stops),
        frozenset(language.weak_words),
        frozenset(pair.split()[0] for pair in language.spellings if " " in pair),
    )


def _page(sets: tuple[CompiledSet, ...]) -> Page:
    patterns = tuple((number, pattern) for number, each in enumerate(sets) for pattern in each.patterns)
    by_entry: dict[int, int] = {}
    telling: dict[int, int] = {}
    spans: dict[int, int] = {}
    required: dict[int, int] = {}
    lone = free = 0
    for place, (_, pattern) in enumerate(patterns):
        strong = [token for token in pattern.tokens if token.strong]
        spans[pattern.span] = spans.get(pattern.span, 0) | 1 << place
        musts = [token for token in pattern.tokens if token.required]
        _mark(required, musts, 1 << place)
        free |= 0 if musts else 1 << place
        _mark(by_entry, pattern.tokens, 1 << place)
        _mark(telling, strong or pattern.tokens, 1 << place)
        if sum(not token.optional for token in strong) < 2:
            lone |= 1 << place
    return Page(sets, patterns, by_entry, telling, required, free, spans, lone)


def _mark(index: dict[int, int], tokens: Iterable[Token], bit: int) -> None:
    for token in tokens:
        for entry in token.entries:
            index[entry] = index.get(entry, 0) | bit
