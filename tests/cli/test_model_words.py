"""``call-monitor models words``."""

import json
import sys
from pathlib import Path

import pytest

from monitor.cli import main


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A models folder with one that knows a few words."""
    graph = tmp_path / "models" / "vosk-model-small-en-us-0.15" / "graph"
    graph.mkdir(parents=True)
    (graph.parent / "am").mkdir()
    (graph.parent / "am" / "final.mdl").write_bytes(b"model")
    (graph / "words.txt").write_text("<eps> 0\ngiga 1\nbox 2\nwhere 3\nis 4\nmy 5\ncalm 6\n")
    monkeypatch.setenv("CALL_MONITOR_RECOGNISER_FOLDER", str(tmp_path / "models"))
    return tmp_path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture):
    def command(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["call-monitor", "models", "words", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, error = capsysbinary.readouterr()
        return int(ended.value.code or 0), out.decode(), error.decode()

    return command


def test_words_that_the_model_does_not_know_are_shown(folder: Path, run) -> None:
    (folder / "names.txt").write_text("Where is my Gigabox?")
    code, out, _ = run(folder / "names.txt")
    assert code == 0
    assert "knows 3 of 4 words" in out
    assert "giga box" in out


def test_programs_get_a_line_a_word(folder: Path, run) -> None:
    (folder / "names.txt").write_text("my gigabox")
    _, out, _ = run(folder / "names.txt", "--format", "jsonl")
    assert json.loads(out) == {"word": "gigabox", "nearest": [], "parts": ["giga box"]}


def test_the_playbooks_words_are_looked_up(folder: Path, run) -> None:
    _, out, _ = run("--playbook", "en", "--format", "jsonl")
    missing = {json.loads(line)["word"] for line in out.splitlines()}
    assert "calm" not in missing
    assert "refund" in missing


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "--playbook"),
        (["gone.txt"], "can't be read"),
        (["--playbook", "dee"], "did you mean de"),
        (["--playbook", "de"], "say which model"),
        (["--playbook", "en", "--model", "other"], "other"),
    ],
)
def test_what_can_not_be_done_is_said(folder: Path, run, arguments: list[str], says: str) -> None:
    code, _, error = run(*arguments)
    assert code == 1
    assert says in error
