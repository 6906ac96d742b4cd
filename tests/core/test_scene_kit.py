"""The scene kit tells the truth about what it renders."""

import numpy as np
import pytest

from tests.core.scene_kit.ears import LevelDetector
from tests.core.scene_kit.scene import RATE, scene
from tests.core.scene_kit.sounds import Noise, Tone, Voice


def level_dbfs(samples: np.ndarray) -> float:
    return float(10 * np.log10(np.mean((samples / 32768.0) ** 2)))


@pytest.mark.parametrize("part", [Voice(0.5, 2.5, dbfs=-23), Tone(0.5, 2.5, dbfs=-23), Noise(0.5, 2.5, dbfs=-23)])
def test_a_part_has_its_level_where_it_is_and_is_silent_elsewhere(part) -> None:
    sound = scene(3.0, customer=[part])
    assert sound.dtype == np.int16
    assert sound.shape == (3 * RATE, 2)
    assert level_dbfs(sound[RATE // 2 : RATE * 5 // 2, 1]) == pytest.approx(-23, abs=0.05)
    assert not sound[:, 0].any()
    assert not sound[: RATE // 2].any()
    assert not sound[RATE * 5 // 2 :].any()


def test_a_voice_knows_its_syllables_and_its_brightness() -> None:
    assert Voice(1.0, 3.0, syllables_per_second=6).syllables == 12
    assert Voice(0, 1, tilt_db=-3).alpha_db > Voice(0, 1, tilt_db=-9).alpha_db + 5


def test_what_is_too_loud_is_clipped() -> None:
    assert np.abs(scene(1.0, agent=[Voice(0, 1, dbfs=0)]).astype(int)).max() == 32768


def test_the_level_detector_hears_what_is_loud() -> None:
    detector = LevelDetector(-40)
    assert detector.probability(np.full(256, 0.1, np.float32)) == 1.0
    assert detector.probability(np.full(256, 0.001, np.float32)) == 0.0
    detector.reset()
    assert (detector.asked, detector.resets) == (2, 1)
