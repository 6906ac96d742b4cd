"""Cues: observable behaviour that opens, goes on and closes; one detector a kind."""
