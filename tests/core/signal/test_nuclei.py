"""Syllables are counted at the peaks of intensity, within 10 %."""

import math

import pytest

from monitor.core.signal.nuclei import NucleiSettings, NucleusCounter


def levels(seconds: float, per_second: float, dip_db: float = 6.0, top_db: float = -26.0) -> list[float]:
    """Smoothed hop levels of a syllable train, then 200 ms of silence."""
    train = [
        top_db - dip_db * (0.5 + 0.5 * math.cos(2 * math.pi * per_second * hop / 100))
        for hop in range(round(seconds * 100))
    ]
    return train + [-90.0] * 20


def count(hops: list[float], voicing: float = 0.9, speaking: bool = True) -> int:
    counter = NucleusCounter(NucleiSettings())
    return sum(counter.receive(hops, [speaking] * len(hops), [voicing] * len(hops)))


@pytest.mark.parametrize("per_second", [2, 4, 5, 6.5, 8])
def test_every_syllable_of_a_train_is_counted_once(per_second: float) -> None:
    assert count(levels(10, per_second)) == pytest.approx(10 * per_second, abs=1)


def test_a_dip_that_is_too_shallow_makes_no_new_syllable() -> None:
    assert count(levels(3, 5, dip_db=1.0)) == 1


def test_unvoiced_peaks_are_no_syllables() -> None:
    assert count(levels(3, 5), voicing=0.1) == 0


def test_silence_has_none() -> None:
    assert count([-90.0] * 300, speaking=False) == 0


def test_peaks_far_below_the_loudest_are_no_syllables() -> None:
    assert count([*levels(1, 5, top_db=-20), *levels(1, 5, top_db=-55)]) == 5
