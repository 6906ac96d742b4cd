"""Both speak: who came in over whom, and was it an interruption?

A is who had the floor, B who came in. The labels of docs/science.md, tried in this
order; the first that fits wins:

    simultaneous    B starts within 0.2 s of A
    pause_barge_in  B starts in a short pause of A, who takes up again within 1 s
    smooth_switch   A ends within 0.4 s of B's start
    backchannel     B says at most 1 s (and 3 words), A goes on for 1 s, B stays silent 1 s
    interruption    A had spoken 0.5 s; both for 0.5 s; A stops within 2 s and B goes on 1 s
    attempted       both for 0.8 s, and B gives way
    competing       both go on over 2 s
    other           what is left

A provisional mark comes at 0.5 s of overlap, the final one at the latest 1.2 s after one
of the two stops. All times are those of speaking: a side that the line holds back is moved
forward by ``CallInfo.delay_seconds``, and what is final waits for that side.
"""

from collections.abc import Callable

import msgspec

from monitor.core.call_info import LineDelay
from monitor.core.events import Channel, Overlap, OverlapLabel
from monitor.core.signal.speech_spans import Unit
from monitor.core.turns.overlap_reasons import because
from monitor.core.turns.talks import Candidate, Spoken, Talk

COUNTED = (OverlapLabel.INTERRUPTION, OverlapLabel.COMPETING)


class OverlapSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The definitions' seconds; sources in docs/science.md."""

    shortest_seconds: float = 0.1
    simultaneous_seconds: float = 0.2
    smooth_switch_seconds: float = 0.4
    backchannel_seconds: float = 1.0
    backchannel_words: int = 3
    goes_on_seconds: float = 1.0
    takes_floor_seconds: float = 0.6
    """B's own speech within a second of A's stop: breath pauses are allowed."""
    floor_seconds: float = 0.5
    """How long A must have spoken for B's coming in to be an interruption."""
    provisional_seconds: float = 0.5
    stops_within_seconds: float = 2.0
    attempted_seconds: float = 0.8
    barge_pause_seconds: float = 0.5
    same_turn_pause_seconds: float = 0.5
    breath_seconds: float = 0.3
    """A shorter pause of either, while both talk, is a breath and ends nothing."""
    final_after_stop_seconds: float = 1.2
    restless_seconds: float = 20.0
    restless_share: float = 0.3
    """Where both are heard at once for more of so long, there are talkers around. Two people's dialogues reach 0.18,
    with a babble of eight talkers 10 dB under them at least 0.33."""


