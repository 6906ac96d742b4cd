"""Ended calls heard again, in a process of its own."""
