import pytest

from monitor.core.words.language import Language
from monitor.core.words.phrase_patterns import Entry
from monitor.core.words.run_together import RunTogether

ENTRIES = [
    Entry("cancel", True, False),
    Entry("we", False, True),
    Entry("broken", False, False),
    Entry("new", False, False),
]
LANGUAGE = Language("en", weak_words=("we", "with", "it", "the", "a", "didn't", "to", "us"), backchannels=("oh no",))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("wecancel", ("we", "cancel")),
        ("cancelthe", ("cancel", "the")),
        ("withit", ("with", "it")),
        ("ohno", ("oh", "no")),
        ("anew", ("a", "new")),
        ("usto", ("us", "to")),
        ("cancelled", ("cancelled",)),
        ("broken", ("broken",)),
        ("brokenglass", ("brokenglass",)),
        ("it", ("it",)),
        ("", ("",)),
    ],
)
def test_two_known_words_written_as_one_are_taken_apart(text: str, parts: tuple[str, ...]) -> None:
    assert RunTogether(ENTRIES, LANGUAGE).parts(text) == parts
