"""Whisper prompts: one at a time, at the right moment, closed when mended.

A rule that becomes due yields ``due`` and then ``shown`` or ``withheld``, each with the
reason; a shown prompt ends in ``closed``. Normal prompts wait for the agent's next
pause, at most 4 s; urgent ones wait only for what was shown within the last 3 s, and do
not count against the call's cap. What was only crowded out comes up again while it lasts.
A note for after the call is shown as the last of all and stays: whoever reads it closes it.
"""

from collections import Counter
from dataclasses import dataclass

import msgspec

from monitor.core.events import Prompt, PromptState, Urgency
from monitor.core.prompting.playbook import Rule, Section, Speaks
from monitor.core.prompting.rules.state import Want
from monitor.core.words.language import Language

MOST_TRIES = 4
IN_SHADOW = "in the shadow: recorded, not shown"


class PromptSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Governance of prompts."""

    speak: Speaks = Speaks.ON
    """``shadow`` records what every rule would have shown and shows nothing; ``off`` doesn't even look."""
    cap_per_call: int = 6
    checklist_per_call: int = 2
    """Whispers of the checklist, beside the cap."""
    shown_seconds: float = 12.0
    least_shown_seconds: float = 3.0
    """Mended or outranked, a prompt stays this long: one that flashes by can't be read."""
    wait_seconds: float = 4.0
    pause_seconds: float = 0.3
    """Silence of the agent that counts as a pause."""
    notes_per_call: int = 2
    """Notes on the agent's page once a call is over."""


@dataclass(slots=True)
class _Waiting:
    """Due, not yet shown."""

    rule: Rule
    want: Want
    due: Prompt
    since: float


