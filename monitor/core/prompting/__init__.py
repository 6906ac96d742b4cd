"""Which whisper is shown, and when."""
