"""Who said what, turn by turn, as rules read it: turns made of words, short answers set aside.

A turn is all that one side says until the other says more than "mhm" or "yes, okay";
who goes on without a pause while the other begins is still in the same one.
Words come late and out of order between the channels (a recogniser's finals do), so
turns are made anew from the words of the last two minutes whenever some have come;
older turns stay as they were.
"""

from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from monitor.core.events import CHANNELS, Channel, Word
from monitor.core.words.language import Language
from monitor.core.words.phrase_book import phrase_book

GOES_ON_SECONDS = 0.5
"""Over a shorter pause a speaker goes on, whatever the other says meanwhile."""
TURN_END_SECONDS = 2.0
"""After so much silence of its speaker a turn has ended, whoever speaks next."""
OPEN_SECONDS = 120.0
"""Turns that ended longer ago change no more."""
KEPT_TURNS = 300
"""Turns older than the last minutes are remembered up to so many: half an hour of lively talk."""
SHORT_ANSWER_WORDS = 4
APOSTROPHES = str.maketrans("\u2019\u02bc`\u015f\u0163", "'''\u0219\u021b")
"""Also the cedillas that some write for the commas under Romanian s and t."""
PUNCTUATION = '.,;:!?\u2026"()[]'


@dataclass(frozen=True, slots=True, order=True)
class Spoken:
    """One stable word in lower case, without punctuation; seconds on the call's clock."""

    start: float
    end: float
    channel: Channel
    text: str
    confidence: float = field(default=1.0, compare=False)
    """0-1, the recogniser's."""


@dataclass(slots=True)
class Turn:
    """What one side said in one go."""

    channel: Channel
    words: list[Spoken] = field(default_factory=list)
    short: bool = True
    """Nothing but fillers and short answers: it takes no floor."""

    @property
    def start(self) -> float:
        """When its first word began."""
        return self.words[0].start

    @property
    def end(self) -> float:
        """When its last word ended."""
        return self.words[-1].end

    @property
    def texts(self) -> tuple[str, ...]:
        """Its words."""
        return tuple(word.text for word in self.words)

    @property
    def text(self) -> str:
        """Its words as one line."""
        return " ".join(self.texts)


