"""Who came in over whom, and what it was; the cue of it; silence and holds."""

import pytest

from monitor.core.events import CHANNELS, AnyEvent, CallEnded, Channel, CueKind, Hold, Overlap, Speech
from tests.core.scene_kit.ears import hear
from tests.core.scene_kit.scene import Scene
from tests.core.scene_kit.script import AGENT, CUSTOMER, Said, Talk, cues, of, phrase, play, prompts
from tests.core.scene_kit.sounds import Part, Voice
from tests.core.scenes.rows import row

Span = tuple[float, float]
COUNTED = ("interruption", "competing")


@pytest.mark.parametrize("by", CHANNELS)
@pytest.mark.parametrize(
    ("holder", "comer", "label"),
    [
        row("simultaneous", "both start within 0.2 s", [(1.0, 4.0)], [(1.15, 6.0)], "simultaneous"),
        row("pause_barge_in", "who pauses takes up again", [(1.0, 4.0), (4.8, 7.5)], [(4.3, 7.0)], "pause_barge_in"),
        row("smooth_switch", "the last syllables are overlapped", [(1.0, 4.0)], [(3.7, 7.0)], "smooth_switch"),
        row("backchannel", "mhm, and the other goes on", [(1.0, 8.0)], [(3.7, 4.3)], "backchannel"),
        row("backchannel", "mhm from a slow speaker", [(1.0, 8.0)], [(3.5, 4.4)], "backchannel"),
        row("interruption", "the floor is taken", [(1.0, 5.0)], [(4.0, 8.0)], "interruption"),
        row("interruption", "the floor is taken late", [(1.0, 5.8)], [(4.0, 8.0)], "interruption"),
        row("interruption", "taken with a breath", [(1.0, 5.2)], [(4.0, 4.6), (4.85, 8.0)], "interruption"),
        row("attempted", "the other gives way", [(1.0, 8.0)], [(4.0, 5.3)], "attempted"),
        row("competing", "neither gives way for 2 s", [(1.0, 8.0)], [(4.0, 7.5)], "competing"),
        row("other", "the floor was only just won", [(1.0, 2.4)], [(1.3, 5.0)], "other"),
        row("other", "neither goes on", [(1.0, 5.2)], [(4.0, 5.0)], "other"),
    ],
)
def test_labels(holder: list[Span], comer: list[Span], label: str, by: Channel) -> None:
    talks = [Talk(by.other, *span) for span in holder] + [Talk(by, *span) for span in comer]
    found = [overlap for overlap in of(play(10, *talks), Overlap) if overlap.final]
    assert [(str(each.label), each.channel, each.counted) for each in found] == [(label, by, label in COUNTED)]


@pytest.mark.parametrize(
    ("agent", "customer", "label"),
    [
        row("interruption", "in sound", [Voice(0.5, 4.0, f0_hz=110)], [Voice(3.0, 6.5, f0_hz=200)], "interruption"),
        row("attempted", "in sound", [Voice(0.5, 7.0, f0_hz=110)], [Voice(3.0, 4.3, f0_hz=200)], "attempted"),
        row("competing", "in sound", [Voice(0.5, 7.0, f0_hz=110)], [Voice(3.0, 6.5, f0_hz=200)], "competing"),
        row("smooth_switch", "in sound", [Voice(0.5, 4.0, f0_hz=110)], [Voice(3.7, 6.5, f0_hz=200)], "smooth_switch"),
        row("backchannel", "in sound", [Voice(0.5, 7.0, f0_hz=110)], [Voice(3.0, 3.6, f0_hz=200)], "backchannel"),
    ],
)
def test_labels_in_sound(agent: list[Part], customer: list[Part], label: str) -> None:
    found = of(hear(Scene(9).agent(*agent).customer(*customer)), Overlap)
    assert [str(each.label) for each in found if each.final] == [label]


def test_more_than_three_words_are_no_backchannel() -> None:
    talks = Talk(CUSTOMER, 1, 8), Talk(AGENT, 3.7, 4.6)
    words = Said(AGENT, 3.7, 4.6, "but I told you so", delay_seconds=0.1)
    assert [str(each.label) for each in of(play(10, *talks, words=[words]), Overlap) if each.final] == ["attempted"]


@pytest.mark.parametrize(
    ("holder", "comer", "marks"),
    [
        row("provisional mark", "at half a second", (1.0, 5.0), (4.0, 8.0), [(4.5, False), (6.0, True)]),
        row("provisional mark", "none of a shorter overlap", (1.0, 8.0), (4.0, 4.4), [(5.4, True)]),
        row("final mark", "1.2 s after a stop at the latest", (1.0, 5.2), (4.0, 5.0), [(4.5, False), (6.2, True)]),
    ],
)
def test_marks(holder: Span, comer: Span, marks: list[tuple[float, bool]]) -> None:
    found = of(play(10, Talk(AGENT, *holder), Talk(CUSTOMER, *comer)), Overlap)
    assert [each.final for each in found] == [final for _, final in marks]
    assert [each.at for each in found] == pytest.approx([at for at, _ in marks], abs=0.11)
    assert len({each.id for each in found}) == 1


@pytest.mark.parametrize(
    ("spoken", "units"),
    [
        row("speech unit", "a pause of 0.2 s parts two", [(1.0, 2.0), (2.25, 3.0)], 2),
        row("speech unit", "a shorter one doesn't", [(1.0, 2.0), (2.15, 3.0)], 1),
        row("speech unit", "less than 0.1 s is none", [(1.0, 1.08)], 0),
    ],
)
def test_speech_units(spoken: list[Span], units: int) -> None:
    assert len(of(play(5, *[Talk(AGENT, *span) for span in spoken]), Speech)) == units


