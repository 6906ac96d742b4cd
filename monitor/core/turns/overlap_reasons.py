"""In plain words, why an overlap counts as an interruption or does not."""

from monitor.core.events import OverlapLabel
from monitor.core.turns.talks import Candidate


def because(each: Candidate, label: OverlapLabel, final: bool) -> str:
    """One short clause; ``docs/design.md`` promises it for every overlap."""
    seconds = f"both for {max(0.0, each.seconds):.1f} s"
    if not final:
        return f"{seconds} so far"
    reasons = {
        OverlapLabel.SIMULTANEOUS: "both started together",
        OverlapLabel.SMOOTH_SWITCH: f"came in {max(0.0, each.seconds):.1f} s before the other's end",
        OverlapLabel.BACKCHANNEL: f"{each.comer.seconds:.1f} s, and the other went on",
        OverlapLabel.INTERRUPTION: f"{seconds}, then the other stopped",
        OverlapLabel.ATTEMPTED: f"{seconds}, then gave way",
        OverlapLabel.COMPETING: f"{seconds}, and neither gave way",
        OverlapLabel.PAUSE_BARGE_IN: "came in during a short pause of the other",
        OverlapLabel.OTHER: f"{seconds}, nobody took the floor from the other",
    }
    return reasons[label]
