"""Rules on written calls: what is counted, and how words are misheard."""

import json

import pytest

from benchmarks import scenes
from benchmarks.written_calls import Scene, misheard

DISMISSED = {
    "id": "en-dont_dismiss-p1",
    "language": "en",
    "turns": [["customer", "i'm so angry about this bill"], ["agent", "now calm down please"], ["pause", 2]],
    "expect": ["dont_dismiss"],
    "forbid": ["dead_air"],
}
CALM = {
    "id": "en-calm-1",
    "language": "en",
    "turns": [["agent", "good morning"], ["customer", "is the shop open today"], ["agent", "yes until six"]],
    "forbid": ["*"],
    "missing": ["summarise"],
}


def write(folder, *lines):
    (folder / "mine.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return folder


def last_line(capsys):
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_last_line_has_each_sets_figures(tmp_path, capsys):
    scenes.main(write(tmp_path, DISMISSED, CALM))
    figures = last_line(capsys)["sets"]["mine en"]
    assert figures["scenes"] == 2
    assert (figures["recall"], figures["false_fires"], figures["calm_with_prompt"]) == (1.0, 0.0, 0.0)
    assert figures["ticks_right"] == 1.0


def test_a_rule_that_must_fire_and_does_not_lowers_the_recall(tmp_path, capsys):
    missed = {**CALM, "id": "x", "expect": ["slow_down"], "forbid": []}
    scenes.main(write(tmp_path, DISMISSED, missed))
    assert last_line(capsys)["sets"]["mine en"]["recall"] == 0.5


@pytest.mark.parametrize(("line", "said"), [({"turns": []}, "mine.jsonl:1"), ({"other": 1}, "holds no scenes")])
def test_what_is_no_scene_is_named(tmp_path, line, said):
    with pytest.raises(SystemExit, match=said):
        scenes.main(write(tmp_path, line))


def test_a_share_of_the_words_is_misheard_the_same_every_time():
    spoken = " ".join(f"word{number} other{number}" for number in range(200))
    scene = Scene("a", "en", (("agent", spoken), ("pause", 2.0)))
    (heard,) = misheard([scene], 0.3, seed=1)
    assert heard == misheard([scene], 0.3, seed=1)[0]
    assert heard.turns[1] == ("pause", 2.0)
    right = set(spoken.split())
    kept = sum(sure > 0.8 for sure in heard.confidences[0])
    assert 0.6 < kept / len(right) < 0.8
    assert misheard([scene], 0.0, seed=1)[0].turns == scene.turns
