"""What matching phrases costs: which turns are timed."""

from benchmarks import phrase_cost
from tests.benchmarks.test_scenes import CALM, DISMISSED, last_line, write


def test_each_turn_is_one_utterance(tmp_path, capsys):
    german = CALM | {"id": "de-calm-1", "language": "de"}
    phrase_cost.main(write(tmp_path, DISMISSED, CALM, german), noise=0.0)
    sets = last_line(capsys)["sets"]
    assert {name: figures["utterances"] for name, figures in sets.items()} == {"mine en": 5, "mine de": 3}


def test_figures_rise_with_their_percentage():
    figures = phrase_cost.summary([0.5, 1.0, 1.5, 8.0])
    assert figures["utterances"] == 4
    assert 0.5 < figures["ms_median"] < figures["ms_p95"] < figures["ms_p99"] < 8.0
