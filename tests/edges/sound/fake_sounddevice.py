"""A ``sounddevice`` whose microphone says what a test tells it to."""

from types import SimpleNamespace


class PortAudioError(Exception):
    """As PortAudio's."""


class FakeSoundDevice:
    """Stands in ``sys.modules``; ``speak`` calls the stream's callback as PortAudio's thread does."""

    PortAudioError = PortAudioError

    def __init__(self) -> None:
        self.stream: SimpleNamespace | None = None
        self.refuse: Exception | None = None
        self.devices = [
            {"name": "Headset", "hostapi": 0, "max_input_channels": 1, "default_samplerate": 48000.0},
            {"name": "Speakers", "hostapi": 0, "max_input_channels": 0, "default_samplerate": 48000.0},
            {"name": "Webcam", "hostapi": 0, "max_input_channels": 2, "default_samplerate": 44100.0},
        ]

    def query_devices(self):
        return self.devices

    def query_hostapis(self):
        return [{"name": "Test Audio", "default_input_device": 2}]

    def RawInputStream(self, **settings):  # noqa: N802 - sounddevice's name
        if self.refuse:
            raise self.refuse
        self.stream = SimpleNamespace(**settings)
        return self

    def __enter__(self):
        return self

    def __exit__(self, *error) -> None:
        self.stream = None

    def speak(self, data: bytes, overflow: bool = False) -> None:
        """One block, in a buffer that PortAudio uses again."""
        buffer = bytearray(data)
        self.stream.callback(buffer, len(data) // 2, None, SimpleNamespace(input_overflow=overflow))
        buffer[:] = bytes(len(buffer))
