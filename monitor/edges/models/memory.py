"""What a speech model takes once it is loaded, told before it is."""

from pathlib import Path

import psutil

from monitor.edges.models.installed import InstalledModel
from monitor.edges.whisper.model import memory_mb

MEGABYTE = 1_000_000
VOSK_FACTOR = 2.0
"""Loaded to its files: measured 1.97 on a model of 264 MB (521 MB), whose graph is put together while decoding."""
RECOGNISER_MB = 100
"""Each Vosk recogniser takes this beside the model: 91-101 MB were measured with 8 kHz audio."""
UNPACKED_FACTOR = 3.0
"""Files to their zip, at most: published small models reach 1.7 to 3."""
CGROUP = Path("/sys/fs/cgroup")


def loaded_mb(model: InstalledModel) -> int:
    """MB of memory for the model alone, roughly."""
    if model.engine == "whisper":
        return memory_mb(model.folder)
    return round(model.bytes * VOSK_FACTOR / MEGABYTE)


def recognisers_mb(model: InstalledModel, count: int) -> int:
    """MB for so many recognisers beside it; Whisper's share the model's process."""
    return RECOGNISER_MB * count if model.engine == "vosk" else 0


def free_mb(cgroup: Path = CGROUP) -> int:
    """MB that can be had: of the machine, or of the container where that has less."""
    free: int = psutil.virtual_memory().available
    try:
        left = int((cgroup / "memory.max").read_text()) - int((cgroup / "memory.current").read_text())
        free = min(free, max(0, left))
    except (OSError, ValueError):  # no container, or one without a limit: memory.max says "max"
        pass
    return free // MEGABYTE


def too_large(model: InstalledModel, free: int) -> str:
    """Why a Vosk model should not be loaded where ``free`` MB are there; empty where it fits."""
    needed = loaded_mb(model) + recognisers_mb(model, 2)
    if needed <= free:
        return ""
    return (
        f"{model.name} needs about {needed} MB of memory with a call's two recognisers, and {free} MB are free: "
        "install a smaller model of the language (`call-monitor models list`), add memory, "
        "or set recogniser.vosk.load_anyway"
    )
