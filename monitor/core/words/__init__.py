"""What is said: transcript, language, phrases."""
