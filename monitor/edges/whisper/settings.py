"""How much of the machine Whisper may take, and how it decodes."""

from typing import Annotated, Literal

import msgspec

from monitor.core.words.decode_gate import GateSettings

Count = Annotated[int, msgspec.Meta(ge=1)]
Seconds = Annotated[float, msgspec.Meta(gt=0)]


class WhisperSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The second engine, each model in a process of its own; needs ``call-monitor[whisper]``."""

    threads: Count = 1
    """Cores that a model may use at once."""
    memory_mb: Annotated[int, msgspec.Meta(ge=100)] = 2000
    """Most that a model's process may take; over it, it is ended and started anew."""
    niceness: Annotated[int, msgspec.Meta(ge=0, le=19)] = 10
    """How far it gives way to everything else: 0 not at all, 19 only idle time is used."""
    timeout_seconds: Seconds = 30.0
    """Of processor time over one piece of speech, or without any: longer, and the process hangs and is replaced."""
    start_seconds: Seconds = 120.0
    """The same for loading the model."""
    queue_units: Count = 16
    """Pieces of speech of all calls that wait; over it the oldest is not decoded: a gap in its call's words."""
    pause_seconds: Annotated[float, msgspec.Meta(ge=0.2)] = 0.6
    """A pause of this length ends a piece of speech, and its words come."""
    early_seconds: Seconds = 5.0
    """A piece this long ends at any shorter pause in it, so that its words come sooner."""
    longest_seconds: Annotated[float, msgspec.Meta(ge=5, le=25)] = 15.0
    """Speech without a pause is cut here, where it is quietest; Whisper hears 30 s at once at most."""
    beam: Count = 5
    """Guesses followed at once. On a real call five erred 2.5 points less than one and cost hardly more."""
    numbers: Literal["int8", "int8_float32", "float32"] = "int8"
    """Precision of the weights in memory: ``int8`` is smallest and quickest."""
    least_confidence: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.2
    """A piece whose words are less likely than this on average was no speech: nothing is shown of it."""

    @property
    def gate(self) -> GateSettings:
        """Which audio it gets: no longer hangover than the pause that ends a piece."""
        return GateSettings(hangover_seconds=self.pause_seconds)
