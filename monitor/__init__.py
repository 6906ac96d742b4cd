"""A real-time voice call monitor: listens to live calls, and whispers to the agent what calms them."""
