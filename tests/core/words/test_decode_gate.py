from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.words.decode_gate import CLOSING_SECONDS, Block, DecodeGate, GateSettings, Step, TurnEnd

RATE = 8000
FRAME_SAMPLES = RATE // 20
SETTINGS = GateSettings(pre_roll_seconds=0.3, hangover_seconds=1.0)


def frames(seconds: float, *spans: tuple[float, float]) -> np.ndarray:
    """``active`` of a channel that speaks in the given spans."""
    hops = np.zeros(round(seconds * 100), np.uint8)
    for start, end in spans:
        hops[round(start * 100) : round(end * 100)] = 1
    return np.packbits(hops.reshape(-1, 5), axis=1, bitorder="little").ravel()


def ramp(seconds: float) -> np.ndarray:
    return (np.arange(round(seconds * RATE)) % 30000).astype(np.int16)


def gate(active: np.ndarray) -> tuple[list[Step], list[Step]]:
    """All audio at once; what came out while the call ran, and at its end."""
    it = DecodeGate(RATE, SETTINGS)
    return it.receive(ramp(len(active) / 20), active), it.finish()


def starts(steps: list[Step]) -> list[float]:
    return [step.start for step in steps if isinstance(step, Block)]


def test_silence_is_not_decoded() -> None:
    assert gate(frames(10)) == ([], [])


def test_speech_is_decoded_with_pre_roll_and_hangover() -> None:
    during, after = gate(frames(10, (4.0, 5.0)))
    assert starts(during) == pytest.approx(np.arange(3.6, 6.0, 0.2))
    assert during[-1] == TurnEnd(6.0)
    assert after == []


def test_a_pause_shorter_than_the_hangover_does_not_end_the_turn() -> None:
    during, _ = gate(frames(10, (2.0, 3.0), (3.8, 5.0)))
    assert [step for step in during if isinstance(step, TurnEnd)] == [TurnEnd(6.0)]


def test_a_turn_ends_as_soon_as_the_hangover_has_passed() -> None:
    it = DecodeGate(RATE, SETTINGS)
    assert TurnEnd(4.0) not in it.receive(ramp(4.15), frames(4.15, (2.0, 3.0)))
    assert it.receive(ramp(0.05), frames(0.05)) == [TurnEnd(4.0)]


def test_who_speaks_again_after_the_hangover_begins_a_turn_with_its_pre_roll() -> None:
    during, _ = gate(frames(10, (2.0, 3.0), (4.3, 5.0)))
    at = during.index(TurnEnd(4.0))
    assert isinstance(during[at + 1], Block)
    assert during[at + 1].start == 4.0


def test_two_turns_end_twice() -> None:
    during, _ = gate(frames(12, (2.0, 3.0), (7.0, 8.0)))
    assert [step for step in during if isinstance(step, TurnEnd)] == [TurnEnd(4.0), TurnEnd(9.0)]


def test_blocks_carry_the_audio_from_their_start() -> None:
    during, _ = gate(frames(10, (4.0, 5.0)))
    whole = ramp(10)
    for step in during:
        if isinstance(step, Block):
            first = round(step.start * RATE)
            assert step.pcm == whole[first : first + RATE // 5].astype("<i2").tobytes()


def test_a_block_within_speech_waits_for_nothing() -> None:
    it = DecodeGate(RATE, SETTINGS)
    it.receive(ramp(0.9), frames(0.9, (0.5, 0.9)))
    assert starts(it.receive(ramp(0.1), frames(0.1))) == [pytest.approx(0.8)]


def test_a_turn_cut_off_by_the_end_is_closed_with_silence() -> None:
    during, after = gate(frames(3, (2.0, 3.0)))
    assert starts(during)[-1] == pytest.approx(2.8)
    *blocks, last = after
    assert [block.start for block in blocks if isinstance(block, Block)] == pytest.approx([3.0, 3.2, 3.4])
    assert all(isinstance(block, Block) and not any(block.pcm) for block in blocks)
    assert len(blocks) == round(CLOSING_SECONDS / SETTINGS.block_seconds)
    assert last == TurnEnd(3.0)


def test_the_last_block_is_filled_up_with_silence() -> None:
    it = DecodeGate(RATE, SETTINGS)
    during = it.receive(ramp(1.05), frames(1.05, (0.5, 1.05)))
    after = it.finish()
    assert starts(during + after)[:6] == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0, 1.2])
    assert all(len(step.pcm) == RATE // 5 * 2 for step in during + after if isinstance(step, Block))


def test_samples_without_frames_at_the_end_belong_to_the_turn_that_is_open() -> None:
    it = DecodeGate(RATE, SETTINGS)
    steps = it.receive(ramp(2.4), frames(2.0, (1.0, 2.0))) + it.finish()
    assert pytest.approx(2.2) in starts(steps)


spans = st.lists(st.tuples(st.integers(0, 590), st.integers(1, 120)), max_size=6)


@given(spans=spans, cuts=st.lists(st.integers(1, 40), min_size=1, max_size=30), rate=st.sampled_from([8000, 16000]))
def test_any_chunking_yields_the_same_steps(spans: list[tuple[int, int]], cuts: list[int], rate: int) -> None:
    active = frames(6, *((start / 100, (start + length) / 100) for start, length in spans))
    samples = (np.arange(6 * rate) % 30000).astype(np.int16)
    whole = DecodeGate(rate, SETTINGS)
    expected = whole.receive(samples, active) + whole.finish()
    cut = DecodeGate(rate, SETTINGS)
    steps: list[Step] = []
    place = turn = 0
    while place < len(active):
        count = cuts[turn % len(cuts)]
        turn += 1
        chunk = samples[place * rate // 20 : (place + count) * rate // 20]
        # Frames may come later than their samples, as from the core.
        steps += cut.receive(chunk[: len(chunk) // 2], active[:0])
        steps += cut.receive(chunk[len(chunk) // 2 :], active[place : place + count])
        place += count
    assert steps + cut.finish() == expected


@given(spans=spans)
def test_every_spoken_moment_is_decoded_once_and_in_order(spans: list[tuple[int, int]]) -> None:
    active = frames(6, *((start / 100, (start + length) / 100) for start, length in spans))
    during, after = gate(active)
    places = [round(start * 5) for start in starts(during + after)]
    assert places == sorted(set(places))
    hops = np.unpackbits(active.reshape(-1, 1), axis=1, count=5, bitorder="little").ravel()
    assert {hop // 20 for hop in np.flatnonzero(hops).tolist()} <= set(places)


@given(spans=spans)
def test_every_turn_that_begins_also_ends(spans: list[tuple[int, int]]) -> None:
    during, after = gate(frames(6, *((start / 100, (start + length) / 100) for start, length in spans)))
    steps = during + after
    assert not steps or isinstance(steps[-1], TurnEnd)
    assert not any(isinstance(one, TurnEnd) and isinstance(two, TurnEnd) for one, two in pairwise(steps))
