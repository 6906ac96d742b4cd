"""Are both sides heard at once nearly all the time? Then there are talkers around, and nobody can tell who came in."""

from collections import deque

from monitor.core.signal.frames import FRAME_SECONDS


class Restlessness:
    """Fed once a frame."""

    def __init__(self, seconds: float, most_share: float) -> None:
        """Of the last ``seconds``, both may be heard at once for ``most_share``."""
        self._most_frames = most_share * seconds / FRAME_SECONDS
        self._both: deque[bool] = deque(maxlen=round(seconds / FRAME_SECONDS))
        self._count = 0

    @property
    def on(self) -> bool:
        """They are heard at once for more than people speak so."""
        return self._count > self._most_frames

    def receive(self, both: bool) -> None:
        """Is speech heard on both channels in this frame."""
        if len(self._both) == self._both.maxlen:
            self._count -= self._both[0]
        self._both.append(both)
        self._count += both
