"""Deepgram: pre-recorded audio, best with ``multichannel``."""

from collections.abc import Iterator, Sequence

import msgspec

from monitor.edges.transcripts.said import Said, Who, decoded, sure


class _Word(msgspec.Struct, frozen=True):
    start: float
    end: float
    word: str = ""
    punctuated_word: str | None = None
    confidence: float | None = None


class _Alternative(msgspec.Struct, frozen=True):
    words: tuple[_Word, ...] | None = None


class _Channel(msgspec.Struct, frozen=True):
    alternatives: tuple[_Alternative, ...] | None = None


class _Utterance(msgspec.Struct, frozen=True):
    start: float
    end: float
    transcript: str = ""
    channel: int = 0
    confidence: float | None = None
    words: tuple[_Word, ...] | None = None


class _Results(msgspec.Struct, frozen=True):
    channels: tuple[_Channel, ...]
    utterances: tuple[_Utterance, ...] | None = None


class _Document(msgspec.Struct, frozen=True):
    results: _Results


def response(raw: bytes) -> list[Said]:
    """Words by channel; from the utterances where the channels have none."""
    results = decoded(raw, _Document).results
    told = len(results.channels) > 1
    by_channel = [
        word
        for number, channel in enumerate(results.channels)
        for best in (channel.alternatives or ())[:1]
        for word in _words(number if told else None, best.words or ())
    ]
    return by_channel or [said for each in results.utterances or () for said in _utterance(each, told)]


def _words(who: Who, words: Sequence[_Word]) -> Iterator[Said]:
    for word in words:
        yield Said(who, word.punctuated_word or word.word, word.start, word.end, sure(word.confidence))


def _utterance(utterance: _Utterance, told: bool) -> Iterator[Said]:
    who: Who = utterance.channel if told else None
    if utterance.words:
        yield from _words(who, utterance.words)
    else:
        yield Said(who, utterance.transcript, utterance.start, utterance.end, sure(utterance.confidence))
