"""Labelled overlaps against what the core calls them."""

import json

import pytest

from benchmarks import turns
from benchmarks.data_sets import DataError
from benchmarks.turn_scores import TrueOverlap, edge_errors, score_dialogue
from benchmarks.turns import Dialogue, summary
from monitor.core.events import Channel, Overlap, OverlapLabel, Speech
from tests.core.scene_kit.scene import scene
from tests.core.scene_kit.sounds import Voice

AGENT, CUSTOMER = Channel.AGENT, Channel.CUSTOMER
TRUE_INTERRUPTION = TrueOverlap(AGENT, 10.0, 11.0, OverlapLabel.INTERRUPTION)
TRUE_BACKCHANNEL = TrueOverlap(CUSTOMER, 20.0, 20.5, OverlapLabel.BACKCHANNEL)


def overlap(start, label, channel=AGENT, at=None, final=True, end=None):
    counted = final and label in (OverlapLabel.INTERRUPTION, OverlapLabel.COMPETING)
    return Overlap(
        at=start + 2 if at is None else at,
        call_id="c",
        id=f"overlap-{channel}-{start}",
        channel=channel,
        start=start,
        end=start + 0.5 if end is None else end,
        label=label,
        final=final,
        counted=counted,
        because="",
    )


def test_interruption_is_found_at_its_first_mark():
    provisional = overlap(10.1, OverlapLabel.INTERRUPTION, at=10.7, final=False)
    found = score_dialogue([TRUE_INTERRUPTION], [provisional, overlap(10.1, OverlapLabel.INTERRUPTION)]).overlaps[0]
    assert found.called_interruption
    assert found.onset_seconds == 0.7


def test_interruption_by_the_other_side_is_not_found():
    found = score_dialogue([TRUE_INTERRUPTION], [overlap(10.0, OverlapLabel.INTERRUPTION, CUSTOMER)]).overlaps[0]
    assert not found.called_interruption
    assert not found.right_channel


def test_backchannel_is_called_interruption_whoever_came_in():
    found = score_dialogue([TRUE_BACKCHANNEL], [overlap(20.0, OverlapLabel.COMPETING, AGENT)]).overlaps[0]
    assert found.called_interruption


def test_start_together_is_right_on_either_side():
    truth = TrueOverlap(AGENT, 5.0, 6.0, OverlapLabel.SIMULTANEOUS)
    found = score_dialogue([truth], [overlap(5.0, OverlapLabel.SIMULTANEOUS, CUSTOMER)]).overlaps[0]
    assert found.right_channel


def test_unseen_and_unlabelled_are_told_apart():
    scored = score_dialogue([TRUE_BACKCHANNEL], [overlap(40.0, OverlapLabel.INTERRUPTION)])
    assert scored.overlaps[0].found == "none"
    assert scored.unlabelled_interruptions == 1


def test_speech_edges_are_measured_to_the_nearest_unit():
    unit = Speech(
        at=3.0,
        call_id="c",
        channel=AGENT,
        start=1.05,
        end=2.9,
        level_dbfs=None,
        level_over_baseline_db=None,
        alpha_db=None,
        f0_hz=None,
        f0_over_baseline_st=None,
        syllables=9,
        syllables_per_second=None,
    )
    rows = [{"channel": "0", "start": "1.0", "end": "3.0"}, {"channel": "1", "start": "1.0", "end": "3.0"}]
    starts, ends = edge_errors(rows, [unit])
    assert starts == [pytest.approx(0.05)]
    assert ends == [pytest.approx(0.1)]


def test_late_lines_are_shown_apart():
    missed = score_dialogue([TRUE_INTERRUPTION], [])
    found = score_dialogue([TRUE_INTERRUPTION], [overlap(10.0, OverlapLabel.INTERRUPTION)])
    figures = summary([Dialogue(False, found, [], []), Dialogue(True, missed, [], [])])
    assert figures["interruption_recall"] == 1.0
    assert figures["late"]["interruption_recall"] == 0.0


@pytest.fixture
def data(write_set):
    """The customer tells something, the agent comes in and takes the floor."""
    sound = scene(9.0, [Voice(4.0, 7.0, f0_hz=110)], [Voice(1.0, 5.0, f0_hz=200)])
    labels = [{"file": "a.wav", "delay_ms": "0"}]
    overlaps = [{"file": "a.wav", "who_came_in": 0, "start": 4.0, "end": 5.0, "label": "interruption"}]
    speech = [
        {"file": "a.wav", "channel": 0, "start": 4.0, "end": 7.0},
        {"file": "a.wav", "channel": 1, "start": 1.0, "end": 5.0},
    ]
    return write_set("told", {"a.wav": sound}, labels=labels, overlaps=overlaps, speech=speech)


@pytest.mark.usefixtures("loud_is_speech")
def test_last_line_has_each_sets_figures(data, capsys):
    turns.main(data)
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])["sets"]["told"]
    assert figures["interruption_recall"] == 1.0
    assert figures["label_accuracy"] == 1.0
    assert figures["false_interruption_share"] is None
    assert 0.5 <= figures["onset_median_seconds"] <= 1.0


@pytest.mark.usefixtures("loud_is_speech")
@pytest.mark.parametrize(("notes", "found"), [("channel 0 is 600 ms late", 1.0), ("", 0.0)])
def test_a_late_channel_is_moved_back_where_the_notes_say_which(write_set, capsys, notes, found):
    sound = scene(9.0, [Voice(4.0, 7.0, f0_hz=110)], [Voice(1.0, 4.3, f0_hz=200)])
    labels = [{"file": "a.wav", "delay_ms": "600", "notes": notes}]
    overlaps = [{"file": "a.wav", "who_came_in": 0, "start": 3.4, "end": 4.3, "label": "interruption"}]
    speech = [{"file": "a.wav", "channel": 0, "start": 4.0, "end": 7.0}]
    turns.main(write_set("late", {"a.wav": sound}, labels=labels, overlaps=overlaps, speech=speech))
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])["sets"]["late"]["late"]
    assert (figures["interruption_recall"], figures["label_accuracy"]) == (found, found)


def test_set_without_the_tables_does_not_fit(write_set):
    data = write_set("bare", {"a.wav": scene(1.0)}, labels=[{"file": "a.wav"}])
    with pytest.raises(SystemExit, match=r"no fitting data set .*overlaps\.csv"):
        turns.main(data)


def test_unknown_label_is_named():
    with pytest.raises(DataError, match="label one of simultaneous"):
        TrueOverlap.of({"file": "a", "who_came_in": "0", "start": "1", "end": "2", "label": "rude"})
