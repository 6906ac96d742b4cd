"""A language: what its speakers say that matters, and how the monitor words its whispers.

Read from ``config/languages/CODE/``; nothing here opens a file.

``phrases.toml`` decodes into ``PhraseFile``::

    backchannels = ["mhm", "right", "i see"]        # short answers that take no floor
    fillers = ["uh", "um"]                          # dropped before phrases are matched
    negations = ["not", "never", "don't"]           # turn a phrase round when said before it
    negation_stops = ["but", "_ it's"]              # the denial ends here; "_ word": unless right after the negation
    weak_words = ["i", "you", "the", "is"]          # count little in a phrase, and never fuzzily
    spellings = { "i am" = "i'm" }                  # one or two words as one
    sentence_starts = ["because", "i mean"]         # with these a new sentence begins, whatever came before,
    clause_words = ["that", "when", "think"]        # but not after one of these
    open_ends = ["and", "the", "that you"]         # who ends in one of these, a word or two, has not finished

    [classes]
    upset = ["upset", "angry", "furious"]           # @upset in a phrase is any of them

    [[set]]
    id = "dismissal"
    channel = "agent"
    phrases = ["calm down", "no reason|need to be? upset|angry"]
    not_when = ["very calm", "told me to ...", "... the alarm"]

    [[set]]
    id = "complaint"
    channel = "customer"
    words = ["broken|broke|cracked", "wait*", "refund"]   # telling words: so many of them
    least_words = 2                                        # said in one go mean it too
    alone = ["disgraceful"]                                # one word that means it where it is all that was said

A phrase is words in their order, which others may stand between. ``a|b`` is either
word, ``word?`` may be missing, ``word!`` must be heard, nothing stands between
``word+`` and the one before, ``frustrat*`` is any word that begins so, ``@upset`` any word
of that class. Each line of ``words`` is one telling word in its variants. In ``not_when``
a bare phrase undoes a match whose words it shares; ``words ...`` undoes one that
follows them, ``... words`` one that they follow.

``messages.toml`` decodes into ``MessageFile``, one table a rule::

    [slow_down]
    whisper = "Slow down."
    reason = "You: {rate:.1f} syllables/s for {held:.0f} s, your usual {usual:.1f}"

    [slow_down.reasons]
    no_usual = "You: {rate:.1f} syllables/s for {held:.0f} s"

A reason is a ``str.format`` template over the fields that the rule gives; ``reasons``
holds its variants by name. A number format that ends in a comma (``{rate:.1f,}``)
writes a decimal comma. ``values`` holds what a rule names by id: the missing parts of a
greeting.
"""

import string
import unicodedata
from collections.abc import Mapping
from typing import TypeAlias

import msgspec

from monitor.core.events import Channel
from monitor.core.words.joining import Numbers

WHISPER_WORDS = 8
"""A whisper is read at a glance."""


DIRECTION_MARKS = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Invisible signs in text from right to left: whether they are there says nothing about the words."""


class PhraseSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Phrases of one side that mean the same to a rule."""

    id: str
    channel: Channel
    phrases: tuple[str, ...] = ()
    not_when: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """Telling words, each with its variants: none says it alone, some together do."""
    least_words: int = 2
    """So many different ones within one turn."""
    alone: tuple[str, ...] = ()
    """Single words that say it where they are the whole turn, and surely heard."""


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule whispers, the card under it, and the wordings of its reason."""

    whisper: str
    say: str = ""
    reason: str = ""
    reasons: dict[str, str] = {}
    values: dict[str, str] = {}
    """How the language calls what a rule names by id, such as the parts of a greeting."""

    def __post_init__(self) -> None:
        if len(self.whisper.split()) > WHISPER_WORDS:
            raise ValueError(f"whisper {self.whisper!r} has more than {WHISPER_WORDS} words")
        for template in (self.reason, *self.reasons.values()):
            _check_template(template)

    def reason_for(self, variant: str, fields: Mapping[str, float | str]) -> str:
        """The reason in words; a variant without its own wording takes the plain one, an unknown field reads ``?``."""
        template = self.reasons.get(variant, self.reason)
        return template.format_map(_Fields(fields))


MessageFile: TypeAlias = dict[str, Message]
"""``messages.toml``: messages by rule id."""


class PhraseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``phrases.toml``."""

    set: tuple[PhraseSet, ...] = ()
    backchannels: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    negation_stops: tuple[str, ...] = ()
    weak_words: tuple[str, ...] = ()
    spellings: dict[str, str] = {}
    sentence_starts: tuple[str, ...] = ()
    clause_words: tuple[str, ...] = ()
    open_ends: tuple[str, ...] = ()
    classes: dict[str, tuple[str, ...]] = {}


