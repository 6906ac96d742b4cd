"""Edges of speech where several speakers share a channel."""

import pytest

from benchmarks.mono_edges import joined, mono_edges
from tests.core.scene_kit.scene import scene
from tests.core.scene_kit.sounds import Voice


def test_turns_are_joined_over_short_pauses_and_overlaps():
    assert joined([(3.0, 4.0), (1.0, 2.0), (2.1, 2.5), (2.2, 2.4), (5.0, 6.0)]) == [(1.0, 2.5), (3.0, 4.0), (5.0, 6.0)]


@pytest.mark.usefixtures("loud_is_speech")
def test_edges_are_measured_whoever_speaks(write_set, settings):
    sound = scene(8.0, [Voice(1.0, 3.0, f0_hz=110), Voice(2.8, 4.0, f0_hz=200), Voice(5.5, 7.0, f0_hz=110)])[:, :1]
    turns = [
        {"path": "a.flac", "speaker": "x", "start_s": 1.0, "end_s": 3.0},
        {"path": "a.flac", "speaker": "y", "start_s": 2.8, "end_s": 4.0},
        {"path": "a.flac", "speaker": "x", "start_s": 5.4, "end_s": 7.0},
    ]
    data = write_set("mixed", {"a.wav": sound}, labels=[{"path": "a.wav"}], turns=turns)
    figures = mono_edges(data, settings)["mixed"]
    assert (figures["units"], figures["n"]) == (2, 1)
    assert figures["speech_start_p95_seconds"] == pytest.approx(0.1, abs=0.05)
    assert figures["speech_end_p95_seconds"] <= 0.06


def test_other_sets_have_none(write_set, settings):
    assert mono_edges(write_set("bare", {"a.wav": scene(1.0)}, labels=[{"path": "a.wav"}]), settings) == {}
