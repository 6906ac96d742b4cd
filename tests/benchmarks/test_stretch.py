"""Stretched voices keep pitch and syllables, and last as long as asked."""

import numpy as np
import pytest

from benchmarks.clips import heard, hops, with_lead
from benchmarks.stretch import stretched
from monitor.core.signal.features import HearingSettings
from tests.core.scene_kit.ears import detectors
from tests.core.scene_kit.scene import RATE, scene
from tests.core.scene_kit.sounds import Voice


def voice(**kwargs):
    return scene(3.0, agent=[Voice(0.0, 3.0, **kwargs)])[:, 0] / 32768


def frames(samples):
    return heard(with_lead(samples[:, None]), detectors(), HearingSettings())


@pytest.mark.parametrize("factor", [0.8, 1.0, 1.25])
@pytest.mark.parametrize("f0_hz", [90.0, 210.0])
def test_pitch_and_syllables_stay_while_time_changes(factor, f0_hz):
    before, after = voice(f0_hz=f0_hz), stretched(voice(f0_hz=f0_hz), factor)
    assert len(after) == round(len(before) * factor)
    heard_before, heard_after = frames(before), frames(after)
    pitch = heard_after["f0"][:, 0]
    assert np.median(pitch[pitch > 0]) / 10 == pytest.approx(f0_hz, rel=0.02)
    assert hops(heard_after, 0, "nuclei").sum() == pytest.approx(hops(heard_before, 0, "nuclei").sum(), abs=1)


def test_same_length_gives_the_same_sound():
    before = voice()
    assert stretched(before, 1.0) == pytest.approx(before, abs=1e-9)


def test_syllables_lie_where_they_belong():
    click = np.zeros(RATE)
    click[4000:4200] = np.sin(np.arange(200))
    middle = np.average(np.arange(round(RATE * 1.25)), weights=stretched(click, 1.25) ** 2)
    assert middle == pytest.approx(4100 * 1.25, abs=120)


def test_silence_and_the_shortest_sound_stay_what_they_are():
    assert not stretched(np.zeros(1000), 1.25).any()
    assert len(stretched(np.ones(10), 1.25)) == 12
