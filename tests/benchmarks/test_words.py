"""Which words count as errors, when words are known, and what the last line says."""

import json
from dataclasses import dataclass, field

import numpy as np
import pytest
import soundfile
import typer
from typer.testing import CliRunner

import benchmarks.words
from benchmarks.data_sets import DataError
from benchmarks.word_clock import Heard, Known, Work, delays, hear
from benchmarks.word_errors import Errors, errors
from benchmarks.word_sets import LEAD_SECONDS, TAIL_SECONDS, spoken_sets
from benchmarks.word_text import plain_words
from benchmarks.words import one_bit_of_noise
from monitor.core.events import Word
from monitor.core.words.decode_gate import GateSettings
from monitor.service.recognition import Intake
from tests.hearing import FakeRecognizer, spoken

RATE = 8000


@pytest.fixture(scope="module")
def voice() -> np.ndarray:
    """int16 samples of speech alone."""
    return spoken("hello hello hello", RATE, "en", before=0.0, after=0.0)


@pytest.fixture
def data(tmp_path, voice):
    """A set of two clips, one in another language, and a call with a reference."""
    clips = tmp_path / "clips"
    clips.mkdir()
    (clips / "labels.csv").write_text("path,text,lang\na.wav,La la.,en\nb.wav,La,de\ngone.wav,La,en\n")
    for name in ("a.wav", "b.wav"):
        soundfile.write(clips / name, voice, RATE)
    call = tmp_path / "call"
    call.mkdir()
    (call / "labels.csv").write_text("path\nc.wav\n")
    soundfile.write(call / "c.wav", np.stack((voice, voice * 0), axis=1), RATE)
    words = [("agent", "Hello", True), ("agent", "there", False), ("customer", "bye", True)]
    (call / "c.reference.jsonl").write_text(
        "\n".join(json.dumps({"channel": c, "text": t, "start": 0, "end": 1, "agree": a}) for c, t, a in words)
    )
    return tmp_path


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Please press 1, or 25!", "please press one or twenty five"),
        ("It's 10001-90210", "it's one zero zero zero one nine zero two one zero"),
        ("nine oh two", "nine zero two"),
        ("Oh, I see", "oh i see"),
        ("Um, Mr. Dashwood\u2019s 300 %", "mister dashwood's three hundred percent"),
        ("2000 and 12000", "two thousand and twelve thousand"),
    ],
)
def test_text_is_compared_as_it_is_said(written: str, plain: str) -> None:
    assert plain_words(written) == plain.split()


def test_other_languages_keep_their_letters_and_digits() -> None:
    assert plain_words("Über 25 Öfen", "de") == ["über", "2", "5", "öfen"]


def test_errors_are_told_by_kind() -> None:
    said, heard = list("abcd"), list("axcde")
    found = errors(said, (True,) * 4, heard)
    assert found == Errors(words=4, substitutions=1, insertions=1)
    assert found.rate == 0.5
    assert errors(said, (True,) * 4, []) == Errors(words=4, deletions=4)
    assert Errors().rate is None


def test_only_certain_words_count() -> None:
    said, certain = list("abcd"), (True, False, True, True)
    assert errors(said, certain, list("axyc")) == Errors(words=3, deletions=1)


def test_sets_are_read_with_their_language_and_what_is_certain(data, voice) -> None:
    sets = spoken_sets(data, "en", None)
    assert [(each.language, each.words) for each in sets["clips"]] == [("en", ("la", "la")), ("de", ("la",))]
    agent, customer = sets["call"]
    assert (agent.words, agent.certain) == (("hello", "there"), (True, False))
    assert customer.samples()[0][:, 1].any()
    samples, rate = sets["clips"][0].samples()
    assert rate == RATE
    assert len(samples) == len(voice) + (LEAD_SECONDS + TAIL_SECONDS) * RATE


def test_nothing_to_measure_is_said(tmp_path) -> None:
    with pytest.raises(DataError, match="column `text`"):
        spoken_sets(tmp_path, "en", None)


