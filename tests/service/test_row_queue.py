"""What goes first when too many rows wait."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.core.events import CallEnded, Channel, Speech
from monitor.service.row_queue import RowQueue
from monitor.service.rows import AnswerRow, FrameBlock, LossRow, NoticeRow, WordsRow, shedding_order
from tests.service.events import CALL, call_started, escalation, prompt, utterance

FRAMES = FrameBlock(CALL, 0, b"", 0)
PARTIAL = utterance(1.0, "my", final=False)
PARTIAL_WORDS = WordsRow(CALL, 1.0, Channel.AGENT, (), False)
SPEECH = Speech(
    at=1.0, call_id=CALL, channel=Channel.AGENT, start=0.0, end=1.0, syllables=3, syllables_per_second=3.0,
    **dict.fromkeys(("level_dbfs", "level_over_baseline_db", "alpha_db", "f0_hz", "f0_over_baseline_st")),
)  # fmt: skip
FIRST_TO_GO = [FRAMES, PARTIAL, PARTIAL_WORDS]
NEXT_TO_GO = [SPEECH, escalation(1.0)]
NEVER = [
    prompt(1.0),
    utterance(1.0, "my router"),
    WordsRow(CALL, 1.0, Channel.AGENT, (), True),
    NoticeRow(CALL, 1.0, "hold"),
    AnswerRow(CALL, "p1", "got_it", 1.0),
    LossRow(CALL, "frames", 1),
    call_started(),
    CallEnded(at=1.0, call_id=CALL, duration_seconds=1.0, agent_speech_seconds=0.0, customer_speech_seconds=0.0),
]


def filled(*rows, capacity: int = 1000) -> RowQueue:
    queue = RowQueue(capacity)
    for row in rows:
        assert queue.put(row) is None
    return queue


def test_rows_come_out_in_the_order_in_which_they_went_in():
    queue = filled(*NEVER, *FIRST_TO_GO)
    assert queue.take(3) == NEVER[:3]
    assert queue.take(100) == [*NEVER[3:], *FIRST_TO_GO]
    assert queue.take(100) == []


def test_oldest_of_the_least_needed_kind_goes_first():
    queue = filled(SPEECH, prompt(1.0), PARTIAL, FRAMES, capacity=4)
    assert queue.put(prompt(2.0)) is PARTIAL
    assert queue.put(prompt(3.0)) is FRAMES
    assert queue.put(prompt(4.0)) is SPEECH
    assert queue.take(9) == [prompt(1.0), prompt(2.0), prompt(3.0), prompt(4.0)]


def test_what_may_never_go_is_kept_beyond_the_capacity():
    queue = filled(*NEVER, capacity=len(NEVER))
    assert queue.put(prompt(9.0)) is None
    assert len(queue) == len(NEVER) + 1


def test_new_row_itself_goes_where_it_is_the_least_needed():
    queue = filled(prompt(1.0), capacity=1)
    assert queue.put(FRAMES) is FRAMES
    assert len(queue) == 1


def test_rows_taken_elsewhere_count_as_waiting():
    queue = RowQueue(2)
    assert queue.put(FRAMES, taken=1) is None
    assert queue.put(prompt(1.0), taken=1) is FRAMES


def test_row_that_was_taken_is_not_shed():
    queue = filled(FRAMES, PARTIAL, capacity=2)
    queue.take(1)
    assert queue.put(prompt(1.0)) is None
    assert queue.put(prompt(2.0)) is PARTIAL


def test_every_kind_of_row_has_its_place():
    assert [shedding_order(row) for row in FIRST_TO_GO] == [0, 0, 0]
    assert [shedding_order(row) for row in NEXT_TO_GO] == [1, 1]
    assert [shedding_order(row) for row in NEVER] == [None] * len(NEVER)


@given(st.lists(st.one_of(st.sampled_from([*FIRST_TO_GO, *NEXT_TO_GO, *NEVER]), st.integers(1, 5))), st.integers(1, 6))
def test_no_needed_row_is_lost_and_no_more_wait_than_may(steps, capacity):
    queue = RowQueue(capacity)
    put, out, shed = [], [], []
    for step in steps:
        if isinstance(step, int):
            out += queue.take(step)
        else:
            put.append(step)
            gone = queue.put(step)
            shed += [] if gone is None else [gone]
    waiting = len(queue)
    out += queue.take(len(put))
    assert len(out) + len(shed) == len(put)
    assert [row for row in out if shedding_order(row) is None] == [row for row in put if shedding_order(row) is None]
    assert waiting <= max(capacity, sum(shedding_order(row) is None for row in put))
