"""The seam between hearing and judging is a fixed layout of bytes."""

from monitor.core.signal.frames import FRAME_DTYPE, NO_LEVEL, empty_frames, frames_from_bytes


def test_a_frame_of_both_channels_is_22_bytes() -> None:
    assert 2 * FRAME_DTYPE.itemsize == 22
    assert len(empty_frames(3).tobytes()) == 66


def test_stored_bytes_become_the_same_frames_again() -> None:
    frames = empty_frames(4)
    frames[1, 0] = (-2615, -831, 1204, 87, 0b10110, 0b00100, 1, -9)
    frames[3, 1] = (-9000, 1250, 3999, 100, 0b11111, 0, 3, 127)
    again = frames_from_bytes(frames.tobytes())
    assert again.shape == (4, 2)
    assert (again == frames).all()


def test_nothing_is_heard_in_empty_frames() -> None:
    frames = empty_frames(2)
    assert (frames["level"] == NO_LEVEL).all()
    assert not any(frames[name].any() for name in ("alpha", "f0", "voicing", "active", "nuclei", "flags", "bass"))
