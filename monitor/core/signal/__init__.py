"""From samples to quantised frames: what a channel sounds like."""
