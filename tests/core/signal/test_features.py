"""Stage 1 on rendered scenes: levels, pitch, brightness, syllables and activity come out as they went in."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings

from monitor.core.call_info import CallInfo, Encoding
from monitor.core.signal.audio import LineAudio, to_int16
from monitor.core.signal.features import FeatureExtractor, HearingSettings
from monitor.core.signal.frames import CLIPPED, Frames
from tests.core.cuts import pieces, sizes
from tests.core.scene_kit.ears import detectors
from tests.core.scene_kit.scene import scene
from tests.core.scene_kit.sounds import Noise, Voice


def frames_of(sound: np.ndarray, rate: int = 8000) -> Frames:
    extractor = FeatureExtractor(rate, detectors(), HearingSettings())
    return np.concatenate([extractor.receive(sound), extractor.flush()])


def hops(frames: Frames, channel: int, name: str = "active") -> np.ndarray:
    return np.unpackbits(frames[name][:, channel : channel + 1], axis=1, bitorder="little")[:, :5].ravel().astype(bool)


def level_dbfs(frames: Frames, channel: int) -> float:
    """Of the speech, as power."""
    speaking = frames[:, channel][frames["active"][:, channel] == 0b11111]
    return float(10 * np.log10(np.mean(10 ** (speaking["level"] / 1000))))


@pytest.mark.parametrize("dbfs", [-14, -20, -26, -35, -42])
def test_level_is_within_half_a_decibel(dbfs: float) -> None:
    frames = frames_of(scene(4.0, agent=[Voice(0.5, 3.5, dbfs=dbfs)]))
    assert level_dbfs(frames, 0) == pytest.approx(dbfs, abs=0.5)


def test_level_of_speech_leaves_pauses_out() -> None:
    parts = [Voice(at, at + 0.43, dbfs=-23) for at in np.arange(0, 8, 1.0)]
    assert level_dbfs(frames_of(scene(8.0, agent=parts)), 0) == pytest.approx(-23, abs=0.5)


@pytest.mark.parametrize("f0_hz", [85, 120, 180, 240, 330])
def test_pitch_is_within_2_percent_and_jumps_no_octave(f0_hz: float) -> None:
    f0 = frames_of(scene(3.0, customer=[Voice(0.5, 2.5, f0_hz=f0_hz)]))["f0"][:, 1]
    voiced = f0[f0 > 0] / 10
    assert len(voiced) >= 36
    assert float(np.median(voiced)) == pytest.approx(f0_hz, rel=0.02)
    assert voiced == pytest.approx(np.full(len(voiced), f0_hz), rel=0.06)


def test_alpha_rises_with_brightness_and_not_with_gain() -> None:
    def alpha(**voice) -> float:
        frames = frames_of(scene(3.0, agent=[Voice(0.5, 2.5, **voice)]))[:, 0]
        return float(np.median(frames["alpha"][frames["f0"] > 0])) / 100

    usual = alpha(dbfs=-30, tilt_db=-9)
    assert alpha(dbfs=-18, tilt_db=-9) == pytest.approx(usual, abs=0.2)
    rise = Voice(0, 1, tilt_db=-6).alpha_db - Voice(0, 1, tilt_db=-9).alpha_db
    assert alpha(dbfs=-30, tilt_db=-6) == pytest.approx(usual + rise, abs=0.7)


@pytest.mark.parametrize("per_second", [3, 4.5, 6, 7.5])
@pytest.mark.parametrize("f0_hz", [100, 210])
def test_syllables_are_counted_within_10_percent(per_second: float, f0_hz: float) -> None:
    voice = Voice(0.5, 8.5, syllables_per_second=per_second, f0_hz=f0_hz)
    noisy = [voice, Noise(0, 9, dbfs=-55)]
    assert hops(frames_of(scene(9.0, agent=noisy)), 0, "nuclei").sum() == pytest.approx(voice.syllables, rel=0.1)


def test_each_channel_is_heard_for_itself() -> None:
    frames = frames_of(scene(3.0, agent=[Voice(0.5, 1.5, f0_hz=110)], customer=[Voice(1.0, 2.0, f0_hz=220, dbfs=-20)]))
    assert np.flatnonzero(hops(frames, 0))[[0, -1]] == pytest.approx([50, 149], abs=1)
    assert np.flatnonzero(hops(frames, 1))[[0, -1]] == pytest.approx([100, 199], abs=1)
    assert float(np.median(frames["f0"][22:28, 0])) == pytest.approx(1100, rel=0.02)
    assert float(np.median(frames["f0"][22:28, 1])) == pytest.approx(2200, rel=0.02)


def test_silence_is_silent() -> None:
    frames = frames_of(scene(2.0))
    assert len(frames) == 40
    assert (frames["level"] == -10000).all()
    assert not any(frames[name].any() for name in ("alpha", "f0", "active", "nuclei", "flags"))


def test_noise_has_no_pitch_and_hardly_a_syllable() -> None:
    frames = frames_of(scene(2.0, agent=[Noise(0, 2, dbfs=-25)]))
    assert np.bitwise_count(frames["nuclei"]).sum() <= 2
    assert np.count_nonzero(frames["f0"]) <= 2


def test_clipping_is_marked_on_its_channel_alone() -> None:
    flags = frames_of(scene(2.0, agent=[Voice(0, 2, dbfs=0)], customer=[Voice(0, 2, dbfs=-20)]))["flags"]
    assert (flags[:, 0] & CLIPPED).mean() > 0.9
    assert not flags[:, 1].any()


def test_a_frame_leaves_within_300_ms_of_its_last_sample() -> None:
    extractor = FeatureExtractor(8000, detectors(), HearingSettings())
    sound, got = scene(2.0, agent=[Voice(0, 2)]), 0
    for end in range(400, len(sound) + 1, 400):
        got += len(extractor.receive(sound[end - 400 : end]))
        assert end / 8000 - got * 0.05 <= 0.3


def test_the_last_frame_is_filled_up_with_silence() -> None:
    assert len(frames_of(scene(1.03, agent=[Voice(0, 1.03)]))) == 21


def test_a_wide_line_is_heard_like_a_narrow_one() -> None:
    voice = Voice(0.5, 2.5, dbfs=-24, f0_hz=130)
    frames = frames_of(scene(3.0, agent=[voice], rate=16000), rate=16000)
    assert level_dbfs(frames, 0) == pytest.approx(-24, abs=0.5)
    assert float(np.median(frames["f0"][:, 0][frames["f0"][:, 0] > 0])) == pytest.approx(1300, rel=0.02)
    assert hops(frames, 0, "nuclei").sum() == pytest.approx(voice.syllables, rel=0.1)


@pytest.mark.parametrize("rate", [6000, 11025, 22050, 48000])
def test_a_source_of_any_rate_is_heard_alike(rate: int) -> None:
    voice = Voice(0.5, 2.5, dbfs=-24, f0_hz=130, tilt_db=-14)
    sound = scene(3.0, agent=[voice], customer=[Noise(0, 3, dbfs=-50)], rate=rate)
    line = LineAudio(CallInfo(call_id="c1", agent="Ada", rate=rate))
    frames = frames_of(np.concatenate([line.feed(sound.tobytes()), line.flush()]), rate=line.rate)
    assert level_dbfs(frames, 0) == pytest.approx(-24, abs=0.5)
    assert float(np.median(frames["f0"][:, 0][frames["f0"][:, 0] > 0])) == pytest.approx(1300, rel=0.02)
    assert np.flatnonzero(hops(frames, 0))[[0, -1]] == pytest.approx([50, 249], abs=4)


def test_samples_that_are_no_numbers_are_silence_and_infinite_ones_are_clipping() -> None:
    samples = np.zeros((16000, 2), "<f4")
    samples[:8000, 0], samples[4000:8000, 1] = np.nan, np.inf
    line = LineAudio(CallInfo(call_id="c1", agent="Ada", rate=8000, encoding=Encoding.PCM_F32LE))
    frames = frames_of(line.feed(samples.tobytes()))
    assert (frames["level"][:, 0] == -10000).all()
    assert not frames["active"][:, 0].any()
    assert (frames["flags"][10:20, 1] & CLIPPED).all()


@cache
def busy(rate: int) -> np.ndarray:
    agent = [Voice(0.1, 0.9), Noise(0, 2, dbfs=-48)]
    return scene(2.0, agent=agent, customer=[Voice(0.7, 1.6, f0_hz=200), Voice(1.7, 2.0, dbfs=2)], rate=rate)


@cache
def busy_frames(rate: int) -> bytes:
    return frames_of(busy(rate), rate).tobytes()


@pytest.mark.parametrize("rate", [8000, 16000])
@settings(max_examples=15)
@given(cut=sizes())
def test_any_cut_of_the_samples_gives_the_same_frames(rate: int, cut: list[int]) -> None:
    extractor = FeatureExtractor(rate, detectors(), HearingSettings())
    got = [extractor.receive(piece) for piece in pieces(busy(rate), cut)]
    assert np.concatenate([*got, extractor.flush()]).tobytes() == busy_frames(rate)


def test_rounding_to_16_bits_is_what_the_features_see() -> None:
    quiet = to_int16(np.full((400, 2), 1e-6, np.float32))
    assert (frames_of(quiet)["level"] == -10000).all()
