"""Data sets: folders with a ``labels.csv`` whose column ``path`` or ``file`` names recordings."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec
import soundfile

from monitor.core.errors import CallMonitorError

Found = TypeVar("Found")
Row = dict[str, str]


class DataError(CallMonitorError):
    """The folder holds nothing that this benchmark can use."""


class DataSet(msgspec.Struct, frozen=True):
    """One folder with its labels."""

    name: str
    folder: Path
    rows: tuple[Row, ...]

    def has(self, *columns: str) -> bool:
        """Whether its labels have all of these columns."""
        return bool(self.rows) and set(columns) <= self.rows[0].keys()

    def recording(self, row: Row) -> Path | None:
        """The row's recording; None where it names none or the file is not there."""
        path = self.folder / (row.get("path") or row.get("file") or "")
        return path if path.is_file() else None


def data_sets(data: Path) -> Iterator[DataSet]:
    """The sets of a folder, by name; the folder may be a set itself."""
    for labels in sorted([*data.glob("labels.csv"), *data.glob("*/labels.csv")]):
        yield DataSet(labels.parent.resolve().name, labels.parent, read_table(labels))


def fitting_sets(data: Path, read: Callable[[DataSet], list[Found]], needs: str) -> dict[str, list[Found]]:
    """What a benchmark reads from each set that has something for it; raises ``DataError`` where none has."""
    found = {each.name: items for each in data_sets(data) if (items := read(each))}
    if not found:
        raise DataError(f"there is no fitting data set in {data}: {needs}")
    return found


def read_table(path: Path) -> tuple[Row, ...]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as rows:
        return tuple(csv.DictReader(rows))


def number(row: Row, column: str) -> float:
    """A number of a row; raises ``DataError``."""
    try:
        return float(row[column])
    except (KeyError, TypeError, ValueError) as error:
        name = row.get("path") or row.get("file") or "a row"
        raise DataError(f"{name}: `{column}` is {row.get(column)!r}, which is no number") from error


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
    for each in data_sets(data):
        for row in each.rows:
            path = each.recording(row)
            if path is not None:
                yield path
