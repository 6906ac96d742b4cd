import numpy as np
import pytest

from monitor.core.signal.direct_current import DirectCurrent
from tests.core.scene_kit.scene import Scene
from tests.core.scene_kit.sounds import Voice


def blocks(sound: np.ndarray) -> np.ndarray:
    """Samples (n, 2) -> blocks of 200 ms, (m, 2, 1600), in [-1, 1]."""
    return (sound[: len(sound) // 1600 * 1600] / 32768).reshape(-1, 1600, 2).transpose(0, 2, 1)


VOICES = blocks(Scene(10).agent(Voice(1.03, 8.97, -16, 90)).customer(Voice(2.11, 9.07, -20, 210)).samples())


def test_a_line_without_an_offset_is_left_as_it_is_to_the_bit() -> None:
    remover = DirectCurrent()
    assert all(remover.removed(block) is block for block in VOICES)


def test_what_clipped_speech_leaves_is_not_taken_off_the_silence_after_it() -> None:
    remover, loud, quiet = DirectCurrent(), np.full((2, 1600), 0.2), np.zeros((2, 1600))
    for _ in range(20):
        remover.removed(loud)
    assert remover.removed(quiet) is quiet


@pytest.mark.parametrize("offset", [0.01, -0.1, 0.4])
def test_an_offset_goes_and_the_voice_stays(offset: float) -> None:
    remover = DirectCurrent()
    left = [remover.removed(block + np.array([[offset], [0.0]])) for block in VOICES]
    wrong = np.abs(np.array(left) - VOICES).max(axis=(0, 2))
    assert wrong[0] < 0.003
    assert wrong[1] == 0.0
