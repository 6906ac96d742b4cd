"""Stop talking: the agent has the floor for very long, or goes on after an open question of their own (T2, D1).

A question's end is not written down anywhere. It is the first pause in it, or the first
words that begin a new sentence ("because", "i mean", "it could"; each language lists
its own), or, where neither comes, so many words that no question is as long.
"""

from collections.abc import Sequence

from monitor.core.events import Channel, CueKind
from monitor.core.prompting.playbook import Rule
from monitor.core.prompting.rules.state import CallState, Said, Want, measured
from monitor.core.prompting.rules.words import receipt
from monitor.core.words.conversation import Spoken

LOOK_SECONDS = 0.25
GOES_ON_WORDS = 6
GOES_ON_SECONDS = 2.0
LEAST_WORDS = 3
"""Fewer are no sentence, however slowly they are said."""
PAUSE_SECONDS = 0.3
"""May end a question, and may be a word that was not recognised: then it takes more words to tell."""
SURE_PAUSE_SECONDS = 0.7
UNSURE_WORDS = 9
WAITED_SECONDS = 2.5
"""After such a pause the customer had the floor and left it: what comes then helps them on."""
LONGEST_QUESTION_WORDS = 24
BEGINS_SECONDS = 1.5
"""Within so much of it, what comes after the question shows what it is."""
JUDGED_SECONDS = 20.0
"""So long after a question it is looked at."""


class StopTalking:
    """Wanted while the agent talks on: by voice, or by words after an open question."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._look_at = 0.0
        self._question: Want | None = None

    def update(self, state: CallState) -> Want | None:
        """Looked at four times a second."""
        cue = state.cue(CueKind.MONOLOGUE, Channel.AGENT)
        if cue is not None:
            return Want("stop_talking", cue.id, cue.evidence, {"seconds": measured(cue, "monologue")})
        if state.now >= self._look_at or state.over:
            self._look_at = state.now + LOOK_SECONDS
            self._question = self._asked_and_went_on(state)
        return self._question

    def _asked_and_went_on(self, state: CallState) -> Want | None:
        asked = state.last_said(*self._rule.listens)
        if asked is None or state.now - asked.heard.end > JUDGED_SECONDS:
            return None
        if not state.talk.words(Channel.CUSTOMER, 0.0):  # a greeting asks, and goes on to say who is there
            return None
        after = _after_question(state, asked, _until_answered(state, asked))
        if not after or self._is_kind(state, after[0].start):
            return None
        said = " ".join(word.text for word in after[: 2 * GOES_ON_WORDS])
        until = asked.heard.end + JUDGED_SECONDS
        episode = f"stop_talking-{asked.heard.start}"
        return Want("stop_talking", episode, receipt(asked), {"words": said}, "question", until=until)

    def _is_kind(self, state: CallState, start: float) -> bool:
        """What comes after the question is another one, time to answer it, or a word of understanding."""
        acts = state.all_said(*self._rule.answered_by, since=start - PAUSE_SECONDS)
        return any(said.heard.start <= start + BEGINS_SECONDS for said in acts)


def _until_answered(state: CallState, asked: Said) -> list[Spoken]:
    """The agent's words from the question on, until the customer says something."""
    answers = state.talk.words(Channel.CUSTOMER, asked.heard.end)
    end = answers[0].start if answers else state.now
    return [word for word in state.talk.words(Channel.AGENT, asked.heard.start) if word.start < end]


def _after_question(state: CallState, asked: Said, words: Sequence[Spoken]) -> Sequence[Spoken]:
    """What is no longer the question, where it is long."""
    for at, word in enumerate(words):
        if word.start < asked.heard.end:
            continue
        pause = word.start - words[at - 1].end
        if pause > WAITED_SECONDS:
            return ()
        sure = state.talk.begins_sentence(words, at) or pause >= SURE_PAUSE_SECONDS or at >= LONGEST_QUESTION_WORDS
        if sure or pause >= PAUSE_SECONDS:
            after = _until_waited(words[at:])
            return after if _is_long(after, GOES_ON_WORDS if sure else UNSURE_WORDS) else ()
    return ()


def _until_waited(words: Sequence[Spoken]) -> Sequence[Spoken]:
    for at in range(1, len(words)):
        if words[at].start - words[at - 1].end > WAITED_SECONDS:
            return words[:at]
    return words


def _is_long(words: Sequence[Spoken], most: int) -> bool:
    if len(words) < LEAST_WORDS:
        return False
    return len(words) >= most or (most == GOES_ON_WORDS and words[-1].end - words[0].start >= GOES_ON_SECONDS)
