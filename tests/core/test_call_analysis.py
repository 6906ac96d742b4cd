"""Whole scripted calls: what the agent is told, how hot the call gets, what is flagged, and that it all ends."""

from itertools import pairwise

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from monitor.core.call_analysis import CallAnalysis
from monitor.core.events import (
    AnyEvent,
    CallEnded,
    Cue,
    CueKind,
    CueState,
    Escalation,
    Flag,
    Hold,
    Level,
    Overlap,
    Prompt,
    PromptState,
    Urgency,
    Utterance,
)
from monitor.core.signal.frames import frames_from_bytes
from tests.core.scene_kit.script import (
    AGENT,
    CUSTOMER,
    INFO,
    PHRASES,
    SETTINGS,
    Said,
    Talk,
    chat,
    frames,
    of,
    phrase,
    play,
    prompts,
    tell,
)

CALM = chat(0, 27)
ANGRY = {"dbfs": -14.0, "alpha_db": -2.0, "f0_hz": 270.0}


def anger(start: float, end: float) -> list[Talk]:
    """The customer shouts, 5 s of 6; the agent answers calmly."""
    turns = [start + 6 * turn for turn in range(round((end - start) / 6))]
    return [Talk(CUSTOMER, at, at + 4.5, **ANGRY) for at in turns] + [Talk(AGENT, at + 4.8, at + 5.7) for at in turns]


def top(events: list[AnyEvent]) -> Level:
    return max((event.level for event in of(events, Escalation)), key=lambda level: level.rank)


def told(events: list[AnyEvent]) -> list[str]:
    return [prompt.rule for prompt in prompts(events)]


def test_a_calm_call_says_nothing() -> None:
    events = play(90, *chat(0, 90))
    assert of(events, Prompt) == of(events, Cue) == of(events, Flag) == of(events, Overlap) == []
    assert top(events) is Level.CALM


def test_the_agent_is_told_to_slow_down() -> None:
    before = [Talk(AGENT, 4.0 * turn, 4.0 * turn + 3.5) for turn in range(8)]
    events = play(50, *before, Talk(AGENT, 34, 48, syllables_per_second=7))
    assert told(events) == ["slow_down"]


def test_the_agent_is_told_to_lower_their_voice() -> None:
    events = play(42, *CALM, Talk(AGENT, 28, 36, dbfs=-15, alpha_db=-4, f0_hz=140))
    assert told(events) == ["lower_voice"]
    (shown,) = prompts(events)
    assert shown.receipt.measures[0].name == "level_over_usual"


def test_the_agent_is_told_not_to_mirror() -> None:
    loud, follows = Talk(CUSTOMER, 28, 33, **ANGRY), Talk(AGENT, 33.5, 39, dbfs=-21, alpha_db=-6)
    assert "dont_mirror" in told(play(44, *CALM, loud, follows))


def test_the_agent_is_told_not_to_interrupt() -> None:
    talks = [Talk(CUSTOMER, 1, 5.9), Talk(AGENT, 5, 9), Talk(CUSTOMER, 10, 15.9), Talk(AGENT, 15, 19)]
    assert told(play(24, *talks)) == ["dont_interrupt"]


def test_the_agent_is_not_told_off_for_what_the_customer_does() -> None:
    talks = [Talk(AGENT, 1, 5.9), Talk(CUSTOMER, 5, 9), Talk(AGENT, 10, 15.9), Talk(CUSTOMER, 15, 19)]
    fast_and_loud = Talk(CUSTOMER, 48, 54, syllables_per_second=8, **ANGRY)
    assert told(play(22, *talks)) == []
    assert told(play(56, *chat(0, 47), fast_and_loud)) == []


def test_the_agent_is_told_of_dead_air() -> None:
    assert told(play(20, Talk(AGENT, 1, 3), Talk(CUSTOMER, 3.5, 6))) == ["dead_air"]


@pytest.mark.parametrize(
    ("rule", "set_id"),
    [
        ("dont_dismiss", "dismissal"),
        ("stay_calm", "rudeness"),
        ("stay_calm", "profanity"),
        ("offer_supervisor", "supervisor_request"),
    ],
)
def test_words_are_answered(rule: str, set_id: str) -> None:
    events = play(27, *CALM, words=[phrase(set_id, 14.0)])
    assert told(events) == [rule]
    (shown,) = prompts(events)
    assert shown.receipt.heard[0].words == PHRASES[set_id][1]
    assert (shown.urgency is Urgency.NOW) == (rule == "offer_supervisor")


