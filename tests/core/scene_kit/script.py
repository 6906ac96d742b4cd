"""Scripted calls: who speaks when, how loud, how high, how fast, with which words. No audio.

events = play(30, Talk(CUSTOMER, 0.5, 2.0, dbfs=-16), Talk(AGENT, 2.5, 6.0), words=[Said(AGENT, 2.5, 6.0, "calm down")])
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from monitor.core.call_analysis import CallAnalysis
from monitor.core.call_info import CallInfo
from monitor.core.events import (
    AnyEvent,
    Channel,
    Cue,
    CueKind,
    CueState,
    Overlap,
    Prompt,
    PromptState,
    Word,
)
from monitor.core.prompting.playbook import Rule
from monitor.core.settings import CoreSettings, Thresholds
from monitor.core.signal.frames import CLIPPED, FRAME_SECONDS, HOPS, Frames, empty_frames
from monitor.core.words.language import Language, Message, PhraseSet

AGENT, CUSTOMER = Channel.AGENT, Channel.CUSTOMER
INFO = CallInfo(call_id="c1", agent="Ada")
SILENCE_DBFS = -80.0
USUAL_HZ = {AGENT: 110.0, CUSTOMER: 190.0}
RULES = (
    "offer_supervisor",
    "stay_calm",
    "lower_voice",
    "dont_interrupt",
    "dont_mirror",
    "slow_down",
    "dont_dismiss",
    "empathise",
    "dead_air",
)
PHRASES = {
    "dismissal": (AGENT, "calm down"),
    "empathy": (AGENT, "totally understand"),
    "apology": (AGENT, "sincerely apologise"),
    "supervisor_offer": (AGENT, "fetch my supervisor"),
    "hold_announced": (AGENT, "putting you on hold"),
    "hold_over": (AGENT, "thanks for holding"),
    "frustration": (CUSTOMER, "utterly frustrating"),
    "repeated_complaint": (CUSTOMER, "third time calling"),
    "supervisor_request": (CUSTOMER, "want your supervisor"),
    "threat_to_leave": (CUSTOMER, "cancel my contract"),
    "rudeness": (CUSTOMER, "useless idiots"),
    "profanity": (CUSTOMER, "bloody hell"),
    "threat_of_violence": (CUSTOMER, "burn everything down"),
}
LANGUAGE = Language(
    "en",
    messages={rule: Message(rule.replace("_", " ").capitalize() + ".", reason="because") for rule in RULES},
    phrase_sets=tuple(PhraseSet(name, channel, (phrase,)) for name, (channel, phrase) in PHRASES.items()),
    backchannels=("mhm", "yes", "right"),
)
CONSOLING = ("empathy", "apology")
BY_WORDS = {
    "dont_dismiss": {"said": ("dismissal",), "answered_by": CONSOLING},
    "empathise": {"after": ("frustration", "repeated_complaint"), "answered_by": CONSOLING},
}
PLAYBOOK = tuple(Rule(rule, "D1", 20 + 2 * place, **BY_WORDS.get(rule, {})) for place, rule in enumerate(RULES))
SETTINGS = CoreSettings(LANGUAGE, PLAYBOOK)


@dataclass(frozen=True, slots=True)
class Talk:
    """One channel speaks from ``start`` to ``end``; with a pitch of 0 it is unvoiced."""

    channel: Channel
    start: float
    end: float
    dbfs: float = -26.0
    f0_hz: float = -1.0
    """Left out: the channel's usual one."""
    alpha_db: float = -8.0
    syllables_per_second: float = 5.0
    clipped: bool = False

    @property
    def pitch_hz(self) -> float:
        return self.f0_hz if self.f0_hz >= 0 else USUAL_HZ[self.channel]


@dataclass(frozen=True, slots=True)
class Said:
    """Words, spread evenly from ``start`` to ``end``; known ``delay_seconds`` after the last."""

    channel: Channel
    start: float
    end: float
    text: str
    final: bool = True
    delay_seconds: float = 0.2

    @property
    def words(self) -> tuple[Word, ...]:
        texts = self.text.split()
        each = (self.end - self.start) / len(texts)
        return tuple(
            Word(text, round(self.start + place * each, 3), round(self.start + (place + 1) * each, 3))
            for place, text in enumerate(texts)
        )

    @property
    def known_at(self) -> float:
        return self.end + self.delay_seconds


def phrase(set_id: str, at: float, seconds: float = 0.8) -> Said:
    """Somebody says what is in a phrase set."""
    channel, text = PHRASES[set_id]
    return Said(channel, at, at + seconds, text)


