"""Data sets made for a test, and a detector that hears speech in what is loud."""

import csv

import pytest
import soundfile

from benchmarks import hearing
from monitor.settings import load
from tests.core.scene_kit import ears, scene


@pytest.fixture
def settings():
    return load(None, {}).core("en")


@pytest.fixture
def loud_is_speech(monkeypatch):
    """Synthesised voices are no speech to the real detector."""
    monkeypatch.setattr(hearing, "detectors", ears.detectors)


@pytest.fixture
def write_set(tmp_path):
    """Writes ``labels.csv`` and other tables as lists of rows, and recordings by name at 8 kHz."""

    def write(name, recordings, **tables):
        folder = tmp_path / name
        folder.mkdir()
        for table, rows in tables.items():
            with (folder / f"{table}.csv").open("w", newline="") as lines:
                writer = csv.DictWriter(lines, rows[0].keys())
                writer.writeheader()
                writer.writerows(rows)
        for file, samples in recordings.items():
            soundfile.write(folder / file, samples, scene.RATE)
        return tmp_path

    return write
