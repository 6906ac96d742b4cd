"""What goes wrong with disks, made to happen to this process."""

import ctypes
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager

DAC_OVERRIDE, DAC_READ_SEARCH = 1 << 1, 1 << 2
"""Linux capabilities by which root may read and write what permissions forbid."""
CAPABILITY_VERSION = 0x20080522


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """Every write beyond ``size`` bytes fails, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def without_privileges() -> Iterator[None]:
    """File permissions count for this thread and those it starts, also where the tests run as root.

    Worker threads of a loop that ran before keep their rights: take a new loop inside.
    """
    if os.geteuid() != 0:
        yield
        return
    before = _capabilities()
    weaker = (_CapabilityData * 2).from_buffer_copy(before)
    weaker[0].effective &= ~(DAC_OVERRIDE | DAC_READ_SEARCH)
    _libc("capset", weaker)
    try:
        yield
    finally:
        _libc("capset", before)


class _CapabilityHeader(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _CapabilityData(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable")]


def _capabilities() -> ctypes.Array[_CapabilityData]:
    data = (_CapabilityData * 2)()
    _libc("capget", data)
    return data


def _libc(function: str, data: ctypes.Array[_CapabilityData]) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    header = _CapabilityHeader(version=CAPABILITY_VERSION, pid=0)
    if getattr(libc, function)(ctypes.byref(header), data):
        raise OSError(ctypes.get_errno(), f"{function} failed")
