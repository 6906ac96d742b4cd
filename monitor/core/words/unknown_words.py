"""Words that a recogniser doesn't know, and what it may hear in their place.

What a model doesn't know it never hears: it writes the known words that sound nearest. A
guess by letters is all that can be had without its dictionary: words spelled alike, and
two known words that make the unknown one.
"""

import re
from collections.abc import Collection, Iterable, Iterator

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from monitor.core.words.language import Language

WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
NEAREST = 3
LEAST_PART = 3
"""Bytes in UTF-8 of each of two words that are to make one: three Latin letters, one Korean syllable."""
LEAST_LIKENESS = 0.6


class UnknownWord(msgspec.Struct, frozen=True):
    """A word that is never heard, and what may be heard for it, likeliest first."""

    word: str
    nearest: tuple[str, ...]
    parts: tuple[str, ...]
    """Pairs of known words that are spelled like it: ``giga box`` for ``gigabox``."""


def words_of_text(text: str) -> list[str]:
    """Each word once, in the order of the text; what holds a digit is no word, a recogniser writes numbers out."""
    found = (word.group().lower() for word in WORD.finditer(text))
    return list(dict.fromkeys(word for word in found if not any(letter.isdigit() for letter in word)))


def words_of_playbook(language: Language) -> list[str]:
    """Every word that a phrase or a telling word of the language listens for, each once."""
    lines = [line for each in language.phrase_sets for line in (*each.phrases, *each.words)]
    lines += [word for words in language.classes.values() for word in words]
    return list(dict.fromkeys(word for line in lines for word in _listened_for(line)))


def unknown_words(words: Iterable[str], known: Collection[str]) -> list[UnknownWord]:
    """Those that are not known in any case of letters; ``begin*`` is known where a known word begins so."""
    plain = {word.lower() for word in known}
    stems = {word for word in words if word.endswith("*")}
    begun = {stem for stem in stems if any(word.startswith(stem[:-1]) for word in plain)}
    missing = [word for word in words if word not in plain and word not in begun]
    choices = sorted(plain)
    return [_unknown(word, plain, choices) for word in missing]


def _unknown(word: str, known: Collection[str], choices: list[str]) -> UnknownWord:
    found = process.extract(
        word.rstrip("*"),
        choices,
        scorer=DamerauLevenshtein.normalized_similarity,
        limit=NEAREST,
        score_cutoff=LEAST_LIKENESS,
    )
    halves = ((word[:cut], word[cut:]) for cut in range(1, len(word)))
    parts = (f"{one} {two}" for one, two in halves if all(_is_part(half, known) for half in (one, two)))
    return UnknownWord(word, tuple(choice for choice, *_ in found), tuple(parts))


def _is_part(half: str, known: Collection[str]) -> bool:
    return half in known and len(half.encode()) >= LEAST_PART


def _listened_for(line: str) -> Iterator[str]:
    for written in line.lower().split():
        for word in written.rstrip("?!+").split("|"):
            if word and word[0] != "@" and word != "...":
                yield word
