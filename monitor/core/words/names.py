"""The customer's name: where it was given, and where the agent used it.

A name has no phrase of its own. It is what follows "my name is", what is said in answer
to a question for it, and it is none of the words that the language's phrases are made
of. What the agent says is held against it letter by letter, since recognisers
misspell names more than anything else.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec
from rapidfuzz.distance import Levenshtein

from monitor.core.events import Channel, Heard
from monitor.core.words.conversation import Conversation, Spoken
from monitor.core.words.language import Language
from monitor.core.words.phrase_patterns import Compiler

MOST_PARTS = 2
"""First name and surname."""
ALIKE = 0.75
"""Share of letters that a name and what the agent said have in common."""
LEAST_LETTERS = 4
"""Shorter ones must be heard as they are."""
FOLLOWS_SECONDS = 1.2
BEFORE_SECONDS = 2.5
ANSWER_SECONDS = 15.0
SHORT_ANSWER_WORDS = 3
WITHIN_WORDS = 8
"""Words after "my name is" among which the name is looked for."""


class Name(msgspec.Struct, frozen=True):
    """A name as it was heard."""

    parts: tuple[str, ...]
    heard: Heard
    """The words that gave it."""


class Names:
    """Finds names in a language."""

    def __init__(self, language: Language) -> None:
        self._titles = frozenset(language.classes.get("titles", ()))
        self._titles_after = frozenset(language.classes.get("titles_after", ()))
        self._first_names = frozenset(language.classes.get("first_names", ()))
        self._greetings = frozenset(language.classes.get("greetings", ()))
        self._known = _known_words(language)
        self._weak = frozenset((*language.weak_words, *language.fillers, *language.backchannels))

    def given(self, talk: Conversation, heard: Heard) -> Name | None:
        """The name in or right after the words that give it."""
        inside = tuple(part for part in heard.words.lower().split() if self.is_unknown(part))
        after = _in_one_go(talk.words(Channel.CUSTOMER, heard.end - 0.01))[:WITHIN_WORDS]
        parts = (*inside, *self._parts(after))[:MOST_PARTS]
        if not parts or not self.is_unknown(parts[0]):
            parts = self._before(talk, heard) or (parts if self._says_name(heard) else ())
        if not parts:
            return None
        return Name(parts, heard)

    def answered(self, talk: Conversation, asked: Heard) -> Name | None:
        """The name in the answer to a question for it."""
        turn = next((turn for turn in talk.turns if turn.channel is Channel.CUSTOMER and turn.end > asked.end), None)
        if turn is None or turn.start - asked.end > ANSWER_SECONDS:
            return None
        words = [word for word in turn.words if word.start >= asked.start and not self._is_common(word.text)]
        first = next((number for number, word in enumerate(words) if self.is_unknown(word.text)), None)
        if first is None and len(turn.words) > SHORT_ANSWER_WORDS:
            return None
        heard = Heard(turn.text, Channel.CUSTOMER, turn.start, turn.end, "customer_name")
        parts = tuple(word.text for word in words[first or 0 :][:MOST_PARTS])
        return Name(parts, heard) if parts else None

    def used(self, talk: Conversation, name: Name | None, since: float) -> Heard | None:
        """Where the agent first called the customer by name."""
        words = talk.words(Channel.AGENT, since)
        for number, word in enumerate(words):
            before = words[number - 1] if number and words[number - 1].text in self._titles else None
            after = words[number + 1] if words[number + 1 :] and words[number + 1].text in self._titles_after else None
            titled = before is not None or after is not None
            if (titled and self.is_unknown(word.text)) or (name is not None and self._is_of(word.text, name, titled)):
                said = [each for each in (before, word, after) if each is not None]
                text = " ".join(each.text for each in said)
                return Heard(text, Channel.AGENT, said[0].start, said[-1].end, "use_name")
        return None

    def is_unknown(self, text: str) -> bool:
        """No word that the language's phrases are made of."""
        return text in self._first_names or not (text in self._known or self._is_common(text) or text.isdigit())

    def _is_of(self, text: str, name: Name, titled: bool) -> bool:
        """A surname that is a common word too ("price") counts only after a title."""
        return any(_alike(text, part) for part in name.parts if titled or self.is_unknown(part))

    def _before(self, talk: Conversation, heard: Heard) -> tuple[str, ...]:
        """The words right before, where a language puts the name first."""
        words = talk.words(Channel.CUSTOMER, heard.start - BEFORE_SECONDS)
        near = [word.text for word in words if word.end <= heard.start + 0.01][-MOST_PARTS:]
        return tuple(near) if near and all(self.is_unknown(text) for text in near) else ()

    def _says_name(self, heard: Heard) -> bool:
        """More than "this is", which anything may follow."""
        return not all(self._is_common(text) or text in self._greetings for text in heard.words.lower().split())

    def _is_common(self, text: str) -> bool:
        return text in self._weak or text in self._titles or text in self._titles_after

    def _parts(self, words: Sequence[Spoken]) -> tuple[str, ...]:
        """The first words that may be a name, up to the next that can't."""
        parts: list[str] = []
        for word in words:
            if self._is_common(word.text):
                if parts:
                    break
                continue
            parts.append(word.text)
        return tuple(parts[:MOST_PARTS])


def _alike(text: str, part: str) -> bool:
    if min(len(text), len(part)) < LEAST_LETTERS:
        return text == part
    return Levenshtein.normalized_similarity(text, part) >= ALIKE


def _in_one_go(words: Iterable[Spoken]) -> list[Spoken]:
    found: list[Spoken] = []
    for word in words:
        if found and word.start - found[-1].end > FOLLOWS_SECONDS:
            break
        found.append(word)
    return found


@lru_cache(maxsize=8)
def _known_words(language: Language) -> frozenset[str]:
    """Every word of the language's phrases but the first names."""
    compiler = Compiler(language)
    for each in language.phrase_sets:
        compiler.compile(each)
    return frozenset(entry.text for entry in compiler.vocabulary)
