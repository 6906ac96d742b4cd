"""Words files: what was said when, and notices, one JSON object a line."""

from pathlib import Path

import msgspec

from monitor.core.errors import CallMonitorError
from monitor.wire.native_ingest import Ignore, NoticeLine, WordsLine, parse_line

SUFFIX = ".words.jsonl"

Line = WordsLine | NoticeLine


class WordsFileError(CallMonitorError):
    """A words file can't be read; the message names file and line."""


def moment(line: Line) -> float:
    """When a line becomes known, seconds on the call's clock."""
    return line.at if isinstance(line, NoticeLine) else line.end


def call_name(words: Path) -> str:
    """The call a words file is of: its name without ``.words.jsonl``, or without its extension."""
    return words.name.removesuffix(SUFFIX) if words.name.endswith(SUFFIX) else words.stem


def read_words(path: Path) -> list[Line]:
    """All lines by the moment they become known; unknown keys are ignored, a line that can't be used is an error.

    Raises ``WordsFileError``.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise WordsFileError(f"{path} can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise WordsFileError(f"{path} is not text in UTF-8: a words file holds one JSON object a line") from error
    rows = enumerate(text.splitlines(), 1)
    return sorted((_line(path, number, row) for number, row in rows if row.strip()), key=moment)


def _line(path: Path, number: int, row: str) -> Line:
    try:
        value = msgspec.json.decode(row)
    except msgspec.DecodeError as error:
        raise WordsFileError(f"{path}, line {number} is not JSON: {error}") from error
    line = parse_line(value) if isinstance(value, dict) else Ignore("it is not a JSON object")
    if isinstance(line, Ignore):
        raise WordsFileError(f"{path}, line {number}: {line.message.rpartition('left out: ')[2]}")
    return line
