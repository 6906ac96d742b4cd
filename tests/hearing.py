"""Spoken audio by espeak-ng, and a recogniser that hears loudness, for tests of what hears."""

import asyncio
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import soundfile
import soxr

from monitor.core.events import Word
from monitor.core.signal.features import FeatureExtractor, HearingSettings
from monitor.core.signal.frames import FRAME_SECONDS
from monitor.edges.sound.speech_detector import detectors
from monitor.service.hearing import ChannelHearing
from monitor.service.recognition import Intake, Recognizer, Transcript

BLOCK_SECONDS = 0.2
LOUD = 300


def spoken(text: str, rate: int = 8000, voice: str = "ko", before: float = 0.6, after: float = 1.6) -> np.ndarray:
    """int16 samples: silence, the words, silence, in whole blocks."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        subprocess.run(["espeak-ng", "-v", voice, "-s", "130", "-w", str(path), text], check=True)
        samples, own_rate = soundfile.read(path, dtype="float32")
    said = soxr.resample(samples, own_rate, rate) * 0.6
    whole = np.concatenate((np.zeros(round(before * rate)), said, np.zeros(round(after * rate))))
    missing = -len(whole) % round(rate * BLOCK_SECONDS)
    return (np.concatenate((whole, np.zeros(missing))) * 32767).astype(np.int16)


def blocks(samples: np.ndarray, rate: int = 8000) -> list[bytes]:
    """The samples in blocks of 200 ms, as a gate yields them."""
    size = round(rate * BLOCK_SECONDS)
    return [samples[first : first + size].astype("<i2").tobytes() for first in range(0, len(samples), size)]


def hear(recognizer: Recognizer, samples: np.ndarray, rate: int = 8000) -> list[Transcript]:
    """All that the recogniser says about one turn."""
    said = [recognizer.accept(block) for block in blocks(samples, rate)]
    return [each for each in [*said, recognizer.finish_turn()] if each is not None]


async def hear_channel(hearing: ChannelHearing, samples: np.ndarray, rate: int = 8000) -> None:
    """A channel of a call to its end, 200 ms of samples and their frames at once, each waited for."""
    frames = FeatureExtractor(rate, detectors(), HearingSettings()).receive(np.stack((samples, samples), axis=1))[:, 0]
    size, step = round(rate * BLOCK_SECONDS), round(BLOCK_SECONDS / FRAME_SECONDS)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(hearing.run())
        for place in range(0, len(frames), step):
            first = place // step * size
            hearing.receive(samples[first : first + size], frames[place : place + step])
            await hearing.room()
        hearing.close()


def finals(transcripts: Sequence[Transcript]) -> str:
    return " ".join(word.text for each in transcripts if each.final for word in each.words)


class FakeRecognizer:
    """Hears a word ``la`` in every loud block, one block late, and ends the turn after two silent ones."""

    def __init__(self, rate: int = 8000) -> None:
        self.rate = rate
        self.resets = 0
        self._clear()

    def accept(self, block: bytes) -> Transcript | None:
        samples = np.frombuffer(block, "<i2")
        start = self._seconds
        self._seconds += len(samples) / self.rate
        if np.abs(samples.astype(int)).max(initial=0) < LOUD:
            self._silent += 1
            return self.finish_turn() if self._silent >= 2 else None
        self._silent = 0
        self._words.append(Word("la", round(start, 3), round(self._seconds, 3)))
        return Transcript(tuple(self._words), final=False)

    def finish_turn(self) -> Transcript | None:
        words, self._words = self._words, []
        return Transcript(tuple(words), final=True) if words else None

    def reset(self) -> None:
        self.resets += 1
        self._clear()

    def _clear(self) -> None:
        self._seconds = 0.0
        self._silent = 0
        self._words: list[Word] = []


class FakePool:
    """Lends out recognisers made by ``make``; remembers what came back."""

    intake = Intake()

    def __init__(self, make=FakeRecognizer, threads: int = 1) -> None:
        self.words_from = "vosk fake"
        self.threads = ThreadPoolExecutor(threads)
        self.back: list[Recognizer] = []
        self._make = make

    async def lend(self) -> Recognizer:
        return self._make()

    def give_back(self, recognizer: Recognizer) -> None:
        self.back.append(recognizer)
