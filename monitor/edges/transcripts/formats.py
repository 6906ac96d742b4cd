"""The formats that are known, and how they are told apart: by what is in the file, not by its name."""

import re
from collections.abc import Callable

import msgspec

from monitor.edges.transcripts import amazon, azure, deepgram, google, subtitles, whisper
from monitor.edges.transcripts.said import Said, TranscriptError

Shape = frozenset[str]
"""Keys of a JSON document, ``a`` for each and ``a.b`` for those inside; ``a[]`` where it holds a list."""


class Format(msgspec.Struct, frozen=True):
    """How one kind of transcript is recognised and read."""

    option: str
    """As ``--words-format`` takes it."""
    name: str
    """As ``words_from`` says it."""
    fits: Callable[[Shape], bool]
    read: Callable[[bytes], list[Said]]


JSON_FORMATS = (
    Format("amazon", "amazon transcribe", lambda has: "results.channel_labels" in has, amazon.batch),
    Format("amazon", "amazon transcribe", lambda has: "results.transcripts[]" in has, amazon.batch),
    Format("amazon", "amazon call analytics", lambda has: "Transcript[]" in has, amazon.call_analytics),
    Format("azure", "azure speech", lambda has: "recognizedPhrases[]" in has, azure.batch),
    Format("azure", "azure speech", lambda has: {"phrases[]", "combinedPhrases[]"} <= has, azure.fast),
    Format("deepgram", "deepgram", lambda has: "results.channels[]" in has, deepgram.response),
    Format("google", "google speech", lambda has: "results[]" in has, google.response),
    Format("google", "google speech", lambda has: "response.results[]" in has, google.operation),
    Format("whisper", "whisper", lambda has: "segments[]" in has, whisper.document),
    Format("whisper", "whisper", lambda has: {"words[]", "task"} <= has, whisper.document),
    Format("whisper", "whisper.cpp", lambda has: "transcription[]" in has, whisper.cpp),
    Format("whisper", "whisper", lambda has: {"[]", "[].start", "[].end", "[].text"} <= has, whisper.segments),
)
WEBVTT = Format("webvtt", "webvtt", lambda _: False, subtitles.cues)
SRT = Format("srt", "srt", lambda _: False, subtitles.cues)
OPTIONS = tuple(dict.fromkeys(each.option for each in (*JSON_FORMATS, WEBVTT, SRT)))
EXPECTED = "Amazon Transcribe, Azure Speech, Google Speech-to-Text, Deepgram or Whisper JSON, WebVTT or SRT"

_SRT_BEGIN = re.compile(rb"\s*\d+[ \t]*\r?\n\s*\d+:\d{2}:\d{2}[,.]\d{3}\s+-->")


def format_of(raw: bytes) -> Format:
    """The format of a transcript in UTF-8; raises ``TranscriptError`` where it is none that is known."""
    if raw.startswith(b"WEBVTT"):
        return WEBVTT
    if _SRT_BEGIN.match(raw):
        return SRT
    if raw.lstrip()[:1] not in (b"{", b"["):
        raise TranscriptError(f"is no transcript that is known here: {EXPECTED} was expected")
    has = shape(raw)
    found = next((each for each in JSON_FORMATS if each.fits(has)), None)
    if found is None:
        keys = ", ".join(sorted(key for key in has if "." not in key and "[" not in key)[:8]) or "none"
        raise TranscriptError(
            f"is JSON, but no transcript that is known here (its keys: {keys}): {EXPECTED} was expected"
        )
    return found


def named(option: str, raw: bytes) -> Format:
    """The format that was asked for, in the variant that fits best; raises ``TranscriptError`` where none does."""
    if option in (WEBVTT.option, SRT.option):
        return WEBVTT if option == WEBVTT.option else SRT
    has = shape(raw)
    found = next((each for each in JSON_FORMATS if each.option == option and each.fits(has)), None)
    if found is None:
        raise TranscriptError(f"has nothing of what a transcript by {option} holds")
    return found


def shape(raw: bytes) -> Shape:
    """Keys of a JSON document, of those inside the outermost too; raises ``TranscriptError`` for what is not JSON."""
    try:
        return frozenset(_keys(raw, "", 2))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise TranscriptError(f"is not whole JSON, was it cut off? ({error})") from error


def _keys(raw: bytes | msgspec.Raw, prefix: str, depth: int) -> set[str]:
    begin = bytes(memoryview(raw)[:64]).lstrip()[:1]
    if begin == b"{" and depth:
        inside = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
        below = (found for key, value in inside.items() for found in _keys(value, f"{prefix}{key}.", depth - 1))
        return {f"{prefix}{key}" for key in inside} | set(below)
    if begin == b"[":
        found = {f"{prefix.removesuffix('.')}[]"}
        if not prefix:
            for first in msgspec.json.decode(raw, type=list[msgspec.Raw])[:1]:
                found |= _keys(first, "[].", 1)
        return found
    return set()
