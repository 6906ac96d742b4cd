"""What each kind of event looks like to a person."""

import io

import pytest
from rich.console import Console

from monitor.cli.event_table import add, clock, event_table
from monitor.core.events import (
    AnyEvent,
    Channel,
    Checklist,
    Cue,
    CueKind,
    CueState,
    Escalation,
    Evidence,
    Fault,
    Flag,
    Heard,
    Hold,
    Level,
    Levels,
    Measure,
    Overlap,
    OverlapLabel,
    Prompt,
    PromptState,
    Speech,
    Stage,
    Urgency,
    Utterance,
    VoiceNow,
)

BASE = {"at": 65.25, "call_id": "c"}
EVIDENCE = Evidence(
    60.0,
    65.0,
    (Measure("level", 7.4, "dB", limit=6.0),),
    (Heard("calm down", Channel.AGENT, 61.0, 62.0, "dismissal"),),
)
SILENT = VoiceNow(False, None, None, 0.0)


def shown(event: AnyEvent) -> str:
    table, page = event_table("call"), io.StringIO()
    add(table, event)
    Console(file=page, width=200).print(table)
    return page.getvalue().partition("detail")[2].strip()


@pytest.mark.parametrize(
    ("event", "parts"),
    [
        (
            Cue(**BASE, id="1", kind=CueKind.RAISED_VOICE, channel=Channel.AGENT, state=CueState.OPENED, start=60.0,
                evidence=EVIDENCE),
            ["1:05.2", "cue opened", "agent", "raised_voice", "level 7.4 dB (limit 6.0)", "“calm down” (dismissal)"],
        ),
        (
            Cue(**BASE, id="1", kind=CueKind.DEAD_AIR, channel=None, state=CueState.CLOSED, start=60.0,
                evidence=Evidence(60.0, 65.0)),
            ["cue closed", "both", "dead_air"],
        ),
        (
            Prompt(**BASE, id="1", rule="slow_down", state=PromptState.SHOWN, text="Slow down", urgency=Urgency.NORMAL,
                   receipt=EVIDENCE, reason="5.8 syll/s"),
            ["prompt shown", "Slow down [slow_down] 5.8 syll/s"],
        ),
        (
            Overlap(**BASE, id="1", channel=Channel.AGENT, start=1.0, end=2.0, label=OverlapLabel.INTERRUPTION,
                    final=True, counted=True, because="took the turn"),
            ["overlap", "agent", "interruption: took the turn"],
        ),
        (
            Speech(**BASE, channel=Channel.CUSTOMER, start=1.0, end=3.0, level_dbfs=-20.0, level_over_baseline_db=3.2,
                   alpha_db=0.0, f0_hz=180.0, f0_over_baseline_st=-1.0, syllables=9, syllables_per_second=4.5),
            ["speech", "customer", "2.0 s, +3.2 dB, -1.0 st, 4.5 syll/s"],
        ),
        (
            Escalation(**BASE, level=Level.RAISED, score=0.61, shares={"words": 0.4, "turns": 0.0}),
            ["heat", "raised 0.61 (words 0.40)"],
        ),
        (Hold(**BASE, state="on", how="notice"), ["hold", "on: notice"]),
        (Stage(**BASE, name="greeting"), ["stage", "greeting"]),
        (Checklist(**BASE, item="greet", state="done"), ["checklist", "greet: done"]),
        (Flag(**BASE, id="1", reason="Escalated"), ["flag", "Escalated"]),
        (Fault(**BASE, kind="clipping", channel=Channel.AGENT, switches_off="level"), ["fault on", "clipping"]),
        (
            Utterance(**BASE, channel=Channel.AGENT, start=1.0, end=2.0, text="good morning", words=(), final=True),
            ["said", "agent", "good morning"],
        ),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, list) else "",
)  # fmt: skip
def test_an_event_is_a_row(event: AnyEvent, parts: list[str]):
    row = shown(event)
    assert [part for part in parts if part not in row] == []


@pytest.mark.parametrize(
    "event",
    [
        Utterance(**BASE, channel=Channel.AGENT, start=1.0, end=2.0, text="good", words=(), final=False),
        Utterance(**BASE, channel=Channel.AGENT, start=1.0, end=2.0, text="", words=(), final=True),
        Levels(**BASE, agent=SILENT, customer=SILENT, overlap=False, on_hold=False, score=0.0, level=Level.CALM),
    ],
)
def test_what_is_not_final_is_left_out(event: AnyEvent):
    assert shown(event) == ""


def test_times_are_minutes_and_seconds():
    assert [clock(seconds) for seconds in (0.0, 59.96, 65.2, 3601.0)] == ["0:00.0", "1:00.0", "1:05.2", "60:01.0"]
