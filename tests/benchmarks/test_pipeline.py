"""Which recordings a benchmark takes, and what its figures mean."""

import numpy as np
import pytest
import soundfile

from benchmarks.costs import CoreCost, LineCost, Tee, core_cost
from benchmarks.data_sets import DataError, two_channel_recordings
from benchmarks.pipeline import summary
from monitor.settings import load


@pytest.fixture
def data(tmp_path):
    """Two sets: one with a mono and a two-channel recording, one that names its column otherwise."""
    noise = np.random.default_rng(1).normal(0, 300, (16000, 2)).astype(np.int16)
    for name, column, files in (("a", "path", ("mono.wav", "call.wav")), ("b", "file", ("other.wav", "gone.wav"))):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "labels.csv").write_text("\n".join([f"{column},rate", *(f"{file},8000" for file in files)]))
        for file in files:
            if file != "gone.wav":
                soundfile.write(folder / file, noise[:, 0] if file == "mono.wav" else noise, 8000)
    return tmp_path


def test_two_channel_recordings_are_found_by_their_labels(data):
    assert [path.name for path in two_channel_recordings(data)] == ["call.wav", "other.wav"]


def test_one_set_may_be_named_itself(data):
    assert [path.name for path in two_channel_recordings(data / "a")] == ["call.wav"]


def test_nothing_to_measure_is_said_with_what_is_needed(tmp_path):
    with pytest.raises(DataError, match=r"no two-channel recording in .*labels\.csv"):
        two_channel_recordings(tmp_path)


def test_core_cost_stops_once_it_has_enough(data):
    cost = core_cost(two_channel_recordings(data), load(None, {}).core("en"), most_seconds=1.0)
    assert cost.seconds == 2.0
    assert cost.core > 0


def test_figures_are_per_channel_second_and_a_ratio():
    core = CoreCost(100.0, 0.2, 0.4, rules=0.1, asked_seconds=50.0)
    figures = summary(core, LineCost(60.0, 50.0, 12.0, 10.0), [0.1] * 19 + [0.5])
    assert figures["features_ms_per_channel_second"] == 1.0
    assert figures["rules_ms_per_channel_second"] == 0.5
    assert figures["vad_share_of_audio"] == 0.25
    assert figures["vad_ms_per_channel_second"] == 2.0
    assert figures["line_over_bare_recogniser"] == 1.2
    assert figures["cue_to_browser_p95_seconds"] == pytest.approx(0.12)


def test_tee_keeps_what_the_recogniser_was_given():
    class Deaf:
        def accept(self, block):
            return None

        def finish_turn(self):
            return None

        def reset(self):
            return None

    tee = Tee(Deaf())
    tee.accept(b"ab")
    tee.finish_turn()
    assert tee.steps == [b"ab", None]


def test_without_a_live_cue_the_other_figures_stand() -> None:
    figures = summary(CoreCost(100.0, 0.2, 0.4), LineCost(60.0, 50.0, 12.0, 10.0), [])
    assert figures["cue_to_browser_p95_seconds"] is None
    assert figures["line_over_bare_recogniser"] == 1.2