class Language(msgspec.Struct, frozen=True):
    """All that the core needs of a language."""

    code: str
    messages: dict[str, Message] = {}
    phrase_sets: tuple[PhraseSet, ...] = ()
    backchannels: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    negation_stops: tuple[str, ...] = ()
    weak_words: tuple[str, ...] = ()
    spellings: dict[str, str] = {}
    classes: dict[str, tuple[str, ...]] = {}
    sentence_starts: tuple[str, ...] = ()
    clause_words: tuple[str, ...] = ()
    open_ends: tuple[str, ...] = ()
    numbers: Numbers = Numbers()

    @classmethod
    def of(cls, code: str, phrases: PhraseFile, messages: MessageFile, numbers: Numbers | None = None) -> "Language":
        """From the two files of its folder; letters and their accents are one sign, however they are written."""
        phrases = msgspec.json.decode(composed(msgspec.json.encode(phrases).decode()), type=PhraseFile)
        return cls(
            code,
            messages,
            phrases.set,
            phrases.backchannels,
            phrases.fillers,
            phrases.negations,
            phrases.negation_stops,
            phrases.weak_words,
            phrases.spellings,
            phrases.classes,
            phrases.sentence_starts,
            phrases.clause_words,
            phrases.open_ends,
            numbers or Numbers(),
        )

    def __hash__(self) -> int:
        return hash((self.code, self.phrase_sets))

    def message(self, rule_id: str) -> Message:
        """The wording of a rule; its name in plain words where the language has none."""
        return self.messages.get(rule_id) or Message(_plain(rule_id))


def composed(text: str) -> str:
    """Letters with their marks in one sign each (NFC), without the signs that only steer the direction of writing."""
    return unicodedata.normalize("NFC", text.translate(DIRECTION_MARKS))


def _plain(rule_id: str) -> str:
    return " ".join(rule_id.split("_")[:WHISPER_WORDS]).capitalize() + "."


def _check_template(template: str) -> None:
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(template) if name is not None]
    except ValueError as error:
        raise ValueError(f"reason {template!r} is no template: {error}") from error
    if not all(name.isidentifier() for name in names):
        raise ValueError(f"reason {template!r} is no template: fields are plain names in braces")


class _Fields(dict[str, "_Value"]):
    """Fields for ``format_map`` that never fail: a wording must not end a call."""

    def __init__(self, fields: Mapping[str, float | str]) -> None:
        super().__init__({name: _Value(value) for name, value in fields.items()})

    def __missing__(self, name: str) -> "_Value":
        return _Value(None)


class _Value:
    """A field's value as a template writes it."""

    def __init__(self, value: float | str | None) -> None:
        self._value = value

    def __format__(self, spec: str) -> str:
        if self._value is None:
            return "?"
        text = self._formatted(spec.removesuffix(","))
        return text.replace(".", ",") if spec.endswith(",") else text

    def __str__(self) -> str:
        return format(self)

    def _formatted(self, spec: str) -> str:
        try:
            return format(self._value, spec)
        except ValueError:
            return str(self._value)
