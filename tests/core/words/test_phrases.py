import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.events import Channel, Word
from monitor.core.words.language import Language, PhraseSet
from monitor.core.words.phrase_patterns import PhraseError
from monitor.core.words.phrases import PhraseMatcher
from tests.core.spoken import AGENT, CUSTOMER, found, sets_in, shipped, spoken

SMALL = Language(
    "en",
    phrase_sets=(
        PhraseSet("calm", AGENT, ("calm! down", "relax"), ("very calm", "not saying ...", "... the alarm")),
        PhraseSet("angry", CUSTOMER, ("so? angry|furious with you", "never! again", "frustrat* experience")),
        PhraseSet("rude", CUSTOMER, ("you stupid? worm+",)),
    ),
    negations=("not", "don't", "never"),
    weak_words=("i", "you", "with", "the", "so"),
    fillers=("uh",),
    spellings={"do not": "don't"},
)


WEAK = ("his", "yourself", "down")


@pytest.mark.parametrize(
    ("channel", "text", "sets"),
    [
        (AGENT, "now calm down sir", {"calm"}),
        (AGENT, "Now, CALM down!", {"calm"}),
        (AGENT, "calm uh down", {"calm"}),
        (AGENT, "calm the hell down", {"calm"}),
        (AGENT, "calm as you may be when i look down", set()),
        (AGENT, "down calm", set()),
        (CUSTOMER, "calm down", set()),
        (AGENT, "calm", set()),
        (AGENT, "please relax", set()),
        (AGENT, "relax just relax", {"calm"}),
        (AGENT, "don't calm down", set()),
        (AGENT, "do not calm down", set()),
        (AGENT, "calm it not down", set()),
        (AGENT, "it is very calm down there", set()),
        (AGENT, "i am not saying calm down", set()),
        (AGENT, "calm down the alarm", set()),
        (AGENT, "calm down the stairs", {"calm"}),
        (CUSTOMER, "furious with you", {"angry"}),
        (CUSTOMER, "furious with me", set()),
        (CUSTOMER, "i come again", set()),
        (CUSTOMER, "never ever again", {"angry"}),
        (CUSTOMER, "a frustrating experience", {"angry"}),
        (CUSTOMER, "you worm", {"rude"}),
        (CUSTOMER, "you stupid worm", {"rude"}),
        (CUSTOMER, "you sell the worm", set()),
    ],
)
def test_how_phrases_are_read(channel: Channel, text: str, sets: set[str]) -> None:
    assert sets_in(SMALL, channel, text) == sets


def test_a_match_says_what_where_and_how_sure() -> None:
    (match,) = found(SMALL, AGENT, "now Calm uh down sir")
    assert (match.set_id, match.channel, match.words) == ("calm", AGENT, "Calm uh down")
    assert (match.start, match.end) == (0.3, 1.15)
    assert match.score == 1.0


@pytest.mark.parametrize(
    ("text", "confidence", "is_found"),
    [
        ("a frustrading experience", 1.0, True),
        ("a frusteting~ experience", 1.0, True),
        ("a frusteting experience", 1.0, False),
        ("a frusteting~ experrence~", 1.0, False),
        ("a frustrating~ experience~", 1.0, True),
        ("a frus trating experience", 0.9, True),
        ("a frus~ trating~ experience", 1.0, True),
        ("a frustratingexperience~", 1.0, True),
        ("a frustratingexperience", 1.0, False),
        ("a frustrating", 1.0, False),
    ],
)
def test_unsure_words_may_be_others_but_say_nothing_by_themselves(text: str, confidence: float, is_found: bool) -> None:
    language = Language("en", phrase_sets=(PhraseSet("angry", CUSTOMER, ("frustrating experience",)),))
    assert bool(PhraseMatcher(language).match(CUSTOMER, marked(text, confidence))) is is_found


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("sir please calm yourself down", True),
        ("sir please calm yourself now", False),
        ("sir please calm his~ down", True),
        ("sir please calm his down", False),
        ("sir please his~ yourself down", False),
        ("sir please calm~ his~ down", False),
    ],
)
def test_a_weak_word_may_have_been_misheard(text: str, is_found: bool) -> None:
    language = Language("en", phrase_sets=(PhraseSet("calm", AGENT, ("calm yourself down",)),), weak_words=WEAK)
    assert bool(PhraseMatcher(language).match(AGENT, marked(text))) is is_found


