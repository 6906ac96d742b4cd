"""Whether a process hangs or takes too much memory, seen from outside.

On a busy machine a process that gives way to others may stand still for long and be well.
So it hangs only where it gets nowhere: it takes no processor time for as long as it may
take, or has taken more of it than it may.
"""

import time

import psutil

MEGABYTE = 1_000_000
LATE = "did not answer in time"


class Watch:
    """Over one process; asked again and again by one thread, told of work by another."""

    def __init__(self, pid: int, memory_mb: int) -> None:
        self._process = psutil.Process(pid)
        self._memory_mb = memory_mb
        self._allowed: float | None = None
        self._used_before = self._used = 0.0
        self._moved_at = 0.0

    @property
    def over_cap(self) -> str:
        """What is said of one that takes too much memory."""
        return f"wanted more than its {self._memory_mb} MB (recogniser.whisper.memory_mb)"

    def begin(self, seconds: float) -> None:
        """It works now, and may take so long over it."""
        self._used_before = self._used = self._processor_seconds()
        self._moved_at = time.monotonic()
        self._allowed = seconds

    def end(self) -> None:
        """It has answered."""
        self._allowed = None

    def trouble(self) -> str:
        """What is the matter with it; empty where nothing is."""
        try:
            if self._process.memory_info().rss / MEGABYTE > self._memory_mb:
                return self.over_cap
            return LATE if self._hangs() else ""
        except psutil.Error:
            return ""  # it is gone: whoever waits for its answer will see

    def _hangs(self) -> bool:
        allowed = self._allowed
        if allowed is None:
            return False
        used = self._processor_seconds()
        if used > self._used:
            self._used, self._moved_at = used, time.monotonic()
        return time.monotonic() - self._moved_at > allowed or used - self._used_before > allowed

    def _processor_seconds(self) -> float:
        try:
            times = self._process.cpu_times()
        except psutil.Error:
            return 0.0
        return float(times.user + times.system)
