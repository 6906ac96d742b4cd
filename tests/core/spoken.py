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
    messages = LANGUAGES / code / "messages.toml"
    return Language.of(code, _phrases(LANGUAGES / code), msgspec.toml.decode(messages.read_bytes(), type=MessageFile))


def _phrases(folder: Path) -> PhraseFile:
    """The shared part, and the sets of all its files."""
    files = [path for path in (folder / "phrases.toml", *sorted(folder.glob("phrases/*.toml"))) if path.exists()]
    decoded = [msgspec.toml.decode(path.read_bytes(), type=PhraseFile) for path in files]
    if not decoded:
        return PhraseFile()
    sets = tuple(each for file in decoded for each in file.set)
    classes = {name: words for file in decoded for name, words in file.classes.items()}
    return msgspec.structs.replace(decoded[0], set=sets, classes=classes)


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
