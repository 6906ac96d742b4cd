"""A speaker's voice and pace against their own usual."""
