"""The checklist's items: when each ticks, and when its moment has passed (playbook, section "shape")."""

import math
from typing import Protocol

import msgspec

from monitor.core.events import Channel, Evidence, Heard, Measure
from monitor.core.prompting.rules.shape_settings import ShapeSettings
from monitor.core.prompting.rules.stages import StageName
from monitor.core.prompting.rules.state import CallState, Missed, Said
from monitor.core.words.language import Language
from monitor.core.words.names import Name, Names


class Item(Protocol):
    """One item of one call's list."""

    id: str
    final: bool
    """Missed, only a person's hand can still tick it."""

    def done(self, state: CallState) -> tuple[Heard, ...] | None:
        """The words that did it; None while it is open."""

    def missed(self, state: CallState) -> Missed | None:
        """That its moment has passed; asked only while it is open."""


def passed(state: CallState, seconds: float, limit: float = 0.0, name: str = "waited") -> Missed:
    """A moment that time has carried away."""
    measure = Measure(name, round(seconds, 0), "s", limit=limit or None)
    receipt = Evidence(round(max(0.0, state.now - seconds), 3), round(state.now, 3), (measure,))
    return Missed(state.now, receipt, {"seconds": seconds})


def at_words(state: CallState, said: Said | None, **fields: float | str) -> Missed:
    """A moment that words ended; without words the call's end did."""
    if said is None:
        return msgspec.structs.replace(passed(state, state.now, name="call"), fields=fields)
    receipt = Evidence(said.heard.start, said.heard.end, (), (said.heard,))
    return Missed(state.now, receipt, {"words": said.heard.words, **fields})


class AnsweredInTime:
    """Answered by the third ring, where the source tells it (C3); a tick only."""

    id = "answered_in_time"
    final = True

    def __init__(self, settings: ShapeSettings) -> None:
        self._settings = settings

    def done(self, state: CallState) -> tuple[Heard, ...] | None:
        """By the rings that were told, or as many as fit in the time."""
        answered = state.notices.get("answered")
        if answered is None or not state.rings:
            return None
        return () if self._rings(state, answered) <= self._settings.answer_by_ring else None

    def missed(self, state: CallState) -> Missed | None:
        """Answered later, or not at all."""
        if not state.rings:
            return None
        answered = state.notices.get("answered")
        rings = self._rings(state, state.now if answered is None else answered)
        if rings <= self._settings.answer_by_ring:
            return None
        return passed(state, (answered or state.now) - state.rings[0], name="rang")

    def _rings(self, state: CallState, until: float) -> int:
        return max(len(state.rings), math.ceil((until - state.rings[0]) / self._settings.ring_seconds))


class Greet:
    """Greeting, company, own name and an offer of help within the agent's first 15 s of speech (C3, D14)."""

    id = "greet"
    final = True
    _PARTS = ("greeting", "company", "own_name", "offer_of_help")

    def __init__(self, settings: ShapeSettings, language: Language) -> None:
        self._seconds = settings.greet_seconds
        self._weak = frozenset((*language.weak_words, *language.fillers))
        self._greetings = frozenset(language.classes.get("greetings", ()))
        self._departments = frozenset(language.classes.get("departments", ()))
        self._names = language.message(self.id).values

    def done(self, state: CallState) -> tuple[Heard, ...] | None:
        """After an announcement only what follows it counts, unless what was taken for one greets by itself."""
        if math.isinf(state.begun[Channel.AGENT]):
            return None
        for since in {state.begun[Channel.AGENT], state.notices.get("answered", 0.0)}:
            parts = self._parts(state, since)
            if all(parts.values()):
                return tuple(part for part in parts.values() if part is not None)
        return None

    def missed(self, state: CallState) -> Missed | None:
        """Its 15 s of speech are over."""
        since = state.begun[Channel.AGENT]
        if not state.talk.of(Channel.AGENT, since):
            return None
        if math.isinf(self._until(state, since)) and not state.over:
            return None
        parts = self._parts(state, since)
        missing = [self._names.get(part, part.replace("_", " ")) for part in self._PARTS if parts[part] is None]
        return at_words(state, None, missing=", ".join(missing))

    def _until(self, state: CallState, since: float) -> float:
        """When the agent has spoken for so long; infinite before that."""
        spoken = 0.0
        for word in state.talk.words(Channel.AGENT, since):
            spoken += word.end - word.start
            if spoken >= self._seconds:
                return word.end
        return math.inf

    def _parts(self, state: CallState, since: float) -> dict[str, Heard | None]:
        until = self._until(state, since)
        parts: dict[str, Heard | None] = dict.fromkeys(self._PARTS)
        spans = []
        for said in state.all_said(*self._PARTS, since=since - 0.01):
            if said.heard.start <= until:
                spans.append(said.heard)
                parts[said.heard.rule] = parts[said.heard.rule] or said.heard
        words = [word for word in state.talk.words(Channel.AGENT, since) if word.start <= until]
        for word in words:
            if word.text in self._greetings and parts["greeting"] is None:
                parts["greeting"] = Heard(word.text, Channel.AGENT, word.start, word.end, "greeting")
        offered = parts["offer_of_help"]
        if parts["company"] is None and offered is not None:
            parts["company"] = self._company(state, spans, since, offered.start)
        return parts

    def _company(self, state: CallState, spans: list[Heard], since: float, until: float) -> Heard | None:
        """What stands between greeting and offer and is neither greeting, own name nor a department."""
        names = [span.end for span in spans if span.rule == "own_name"]
        left = [
            word
            for word in state.talk.words(Channel.AGENT, since)
            if word.start < until
            and not any(span.start <= word.start <= span.end for span in spans)
            and not any(0.0 <= word.start - end < 0.3 for end in names)
            and word.text not in self._weak | self._greetings | self._departments
        ]
        if not left:
            return None
        text = " ".join(word.text for word in left)
        return Heard(text, Channel.AGENT, left[0].start, left[-1].end, "company")


