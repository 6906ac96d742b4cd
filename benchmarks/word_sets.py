"""Recordings whose words are known: clips with a ``text``, and calls with a words file beside them."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from benchmarks.data_sets import DataError, DataSet, Row, data_sets
from benchmarks.word_text import plain_words
from monitor.core.signal.audio import line_rate

REFERENCE = ".reference.jsonl"
LEAD_SECONDS, TAIL_SECONDS = 0.5, 1.5
"""Silence before and after a clip: in a call no voice begins with the first sample, and a turn ends in a pause."""
NEEDS = "a labels.csv with a column `text`, or two-channel calls with a NAME.reference.jsonl beside them"


class ReferenceWord(msgspec.Struct, frozen=True):
    """A word of a call as it is known; ``agree`` is true where it is certain."""

    channel: str
    text: str
    agree: bool = True


class Spoken(msgspec.Struct, frozen=True):
    """One voice: a clip, or one channel of a call. ``certain``: which of the plain words errors are counted on."""

    path: Path
    channel: int
    language: str
    words: tuple[str, ...]
    certain: tuple[bool, ...]

    def samples(self) -> tuple[NDArray[np.int16], int]:
        """Samples of shape (n, 2) at the line rate, the voice in channel 0; in channel 1 the other one, or nothing."""
        sound, rate = soundfile.read(self.path, dtype="float32", always_2d=True)
        sound = sound[:, ::-1] if self.channel else sound
        if sound.shape[1] == 1:
            lead, tail = (np.zeros((round(seconds * rate), 1), np.float32) for seconds in (LEAD_SECONDS, TAIL_SECONDS))
            sound = np.concatenate((lead, sound, tail))
            sound = np.concatenate((sound, np.zeros_like(sound)), axis=1)
        wanted = line_rate(rate)
        sound = sound if rate == wanted else soxr.resample(sound, rate, wanted)
        return np.clip(np.rint(sound * 32768), -32768, 32767).astype(np.int16), wanted


def spoken_sets(data: Path, language: str, only: list[str] | None) -> dict[str, list[Spoken]]:
    """The sets by name, clips in the order of their labels; ``language`` where the labels name none.

    Raises ``DataError``.
    """
    found = {each.name: list(_read(each, language)) for each in data_sets(data) if not only or each.name in only}
    found = {name: spoken for name, spoken in found.items() if spoken}
    if not found:
        raise DataError(f"there is no fitting data set in {data}: {NEEDS}")
    return found


def _read(each: DataSet, language: str) -> Iterator[Spoken]:
    for row in each.rows:
        path = each.recording(row)
        if path is None:
            continue
        reference = path.with_name(path.stem + REFERENCE)
        heard = row.get("lang") or row.get("language") or language
        if reference.is_file():
            yield from _call(path, reference, heard)
        elif row.get("text") and soundfile.info(path).channels == 1:
            yield _clip(path, row, heard)


def _clip(path: Path, row: Row, language: str) -> Spoken:
    words = plain_words(row["text"], language)
    return Spoken(path, 0, language, tuple(words), (True,) * len(words))


def _call(path: Path, reference: Path, language: str) -> Iterator[Spoken]:
    read = msgspec.json.Decoder(ReferenceWord).decode_lines
    try:
        lines = read(reference.read_bytes())
    except (msgspec.DecodeError, OSError) as error:
        raise DataError(f"{reference} can't be read as a words file: {error}") from error
    for place, channel in enumerate(("agent", "customer")):
        pairs = [
            (word, line.agree) for line in lines if line.channel == channel for word in plain_words(line.text, language)
        ]
        if pairs:
            yield Spoken(path, place, language, tuple(word for word, _ in pairs), tuple(sure for _, sure in pairs))