TAKEN = Talk(CUSTOMER, 1, 5.9), Talk(AGENT, 5, 9)
TAKEN_AGAIN = Talk(CUSTOMER, 10, 15.9), Talk(AGENT, 15, 19)
TAKEN_LATE = Talk(CUSTOMER, 45, 50.9), Talk(AGENT, 50, 54)
LONG = Talk(CUSTOMER, 1, 8), Talk(AGENT, 4, 6)
NODS = Talk(CUSTOMER, 1, 15), Talk(AGENT, 3, 3.5), Talk(AGENT, 6, 6.5), Talk(AGENT, 9, 9.5)
OWN_WORDS = Talk(AGENT, 1, 5.9), Talk(CUSTOMER, 5, 9), Talk(AGENT, 10, 15.9), Talk(CUSTOMER, 15, 19)


@pytest.mark.parametrize(
    ("talks", "by"),
    [
        row("interruption", "the cue comes with the second one", [*TAKEN, *TAKEN_AGAIN], [AGENT]),
        row("interruption", "one is no cue", TAKEN, []),
        row("interruption", "two far apart are no cue", [*TAKEN, *TAKEN_LATE], []),
        row("interruption", "a long one is a cue by itself", LONG, [AGENT]),
        row("interruption", "nods are no cue", NODS, []),
        row("interruption", "the customer's are the customer's", OWN_WORDS, [CUSTOMER]),
    ],
)
def test_the_cue(talks: list[Talk], by: list[Channel]) -> None:
    events = play(max(talk.end for talk in talks) + 3, *talks)
    assert [cue.channel for cue in cues(events, CueKind.INTERRUPTION)] == by
    assert len(prompts(events, "dont_interrupt")) == (by == [AGENT])


TALK = Talk(AGENT, 1, 3), Talk(CUSTOMER, 3.5, 6)
HOLD = phrase("hold_announced", 5.0)


def dead_air(events: list[AnyEvent]) -> list[float]:
    return [cue.start for cue in cues(events, CueKind.DEAD_AIR)]


@pytest.mark.parametrize(
    ("talks", "words", "notices", "starts"),
    [
        row("Dead air", "both are silent", TALK, [], [], [6.0]),
        row("Dead air", "nobody has spoken yet", [], [], [], []),
        row("Dead air", "5 s are a thought", [*TALK, Talk(AGENT, 11, 29)], [], [], []),
        row("Dead air", "the line rings", TALK, [], [(6.0, "ring")], []),
        row("Hold", "announced, then silent", TALK, [HOLD], [], []),
        row("Hold", "told by the source", TALK, [], [(6.0, "hold")], []),
    ],
)
def test_dead_air(talks: list[Talk], words: list[Said], notices: list[tuple[float, str]], starts: list[float]) -> None:
    events = play(30, *talks, words=words, notices=notices)
    assert dead_air(events) == pytest.approx(starts, abs=0.25)


@pytest.mark.parametrize(
    ("talks", "words", "notices", "ways"),
    [
        row("Hold", "the announcement and the silence", TALK, [HOLD], [], ["announced"]),
        row("Hold", "over when somebody speaks", [*TALK, Talk(AGENT, 20, 24)], [HOLD], [], ["announced", "speech"]),
        row("Hold", "over when the source says so", TALK, [], [(6.0, "hold"), (20.0, "resume")], ["notice", "notice"]),
        row("Hold", "talking on makes it none", [*TALK, Talk(AGENT, 6.5, 29)], [HOLD], [], []),
        row("Hold", "silence alone makes none", TALK, [], [], []),
    ],
)
def test_holds(talks: list[Talk], words: list[Said], notices: list[tuple[float, str]], ways: list[str]) -> None:
    found = of(play(30, *talks, words=words, notices=notices), Hold)
    assert [hold.state for hold in found] == ["on", "off"][: len(ways)]
    assert [hold.how for hold in found] == ways


HELLO, ANSWER = Talk(CUSTOMER, 0.5, 3), Talk(CUSTOMER, 24.2, 26)


@pytest.mark.parametrize(
    ("talks", "by"),
    [
        row("Monologue", "one side for 40 s", [HELLO, Talk(AGENT, 4, 46)], [AGENT]),
        row("Monologue", "pauses and nods belong to it", [HELLO, Talk(AGENT, 4, 20), Talk(AGENT, 21, 46)], [AGENT]),
        row("Monologue", "an answer ends it", [HELLO, Talk(AGENT, 4, 24), ANSWER, Talk(AGENT, 26.2, 46)], []),
        row("Monologue", "an announcement is none", [Talk(AGENT, 0.5, 46)], []),
    ],
)
def test_monologues(talks: list[Talk], by: list[Channel]) -> None:
    assert [cue.channel for cue in cues(play(48, *talks), CueKind.MONOLOGUE)] == by


@pytest.mark.parametrize(("agent", "customer"), [row("Time to answer", "of each side", 0.4, 0.7)])
def test_time_to_answer(agent: float, customer: float) -> None:
    (ended,) = of(play(12, Talk(AGENT, 1, 3), Talk(CUSTOMER, 3 + customer, 6), Talk(AGENT, 6 + agent, 9)), CallEnded)
    assert (ended.agent_response_seconds, ended.customer_response_seconds) == pytest.approx((agent, customer), abs=0.06)
