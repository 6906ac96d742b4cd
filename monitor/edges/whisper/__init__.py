"""The second engine: Whisper, turn by turn, in a process of its own."""
