"""Calls, events and words, kept in SQLite."""
