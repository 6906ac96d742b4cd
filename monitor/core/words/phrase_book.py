"""All phrases of a language, compiled once and shared by its calls."""

from functools import lru_cache

import msgspec

from monitor.core.events import CHANNELS, Channel
from monitor.core.words.heard_words import Likeness
from monitor.core.words.language import Language
from monitor.core.words.phrase_patterns import CompiledSet, Compiler, Pattern


class Page(msgspec.Struct, frozen=True):
    """The phrases that are listened for on one channel."""

    sets: tuple[CompiledSet, ...]
    patterns: tuple[tuple[int, Pattern], ...]
    """Each phrase with the number of its set."""
    by_entry: dict[int, tuple[int, ...]]
    """Phrases in which a word tells something, by the word's number."""


class PhraseBook(msgspec.Struct, frozen=True):
    """What the matcher reads; nothing in it changes but what ``likeness`` remembers."""

    language: Language
    likeness: Likeness
    pages: dict[Channel, Page]
    negations: frozenset[str]
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
        pages,
        frozenset(language.negations),
        frozenset(language.weak_words),
        frozenset(pair.split()[0] for pair in language.spellings if " " in pair),
    )


def _page(sets: tuple[CompiledSet, ...]) -> Page:
    patterns = tuple((number, pattern) for number, each in enumerate(sets) for pattern in each.patterns)
    by_entry: dict[int, list[int]] = {}
    for candidate, (_, pattern) in enumerate(patterns):
        telling = [token for token in pattern.tokens if token.strong] or pattern.tokens
        for entry in frozenset(entry for token in telling for entry in token.entries):
            by_entry.setdefault(entry, []).append(candidate)
    return Page(sets, patterns, {entry: tuple(candidates) for entry, candidates in by_entry.items()})
