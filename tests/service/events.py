"""Events of one invented call, for tests."""

from monitor.core.events import (
    CallStarted,
    Channel,
    Escalation,
    Evidence,
    Level,
    Levels,
    Prompt,
    PromptState,
    Urgency,
    Utterance,
    VoiceNow,
    Word,
)

CALL = "c-1"


def call_started(call_id: str = CALL, agent: str = "Mira Test", words_from: str = "file") -> CallStarted:
    return CallStarted(
        at=0.0,
        call_id=call_id,
        source="native",
        language="en",
        agent=agent,
        team="Returns",
        direction="inbound",
        started_at="2026-01-01T10:00:00+00:00",
        words_from=words_from,
    )


def voice(db: float | None = None) -> VoiceNow:
    return VoiceNow(speaking=db is not None, level_over_baseline_db=db, pace_over_usual_percent=None, usual_known=1.0)


def levels(at: float, agent: float | None = None, customer: float | None = None, hold: bool = False, **more) -> Levels:
    both = agent is not None and customer is not None
    said = {"score": 0.1, "level": Level.CALM, "call_id": CALL, **more}
    return Levels(at=at, agent=voice(agent), customer=voice(customer), overlap=both, on_hold=hold, **said)


def escalation(at: float, level: Level = Level.CALM, score: float = 0.0, call_id: str = CALL) -> Escalation:
    return Escalation(at=at, call_id=call_id, level=level, score=score, shares={"voice": score})


def prompt(at: float, state: PromptState = PromptState.SHOWN, prompt_id: str = "p1", call_id: str = CALL) -> Prompt:
    return Prompt(
        at=at,
        call_id=call_id,
        id=prompt_id,
        rule="slow_down",
        state=state,
        text="Slow down.",
        urgency=Urgency.NORMAL,
        receipt=Evidence(start=0.0, end=at),
        reason="",
    )


def utterance(start: float, text: str, final: bool = True, channel: Channel = Channel.AGENT) -> Utterance:
    words = tuple(Word(word, start + place, start + place + 0.5) for place, word in enumerate(text.split()))
    end = words[-1].end
    return Utterance(at=end, call_id=CALL, channel=channel, start=start, end=end, text=text, words=words, final=final)
