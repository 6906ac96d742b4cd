"""A dialogue as it is written down: ``scripts/NAME.toml``.

A turn's text may hold two marks before a word: ``*`` is where the other side says the
next of the turn's ``replies``, ``|`` is where the speaker breaks off.
"""

from pathlib import Path

import msgspec

FOLDER = Path(__file__).parent / "scripts"
NAMES = ("hot", "calm", "hold")
SIDES = ("agent", "customer")
TITLES = ("Mr.", "Mrs.", "Ms.")


class Speaker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who speaks, when calm."""

    pitch_hz: float
    formants: float
    """1 leaves the voice as it is, 0.86 makes it a man's."""
    level_dbfs: float
    """Of active speech, in the telephone's band."""
    pace: float = 1.0


class Style(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How it is said, against calm."""

    db: float = 0.0
    st: float = 0.0
    bright_db: float = 0.0
    """Gain above 1 kHz."""
    pace: float = 1.0
    melody: float = 1.0
    """Scales the pitch curve's excursions, in semitones."""
    pause: float = 0.45
    """Seconds between sentences."""
    longest_breath: float = 2.0
    """Pauses within a sentence are cut down to so many seconds: who rushes leaves none."""


class Turn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one side says in one go."""

    by: str
    text: str
    style: str = "calm"
    gap: float = 0.4
    """Seconds after the turn before; negative: that much before its end."""
    replies: tuple[str, ...] = ()
    label: str = ""
    """Of the overlap that it begins with; empty: a smooth switch, if it overlaps at all."""


class Hold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The customer waits and hears music."""

    after: int
    """Comes after this many turns."""
    seconds: float
    sighs: tuple[float, ...] = ()
    """Seconds into the hold."""


class Script(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole call."""

    seed: int
    noise_dbfs: tuple[float, float]
    agent: Speaker
    customer: Speaker
    styles: dict[str, Style]
    turns: tuple[Turn, ...]
    hold: Hold | None = None

    def speaker(self, side: str) -> Speaker:
        return self.agent if side == "agent" else self.customer


class Line(msgspec.Struct, frozen=True):
    """A sentence to speak, its marks read."""

    text: str
    replies_at: tuple[int, ...]
    """Words before each reply of the other side."""
    words: int | None
    """Break off after so many."""


def load(name: str) -> Script:
    """A dialogue by its name."""
    return msgspec.toml.decode((FOLDER / f"{name}.toml").read_bytes(), type=Script)


def sentences(text: str) -> list[Line]:
    """The sentences of a turn."""
    found: list[list[str]] = [[]]
    for token in text.split():
        found[-1].append(token)
        if token[-1] in ".?!" and token not in TITLES:
            found.append([])
    return [_line(tokens) for tokens in found if tokens]


def _line(tokens: list[str]) -> Line:
    spoken: list[str] = []
    replies_at: list[int] = []
    words = None
    for token in tokens:
        if token == "*":
            replies_at.append(len(spoken))
        elif token == "|":
            words = len(spoken)
        else:
            spoken.append(token)
    return Line(" ".join(spoken), tuple(replies_at), words)