def test_frustration_that_gets_no_empathy_is_told() -> None:
    assert told(play(27, *CALM, words=[phrase("frustration", 4.0)])) == ["empathise"]


def test_frustration_that_gets_empathy_is_not() -> None:
    assert told(play(27, *CALM, words=[phrase("frustration", 4.0), phrase("empathy", 7.0)])) == []


def test_a_call_without_words_reaches_raised_and_not_escalated_by_voice_alone() -> None:
    events = play(90, *CALM, *anger(28, 88), hears_words=False)
    assert top(events) is Level.RAISED
    raised = next(event for event in of(events, Escalation) if event.level is Level.RAISED)
    assert raised.shares["customer_voice"] == pytest.approx(raised.score)


def test_voice_and_words_together_escalate_and_flag() -> None:
    words = [phrase("profanity", 32), phrase("threat_to_leave", 38), phrase("supervisor_request", 44)]
    events = play(70, *CALM, *anger(28, 64), words=words)
    assert top(events) is Level.ESCALATED
    assert "offer_supervisor" in told(events)
    assert {flag.reason for flag in of(events, Flag)} == {"Asked for a supervisor", "Escalated"}


def test_a_louder_line_heats_nothing() -> None:
    louder = [Talk(talk.channel, talk.start + 28, talk.end + 28, dbfs=-14) for talk in chat(0, 27)]
    events = play(60, *CALM, *louder)
    assert top(events) is Level.CALM
    assert told(events) == []


def test_one_loud_hello_changes_no_level() -> None:
    events = play(60, *CALM, Talk(CUSTOMER, 28, 28.7, **ANGRY), *[Talk(AGENT, 29, 59)])
    assert top(events) is Level.CALM


def test_a_hot_call_cools_again() -> None:
    after = [Talk(talk.channel, talk.start + 60, talk.end + 60) for talk in chat(0, 90)]
    events = play(150, *CALM, *anger(28, 58), *after)
    levels = [event.level for event in of(events, Escalation)]
    assert Level.RAISED in levels
    assert levels[-1].rank <= Level.WATCH.rank


def test_a_call_that_stays_hot_asks_for_a_supervisor_without_a_word() -> None:
    events = play(100, *CALM, *anger(28, 94), hears_words=False)
    assert "offer_supervisor" in told(events)


@pytest.mark.parametrize(
    ("reason", "words"),
    [("Threat of violence", "threat_of_violence"), ("Asked for a supervisor", "supervisor_request")],
)
def test_words_flag_the_call(reason: str, words: str) -> None:
    assert [flag.reason for flag in of(play(27, *CALM, words=[phrase(words, 14.0)]), Flag)] == [reason]


def test_a_call_for_help_flags_the_call() -> None:
    (flag,) = of(play(10, Talk(AGENT, 0, 9), notices=[(5.0, "help")]), Flag)
    assert (flag.reason, flag.at) == ("Asked for help", 5.0)


def test_a_hold_by_notice_is_an_event_and_no_dead_air() -> None:
    events = play(40, *chat(0, 8), Talk(AGENT, 36, 39), notices=[(8.0, "hold"), (35.0, "resume")])
    assert [(hold.at, hold.state, hold.how) for hold in of(events, Hold)] == [
        (8.0, "on", "notice"),
        (35.0, "off", "notice"),
    ]
    assert told(events) == []


def test_the_agents_answer_closes_the_prompt() -> None:
    analysis = CallAnalysis(INFO, SETTINGS, words=True)
    events = analysis.receive_frames(frames(15, [Talk(AGENT, 1, 3)]))
    (shown,) = prompts(events)
    (closed,) = of(analysis.answer(shown.id, "not_helpful"), Prompt)
    assert (closed.id, closed.state, closed.reason, closed.at) == (shown.id, PromptState.CLOSED, "not_helpful", 15.0)


def test_voices_are_held_against_their_usual() -> None:
    analysis = CallAnalysis(INFO, SETTINGS, words=True)
    assert analysis.voices().agent.level_over_baseline_db is None
    louder = Talk(AGENT, 40, 52, dbfs=-20, syllables_per_second=6)
    hello = Talk(CUSTOMER, 3.45, 3.95)
    calm = [Talk(AGENT, 4.0 * turn, 4.0 * turn + 3.4) for turn in range(10)]
    analysis.receive_frames(frames(52, [hello, *calm, louder]))
    now = analysis.voices()
    assert now.agent.speaking
    assert not now.customer.speaking
    assert now.agent.level_over_baseline_db == pytest.approx(6, abs=0.6)
    assert now.agent.pace_over_usual_percent == pytest.approx(20, abs=5)
    assert (now.customer.level_over_baseline_db, now.customer.usual_known) == (None, 0.0)
    assert (now.overlap, now.on_hold, now.level) == (False, False, Level.CALM)


