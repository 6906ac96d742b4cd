"""Stage 2: frames and words -> turns, cues, escalation, prompts, events.

Reads no audio, so a stored call runs through it again with other thresholds, and yields
the same events for the same ones. One frame is one step of its clock.
"""

from collections import deque
from collections.abc import Sequence

import msgspec

from monitor.core.call_info import CallInfo
from monitor.core.cue_board import CueBoard
from monitor.core.events import (
    CHANNELS,
    LEVEL_RANKS,
    AnyEvent,
    CallEnded,
    Channel,
    Cue,
    CueState,
    Fault,
    Flag,
    Level,
    Levels,
    Overlap,
    VoiceNow,
    Word,
)
from monitor.core.heat.escalation import CallHeat
from monitor.core.heat.families import Families
from monitor.core.heat.flags import Flags
from monitor.core.prompting.checklist import CallShape
from monitor.core.prompting.prompts import PromptGovernor
from monitor.core.prompting.rulebook import Rulebook
from monitor.core.prompting.rules.ladder_end import was_hot
from monitor.core.prompting.rules.state import CallState, Said, Want
from monitor.core.settings import CoreSettings
from monitor.core.signal.bleed import Bleed
from monitor.core.signal.dead_channel import DeadChannels
from monitor.core.signal.frames import FRAME_SECONDS, Frames
from monitor.core.signal.line_faults import LineFaults
from monitor.core.signal.line_gap import LineGap
from monitor.core.turns.hold import HoldState
from monitor.core.turns.overlaps import Overlaps
from monitor.core.turns.responses import ResponseTimes
from monitor.core.turns.restlessness import Restlessness
from monitor.core.turns.turn_count import TurnCount
from monitor.core.voices.opening import Opening
from monitor.core.voices.voice import Frame, Voice
from monitor.core.words.phrase_cues import PhraseCues
from monitor.core.words.phrases import PhraseMatch
from monitor.core.words.unsure_words import UnsureWords

FRAMES_PER_SECOND = round(1 / FRAME_SECONDS)
FRAMES_PER_LOOK = 2
"""Voices are judged ten times a second."""
FRAMES_PER_ASKING = 4
"""Rules are asked when something happened, and five times a second when nothing did."""
FRAMES_A_READING = 5
"""Meters are read four times a second."""
FRAMES_AT_ONCE = 2
"""Both speak at once when they do for 100 ms of a reading; who follows closely does not."""
AFTER_ALL_SECONDS = 10.0
"""No overlap is undecided for longer: at the call's end all of them are told."""


