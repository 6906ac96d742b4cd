"""The Whisper process: ``python -m monitor.edges.whisper.worker FOLDER SETTINGS``.

Loads one model and decodes one piece of speech after another, within its share of the
machine. It ends with its pipe, and so with the service.
"""

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import msgspec
import psutil

from monitor.edges.whisper.decoding import WhisperDecoder
from monitor.edges.whisper.messages import OUT_OF_MEMORY, Answer, Decoded, Failed, Ready, Unit, receive_unit, send
from monitor.edges.whisper.settings import WhisperSettings

MEGABYTE = 1_000_000


def main(folder: str, settings: str) -> None:
    """Serve until the pipe closes."""
    requests, answers = _own_pipes()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # meant for the service, which ends it once the calls are over
    given = msgspec.json.decode(settings, type=WhisperSettings)
    keep_within(given)
    try:
        decoder = WhisperDecoder(Path(folder), given)
    except Exception as error:  # noqa: BLE001  whatever the library raises, the service says it
        send(answers, _failed(error))
        return
    with suppress(BrokenPipeError):  # the service is gone, and has no use for the answer
        send(answers, Ready())
        while (unit := receive_unit(requests)) is not None:
            send(answers, _answer(decoder, unit))


def keep_within(settings: WhisperSettings) -> None:
    """Give way to everything else, and let memory over the cap be refused where the system can do that."""
    if sys.platform == "win32":
        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS if settings.niceness else psutil.NORMAL_PRIORITY_CLASS)
    else:
        os.nice(settings.niceness)
    if sys.platform == "linux":
        import resource

        cap = settings.memory_mb * MEGABYTE
        resource.setrlimit(resource.RLIMIT_DATA, (cap, cap))


def _answer(decoder: WhisperDecoder, unit: Unit) -> Answer:
    try:
        return Decoded(decoder.words(unit))
    except Exception as error:  # noqa: BLE001  one bad piece of speech must not cost the next
        return _failed(error)


def _failed(error: Exception) -> Failed:
    """What it says; refused memory has many names."""
    because = str(error) or type(error).__name__
    return Failed(OUT_OF_MEMORY if isinstance(error, MemoryError) or "alloc" in because else because)


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Where units come in and answers go out; what libraries print goes to the error output instead."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, answers


if __name__ == "__main__":
    main(*sys.argv[1:])