class Conversation:
    """The turns of one call."""

    def __init__(self, language: Language) -> None:
        self._fillers = frozenset(language.fillers)
        self._run_together = phrase_book(language).run_together
        self._starts = frozenset(tuple(text.lower().split()) for text in language.sentence_starts)
        self._longest_start = max(map(len, self._starts), default=0)
        self._open_ends = frozenset(language.open_ends)
        self._clause_words = frozenset(language.clause_words)
        self.weak_words = frozenset(language.weak_words)
        """Words that carry no matter."""
        self.negations = frozenset(language.negations)
        """Words that deny."""
        self._short = frozenset(text.lower() for text in (*language.backchannels, *language.fillers))
        self._words: list[Spoken] = []
        self._heard_until = dict.fromkeys(CHANNELS, -1.0)
        self._old: list[Turn] = []
        self._all: list[Turn] = []
        self._of: dict[Channel, list[Turn]] = {channel: [] for channel in CHANNELS}
        """Those of each side that are no short answers."""
        self._stale = False
        self._over = False

    def finish(self) -> None:
        """The call is over, and with it the last turn."""
        self._over = True

    def hear(self, channel: Channel, words: Sequence[Word]) -> None:
        """Stable words of a channel in order of time; those known already are passed over."""
        known = self._heard_until[channel]
        for word in words:
            text = word.text.lower().translate(APOSTROPHES).strip(PUNCTUATION)
            if word.start <= known or not text:
                continue
            for part, start, end in self._run_together.timed(text, word):
                insort(self._words, Spoken(start, end, channel, part, word.confidence))
            self._heard_until[channel] = word.start
            self._stale = True

    @property
    def turns(self) -> list[Turn]:
        """The last turns that took the floor or gave a short answer, by their start."""
        if self._stale:
            self._stale = False
            self._settle()
            self._all = [*self._old, *self._made(self._words)]
            self._of = {
                channel: [turn for turn in self._all if turn.channel is channel and not turn.short]
                for channel in CHANNELS
            }
        return self._all

    def of(self, channel: Channel, since: float = 0.0) -> list[Turn]:
        """Turns of one side, short answers left out, that began at ``since`` or later."""
        return [turn for turn in self._turns_of(channel) if turn.start >= since]

    def last(self, channel: Channel) -> Turn | None:
        """The latest turn of one side that is no short answer."""
        return turns[-1] if (turns := self._turns_of(channel)) else None

    def ended(self, channel: Channel, since: float, now: float) -> int:
        """How many turns of one side began at ``since`` or later and have ended by ``now``."""
        last = next((turn for turn in reversed(self.turns) if not turn.short), None)
        return sum(
            turn is not last or self._over or now - turn.end >= TURN_END_SECONDS for turn in self.of(channel, since)
        )

    def _turns_of(self, channel: Channel) -> list[Turn]:
        """``turns`` of one side without short answers."""
        _ = self.turns
        return self._of[channel]

    def words(self, channel: Channel, since: float) -> list[Spoken]:
        """Words of one side from ``since`` on, fillers left out."""
        return [
            word
            for turn in self.turns
            if turn.channel is channel and turn.words and turn.end >= since
            for word in turn.words
            if word.start >= since and word.text not in self._fillers
        ]

    def is_filler(self, word: Spoken) -> bool:
        """A sound between words, not one."""
        return word.text in self._fillers

    def telling(self, words: Iterable[Spoken]) -> set[str]:
        """Those that carry what is talked about: no fillers, short answers or weak words."""
        return {word.text for word in words if self.is_telling(word.text)}

    def is_telling(self, text: str) -> bool:
        """One word that carries what is talked about."""
        return text not in self.weak_words and text not in self._short

    def is_unfinished(self, turn: Turn) -> bool:
        """It breaks off after a word, or two, that no sentence ends in."""
        said = [word.text for word in turn.words if word.text not in self._fillers]
        return bool(said) and (said[-1] in self._open_ends or " ".join(said[-2:]) in self._open_ends)

    def begins_sentence(self, words: Sequence[Spoken], at: int) -> bool:
        """A new sentence begins with this word, told by it and the next."""
        weak = words[at].text in self.weak_words
        if at and words[at - 1].text in self._clause_words and (weak or words[at - 1].text not in self.weak_words):
            return False
        texts = tuple(word.text for word in words[at : at + self._longest_start])
        return any(texts[:length] in self._starts for length in range(1, len(texts) + 1))

    def _settle(self) -> None:
        """Turns that nothing can change any more leave the words behind."""
        if not self._words or self._words[-1].start - self._words[0].start < 2 * OPEN_SECONDS:
            return
        until = self._words[-1].start - OPEN_SECONDS
        settled = [turn for turn in self._made(self._words) if turn.end < until]
        self._old = [*self._old, *settled][-KEPT_TURNS:]
        last = max((turn.end for turn in settled), default=-1.0)
        self._words = [word for word in self._words if word.end > last]

    def _made(self, words: Iterable[Spoken]) -> Iterator[Turn]:
        """Runs of one channel; over a short answer of the other a turn goes on."""
        made: list[Turn] = []
        for word in words:
            turn = self._goes_on(made, word)
            if turn is None:
                turn = Turn(word.channel)
                made.append(turn)
            turn.words.append(word)
            turn.short = turn.short and self.is_short(turn.texts)
        yield from made

    def _goes_on(self, made: list[Turn], word: Spoken) -> Turn | None:
        """The turn that this word belongs to."""
        for turn in reversed(made[-2:]):
            if turn.channel is word.channel:
                return turn
            if not turn.short:
                break
        own = made[-2] if len(made) > 1 else None
        goes_on = own is not None and own.channel is word.channel and word.start - own.end < GOES_ON_SECONDS
        return own if goes_on else None

    def is_short(self, texts: Sequence[str]) -> bool:
        """Nothing but fillers and short answers, if anything."""
        if len(texts) > SHORT_ANSWER_WORDS:
            return False
        return " ".join(texts) in self._short or all(text in self._short for text in texts)
