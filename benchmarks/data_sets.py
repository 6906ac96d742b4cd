"""Data sets: folders with a ``labels.csv`` whose column ``path`` or ``file`` names recordings."""

import csv
from collections.abc import Iterator
from pathlib import Path

import soundfile

from monitor.core.errors import CallMonitorError


class DataError(CallMonitorError):
    """The folder holds nothing that this benchmark can use."""


def two_channel_recordings(data: Path) -> list[Path]:
    """Every two-channel recording of the folder's data sets, set by set; raises ``DataError`` where there is none."""
    found = [path for path in _recordings(data) if soundfile.info(path).channels == 2]
    if not found:
        raise DataError(
            f"there is no two-channel recording in {data}: give a folder of data sets, each a folder with a "
            "labels.csv whose column `path` or `file` names recordings, agent in the first channel"
        )
    return found


def _recordings(data: Path) -> Iterator[Path]:
    for labels in sorted([*data.glob("labels.csv"), *data.glob("*/labels.csv")]):
        with labels.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                path = labels.parent / (row.get("path") or row.get("file") or "")
                if path.is_file():
                    yield path