@pytest.mark.parametrize(
    ("text", "is_found"), [("the parcel broke", True), ("the parcel broke~", True), ("the parcel~ broke~", False)]
)
def test_one_telling_word_at_least_is_sure(text: str, is_found: bool) -> None:
    language = Language("en", phrase_sets=(PhraseSet("trouble", CUSTOMER, words=("parcel", "broke|broken")),))
    assert bool(PhraseMatcher(language).match(CUSTOMER, marked(text))) is is_found


@pytest.mark.parametrize(
    ("text", "is_found"),
    [("you worm", True), ("you worn~ worm", True), ("you sell worm", False), ("you worn~ sell~ worm", False)],
)
def test_a_word_that_perhaps_nobody_said_may_stand_where_nothing_should(text: str, is_found: bool) -> None:
    assert bool(PhraseMatcher(SMALL).match(CUSTOMER, marked(text))) is is_found


@pytest.mark.parametrize(
    ("text", "is_found"),
    [("you guys knob", True), ("you guys knob~", True), ("you guys know~", False), ("you guys~ knob", True)],
)
def test_what_must_be_said_is_no_mere_likeness_of_what_was_unsurely_heard(text: str, is_found: bool) -> None:
    language = Language("en", phrase_sets=(PhraseSet("rude", CUSTOMER, ("you! guys? knob!",)),), weak_words=("you",))
    assert bool(PhraseMatcher(language).match(CUSTOMER, marked(text))) is is_found


def marked(text: str, confidence: float = 1.0) -> list[Word]:
    """Words as spoken, those with a ~ unsure ones."""
    return [
        Word(word.text.rstrip("~"), word.start, word.end, 0.5 if word.text.endswith("~") else confidence)
        for word in spoken(text)
    ]


def test_unsure_words_count_less() -> None:
    sure, unsure = (found(SMALL, AGENT, "calm down", confidence)[0].score for confidence in (1.0, 0.3))
    assert unsure < sure


def test_a_short_word_is_never_stretched() -> None:
    assert found(SMALL, AGENT, "cam down", 0.4) == []


def test_each_place_is_reported_once() -> None:
    matcher = PhraseMatcher(SMALL)
    words = spoken("now calm down sir")
    assert len(matcher.match(AGENT, words)) == 1
    assert matcher.match(AGENT, words) == []
    assert matcher.match(AGENT, words + spoken("and listen", 1.5)) == []


def test_a_final_that_moves_the_words_of_a_partial_does_not_report_them_again() -> None:
    matcher = PhraseMatcher(SMALL)
    assert len(matcher.match(AGENT, spoken("now calm down please"), closed=False)) == 1
    moved = [Word(word.text, word.start + 0.07, word.end + 0.05, 0.9) for word in spoken("so calm down please")]
    assert matcher.match(AGENT, moved) == []


def test_a_final_that_mends_the_words_of_a_partial_is_matched() -> None:
    matcher = PhraseMatcher(SMALL)
    assert matcher.match(AGENT, spoken("palm town please"), closed=False) == []
    assert len(matcher.match(AGENT, spoken("calm down please"))) == 1


def test_an_outburst_is_one_occasion_and_a_later_one_another() -> None:
    matcher = PhraseMatcher(SMALL)
    first = spoken("you worm you stupid worm")
    assert len(matcher.match(CUSTOMER, first)) == 1
    assert len(matcher.match(CUSTOMER, first + spoken("you worm", 6.0))) == 1


def test_what_the_next_words_may_undo_waits_for_them() -> None:
    matcher = PhraseMatcher(SMALL)
    words = spoken("calm down the alarm")
    assert matcher.match(AGENT, words[:2], closed=False) == []
    assert matcher.match(AGENT, words[:3], closed=False) == []
    assert matcher.match(AGENT, words) == []


def test_what_waits_is_reported_when_the_utterance_ends() -> None:
    matcher = PhraseMatcher(SMALL)
    assert matcher.match(AGENT, spoken("calm down"), closed=False) == []
    assert len(matcher.match(AGENT, spoken("calm down"), closed=True)) == 1


def test_words_after_a_pause_do_not_undo() -> None:
    matcher = PhraseMatcher(SMALL)
    assert len(matcher.match(AGENT, spoken("calm down") + spoken("the alarm is off", 3.0))) == 1


def test_what_may_undo_is_not_awaited_beyond_the_end_of_an_utterance() -> None:
    language = Language(
        "de",
        phrase_sets=(PhraseSet("promise", AGENT, ("verspreche ich",), ("... ihnen? aber? nicht",)),),
        weak_words=("ich", "ihnen", "aber", "nicht"),
    )
    assert sets_in(language, AGENT, "das verspreche ich ihnen") == {"promise"}
    assert sets_in(language, AGENT, "das verspreche ich ihnen aber nicht") == set()


