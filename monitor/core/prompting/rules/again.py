"""What is said again: the customer's question that got no answer, the agent's stock sentence (C4, H2, R5)."""

from collections.abc import Callable, Sequence

from monitor.core.events import Channel, Evidence, Heard
from monitor.core.prompting.playbook import Rule
from monitor.core.prompting.rules.matter import TROUBLE
from monitor.core.prompting.rules.state import CallState, RuleLogic, Want
from monitor.core.prompting.rules.turns import has_ended, said_in, turns_before, turns_between
from monitor.core.prompting.rules.words import WANTED_SECONDS
from monitor.core.words.conversation import Turn
from monitor.core.words.sameness import Stretch, said_again, shared

WITHIN_SECONDS = 120.0
SAME_QUESTION_WORDS = 2
"""Two questions about the same share so many words that tell what they are about,"""
SAME_QUESTION_SHARE = 0.5
"""and so much of the shorter one's."""
TOLD_WORDS = 8
ECHOED_WORDS = 3
"""A customer who says so much of a sentence back is noting it down."""
TO_A_COMPLAINT = (
    *TROUBLE,
    "unvalued",
    "demand",
    "customer_refusal",
    "not_settled",
    "asks_again",
    "rudeness",
    "profanity",
    "threat_to_leave",
)
NEVER_STOCK = (
    "closed_question",
    "open_question",
    "asks_name",
    "asks_contact",
    "repeat_back",
    "summary",
    "boundary",
    "ends_call",
    "hold_announced",
    "anything_else",
)
"""May be said again in the same words."""
KINDS = {"asks_when": "tells_when", "asks_price": "tells_price"}
"""Questions for a figure, and what answers them."""
FIGURES = ("tells_when", "tells_price", "looked_up")
ASKS = ("customer_question", *KINDS)
ANSWERS = ("accepts", "refusal")
ASKS_BACK = ("closed_question", "open_question", "asks_name", "asks_contact")
"""The answer hangs on it, unless the same is asked in so many of the same words again."""
SAME_WORDS = 3


class OwnWords:
    """The same stock sentence again, towards a complaint; answers to repeated questions are exempt (H2, R5)."""

    def __init__(self) -> None:
        self._judged = -1.0
        self._want: Want | None = None

    def update(self, state: CallState) -> Want | None:
        """Wanted for 12 s after it."""
        turn = state.talk.last(Channel.AGENT)
        if turn is not None and turn.start > self._judged and has_ended(state, turn):
            self._judged = turn.start
            self._want = self._judge(state, turn) or self._want
        want = self._want
        return want if want is not None and state.now <= want.until else None

    def _judge(self, state: CallState, turn: Turn) -> Want | None:
        complained = any(said.heard.start < turn.end for said in state.all_said(*TO_A_COMPLAINT))
        for earlier in turns_before(state, Channel.AGENT, turn.start):
            if turn.start - earlier.end > WITHIN_SECONDS:
                return None
            stretch = said_again(earlier.texts, turn.texts)
            if stretch is None:
                continue
            if not complained and not self._told(state, earlier):
                continue
            if not self._may_be_repeated(state, earlier, turn, stretch):
                return self._wanted(state, turn, stretch)
        return None

    def _told(self, state: CallState, earlier: Turn) -> bool:
        """No frequent question: what was answered was told at length and asked for nothing."""
        before = turns_before(state, Channel.CUSTOMER, earlier.start)[:1]
        return any(len(each.words) >= TOLD_WORDS and not said_in(state, each, *ASKS) for each in before)

    def _may_be_repeated(self, state: CallState, earlier: Turn, turn: Turn, stretch: Stretch) -> bool:
        words = turn.words[stretch.first : stretch.last + 1]
        if any(
            words[0].start <= said.heard.start <= words[-1].end for said in said_in(state, turn, *NEVER_STOCK, *FIGURES)
        ):
            return True
        between = turns_between(state, Channel.CUSTOMER, earlier, turn)
        if any(said_in(state, each, "bad_line") for each in between):
            return True
        telling = state.talk.telling(words)
        if any(len(shared(telling, state.talk.telling(each.words))) >= ECHOED_WORDS for each in between):
            return True
        asked = turns_before(state, Channel.CUSTOMER, earlier.start)[:1]
        return bool(asked and between) and _same_question(state, asked[0], between[-1])

    def _wanted(self, state: CallState, turn: Turn, stretch: Stretch) -> Want:
        words = turn.words[stretch.first : stretch.last + 1]
        said = " ".join(word.text for word in words)
        heard = Heard(said, Channel.AGENT, round(words[0].start, 3), round(words[-1].end, 3), "own_words")
        evidence = Evidence(heard.start, heard.end, (), (heard,))
        until = state.now + WANTED_SECONDS
        return Want("own_words", f"own_words-{turn.start:.2f}", evidence, {"words": said}, until=until)


