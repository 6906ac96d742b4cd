"""Which clips are scored against what, and that rendered anger is told from neutral."""

import msgspec
import numpy as np
import pytest

from benchmarks.arousal import main, summary
from benchmarks.clip_features import FEATURES, clip_features
from benchmarks.clips import CLIP_DBFS, heard, normalised, speech_share
from benchmarks.data_sets import data_sets
from benchmarks.emotions import Labelled, by_speaker, clips, labelled, shuffled
from monitor.core.settings import Thresholds
from tests.benchmarks.spoken_sets import angry_and_neutral, mono, write_set
from tests.core.scene_kit.ears import LevelDetector, detectors
from tests.core.scene_kit.sounds import Voice

THRESHOLDS = Thresholds()


def scored(folder):
    (found,) = data_sets(folder)
    return clips(labelled(found), detectors(), THRESHOLDS)


def figures(**sets):
    return summary({name: scored(folder) for name, folder in sets.items()}, THRESHOLDS.cues.vocal_arousal)


def recordings(neutral: int, angry: int = 1) -> list[Labelled]:
    return [Labelled(f"{number}.wav", "a", number >= neutral) for number in range(neutral + angry)]


@pytest.mark.parametrize(("neutral", "usual", "left"), [(1, 1, 0), (2, 1, 1), (4, 2, 2), (8, 4, 4), (20, 4, 16)])
def test_at_most_4_and_half_of_the_neutral_clips_make_the_baseline_and_are_not_scored(neutral, usual, left):
    ((_, baseline, rest),) = by_speaker(recordings(neutral))
    assert len(baseline) == usual
    assert sum(not one.angry for one in rest) == left
    assert not any(one.angry for one in baseline)


def test_speaker_without_a_neutral_clip_is_left_out():
    assert not list(by_speaker(recordings(neutral=0, angry=3)))


def test_anger_is_told_without_level(tmp_path):
    seen = figures(one=angry_and_neutral(tmp_path / "one"), other=angry_and_neutral(tmp_path / "other", ("a", "b")))
    assert seen["one"]["n"] == 3 * (2 + 2)
    assert seen["one"]["uar_speaker_out"] == seen["one"]["uar_cross_corpus"] == 1.0
    assert seen["one"]["auc_shipped"] == 1.0
    assert seen["one"]["ci95_speaker_out"] == [1.0, 1.0]
    assert seen["one"]["refit"]["pitch_st"] > 0
    assert {"uar_shipped", "ci95", "uar_speaker_out", "uar_cross_corpus", "n"} <= seen["other"].keys()
    assert msgspec.json.encode(seen)


def test_what_one_speaker_or_one_set_cannot_tell_is_null(tmp_path):
    (alone,) = figures(alone=angry_and_neutral(tmp_path / "alone", ("b",))).values()
    assert alone["uar_speaker_out"] is None
    assert alone["uar_cross_corpus"] is None
    assert alone["uar_shipped"] is not None


def test_gain_changes_no_feature():
    voice = mono(1.5, Voice(0.1, 1.4, dbfs=-20)) / 32768
    sounds = [normalised(voice * gain)[:, None] for gain in (1.0, 0.1)]
    loud, quiet = (clip_features(sound, heard(sound, detectors(), THRESHOLDS.hearing)) for sound in sounds)
    assert loud == pytest.approx(quiet, abs=0.02)
    assert len(loud) == len(FEATURES)


def test_level_is_that_of_speech():
    half = np.concatenate((np.sin(np.arange(8000)), np.zeros(8000)))
    assert np.sqrt(np.mean(normalised(half)[:8000] ** 2)) == pytest.approx(10 ** (CLIP_DBFS / 20), rel=1e-6)
    assert not normalised(np.zeros(800)).any()


def test_voice_that_is_not_taken_for_speech_is_counted():
    sound = mono(1.5, Voice(0.1, 1.4, dbfs=-20, dip_db=6))[:, None] / 32768
    deaf = heard(sound, (LevelDetector(0.0), LevelDetector(0.0)), THRESHOLDS.hearing)
    assert speech_share(sound, heard(sound, detectors(), THRESHOLDS.hearing)) > 0.95
    assert speech_share(sound, deaf) == 0.0
    assert speech_share(np.zeros((8000, 1)), deaf) is None


def test_silent_clip_counts_as_its_speakers_usual(tmp_path):
    folder = angry_and_neutral(tmp_path / "set", ("a",))
    with (folder / "labels.csv").open("a", encoding="utf-8") as labels:
        labels.write("\nsilent.wav,a,anger")
    write_set(tmp_path / "silent", "x", [("silent.wav", "", np.zeros(8000, np.int16))])
    (tmp_path / "silent" / "silent.wav").rename(folder / "silent.wav")
    (unheard,) = [clip for clip in scored(folder) if not clip.heard]
    assert set(unheard.over_usual) == {0.0}


def test_shuffled_labels_keep_their_number():
    before = recordings(neutral=10, angry=10)
    after = shuffled(before, seed=1)
    assert sum(one.angry for one in after) == 10
    assert [one.path for one in after] == [one.path for one in before]
    assert after != before


def test_set_without_the_columns_or_the_classes_is_not_taken(tmp_path):
    voice = mono(1.0, Voice(0.1, 0.9))
    write_set(tmp_path / "texts", "speaker,text", [("x.wav", "a,hello", voice)])
    write_set(tmp_path / "calm", "speaker,emotion", [("x.wav", "a,calm", voice), ("y.wav", "a,neutral", voice)])
    with pytest.raises(SystemExit, match=r"no fitting data set in .*`emotion` and `speaker`"):
        main(tmp_path, None)
