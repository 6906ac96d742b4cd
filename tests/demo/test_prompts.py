"""The carried calls raise the prompts that were judged right by reading them, and no other."""

import json

import pytest
from typer.testing import CliRunner

from monitor.cli import app
from monitor.shipped import shipped

SHOWN = {
    "calm": [],
    "hold": ["apologise", "greet", "long_hold"],
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_carried_call_shows_these_prompts_in_this_order(name: str):
    folder = shipped("demo/calls")
    words = folder / f"{name}.words.jsonl"
    arguments = ["analyze", f"{folder / name}.flac", "--words", str(words), "--format", "jsonl"]
    lines = CliRunner().invoke(app, arguments).stdout.splitlines()
    prompts = [event for event in map(json.loads, lines) if event["type"] == "prompt"]
    assert [event["rule"] for event in prompts if event["state"] == "shown"] == SHOWN[name]
    assert all(event["receipt"].get("measures") or event["receipt"].get("heard") for event in prompts)
