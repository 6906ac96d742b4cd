"""Rules for the agent's voice and manners: each wants to speak while the cue behind it is open."""

import pytest

from monitor.core.events import CHANNELS, Channel, Cue, CueKind, CueState, Evidence, Level, Measure
from monitor.core.prompting.rules.acoustic import DeadAirRule, DontInterrupt, DontMirror, LowerVoice, SlowDown
from monitor.core.prompting.rules.state import CallState

AGENT, CUSTOMER = CHANNELS
RATE = Measure("speech_rate", 6.8, "syll/s", usual=5.1, limit=6.4)
LEVEL = Measure("level_over_usual", 8.0, "dB")
BOTH_LEVELS = (LEVEL, Measure("customer_level_over_usual", 11.0, "dB"))
OVERLAPS = (Measure("interruptions", 2.0, "count"), Measure("longest_overlap", 1.2, "s", limit=1.5))
SILENCE = Measure("silence", 7.5, "s", limit=6.0)


def cue(kind: CueKind, channel: Channel | None, *measures: Measure) -> Cue:
    name = f"{kind}-{channel}-40000"
    evidence = Evidence(40.0, 42.5, measures)
    return Cue(
        at=42.5, call_id="c1", id=name, kind=kind, channel=channel, state=CueState.OPENED, start=40.0, evidence=evidence
    )


def state(*cues: Cue, **more) -> CallState:
    return CallState(now=43.0, cues={(each.kind, each.channel): each for each in cues}, **more)


FAST = cue(CueKind.FAST_SPEECH, AGENT, RATE)
RAISED = cue(CueKind.RAISED_VOICE, AGENT, LEVEL)
CUSTOMER_RAISED = cue(CueKind.RAISED_VOICE, CUSTOMER, LEVEL)
INTERRUPTING = cue(CueKind.INTERRUPTION, AGENT, *OVERLAPS)
MIRRORING = cue(CueKind.MIRRORING, AGENT, *BOTH_LEVELS)
SILENT = cue(CueKind.DEAD_AIR, None, SILENCE)


@pytest.mark.parametrize(
    ("rule", "fires", "fields"),
    [
        (SlowDown(), FAST, {"rate": 6.8, "usual": 5.1, "held": 2.5}),
        (LowerVoice(), RAISED, {"over": 8.0, "held": 2.5}),
        (DontInterrupt(), INTERRUPTING, {"count": 2.0, "seconds": 1.2}),
        (DontMirror(), MIRRORING, {"over": 8.0, "customer_over": 11.0}),
        (DeadAirRule(), SILENT, {"seconds": 7.5}),
    ],
    ids=lambda value: type(value).__name__ if hasattr(value, "update") else "",
)
def test_a_rule_wants_to_speak_with_the_cues_receipt(rule, fires: Cue, fields: dict[str, float]) -> None:
    want = rule.update(state(fires))
    assert want is not None
    assert (want.episode, want.receipt, want.urgent) == (fires.id, fires.evidence, False)
    assert fields.items() <= want.fields.items()
    assert rule.update(state()) is None


@pytest.mark.parametrize(
    ("rule", "silent"),
    [
        (SlowDown(), [cue(CueKind.FAST_SPEECH, CUSTOMER, RATE)]),
        (LowerVoice(), [CUSTOMER_RAISED]),
        (DontInterrupt(), [cue(CueKind.INTERRUPTION, CUSTOMER, *OVERLAPS)]),
        (DontMirror(), [CUSTOMER_RAISED]),
        (DontMirror(), [MIRRORING, RAISED]),
    ],
)
def test_a_rule_is_silent_for_what_is_not_the_agents(rule, silent: list[Cue]) -> None:
    assert rule.update(state(*silent)) is None


def test_a_rate_without_a_usual_has_words_of_its_own() -> None:
    fast = cue(CueKind.FAST_SPEECH, AGENT, Measure("speech_rate", 8.0, "syll/s", limit=7.5))
    want = SlowDown().update(state(fast))
    assert want is not None
    assert want.variant == "no_usual"


def test_effort_without_level_has_words_of_its_own() -> None:
    want = LowerVoice().update(state(cue(CueKind.RAISED_VOICE, AGENT, Measure("level_over_usual", 0.5, "dB"))))
    assert want is not None
    assert want.variant == "effort"


def test_lowering_the_voice_is_urgent_while_the_customer_is_loud_too() -> None:
    want = LowerVoice().update(state(RAISED, CUSTOMER_RAISED))
    assert want is not None
    assert want.urgent


def test_one_long_interruption_has_words_of_its_own() -> None:
    once = (Measure("interruptions", 1.0, "count"), Measure("longest_overlap", 1.6, "s"))
    want = DontInterrupt().update(state(cue(CueKind.INTERRUPTION, AGENT, *once)))
    assert want is not None
    assert want.variant == "once"


def test_dead_air_on_hold_is_nobodys_fault() -> None:
    assert DeadAirRule().update(state(SILENT, on_hold=True)) is None


def test_dead_air_in_an_escalated_call_is_urgent() -> None:
    want = DeadAirRule().update(state(SILENT, level=Level.ESCALATED))
    assert want is not None
    assert want.urgent
