"""A Whisper process without a model: the first sample of a unit says what it does. Arguments: a folder for notes.

It hears as many words as the unit has seconds, and notes each unit that it began.
"""

import os
import signal
import sys
import time
from pathlib import Path

import numpy as np

from monitor.core.events import Word
from monitor.edges.whisper.messages import Answer, Decoded, Failed, Ready, Unit, receive_unit, send
from monitor.edges.whisper.settings import WhisperSettings
from monitor.edges.whisper.worker import keep_within

CRASH_ONCE, CRASH, HANG, EAT, REFUSE, WAIT, SPIN = range(1, 8)
RATE = 8000


def unit(what: int = 0, seconds: int = 1) -> Unit:
    """A unit that has the stand-in do something."""
    return Unit(np.full(RATE * seconds, what, "<i2").tobytes(), RATE, "en")


def serve(notes: Path) -> None:
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    if (notes / "unable").exists():
        send(answers, Failed("the model is damaged"))
        return
    send(answers, Ready())
    while (given := receive_unit(requests)) is not None:
        what = int.from_bytes(given.pcm[:2], "little")
        with (notes / "begun").open("a") as begun:
            begun.write(f"{what} {given.seconds:.0f}\n")
        send(answers, do(what, given, notes))


def do(what: int, given: Unit, notes: Path) -> Answer:
    if what == CRASH or (what == CRASH_ONCE and not (notes / "crashed").exists()):
        (notes / "crashed").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if what == HANG:
        time.sleep(3600)
    while what == SPIN:
        pass
    if what == EAT:
        eaten = []
        while True:
            eaten.append(np.ones(10_000_000))
    if what == REFUSE:
        return Failed("it is no speech")
    while what == WAIT and not (notes / "go").exists():
        time.sleep(0.01)
    return Decoded(tuple(Word("la", float(second), second + 0.5) for second in range(round(given.seconds))))


if __name__ == "__main__":
    keep_within(WhisperSettings(memory_mb=int(sys.argv[2]), niceness=0))
    serve(Path(sys.argv[1]))
