"""Times of the ladder up."""

import msgspec


class LadderSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long a call may stay hot, and how long an occasion lasts."""

    hot_seconds: float = 30.0
    asked_seconds: float = 15.0
    """How long a request for a supervisor, or abuse after the boundary, stays an occasion."""
    answer_seconds: float = 4.0
    """So soon after a request, or abuse that follows a boundary, the agent's own offer of a supervisor mends it."""
    not_calming_seconds: float = 30.0
    """So long after the supervisor step a call that is still hot has not calmed."""
    hot_call_seconds: float = 5.0
    """A call that was raised for so long in all was a hot one."""
    broken_off_seconds: float = 45.0
    """The same for a call that ended without a goodbye."""
    breathe_seconds: float = 20.0
    """How long the reminder of the last call stays an occasion."""