def test_a_phrase_reaches_over_the_end_of_an_utterance() -> None:
    matcher = PhraseMatcher(SMALL)
    words = spoken("calm") + spoken("down", 1.3)
    assert matcher.match(AGENT, words[:1]) == []
    assert len(matcher.match(AGENT, words)) == 1


@pytest.mark.parametrize("line", ["", "word? other?", "!", "calm |"])
def test_a_phrase_that_says_nothing_is_refused(line: str) -> None:
    with pytest.raises(PhraseError):
        PhraseMatcher(Language("en", phrase_sets=(PhraseSet("calm", AGENT, (line,)),)))


def test_a_language_without_phrases_matches_nothing() -> None:
    assert found(Language("hu"), AGENT, "calm down") == []


odd_words = st.builds(
    Word,
    st.sampled_from(["calm", "down", "never", "again", "you", "worm", "don't", "uh", "...", "x" * 500, "ñ"]),
    st.floats(0, 20),
    st.floats(0, 20),
    st.floats(0, 1),
)


@given(st.lists(st.tuples(st.lists(odd_words, max_size=12), st.booleans()), max_size=4))
def test_any_words_in_any_order_are_taken(calls: list[tuple[list[Word], bool]]) -> None:
    matcher = PhraseMatcher(SMALL)
    for words, closed in calls:
        for channel in Channel:
            for match in matcher.match(channel, words, closed):
                assert 0 <= match.score <= 1
                assert match.words


@given(
    st.lists(
        st.sampled_from(["calm", "down", "very", "not", "relax", "the", "alarm", "saying", "uh", "now"]), max_size=25
    ),
    st.data(),
)
def test_words_in_pieces_match_as_at_once(texts: list[str], data: st.DataObject) -> None:
    words = spoken(" ".join(texts))
    whole = PhraseMatcher(SMALL).match(AGENT, words)
    matcher, pieces, end = PhraseMatcher(SMALL), [], 0
    while end < len(words):
        end += data.draw(st.integers(1, 5))
        pieces += matcher.match(AGENT, words[:end], closed=end >= len(words))
    assert pieces == whole


