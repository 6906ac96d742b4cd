"""``call-monitor playbook``: the list of rules, and what is wrong with a site's files."""

import json

import pytest
from typer.testing import CliRunner

from monitor.cli import app


def run(*arguments: object):
    return CliRunner().invoke(app, ["playbook", *map(str, arguments)])


def site(folder, **files: str):
    for name, text in files.items():
        path = folder.joinpath(*name.split("__")).with_suffix(".toml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_the_list_shows_every_rule_with_its_guide():
    rows = [json.loads(line) for line in run("list", "--format", "jsonl").stdout.splitlines()]
    assert len(rows) == 65
    assert all(row["guides"] for row in rows)
    slow = next(row for row in rows if row["rule"] == "slow_down")
    assert (slow["whisper"], slow["cue"], slow["prompts"]) == ("Slow down.", "measured", "on")
    assert {"en", "de", "hu", "ro"} <= set(slow["languages"])


def test_the_list_speaks_the_language_asked_for():
    assert "Langsamer" in run("list", "--language", "de").stdout


def test_a_broken_phrase_is_named_with_file_and_line(tmp_path):
    phrases = '[[set]]\nid = "blame"\nchannel = "agent"\nphrases = [\n  "their fault",\n  "@nobodyy did it",\n]\n'
    found = run("check", "--config", site(tmp_path, languages__en__phrases=phrases))
    assert found.exit_code == 1
    assert "phrases.toml:6" in found.stdout
    assert "no class 'nobodyy'" in found.stdout


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"thresholds": "[escalation]\nleave_raised = 0.9\n"}, "escalation.leave_raised (0.9) is over"),
        (
            {"playbook": '[[rule]]\nid = "wave"\nguides = "X1"\npriority = 3\n'},
            "rule wave: nothing says when it is due",
        ),
        ({"languages__en__messages": '[slow_dawn]\nwhisper = "x"\n'}, "no rule; did you mean slow_down?"),
        (
            {"playbook": '[[rule]]\nid = "wave"\nguides = "X1"\npriority = 3\nafter = ["complaint"]\n'},
            "`after` needs `answered_by`",
        ),
    ],
)
def test_what_can_not_work_is_an_error(tmp_path, files, said):
    found = run("check", "--config", site(tmp_path, **files))
    assert found.exit_code == 1
    assert said in found.stdout


def test_a_rule_without_wording_falls_back_and_says_so(tmp_path):
    found = run("check", "--config", site(tmp_path, languages__fr__phrases='backchannels = ["oui"]\n'))
    assert "note: language fr: no wording for slow_down: it whispers in English" in found.stdout
    assert "note: language fr: no phrases: only what is measured" in found.stdout


def test_a_huge_language_file_is_refused_by_name(tmp_path):
    lines = ",\n".join(f'"word{number} other{number}"' for number in range(20_001))
    phrases = f'[[set]]\nid = "blame"\nchannel = "agent"\nphrases = [\n{lines}\n]\n'
    found = run("check", "--config", site(tmp_path, languages__xx__phrases=phrases))
    assert found.exit_code == 1
    assert "language xx: 20001 phrases" in found.stdout


def test_all_broken_phrases_are_told_at_once(tmp_path):
    phrases = '[[set]]\nid = "blame"\nchannel = "agent"\nphrases = [\n  "@nobodyy did it",\n  "maybe?",\n]\n'
    found = run("check", "--config", site(tmp_path, languages__en__phrases=phrases))
    assert "phrases.toml:5" in found.stdout
    assert "phrases.toml:6" in found.stdout
    assert "2 errors" in found.stderr


@pytest.mark.parametrize(
    ("thresholds", "said"),
    [
        ("[escalation]\nenter_watch = 0.99\n", "escalation.enter_watch (0.99) is over escalation.enter_raised"),
        (
            "[prompts]\nleast_shown_seconds = 60.0\n",
            "prompts.least_shown_seconds (60) is over prompts.shown_seconds (12)",
        ),
    ],
)
def test_settings_that_contradict_each_other_are_named_both(tmp_path, thresholds, said):
    found = run("check", "--config", site(tmp_path, thresholds=thresholds))
    assert found.exit_code == 1
    assert said in found.stdout


def test_the_shipped_files_have_no_error():
    found = run("check")
    assert found.exit_code == 0
    assert "65 rules, 0 errors" in found.stderr


def test_every_rule_of_the_list_works_in_every_shipped_language():
    rows = [json.loads(line) for line in run("list", "--format", "jsonl").stdout.splitlines()]
    for row in rows:
        assert set(row["languages"]) >= {"en", "de", "hu", "ro"}, row["rule"]
        assert row["cue"]
        assert row["whisper"] or row["rule"] == "answered_in_time"
