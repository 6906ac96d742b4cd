"""Turns of Korean words by espeak-ng, a set for ``benchmarks.words``: ``python -m benchmarks.korean_turns --data DIR``.

The small Korean model is the one real Vosk model that a package brings, and these are words
that it hears from espeak-ng when it knows that nothing else is said (``--grammar``): what
is left to measure is when words come, and what they cost.
"""

import csv
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import numpy as np
import soundfile
import soxr
import typer
from numpy.typing import NDArray

WORDS = ("엄마", "음악", "아버지", "여보세요")
SPEEDS = (110, 130, 150)
RATE = 8000
GAP_SECONDS = (0.05, 0.3)
MOST_WORDS = 4
LOUD = 0.01
LEVEL = 0.6


def main(
    data: Annotated[Path, typer.Option(help="Folder to write, a set itself.")],
    turns: Annotated[int, typer.Option(help="How many turns.")] = 60,
) -> None:
    """Write the turns, the same every time."""
    draw = np.random.default_rng(3)
    try:
        said = {(word, speed): _said(word, speed) for word in WORDS for speed in SPEEDS}
    except FileNotFoundError:
        sys.exit("benchmarks.korean_turns: espeak-ng is not installed")
    data.mkdir(parents=True, exist_ok=True)
    rows = []
    for number in range(turns):
        words = [WORDS[draw.integers(len(WORDS))] for _ in range(draw.integers(1, MOST_WORDS + 1))]
        speed = int(draw.choice(SPEEDS))
        parts = [
            part for word in words for part in (said[word, speed], np.zeros(round(RATE * draw.uniform(*GAP_SECONDS))))
        ]
        soundfile.write(data / f"{number:03}.flac", np.concatenate(parts[:-1]), RATE)
        rows.append((f"{number:03}.flac", " ".join(words), "ko"))
    with (data / "labels.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("path", "text", "lang"), *rows])


def _said(word: str, speed: int) -> NDArray[np.float64]:
    """Samples of the word alone, without the silence around it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        subprocess.run(["espeak-ng", "-v", "ko", "-s", str(speed), "-w", str(path), word], check=True)
        samples, rate = soundfile.read(path)
    sound = np.asarray(soxr.resample(samples, rate, RATE)) * LEVEL
    loud = np.flatnonzero(np.abs(sound) > LOUD)
    return sound[loud[0] : loud[-1] + 1]


if __name__ == "__main__":
    typer.run(main)