def known(at: float, text: str, final: bool = False, stable: int | None = None) -> Known:
    """Words of half a second each."""
    words = tuple(Word(word, place / 2, place / 2 + 0.5) for place, word in enumerate(text.split()))
    return Known(at, words, final, stable)


def test_delays_run_from_the_end_of_a_word() -> None:
    said = [known(0.7, "calm", stable=0), known(0.8, "calm town", stable=1), known(2.0, "calm down", final=True)]
    found = delays([Heard(said, 2.0, 2.0, 0.1)])
    assert found.to_stable == pytest.approx([0.3, 1.0])
    assert found.to_final == pytest.approx([1.5, 1.0])
    assert found.turn_to_final == pytest.approx([1.0])
    assert (found.stable, found.changed) == (1, 0)


def test_a_stable_word_that_changes_is_late_and_counted() -> None:
    said = [known(0.6, "come", stable=1), known(0.9, "calm", stable=1), known(2.0, "", final=True)]
    assert (delays([Heard(said, 2.0, 2.0, 0.1)]).changed) == 2
    said = [known(0.6, "come", stable=1), known(2.0, "calm", final=True)]
    found = delays([Heard(said, 2.0, 2.0, 0.1)])
    assert found.to_stable == pytest.approx([1.5])
    assert found.changed == 1


def test_one_bit_of_noise_is_that_and_the_same_every_time() -> None:
    loud = np.full((1000, 2), 32767, np.int16)
    noisy = one_bit_of_noise(loud)
    assert set(np.unique(noisy).tolist()) == {32766, 32767}
    assert np.array_equal(noisy, one_bit_of_noise(loud))


@dataclass
class Loud:
    """A model whose recognisers hear ``la`` in loud blocks."""

    intake: Intake = field(default_factory=Intake)
    closed: bool = False

    def recognizer(self, rate: int, language: str) -> FakeRecognizer:
        return FakeRecognizer(rate)

    def close(self) -> None:
        self.closed = True


def test_a_voice_is_heard_as_live(data) -> None:
    samples, rate = spoken_sets(data, "en", None)["clips"][0].samples()
    heard = hear(samples, rate, FakeRecognizer(rate), GateSettings(), Work())
    assert heard.seconds == len(samples) / rate
    assert 0 < heard.decoded_seconds <= heard.seconds + 0.6
    assert set(heard.text.split()) == {"la"}
    assert all(each.words[0].end <= each.at for each in heard.transcripts if each.words)


def test_the_last_line_has_every_set_and_no_error_where_the_language_is_another(data, monkeypatch) -> None:
    loud = Loud()
    monkeypatch.setattr(benchmarks.words, "load_engine", lambda *_: loud)
    monkeypatch.setenv("CALL_MONITOR_RECOGNISER_WARM_SECONDS", "0.4")
    done = CliRunner().invoke(_app(), ["--data", str(data), "--hears", "en", "--model", str(data)])
    assert done.exit_code == 0, done.output
    figures = json.loads(done.output.strip().splitlines()[-1])["sets"]
    assert figures["clips"]["wer"] is not None
    assert figures["clips"]["words"] == 2
    assert figures["clips"]["final_delay_p95_seconds"] > 0
    assert {"rtf", "stable_delay_p95_seconds", "one_bit_changes", "memory_mb"} <= figures["call"].keys()
    assert loud.closed
    done = CliRunner().invoke(_app(), ["--data", str(data), "--hears", "ko", "--model", str(data), "--no-one-bit"])
    assert json.loads(done.output.strip().splitlines()[-1])["sets"]["clips"]["wer"] is None


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--reference-run"], "--engine whisper"),
        (["--engine", "whisper", "--grammar"], "Vosk's alone"),
        (["--model", "nowhere"], "--hears"),
    ],
)
def test_what_can_not_be_measured_is_said(data, arguments: list[str], says: str) -> None:
    done = CliRunner().invoke(_app(), ["--data", str(data), *arguments])
    assert done.exit_code != 0
    assert says in str(done.exception)


def _app():
    app = typer.Typer(add_completion=False)
    app.command()(benchmarks.words.main)
    return app
