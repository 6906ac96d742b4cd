"""How Vosk searches, when it takes a turn for over, and when its words count."""

from typing import Annotated

import msgspec

from monitor.core.words.decode_gate import GateSettings

OrPublished = Annotated[float, msgspec.Meta(ge=0)]
"""0 keeps what the model's publisher set."""


class VoskSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first engine. Where 0 is said to keep the publisher's, the model's own ``conf/model.conf`` holds."""

    beam: OrPublished = 0.0
    """How much less likely than the best a reading may be and still be followed; 0 keeps the publisher's (10)."""
    lattice_beam: OrPublished = 0.0
    """The same for readings kept beside the best, from which confidences come; 0 keeps the publisher's (2)."""
    max_active: Annotated[int, msgspec.Meta(ge=0)] = 1500
    """Most readings followed at once: bounds the cost of hard audio; 0 keeps the publisher's (3000)."""
    frames_per_chunk: Annotated[int, msgspec.Meta(ge=0)] = 15
    """Hundredths of a second computed at once, a multiple of 3: fewer are sooner and cost more; 0 for its own 21."""
    end_silence_seconds: OrPublished = 0.5
    """Silence after which a likely end of a sentence is one; 0 keeps the publisher's."""
    pause_seconds: Annotated[float, msgspec.Meta(ge=0.5)] = 0.6
    """Silence after which a turn is over in any case."""
    pre_roll_seconds: Annotated[float, msgspec.Meta(ge=0)] = 0.3
    """Audio decoded before speech begins."""
    block_seconds: Annotated[float, msgspec.Meta(ge=0.05, le=0.5)] = 0.1
    """Audio decoded at once: how often words can change."""
    stable_updates: Annotated[int, msgspec.Meta(ge=1)] = 2
    """Blocks running in which a word must read the same before rules take it; until then it only shows."""
    load_anyway: bool = False
    """Load a model even where less memory is free than it seems to need: it may end the service."""

    @property
    def gate(self) -> GateSettings:
        """Which audio it gets."""
        return GateSettings(self.pre_roll_seconds, self.pause_seconds, self.block_seconds)

    @property
    def options(self) -> tuple[str, ...]:
        """Lines for the model's configuration, one option each; what is 0 is left out."""
        values = {
            "beam": self.beam,
            "lattice-beam": self.lattice_beam,
            "max-active": self.max_active,
            "frames-per-chunk": self.frames_per_chunk,
            "endpoint.rule2.min-trailing-silence": self.end_silence_seconds,
        }
        return tuple(f"--{name}={value:g}" for name, value in values.items() if value)
