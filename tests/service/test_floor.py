"""One call's events, folded into what the floor and its page draw."""

import msgspec
import pytest

from monitor.core.events import Channel, Cue, CueKind, CueState, Evidence, Fault, Flag, Heard, Hold, Level, PromptState
from monitor.service.floor import CallView, by_need
from monitor.wire.browser import StripSecond
from tests.service.events import CALL, call_started, escalation, levels, prompt, utterance


def view(*events) -> CallView:
    one = CallView(call_started())
    for event in events:
        one.receive(event)
    return one


def test_new_call_has_no_number_that_no_event_gave():
    row = view().row()
    assert (row.level, row.score, row.heat, row.talk) == (Level.CALM, 0.0, (), ())
    assert row.agent_voice is None
    assert row.card.agent == "Mira Test"


def test_heat_keeps_one_score_a_second_and_two_minutes():
    row = view(*(escalation(at / 2, score=at / 1000) for at in range(400))).row()
    assert len(row.heat) == 120
    assert row.heat[-1] == 0.399


def test_level_since_is_when_the_present_level_was_entered():
    row = view(escalation(0), escalation(7, Level.RAISED, 0.5), escalation(8, Level.RAISED, 0.6)).row()
    assert (row.level, row.level_since) == (Level.RAISED, 7)


@pytest.mark.parametrize(
    ("scores", "trend"), [((0.1, 0.4), "rising"), ((0.4, 0.1), "falling"), ((0.4, 0.41), "steady"), ((), "steady")]
)
def test_trend_compares_with_ten_seconds_ago(scores, trend):
    assert view(*(escalation(at * 10, score=score) for at, score in enumerate(scores))).row().trend == trend


def test_talk_says_who_spoke_each_second():
    row = view(
        levels(0.25),
        levels(1.0, agent=2),
        levels(2.0, customer=3),
        levels(3.0, agent=1, customer=1),
        levels(4, hold=True),
    ).row()
    assert row.talk == (0, 1, 2, 3, 4)


def test_strip_takes_the_loudest_reading_of_each_second():
    strip = (
        view(levels(0.0, agent=2.0), levels(0.25, agent=5.0), levels(0.5), levels(1.0, customer=1.0)).snapshot().strip
    )
    assert strip == (StripSecond(5.0, None, False, False, False), StripSecond(None, 1.0, False, False, False))


def test_prompt_on_show_leaves_when_it_closes_and_stays_as_the_last():
    one = view(prompt(5, PromptState.DUE))
    assert one.snapshot().prompt is None
    one.receive(prompt(6, PromptState.SHOWN))
    assert one.snapshot().prompt is not None
    one.receive(prompt(9, PromptState.CLOSED))
    assert one.snapshot().prompt is None
    assert one.row().last_prompt.state is PromptState.CLOSED


def test_closing_another_prompt_leaves_the_shown_one():
    one = view(prompt(6, PromptState.SHOWN), prompt(7, PromptState.CLOSED, "p0"))
    assert one.snapshot().prompt.id == "p1"


def test_partial_utterance_is_replaced_by_its_final():
    one = view(
        utterance(1.0, "thank", final=False),
        utterance(1.2, "yes", final=False, channel=Channel.CUSTOMER),
        utterance(1.0, "thank you"),
    )
    assert [said.text for said in one.snapshot().utterances] == ["thank you", "yes"]


def test_snapshot_keeps_the_last_sixty_utterances():
    said = view(*(utterance(at, "word") for at in range(90))).snapshot().utterances
    assert [one.start for one in said] == list(range(30, 90))


def test_hold_flags_and_faults_show_until_they_end():
    fault = Fault(at=1, call_id=CALL, kind="bleed", channel=None, switches_off="overlap")
    one = view(Hold(at=1, call_id=CALL, state="on", how="notice"), Flag(at=2, call_id=CALL, id="f", reason="r"), fault)
    assert one.row().on_hold
    assert len(one.row().flags) == 1
    assert one.row().faults == (fault,)
    one.receive(Fault(at=3, call_id=CALL, kind="bleed", channel=None, switches_off="overlap", state="off"))
    one.receive(Hold(at=3, call_id=CALL, state="off", how="notice"))
    assert one.row().faults == ()
    assert not one.row().on_hold


def test_help_shows_since_when_until_a_supervisor_answers():
    one = view()
    one.receive_notice("help", 4.0)
    one.receive_notice("help", 9.0)
    assert one.row().help_since == 4.0
    one.receive_notice("supervisor_coming", 12.0)
    assert one.row().help_since is None


def test_floor_sorts_by_help_then_level_then_score():
    calm, hot, asks = view(escalation(1)), view(escalation(1, Level.ESCALATED, 0.9)), view()
    asks.receive_notice("help", 1.0)
    assert sorted([calm.row(), hot.row(), asks.row()], key=by_need) == [asks.row(), hot.row(), calm.row()]


def phrase(heard: Heard) -> list[Cue]:
    return [
        Cue(
            at=2.0,
            call_id="c1",
            id="p",
            kind=CueKind.PHRASE,
            channel=heard.channel,
            state=state,
            start=heard.start,
            evidence=Evidence(heard.start, heard.end, (), (heard,)),
        )
        for state in CueState
    ]


def test_snapshot_keeps_the_phrases_that_weigh_and_those_that_a_prompt_quotes() -> None:
    third = Heard("third time", Channel.CUSTOMER, 1.0, 1.6, "repeated_complaint", 0.4)
    name = Heard("my name is", Channel.CUSTOMER, 3.0, 3.6, "introduction")
    quoted = Heard("my name is", Channel.CUSTOMER, 4.0, 4.6, "introduction")
    shown = msgspec.structs.replace(prompt(5.0), receipt=Evidence(4.0, 4.6, (), (quoted,)))
    assert view(*phrase(third), *phrase(name), shown).snapshot().heard == (third, quoted)
