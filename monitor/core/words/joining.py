"""Numbers and spelled-out letters as they are read: ``double four one`` as 441, ``a b c one two`` as ABC12.

For display only: the words themselves stay as they were said, and rules see nothing of
this. One numeral under ten stays a word (``one question``); so does what may be an
ordinary word beside no other numeral or letter (``oh``, ``a``, ``i``).
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

import msgspec

from monitor.core.events import Joined, Word

MARKS = ".,;:?!…"
HUNDRED = 100
FEWEST_DIGITS = 3
"""Two numerals under ten in a row may be an estimate: ``two three days``."""
FEWEST_LETTERS = 2
GROUPS = {7: (3, 4), 8: (4, 4), 10: (3, 3, 4), 11: (3, 4, 4), 14: (3, 3, 4, 4), 16: (4, 4, 4, 4)}
"""Long numbers in groups that can be read, by count of digits; others in threes."""
FEWEST_GROUPED = 7


class Numbers(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """``numbers.toml``: how a language says numbers."""

    digits: dict[str, int] = {}
    maybe_digits: dict[str, int] = {}
    """Digits that are other words too: they count beside another digit."""
    teens: dict[str, int] = {}
    """10 to 19, and what else is one word but no round ten."""
    tens: dict[str, int] = {}
    """20 to 90."""
    joined_units: dict[str, int] = {}
    joined_tens: dict[str, int] = {}
    """Parts of words like ``fünfundzwanzig`` and ``huszonöt``."""
    units_first: str = ""
    """What stands between unit and ten in such a word; empty where the ten comes first."""
    scales: dict[str, int] = {}
    """Hundred and thousand in their forms."""
    ands: tuple[str, ...] = ()
    """May stand behind hundreds and thousands, as in ``two hundred and fifty``."""
    ten_ands: tuple[str, ...] = ()
    """May stand between ten and unit, as in ``douăzeci și cinci``."""
    repeats: dict[str, int] = {}
    """How often the next digit or letter is said: ``double``."""
    maybe_letters: tuple[str, ...] = ()
    """Letters that are words too: they count beside two others."""

    @cached_property
    def wholes(self) -> dict[str, int]:
        """Every number from 10 to 99 that is one word."""
        pairs = ((unit, ten) for unit in self.joined_units.items() for ten in self.joined_tens.items())
        return {**self.teens, **self.tens} | {
            (unit + self.units_first + ten if self.units_first else ten + unit): tens + units
            for (unit, units), (ten, tens) in pairs
        }


class _Item(msgspec.Struct, frozen=True):
    """A number or a letter in ``count`` words from ``first``."""

    first: int
    count: int
    text: str
    dictated: bool = False
    """Said sign by sign: a digit or a letter, once or repeated."""
    sure: bool = True

    @property
    def end(self) -> int:
        return self.first + self.count

    @property
    def letter(self) -> bool:
        return self.text[0].isalpha()

    @property
    def is_digit(self) -> bool:
        """One digit, which may as well stay a word."""
        return self.dictated and len(self.text) == 1 and not self.letter


def joined(words: Sequence[Word], numbers: Numbers) -> tuple[Joined, ...]:
    """Which words are read as one, and how; nothing where the language's numbers aren't known."""
    if not numbers.digits:
        return ()
    spoken = [word.text.lower() for word in words]
    return tuple(each for run in _runs(spoken, numbers) for each in _read(run))


def _runs(spoken: list[str], numbers: Numbers) -> Iterator[list[_Item]]:
    """Numbers and letters that follow each other without another word or a mark between."""
    run: list[_Item] = []
    place = 0
    while place < len(spoken):
        item = _item(spoken, place, numbers)
        if item is None:
            yield run
            run, place = [], place + 1
            continue
        run.append(item)
        place = item.end
        if spoken[place - 1][-1:] in MARKS:
            yield run
            run = []
    yield run


def _item(spoken: list[str], place: int, numbers: Numbers) -> _Item | None:
    times = numbers.repeats.get(spoken[place], 0)
    if times:
        said = _single(spoken, place + 1, numbers)
        return said and _Item(place, 2, said.text * times, dictated=True)
    return _number(spoken, place, numbers) or _single(spoken, place, numbers)


def _single(spoken: list[str], place: int, numbers: Numbers) -> _Item | None:
    """A digit or a letter."""
    said = spoken[place].rstrip(MARKS) if place < len(spoken) else ""
    if said in numbers.digits:
        return _Item(place, 1, str(numbers.digits[said]), dictated=True)
    if said in numbers.maybe_digits:
        return _Item(place, 1, str(numbers.maybe_digits[said]), dictated=True, sure=False)
    if len(said) == 1 and said.isalpha():
        return _Item(place, 1, said.upper(), dictated=True, sure=said not in numbers.maybe_letters)
    return None


def _number(spoken: list[str], place: int, numbers: Numbers) -> _Item | None:
    """A number over nine: 25, 250, 3020."""
    part, at = _below_hundred(spoken, place, numbers)
    total = 0
    while at > place and (scale := numbers.scales.get(_next(spoken, at), 0)):
        total, part = (total, part * scale) if scale == HUNDRED else (total + part * scale, 0)
        at += 1
        after = at + (_next(spoken, at) in numbers.ands)
        more, end = _below_hundred(spoken, after, numbers)
        if end > after and _next(spoken, after):
            part, at = part + more, end
    return _Item(place, at - place, str(total + part)) if total + part > 9 else None


def _below_hundred(spoken: list[str], place: int, numbers: Numbers) -> tuple[int, int]:
    """Value, and the place behind it; the same place where no number is."""
    said = spoken[place].rstrip(MARKS) if place < len(spoken) else ""
    if said in numbers.tens:
        after = place + 1
        after += _next(spoken, after) in numbers.ten_ands
        unit = numbers.digits.get(_next(spoken, after), 0)
        return numbers.tens[said] + unit, after + 1 if unit else place + 1
    value = numbers.wholes.get(said, numbers.digits.get(said))
    return (0, place) if value is None else (value, place + 1)


def _next(spoken: list[str], place: int) -> str:
    """The word at a place, if it goes on from the one before: no mark stands between."""
    if place >= len(spoken) or spoken[place - 1][-1:] in MARKS:
        return ""
    return spoken[place].rstrip(MARKS)


def _read(run: list[_Item]) -> Iterator[Joined]:
    """A run as one, or its numbers each by itself."""
    run = _without_doubtful_ends(run)
    letters = [item for item in run if item.letter]
    if _is_code(run, letters) or (not letters and _is_long_number(run)):
        yield _as_one(run)
        return
    alone = all(item.is_digit for item in run)
    for item in run:
        if not item.letter and not alone:
            yield _as_one([item])


def _is_code(run: list[_Item], letters: list[_Item]) -> bool:
    """Letters spelled out, alone or with digits."""
    sure = sum(len(item.text) for item in letters if item.sure)
    return sure >= FEWEST_LETTERS or (sure > 0 and len(run) > len(letters))


def _is_long_number(run: list[_Item]) -> bool:
    """Digits one after the other, or pairs of them, as in ``nineteen ninety five``."""
    digits = sum(len(item.text) for item in run if item.dictated)
    repeated = any(item.dictated and item.count > 1 for item in run)
    return digits >= FEWEST_DIGITS or repeated or (len(run) > 1 and all(len(item.text) == 2 for item in run))


def _without_doubtful_ends(run: list[_Item]) -> list[_Item]:
    """``oh`` and ``a`` belong to what stands beside them only where that is of their kind."""
    while run and not run[0].sure and not (len(run) > 1 and run[1].letter == run[0].letter and run[1].sure):
        run = run[1:]
    while run and not run[-1].sure and not (len(run) > 1 and run[-2].letter == run[-1].letter):
        run = run[:-1]
    return run


def _as_one(items: Sequence[_Item]) -> Joined:
    text = "".join(item.text for item in items)
    dictated = all(item.dictated for item in items)
    return Joined(items[0].first, items[-1].end - items[0].first, _grouped(text) if dictated else text)


def _grouped(text: str) -> str:
    """A long number that was said digit by digit, in groups."""
    if not text.isdigit() or len(text) < FEWEST_GROUPED:
        return text
    sizes = GROUPS.get(len(text), (3,) * -(-len(text) // 3))
    ends = [sum(sizes[:place]) for place in range(len(sizes) + 1)]
    return " ".join(text[first:last] for first, last in pairwise(ends))