class AnswerIt:
    """The customer's question again, and what the agent said in between was no answer to it (C4)."""

    def __init__(self) -> None:
        self._judged = (-1.0, 0)
        self._want: Want | None = None

    def update(self, state: CallState) -> Want | None:
        """Wanted for 12 s after the question."""
        turn = state.talk.last(Channel.CUSTOMER)
        if turn is not None and (turn.start, len(turn.words)) != self._judged:
            self._judged = (turn.start, len(turn.words))
            self._want = self._judge(state, turn) or self._want
        want = self._want
        return want if want is not None and state.now <= want.until else None

    def _judge(self, state: CallState, turn: Turn) -> Want | None:
        if said_in(state, turn, "bad_line"):
            return None
        for earlier in turns_before(state, Channel.CUSTOMER, turn.start):
            if turn.start - earlier.end > WITHIN_SECONDS:
                return None
            answers = turns_between(state, Channel.AGENT, earlier, turn)
            if answers and self._open(state, earlier, turn, answers):
                return self._wanted(state, turn)
        return None

    def _open(self, state: CallState, earlier: Turn, turn: Turn, answers: list[Turn]) -> bool:
        """The same was asked, and what the agent said was no answer."""
        insists = bool(said_in(state, turn, "asks_again"))
        asked = bool(said_in(state, earlier, *ASKS, "asks_again")), insists or bool(said_in(state, turn, *ASKS))
        if not any(asked):
            return False
        if not asked[1] and any(said_in(state, answer, "remedy", "alternative") for answer in answers):
            return False  # what was offered is taken, in the words of the question
        same = _same_question(state, earlier, turn, answers)
        common = len(shared(state.talk.telling(earlier.words), state.talk.telling(turn.words)))
        complains = any(said_in(state, each, *TROUBLE) for each in (earlier, turn))
        surely = same and (insists or (common >= SAME_WORDS and not complains))
        if not (any(asked) if surely else all(asked)):
            return False
        kinds = [kind for kind in KINDS if said_in(state, earlier, kind)]
        alike = same or any(said_in(state, turn, kind) for kind in kinds)
        if not (insists or alike):
            return False
        if insists and same:
            return True
        if any(said_in(state, answer, KINDS[kind]) for kind in kinds for answer in answers):
            return False
        exempt = ANSWERS if common >= SAME_WORDS else (*ANSWERS, *ASKS_BACK)
        return insists or not any(said_in(state, answer, *exempt) for answer in answers)

    def _wanted(self, state: CallState, turn: Turn) -> Want:
        said = [each.heard for each in said_in(state, turn, "asks_again", *ASKS)][:1]
        text = " ".join(turn.texts[:12])
        start, end = round(turn.start, 3), round(turn.end, 3)
        heard = said or [Heard(text, Channel.CUSTOMER, start, end, "customer_question")]
        evidence = Evidence(start, end, (), tuple(heard))
        until = state.now + WANTED_SECONDS
        return Want("answer_it", f"answer_it-{turn.start:.2f}", evidence, {"words": text}, until=until)


def _same_question(state: CallState, first: Turn, second: Turn, answers: Sequence[Turn] = ()) -> bool:
    """Both are about the same, and the second is not about what was answered."""
    one, other = state.talk.telling(first.words), state.talk.telling(second.words)
    common = len(shared(one, other))
    answered = {word for each in answers for word in state.talk.telling(each.words)}
    if len(shared(answered, other)) >= max(1, common):
        return False
    return common >= SAME_QUESTION_WORDS and common >= SAME_QUESTION_SHARE * min(len(one), len(other))


CODED: dict[str, Callable[[Rule], RuleLogic]] = {
    "own_words": lambda _: OwnWords(),
    "answer_it": lambda _: AnswerIt(),
}