def test_detail_tells_the_heat_every_second() -> None:
    events = play(30, *chat(0, 30), detail=True)
    assert [event.at for event in of(events, Escalation)][:30] == [float(second) for second in range(1, 31)]


def test_the_call_ends_with_its_sums() -> None:
    ended = play(20, Talk(AGENT, 1, 4), Talk(CUSTOMER, 5, 12))[-1]
    assert isinstance(ended, CallEnded)
    assert (ended.duration_seconds, ended.reason) == (20.0, "hung_up")
    assert (ended.agent_speech_seconds, ended.customer_speech_seconds) == (3.0, 7.0)


def test_a_flag_by_a_person_is_kept_once() -> None:
    analysis = CallAnalysis(INFO, SETTINGS, words=True)
    assert [flag.reason for flag in analysis.add_flag("Good example")] == ["Good example"]
    assert analysis.add_flag("Good example") == []


TALKS = st.builds(
    lambda channel, start, length, loud, pace: Talk(
        channel, start / 10, (start + length) / 10, syllables_per_second=pace, **(ANGRY if loud else {})
    ),
    st.sampled_from([AGENT, CUSTOMER]),
    st.integers(0, 400),
    st.integers(1, 80),
    st.booleans(),
    st.sampled_from([4.0, 7.5]),
)
WORDS = st.builds(lambda set_id, at: phrase(set_id, at / 10), st.sampled_from(sorted(PHRASES)), st.integers(0, 380))
NOTICES = st.tuples(st.integers(0, 40).map(float), st.sampled_from(["hold", "resume", "ring", "answered", "help"]))


@settings(max_examples=15, phases=[Phase.reuse, Phase.generate])  # whole calls take minutes to shrink
@given(st.lists(TALKS, max_size=14), st.lists(WORDS, max_size=4), st.lists(NOTICES, max_size=2))
def test_whatever_happens_what_opens_closes_and_every_prompt_has_its_receipt(talks, words, notices) -> None:
    events = play(42, *talks, words=words, notices=notices)
    assert isinstance(events[-1], CallEnded)
    assert all(0 <= event.at <= 42.0 for event in events)
    for cue_id in {cue.id for cue in of(events, Cue)}:
        states = [cue.state for cue in of(events, Cue) if cue.id == cue_id]
        assert states == [CueState.OPENED, CueState.CLOSED]
    for cue in of(events, Cue):
        assert cue.evidence.measures or cue.evidence.heard
        assert cue.kind is not CueKind.VOCAL_AROUSAL or cue.channel is CUSTOMER
    for prompt in of(events, Prompt):
        assert prompt.receipt.measures or prompt.receipt.heard
        assert prompt.receipt.start <= prompt.receipt.end <= 42.0
    visible = [prompt for prompt in of(events, Prompt) if prompt.state in (PromptState.SHOWN, PromptState.CLOSED)]
    assert [prompt.state for prompt in visible] == [PromptState.SHOWN, PromptState.CLOSED] * (len(visible) // 2)
    assert all(shown.id == closed.id for shown, closed in list(pairwise(visible))[::2])
    for overlap_id in {overlap.id for overlap in of(events, Overlap)}:
        assert [o.final for o in of(events, Overlap) if o.id == overlap_id][-1]


def test_the_same_frames_from_the_store_in_any_blocks_give_the_same_events() -> None:
    talks = [*CALM, *anger(28, 52), Talk(AGENT, 54, 58, dbfs=-15, alpha_db=-4, syllables_per_second=7)]
    words: list[Said] = [phrase("profanity", 30), phrase("dismissal", 33)]
    live = play(60, *talks, words=words)
    stored = frames_from_bytes(frames(60, talks).tobytes())
    analysis, again, done = CallAnalysis(INFO, SETTINGS, words=True), [], 0
    for said in words:
        upto = round(said.known_at / 0.05)
        again += analysis.receive_frames(stored[done:upto]) + tell(analysis, said.known_at, said)
        done = upto
    assert [*again, *analysis.receive_frames(stored[done:]), *analysis.end("hung_up")] == live


def test_partial_words_are_shown_and_not_judged() -> None:
    said = Said(AGENT, 3.0, 3.8, "calm down", final=False)
    events = play(5, Talk(AGENT, 2, 4.5), words=[said], end=False)
    assert [(utterance.text, utterance.final) for utterance in of(events, Utterance)] == [("calm down", False)]
    assert of(events, Cue) == []
