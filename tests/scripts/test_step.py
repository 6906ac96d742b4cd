"""The set-up's steps: done once, and again when what they depend on has changed."""

import pytest

from scripts import step as steps
from scripts.step import SetupError, fingerprint, run, step


@pytest.fixture(autouse=True)
def _stamps(tmp_path, monkeypatch):
    monkeypatch.setattr(steps, "STAMPS", tmp_path / "stamps")


@pytest.fixture
def work():
    def do():
        do.times += 1
        return "done"

    do.times = 0
    return do


def test_a_step_is_done_once(tmp_path, work, capsys):
    lock = tmp_path / "lock"
    lock.write_text("a==1")
    step("packages", work, [lock])
    step("packages", work, [lock])
    assert work.times == 1
    assert [line.split()[:2] for line in capsys.readouterr().out.splitlines()] == [
        ["packages", "done"],
        ["packages", "ready"],
    ]


def test_a_changed_input_does_it_again(tmp_path, work):
    lock = tmp_path / "lock"
    for content in ("a==1", "a==2", "a==2"):
        lock.write_text(content)
        step("packages", work, [lock])
    assert work.times == 2


def test_a_missing_product_does_it_again(tmp_path, work):
    made = tmp_path / "made"
    step("environment", work, made=made)
    made.touch()
    step("environment", work, made=made)
    step("environment", work, made=tmp_path / "gone")
    assert work.times == 2


def test_a_step_that_fails_leaves_no_stamp(tmp_path):
    def fail():
        raise SetupError("no")

    with pytest.raises(SetupError):
        step("packages", fail)
    assert not (tmp_path / "stamps").exists()


def test_the_fingerprint_follows_content_not_time(tmp_path):
    path = tmp_path / "lock"
    path.write_text("a==1")
    before = fingerprint([path])
    path.write_text("a==1")
    assert fingerprint([path]) == before


def test_a_failed_command_tells_what_it_printed():
    with pytest.raises(SetupError, match=r"(?s)`sh -c .*no room left"):
        run("sh", "-c", "echo no room left; exit 3")


def test_a_command_that_is_not_there_is_named():
    with pytest.raises(SetupError, match="no-such-command can't be run"):
        run("no-such-command")
