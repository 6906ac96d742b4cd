import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from monitor.core.signal.activity import WINDOW_SAMPLES, SpeechDetector
from monitor.edges.speech_detector import SileroDetector, detectors


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
