"""A transcript's file -> lines of a words file; every error names the file."""

import codecs
import logging
from pathlib import Path

import msgspec

from monitor.core.events import Channel
from monitor.edges.transcripts.formats import format_of, named
from monitor.edges.transcripts.said import TranscriptError
from monitor.edges.transcripts.sides import sided
from monitor.wire.native_ingest import WordsLine

logger = logging.getLogger(__name__)

LARGEST_BYTES = 64_000_000
"""A day's talk takes less, in the wordiest of the formats."""
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Transcript(msgspec.Struct, frozen=True):
    """What a file says, and who wrote it (``azure speech``)."""

    name: str
    lines: tuple[WordsLine, ...]


def is_transcript(path: Path) -> bool:
    """Whether the file is of a format that is known; one that can't be read is not."""
    try:
        format_of(text_of(path))
    except TranscriptError:
        return False
    return True


def read_transcript(
    path: Path, agent_channel: int = 0, side: Channel | None = None, option: str | None = None
) -> Transcript:
    """All words by the moment they become known; raises ``TranscriptError``."""
    try:
        raw = text_of(path)
        form = named(option, raw) if option else format_of(raw)
        found = sided(form.read(raw), agent_channel, side)
    except TranscriptError as error:
        raise TranscriptError(f"{path} {error}") from error
    if found.left_out:
        logger.warning("%s: %s words have impossible times and are left out", path, found.left_out)
    return Transcript(form.name, found.lines)


def text_of(path: Path) -> bytes:
    """The file's text in UTF-8 without its byte order mark; raises ``TranscriptError``, without the file's name."""
    try:
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise TranscriptError(
                f"has {size / 1e6:.0f} MB: no transcript of a call is larger than {LARGEST_BYTES / 1e6:.0f}"
            )
        raw = path.read_bytes()
    except OSError as error:
        raise TranscriptError(f"can't be read: {error.strerror}") from error
    if not raw.strip():
        raise TranscriptError("is empty")
    try:
        return raw.decode("utf-16" if raw.startswith(_UTF16) else "utf-8-sig").encode()
    except UnicodeDecodeError as error:
        raise TranscriptError("is not text in UTF-8: save it as UTF-8") from error
