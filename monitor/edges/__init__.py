"""The outside world: each file one thing."""
