"""Bytes of any source become samples at the line rate, the same however they were cut."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.call_info import CallInfo, Encoding
from monitor.core.errors import AudioFormatError
from monitor.core.signal.audio import ALAW_LEVELS, MULAW_LEVELS, LineAudio, line_rate, to_int16
from tests.core.cuts import pieces, sizes
from tests.core.scene_kit.scene import scene
from tests.core.scene_kit.sounds import Noise, Tone, Voice


def info(rate: int = 8000, encoding: Encoding = Encoding.PCM_S16LE, channels=("agent", "customer")) -> CallInfo:
    return CallInfo(call_id="c1", agent="Ada", rate=rate, encoding=encoding, channels=channels)


def heard(line: LineAudio, chunks) -> np.ndarray:
    return np.concatenate([*(line.feed(chunk) for chunk in chunks), line.flush()])


def mulaw_byte(sample: int) -> int:
    """ITU-T G.711, table 2a: 16-bit sample -> byte."""
    magnitude = min(abs(sample), 32635) + 132
    segment = magnitude.bit_length() - 8
    return ~((0x80 if sample < 0 else 0) | segment << 4 | magnitude >> (segment + 3) & 15) & 0xFF


def alaw_byte(sample: int) -> int:
    """ITU-T G.711, table 1a: 16-bit sample -> byte."""
    magnitude = sample if sample >= 0 else -sample - 1
    segment = max(0, magnitude.bit_length() - 8)
    mantissa = magnitude >> (segment + 3 if segment else 4) & 15
    return ((0x80 if sample >= 0 else 0) | segment << 4 | mantissa) ^ 0x55


@pytest.mark.parametrize(
    ("byte", "sample"),
    [
        (0xFF, 0),
        (0x7F, 0),
        (0x80, 32124),
        (0x00, -32124),
        (0xFE, 8),
        (0x7E, -8),
        (0xF0, 120),
        (0xEF, 132),
        (0x90, 15996),
    ],
)
def test_mulaw_bytes_have_the_samples_of_g711(byte: int, sample: int) -> None:
    assert round(float(MULAW_LEVELS[byte]) * 32768) == sample


@pytest.mark.parametrize(
    ("byte", "sample"), [(0xD5, 8), (0x55, -8), (0xAA, 32256), (0x2A, -32256), (0x80, 5504), (0x00, -5504), (0xC5, 264)]
)
def test_alaw_bytes_have_the_samples_of_g711(byte: int, sample: int) -> None:
    assert round(float(ALAW_LEVELS[byte]) * 32768) == sample


def test_every_g711_byte_comes_back_from_its_own_sample() -> None:
    mulaw = [mulaw_byte(round(float(level) * 32768)) for level in MULAW_LEVELS]
    alaw = [alaw_byte(round(float(level) * 32768)) for level in ALAW_LEVELS]
    assert mulaw == [0xFF if byte == 0x7F else byte for byte in range(256)]  # there are two zeros
    assert alaw == list(range(256))


@given(st.integers(-32768, 32767))
def test_g711_is_never_further_off_than_half_a_step(sample: int) -> None:
    mulaw, alaw = MULAW_LEVELS[mulaw_byte(sample)] * 32768, ALAW_LEVELS[alaw_byte(sample)] * 32768
    half_a_step = (abs(sample) + 0x84) / 32  # a step doubles with the biased magnitude
    assert abs(mulaw - max(-32635, min(32635, sample))) <= half_a_step
    assert abs(alaw - sample) <= max(8, abs(sample) / 32)


@pytest.mark.parametrize(
    ("source", "line"), [(6000, 8000), (8000, 8000), (11025, 8000), (16000, 16000), (48000, 16000)]
)
def test_telephone_sources_are_heard_at_8_khz_and_wider_ones_at_16(source: int, line: int) -> None:
    assert line_rate(source) == LineAudio(info(source)).rate == line


def test_16_bit_samples_at_the_line_rate_pass_unchanged() -> None:
    sound = scene(0.5, agent=[Voice(0, 0.5)], customer=[Noise(0, 0.5)])
    assert np.array_equal(heard(LineAudio(info()), [sound.tobytes()]), sound)


@pytest.mark.parametrize("encoding", [Encoding.MULAW, Encoding.ALAW])
def test_g711_calls_sound_like_what_was_said(encoding: Encoding) -> None:
    sound = scene(0.5, agent=[Voice(0, 0.5)], customer=[Voice(0, 0.5, f0_hz=210)])
    to_byte = mulaw_byte if encoding is Encoding.MULAW else alaw_byte
    coded = bytes(to_byte(int(sample)) for sample in sound.reshape(-1))
    got = heard(LineAudio(info(encoding=encoding)), [coded])
    noise = np.mean((got.astype(float) - sound) ** 2)
    assert 10 * np.log10(np.mean(sound.astype(float) ** 2) / noise) > 30


def test_float_samples_are_rounded_clipped_and_cleared_of_what_is_no_number() -> None:
    samples = np.array([[0.5, -0.5], [2.0, -2.0], [np.nan, np.inf], [-np.inf, 1e38]], "<f4")
    got = heard(LineAudio(info(encoding=Encoding.PCM_F32LE)), [samples.tobytes()])
    assert got.tolist() == [[16384, -16384], [32767, -32768], [0, 32767], [-32768, 32767]]


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        (("agent", "customer"), [[1, 2]]),
        (("customer", "agent"), [[2, 1]]),
        (("agent",), [[1, 0], [2, 0]]),
        (("customer",), [[0, 1], [0, 2]]),
    ],
)
def test_the_agent_is_channel_0_whatever_the_order_of_the_source(roles, expected) -> None:
    assert heard(LineAudio(info(channels=roles)), [np.array([1, 2], "<i2").tobytes()]).tolist() == expected


@pytest.mark.parametrize("rate", [0, 5999, 48001, -8000])
def test_a_rate_that_cannot_be_used_is_named(rate: int) -> None:
    with pytest.raises(AudioFormatError, match=f"rate {rate} .* 6000 to 48000"):
        LineAudio(info(rate))


@pytest.mark.parametrize("roles", [(), ("mix",), ("agent", "agent"), ("agent", "customer", "agent")])
def test_channel_roles_that_cannot_be_used_are_named(roles) -> None:
    with pytest.raises(AudioFormatError, match="name each channel's role"):
        LineAudio(info(channels=roles))


@pytest.mark.parametrize("rate", [11025, 22050, 44100, 48000])
def test_resampling_keeps_length_level_and_pitch(rate: int) -> None:
    sound = scene(2.0, agent=[Tone(0, 2, dbfs=-20, hz=1000)], rate=rate)
    line = LineAudio(info(rate))
    got = heard(line, [sound.tobytes()]) / 32768.0
    assert len(got) == pytest.approx(2.0 * line.rate, abs=2)
    middle = got[line.rate // 2 : line.rate * 3 // 2, 0]
    assert 10 * np.log10(np.mean(middle**2)) == pytest.approx(-20, abs=0.1)
    assert np.abs(np.fft.rfft(middle)).argmax() == 1000


def test_what_is_left_of_half_a_sample_is_dropped() -> None:
    assert len(heard(LineAudio(info()), [b"\x01\x02\x03\x04\x05"])) == 1


@cache
def source(rate: int, encoding: Encoding) -> bytes:
    sound = scene(0.25, agent=[Voice(0, 0.2)], customer=[Noise(0.1, 0.25, dbfs=-30)], rate=rate)
    match encoding:
        case Encoding.MULAW:
            return bytes(mulaw_byte(int(sample)) for sample in sound.reshape(-1))
        case Encoding.PCM_F32LE:
            return (sound / 32768).astype("<f4").tobytes()
    return sound.tobytes()


@cache
def heard_at_once(rate: int, encoding: Encoding) -> np.ndarray:
    return heard(LineAudio(info(rate, encoding)), [source(rate, encoding)])


@pytest.mark.parametrize(
    ("rate", "encoding"),
    [(8000, Encoding.PCM_S16LE), (8000, Encoding.MULAW), (44100, Encoding.PCM_S16LE), (48000, Encoding.PCM_F32LE)],
)
@settings(max_examples=25)
@given(cut=sizes())
def test_any_cut_of_the_bytes_gives_the_same_samples(rate: int, encoding: Encoding, cut: list[int]) -> None:
    got = heard(LineAudio(info(rate, encoding)), pieces(source(rate, encoding), cut))
    assert np.array_equal(got, heard_at_once(rate, encoding))


def test_sound_beyond_full_scale_is_clipped_not_wrapped() -> None:
    assert to_int16(np.array([[1.0, -1.0], [1.5, -1.5]], np.float32)).tolist() == [[32767, -32768], [32767, -32768]]
