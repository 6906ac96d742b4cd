"""Hypothesis strategies for any event, made from the types of its fields."""

import types
from enum import Enum
from typing import Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from hypothesis import reject
from hypothesis import strategies as st

from monitor.core.events import AnyEvent, CallEnded, CallStarted, Levels

PRIMITIVES = {
    str: st.text(max_size=12),
    bool: st.booleans(),
    int: st.integers(-(2**53), 2**53),
    float: st.floats(allow_nan=False, allow_infinity=False),
    type(None): st.none(),
}
KINDS = [kind for kind in get_args(AnyEvent) if kind not in (CallStarted, CallEnded, Levels)]


def values(kind) -> st.SearchStrategy:
    """Any value of a type that events use."""
    origin, parts = get_origin(kind), get_args(kind)
    if kind in PRIMITIVES:
        return PRIMITIVES[kind]
    if origin is Literal:
        return st.sampled_from(parts)
    if origin in (Union, types.UnionType):
        return st.one_of(*map(values, parts))
    if origin is tuple:
        return st.lists(values(parts[0]), max_size=2).map(tuple)
    if origin is dict:
        return st.dictionaries(*map(values, parts), max_size=3)
    if issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    assert issubclass(kind, msgspec.Struct)
    return structs(kind)


def structs(kind, **fixed) -> st.SearchStrategy:
    """Any value of a struct, with some of its fields given."""
    fields = {name: values(hint) for name, hint in get_type_hints(kind).items() if not name.startswith("__")}
    return st.fixed_dictionaries(fields | fixed).map(lambda said: _made(kind, said))


def _made(kind, said):
    try:
        return kind(**said)
    except ValueError:  # the one forbidden combination
        reject()


def events(call_id: str) -> st.SearchStrategy:
    """Any event within a call."""
    return st.one_of(*(structs(kind, call_id=st.just(call_id)) for kind in KINDS))
