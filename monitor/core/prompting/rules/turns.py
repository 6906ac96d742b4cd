"""What was said within a turn, and which turn came before or next."""

from monitor.core.events import Channel
from monitor.core.prompting.rules.state import CallState, Said
from monitor.core.words.conversation import Turn

EDGE_SECONDS = 0.02


def said_in(state: CallState, turn: Turn, *acts: str) -> list[Said]:
    """Acts that began within a turn, oldest first."""
    found = state.all_said(*acts, since=turn.start - EDGE_SECONDS)
    return [said for said in found if said.heard.start <= turn.end and said.heard.channel is turn.channel]


def turn_of(state: CallState, said: Said) -> Turn | None:
    """The turn in which an act was said."""
    turns = (turn for turn in reversed(state.talk.turns) if turn.channel is said.heard.channel)
    return next((turn for turn in turns if turn.start <= said.heard.start + EDGE_SECONDS), None)


def turns_before(state: CallState, channel: Channel, at: float) -> list[Turn]:
    """One side's turns that began before a moment, the newest first."""
    return [turn for turn in reversed(state.talk.of(channel)) if turn.start < at - EDGE_SECONDS]


def turns_between(state: CallState, channel: Channel, first: Turn, second: Turn) -> list[Turn]:
    """One side's turns that began after one turn did and before another did."""
    return [turn for turn in state.talk.of(channel, first.start) if first.start < turn.start < second.start]


def has_ended(state: CallState, turn: Turn) -> bool:
    """Nothing belongs to it any more: the other side spoke, or it was silent for long."""
    later = len(state.talk.of(turn.channel, turn.end + EDGE_SECONDS))
    return state.talk.ended(turn.channel, turn.start, state.now) > later
