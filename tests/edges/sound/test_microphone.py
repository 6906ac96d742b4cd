"""The microphone's ring never waits and keeps the timeline; devices and what is missing are named."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.edges.sound.microphone import BLOCK_SECONDS, MicrophoneError, Ring, inputs, microphone
from tests.edges.sound.fake_sounddevice import FakeSoundDevice, PortAudioError

RATE = 8000
BLOCK = int(RATE * BLOCK_SECONDS) * 2


def block(number: int) -> bytes:
    return bytes([number % 255 + 1]) * BLOCK


@pytest.fixture
def sounddevice(monkeypatch):
    fake = FakeSoundDevice()
    monkeypatch.setitem(sys.modules, "sounddevice", fake)
    return fake


def test_what_is_spoken_is_taken_once(sounddevice):
    ring = Ring(RATE)
    with microphone(ring):
        sounddevice.speak(block(1))
        sounddevice.speak(block(2))
        assert list(ring.take()) == [block(1), block(2)]
        assert list(ring.take()) == []


def test_over_a_second_the_oldest_goes_and_silence_stands_in_its_place(sounddevice):
    ring = Ring(RATE)
    with microphone(ring):
        for number in range(60):
            sounddevice.speak(block(number))
    assert b"".join(ring.take()) == bytes(10 * BLOCK) + b"".join(block(number) for number in range(10, 60))
    assert ring.dropped_seconds == pytest.approx(0.2)


def test_a_long_stall_comes_out_in_small_pieces():
    ring = Ring(RATE)
    for number in range(500):
        ring.put(block(number))
    pieces = list(ring.take())
    assert sum(len(piece) for piece in pieces) == 500 * BLOCK
    assert max(len(piece) for piece in pieces) == RATE * 2


def test_taking_ends_though_audio_comes_as_fast():
    ring = Ring(RATE)
    ring.put(block(0))
    ring.put(block(1))
    taken = []
    for piece in ring.take():
        taken.append(piece)
        ring.put(block(2))
    assert taken == [block(0), block(1)]


@given(st.lists(st.one_of(st.just("take"), st.integers(1, 120)), max_size=20))
def test_timeline_stays_true_however_slowly_audio_is_taken(steps):
    ring, said, heard = Ring(RATE), 0, b""
    for step in [*steps, "take"]:
        if step == "take":
            heard += b"".join(ring.take())
        else:
            for _ in range(step):
                ring.put(block(said))
                said += 1
    assert len(heard) == said * BLOCK
    pieces = [heard[place : place + BLOCK] for place in range(0, len(heard), BLOCK)]
    assert all(piece in (block(number), bytes(BLOCK)) for number, piece in enumerate(pieces))
    assert pieces.count(bytes(BLOCK)) * BLOCK == ring.dropped_bytes


def test_what_the_device_lost_is_counted(sounddevice):
    ring = Ring(RATE)
    with microphone(ring):
        sounddevice.speak(block(1), overflow=True)
        sounddevice.speak(block(2))
    assert ring.overflows == 1


def test_stream_is_mono_16_bit_at_the_asked_rate(sounddevice):
    with microphone(Ring(16000), "2"):
        stream = sounddevice.stream
        assert (stream.samplerate, stream.channels, stream.dtype, stream.device) == (16000, 1, "int16", 2)
        assert stream.blocksize == 320
    with microphone(Ring(16000), "Headset"):
        assert sounddevice.stream.device == "Headset"


@pytest.mark.parametrize("error", [PortAudioError("Invalid sample rate"), ValueError("No input device matching 'x'")])
def test_device_that_can_not_be_used_is_said_with_where_to_look(sounddevice, error):
    sounddevice.refuse = error
    with (
        pytest.raises(MicrophoneError, match=rf"can't be used: {error}; `call-monitor devices`"),
        microphone(Ring(RATE)),
    ):
        pass


def test_inputs_are_listed_without_outputs(sounddevice):
    assert [(each.number, each.name, each.default) for each in inputs()] == [(0, "Headset", False), (2, "Webcam", True)]


def test_missing_portaudio_is_said_with_the_line_that_brings_it(tmp_path, monkeypatch):
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    with pytest.raises(MicrophoneError, match="sudo apt-get install libportaudio2"):
        inputs()


@pytest.mark.portaudio
def test_real_library_lists_what_is_there():
    assert all(each.channels > 0 and each.rate > 0 for each in inputs())
