"""Who has the floor: overlaps, holds, turns."""
