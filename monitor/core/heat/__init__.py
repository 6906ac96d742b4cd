"""How hot the call is, and when it is flagged."""
