"""Places a dialogue's turns on two clean channels, and keeps what was said when."""

import msgspec
import numpy as np
from numpy.typing import NDArray

from demo.hold import music, sigh
from demo.measure import RATE
from demo.script import SIDES, Script, Turn, sentences
from demo.voice import Utterance, Voices

LEAD_SECONDS = 0.8
TAIL_SECONDS = 1.5

Samples = NDArray[np.float64]


class Said(msgspec.Struct, frozen=True):
    """A sentence in its place."""

    side: str
    style: str
    start: float
    utterance: Utterance
    turn: int
    is_reply: bool = False

    @property
    def end(self) -> float:
        return self.start + self.utterance.seconds


class Notice(msgspec.Struct, frozen=True):
    """A line of the words file."""

    notice: str
    at: float


class Timeline(msgspec.Struct, frozen=True):
    """A dialogue in time; ``clean`` is speech alone, ``sounds`` what comes beside it, both (n, 2) in [-1, 1]."""

    said: tuple[Said, ...]
    notices: tuple[Notice, ...]
    clean: Samples
    sounds: Samples


class Director:
    """Speaks the turns one after another."""

    def __init__(self, script: Script, rng: np.random.Generator) -> None:
        self._script = script
        self._rng = rng
        self._voices = Voices(rng)
        self._said: list[Said] = []
        self._notices: list[Notice] = []
        self._sounds: list[tuple[int, float, Samples]] = []

    def perform(self) -> Timeline:
        """The whole call."""
        end = LEAD_SECONDS
        for number, turn in enumerate(self._script.turns):
            end = self._speak(number, turn, end + turn.gap if number else end)
            if self._script.hold and self._script.hold.after == number + 1:
                end = self._wait(end)
        seconds = end + TAIL_SECONDS
        self._said.sort(key=lambda said: said.start)
        clean = [(SIDES.index(said.side), said.start, said.utterance.samples) for said in self._said]
        return Timeline(tuple(self._said), tuple(self._notices), _mixed(clean, seconds), _mixed(self._sounds, seconds))

    def _speak(self, number: int, turn: Turn, start: float) -> float:
        style = self._script.styles[turn.style]
        replies = iter(turn.replies)
        at, end = start, start
        for line in sentences(turn.text):
            sound = self._voices.say(line.text, self._script.speaker(turn.by), style, line.words)
            self._said.append(Said(turn.by, turn.style, at, sound, number))
            for word in line.replies_at:
                self._reply(turn, next(replies), at + sound.words[word].start, number)
            end = at + sound.seconds
            at = end + style.pause * float(self._rng.uniform(0.8, 1.2))
        return end

    def _reply(self, turn: Turn, text: str, at: float, number: int) -> None:
        side = "customer" if turn.by == "agent" else "agent"
        sound = self._voices.say(text, self._script.speaker(side), self._script.styles["reply"])
        self._said.append(Said(side, "reply", at, sound, number, is_reply=True))

    def _wait(self, at: float) -> float:
        hold = self._script.hold
        assert hold is not None
        start, end = at + 1.0, at + 1.0 + hold.seconds
        self._notices += [Notice("hold", round(start, 2)), Notice("resume", round(end, 2))]
        self._sounds.append((SIDES.index("agent"), start, music(hold.seconds)))
        for moment in hold.sighs:
            self._sounds.append((SIDES.index("customer"), start + moment, sigh(self._rng)))
        return end + 0.2


def _mixed(sounds: list[tuple[int, float, Samples]], seconds: float) -> Samples:
    mixed = np.zeros((round(seconds * RATE), 2))
    for channel, start, samples in sounds:
        first = round(start * RATE)
        mixed[first : first + len(samples), channel] += samples
    return mixed
