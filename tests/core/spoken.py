"""Words as a recogniser hands them over, and the project's own languages."""

from functools import cache
from pathlib import Path

import msgspec

from monitor.core.events import Channel, Utterance, Word
from monitor.core.words.language import Language, MessageFile, PhraseFile
from monitor.core.words.phrases import PhraseMatch, PhraseMatcher
from monitor.core.words.transcript import Transcript

LANGUAGES = Path(__file__).parents[2] / "config" / "languages"
AGENT, CUSTOMER = Channel.AGENT, Channel.CUSTOMER


@cache
def shipped(code: str) -> Language:
    """A language as config/languages has it."""
    phrases, messages = LANGUAGES / code / "phrases.toml", LANGUAGES / code / "messages.toml"
    return Language.of(
        code,
        msgspec.toml.decode(phrases.read_bytes(), type=PhraseFile) if phrases.exists() else PhraseFile(),
        msgspec.toml.decode(messages.read_bytes(), type=MessageFile),
    )


def spoken(text: str, start: float = 0.0, confidence: float = 1.0) -> list[Word]:
    """One word every 0.3 s, 0.25 s long."""
    return [
        Word(word, round(start + 0.3 * number, 3), round(start + 0.3 * number + 0.25, 3), confidence)
        for number, word in enumerate(text.split())
    ]


def found(language: Language, channel: Channel, text: str, confidence: float = 1.0) -> list[PhraseMatch]:
    """Matches in one closed utterance."""
    return PhraseMatcher(language).match(channel, spoken(text, confidence=confidence))


def sets_in(language: Language, channel: Channel, text: str) -> set[str]:
    """The ids of the sets that match."""
    return {match.set_id for match in found(language, channel, text)}


def follow(language: Language, pieces: list[tuple[Channel, list[Word]]]) -> tuple[list[Utterance], list[PhraseMatch]]:
    """Final words in pieces, each known when it ends, through transcript and matcher."""
    transcript, matcher = Transcript("c1"), PhraseMatcher(language)
    finals: list[Utterance] = []
    matches: list[PhraseMatch] = []

    def take(utterances: list[Utterance]) -> None:
        for each in utterances:
            finals.extend([each] if each.final else [])
            matches.extend(matcher.match(each.channel, transcript.recent(each.channel, each.end), each.final))

    now = 0.0
    for channel, words in pieces:
        now = max(now, words[-1].end)
        take(transcript.receive(channel, words, True, now))
        take(transcript.tick(now))
    take(transcript.finish(now + 1.0))
    return finals, matches
