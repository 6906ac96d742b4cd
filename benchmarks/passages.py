"""Stretches of speech whose syllables are known, from a set's labels or its ``syllables.csv``."""

import math
from pathlib import Path

import msgspec
import soundfile

from benchmarks.data_sets import DataSet, Row, number, read_table

LEAST_SECONDS = 2.0
MARGIN_SECONDS = 0.2
"""Around a passage of a longer recording, where nobody else is in between."""
TRUTH = ("n_syllables", "first_syllable_s", "speech_end_s")
NEEDS = (
    "give a folder of data sets, each a folder with a labels.csv whose columns `path`, `n_syllables`, "
    "`first_syllable_s` and `speech_end_s` tell of clips of 2 s or more, or with a syllables.csv "
    "(`file`, `channel`, `start`, `end`, `syllables`) beside it"
)


class Passage(msgspec.Struct, frozen=True):
    """Speech of one channel; seconds of the recording."""

    path: Path
    channel: int
    start: float
    end: float
    syllables: float
    listen_from: float = 0.0
    """What lies from here to ``listen_to`` is the passage's."""
    listen_to: float = math.inf
    speaker: str = ""

    @property
    def rate(self) -> float:
        """Syllables a second."""
        return self.syllables / (self.end - self.start)


def passages(each: DataSet) -> list[Passage]:
    """The set's passages of 2 s or more; none where it has no such truth."""
    table = each.folder / "syllables.csv"
    if table.is_file():
        return _of_channels(each, read_table(table))
    return _of_clips(each) if each.has(*TRUTH) else []


def _of_clips(each: DataSet) -> list[Passage]:
    """One passage a recording, all of which is the passage's."""
    found = []
    for row in each.rows:
        path = each.recording(row)
        if path is None or not row["n_syllables"] or soundfile.info(path).duration < LEAST_SECONDS:
            continue
        syllables, start, end = (number(row, column) for column in TRUTH)
        if end > start and syllables > 0:
            found.append(Passage(path, 0, start, end, syllables, speaker=row.get("speaker") or str(path)))
    return found


def _of_channels(each: DataSet, rows: tuple[Row, ...]) -> list[Passage]:
    """Passages of longer recordings; a passage hears to the middle of the pauses around it, at most 0.2 s."""
    channels: dict[tuple[Path, int], list[Passage]] = {}
    for row in rows:
        path = each.recording(row)
        if path is not None:
            channel = int(number(row, "channel"))
            passage = Passage(path, channel, number(row, "start"), number(row, "end"), number(row, "syllables"))
            channels.setdefault((path, channel), []).append(passage)
    return [passage for own in channels.values() for passage in _with_margins(own) if _is_long(passage)]


def _with_margins(own: list[Passage]) -> list[Passage]:
    own = sorted(own, key=lambda passage: passage.start)
    ends = [-math.inf, *(passage.end for passage in own)]
    starts = [*(passage.start for passage in own[1:]), math.inf]
    return [
        msgspec.structs.replace(
            passage,
            listen_from=max(passage.start - MARGIN_SECONDS, (before + passage.start) / 2),
            listen_to=min(passage.end + MARGIN_SECONDS, (passage.end + after) / 2),
            speaker=f"{passage.path} {passage.channel}",
        )
        for passage, before, after in zip(own, ends, starts, strict=False)
    ]


def _is_long(passage: Passage) -> bool:
    return passage.end - passage.start >= LEAST_SECONDS and passage.syllables > 0