class Overlaps:
    """Fed with both channels' units as they begin and end; asked once a frame."""

    def __init__(
        self,
        call_id: str,
        settings: OverlapSettings,
        count_words: Callable[[Channel, float, float], int],
        delay: LineDelay,
    ):
        self._call_id = call_id
        self._settings = settings
        self._count_words = count_words
        self._delay = {Channel.AGENT: delay.agent, Channel.CUSTOMER: delay.customer}
        self._units: dict[Channel, list[Spoken]] = {Channel.AGENT: [], Channel.CUSTOMER: []}
        self._open: list[Candidate] = []
        self._barged_in: dict[Channel, Spoken | None] = dict.fromkeys(self._units)
        """The last unit of each side that came into a pause."""

    def begin(self, heard: Unit) -> None:
        """A unit became certain; it may have begun over the other's, or go on in an overlap after a breath."""
        unit = Spoken(heard, self._delay[heard.channel])
        known = [other for each in self._open if self._goes_on_in(each, unit) for other in self._others(each, unit)]
        for other in reversed(self._units[unit.channel.other]):
            if other.end <= unit.start and not other.open:
                break
            if not any(other is each for each in known):
                self._pair(unit, other)
        units = self._units[unit.channel]
        units.append(unit)
        del units[:-20]

    def _goes_on_in(self, each: Candidate, unit: Spoken) -> bool:
        breath = self._settings.breath_seconds
        return each.label is None and (each.holder.join(unit, breath) or each.comer.join(unit, breath))

    def _others(self, each: Candidate, unit: Spoken) -> list[Spoken]:
        return each.comer.units if each.holder.channel is unit.channel else each.holder.units

    @property
    def undecided(self) -> bool:
        """There is something to decide."""
        return bool(self._open)

    def running_seconds(self, comer: Channel) -> float:
        """How long this channel has been talking over the other's turn, right now; 0 when it is not."""
        if not self._open:
            return 0.0
        return max(
            (
                each.seconds
                for each in self._open
                if each.running and each.comer.channel is comer and each.label is None and self._had_floor(each)
            ),
            default=0.0,
        )

    def advance(self, now: float, held_seconds: float = 0.0) -> list[Overlap]:
        """The provisional and final marks that are due; units are known to ``held_seconds`` before now."""
        events: list[Overlap] = []
        if not self._open:
            return events
        told = now - max(self._delay.values()) - held_seconds
        for each in list(self._open):
            label = self._judge(each, told)
            if label is not None:
                self._open.remove(each)
                if each.seconds >= self._settings.shortest_seconds or label is OverlapLabel.PAUSE_BARGE_IN:
                    events.append(self._event(each, label, now, final=True))
            elif not each.marked and each.running and each.seconds >= self._settings.provisional_seconds:
                each.marked = True
                events.append(self._event(each, self._guess(each), now, final=False))
        return events

    def abandon(self, now: float, why: str) -> list[Overlap]:
        """The channels can't be trusted: what was marked ends uncounted, the rest is forgotten."""
        marked = [each for each in self._open if each.marked]
        self._open.clear()
        found = [self._event(each, OverlapLabel.OTHER, now, final=True) for each in marked]
        return [msgspec.structs.replace(overlap, because=why) for overlap in found]

    def _pair(self, first: Spoken, second: Spoken) -> None:
        comer, holder = (first, second) if first.start >= second.start else (second, first)
        told = self._barged_in[holder.channel] is holder  # when the turn was first taken up again
        if not told and self._resumes_own_turn(comer, holder):
            self._barged_in[holder.channel] = holder
            self._open.append(
                Candidate(Talk([comer]), Talk([holder]), self._floor_start(comer), OverlapLabel.PAUSE_BARGE_IN)
            )
            return
        before = self._unit_before(comer)
        together = comer.start - holder.start <= self._settings.simultaneous_seconds
        if together and before is not None and self._unit_before(holder) is None:  # only goes on after a breath
            self._open.append(Candidate(Talk([before, comer]), Talk([holder]), self._floor_start(comer)))
        else:
            self._open.append(Candidate(Talk([holder]), Talk([comer]), self._floor_start(holder)))

    def _unit_before(self, unit: Spoken) -> Spoken | None:
        """The unit of the same side that a breath parts from this one."""
        earlier = [each for each in self._units[unit.channel] if each is not unit and each.end <= unit.start]
        return earlier[-1] if earlier and unit.start - earlier[-1].end <= self._settings.breath_seconds else None

    def _resumes_own_turn(self, comer: Spoken, holder: Spoken) -> bool:
        """The later unit only takes up a turn into whose short pause the other came."""
        if comer.start - holder.start <= self._settings.simultaneous_seconds:
            return False
        earlier = [unit for unit in self._units[comer.channel] if unit is not comer and unit.end <= holder.start]
        return (
            bool(earlier)
            and holder.start - earlier[-1].end <= self._settings.barge_pause_seconds
            and comer.start - holder.start <= self._settings.goes_on_seconds
        )

    def _floor_start(self, unit: Spoken) -> float:
        """Start of the turn a unit belongs to, joined over short pauses."""
        start = unit.start
        for earlier in reversed(self._units[unit.channel]):
            if earlier.end > start:
                continue
            if start - earlier.end > self._settings.same_turn_pause_seconds:
                break
            start = earlier.start
        return start

    def _had_floor(self, each: Candidate) -> bool:
        return (
            each.comer.start - each.holder.start > self._settings.simultaneous_seconds
            and each.comer.start - each.floor_start >= self._settings.floor_seconds
        )

    def _guess(self, each: Candidate) -> OverlapLabel:
        if each.comer.start - each.holder.start <= self._settings.simultaneous_seconds:
            return OverlapLabel.SIMULTANEOUS
        return OverlapLabel.INTERRUPTION if self._had_floor(each) else OverlapLabel.OTHER

    def _judge(self, each: Candidate, now: float) -> OverlapLabel | None:
        """None while both speak: where an overlap ends belongs to what it is."""
        settings = self._settings
        if each.label is not None:
            return each.label
        stopped = each.stopped
        if stopped is None or now < self._surely_stopped(each, stopped):
            return None
        if each.comer.start - each.holder.start <= settings.simultaneous_seconds:
            return OverlapLabel.SIMULTANEOUS
        if not each.holder.open and each.holder.end - each.start <= settings.smooth_switch_seconds:
            return OverlapLabel.SMOOTH_SWITCH
        if each.seconds > settings.stops_within_seconds:
            return OverlapLabel.COMPETING
        return self._judge_stopped(each, stopped, now)

    def _surely_stopped(self, each: Candidate, stopped: float) -> float:
        """When no breath can join the talk again; a long overlap must be final before that."""
        settings = self._settings
        latest = each.start + settings.stops_within_seconds + settings.final_after_stop_seconds
        sure = stopped + settings.breath_seconds + settings.shortest_seconds
        return min(sure, latest) if stopped <= latest else sure

    def _judge_stopped(self, each: Candidate, stopped: float, now: float) -> OverlapLabel | None:
        settings = self._settings
        if not each.comer.open and each.comer.end <= each.holder.end:
            goes_on = self._goes_on(each.holder.channel, each.comer.end)
            silent = not self._speaks_within(each.comer.channel, each.comer.end)
            if goes_on and silent and self._is_short(each.comer) and now >= stopped + settings.goes_on_seconds:
                return OverlapLabel.BACKCHANNEL
            if goes_on and each.seconds >= settings.attempted_seconds and now >= stopped + settings.goes_on_seconds:
                return OverlapLabel.ATTEMPTED
        elif self._had_floor(each) and each.seconds >= settings.floor_seconds:
            in_time = each.holder.end - each.start <= settings.stops_within_seconds
            if in_time and self._takes_floor(each, now):
                return OverlapLabel.INTERRUPTION
        return OverlapLabel.OTHER if now >= stopped + settings.final_after_stop_seconds else None

    def _is_short(self, unit: Talk) -> bool:
        late = self._delay[unit.channel]
        words = self._count_words(unit.channel, unit.start + late, unit.end + late)
        return unit.seconds <= self._settings.backchannel_seconds and words <= self._settings.backchannel_words

    def _goes_on(self, channel: Channel, since: float) -> bool:
        """This channel speaks until a second after ``since``, joined over short pauses."""
        reached = since
        for unit in self._units[channel]:
            if unit.end > reached and unit.start - reached <= self._settings.same_turn_pause_seconds:
                reached = unit.end
        return reached - since >= self._settings.goes_on_seconds - self._settings.shortest_seconds

    def _takes_floor(self, each: Candidate, now: float) -> bool:
        """A second after A stopped, A is still silent and B has mostly been speaking."""
        since = each.holder.end
        until = since + self._settings.goes_on_seconds
        if now < until or self._speaks_within(each.holder.channel, since):
            return False
        spoken = sum(
            max(0.0, min(unit.end, until) - max(unit.start, since)) for unit in self._units[each.comer.channel]
        )
        return spoken >= self._settings.takes_floor_seconds

    def _speaks_within(self, channel: Channel, since: float) -> bool:
        return any(since < unit.start < since + self._settings.goes_on_seconds for unit in self._units[channel])

    def _event(self, each: Candidate, label: OverlapLabel, now: float, final: bool) -> Overlap:
        channel = each.comer.channel
        return Overlap(
            at=round(now, 3),
            call_id=self._call_id,
            id=f"overlap-{channel}-{round(each.start * 1000)}" + ("-pause" if each.label else ""),
            channel=channel,
            start=round(each.start, 3),
            end=round(max(each.end, each.start), 3),
            label=label,
            final=final,
            counted=final and label in COUNTED,
            because=because(each, label, final),
        )
