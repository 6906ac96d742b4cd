"""How commands print their results."""

from enum import StrEnum


class OutputFormat(StrEnum):
    """A table for people, JSON lines for programs."""

    TABLE = "table"
    JSONL = "jsonl"


class WordsFormat(StrEnum):
    """What wrote a file of words."""

    WORDS = "words"
    AMAZON = "amazon"
    AZURE = "azure"
    DEEPGRAM = "deepgram"
    GOOGLE = "google"
    WHISPER = "whisper"
    WEBVTT = "webvtt"
    SRT = "srt"


class HeardWords(StrEnum):
    """Which words of a stored call: those that were heard live, or those of the second hearing."""

    LIVE = "live"
    SECOND = "second"
