"""``call-monitor devices`` and ``capture``, as a person types them."""

import json
import sys

import pytest
from typer.testing import CliRunner

from monitor.cli import app, main
from tests.edges.sound.fake_sounddevice import FakeSoundDevice


@pytest.fixture
def sounddevice(monkeypatch):
    fake = FakeSoundDevice()
    monkeypatch.setitem(sys.modules, "sounddevice", fake)
    return fake


def devices(*options: str) -> str:
    result = CliRunner().invoke(app, ["devices", *options])
    assert result.exit_code == 0
    return result.stdout


@pytest.mark.usefixtures("sounddevice")
def test_table_marks_the_usual_input():
    table = devices()
    assert "Webcam (usual)" in table
    assert "44100 Hz" in table
    assert "Speakers" not in table


@pytest.mark.usefixtures("sounddevice")
def test_json_lines_carry_the_same():
    lines = [json.loads(line) for line in devices("--format", "jsonl").splitlines()]
    assert lines[1] == {
        "number": 2,
        "name": "Webcam",
        "system": "Test Audio",
        "channels": 2,
        "rate": 44100,
        "default": True,
    }


def test_no_input_is_said(sounddevice):
    sounddevice.devices = []
    assert devices() == "There are no audio inputs on this computer.\n"


@pytest.mark.portaudio
def test_real_library_is_listed_or_said_to_hear_nothing():
    assert devices().strip()


def test_missing_portaudio_is_one_line(tmp_path, monkeypatch, capsys):
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(sys, "argv", ["call-monitor", "devices"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "libportaudio2" in said


@pytest.mark.usefixtures("sounddevice")
def test_capture_without_a_service_says_how_to_start_one(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["call-monitor", "capture", "--agent", "Mira Test", "--to", "http://127.0.0.1:1"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 1
    assert "start one with `call-monitor serve`" in capsys.readouterr().err
