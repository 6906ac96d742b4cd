"""All acoustic and turn-taking cue detectors of a call, looked at ten times a second."""

from collections.abc import Callable

import msgspec

from monitor.core.cues.dead_air import DeadAir, DeadAirSettings
from monitor.core.cues.fast_speech import FastSpeech, FastSpeechSettings
from monitor.core.cues.flat_tone import FlatTone, FlatToneSettings
from monitor.core.cues.interruption import Interruption, InterruptionSettings
from monitor.core.cues.long_hold import LongHold, LongHoldSettings
from monitor.core.cues.mirroring import Mirroring, MirroringSettings
from monitor.core.cues.monologue import Monologue, MonologueSettings
from monitor.core.cues.quiet_speech import QuietSpeech, QuietSpeechSettings
from monitor.core.cues.raised_voice import RaisedVoice, RaisedVoiceSettings
from monitor.core.cues.vocal_arousal import VocalArousal, VocalArousalSettings
from monitor.core.events import CHANNELS, Channel, Cue, Level, Overlap
from monitor.core.voices.voice import Effort, Voice


class CueSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One struct a detector."""

    raised_voice: RaisedVoiceSettings = RaisedVoiceSettings()
    quiet_speech: QuietSpeechSettings = QuietSpeechSettings()
    flat_tone: FlatToneSettings = FlatToneSettings()
    fast_speech: FastSpeechSettings = FastSpeechSettings()
    mirroring: MirroringSettings = MirroringSettings()
    vocal_arousal: VocalArousalSettings = VocalArousalSettings()
    interruption: InterruptionSettings = InterruptionSettings()
    monologue: MonologueSettings = MonologueSettings()
    dead_air: DeadAirSettings = DeadAirSettings()
    hold: LongHoldSettings = LongHoldSettings()


class CueBoard:
    """Opens and closes the cues; the voices are read, never written."""

    def __init__(self, call_id: str, voices: dict[Channel, Voice], settings: CueSettings) -> None:
        self.settings = settings
        self._voices = voices
        self._raised = {channel: RaisedVoice(call_id, voices[channel], settings.raised_voice) for channel in CHANNELS}
        self._quiet = {
            channel: QuietSpeech(call_id, voices[channel], voices[channel.other], settings.quiet_speech)
            for channel in CHANNELS
        }
        self._flat = FlatTone(call_id, voices[Channel.AGENT], settings.flat_tone)
        self._fast = FastSpeech(call_id, voices[Channel.AGENT], settings.fast_speech)
        self._mirroring = Mirroring(call_id, settings.mirroring)
        self._arousal = VocalArousal(call_id, voices[Channel.CUSTOMER], settings.vocal_arousal)
        self._interruptions = {channel: Interruption(call_id, channel, settings.interruption) for channel in CHANNELS}
        self._monologues = {channel: Monologue(call_id, channel, settings.monologue) for channel in CHANNELS}
        self._dead_air = DeadAir(call_id, settings.dead_air)
        self._long_hold = LongHold(call_id, settings.hold)
        self._ringing = False

    def is_raised(self, channel: Channel) -> bool:
        """This channel's voice is raised now."""
        return self._raised[channel].open is not None

    @property
    def arousal(self) -> float | None:
        """The customer's vocal arousal, 0-1, where it can be told now."""
        return self._arousal.value

    def frozen(self, channel: Channel, level: Level) -> bool:
        """This channel's usual must not learn now: the call is hot, or the voice is not itself."""
        if level.rank >= Level.RAISED.rank or self.is_raised(channel) or self._quiet[channel].open is not None:
            return True
        return channel is Channel.AGENT and (self._fast.holding or self._flat.holding)

    def notice(self, kind: str) -> None:
        """``ring`` and ``answered``: while it rings, silence is no dead air."""
        self._ringing = {"ring": True, "answered": False}.get(kind, self._ringing)

    def count(self, overlap: Overlap) -> None:
        """A final overlap."""
        self._interruptions[overlap.channel].count(overlap)

    def look(
        self,
        now: float,
        effort: dict[Channel, Effort | None],
        speaking: bool,
        on_hold: bool,
        running_seconds: Callable[[Channel], float],
    ) -> list[Cue]:
        """The cues that opened or closed."""
        cues: list[Cue] = []
        steady = {channel: self._voices[channel].steady_effort() for channel in CHANNELS}
        for channel in CHANNELS:
            cues += self._raised[channel].update(now, effort[channel], steady[channel])
            cues += self._quiet[channel].update(now, steady[channel])
            cues += self._interruptions[channel].update(now, running_seconds(channel))
        cues += self._flat.update(now)
        cues += self._fast.update(now, self._voices[Channel.AGENT].syllables_per_second())
        agent, customer = effort[Channel.AGENT], effort[Channel.CUSTOMER]
        cues += self._mirroring.update(now, agent, customer, self.is_raised(Channel.CUSTOMER))
        cues += self._arousal.update(now, steady[Channel.CUSTOMER], customer)
        return cues + self.look_for_silence(now, speaking, on_hold)

    def look_for_silence(self, now: float, speaking: bool, on_hold: bool) -> list[Cue]:
        """Dead air alone: what is left when the voices can't be told apart."""
        spoken = self._voices[Channel.AGENT].spoken_seconds + self._voices[Channel.CUSTOMER].spoken_seconds
        return self._dead_air.update(now, speaking, spoken, on_hold or self._ringing)

    def look_for_hold(self, now: float, on_hold: bool) -> list[Cue]:
        """A hold that goes on, whatever the voices do."""
        return self._long_hold.update(now, on_hold)

    def look_for_monologues(self, now: float, on_hold: bool, line_gone: bool) -> list[Cue]:
        """Long turns; what is heard while the customer is on hold is nobody's turn."""
        if on_hold:
            return self._finish_monologues(now)
        cues: list[Cue] = []
        for channel in CHANNELS:
            own, other = self._voices[channel], self._voices[channel.other]
            units = own.spans.unit, other.spans.unit
            cues += self._monologues[channel].update(now, *units, other.spoken_seconds, line_gone)
        return cues

    def _finish_monologues(self, now: float) -> list[Cue]:
        return [cue for each in self._monologues.values() for cue in each.finish(now)]

    def finish(self, now: float) -> list[Cue]:
        """The call is over: close what is open."""
        return self.finish_voices(now) + self._dead_air.finish(now) + self._long_hold.finish(now)

    def finish_voices(self, now: float) -> list[Cue]:
        """Close all that rests on telling the two voices apart."""
        cues = self._finish_monologues(now)
        for channel in CHANNELS:
            cues += self._raised[channel].finish(now) + self._interruptions[channel].finish(now)
            cues += self._quiet[channel].finish(now)
        return (
            cues
            + self._flat.finish(now)
            + self._fast.finish(now)
            + self._mirroring.finish(now)
            + self._arousal.finish(now)
        )
