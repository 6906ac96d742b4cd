"""Passages with known syllables, and that rendered ones are counted, stretched as well."""

import numpy as np
import pytest
import soundfile

from benchmarks.data_sets import DataError, data_sets
from benchmarks.passages import passages
from benchmarks.rate import constant_error, main, measure, summary
from monitor.core.signal.features import HearingSettings
from tests.benchmarks.spoken_sets import mono, write_set
from tests.core.scene_kit.ears import detectors
from tests.core.scene_kit.scene import RATE, scene
from tests.core.scene_kit.sounds import Voice

TRUTH = "n_syllables,first_syllable_s,speech_end_s"


def clip_set(folder, rates=(4.0, 5.0, 6.0), seconds=4.0):
    rows = []
    for number, per_second in enumerate(rates):
        voice = Voice(0.5, seconds - 0.5, syllables_per_second=per_second, f0_hz=110 + 20 * number)
        rows.append((f"{number}.wav", f"{voice.syllables},0.5,{seconds - 0.5}", mono(seconds, voice)))
    return write_set(folder, TRUTH, rows)


def call_set(folder):
    """One call: agent 1-4 s and 4.3-5 s, customer 5-8 s."""
    write_set(folder, "rate", [])
    agent = [Voice(1.0, 4.0), Voice(4.3, 5.0)]
    soundfile.write(folder / "call.wav", scene(9.0, agent, [Voice(5.0, 8.0, f0_hz=210)]), RATE)
    rows = ("call.wav,0,1.0,4.0,15", "call.wav,1,5.0,8.0,15", "call.wav,0,4.3,5.0,4")
    (folder / "syllables.csv").write_text("\n".join(("file,channel,start,end,syllables", *rows)))
    return folder


def of(folder):
    (found,) = data_sets(folder)
    return passages(found)


def seen(folder):
    return summary(measure(of(folder), detectors(), HearingSettings()))


def test_clips_give_their_rate_and_follow_a_stretch(tmp_path):
    figures = seen(clip_set(tmp_path / "clips"))
    assert figures["n"] == 3
    assert figures["median_error"] < 0.1
    assert figures["median_error_constant"] == pytest.approx(1 / 11, abs=0.005)
    assert figures["r"] > 0.95
    assert figures["stretch_error"] < 0.08


def test_units_of_a_call_are_measured_on_their_channel(tmp_path):
    found = of(call_set(tmp_path / "call"))
    assert [(one.channel, one.syllables) for one in found] == [(0, 15), (1, 15)]
    assert found[0].listen_to == pytest.approx(4.15)
    measured = measure(found, detectors(), HearingSettings())
    assert [one.rate for one in measured] == pytest.approx([5.0, 5.0], rel=0.12)
    assert [one.seconds for one in measured] == pytest.approx([3.0, 3.0], abs=0.15)


def test_short_clips_and_clips_without_truth_are_left_out(tmp_path):
    voice = Voice(0.1, 1.8)
    rows = [("short.wav", "8,0.1,1.8", mono(1.9, voice)), ("unknown.wav", ",,", mono(3.0, voice))]
    assert of(write_set(tmp_path / "clips", TRUTH, rows)) == []


def test_broken_number_is_named(tmp_path):
    folder = write_set(tmp_path / "clips", TRUTH, [("x.wav", "ten,0.1,2.8", mono(3.0, Voice(0.1, 2.8)))])
    with pytest.raises(DataError, match=r"x\.wav: `n_syllables` is 'ten'"):
        of(folder)


def test_folder_without_a_fitting_set_is_said(tmp_path):
    write_set(tmp_path / "texts", "text", [("x.wav", "hello", mono(3.0, Voice(0.1, 2.8)))])
    with pytest.raises(SystemExit, match=r"no fitting data set in .*syllables\.csv"):
        main(tmp_path)


def test_best_constant_guess_has_the_least_error():
    assert constant_error(np.array([4.0, 5.0, 5.0, 5.0, 6.0])) == pytest.approx(0.0, abs=0.01)
    assert constant_error(np.array([4.0, 4.0, 6.0, 6.0])) > 0.1