class PromptGovernor:
    """Asked once a frame with what the rules want."""

    def __init__(
        self, call_id: str, playbook: tuple[Rule, ...], language: Language, settings: PromptSettings, direction: str
    ) -> None:
        self.visible: Prompt | None = None
        """The prompt on show."""
        self.quiet = False
        """The agent wants none in this call; what can't wait comes all the same."""
        self._rules = {
            rule.id: rule for rule in playbook if rule.prompts is not Speaks.OFF and direction in rule.directions
        }
        self._call_id = call_id
        self._language = language
        self._settings = settings
        self._wanted_since: dict[str, float] = {}
        self._last_shown: dict[str, Prompt] = {}
        self._spent: set[str] = set()
        self._crowded_out: Counter[str] = Counter()
        self._waiting: dict[str, _Waiting] = {}
        self._notes: dict[str, _Waiting] = {}
        """Due, and kept until the call is over."""
        self._visible_since = self._visible_until = 0.0
        self._counted = {False: 0, True: 0}
        """Normal prompts shown: whispers of the checklist are counted for themselves."""

    def update(self, now: float, wants: list[Want], agent_silent_seconds: float) -> list[Prompt]:
        """The prompts' new states at this moment."""
        if not (wants or self.visible or self._waiting or self._wanted_since):
            return []
        wanted = {want.rule: want for want in wants if want.rule in self._rules}
        events = self._close_visible(now, wanted)
        events += self._become_due(now, wanted)
        events += self._withdraw(now, wanted)
        events += self._show(now, agent_silent_seconds)
        return events

    def answer(self, prompt_id: str, verdict: str, now: float) -> list[Prompt]:
        """The agent's key closes the prompt."""
        if self.visible is None or self.visible.id != prompt_id:
            return []
        return self._close(now, verdict)

    def finish(self, now: float) -> list[Prompt]:
        """The call is over: nothing stays open but what is for after it."""
        events = [self._state(each.due, PromptState.WITHHELD, now, "the call ended") for each in self._waiting.values()]
        self._waiting.clear()
        events += self._close(now, "the call ended") if self.visible else []
        return events + self._leave_notes(now)

    def _leave_notes(self, now: float) -> list[Prompt]:
        """What the agent finds after the call, the most pressing first."""
        events: list[Prompt] = []
        most = self._settings.notes_per_call
        for note in sorted(self._notes.values(), key=lambda each: each.rule.priority):
            refusal = IN_SHADOW if note.rule.prompts is Speaks.SHADOW else ""
            if not refusal and sum(each.state is PromptState.SHOWN for each in events) >= most:
                refusal = f"no more than {most} of them after a call"
            state = PromptState.WITHHELD if refusal else PromptState.SHOWN
            events.append(self._state(note.due, state, now, refusal or note.due.reason))
        self._notes.clear()
        return events

    def _become_due(self, now: float, wanted: dict[str, Want]) -> list[Prompt]:
        for rule_id in list(self._wanted_since):
            if rule_id not in wanted:
                del self._wanted_since[rule_id]
        events: list[Prompt] = []
        for rule_id, want in wanted.items():
            rule = self._rules[rule_id]
            since = self._wanted_since.setdefault(rule_id, now)
            waits = rule_id in self._waiting or rule_id in self._notes
            if now - since < rule.sustain_seconds or waits or want.episode in self._spent:
                continue
            if self.visible is not None and (self.visible.rule == rule_id or self._crowded_out[want.episode]):
                continue
            self._spent.add(want.episode)
            due = self._due(rule, want, now)
            events.append(due)
            refusal = self._refusal(rule, due, now)
            if refusal:
                events.append(self._state(due, PromptState.WITHHELD, now, refusal))
            else:
                place = self._notes if rule.after_call else self._waiting
                place[rule_id] = _Waiting(rule, want, due, now)
        return events

    def _refusal(self, rule: Rule, due: Prompt, now: float) -> str:
        """Why a due prompt is not shown at all; empty when it may be."""
        shown = self._last_shown.get(rule.id)
        more_pressing = shown is not None and due.urgency is Urgency.NOW and shown.urgency is Urgency.NORMAL
        if shown is not None and now - shown.at < rule.cooldown_seconds and not more_pressing:
            return f"shown {now - shown.at:.0f} s ago"
        return self._capped(rule, due)

    def _capped(self, rule: Rule, due: Prompt) -> str:
        if due.urgency is Urgency.NOW:
            return ""
        if self.quiet:
            return "the agent wants quiet in this call"
        if rule.after_call:
            return ""
        of_checklist = rule.section is Section.SHAPE
        most = self._settings.checklist_per_call if of_checklist else self._settings.cap_per_call
        what = "whispers of the checklist" if of_checklist else "prompts"
        shown = self._counted[of_checklist]
        return f"{shown} {what} shown in this call already" if shown >= most else ""

    def _withdraw(self, now: float, wanted: dict[str, Want]) -> list[Prompt]:
        events = []
        for rule_id, each in list(self._waiting.items()):
            if rule_id not in wanted:
                del self._waiting[rule_id]
                passed = now >= each.want.until
                reason = "its moment passed" if passed else "mended before it was shown"
                events.append(self._state(each.due, PromptState.WITHHELD, now, reason))
        return events

    def _show(self, now: float, agent_silent_seconds: float) -> list[Prompt]:
        paused = agent_silent_seconds >= self._settings.pause_seconds
        ready = [
            each
            for each in self._waiting.values()
            if each.due.urgency is Urgency.NOW or paused or self._has_waited(each, now)
        ]
        events: list[Prompt] = []
        for each in [each for each in ready if each.rule.prompts is Speaks.SHADOW]:
            ready.remove(each)
            events.append(self._recorded(each, now))
        first = min(ready, key=lambda each: (each.due.urgency is not Urgency.NOW, each.rule.priority), default=None)
        if first is not None and self._may_take_place(first, now):
            if self.visible is not None:
                events += self._close(now, "a more pressing prompt took its place")
            events.append(self._shown(first, now))
        return events + self._give_up(now)

    def _has_waited(self, each: _Waiting, now: float) -> bool:
        return now - each.since >= self._settings.wait_seconds - 1e-9

    def _may_take_place(self, each: _Waiting, now: float) -> bool:
        """Free, or held for long enough by what is less pressing."""
        if self.visible is None:
            return True
        if now - self._visible_since < self._settings.least_shown_seconds:
            return False
        ranks = (self.visible.urgency is not Urgency.NOW, self._rules[self.visible.rule].priority)
        return (each.due.urgency is not Urgency.NOW, each.rule.priority) < ranks

    def _give_up(self, now: float) -> list[Prompt]:
        events = []
        for rule_id, each in list(self._waiting.items()):
            reason = self._capped(each.rule, each.due)
            if not reason and self._has_waited(each, now):
                reason = "another prompt was on show"
                self._try_again(each.want.episode)
            if reason:
                del self._waiting[rule_id]
                events.append(self._state(each.due, PromptState.WITHHELD, now, reason))
        return events

    def _try_again(self, episode: str) -> None:
        """An occasion that was only crowded out comes up again while it lasts, once the place is free."""
        self._crowded_out[episode] += 1
        if self._crowded_out[episode] < MOST_TRIES:
            self._spent.discard(episode)

    def _shown(self, each: _Waiting, now: float) -> Prompt:
        del self._waiting[each.rule.id]
        self._count(each)
        self._visible_since, self._visible_until = now, each.want.until
        self.visible = self._state(each.due, PromptState.SHOWN, now, each.due.reason)
        self._last_shown[each.rule.id] = self.visible
        return self.visible

    def _recorded(self, each: _Waiting, now: float) -> Prompt:
        """What a rule in the shadow would have shown; it takes no place, but the same cooldown and cap."""
        del self._waiting[each.rule.id]
        self._count(each)
        withheld = self._state(each.due, PromptState.WITHHELD, now, IN_SHADOW)
        self._last_shown[each.rule.id] = withheld
        return withheld

    def _count(self, each: _Waiting) -> None:
        if each.due.urgency is Urgency.NORMAL:
            self._counted[each.rule.section is Section.SHAPE] += 1

    def _close_visible(self, now: float, wanted: dict[str, Want]) -> list[Prompt]:
        if self.visible is None:
            return []
        shown = now - self._visible_since
        if self.visible.rule not in wanted and shown >= self._settings.least_shown_seconds:
            return self._close(now, "mended" if now < self._visible_until else "its moment passed")
        if shown >= self._settings.shown_seconds:
            return self._close(now, f"shown for {shown:.0f} s")
        return []

    def _close(self, now: float, reason: str) -> list[Prompt]:
        prompt, self.visible = self.visible, None
        return [self._state(prompt, PromptState.CLOSED, now, reason)] if prompt else []

    def _due(self, rule: Rule, want: Want, now: float) -> Prompt:
        message = self._language.message(rule.id)
        return Prompt(
            at=round(now, 3),
            call_id=self._call_id,
            id=f"{rule.id}-{round(now * 1000)}",
            rule=rule.id,
            state=PromptState.DUE,
            text=message.whisper,
            urgency=Urgency.NOW if want.urgent else rule.urgency,
            receipt=want.receipt,
            reason=message.reason_for(want.variant, want.fields),
            say=message.say,
            after_call=rule.after_call,
        )

    def _state(self, prompt: Prompt, state: PromptState, now: float, reason: str) -> Prompt:
        return msgspec.structs.replace(prompt, state=state, at=round(now, 3), reason=reason)