class AskName:
    """The customer's name heard or asked for within 60 s (T5, C3)."""

    id = "ask_name"
    final = False

    def __init__(self, settings: ShapeSettings, names: "NameHeard") -> None:
        self._seconds = settings.ask_name_seconds
        self._names = names

    def done(self, state: CallState) -> tuple[Heard, ...] | None:
        """Asked for is enough; who calls them by name knows it."""
        asked = state.all_said("asks_name", since=state.begun[Channel.AGENT])
        if asked:
            return (asked[0].heard,)
        name = self._names.look(state)
        if name is not None:
            return (name.heard,)
        used = self._names.used(state)
        return (used,) if used is not None else None

    def missed(self, state: CallState) -> Missed | None:
        """Nobody named anybody for so long."""
        talked = max(state.begun.values())
        seconds = state.now - talked if math.isfinite(talked) else 0.0
        if seconds < self._seconds and not state.over:
            return None
        return passed(state, seconds, self._seconds)


class UseName:
    """A name that was heard is used within 3 min (T5, C7, D16)."""

    id = "use_name"
    final = False

    def __init__(self, settings: ShapeSettings, names: "NameHeard") -> None:
        self._seconds = settings.use_name_seconds
        self._names = names

    def done(self, state: CallState) -> tuple[Heard, ...] | None:
        """By first name or surname, or after a title."""
        used = self._names.used(state)
        return (used,) if used is not None else None

    def missed(self, state: CallState) -> Missed | None:
        """Where none was heard, none can be used."""
        name = self._names.look(state)
        if name is None or (state.now - name.heard.end < self._seconds and not state.over):
            return None
        seconds = state.now - name.heard.end
        receipt = Evidence(name.heard.start, name.heard.end, (), (name.heard,))
        return Missed(state.now, receipt, {"seconds": seconds, "name": " ".join(name.parts)})


class NameHeard:
    """The customer's name in this call, looked for once for the items that need it."""

    def __init__(self, language: Language) -> None:
        self._names = Names(language)
        self._name: Name | None = None
        self._looked = 0.0
        """Up to here the agent's words were looked through."""

    def look(self, state: CallState) -> Name | None:
        """The first that was given, or else answered; its last part may still be coming."""
        name = self._name
        if name is None or state.now - name.heard.end < NAME_SECONDS:
            recent = state.now - RECENT_SECONDS
            given = state.all_said("customer_name", since=max(recent, state.begun[Channel.CUSTOMER]))
            asked = state.all_said("asks_name", since=max(recent, state.begun[Channel.AGENT]))
            found = [self._names.given(state.talk, said.heard) for said in given]
            found += [self._names.answered(state.talk, said.heard) for said in asked]
            self._name = next((name for name in found if name is not None), self._name)
            self._looked = min(self._looked, self._name.heard.start) if self._name else self._looked
        return self._name

    def used(self, state: CallState) -> Heard | None:
        """Where the agent used it; with a title before it also one that we did not hear."""
        name = self.look(state)
        since = max(state.begun[Channel.AGENT] if name is None else name.heard.start, self._looked)
        self._looked = max(self._looked, state.now - RECENT_SECONDS)
        return self._names.used(state.talk, name, since)


class Clarify:
    """Understanding checked by a question or by repeating back (C4, C5, D14)."""

    id = "clarify"
    final = False

    def __init__(self, settings: ShapeSettings, language: Language) -> None:
        self._settings = settings
        self._common = frozenset((*language.weak_words, *language.fillers, *language.backchannels))

    def done(self, state: CallState) -> tuple[Heard, ...] | None:
        """In so many words, or by words of the customer's own."""
        told = state.stage_since(StageName.PURPOSE)
        if told is None:
            return None
        repeated = state.all_said("repeat_back", since=told)
        if repeated:
            return (repeated[0].heard,)
        return self._echo(state, told)

    def missed(self, state: CallState) -> Missed | None:
        """The customer has told, and for so long, holds left out, nothing was checked; at the close it is too late."""
        told = state.stage_since(StageName.PURPOSE)
        limit = self._settings.clarify_seconds
        if told is None or (state.now - state.held_seconds - told < limit and not state.over):
            return None
        if state.stage == StageName.CLOSE and not state.over:
            return None
        return passed(state, state.now, limit, "call")

    def _echo(self, state: CallState, told: float) -> tuple[Heard, ...] | None:
        """An answer that begins with three of the content words of the customer's last two turns."""
        told_now: set[str] = set()
        told_before: set[str] = set()
        for turn in state.talk.turns:
            if turn.short or turn.end < max(told, state.now - ECHO_SECONDS):
                continue
            if turn.channel is Channel.CUSTOMER:
                told_now, told_before = set(turn.texts), told_now
                continue
            first = turn.words[:ECHO_WITHIN]
            shared = [word for word in first if word.text in told_now | told_before and word.text not in self._common]
            if len({word.text for word in shared}) >= ECHO_WORDS:
                text = " ".join(word.text for word in first)
                return (Heard(text, Channel.AGENT, first[0].start, first[-1].end, "repeat_back"),)
        return None


RECENT_SECONDS = 30.0
"""Words that came before that were looked through already."""
NAME_SECONDS = 5.0
"""So long after it began a name is complete."""
ECHO_WORDS = 3
"""Of the customer's own, within the agent's first ``ECHO_WITHIN``."""
ECHO_WITHIN = 14
ECHO_SECONDS = 90.0
"""So far back turns are looked through."""
