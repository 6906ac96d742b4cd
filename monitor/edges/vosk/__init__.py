"""The first engine: Vosk, word by word, in threads of the service."""
