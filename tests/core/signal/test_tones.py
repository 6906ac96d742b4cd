"""Tones of the network are told from speech; voices, however steady, are not taken for tones."""

import numpy as np
import pytest

from monitor.core.signal.features import FeatureExtractor, HearingSettings
from monitor.core.signal.frames import TONE, Frames
from tests.core.scene_kit.ears import detectors
from tests.core.scene_kit.scene import scene
from tests.core.scene_kit.sounds import Noise, Tone, Voice


def frames_of(*parts) -> Frames:
    """The agent's, with comfort noise under them; all that is loud counts as speech for the detector."""
    extractor = FeatureExtractor(8000, detectors(), HearingSettings())
    sound = scene(3.0, agent=[*parts, Noise(0, 3, dbfs=-60)])
    return np.concatenate([extractor.receive(sound), extractor.flush()])[:, 0]


def tones(*hz: float, dbfs: float = -20.0) -> list[Tone]:
    return [Tone(0.5, 2.5, dbfs=dbfs, hz=each) for each in hz]


TELEPHONE = {
    "dial": (350, 440),
    "ring, America": (440, 480),
    "ring, Europe": (425,),
    "ring, Britain": (400, 450),
    "busy": (480, 620),
    "fax": (1100,),
    "beep": (1400,),
    "key 1": (697, 1209),
    "key 5": (770, 1336),
    "key 9": (852, 1477),
    "key D": (941, 1633),
}


@pytest.mark.parametrize("hz", TELEPHONE.values(), ids=TELEPHONE)
@pytest.mark.parametrize("dbfs", [-12, -35])
def test_a_tone_is_no_speech_from_its_second_frame(hz: tuple[float, ...], dbfs: float) -> None:
    frames = frames_of(*tones(*hz, dbfs=dbfs))
    steady = frames[11:50]
    assert (steady["flags"] & TONE).all()
    assert not steady["active"].any()
    assert not (frames["flags"][:10] & TONE).any()
    assert not (frames["flags"][52:] & TONE).any()


def test_keys_pressed_one_after_another_are_tones_each() -> None:
    keys = [
        Tone(0.5 + 0.25 * k, 0.7 + 0.25 * k, hz=hz) for k, pair in enumerate([(697, 1336), (941, 1209)]) for hz in pair
    ]
    assert np.count_nonzero(frames_of(*keys)["flags"] & TONE) == 6


@pytest.mark.parametrize("f0_hz", [90, 130, 210, 330, 390])
@pytest.mark.parametrize("tilt_db", [-14, -9, -3])
def test_no_voice_is_a_tone(f0_hz: float, tilt_db: float) -> None:
    voice = Voice(0.5, 2.5, f0_hz=f0_hz, tilt_db=tilt_db, dip_db=3)
    assert not (frames_of(voice)["flags"] & TONE).any()


def test_hum_and_noise_are_no_tones() -> None:
    assert not (frames_of(*tones(150))["flags"] & TONE).any()
    assert not (frames_of(Noise(0, 3, dbfs=-20, seed=2))["flags"] & TONE).any()


def test_speech_over_a_tone_is_heard() -> None:
    frames = frames_of(*tones(425, dbfs=-35), Voice(1.0, 2.0, dbfs=-22, dip_db=3))
    assert (frames["active"][21:39] == 0b11111).mean() > 0.9
