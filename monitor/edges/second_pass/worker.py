"""The process that hears an ended call again: ``python -m monitor.edges.second_pass.worker JOB``.

A process of its own, so that it can have the lowest priority without ever holding up the
service, so that the memory of a big model goes when it is done, and so that an engine that
crashes takes nothing with it. It reads ``wait`` and ``go`` lines, ends with its input, and
writes ``Message``s, a JSON object a line.
"""

import os
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec
import numpy as np
import psutil
from numpy.typing import NDArray

from monitor.core.errors import CallMonitorError
from monitor.core.signal.audio import line_rate
from monitor.core.signal.features import FeatureExtractor, HearingSettings
from monitor.edges.models.install import find_installed
from monitor.edges.offline_recognizers import OfflineRecognizers
from monitor.edges.sound.recorded_audio import call_info, line_blocks, two_channel
from monitor.edges.sound.speech_detector import detectors
from monitor.edges.vosk.recognizer import ModelError
from monitor.edges.vosk.settings import VoskSettings
from monitor.edges.whisper.settings import WhisperSettings
from monitor.service.offline import Heard, OfflineHearing
from monitor.service.second_pass import HeardTurn

SIGN_SECONDS = 1.0
"""How often a sign of life is given while it waits."""


class Job(msgspec.Struct, frozen=True):
    """What is to be heard, with what."""

    recording: str
    language: str
    models: str
    name: str
    """Of the model."""
    whisper: WhisperSettings = WhisperSettings()
    vosk: VoskSettings = VoskSettings()


class Alive(msgspec.Struct, frozen=True, tag="alive"):
    """It goes on, or waits as it was told."""


class Loaded(msgspec.Struct, frozen=True, tag="loaded"):
    """The model is there: what goes wrong from here on is not its loading."""


class Said(msgspec.Struct, frozen=True, tag="said"):
    """One side said something."""

    turn: HeardTurn


class Done(msgspec.Struct, frozen=True, tag="done"):
    """The call is heard to its end."""


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """It can't be heard."""

    because: str


Message = Alive | Loaded | Said | Done | Failed


def main(given: str) -> None:
    """Hear one call; what comes of it goes to standard output."""
    out = _own_output()
    go = threading.Event()
    threading.Thread(target=_obey, args=(go,), daemon=True).start()
    _give_way()
    try:
        for message in _heard(msgspec.json.decode(given, type=Job)):
            _send(out, message)
            while not go.wait(SIGN_SECONDS):
                _send(out, Alive())
        _send(out, Done())
    except CallMonitorError as error:
        _send(out, Failed(str(error)))
    except MemoryError:
        _send(out, Failed("the machine has not enough memory for the model"))


def _heard(job: Job) -> Iterator[Message]:
    """Everything that is said, with a sign of life for each block of sound between."""
    recorded = two_channel(Path(job.recording))
    info = call_info(recorded, "", job.language)
    rate = line_rate(info.rate)
    model = find_installed(Path(job.models), job.name)
    recognizers = OfflineRecognizers(model, job.language, job.whisper, job.vosk)
    yield Alive()
    try:
        hearing = OfflineHearing(recognizers.pair(rate), rate, recognizers.intake.gate)
        features = FeatureExtractor(rate, detectors(), HearingSettings())
        yield Loaded()
        lost = words = 0
        for heard in _passes(hearing, features, line_blocks(recorded, info)):
            yield Alive()
            for each in heard:
                lost += each.lost
                words += len(each.words) if each.final else 0
                if each.final and each.words:
                    yield Said(HeardTurn(each.channel, each.words))
        if lost and not words:
            raise ModelError("the engine failed over all that was said; the log says how")
    finally:
        recognizers.close()


def _passes(
    hearing: OfflineHearing, features: FeatureExtractor, audio: Iterable[NDArray[np.int16]]
) -> Iterator[list[Heard]]:
    for samples in audio:
        yield hearing.receive(samples, features.receive(samples))
    yield hearing.finish()


def _obey(go: threading.Event) -> None:
    for line in sys.stdin.buffer:
        if line.strip() == b"go":
            go.set()
        else:
            go.clear()
    os._exit(0)  # nobody listens any more


def _give_way() -> None:
    """The lowest priority that still gets on beside others; the engine's own process inherits it."""
    if sys.platform == "win32":
        psutil.Process().nice(psutil.IDLE_PRIORITY_CLASS)
    else:
        os.nice(19)


def _own_output() -> BinaryIO:
    """Where messages go; what libraries print goes to the error output instead."""
    own = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return own


def _send(out: BinaryIO, message: Message) -> None:
    out.write(msgspec.json.encode(message) + b"\n")
    out.flush()


if __name__ == "__main__":
    main(sys.argv[1])
