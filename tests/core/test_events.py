"""The event schema: what can be said of a call, and that no emotion can be said of the agent."""

import inspect
from typing import get_args

import msgspec
import pytest

from monitor.core import events
from monitor.core.events import AnyEvent, Channel, Cue, CueKind, CueState, Event, Evidence, Level, Levels, VoiceNow

EMOTIONS = ("vocal_arousal", "arousal", "emotion", "anger", "angry", "mood", "sentiment", "stress", "valence")
TYPES = get_args(AnyEvent)


def cue(kind: CueKind, channel: Channel | None, state: CueState = CueState.OPENED) -> Cue:
    return Cue(
        at=1.0, call_id="c1", id="x-1", kind=kind, channel=channel, state=state, start=0.5, evidence=Evidence(0.5, 1.0)
    )


def test_every_event_type_is_in_the_union_and_has_a_tag_of_its_own() -> None:
    declared = {kind for _, kind in inspect.getmembers(events, inspect.isclass) if issubclass(kind, Event)} - {Event}
    assert declared == set(TYPES)
    assert len({kind.__struct_config__.tag for kind in TYPES}) == len(TYPES)


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_every_event_says_when_and_of_which_call_and_cannot_be_changed(kind: type[Event]) -> None:
    assert {"at", "call_id"} <= set(kind.__struct_fields__)
    assert kind.__struct_config__.frozen


@pytest.mark.parametrize("state", list(CueState))
@pytest.mark.parametrize("channel", [Channel.AGENT, None])
def test_arousal_cannot_be_built_for_anyone_but_the_customer(channel: Channel | None, state: CueState) -> None:
    with pytest.raises(ValueError, match="employee"):
        cue(CueKind.VOCAL_AROUSAL, channel, state)


@pytest.mark.parametrize("decode", [msgspec.json.decode, msgspec.convert], ids=["from JSON", "from a mapping"])
@pytest.mark.parametrize("channel", ["agent", None])
def test_arousal_cannot_be_decoded_for_anyone_but_the_customer(decode, channel: str | None) -> None:
    as_said = msgspec.to_builtins(cue(CueKind.VOCAL_AROUSAL, Channel.CUSTOMER)) | {"channel": channel}
    source = msgspec.json.encode(as_said) if decode is msgspec.json.decode else as_said
    with pytest.raises(msgspec.ValidationError, match="employee"):
        decode(source, type=AnyEvent)


def test_arousal_cannot_be_moved_to_the_agent() -> None:
    of_customer = cue(CueKind.VOCAL_AROUSAL, Channel.CUSTOMER)
    with pytest.raises(ValueError, match="employee"):
        msgspec.structs.replace(of_customer, channel=Channel.AGENT)
    with pytest.raises(AttributeError):
        of_customer.channel = Channel.AGENT


def test_the_customers_arousal_comes_through_json() -> None:
    of_customer = cue(CueKind.VOCAL_AROUSAL, Channel.CUSTOMER)
    assert msgspec.json.decode(msgspec.json.encode(of_customer), type=AnyEvent) == of_customer


def field_names(kind: type) -> set[str]:
    """Of a struct and of those inside it."""
    found: set[str] = set()
    for field in msgspec.structs.fields(kind):
        found.add(field.name)
        for inner in (field.type, *get_args(field.type)):
            if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
                found |= field_names(inner)
    return found


@pytest.mark.parametrize("kind", [*TYPES, VoiceNow], ids=lambda kind: kind.__name__)
def test_no_event_has_a_field_for_an_emotion(kind: type) -> None:
    assert not [name for name in field_names(kind) for emotion in EMOTIONS if emotion in name]


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_no_event_type_but_the_customers_cue_decodes_an_arousal(kind: type[Event]) -> None:
    """An unknown ``vocal_arousal`` is dropped by every type: what is decoded cannot hold it."""
    said = {"type": kind.__struct_config__.tag, "at": 1.0, "call_id": "c1", "channel": "agent", "vocal_arousal": 0.9}
    filled = said | {
        field.name: example(field.type) for field in msgspec.structs.fields(kind) if field.name not in said
    }
    if kind is Cue:
        with pytest.raises(msgspec.ValidationError, match="employee"):
            msgspec.convert(filled, type=AnyEvent)
    else:
        assert "arousal" not in str(msgspec.to_builtins(msgspec.convert(filled, type=AnyEvent)))


def example(kind: object) -> object:
    """Some value of a field's type, and ``vocal_arousal`` wherever a cue's kind is asked for."""
    examples = {str: "x", float: 1.0, int: 1, bool: True, CueKind: "vocal_arousal"}
    if kind in examples:
        return examples[kind]
    arguments = get_args(kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return {field.name: example(field.type) for field in msgspec.structs.fields(kind)}
    if isinstance(kind, type) and issubclass(kind, str):
        return next(iter(kind)).value
    if getattr(kind, "__origin__", None) in (tuple, dict):
        return {} if kind.__origin__ is dict else []
    return arguments[0] if arguments and isinstance(arguments[0], str) else example(arguments[0])


def test_levels_show_both_sides_the_same_quantities() -> None:
    assert Levels.__annotations__["agent"] == Levels.__annotations__["customer"] == VoiceNow


def test_channels_and_levels_know_their_order() -> None:
    assert [channel.position for channel in events.CHANNELS] == [0, 1]
    assert [channel.other for channel in events.CHANNELS] == [Channel.CUSTOMER, Channel.AGENT]
    assert [level.rank for level in Level] == [0, 1, 2, 3]
