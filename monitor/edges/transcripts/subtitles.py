"""WebVTT and SubRip (.srt): cues with a time, and the speaker where a voice tag or a name before a colon says so.

The time of a cue is shared out to its words by their letters.
"""

import re
from collections.abc import Iterator
from html import unescape

from monitor.edges.transcripts.said import Said, TranscriptError, shared_out
from monitor.edges.transcripts.sides import is_side

_TIMES = re.compile(r"\s*(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{3})\s+-->\s+(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{3})")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
_NAMED = re.compile(r"(?:^|\n)\s*(?:[-\u2013]\s*)?\[?(\w+)\]?:\s+")
_TAG = re.compile(r"<[^>]*>")


def cues(raw: bytes) -> list[Said]:
    """What every cue says, by speaker; comments, styles and regions are no cues."""
    text = raw.decode().replace("\r\n", "\n").replace("\r", "\n")
    found = [said for block in re.split(r"\n[ \t]*\n", text) for said in _block(block)]
    if not found and not text.startswith("WEBVTT"):
        raise TranscriptError("has no cue such as 00:01.250 --> 00:02.500")
    return found


def _block(block: str) -> Iterator[Said]:
    lines = block.strip("\n").split("\n")
    for place, line in enumerate(lines[:2]):
        times = _TIMES.match(line)
        if times:
            start, end = _seconds(*times.groups()[:4]), _seconds(*times.groups()[4:])
            yield from _cue("\n".join(lines[place + 1 :]), start, end)
            return
        if "-->" in line and not line.startswith("NOTE"):
            raise TranscriptError(
                f"has a cue with the time {line.strip()[:60]!r}: 00:01.250 --> 00:02.500 was expected"
            )


def _cue(text: str, start: float, end: float) -> Iterator[Said]:
    parts = [(who, _plain(said)) for who, said in _voices(text)]
    parts = [(who, said) for who, said in parts if said]
    timed = shared_out([said for _, said in parts], start, end)
    for (who, _), (said, begin, until) in zip(parts, timed, strict=True):
        yield Said(who, said, begin, until)


def _voices(text: str) -> Iterator[tuple[str | int | None, str]]:
    """Each speaker of the cue with the text up to the next one."""
    names = list(_VOICE.finditer(text)) or [name for name in _NAMED.finditer(text) if is_side(name[1])]
    if not names or text[: names[0].start()].strip():
        yield None, text[: names[0].start() if names else len(text)]
    ends = [*(name.start() for name in names[1:]), len(text)]
    for name, end in zip(names, ends, strict=False):
        yield _speaker(name[1]), text[name.end() : end]


def _speaker(name: str) -> str | int:
    """whisper.cpp names the channels Speaker0 and Speaker1."""
    return int(name[-1]) if re.fullmatch(r"Speaker[01]", name) else name


def _plain(text: str) -> str:
    return " ".join(unescape(_TAG.sub("", text)).split())


def _seconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(thousandths) / 1000
