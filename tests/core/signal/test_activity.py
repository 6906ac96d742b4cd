"""A hop is speech when the detector says so and there is energy in it."""

import numpy as np
import pytest

from monitor.core.signal.activity import HOP_SAMPLES, PRE_ROLL_WINDOWS, ActivitySettings, SpeechActivity
from tests.core.scene_kit.ears import LevelDetector
from tests.core.scene_kit.scene import scene
from tests.core.scene_kit.sounds import Noise, Voice

BLOCK_HOPS = 20


class DeafAfter(LevelDetector):
    """Hears speech in the first so many windows that it is asked about."""

    def __init__(self, windows: int) -> None:
        super().__init__()
        self.windows = windows

    def probability(self, window: np.ndarray) -> float:
        super().probability(window)
        return 1.0 if self.asked <= self.windows else 0.0


class AlwaysSpeech(LevelDetector):
    def probability(self, window: np.ndarray) -> float:
        super().probability(window)
        return 1.0


def answers(
    sound: np.ndarray, detector: LevelDetector, settings: ActivitySettings | None = None, voicing: float = 0.0
) -> list[bool]:
    activity = SpeechActivity(detector, settings or ActivitySettings())
    samples = (sound[:, 0] / 32768).astype(np.float32)
    powers = (samples.reshape(-1, HOP_SAMPLES).astype(np.float64) ** 2).mean(axis=1)
    levels = (10 * np.log10(powers + 1e-10)).tolist()
    found: list[bool] = []
    for hop in range(0, len(levels), BLOCK_HOPS):
        block = levels[hop : hop + BLOCK_HOPS]
        heard = samples[hop * HOP_SAMPLES : (hop + len(block)) * HOP_SAMPLES]
        found += activity.receive(heard, block, [voicing] * len(block))
    return found + activity.flush()


def stretches(active: list[bool]) -> list[tuple[float, float]]:
    edges = np.flatnonzero(np.diff([0, *active, 0]))
    return [(first / 100, last / 100) for first, last in edges.reshape(-1, 2).tolist()]


def test_speech_begins_and_ends_where_its_energy_does() -> None:
    sound = scene(4.0, agent=[Voice(1.0, 2.0, dip_db=3), Voice(2.7, 3.2, dip_db=3)])
    found = stretches(answers(sound, LevelDetector()))
    assert found == [pytest.approx((1.0, 2.0), abs=0.021), pytest.approx((2.7, 3.2), abs=0.021)]


def test_every_hop_gets_its_answer() -> None:
    assert len(answers(scene(1.0, agent=[Voice(0.2, 1.0)]), LevelDetector())) == 100


def test_the_detector_sleeps_on_a_silent_line() -> None:
    detector = LevelDetector()
    assert not any(answers(scene(3.0), detector))
    assert detector.asked == 0


def test_the_detector_wakes_with_the_last_windows_before_the_sound_and_starts_afresh() -> None:
    detector = LevelDetector()
    answers(scene(2.0, agent=[Voice(1.024, 1.536, dip_db=3)]), detector)
    assert detector.resets == 1
    assert detector.asked == 512 * 8 // 256 + PRE_ROLL_WINDOWS


def test_a_short_pause_does_not_reset_the_detector() -> None:
    detector = LevelDetector()
    answers(scene(1.0, agent=[Voice(0, 0.32, dip_db=3), Voice(0.384, 0.8, dip_db=3)]), detector)
    assert detector.resets == 0


def test_a_hop_far_under_the_speaker_is_a_pause_whatever_the_detector_says() -> None:
    sound = scene(
        4.0, agent=[Voice(0, 2.0, dbfs=-20, dip_db=3), Noise(2.0, 3.0, dbfs=-58), Voice(3.0, 4.0, dbfs=-20, dip_db=3)]
    )
    active = answers(sound, AlwaysSpeech())
    assert not any(active[205:295])
    assert all(active[50:195])


@pytest.mark.parametrize(("most_db", "found"), [(20.0, [(1.0, 2.0), (3.0, 4.0)]), (0.0, [(1.0, 2.0)])])
def test_a_quiet_speaker_is_amplified_for_the_detector(most_db: float, found: list[tuple[float, float]]) -> None:
    sound = scene(5.0, agent=[Voice(1.0, 2.0, dbfs=-45, dip_db=3), Voice(3.0, 4.0, dbfs=-54, dip_db=3)])
    heard = stretches(answers(sound, LevelDetector(-50), ActivitySettings(heard_most_db=most_db)))
    assert heard == [pytest.approx(each, abs=0.031) for each in found]


def test_noise_is_no_speech_once_its_floor_is_known_though_the_detector_says_so_at_the_edges() -> None:
    parts = [Noise(0, 22.0, dbfs=-45), Voice(20.0, 21.0, dbfs=-22, dip_db=3)]
    found = stretches(answers(scene(22.0, agent=parts), LevelDetector(-35)))
    assert found == [pytest.approx((20.0, 21.0), abs=0.021)]


@pytest.mark.parametrize(("voicing", "carried"), [(0.6, 20), (0.2, 0)])
def test_a_loud_voice_that_the_detector_loses_goes_on_for_a_moment_and_noise_does_not(
    voicing: float, carried: int
) -> None:
    shout = scene(3.2, agent=[Voice(0, 3.2, dbfs=-20, dip_db=3)])
    active = answers(shout, DeafAfter(32), voicing=voicing)
    assert sum(active) == pytest.approx(102 + carried, abs=3)


def test_what_is_quieter_than_vowels_is_not_carried() -> None:
    sound = scene(3.2, agent=[Voice(0, 1.0, dbfs=-20, dip_db=3), Voice(1.0, 3.2, dbfs=-40, dip_db=3)])
    assert sum(answers(sound, DeafAfter(32), voicing=0.8)) <= 108


def test_nothing_is_carried_where_the_detector_heard_no_speech() -> None:
    assert not any(answers(scene(2.0, agent=[Voice(0, 2.0, dbfs=-20)]), DeafAfter(0), voicing=0.9))
