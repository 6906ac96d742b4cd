"""What a source may send first and later, and what it is told when it is wrong."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.call_info import CallInfo, Encoding
from monitor.core.events import Channel, Word
from monitor.wire.native_ingest import (
    LARGEST_AUDIO,
    NOTICES,
    AcceptedAnswer,
    Audio,
    End,
    Ignore,
    NativeIngest,
    NoticeLine,
    Refuse,
    Start,
    WordsLine,
    decode_answer,
    encode,
)

FIRST = {"call_id": "c-1", "agent": "Mira Test"}


def started() -> NativeIngest:
    ingest = NativeIngest()
    assert isinstance(ingest.receive(json.dumps(FIRST)), Start)
    return ingest


def test_first_message_needs_only_call_and_agent():
    received = NativeIngest().receive(json.dumps(FIRST))
    assert received == Start(CallInfo(call_id="c-1", agent="Mira Test"))


def test_first_message_may_say_everything():
    said = {
        **FIRST,
        "team": "Returns",
        "language": "pt-BR",
        "direction": "outbound",
        "source": "play",
        "encoding": "mulaw",
        "rate": 16000,
        "channels": ["customer", "agent"],
        "paced": False,
        "words": "fallback",
    }
    received = NativeIngest().receive(json.dumps(said))
    assert isinstance(received, Start)
    assert received.info.encoding is Encoding.MULAW
    assert received.info.channels == ("customer", "agent")
    assert received.info.paced is False


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ("hello", "not a JSON object"),
        ("[1, 2]", "not a JSON object"),
        ('{"call_id": "c-1"', "not a JSON object"),
        (json.dumps({"agent": "Mira Test"}), "lacks the field 'call_id'"),
        (json.dumps({"call_id": "c-1"}), "lacks the field 'agent'"),
        (json.dumps({**FIRST, "lnaguage": "en"}), "did you mean 'language'"),
        (json.dumps({**FIRST, "rate": "8000"}), "field 'rate': expected int, got str"),
        (json.dumps({**FIRST, "encoding": "mp3"}), "field 'encoding'"),
        (json.dumps({**FIRST, "channels": [1]}), "field 'channels[0]'"),
        (json.dumps({**FIRST, "call_id": "../../etc"}), "call_id must be"),
        (json.dumps({**FIRST, "call_id": ""}), "call_id must be"),
        (json.dumps({**FIRST, "agent": "  "}), "agent must not be empty"),
        (json.dumps({**FIRST, "agent": "a\nb"}), "agent must be"),
        (json.dumps({**FIRST, "language": "English"}), "language must be a code"),
        (json.dumps({**FIRST, "words": "yes"}), "words must be"),
        (json.dumps({**FIRST, "delay_seconds": {"customer": 150}}), "delay_seconds must be 0 to 2"),
        (json.dumps({**FIRST, "delay_seconds": {"caller": 0.1}}), "field 'delay_seconds': object contains unknown"),
    ],
)
def test_wrong_first_message_is_refused_with_what_is_wrong(first, said):
    ingest = NativeIngest()
    received = ingest.receive(first)
    assert isinstance(received, Refuse)
    assert said in received.message
    assert isinstance(ingest.receive(b"\0" * 320), Ignore)


def test_audio_before_the_first_message_is_refused():
    received = NativeIngest().receive(b"\0\0")
    assert isinstance(received, Refuse)
    assert "audio came before" in received.message


def test_audio_of_any_size_is_taken():
    ingest = started()
    assert ingest.receive(b"\0") == Audio(b"\0")
    assert ingest.receive(b"") == Audio(b"")
    assert ingest.receive(b"\0" * LARGEST_AUDIO) == Audio(b"\0" * LARGEST_AUDIO)


def test_too_large_a_chunk_is_refused_as_too_big():
    received = started().receive(bytes(10_000_000))
    assert isinstance(received, Refuse)
    assert received.code == 1009
    assert "10000000 bytes" in received.message


def test_words_line_is_taken_and_its_unknown_keys_ignored():
    line = {"channel": "customer", "text": "again", "start": 1.0, "end": 1.5, "confidence": 0.5, "speaker": 3}
    assert started().receive(json.dumps(line)) == WordsLine(Channel.CUSTOMER, "again", 1.0, 1.5, 0.5)


def test_line_of_several_words_shares_its_time_by_letters():
    line = WordsLine(Channel.AGENT, " no  thanks ", 1.0, 2.6, 0.5)
    assert line.words() == (Word("no", 1.0, 1.4, 0.5), Word("thanks", 1.4, 2.6, 0.5))
    assert WordsLine(Channel.AGENT, "  ", 1.0, 2.0).words() == ()


@pytest.mark.parametrize("notice", NOTICES)
def test_every_notice_of_the_contract_is_taken(notice):
    assert started().receive(json.dumps({"notice": notice, "at": 2})) == NoticeLine(notice, 2.0)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("hello", "not a JSON object"),
        (json.dumps({"notice": "hodl", "at": 1.0}), "did you mean 'hold'"),
        (json.dumps({"notice": "hold"}), "lacks the field 'at'"),
        (json.dumps({"channel": "caller", "text": "a", "start": 0, "end": 1}), "field 'channel'"),
        (json.dumps({"channel": "agent", "text": "a", "start": 2, "end": 1}), "start must not be after end"),
        (json.dumps({"ends": True}), "lacks the field"),
    ],
)
def test_wrong_line_is_left_out_and_the_call_goes_on(line, said):
    ingest = started()
    received = ingest.receive(line)
    assert isinstance(received, Ignore)
    assert said in received.message
    assert ingest.receive(b"\0\0") == Audio(b"\0\0")


def test_nothing_counts_after_the_end():
    ingest = started()
    assert ingest.receive('{"end": true}') == End()
    assert isinstance(ingest.receive(b"\0\0"), Ignore)


@given(st.lists(st.one_of(st.binary(max_size=64), st.text(max_size=64), st.just(json.dumps(FIRST)))))
def test_any_messages_in_any_order_are_answered_and_audio_needs_a_start(messages):
    ingest = NativeIngest()
    kinds = [type(ingest.receive(message)) for message in messages]
    assert kinds.count(Start) <= 1
    assert kinds.count(Refuse) <= 1
    if Audio in kinds:
        assert kinds.index(Start) < kinds.index(Audio)


@given(st.dictionaries(st.sampled_from(CallInfo.__struct_fields__), st.one_of(st.text(), st.integers(), st.none())))
def test_any_values_in_the_first_message_are_answered_without_a_trace(value):
    assert isinstance(NativeIngest().receive(msgspec.json.encode(value).decode()), Start | Refuse)


def test_answers_are_tagged_and_read_back():
    answer = AcceptedAnswer("c-1", "file")
    assert json.loads(encode(answer)) == {"type": "accepted", "call_id": "c-1", "words_from": "file"}
    assert decode_answer(encode(answer)) == answer
