"""Pitch within 2 %, never an octave off; brightness that gain leaves alone."""

import numpy as np
import pytest

from monitor.core.signal import pitch
from tests.core.scene_kit.scene import RATE, scene
from tests.core.scene_kit.sounds import Noise, Tone, Voice


def spectra(part, seconds: float = 1.0) -> pitch.Spectra:
    samples = scene(seconds, agent=[part])[:, 0] / 32768.0
    return measured(samples.reshape(-1, pitch.FRAME_SAMPLES))


def measured(rows: np.ndarray) -> pitch.Spectra:
    return pitch.measure(pitch.power_spectra(rows))


def steady(f0_hz: float, **more) -> Voice:
    return Voice(0, 1, f0_hz=f0_hz, dip_db=3, **more)


@pytest.mark.parametrize("f0_hz", [75, 90, 110, 133, 160, 200, 245, 300, 350, 390])
@pytest.mark.parametrize("tilt_db", [-3, -9, -14])
def test_pitch_is_within_2_percent_in_every_frame(f0_hz: float, tilt_db: float) -> None:
    found = spectra(steady(f0_hz, tilt_db=tilt_db)).f0_hz
    assert found == pytest.approx(np.full(20, f0_hz), rel=0.02)


@pytest.mark.parametrize("f0_hz", [90, 120, 180, 230])
def test_pitch_is_found_where_the_telephone_band_has_cut_the_fundamental_off(f0_hz: float) -> None:
    samples = scene(1.0, agent=[steady(f0_hz)])[:, 0] / 32768.0
    spectrum = np.fft.rfft(samples)
    spectrum[:300] = 0
    found = measured(np.fft.irfft(spectrum).reshape(-1, pitch.FRAME_SAMPLES))
    assert found.f0_hz == pytest.approx(np.full(20, f0_hz), rel=0.02)


@pytest.mark.parametrize(("first_hz", "last_hz"), [(90, 200), (220, 110), (150, 350)])
def test_a_glide_is_followed_without_an_octave_jump(first_hz: float, last_hz: float) -> None:
    time = np.arange(2 * RATE) / RATE
    hz = first_hz + (last_hz - first_hz) * time / 2
    phase = 2 * np.pi * np.cumsum(hz) / RATE
    wave = sum(0.05 * k**-1.2 * np.sin(k * phase + 0.7 * k * k) for k in range(1, int(3700 / max(first_hz, last_hz))))
    rows = np.asarray(wave).reshape(-1, pitch.FRAME_SAMPLES)
    truth = hz.reshape(rows.shape).mean(axis=1)
    assert measured(rows).f0_hz == pytest.approx(truth, rel=0.03)


def test_a_voice_is_voiced_and_noise_is_not() -> None:
    assert spectra(steady(120)).voicing.min() > 0.6
    assert spectra(Noise(0, 1, dbfs=-20)).voicing.max() < 0.2


def test_an_offset_is_no_voice() -> None:
    noise = scene(1.0, agent=[Noise(0, 1, dbfs=-50)])[:, 0] / 32768.0
    assert measured((noise + 0.01).reshape(-1, pitch.FRAME_SAMPLES)).voicing.max() < 0.55


@pytest.mark.parametrize("tilt_db", [-12, -9, -6, -3])
def test_alpha_is_the_ratio_of_the_two_bands(tilt_db: float) -> None:
    voice = steady(130, tilt_db=tilt_db)
    assert float(np.mean(spectra(voice).alpha_db)) == pytest.approx(voice.alpha_db, abs=0.7)


@pytest.mark.parametrize("gain_db", [-15, 10])
def test_alpha_does_not_move_with_gain(gain_db: float) -> None:
    usual, louder = spectra(steady(130)), spectra(steady(130, dbfs=-26 + gain_db))
    assert louder.alpha_db == pytest.approx(usual.alpha_db, abs=0.1)


def test_a_tone_above_1_khz_is_bright_and_one_below_is_dark() -> None:
    assert spectra(Tone(0, 1, hz=2000)).alpha_db[5] > 20
    assert spectra(Tone(0, 1, hz=600)).alpha_db[5] < -20


def test_digital_silence_has_no_voicing() -> None:
    assert measured(np.zeros((2, pitch.FRAME_SAMPLES))).voicing.tolist() == [0, 0]


def test_bass_is_what_lies_under_300_hz_against_what_lies_above() -> None:
    low, high = (spectra(Tone(0, 1, hz=hz)).bass_db[5] for hz in (200, 600))
    assert low > 20
    assert high < -20


def test_bass_does_not_move_with_gain_and_falls_with_brightness() -> None:
    usual, louder, brighter = (
        spectra(steady(150, dbfs=dbfs, tilt_db=tilt_db)).bass_db for dbfs, tilt_db in ((-30, -9), (-15, -9), (-30, -3))
    )
    assert louder == pytest.approx(usual, abs=0.1)
    assert float(np.mean(brighter)) < float(np.mean(usual)) - 3
