"""Times of the call's checklist."""

import msgspec


class ShapeSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When an item's moment passes."""

    answer_by_ring: int = 3
    """Answered by this ring is in time."""
    ring_seconds: float = 6.0
    """From one ring to the next, where the source doesn't tell each."""
    greet_seconds: float = 15.0
    """Of the agent's speech, within which the greeting belongs."""
    ask_name_seconds: float = 60.0
    use_name_seconds: float = 180.0
    """After the name was heard."""
    clarify_seconds: float = 90.0
    """After the customer began to tell."""
    stage_seconds: float = 180.0
    """In one stage of the call without a step further."""
    turn_over_seconds: float = 1.5
    """After so much silence of the agent what belongs to the goodbye has been said."""
