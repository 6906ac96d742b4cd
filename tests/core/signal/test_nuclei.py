"""Syllables are read from the peaks of intensity, each as far as it stands out."""

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
def test_every_syllable_of_a_train_is_counted_about_once(per_second: float) -> None:
    assert count(levels(10, per_second, dip_db=12)) == pytest.approx(10 * per_second, rel=0.1)


def test_a_shallow_peak_on_a_deep_ones_flank_is_part_of_a_syllable() -> None:
    deep = levels(0.4, 2.5, dip_db=14)[:40]
    with_hump = [*deep[:20], -26.0, -28.0, -30.0, -28.5, -27.5, -27.6, *deep[25:]]
    assert 1.15 * count(deep * 20) < count(with_hump * 20) < 1.7 * count(deep * 20)


def test_ripples_are_no_syllables() -> None:
    assert count(levels(3, 5, dip_db=1.0)) <= 1  # the end is a peak


def test_where_noise_has_filled_the_dips_shallower_peaks_are_whole_ones() -> None:
    assert count(levels(20, 5, dip_db=5.0)) == pytest.approx(100, rel=0.15)


def test_a_peak_with_half_the_voicing_is_half_a_syllable() -> None:
    voiced, half = (count(levels(10, 5), voicing=voicing) for voicing in (0.9, NucleiSettings().full_voicing / 2))
    assert half == pytest.approx(voiced / 2, abs=2)


def test_silence_has_none() -> None:
    assert count([-90.0] * 300, speaking=False) == 0


def test_peaks_far_below_the_loudest_are_no_syllables() -> None:
    loud = levels(1, 5, top_db=-20)
    assert count([*loud, *levels(1, 5, top_db=-55)]) == count(loud)


def test_pieces_give_the_same_syllables_at_the_same_hops() -> None:
    hops = levels(3, 5.5)
    whole, pieces = NucleusCounter(NucleiSettings()), NucleusCounter(NucleiSettings())
    speaking, voicing = [True] * len(hops), [0.9] * len(hops)
    cut = [
        answer
        for at in range(0, len(hops), 7)
        for answer in pieces.receive(hops[at : at + 7], speaking[at : at + 7], voicing[at : at + 7])
    ]
    assert cut == whole.receive(hops, speaking, voicing)
