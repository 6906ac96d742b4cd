"""What must not bring a prompt, and what is counted."""

import json

import numpy as np
import pytest

from benchmarks import false_alarms, strings
from benchmarks.data_sets import data_sets
from benchmarks.false_alarms import Heard, Sounds, sounds_of, summary
from tests.core.scene_kit.scene import scene
from tests.core.scene_kit.sounds import Tone, Voice

MONO = scene(1.0, [Voice(0.2, 0.8)])[:, 0]
TWO = scene(1.0)


def taken(data):
    return [
        (each.name, len(each.paths), each.is_speech, each.is_call) for one in data_sets(data) for each in sounds_of(one)
    ]


def test_neutral_clips_are_taken_speaker_by_speaker(write_set):
    labels = [
        {"path": "a.wav", "emotion": "neutral", "speaker": "1"},
        {"path": "b.wav", "emotion": "angry", "speaker": "1"},
        {"path": "c.wav", "emotion": "calm", "speaker": "1"},
        {"path": "d.wav", "emotion": "calm", "speaker": "2"},
    ]
    data = write_set("acted", dict.fromkeys(("a.wav", "b.wav", "c.wav", "d.wav"), MONO), labels=labels)
    assert taken(data) == [("1", 2, True, False), ("2", 1, True, False)]


def test_read_clips_without_a_speaker_stand_alone(write_set):
    labels = [{"path": "a.wav", "text": "yes", "speaker": ""}, {"path": "b.wav", "text": "no", "speaker": ""}]
    data = write_set("read", {"a.wav": MONO, "b.wav": MONO}, labels=labels)
    assert taken(data) == [("a", 1, True, False), ("b", 1, True, False)]


def test_sounds_are_taken_kind_by_kind(write_set):
    labels = [{"path": "a.wav", "label": "rain"}, {"path": "gone.wav", "label": "rain"}]
    assert taken(write_set("noises", {"a.wav": MONO}, labels=labels)) == [("rain", 1, False, False)]


def test_calls_are_taken_as_they_are_unless_overlaps_are_labelled(write_set):
    write_set("real", {"a.wav": TWO}, labels=[{"path": "a.wav"}])
    data = write_set("made", {"a.wav": TWO}, labels=[{"path": "a.wav"}], overlaps=[{"file": "a.wav"}])
    assert taken(data) == [("a", 1, True, True)]


def test_long_strings_become_several_calls(write_set, monkeypatch):
    monkeypatch.setattr(strings, "MOST_SECONDS", 2.0)
    data = write_set("long", {"a.wav": MONO}, labels=[{"path": "a.wav"}])
    calls = list(strings.string_calls([data / "long" / "a.wav"] * 5))
    assert [call.sound_seconds for call in calls] == [2.0, 2.0, 1.0]
    assert not np.any(calls[0].samples[:, 1])


def test_bound_is_an_hours():
    speech = Sounds("x", [], True)
    calls = [Heard(speech, 1800.0, ["slow_down"], True, 1800.0, 18.0), Heard(speech, 1800.0, [], False, 1800.0, 0.0)]
    figures = summary(calls)
    assert figures["prompts"] == 1
    assert figures["hours"] == 1.0
    assert figures["upper95_per_hour"] == 4.74
    assert figures["speech_share_of_nonspeech"] == 0.005
    assert figures["calls_raised"] == 1


@pytest.mark.usefixtures("loud_is_speech")
def test_last_line_has_each_sets_figures(write_set, capsys):
    bleat = scene(2.0, [Voice(0.0, 1.0, dbfs=-20), Tone(1.0, 2.0, dbfs=-70)])[:, 0]
    write_set("noises", {"a.wav": bleat}, labels=[{"path": "a.wav", "label": "sheep"}])
    data = write_set("real", {"a.wav": TWO}, labels=[{"path": "a.wav"}])
    false_alarms.main(data)
    sets = json.loads(capsys.readouterr().out.splitlines()[-1])["sets"]
    assert sets["noises"]["prompts"] == 0
    assert 0.3 < sets["noises"]["speech_share_of_nonspeech"] < 0.7
    assert sets["real"]["speech_share_of_nonspeech"] is None


def test_nothing_that_fits_is_said_with_what_is_needed(tmp_path):
    with pytest.raises(SystemExit, match="no fitting data set"):
        false_alarms.main(tmp_path)
