"""The playbook as data: rules that speak, acts of speech that they listen for.

Read from ``config/playbook.toml`` and ``config/acts.toml``. A rule that lives by words
says here what it waits for; one that lives by voices, pauses or states has its
condition in ``monitor/core/prompting/rules``.
"""

from enum import IntEnum, StrEnum

import msgspec

from monitor.core.call_info import LanguageCode
from monitor.core.events import Channel, Level, Urgency


class Section(StrEnum):
    """The playbook's four parts, as its documentation orders them."""

    VOICE = "voice"
    WORDS = "words"
    SHAPE = "shape"
    LADDER = "ladder"


class Speaks(StrEnum):
    """Whether a rule's prompts are shown, only recorded, or not even looked for."""

    ON = "on"
    SHADOW = "shadow"
    OFF = "off"


class Step(StrEnum):
    """The order of repair: a later step never whispers while an earlier one is wanted."""

    HEAR = "hear"
    ASK = "ask"
    SILENCE = "silence"
    APOLOGISE = "apologise"
    REMEDY = "remedy"
    SETTLE = "settle"


class _Rank(IntEnum):
    HEAR = 0
    ASK = 1
    SILENCE = 2
    APOLOGISE = 3
    REMEDY = 4
    SETTLE = 5


def rank(step: Step) -> int:
    """Its place in the order of repair."""
    return int(_Rank[step.name])


class Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that a side does by speaking, in whatever words; config/acts.toml."""

    id: str
    channel: Channel
    meaning: str


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule of config/playbook.toml."""

    id: str
    guides: str
    """The advice it comes from, by letter and number (docs/playbook.md)."""
    priority: int
    """Lower wins the one place on the screen."""
    section: Section = Section.WORDS
    urgency: Urgency = Urgency.NORMAL
    sustain_seconds: float = 0.0
    """Beyond the sustain of the cue behind it."""
    cooldown_seconds: float = 20.0
    directions: tuple[str, ...] = ("inbound", "outbound", "internal")
    prompts: Speaks = Speaks.ON
    step: Step | None = None
    """Where it belongs in the order of repair."""
    said: tuple[str, ...] = ()
    """Acts that call for it as soon as they are said."""
    times: int = 1
    """So often one of them must be said."""
    within_seconds: float = 120.0
    """Within so long, where it takes more than once."""
    given: tuple[str, ...] = ()
    """Only where one of these acts was said earlier in the call."""
    unless: tuple[str, ...] = ()
    """Acts that take it back, said just before or right after."""
    after: tuple[str, ...] = ()
    """Acts that ask for an answer: it is due when none comes within two turns of the agent, or 25 s."""
    answered_by: tuple[str, ...] = ()
    """Acts that answer or mend it."""
    listens: tuple[str, ...] = ()
    """Acts that a rule with its condition in code asks for."""
    once: bool = False
    """Answered once, it rests for the whole call."""
    after_call: bool = False
    """A note: shown once the call is over, beside the one place and the cap, until the agent puts it away."""
    from_level: Level = Level.CALM
    """Only while the call is at this level or higher."""
    urgent_from: Level | None = None
    """Urgent while the call is at this level or higher: shown at once, and past the cap."""

    @property
    def acts(self) -> tuple[str, ...]:
        """Every act that it must be able to hear, each once."""
        return tuple(
            dict.fromkeys((*self.said, *self.given, *self.unless, *self.after, *self.answered_by, *self.listens))
        )

    @property
    def calls(self) -> tuple[str, ...]:
        """Acts without any of which it can't become due; empty where it needs no words."""
        return self.said or self.after or self.listens


class Team(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the rules speak in one team, by the ``team`` of its calls."""

    id: str
    prompts: Speaks = Speaks.ON
    rules: dict[str, Speaks] = {}
    """Single rules, whatever holds for the team."""
    language: LanguageCode = ""
    """Of its calls, where neither their source nor their agent says one."""


class Agent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of an agent, by the ``agent`` of the calls."""

    id: str
    language: LanguageCode = ""
    """Of the agent's calls, where their source says none."""


def spoken(playbook: tuple[Rule, ...], everywhere: Speaks, team: Team | None) -> tuple[Rule, ...]:
    """The rules as they speak in a team: each as loud as the quietest of the site, the team and the rule itself."""

    def speaks(rule: Rule) -> Speaks:
        if team is not None and rule.id in team.rules:
            return min(everywhere, team.rules[rule.id], key=_LOUDNESS.index)
        return min(everywhere, rule.prompts, team.prompts if team else Speaks.ON, key=_LOUDNESS.index)

    return tuple(msgspec.structs.replace(rule, prompts=speaks(rule)) for rule in playbook)


_LOUDNESS = (Speaks.OFF, Speaks.SHADOW, Speaks.ON)
