"""Rules that live by words: when each wants to speak, and what mends it."""

import pytest

from monitor.core.events import CHANNELS, Cue, CueKind, CueState, Evidence, Heard, Measure, Word
from monitor.core.prompting.playbook import Rule
from monitor.core.prompting.rules.ladder import LadderSettings, OfferSupervisor, StayCalm
from monitor.core.prompting.rules.state import CallState, Said
from monitor.core.prompting.rules.words import Empathise, MissingRule, SaidRule

AGENT, CUSTOMER = CHANNELS
CONSOLING = ("empathy", "apology")
DISMISSED = Rule("dont_dismiss", "D13", 40, said=("dismissal",), answered_by=CONSOLING)
EMPATHISE = Rule("empathise", "D2", 42, after=("frustration", "repeated_complaint"), answered_by=CONSOLING)
OF_AGENT = ("dismissal", "empathy", "apology", "supervisor_offer", "dont_know", "send_away", "take_on")


def said(set_id: str, start: float, *, times: int = 1, agent_turns: int = 0) -> Said:
    """A phrase of one second, known as it ends."""
    channel = AGENT if set_id in OF_AGENT else CUSTOMER
    return Said(Heard("some words", channel, start, start + 1, set_id), start + 1, agent_turns, times)


def state(now: float, *, agent_turns: int = 0, **words: Said) -> CallState:
    return CallState(now=now, agent_turns=agent_turns, said=words)


def test_a_dismissal_is_told_with_its_words() -> None:
    want = SaidRule(DISMISSED).update(state(11.0, dismissal=said("dismissal", 10.0)))
    assert want is not None
    assert want.receipt.heard[0].words == want.fields["words"] == "some words"
    assert (want.receipt.start, want.receipt.end) == (10.0, 11.0)


def test_a_dismissal_long_ago_is_not() -> None:
    assert SaidRule(DISMISSED).update(state(40.0, dismissal=said("dismissal", 10.0))) is None


@pytest.mark.parametrize("mend", ["empathy", "apology"])
def test_understanding_mends_a_dismissal(mend: str) -> None:
    words = {"dismissal": said("dismissal", 10.0), mend: said(mend, 13.0)}
    assert SaidRule(DISMISSED).update(state(14.5, **words)) is None


def test_understanding_before_a_dismissal_does_not_mend_it() -> None:
    words = {"dismissal": said("dismissal", 10.0), "empathy": said("empathy", 5.0)}
    assert SaidRule(DISMISSED).update(state(11.5, **words)) is not None


def test_a_second_dismissal_is_a_new_occasion() -> None:
    first = SaidRule(DISMISSED).update(state(11.0, dismissal=said("dismissal", 10.0)))
    second = SaidRule(DISMISSED).update(state(51.0, dismissal=said("dismissal", 50.0, times=2)))
    assert first is not None
    assert second is not None
    assert first.episode != second.episode


@pytest.mark.parametrize("set_id", ["rudeness", "profanity"])
def test_the_first_rudeness_asks_for_calm(set_id: str) -> None:
    want = StayCalm().update(state(12.5, **{set_id: said(set_id, 10.0)}))
    assert want is not None
    assert want.receipt.heard[0].rule == set_id


def test_later_rudeness_does_not() -> None:
    rule = StayCalm()
    rule.update(state(11.0, rudeness=said("rudeness", 10.0)))
    assert rule.update(state(16.0, rudeness=said("rudeness", 15.0, times=2))) is None


def test_one_outburst_is_one_occasion() -> None:
    rule = StayCalm()
    assert rule.update(state(12.5, rudeness=said("rudeness", 10.0)))
    assert rule.update(state(13.0, rudeness=said("rudeness", 10.0), profanity=said("profanity", 10.5)))
    assert rule.update(state(24.0, rudeness=said("rudeness", 10.0), profanity=said("profanity", 22.0))) is None
    assert StayCalm().update(state(40.0, rudeness=said("rudeness", 10.0))) is None


class Listening:
    """An empathise rule and its call, a frame at a time."""

    def __init__(self, rule: Rule = EMPATHISE, **more) -> None:
        self.rule = Empathise(rule)
        self.state = CallState(**more)
        self.turns = 0

    def at(self, now: float, agent_turns: int):
        """At this moment, after so many turns of the agent, the customer answering each."""
        while self.turns < agent_turns:
            start = now - 3 + self.turns
            for channel in (AGENT, CUSTOMER):
                self.state.talk.hear(channel, [Word("something", start + 0.4 * channel.position, start + 0.3)])
            self.turns += 1
        self.state.now = now
        return self.rule.update(self.state)


def frustrated(**more) -> Listening:
    call = Listening(**more)
    call.state.said["frustration"] = said("frustration", 10.0)
    assert call.at(11.0, 0) is None
    return call


def test_frustration_unanswered_for_two_agent_turns_asks_for_empathy() -> None:
    call = frustrated()
    assert call.at(16.0, 1) is None
    want = call.at(20.0, 2)
    assert want is not None
    assert want.receipt.heard[0].rule == "frustration"


def test_frustration_unanswered_for_25_seconds_asks_for_empathy() -> None:
    call = frustrated()
    assert call.at(35.0, 1) is None
    assert call.at(36.5, 1) is not None


def test_an_agent_who_did_not_get_to_speak_is_not_told() -> None:
    assert frustrated().at(40.0, 0) is None


@pytest.mark.parametrize("set_id", ["empathy", "apology"])
def test_empathy_in_time_is_enough(set_id: str) -> None:
    call = frustrated()
    call.state.said[set_id] = said(set_id, 13.0)
    assert call.at(20.0, 2) is None
    assert call.at(45.0, 3) is None