class CallAnalysis:
    """One call, from its first frame to its end."""

    def __init__(self, info: CallInfo, settings: CoreSettings, *, words: bool, detail: bool = False) -> None:
        thresholds = settings.thresholds
        self.heat = CallHeat(info.call_id, thresholds.escalation)
        self.hold = HoldState(info.call_id, thresholds.hold)
        self.state = CallState(words=words, direction=info.direction, delay=info.delay_seconds)
        self._call_id = info.call_id
        self._detail = detail
        self._frames = 0
        self._voices = {channel: Voice(channel, thresholds.voice) for channel in CHANNELS}
        self._opening = Opening(thresholds.voice.opening)
        self._phrases = PhraseCues(info.call_id, settings.language, thresholds.phrases)
        self.state.talk = self._phrases.talk
        self._doubt_settings = thresholds.unsure
        self._doubts = UnsureWords(info.call_id, "", thresholds.unsure)
        self._overlaps = Overlaps(info.call_id, thresholds.overlaps, self._phrases.count_words, info.delay_seconds)
        self._restless = Restlessness(thresholds.overlaps.restless_seconds, thresholds.overlaps.restless_share)
        self._cues = CueBoard(info.call_id, self._voices, thresholds.cues)
        self._turns = TurnCount()
        self._responses = ResponseTimes(info.delay_seconds)
        self._interruptions = dict.fromkeys(CHANNELS, 0)
        self._line = LineFaults(info.call_id)
        self._dead = DeadChannels(info.call_id)
        self._gap = LineGap(info.call_id)
        self._silence_known = False
        self._bleed = Bleed(info.call_id, thresholds.bleed)
        self._families = Families(thresholds.escalation)
        self._flags = Flags(info.call_id, thresholds.flags)
        self._ladder = thresholds.ladder
        self._rules = Rulebook(settings.playbook, thresholds.ladder, info.direction)
        self._shape = CallShape(
            info.call_id, settings.playbook, settings.language, thresholds.shape, thresholds.ladder, info.direction
        )
        self._prompts = PromptGovernor(
            info.call_id, settings.playbook, settings.language, thresholds.prompts, info.direction
        )
        self._begun: dict[Channel, float | None] = dict.fromkeys(CHANNELS)
        self._silent_since = dict.fromkeys(CHANNELS, 0.0)
        self._wants: list[Want] = []
        self._news = False
        """Something came that rules look at."""
        self._frozen = dict.fromkeys(CHANNELS, False)
        """Whose usual must not learn, since the last look."""
        self._both: deque[bool] = deque(maxlen=FRAMES_A_READING)

    @property
    def now(self) -> float:
        """Seconds of frames seen."""
        return self._frames * FRAME_SECONDS

    def receive_frames(self, frames: Frames) -> list[AnyEvent]:
        """Frames of shape (n, 2)."""
        events: list[AnyEvent] = []
        for agent, customer in frames.tolist():
            self._frames += 1
            events += self._step(Frame._make(agent), Frame._make(customer))
        return events

    def receive_words(
        self, channel: Channel, words: Sequence[Word], final: bool, at: float, stable: int | None = None
    ) -> list[AnyEvent]:
        """Words of one channel, times on the call's clock, known at ``at``; see ``CallMonitor``."""
        self._news = True
        doubted = self._doubt(words, max(at, self.now)) if final else []
        self.state.unsure = self._doubts.on
        self.state.words = not self._doubts.on
        utterances, matches = self._phrases.receive(channel, words, final, max(at, self.now), stable)
        return [*doubted, *utterances, *self._heard(matches, max(at, self.now))]

    def hear_from(self, words_from: str) -> None:
        """Where words come from, as ``call_started`` says it; before the first ones."""
        self._doubts = UnsureWords(self._call_id, words_from, self._doubt_settings)

    def receive_notice(self, kind: str, at: float) -> list[AnyEvent]:
        """A state that no sound carries."""
        now = max(at, self.now)
        self.state.notices[kind] = now
        self._news = True
        if kind in ("hold", "resume"):
            return list(self.hold.notice(kind, now))
        self._cues.notice(kind)
        self._opening.notice(kind, now)
        ticked = self._shape.notice(kind, self.state, now)
        return [*ticked, *(self._flags.add(NOTICE_FLAGS[kind], now) if kind in NOTICE_FLAGS else [])]

    def answer(self, prompt_id: str, verdict: str) -> list[AnyEvent]:
        """The agent's answer to the prompt on show."""
        return list(self._prompts.answer(prompt_id, verdict, self.now))

    def add_flag(self, reason: str) -> list[Flag]:
        """A person flags the call."""
        return self._flags.add(reason, self.now)

    def voices(self) -> Levels:
        """Both voices and the heat as they are now."""
        agent, customer = (self._voice_now(self._voices[channel]) for channel in CHANNELS)
        return Levels(
            at=round(self.now, 3),
            call_id=self._call_id,
            agent=agent,
            customer=customer,
            overlap=sum(self._both) >= FRAMES_AT_ONCE,
            on_hold=self.hold.on,
            score=round(self.heat.score, 3),
            level=self.heat.level,
        )

    def end(self, reason: str) -> list[AnyEvent]:
        """Close all that is open; nothing may come after."""
        events: list[AnyEvent] = []
        for channel, frames in self._bleed.finish().items():
            for frame in frames:
                events += self._hear(channel, frame, self.now)
        for voice in self._voices.values():
            events += [voice.speech_event(unit, self.now, self._call_id) for unit in voice.spans.finish()]
        events += self._overlap_events(self.now + AFTER_ALL_SECONDS)
        utterances, matches = self._phrases.finish(self.now)
        events += [*utterances, *self._heard(matches, self.now)]
        self._turns.finish()
        self.state.talk.finish()
        self.state.over = True
        events += self._shape.update(self._state_now(self.now))
        events += self._prompts.update(self.now, self._rules.wants(self._state_now(self.now)), 0.0)
        events += self._kept(self._cues.finish(self.now))
        events += self._prompts.finish(self.now)
        events.append(self.heat.event(self.now))
        seconds = {channel: voice.active_seconds for channel, voice in self._voices.items()}
        ended = CallEnded(
            at=round(self.now, 3),
            call_id=self._call_id,
            duration_seconds=round(self.now, 3),
            agent_speech_seconds=round(seconds[Channel.AGENT], 2),
            customer_speech_seconds=round(seconds[Channel.CUSTOMER], 2),
            reason=reason,
            agent_response_seconds=self._responses.median_seconds(Channel.AGENT),
            customer_response_seconds=self._responses.median_seconds(Channel.CUSTOMER),
            agent_interruptions=self._interruptions[Channel.AGENT],
            customer_interruptions=self._interruptions[Channel.CUSTOMER],
            hot=was_hot(self.state, self._ladder),
        )
        return [*(_not_after(event, self.now) for event in events), ended]

    def _step(self, agent: Frame, customer: Frame) -> list[AnyEvent]:
        now = self.now
        events = self._line_events(now, agent, customer)
        heard, faults = self._bleed.receive(now, agent, customer)
        if faults:
            events += self._echo_events(now, faults)
        self._hear_both(now, heard, events)
        talking = [channel for channel, voice in self._voices.items() if voice.speaking]
        utterances, matches = self._phrases.tick(now, talking)
        if utterances:
            events += [*utterances, *self._heard(matches, now)]
        if self._overlaps.undecided:
            events += self._overlap_events(now)
        agent_voice, customer_voice = self._voices.values()
        speaking = bool(talking)
        events += self.hold.update(now, speaking)
        if self.hold.on is not agent_voice.on_hold:
            agent_voice.hold(self.hold.on)
            customer_voice.hold(self.hold.on)
        if self._frames % FRAMES_PER_LOOK == 0:
            events += self._look(now, speaking)
            if self._frames % FRAMES_PER_SECOND == 0:
                events += self._second(now)
            self._frozen = {channel: self._cues.frozen(channel, self.heat.level) for channel in CHANNELS}
        return [*events, *self._coach(now, bool(events))]

    def _line_events(self, now: float, agent: Frame, customer: Frame) -> list[AnyEvent]:
        events: list[AnyEvent] = [*self._line.receive(now, agent, customer), *self._dead.receive(now, agent, customer)]
        events += self._gap.receive(now, agent, customer)
        self._silence_known = self._dead.silence_known and not self._gap.on
        if self._gap.on:
            self._turns.wait(now)
            self._responses.forget()
        return events

    def _echo_events(self, now: float, faults: list[Fault]) -> list[AnyEvent]:
        events: list[AnyEvent] = []
        if any(fault.state == "on" for fault in faults):  # what is undecided was seen through the echo
            events += self._overlaps.abandon(now, "one channel carries the other's voice")
        return events if self._line.mono_mix else [*events, *faults]

    def _hear_both(self, now: float, heard: dict[Channel, list[Frame]], events: list[AnyEvent]) -> None:
        """Both channels' frames that can be judged now; until the call has begun, has it?"""
        both = all(frames and frames[-1].active for frames in heard.values())
        self._both.append(both)
        self._restless.receive(both)
        for channel, frames in heard.items():
            for frame in frames:
                events += self._hear(channel, frame, now)
        if not self._opening.begun:
            self._open_call(now, heard)

    def _open_call(self, now: float, heard: dict[Channel, list[Frame]]) -> None:
        active = {channel: bool(frames and frames[-1].active) for channel, frames in heard.items()}
        if self._opening.receive(now, active):
            for channel, voice in self._voices.items():
                voice.begin(self._opening.since(channel))

    def _coach(self, now: float, happened: bool) -> list[AnyEvent]:
        """Checklist and rules look when something happened, and five times a second."""
        events: list[AnyEvent] = []
        if happened or self._news or self._frames % FRAMES_PER_ASKING == 0:
            self._news = False
            state = self._state_now(now)
            events += self._shape.update(state)
            self._wants = self._rules.wants(state)
        return [*events, *self._prompts.update(now, self._wants, self._silence(Channel.AGENT, now))]

    def _hear(self, channel: Channel, frame: Frame, now: float) -> list[AnyEvent]:
        voice = self._voices[channel]
        ended = voice.receive(frame, self._frozen[channel])
        unit = voice.spans.unit
        if unit is not None and unit.start != self._begun[channel]:
            self._begun[channel] = unit.start
            self.state.units[channel].append(unit)
            self._overlaps.begin(unit)
            self._turns.begin(channel, now)
            self._responses.begin(unit)
        self._turns.update(now, self._voices[Channel.AGENT].speaking)
        return [voice.speech_event(each, now, self._call_id) for each in ended] if ended else []

    def _look(self, now: float, speaking: bool) -> list[AnyEvent]:
        excused = self.hold.announced or not self._silence_known
        held = self._cues.look_for_hold(now, self.hold.on)
        if self._line.mono_mix:  # two speakers in one voice: nothing can be told but silence
            found = self._cues.finish_voices(now) + self._cues.look_for_silence(now, speaking, excused) + held
            return list(self._kept(found))
        effort = {channel: voice.effort() for channel, voice in self._voices.items()}
        found = held + self._cues.look(now, effort, speaking, excused, self._overlaps.running_seconds)
        events = self._kept(found + self._cues.look_for_monologues(now, self.hold.on, self._gap.on))
        agent = effort[Channel.AGENT]
        self.state.agent_level_db = agent.level_db if agent else None
        agent_db = max(3.0, agent.level_db) if agent and self._cues.is_raised(Channel.AGENT) else 0.0
        self._families.voices(agent_db, self._cues.arousal)
        return list(events)

    def _second(self, now: float) -> list[AnyEvent]:
        changed = self.heat.update(now, self._families.signals(now))
        hot = self.heat.level.rank >= Level.RAISED.rank
        self.state.hot_since = (self.state.hot_since or now) if hot else None
        self.state.hot_seconds += hot
        self.state.held_seconds += self.hold.on
        self.state.highest = max(self.state.highest, self.heat.level, key=LEVEL_RANKS.__getitem__)
        if self.heat.falling:
            self.state.not_falling_since = now
        events: list[AnyEvent] = [self.heat.event(now)] if changed or self._detail else []
        return [*events, *self._flags.look(now, self.heat.level, self.heat.since)]

    def _overlap_events(self, now: float) -> list[Overlap]:
        ended = now > self.now
        if self._line.mono_mix or (ended and self._line.alike):
            return self._overlaps.abandon(now, "both channels carry the same")
        if self._restless.on:
            return self._overlaps.abandon(now, "both sides are heard nearly all the time, so there are talkers around")
        if self._line.alike:  # a mono mix perhaps: judged once that is known
            return []
        overlaps = self._overlaps.advance(now, self._bleed.held_seconds)
        for overlap in overlaps:
            self._families.overlap(overlap, overlap.at)
            self._interruptions[overlap.channel] += overlap.counted
            if overlap.final:
                self._cues.count(overlap)
        return overlaps

    def _doubt(self, words: Sequence[Word], now: float) -> list[Fault]:
        """What was taken for said while nothing was understood is forgotten."""
        faults = self._doubts.receive(now, words)
        if faults and self._doubts.on:
            self.state.said.clear()
            self.state.history.clear()
            self.state.missed.clear()
        return faults

    def _heard(self, matches: list[tuple[PhraseMatch, list[Cue]]], now: float) -> list[AnyEvent]:
        events: list[AnyEvent] = []
        for match, cues in matches if not self._doubts.on else ():
            events += cues
            self._families.phrase(match, now)
            self._remember(match, now)
            if match.set_id == "hold_announced":
                self.hold.announce(now)
            elif match.set_id == "hold_over":
                events += self.hold.over(now)
            events += self._flags.heard(match.set_id, now)
        return events

    def _remember(self, match: PhraseMatch, now: float) -> None:
        before = self.state.said.get(match.set_id)
        self.state.remember(Said(match.heard, now, self._turns.agent_turns, before.times + 1 if before else 1))

    def _kept(self, cues: list[Cue]) -> list[Cue]:
        """Cues on their way out; what is open stays known to the rules."""
        for cue in cues:
            if cue.state is CueState.OPENED:
                self.state.cues[cue.kind, cue.channel] = cue
            else:
                self.state.cues.pop((cue.kind, cue.channel), None)
        return cues

    def _state_now(self, now: float) -> CallState:
        self.state.now = now
        self.state.level = self.heat.level
        self.state.agent_turns = self._turns.agent_turns
        self.state.on_hold = self.hold.on
        self.state.begun = {channel: self._opening.begins(channel) for channel in CHANNELS}
        self.state.agent_silent_seconds = self._silence(Channel.AGENT, now)
        self.state.customer_silent_seconds = self._silence(Channel.CUSTOMER, now)
        return self.state

    def _silence(self, channel: Channel, now: float) -> float:
        unit = self._voices[channel].spans.unit
        if unit is not None:
            self._silent_since[channel] = unit.end
        return now - self._silent_since[channel]

    def _voice_now(self, voice: Voice) -> VoiceNow:
        effort, rate, usual = voice.effort(), voice.syllables_per_second(), voice.rate.usual
        return VoiceNow(
            speaking=voice.speaking,
            level_over_baseline_db=None if effort is None else round(effort.level_db, 1),
            pace_over_usual_percent=None if rate is None or not usual else round(100 * (rate / usual - 1)),
            usual_known=round(voice.level.confidence, 2),
        )


NOTICE_FLAGS = {
    "help": "Asked for help",
    "supervisor_coming": "Supervisor came",
    "supervisor_joined": "Supervisor came",
}


def _not_after(event: AnyEvent, end: float) -> AnyEvent:
    """Nothing becomes known after the call's end."""
    return event if event.at <= end else msgspec.structs.replace(event, at=round(end, 3))
