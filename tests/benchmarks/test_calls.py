"""Composed calls: what is in them, and how the core's answers are counted."""

import json

import numpy as np
import pytest

from benchmarks import calls
from benchmarks.calls import Scored, hear, overall, plans, speakers_of, summary
from benchmarks.composed_calls import CALM_SECONDS, Change, SpeakerClips, active_hops, compose, trimmed
from benchmarks.data_sets import data_sets
from tests.core.scene_kit.scene import RATE, scene
from tests.core.scene_kit.sounds import Voice


def clip(f0_hz, seconds=2.0, **voice):
    return scene(seconds, [Voice(0.0, seconds, f0_hz=f0_hz, **voice)])[:, 0] / 32768


def speaker(name, f0_hz):
    calm = [clip(f0_hz, seconds) for seconds in (1.8, 2.0, 2.2, 2.4)]
    return SpeakerClips(name, calm, [clip(f0_hz * 1.3, dbfs=-16, tilt_db=-5.0)] * 2)


ANNA, BEN = speaker("anna", 200.0), speaker("ben", 110.0)


def spoken_seconds(samples, until):
    hops = samples[: round(until * RATE)]
    return active_hops(hops).sum() / 100


def test_both_speak_calmly_first():
    call = compose(Change.AGENT_LOUD, BEN, ANNA, 1)
    for channel in (0, 1):
        assert spoken_seconds(call.samples[:, channel], call.changed_at) >= 0.9 * CALM_SECONDS


def test_same_seed_gives_the_same_call():
    assert np.array_equal(*(compose(Change.CUSTOMER_ANGRY, BEN, ANNA, 7).samples for _ in range(2)))


def test_only_the_one_who_changes_gets_louder():
    call = compose(Change.CUSTOMER_ANGRY, BEN, ANNA, 3)
    change = round(call.changed_at * RATE)
    before, after = (np.abs(part).max(axis=0) for part in (call.samples[:change], call.samples[change:]))
    assert after[1] > 2 * before[1]
    assert after[0] == pytest.approx(before[0], rel=0.05)


def test_agent_cuts_in_again_and_again():
    call = compose(Change.AGENT_CUTS_IN, BEN, ANNA, 3)
    both = np.all([active_hops(call.samples[:, channel]) for channel in (0, 1)], axis=0)
    change = round(call.changed_at * 100)
    assert both[:change].sum() == 0
    assert 5 * 60 <= both[change:].sum() <= 5 * 150


def test_silence_around_a_clip_goes():
    voice = clip(120.0, 1.0)
    assert len(trimmed(np.concatenate((np.zeros(4000), voice, np.zeros(2400))))) == pytest.approx(len(voice), abs=1600)
    assert len(trimmed(np.zeros(800))) == 0


def test_every_speaker_is_in_every_kind_with_another():
    planned = list(plans([ANNA, BEN], 2))
    assert {(plan.subject, plan.change) for plan in planned} == {(name, c) for name in ("anna", "ben") for c in Change}
    assert all(plan.agent.speaker != plan.customer.speaker for plan in planned)
    assert len(planned) == 20


def test_set_fits_with_two_speakers_who_have_enough(write_set):
    rows = [
        {"path": f"{name}{number}.wav", "speaker": name, "emotion": "angry" if number > 2 else "Neutral"}
        for name in "ab"
        for number in range(1, 5)
    ]
    recordings = {row["path"]: scene(2.2, [Voice(0.0, 2.2)])[:, 0] for row in rows}
    data = write_set("acted", recordings, labels=rows)
    assert [each.speaker for one in data_sets(data) for each in speakers_of(one)] == ["a", "b"]
    data = write_set("alone", recordings, labels=rows[:4])
    assert speakers_of(next(one for one in data_sets(data) if one.name == "alone")) == []


@pytest.mark.usefixtures("loud_is_speech")
def test_core_hears_the_loud_agent(settings):
    plan = next(plan for plan in plans([BEN, ANNA], 1) if plan.change is Change.AGENT_LOUD)
    assert hear(plan, settings).prompted("lower_voice")


def scored(change, rules=(), raised=(), subject="a"):
    return Scored(change, subject, 100.0, 60.0, list(rules), list(raised))


def test_what_came_before_the_change_is_no_hit():
    figures = summary(
        [
            scored(Change.AGENT_LOUD, [(50.0, "lower_voice")]),
            scored(Change.AGENT_LOUD, [(70.0, "lower_voice")]),
            scored(Change.CUSTOMER_ANGRY, raised=[72.0], subject="b"),
            scored(Change.NOTHING, [(10.0, "slow_down")]),
        ]
    )
    assert figures["lower_voice_recall"] == 0.5
    assert figures["raised_recall"] == 1.0
    assert figures["rise_seconds_median"] == 12.0
    assert figures["raised_false"] == 0.0
    assert figures["control_prompts_per_hour"] == 36.0
    assert figures["beginning_prompts_per_hour"] == 30.0


def test_each_set_counts_the_same():
    found = {
        "big": [scored(Change.CUSTOMER_ANGRY, raised=[65.0])] * 9,
        "small": [scored(Change.CUSTOMER_ANGRY)],
    }
    assert overall(found)["raised_recall"] == 0.5


def test_last_line_has_the_figures(monkeypatch, capsys, tmp_path):
    found = {"a": [scored(change) for change in Change]}
    monkeypatch.setattr(calls, "fitting_sets", lambda *_: {"a": []})
    monkeypatch.setattr(calls, "hear_all", lambda *_: found["a"])
    calls.main(tmp_path, each=1, jobs=1)
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert {"raised_recall", "raised_false", "rise_seconds_median", "control_prompts_per_hour"} <= last.keys()
    assert {"lower_voice_recall", "slow_down_recall", "dont_interrupt_recall"} <= last.keys()


def test_nothing_that_fits_is_said_with_what_is_needed(tmp_path):
    with pytest.raises(SystemExit, match=r"no fitting data set .*emotion"):
        calls.main(tmp_path, each=1, jobs=1)