def test_empathy_mends_the_want() -> None:
    call = frustrated()
    assert call.at(20.0, 2) is not None
    call.state.said["empathy"] = said("empathy", 22.0)
    assert call.at(23.5, 2) is None


def test_one_frustration_asks_once() -> None:
    call = frustrated()
    wants = [call.at(14 + second / 2, 2) for second in range(1, 200)]
    assert len({want.episode for want in wants if want}) == 1
    assert wants[-1] is None


def test_an_aroused_voice_asks_for_empathy_too() -> None:
    measures = (Measure("vocal_arousal", 0.7, "0-1"), Measure("level_over_usual", 9.0, "dB"))
    cue = Cue(
        at=12.0,
        call_id="c1",
        id="vocal_arousal-customer-9000",
        kind=CueKind.VOCAL_AROUSAL,
        channel=CUSTOMER,
        state=CueState.OPENED,
        start=9.0,
        evidence=Evidence(9.0, 12.0, measures),
    )
    call = Listening(cues={(cue.kind, cue.channel): cue})
    assert call.at(12.0, 0) is None
    want = call.at(20.0, 2)
    assert want is not None
    assert (want.variant, want.receipt) == ("voice", cue.evidence)


def test_what_was_answered_once_rests_where_the_rule_says_so() -> None:
    rule = MissingRule(Rule("apologise", "D5", 60, after=("complaint",), answered_by=("apology",), once=True))
    call = Listening()
    call.rule = rule
    call.state.remember(said("complaint", 10.0))
    assert call.at(11.0, 0) is None
    call.state.remember(said("apology", 13.0))
    assert call.at(14.0, 1) is None
    call.state.remember(said("complaint", 40.0))
    assert call.at(41.0, 1) is None
    assert call.at(80.0, 5) is None


def test_a_remark_that_takes_more_than_once_waits_for_the_second() -> None:
    rule = SaidRule(Rule("out_of_depth", "T8", 20, said=("dont_know",), times=2, within_seconds=60))
    call = state(11.0)
    call.remember(said("dont_know", 10.0))
    assert rule.update(call) is None
    call.now = 31.0
    call.remember(said("dont_know", 30.0))
    assert rule.update(call) is not None


def test_a_remark_needs_what_is_given_before_it() -> None:
    rule = SaidRule(Rule("drop_yes_but", "D13", 50, said=("yes_but",), given=("complaint",)))
    call = state(11.0)
    call.remember(said("yes_but", 10.0))
    assert rule.update(call) is None
    call.remember(said("complaint", 4.0))
    assert rule.update(call) is not None


def test_a_remark_is_taken_back_in_the_same_breath() -> None:
    rule = SaidRule(Rule("own_it", "H4", 50, said=("send_away",), unless=("take_on",)))
    call = state(11.5)
    call.remember(said("send_away", 10.0))
    assert rule.update(call) is None, "what takes it back may still come"
    call.now = 12.6
    assert rule.update(call) is not None
    call.remember(said("take_on", 11.2))
    assert rule.update(call) is None


def test_without_words_nobody_can_tell_that_empathy_is_missing() -> None:
    call = frustrated(words=False)
    assert call.at(20.0, 2) is None
    assert call.at(60.0, 5) is None


def ladder() -> OfferSupervisor:
    return OfferSupervisor(LadderSettings(hot_seconds=25, asked_seconds=15))


def hot(since: float, now: float, *, not_falling_since: float = 0.0, **words: Said) -> CallState:
    return CallState(now=now, hot_since=since, not_falling_since=not_falling_since, said=words)


def test_a_request_for_a_supervisor_is_urgent() -> None:
    want = ladder().update(state(15.5, supervisor_request=said("supervisor_request", 10.0)))
    assert want is not None
    assert (want.urgent, want.variant) == (True, "words")
    assert want.receipt.heard[0].words == "some words"


def test_an_offer_mends_the_request() -> None:
    words = {"supervisor_request": said("supervisor_request", 10.0), "supervisor_offer": said("supervisor_offer", 12.0)}
    assert ladder().update(state(13.5, **words)) is None


def test_an_offer_before_the_request_does_not() -> None:
    words = {"supervisor_request": said("supervisor_request", 30.0), "supervisor_offer": said("supervisor_offer", 12.0)}
    assert ladder().update(state(35.5, **words)) is not None


def test_the_agent_has_a_moment_to_offer() -> None:
    assert ladder().update(state(13.0, supervisor_request=said("supervisor_request", 10.0))) is None


def test_a_request_is_an_occasion_for_15_seconds() -> None:
    assert ladder().update(state(27.0, supervisor_request=said("supervisor_request", 10.0))) is None


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        (hot(100.0, 124.9), False),
        (hot(100.0, 125.0), True),
        (hot(100.0, 140.0, not_falling_since=120.0), False),
        (hot(100.0, 146.0, not_falling_since=120.0), True),
        (hot(100.0, 140.0, supervisor_offer=said("supervisor_offer", 110.0)), False),
        (hot(100.0, 140.0, supervisor_offer=said("supervisor_offer", 50.0)), True),
        (CallState(now=300.0), False),
    ],
    ids=["not long enough", "long enough", "falling", "no longer falling", "offered", "offered long ago", "calm"],
)
def test_a_call_that_stays_hot_asks_for_a_supervisor(call: CallState, wanted: bool) -> None:
    assert (ladder().update(call) is not None) == wanted


def test_the_receipt_of_a_hot_call_says_for_how_long() -> None:
    want = ladder().update(hot(100.0, 130.0))
    assert want is not None
    assert (want.receipt.start, want.receipt.end) == (100.0, 130.0)
    assert (want.receipt.measures[0].value, want.receipt.measures[0].unit) == (30.0, "s")
