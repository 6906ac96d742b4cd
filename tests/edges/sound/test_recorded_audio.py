from pathlib import Path

import numpy as np
import pytest
import soundfile

from monitor.edges.sound.recorded_audio import RecordingError, call_info, line_blocks, two_channel, two_mono

RNG = np.random.default_rng(4)


def noise(seconds: float, rate: int = 8000, channels: int = 2) -> np.ndarray:
    return RNG.integers(-9000, 9000, (round(seconds * rate), channels), dtype=np.int16)


def written(path: Path, samples: np.ndarray, rate: int = 8000, **more) -> Path:
    soundfile.write(path, samples, rate, **more)
    return path


def heard(call) -> np.ndarray:
    return np.concatenate(list(line_blocks(call, call_info(call, "c-1", "en"))))


@pytest.mark.parametrize("name", ["call.wav", "call.flac", "call.aiff"])
def test_sixteen_bits_come_as_they_are(tmp_path: Path, name: str):
    samples = noise(1.234)
    call = two_channel(written(tmp_path / name, samples))
    assert np.array_equal(heard(call), samples)
    assert call.seconds == pytest.approx(1.234)


def test_the_agent_may_be_in_the_second_channel(tmp_path: Path):
    samples = noise(0.5)
    call = two_channel(written(tmp_path / "call.wav", samples), agent_channel=1)
    assert np.array_equal(heard(call), samples[:, ::-1])


def test_a_wide_recording_comes_at_its_line_rate(tmp_path: Path):
    call = two_channel(written(tmp_path / "call.wav", noise(2.0, 44100), 44100))
    assert len(heard(call)) == pytest.approx(32000, abs=2)


def test_floats_are_scaled_and_what_is_too_loud_is_clipped(tmp_path: Path):
    samples = np.array([[0.5, -2.0], [np.nan, 0.0]] * 400, np.float32)
    found = heard(two_channel(written(tmp_path / "call.wav", samples, subtype="FLOAT")))
    assert found[:2].tolist() == [[16384, -32768], [0, 0]]


def test_two_mono_files_make_a_call_and_the_shorter_is_filled_up(tmp_path: Path):
    agent, customer = noise(1.0, channels=1), noise(0.6, channels=1)
    call = two_mono(written(tmp_path / "a.wav", agent), written(tmp_path / "c.wav", customer))
    found = heard(call)
    assert np.array_equal(found[:, 0], agent[:, 0])
    assert np.array_equal(found[:4800, 1], customer[:, 0])
    assert not found[4800:, 1].any()


def test_mono_is_not_a_call(tmp_path: Path):
    with pytest.raises(RecordingError, match=r"is mono.*--agent A --customer B"):
        two_channel(written(tmp_path / "call.wav", noise(1, channels=1)))


def test_three_channels_are_not_a_call(tmp_path: Path):
    with pytest.raises(RecordingError, match="3 channels"):
        two_channel(written(tmp_path / "call.wav", noise(1, channels=3)))


def test_two_channels_are_not_one_speaker(tmp_path: Path):
    two, one = written(tmp_path / "two.wav", noise(1)), written(tmp_path / "one.wav", noise(1, channels=1))
    with pytest.raises(RecordingError, match=r"two\.wav has 2 channels"):
        two_mono(one, two)


def test_two_rates_do_not_go_together(tmp_path: Path):
    agent = written(tmp_path / "a.wav", noise(1, channels=1))
    customer = written(tmp_path / "c.wav", noise(1, 16000, channels=1), 16000)
    with pytest.raises(RecordingError, match="same rate"):
        two_mono(agent, customer)


@pytest.mark.parametrize("rate", [4000, 96000])
def test_a_rate_that_can_not_be_used_is_said(tmp_path: Path, rate: int):
    with pytest.raises(RecordingError, match=f"{rate} samples a second"):
        two_channel(written(tmp_path / "call.wav", noise(1, rate), rate))


def test_files_that_are_no_audio_are_said(tmp_path: Path):
    (tmp_path / "text.wav").write_text("this is not audio")
    (tmp_path / "empty.wav").write_bytes(b"")
    with pytest.raises(RecordingError, match="can't be read as audio"):
        two_channel(tmp_path / "text.wav")
    with pytest.raises(RecordingError, match="is empty"):
        two_channel(tmp_path / "empty.wav")
    with pytest.raises(RecordingError, match="holds no audio"):
        two_channel(written(tmp_path / "none.wav", noise(0)))
    with pytest.raises(RecordingError, match="is not there"):
        two_channel(tmp_path / "nowhere.wav")
    with pytest.raises(RecordingError, match="is not a file"):
        two_channel(tmp_path)


def test_a_recording_that_breaks_off_is_heard_as_far_as_it_goes(tmp_path: Path):
    whole = written(tmp_path / "call.flac", noise(10)).read_bytes()
    (tmp_path / "cut.flac").write_bytes(whole[: len(whole) // 2])
    call = two_channel(tmp_path / "cut.flac")
    found: list[np.ndarray] = []
    with pytest.raises(RecordingError, match=r"cut\.flac can't be read beyond"):
        found.extend(line_blocks(call, call_info(call, "c-1", "en")))
    assert found
