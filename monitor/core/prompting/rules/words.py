"""Rules that live by words, as the playbook writes them: what was said, and what was not said in answer."""

from dataclasses import dataclass

import msgspec

from monitor.core.events import Channel, CueKind, Evidence
from monitor.core.prompting.playbook import Rule
from monitor.core.prompting.rules.state import CallState, Said, Want, measured

WANTED_SECONDS = 12.0
"""A remark is about what was just said."""
JUDGED_AFTER_TURNS = 2
JUDGED_AFTER_SECONDS = 25.0
SETTLED_SECONDS = 1.5
"""What takes a remark back is said in the same breath."""
AROUND_SECONDS = 6.0
"""So long before it, too."""
ANSWER_SECONDS = 10.0
"""So long a turn that has begun may still be the answer."""
NEW_SECONDS = 1.0
SUPERVISOR_NOTICES = frozenset({"supervisor_coming", "supervisor_joined"})
"""From then on the repair is no more the agent's alone."""
UNDERSTOOD_SECONDS = 60.0
"""So long understanding that was shown holds for further complaints; the same one again is for ``empathise_more``."""


def receipt(*said: Said) -> Evidence:
    """The words and where they were said."""
    heard = tuple(each.heard for each in said)
    return Evidence(min(each.start for each in heard), max(each.end for each in heard), (), heard)


def is_overdue(state: CallState, since: float, agent_turns: int) -> bool:
    """Judged at the end of the second agent turn, or after 25 s with at least one.

    Turns are counted in words; by voice (``agent_turns`` had ended then) where none came of the agent.
    """
    turns = state.talk.ended(Channel.AGENT, since, state.now)
    if not turns and not state.talk.of(Channel.AGENT, since):
        turns = state.agent_turns - agent_turns
    return turns >= JUDGED_AFTER_TURNS or (turns >= 1 and state.now - since >= JUDGED_AFTER_SECONDS)


def _is_answering(state: CallState, since: float) -> bool:
    """The agent is in the midst of a turn, which may be the answer; nobody waits for the end of a long one."""
    turn = state.talk.last(Channel.AGENT)
    if turn is None or turn.start < since or state.now - turn.start > ANSWER_SECONDS or state.over:
        return False
    return not state.talk.ended(Channel.AGENT, turn.start, state.now)


class SaidRule:
    """Wanted for 12 s after one of the rule's acts was said, unless it was taken back or mended."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule

    def update(self, state: CallState) -> Want | None:
        """The newest occasion."""
        rule, said = self._rule, state.last_said(*self._rule.said)
        if said is None or state.now - said.at > WANTED_SECONDS or state.level.rank < rule.from_level.rank:
            return None
        if not self._often_enough(state, said) or not self._stands(state, said):
            return None
        if rule.given and not state.all_said(*rule.given):
            return None
        if rule.answered_by and state.said_since(said.heard.end, *rule.answered_by):
            return None
        episode = f"{rule.id}-{said.heard.start}"
        return Want(rule.id, episode, receipt(said), {"words": said.heard.words}, until=said.at + WANTED_SECONDS)

    def _often_enough(self, state: CallState, said: Said) -> bool:
        rule = self._rule
        if rule.times <= 1:
            return True
        return len(state.all_said(*rule.said, since=said.heard.start - rule.within_seconds)) >= rule.times

    def _stands(self, state: CallState, said: Said) -> bool:
        """Nothing takes it back; told once what might has had its time."""
        if not self._rule.unless:
            return True
        if state.all_said(*self._rule.unless, since=said.heard.start - AROUND_SECONDS):
            return False
        return state.over or state.now - said.heard.end >= SETTLED_SECONDS


class MissingRule:
    """Something asks for an answer, and the agent's second turn has ended without it.

    What was not said can be told only where words come in: without them the rule is silent.
    """

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._trigger: _Trigger | None = None
        self._seen: set[str] = set()
        self._answered = False

    def update(self, state: CallState) -> Want | None:
        """Wanted from when the answer is overdue until it comes, at most for 12 s."""
        if not state.words or self._rests(state):
            return None
        if self._trigger is None:
            self._trigger = self._find(state)
        trigger = self._trigger
        if trigger is None:
            return None
        if state.said_since(trigger.since, *self._rule.answered_by) or trigger.is_stale(state.now):
            self._trigger = None
            return None
        if trigger.overdue_at is None and self._is_due(state, trigger):
            trigger.overdue_at = state.now
            trigger.want = msgspec.structs.replace(trigger.want, until=state.now + WANTED_SECONDS)
        return trigger.want if trigger.overdue_at is not None else None

    def is_overdue(self, state: CallState, since: float, agent_turns: int) -> bool:
        """Time enough has passed for the answer."""
        return is_overdue(state, since, agent_turns)

    def _is_due(self, state: CallState, trigger: "_Trigger") -> bool:
        """Decided while the agent is silent or the customer speaks: what is being said may be the answer."""
        return not _is_answering(state, trigger.since) and self.is_overdue(state, trigger.since, trigger.agent_turns)

    def _rests(self, state: CallState) -> bool:
        """Answered for good, a supervisor's to answer, or the call is not at its level."""
        rule = self._rule
        if not SUPERVISOR_NOTICES.isdisjoint(state.notices):
            return True
        if rule.once and not self._answered and state.all_said(*rule.after):
            first = state.all_said(*rule.after)[0].heard.start
            self._answered = state.said_since(first, *rule.answered_by)
        return self._answered or state.level.rank < rule.from_level.rank

    def _find(self, state: CallState) -> "_Trigger | None":
        """The newest reason to expect an answer; each is one occasion."""
        found = self.occasion(state)
        if found is None or found[1].episode in self._seen:
            return None
        self._seen.add(found[1].episode)
        return _Trigger(*found, state.agent_turns)

    def occasion(self, state: CallState) -> tuple[float, Want] | None:
        """Since when the answer counts, and what to say where none comes."""
        said = state.last_said(*self._rule.after)
        if said is None or state.now - said.at >= NEW_SECONDS:
            return None
        if self._rule.given and not state.all_said(*self._rule.given):
            return None
        if self._rule.times > 1 and len(state.all_said(*self._rule.after)) < self._rule.times:
            return None
        episode = f"{self._rule.id}-{said.heard.start}"
        return said.heard.end, Want(self._rule.id, episode, receipt(said), {"words": said.heard.words})


class Empathise(MissingRule):
    """Frustration in words or in the customer's voice, and no empathy from the agent yet (D2, D13, D14, C7)."""

    def occasion(self, state: CallState) -> tuple[float, Want] | None:
        """Words first; a voice needs none. Understanding shown not long before still holds."""
        found = super().occasion(state) or self._voiced(state)
        if found is None or state.said_since(found[0] - UNDERSTOOD_SECONDS, *self._rule.answered_by):
            return None
        return found

    def _voiced(self, state: CallState) -> tuple[float, Want] | None:
        cue = state.cue(CueKind.VOCAL_AROUSAL, Channel.CUSTOMER)
        if cue is None:
            return None
        fields: dict[str, float | str] = {"over": measured(cue, "level_over_usual")}
        return state.now, Want("empathise", cue.id, cue.evidence, fields, "voice")


@dataclass(slots=True)
class _Trigger:
    """What asks for an answer, and whether it is overdue."""

    since: float
    want: Want
    agent_turns: int
    overdue_at: float | None = None

    def is_stale(self, now: float) -> bool:
        """Too late: shown or not, the moment has passed."""
        overdue = self.overdue_at
        return now - overdue > WANTED_SECONDS if overdue is not None else now - self.since > 2 * JUDGED_AFTER_SECONDS
