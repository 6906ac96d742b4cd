"""The call's checklist, which ticks itself, and its stages: one engine over the items of the playbook.

An item is open until it is ``done``, by words, by a notice or by hand, or ``missing``
once its moment has passed. What was missed may still be done afterwards; what is done
stays so. The rules of section "shape" whisper about what is missing.
"""

from collections.abc import Sequence
from typing import Literal

from monitor.core.events import AnyEvent, Checklist, Evidence, Heard, Measure, Stage
from monitor.core.prompting.playbook import Rule, Speaks
from monitor.core.prompting.rules.closing_items import ContactDetail, FollowUp, SettlesIt, Summarise, Thank, WayBack
from monitor.core.prompting.rules.items import AnsweredInTime, AskName, Clarify, Greet, Item, NameHeard, UseName
from monitor.core.prompting.rules.ladder_settings import LadderSettings
from monitor.core.prompting.rules.shape_settings import ShapeSettings
from monitor.core.prompting.rules.stages import Stages
from monitor.core.prompting.rules.state import CallState, Missed
from monitor.core.words.language import Language

BY_HAND = "tick "
"""A notice of this kind, followed by an item, ticks it."""

LOOK_SECONDS = 0.5
"""From one look through the items to the next."""


class CallShape:
    """One call's checklist and stages; keeps ``state.missed`` and ``state.stages`` for the rules."""

    def __init__(
        self,
        call_id: str,
        playbook: Sequence[Rule],
        language: Language,
        settings: ShapeSettings,
        ladder: LadderSettings,
        direction: str = "inbound",
    ) -> None:
        self._call_id = call_id
        self._settings = settings
        self._stages = Stages()
        self._stages_told = False
        self._looked = -LOOK_SECONDS
        ids = {rule.id for rule in playbook if rule.prompts is not Speaks.OFF and direction in rule.directions}
        self._open: dict[str, Item] = {item.id: item for item in _items(language, settings, ladder) if item.id in ids}

    def notice(self, kind: str, state: CallState, now: float) -> list[Checklist]:
        """The agent ticks an item by hand, the phone rings."""
        if kind == "ring":
            state.rings.append(now)
        item = kind.removeprefix(BY_HAND)
        return [self._done(item, (), state, now)] if kind.startswith(BY_HAND) and item in self._open else []

    def update(self, state: CallState) -> list[AnyEvent]:
        """What has changed by now."""
        events: list[AnyEvent] = [] if self._stages_told else [self._stage("greeting", (), state.now)]
        self._stages_told = True
        for stage in self._stages.update(state):
            state.stages.setdefault(stage.name, stage.since)
            events.append(self._stage(stage.name, stage.heard, state.now))
        state.stage = self._stages.now.name
        if state.unsure:
            return events
        self._stall(state)
        if not state.words or (state.now - self._looked < LOOK_SECONDS and not state.over):
            return events
        self._looked = state.now
        for name, item in list(self._open.items()):
            heard = None if item.final and name in state.missed else item.done(state)
            if heard is not None:
                events.append(self._done(name, heard, state, state.now))
            elif name not in state.missed and not state.on_hold and (missed := item.missed(state)) is not None:
                state.missed[name] = missed
                events.append(self._event(name, "missing", missed.receipt.heard, state.now))
        return events

    def _stall(self, state: CallState) -> None:
        """Too long in one stage without a step further."""
        seconds, limit = self._stages.stalled_seconds(state.now), self._settings.stage_seconds
        if seconds < limit:
            state.missed.pop("stage", None)
        elif "stage" not in state.missed:
            measure = Measure(f"in_{self._stages.now.name}", round(seconds, 0), "s", limit=limit)
            receipt = Evidence(round(state.now - seconds, 3), round(state.now, 3), (measure,), self._stages.now.heard)
            state.missed["stage"] = Missed(state.now, receipt, {"seconds": seconds})

    def _done(self, item: str, heard: tuple[Heard, ...], state: CallState, now: float) -> Checklist:
        del self._open[item]
        state.missed.pop(item, None)
        return self._event(item, "done", heard, now)

    def _event(self, item: str, state: Literal["done", "missing"], heard: tuple[Heard, ...], now: float) -> Checklist:
        return Checklist(at=round(now, 3), call_id=self._call_id, item=item, state=state, heard=heard)

    def _stage(self, name: str, heard: tuple[Heard, ...], now: float) -> Stage:
        return Stage(at=round(now, 3), call_id=self._call_id, name=name, heard=heard)


def _items(language: Language, settings: ShapeSettings, ladder: LadderSettings) -> list[Item]:
    names = NameHeard(language)
    return [
        AnsweredInTime(settings),
        Greet(settings, language),
        AskName(settings, names),
        UseName(settings, names),
        Clarify(settings, language),
        ContactDetail(settings),
        SettlesIt(settings),
        Summarise(settings),
        WayBack(settings),
        Thank(settings),
        FollowUp(settings, ladder),
    ]