ENGLISH = [
    (AGENT, "dismissal", "okay just calm down now"),
    (AGENT, "dismissal", "there's no reason to get so upset about it"),
    (AGENT, "dismissal", "you really don't need to shout at me"),
    (AGENT, "dismissal", "it is not the end of the world is it"),
    (AGENT, "dismissal", "i think you're overreacting a little"),
    (AGENT, "dismissal", "why don't you take a deep breath"),
    (AGENT, "dismissal", "come on it's not that bad"),
    (AGENT, "empathy", "i can completely understand that"),
    (AGENT, "empathy", "that must have been very stressful for you"),
    (AGENT, "empathy", "oh that's really annoying"),
    (AGENT, "empathy", "you have every right to be angry"),
    (AGENT, "empathy", "i would be upset too"),
    (AGENT, "apology", "i am so sorry about the delay"),
    (AGENT, "apology", "we apologise for the mistake"),
    (AGENT, "apology", "that was our fault entirely"),
    (AGENT, "open_question", "can you tell us what happened"),
    (AGENT, "send_away", "you'll have to come back tomorrow"),
    (AGENT, "own_life", "last summer we went to the lakes"),
    (AGENT, "closed_question", "was the parcel on the doorstep"),
    (AGENT, "closed_question", "is your address still the same"),
    (AGENT, "supervisor_offer", "shall i get my supervisor for you"),
    (AGENT, "supervisor_offer", "i can put you through to my team leader"),
    (AGENT, "supervisor_offer", "would you like to speak to a manager"),
    (AGENT, "hold_announced", "may i put you on hold for a moment"),
    (AGENT, "hold_announced", "bear with me please"),
    (AGENT, "hold_announced", "just a moment i'm looking it up"),
    (AGENT, "hold_announced", "let me find your order"),
    (AGENT, "hold_announced", "give me a minute"),
    (AGENT, "hold_announced", "please hold i need to open the other screen"),
    (AGENT, "hold_over", "thank you for holding"),
    (AGENT, "hold_over", "sorry to keep you waiting"),
    (CUSTOMER, "frustration", "i am so fed up with this"),
    (CUSTOMER, "frustration", "this is absolutely ridiculous"),
    (CUSTOMER, "frustration", "you must be joking"),
    (CUSTOMER, "frustration", "it is driving me mad"),
    (CUSTOMER, "frustration", "i can't take it any more"),
    (CUSTOMER, "repeated_complaint", "this is the third time i'm calling"),
    (CUSTOMER, "repeated_complaint", "i've already told your colleague that"),
    (CUSTOMER, "repeated_complaint", "how many times do i have to say it"),
    (CUSTOMER, "repeated_complaint", "it happens again and again"),
    (CUSTOMER, "supervisor_request", "let me speak to your supervisor"),
    (CUSTOMER, "supervisor_request", "i want to talk to somebody who can decide"),
    (CUSTOMER, "supervisor_request", "can't you put me through to a manager"),
    (CUSTOMER, "supervisor_request", "who is in charge there"),
    (CUSTOMER, "threat_to_leave", "then i will cancel my contract"),
    (CUSTOMER, "threat_to_leave", "i am switching to another provider"),
    (CUSTOMER, "threat_to_leave", "you have just lost a customer"),
    (CUSTOMER, "rudeness", "you are a complete idiot"),
    (CUSTOMER, "rudeness", "shut up and listen"),
    (CUSTOMER, "rudeness", "are you deaf or what"),
    (CUSTOMER, "profanity", "what the fuck is this"),
    (CUSTOMER, "profanity", "what a load of crap"),
    (CUSTOMER, "threat_of_violence", "i'll kill you"),
    (CUSTOMER, "threat_of_violence", "i know where you live"),
    (CUSTOMER, "complaint", "the machine doesn't work"),
    (CUSTOMER, "complaint", "you charged me twice"),
    (CUSTOMER, "legal_threat", "you will hear from my lawyer"),
]
ENGLISH_NOT = [
    (AGENT, "dismissal", "it is very calm down by the lake"),
    (AGENT, "dismissal", "i'm not telling you to calm down"),
    (AGENT, "dismissal", "you have every reason to be upset"),
    (AGENT, "dismissal", "i can calm the alarm down from here"),
    (AGENT, "empathy", "sorry i do not understand"),
    (AGENT, "empathy", "do you understand how it works"),
    (AGENT, "empathy", "did i understand that right"),
    (AGENT, "apology", "i'm sorry you feel that way"),
    (AGENT, "apology", "i'm sorry if you were offended"),
    (AGENT, "apology", "sorry could you say that again"),
    (AGENT, "apology", "i'm sorry but that is our policy"),
    (AGENT, "closed_question", "i can see that it was scanned at our depot on friday"),
    (AGENT, "open_question", "you don't need to tell us beforehand it works straight away"),
    (AGENT, "send_away", "that's horrible to come back to"),
    (AGENT, "own_life", "shall i put you down for this saturday wonderful we meet at the lock"),
    (AGENT, "closed_question", "the card is sent to the address on your account"),
    (AGENT, "supervisor_offer", "the supervisor of the campsite has the key"),
    (AGENT, "hold_announced", "can you check the cable for me"),
    (AGENT, "hold_announced", "we'll find out what happened"),
    (AGENT, "hold_announced", "you can find out more on our website"),
    (AGENT, "hold_announced", "take a minute to read it through"),
    (AGENT, "hold_announced", "it takes a minute for the light to go green"),
    (AGENT, "hold_announced", "just a minute ago you said"),
    (AGENT, "hold_announced", "please hold the button down"),
    (CUSTOMER, "frustration", "i'm not angry at all"),
    (CUSTOMER, "frustration", "my wife was so upset"),
    (CUSTOMER, "repeated_complaint", "i'm calling for the first time"),
    (CUSTOMER, "supervisor_request", "i'm the shift manager at the bakery"),
    (CUSTOMER, "supervisor_request", "my supervisor asked me to call you"),
    (CUSTOMER, "supervisor_request", "who is in charge of the parking garage"),
    (CUSTOMER, "supervisor_request", "i don't want to speak to a manager"),
    (CUSTOMER, "threat_to_leave", "i need to cancel my dentist appointment"),
    (CUSTOMER, "threat_to_leave", "we are moving house and take the contract with us"),
    (CUSTOMER, "threat_to_leave", "i won't cancel my contract"),
    (CUSTOMER, "rudeness", "i'm such an idiot i forgot my password"),
    (CUSTOMER, "rudeness", "some idiot drove into my car"),
    (CUSTOMER, "rudeness", "he called me a stupid cow"),
    (CUSTOMER, "rudeness", "the stupid cow jumped over the gate"),
    (CUSTOMER, "rudeness", "i'm not saying you're useless"),
    (CUSTOMER, "threat_of_violence", "my boss will kill me"),
    (CUSTOMER, "threat_of_violence", "how do i kill the program"),
    (CUSTOMER, "threat_of_violence", "i sent a toy gun to my nephew"),
]
GERMAN = [
    (AGENT, "dismissal", "jetzt beruhigen sie sich mal"),
    (AGENT, "dismissal", "regen sie sich doch nicht so auf"),
    (AGENT, "dismissal", "das ist doch kein weltuntergang"),
    (AGENT, "dismissal", "da müssen sie kein drama draus machen"),
    (AGENT, "empathy", "das kann ich gut nachvollziehen"),
    (AGENT, "empathy", "das ist wirklich ärgerlich"),
    (AGENT, "empathy", "da wäre ich auch sauer"),
    (AGENT, "apology", "das tut mir wirklich leid"),
    (AGENT, "apology", "ich möchte mich dafür entschuldigen"),
    (AGENT, "apology", "das war unser fehler"),
    (AGENT, "supervisor_offer", "ich verbinde sie gern mit meiner teamleiterin"),
    (AGENT, "supervisor_offer", "soll ich meinen vorgesetzten holen mein chef kann mehr entscheiden"),
    (AGENT, "hold_announced", "einen moment bitte ich schaue nach"),
    (AGENT, "hold_announced", "bleiben sie bitte dran"),
    (AGENT, "hold_over", "danke fürs warten"),
    (CUSTOMER, "frustration", "ich habe langsam die nase voll"),
    (CUSTOMER, "frustration", "das ist eine unverschämtheit"),
    (CUSTOMER, "frustration", "das kann doch nicht wahr sein"),
    (CUSTOMER, "frustration", "ich bin stinksauer"),
    (CUSTOMER, "repeated_complaint", "ich rufe jetzt zum dritten mal an"),
    (CUSTOMER, "repeated_complaint", "das habe ich ihnen schon gesagt"),
    (CUSTOMER, "repeated_complaint", "es ist immer noch nicht da"),
    (CUSTOMER, "supervisor_request", "ich will mit ihrem vorgesetzten sprechen"),
    (CUSTOMER, "supervisor_request", "geben sie mir ihren chef"),
    (CUSTOMER, "threat_to_leave", "dann kündige ich den vertrag"),
    (CUSTOMER, "threat_to_leave", "ich gehe zur konkurrenz"),
    (CUSTOMER, "rudeness", "sie sind ja völlig unfähig"),
    (CUSTOMER, "rudeness", "halten sie die klappe"),
    (CUSTOMER, "rudeness", "sie haben doch keine ahnung"),
    (CUSTOMER, "profanity", "so eine scheiße"),
    (CUSTOMER, "threat_of_violence", "ich weiß wo sie wohnen"),
    (CUSTOMER, "complaint", "das gerät ist schon wieder kaputt"),
    (CUSTOMER, "legal_threat", "sie hören von meinem anwalt"),
]
GERMAN_NOT = [
    (AGENT, "dismissal", "beruhigen sie ihn ruhig erst"),
    (AGENT, "empathy", "das verstehe ich nicht"),
    (AGENT, "empathy", "habe ich sie richtig verstanden"),
    (AGENT, "apology", "es tut mir leid dass sie das so empfinden"),
    (CUSTOMER, "frustration", "ich bin nicht sauer"),
    (CUSTOMER, "supervisor_request", "mein chef braucht die rechnung"),
    (CUSTOMER, "threat_to_leave", "mir wurde die wohnung gekündigt"),
    (CUSTOMER, "rudeness", "ich bin so dumm ich habe es vergessen"),
    (CUSTOMER, "rudeness", "dieser blöde drucker ist zu dumm"),
    (CUSTOMER, "threat_of_violence", "mein chef bringt mich um"),
]


@pytest.mark.parametrize(("channel", "set_id", "text"), ENGLISH)
def test_english_phrases(channel: Channel, set_id: str, text: str) -> None:
    assert set_id in sets_in(shipped("en"), channel, text)


@pytest.mark.parametrize(("channel", "set_id", "text"), ENGLISH_NOT)
def test_english_counter_phrases(channel: Channel, set_id: str, text: str) -> None:
    assert set_id not in sets_in(shipped("en"), channel, text)


@pytest.mark.parametrize(("channel", "set_id", "text"), GERMAN)
def test_german_phrases(channel: Channel, set_id: str, text: str) -> None:
    assert set_id in sets_in(shipped("de"), channel, text)


@pytest.mark.parametrize(("channel", "set_id", "text"), GERMAN_NOT)
def test_german_counter_phrases(channel: Channel, set_id: str, text: str) -> None:
    assert set_id not in sets_in(shipped("de"), channel, text)
