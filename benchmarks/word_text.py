"""Text as words that can be compared, whoever wrote it: no case, no marks, no fillers, numbers as they are read out."""

import re
import unicodedata

FILLERS = frozenset({"uh", "um", "er", "erm", "uhm", "hm", "hmm", "mm", "mhm", "ah", "eh"})
WRITTEN = {"mr": "mister", "mrs": "missus", "dr": "doctor", "st": "saint", "ok": "okay", "alright": "all right"}
SIGNS = {"%": " percent", "&": " and ", "+": " plus "}
ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
DIGITS = frozenset(ONES[:10])
WORD = re.compile(r"\d+|[^\W\d_]+(?:'[^\W\d_]+)*")
"""A run of digits, or of letters with apostrophes between them."""


def plain_words(text: str, language: str = "en") -> list[str]:
    """Comparable words. Numbers are spelled out in English only; elsewhere digits stay one by one."""
    text = unicodedata.normalize("NFC", text).lower().replace("’", "'")  # noqa: RUF001
    for sign, word in SIGNS.items():
        text = text.replace(sign, word)
    found = [part for word in WORD.findall(text) for part in _spelled(word, language)]
    return _zeros(found) if language == "en" else found


def _spelled(word: str, language: str) -> list[str]:
    if word.isdigit():
        return _number(word) if language == "en" else list(word)
    if language != "en":
        return [word]
    return [] if word in FILLERS else WRITTEN.get(word, word).split()


def _number(digits: str) -> list[str]:
    """As it is most likely read out: up to a hundred as one, round hundreds and thousands, else digit by digit."""
    value = int(digits)
    if digits[0] == "0" or (value >= 100 and value % 100):
        return [ONES[int(digit)] for digit in digits]
    if value < 20:
        return [ONES[value]]
    if value < 100:
        return [TENS[value // 10], *([ONES[value % 10]] if value % 10 else [])]
    if value < 10_000 and value % 1000:
        return [*_number(str(value // 100)), "hundred"]
    return [*_number(str(value // 1000)), "thousand"] if value < 1_000_000 else [ONES[int(digit)] for digit in digits]


def _zeros(words: list[str]) -> list[str]:
    """``oh`` beside a digit is a zero."""
    return [
        "zero"
        if word in ("oh", "o") and DIGITS & {*words[max(0, place - 1) : place], *words[place + 1 : place + 2]}
        else word
        for place, word in enumerate(words)
    ]