def frames(seconds: float, talks: Iterable[Talk]) -> Frames:
    """Both channels' frames; where talks of a channel meet, the later one wins."""
    made = empty_frames(round(seconds / 0.05))
    made["level"] = round(SILENCE_DBFS * 100)
    hops = np.zeros((len(made) * HOPS, 2), np.uint8)
    nuclei = np.zeros_like(hops)
    for talk in talks:
        first, last = round(talk.start * 100), min(len(hops), round(talk.end * 100))
        side = talk.channel.position
        hops[first:last, side] = 1
        step = 100 / talk.syllables_per_second
        peaks = np.rint(np.arange(first + step / 2, last, step)).astype(int)
        nuclei[peaks[peaks < last], side] = 1
        part = made[first // HOPS : -(-last // HOPS), side]
        part["level"] = round(talk.dbfs * 100)
        part["f0"] = round(talk.pitch_hz * 10)
        part["alpha"] = round(talk.alpha_db * 100) if talk.pitch_hz else 0
        part["voicing"] = 85 if talk.pitch_hz else 20
        part["flags"] = CLIPPED if talk.clipped else 0
    for name, source in (("active", hops), ("nuclei", nuclei)):
        bits = source.reshape(-1, HOPS, 2) << np.arange(HOPS, dtype=np.uint8)[None, :, None]
        made[name] = bits.sum(axis=1)
    return made


def play(
    seconds: float,
    *talks: Talk,
    words: Sequence[Said] = (),
    notices: Sequence[tuple[float, str]] = (),
    settings: CoreSettings = SETTINGS,
    info: CallInfo = INFO,
    hears_words: bool = True,
    detail: bool = False,
    end: bool = True,
) -> list[AnyEvent]:
    """The call from start to end; words and notices come when the clock passes them."""
    analysis = CallAnalysis(info, settings, words=hears_words, detail=detail)
    happenings = [(said.known_at, said) for said in words] + list(notices)
    happenings.sort(key=lambda each: each[0])
    events: list[AnyEvent] = []
    made, told = frames(seconds, talks), 0
    for at, what in happenings:
        until = next((each for each in range(max(told, 1), len(made) + 1) if each * FRAME_SECONDS >= at), len(made) + 1)
        events += analysis.receive_frames(made[told:until])
        told = until
        events += tell(analysis, at, what) if until <= len(made) else []
    events += analysis.receive_frames(made[told:])
    return events + (analysis.end("hung_up") if end else [])


def tell(analysis: CallAnalysis, at: float, what: Said | str) -> list[AnyEvent]:
    """Words or a notice."""
    if isinstance(what, str):
        return analysis.receive_notice(what, at)
    return analysis.receive_words(what.channel, what.words, what.final, at)


def chat(
    start: float, end: float, turn_seconds: float = 3.0, gap_seconds: float = 0.3, **customer: float
) -> list[Talk]:
    """Calm turns, agent first, one after the other; the customer's voice may be told."""
    talks: list[Talk] = []
    at = start
    while at + turn_seconds <= end:
        side = CUSTOMER if len(talks) % 2 else AGENT
        mine = customer if side is CUSTOMER else {}
        talks.append(Talk(side, round(at, 2), round(at + turn_seconds, 2), **mine))
        at += turn_seconds + gap_seconds
    return talks


def customised(**tables: object) -> CoreSettings:
    """The settings with some tables of the thresholds replaced."""
    return CoreSettings(LANGUAGE, PLAYBOOK, Thresholds(**tables))


Kind = TypeVar("Kind")


def of(events: Iterable[AnyEvent], kind: type[Kind]) -> list[Kind]:
    """The events of one type."""
    return [event for event in events if isinstance(event, kind)]


def cues(events: Iterable[AnyEvent], kind: CueKind, channel: Channel | str | None = "any") -> list[Cue]:
    """The cues that opened."""
    opened = [cue for cue in of(events, Cue) if cue.kind is kind and cue.state is CueState.OPENED]
    return [cue for cue in opened if channel in ("any", cue.channel)]


def prompts(events: Iterable[AnyEvent], rule: str = "", state: PromptState = PromptState.SHOWN) -> list[Prompt]:
    """The prompts that reached a state."""
    return [prompt for prompt in of(events, Prompt) if prompt.state is state and rule in ("", prompt.rule)]


def labels(events: Iterable[AnyEvent]) -> list[tuple[str, str]]:
    """Label and channel of the final overlaps."""
    return [(str(overlap.label), str(overlap.channel)) for overlap in of(events, Overlap) if overlap.final]
