"""Data sets of rendered voices, written to a folder."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import soundfile

from tests.core.scene_kit.scene import RATE, scene
from tests.core.scene_kit.sounds import Noise, Voice

SPEAKERS = {"a": 105.0, "b": 190.0, "c": 140.0}


def write_set(folder: Path, columns: str, rows: Sequence[tuple[str, str, np.ndarray]]) -> Path:
    """``labels.csv`` with `path` and these columns, and the recordings: (file, other cells, mono samples)."""
    folder.mkdir(parents=True)
    lines = [f"path,{columns}", *(f"{file},{cells}" for file, cells, _ in rows)]
    (folder / "labels.csv").write_text("\n".join(lines), encoding="utf-8")
    for file, _, samples in rows:
        soundfile.write(folder / file, samples, RATE)
    return folder


def mono(seconds: float, voice: Voice) -> np.ndarray:
    """One voice over faint noise."""
    return scene(seconds, agent=[voice, Noise(0, seconds, dbfs=-70)])[:, 0]


def angry_and_neutral(
    folder: Path, speakers: Sequence[str] = ("a", "b", "c"), neutral: int = 4, angry: int = 2
) -> Path:
    """Acted anger: 4 st higher and brighter, and quieter, so that level can't tell it."""
    rows = []
    for speaker in speakers:
        for number in range(neutral + angry):
            hot = number >= neutral
            voice = Voice(
                0.1,
                1.4,
                dbfs=-34 if hot else -20 - number,
                f0_hz=SPEAKERS[speaker] * 2 ** ((4 if hot else 0.1 * number) / 12),
                tilt_db=-4 if hot else -9 - 0.1 * number,
            )
            rows.append((f"{speaker}{number}.wav", f"{speaker},{'Anger' if hot else 'calm'}", mono(1.5, voice)))
    return write_set(folder, "speaker,emotion", rows)
