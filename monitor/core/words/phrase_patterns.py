"""How a phrase is written in a language's file, compiled for matching.

A phrase is words in their order, apart from each other by a word or two at most:

    a|b        either word
    word?      may be missing, costs nothing
    word!      must be heard: without it the rest means something else
    word+      nothing between it and the phrase's word before, but for a word that was perhaps never said
    begin*     any word that begins so
    @class     any word of a class of the language

A ``not_when`` line is a phrase that undoes a match: bare where it overlaps one,
``words ...`` right before it, ``... words`` right after it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum

import msgspec

from monitor.core.events import Channel
from monitor.core.nearest import nearest
from monitor.core.words.language import Language, PhraseSet

STRONG_WEIGHT = 1.0
WEAK_WEIGHT = 0.3
"""Pronouns, articles, auxiliaries: heard everywhere, and misheard most."""


REACH = 20
"""Words that no phrase reaches back over."""


class Place(StrEnum):
    """Where a counter-phrase undoes a match."""

    OVER = "over"
    BEFORE = "before"
    AFTER = "after"


class Entry(msgspec.Struct, frozen=True):
    """One distinct word of the phrases, and whether it stands for all that begin so."""

    text: str
    is_prefix: bool
    is_weak: bool


class Token(msgspec.Struct, frozen=True):
    """One place of a phrase: the entries that fit, by number, and what it counts."""

    entries: frozenset[int]
    weight: float
    required: bool
    optional: bool
    adjacent: bool
    counts: float
    """What it adds to the score when heard."""

    @property
    def strong(self) -> bool:
        """May be a content word."""
        return self.weight == STRONG_WEIGHT


class Pattern(msgspec.Struct, frozen=True):
    """A compiled phrase or counter-phrase."""

    tokens: tuple[Token, ...]
    total: float
    """Sum of the weights: the score's denominator."""
    places: dict[int, tuple[int, ...]]
    """By entry: the numbers of the tokens that it fits."""
    span: int
    """Words that a match may reach back over."""

    def may_reach(self, least: float, near: Collection[int], last: Collection[int]) -> bool:
        """Whether the entries heard nearby can score as much at all, and end in one of the ``last``."""
        most = ending = 0.0
        for token in self.tokens:
            if not token.entries.isdisjoint(near):
                most += token.counts
                if not token.entries.isdisjoint(last):
                    ending = most
            elif token.required:
                return False
        return ending >= least * self.total

    def may_be_whole(self, near: Collection[int]) -> bool:
        """Whether all that must be said of it is among the entries heard nearby."""
        return not any(token.entries.isdisjoint(near) for token in self.tokens if not token.optional)


class CompiledSet(msgspec.Struct, frozen=True):
    """A phrase set, ready to match."""

    source: PhraseSet
    patterns: tuple[Pattern, ...]
    counters: tuple[tuple[Place, Pattern], ...]
    telling: tuple[frozenset[int], ...] = ()
    """Entries of each telling word."""
    alone: frozenset[str] = frozenset()
    """Words that say it where they are the whole turn."""


PHRASE_PARTS = ("phrases", "not_when", "words", "alone")
"""Keys of a set that hold lines of phrases."""
BARE = PhraseSet("", Channel.AGENT)


class PhraseError(ValueError):
    """A phrase can't be read; the message quotes it."""


class Compiler:
    """Compiles the sets of a language over one vocabulary."""

    def __init__(self, language: Language) -> None:
        self.vocabulary: list[Entry] = []
        self._numbers: dict[tuple[str, bool], int] = {}
        self._weak = frozenset(language.weak_words)
        self._negations = frozenset(language.negations)
        self._spellings = language.spellings
        self._classes = language.classes

    def compile(self, phrase_set: PhraseSet) -> CompiledSet:
        """Raises ``PhraseError`` for a line that says nothing."""
        return CompiledSet(
            phrase_set,
            tuple(self._pattern(line) for line in phrase_set.phrases),
            tuple(self._counter(line) for line in phrase_set.not_when),
            tuple(self._token(line.lower()).entries for line in phrase_set.words),
            frozenset(self._lone(line) for line in phrase_set.alone),
        )

    def _lone(self, line: str) -> str:
        words = spelled(line.lower().split(), self._spellings)
        if len(words) != 1:
            raise PhraseError(f"{line!r} is not one word: what is said alone is a single one")
        return words[0]

    def _counter(self, line: str) -> tuple[Place, Pattern]:
        if line.startswith("..."):
            return Place.AFTER, self._pattern(line[3:])
        if line.endswith("..."):
            return Place.BEFORE, self._pattern(line[:-3])
        return Place.OVER, self._pattern(line)

    def _pattern(self, line: str) -> Pattern:
        tokens = tuple(self._token(written) for written in spelled(line.lower().split(), self._spellings))
        if not any(not token.optional for token in tokens):
            raise PhraseError(f"phrase {line!r} has no word that must be heard")
        return Pattern(
            tokens,
            sum(token.counts for token in tokens),
            token_places(token.entries for token in tokens),
            min(REACH, 2 * len(tokens) + 2),
        )

    def _token(self, written: str) -> Token:
        bare = written.rstrip("?!+")
        words = [word for part in bare.split("|") if part for word in self._of_class(part)]
        if not words:
            raise PhraseError(f"{written!r} is no word of a phrase")
        marks = written[len(bare) :]
        weak = all(word in self._weak for word in words)
        weight = WEAK_WEIGHT if weak else STRONG_WEIGHT
        negates = any(word in self._negations for word in words)
        return Token(
            frozenset(self._entry(word) for word in words),
            weight,
            "!" in marks or (negates and "?" not in marks),
            "?" in marks,
            "+" in marks,
            0.0 if "?" in marks else weight,
        )

    def _of_class(self, part: str) -> tuple[str, ...]:
        if not part.startswith("@"):
            return (part,)
        if part[1:] not in self._classes:
            raise PhraseError(f"no class {part[1:]!r}; did you mean {nearest(part[1:], self._classes)}?")
        return tuple(word.lower() for word in self._classes[part[1:]])

    def _entry(self, word: str) -> int:
        text, is_prefix = word.rstrip("*"), word.endswith("*")
        if (text, is_prefix) not in self._numbers:
            self._numbers[text, is_prefix] = len(self.vocabulary)
            exact = text in self._weak or text in self._negations
            self.vocabulary.append(Entry(text, is_prefix, exact))
        return self._numbers[text, is_prefix]


def token_places(tokens: Iterable[Collection[int]]) -> dict[int, tuple[int, ...]]:
    """By entry, the numbers of the tokens that hold it."""
    places: dict[int, tuple[int, ...]] = {}
    for number, entries in enumerate(tokens):
        for entry in entries:
            places[entry] = (*places.get(entry, ()), number)
    return places


def faults(compiler: Compiler, phrase_set: PhraseSet) -> Iterator[tuple[str, str, PhraseError]]:
    """Lines of a set that can't be read: under which key, the line, and why."""
    for part in PHRASE_PARTS:
        for line in getattr(phrase_set, part):
            try:
                compiler.compile(msgspec.structs.replace(BARE, **{part: (line,)}))
            except PhraseError as error:
                yield part, line, error


def spelled(words: Iterable[str], spellings: Mapping[str, str]) -> list[str]:
    """Words with one or two of them written the language's usual way."""
    found: list[str] = []
    for word in words:
        pair = f"{found[-1]} {word}" if found else ""
        if pair in spellings:
            found[-1] = spellings[pair]
        else:
            found.append(spellings.get(word, word))
    return found
