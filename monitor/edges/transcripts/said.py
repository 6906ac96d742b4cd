"""What every format is read into, and what the formats share."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from monitor.core.errors import CallMonitorError

Who = int | str | None
"""A channel counted from 0, a speaker's name, or None where the file doesn't say."""

Document = TypeVar("Document")


class TranscriptError(CallMonitorError):
    """A transcript can't be used; the message goes after the file's name."""


class Said(msgspec.Struct, frozen=True):
    """A word, or several with one time, as the file has them: times are not checked yet. Seconds."""

    who: Who
    text: str
    start: float
    end: float
    confidence: float = 1.0


def decoded(raw: bytes, kind: type[Document]) -> Document:
    """JSON -> ``kind``, numbers in quotes taken for numbers, unknown keys ignored; raises ``TranscriptError``."""
    try:
        return msgspec.json.decode(raw, type=kind, strict=False)
    except msgspec.ValidationError as error:
        raise TranscriptError(f"is not as expected: {str(error).replace('`', '')}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise TranscriptError(f"is not whole JSON, was it cut off? ({error})") from error


def sure(*given: float | None) -> float:
    """The first confidence that is given, 0 to 1; 1 where none is. Google's 0 means that it was not set."""
    return next((min(each, 1.0) for each in given if each is not None and each > 0), 1.0)


def shared_out(texts: Sequence[str], start: float, end: float) -> Iterable[tuple[str, float, float]]:
    """Texts said one after another from ``start`` to ``end``, each with its time, by their letters."""
    letters, at = sum(map(len, texts)) or 1, 0
    for text in texts:
        begin = start + (end - start) * at / letters
        at += len(text)
        yield text, begin, start + (end - start) * at / letters
