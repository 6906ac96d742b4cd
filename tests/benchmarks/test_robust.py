"""The benchmarks over worse lines: what is copied, and what a figure loses."""

import json

import numpy as np
import pytest
import soundfile

from benchmarks import robust
from benchmarks.data_sets import data_sets
from benchmarks.degraded_sets import Material, conditions, degraded, material, some
from benchmarks.robust import CLEAN, Size, with_losses
from tests.benchmarks.spoken_sets import angry_and_neutral, write_set
from tests.core.scene_kit import ears
from tests.core.scene_kit.scene import RATE


@pytest.fixture
def loud_is_speech(monkeypatch):
    monkeypatch.setattr(robust, "detectors", ears.detectors)


def sets_of(folder):
    return list(data_sets(folder))


def test_a_copy_has_the_same_names_and_tables(tmp_path):
    own = sets_of(angry_and_neutral(tmp_path / "acted"))[0]
    copy = degraded(own, lambda samples: 0.5 * samples, tmp_path / "copy")
    assert (tmp_path / "copy" / "labels.csv").read_text() == (tmp_path / "acted" / "labels.csv").read_text()
    for row in own.rows:
        before, after = soundfile.read(own.recording(row))[0], soundfile.read(copy.recording(row))[0]
        assert np.allclose(after, before / 2, atol=1e-4)


def test_some_rows_are_from_all_over_the_list(tmp_path):
    own = sets_of(angry_and_neutral(tmp_path / "acted"))[0]
    few = some(own, 6)
    assert len(few.rows) == 6
    assert {row["speaker"] for row in few.rows} == {"a", "b", "c"}
    assert len(some(own, 1000).rows) == len(own.rows)


def test_noise_and_room_are_the_folders_own_where_it_has_some(tmp_path):
    hum, click = np.full(RATE, 0.25), np.eye(1, 800)[0] * 0.5
    write_set(tmp_path / "noises", "class", [("a.wav", "Street", hum), ("b.wav", "RIRs", click), ("c.wav", "dog", hum)])
    found = material(sets_of(tmp_path))
    assert np.allclose(found.street, 1.0)
    assert np.allclose(found.response, click, atol=1e-4)
    assert found.talkers == []


def test_noise_and_room_are_synthetic_where_it_has_none(tmp_path):
    found = material(sets_of(angry_and_neutral(tmp_path / "acted")))
    assert len(found.street) > RATE
    assert found.response[0] == 1.0
    assert len(found.talkers) == 8


def test_babble_is_of_the_other_sets_talkers():
    tone, noise = np.sin(np.arange(RATE)), np.random.default_rng(1).standard_normal(RATE)
    both = Material([("a", tone), ("b", noise)], noise, np.ones(1))
    of_b = conditions(Material([("b", noise)], noise, np.ones(1)), "b")
    silent = np.ones((RATE, 1))
    assert np.array_equal(conditions(both, "a")["babble_10db"](silent), of_b["babble_10db"](silent))


def test_every_condition_is_there_and_babble_only_with_talkers():
    found = conditions(Material([], np.ones(RATE), np.ones(1)), "a")
    assert {"street_20db", "street_10db", "street_5db", "room", "mulaw", "alaw", "loss_1", "loss_3", "loss_5"} <= set(
        found
    )
    assert {"loss_5_repeated", "gain_control", "echo_15db"} <= set(found)
    assert "babble_10db" not in found


def test_a_loss_is_positive_where_it_gets_worse():
    found = with_losses(
        {
            CLEAN: {"uar_shipped": 0.9, "median_error": 0.05, "uar_ci95": [0.8, 1.0]},
            "room": {"uar_shipped": 0.8, "median_error": 0.08, "uar_ci95": None},
        }
    )
    assert found["room"]["uar_shipped_loss"] == pytest.approx(0.1)
    assert found["room"]["median_error_loss"] == pytest.approx(0.03)
    assert found[CLEAN]["uar_shipped_loss"] == 0
    assert "uar_ci95_loss" not in found["room"]


@pytest.mark.usefixtures("loud_is_speech")
def test_last_line_has_each_condition_of_each_set(tmp_path, capsys):
    angry_and_neutral(tmp_path / "acted", speakers="ab")
    robust.main(tmp_path, clips=12, dialogues=1, each=0, only=["mulaw", "street_10db"], jobs=1, out=None)
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])["sets"]["acted"]
    assert set(figures) == {CLEAN, "mulaw", "street_10db"}
    assert figures[CLEAN]["uar_shipped"] >= 0.9
    assert "uar_shipped_loss" in figures["mulaw"]


def test_what_a_stopped_run_kept_is_not_measured_again(tmp_path, monkeypatch):
    angry_and_neutral(tmp_path / "acted", speakers="ab")
    asked = []
    monkeypatch.setattr(robust, "measured", lambda job: asked.append(job.line) or {"uar_shipped": 0.9})
    jobs = robust.jobs_of(tmp_path, Size(12, 1, 0), ["mulaw", "alaw"])
    first = robust.measure(jobs[:2], 1, tmp_path / "kept.jsonl")
    assert robust.measure(jobs, 1, tmp_path / "kept.jsonl")["acted"].keys() > first["acted"].keys()
    assert asked == [CLEAN, "mulaw", "alaw"]


def test_nothing_that_fits_is_said_with_what_is_needed(tmp_path):
    with pytest.raises(SystemExit, match=r"no fitting data set .*benchmarks\.arousal"):
        robust.main(tmp_path, clips=1, dialogues=1, each=0, only=None, jobs=1, out=None)
