"""What lines and rooms do to sound, as measured on the result."""

import numpy as np
import pytest

from benchmarks.degradations import (
    PACKET_SAMPLES,
    active_power,
    alaw,
    babble,
    echo,
    gain_control,
    mulaw,
    packet_loss,
    pink,
    room,
    synthetic_room,
    with_noise,
)
from tests.benchmarks.spoken_sets import mono
from tests.core.scene_kit.scene import RATE
from tests.core.scene_kit.sounds import Voice

SPOKEN = np.stack([mono(3.0, Voice(0.2, 2.6, f0_hz=hz)) / 32768 for hz in (110, 190)], axis=1)


def decibels(power):
    return 10 * np.log10(power)


@pytest.mark.parametrize("snr_db", [5, 10, 20])
def test_noise_lies_so_far_under_the_speech_of_each_channel(snr_db):
    heard = with_noise(pink(2.0), snr_db)(SPOKEN * [1.0, 0.1])
    added = heard - SPOKEN * [1.0, 0.1]
    for channel, gain in enumerate((1.0, 0.1)):
        speech = active_power(SPOKEN[:, channel] * gain)
        assert decibels(speech / np.mean(added[:, channel] ** 2)) == pytest.approx(snr_db, abs=0.5)


def test_silence_gets_no_noise():
    assert not with_noise(pink(1.0), 10)(np.zeros((RATE, 2))).any()


def test_every_talker_of_a_babble_is_as_loud():
    quiet = babble([SPOKEN[:, 0], 0.01 * SPOKEN[:, 1]], 3.0)
    assert np.allclose(quiet, babble([SPOKEN[:, 0], SPOKEN[:, 1]], 3.0))


def test_pink_noise_falls_by_3_db_an_octave():
    power = np.abs(np.fft.rfft(pink(8.0))) ** 2
    hertz = np.fft.rfftfreq(8 * RATE, 1 / RATE)
    bands = [decibels(power[(hertz >= low) & (hertz < 2 * low)].mean()) for low in (250, 500, 1000, 2000)]
    assert np.diff(bands) == pytest.approx([-3, -3, -3], abs=0.5)


def test_a_room_of_nothing_but_the_direct_path_changes_nothing():
    late = np.zeros(400)
    late[100] = 0.5
    assert np.allclose(room(late)(SPOKEN), SPOKEN)


def test_a_room_goes_on_after_the_speech_and_is_as_loud():
    heard = room(synthetic_room(0.5))(SPOKEN)
    after = slice(round(2.62 * RATE), round(2.8 * RATE))
    assert np.mean(heard[after] ** 2) > 10 * np.mean(SPOKEN[after] ** 2)
    assert (heard**2).sum() == pytest.approx((SPOKEN**2).sum())


@pytest.mark.parametrize("law", [mulaw, alaw])
def test_g711_costs_some_38_db_and_is_the_same_the_second_time(law):
    heard = law(SPOKEN)
    noise = np.mean((heard - SPOKEN) ** 2)
    assert 30 < decibels(np.mean(SPOKEN**2) / noise) < 45
    assert len(np.unique(heard)) <= 256
    assert np.array_equal(law(heard), heard)


@pytest.mark.parametrize("repeats", [False, True])
def test_so_many_packets_are_lost(repeats):
    sound = 0.5 + 0.1 * np.random.default_rng(2).standard_normal((20 * RATE, 2))
    packets = (packet_loss(0.05, repeats)(sound) != sound).any(axis=1).reshape(-1, PACKET_SAMPLES)
    assert packets.all(axis=1).mean() == pytest.approx(0.0975, abs=0.03)
    assert (packets.all(axis=1) == packets.any(axis=1)).all()


def test_a_lost_packet_is_silent_or_the_one_before():
    sound = np.random.default_rng(2).standard_normal((4 * RATE, 1))
    silent, repeated = packet_loss(0.05)(sound), packet_loss(0.05, repeats=True)(sound)
    first = int(np.flatnonzero(silent[:, 0] == 0)[0])
    assert np.array_equal(repeated[first : first + PACKET_SAMPLES], sound[first - PACKET_SAMPLES : first])


def test_gain_control_hides_level():
    quiet, loud = (
        gain_control(np.tile(gain * SPOKEN[round(0.2 * RATE) : round(2.6 * RATE)], (4, 1)))[-2 * RATE :, 0]
        for gain in (0.1, 1.0)
    )
    assert abs(decibels(active_power(quiet) / active_power(loud))) < 1.0


def test_gain_control_leaves_noise_in_pauses_alone():
    noise = 1e-4 * np.random.default_rng(3).standard_normal((2 * RATE, 1))
    assert np.array_equal(gain_control(noise), noise)


def test_an_echo_is_the_other_channel_quieter_and_later():
    alone = SPOKEN * [1.0, 0.0]
    heard = echo(-15.0, 0.12)(alone)
    assert np.array_equal(heard[:, 0], alone[:, 0])
    late = round(0.12 * RATE)
    assert np.allclose(heard[late:, 1], alone[:-late, 0] * 10 ** (-15 / 20))
    assert np.array_equal(echo(-15.0)(SPOKEN[:, :1]), SPOKEN[:, :1])
