"""What tests need from the system: installed where that is allowed, named with its remedy where it is not."""

import pytest

from scripts import system_packages
from scripts.step import SetupError
from scripts.system_packages import Part, install_for_tests

NOWHERE = Part("Chromium", "browser", ("chromium", "fonts-liberation"), lambda: False)


@pytest.fixture
def lacking(monkeypatch):
    monkeypatch.setattr(system_packages, "PARTS", (NOWHERE,))
    monkeypatch.delenv("CI", raising=False)


@pytest.mark.usefixtures("lacking")
def test_what_may_not_be_installed_is_named_with_its_remedy(monkeypatch, capsys):
    monkeypatch.setattr(system_packages, "_may_install", lambda: False)
    install_for_tests()
    line = capsys.readouterr().out
    assert "browser tests are left out: Chromium is missing" in line
    assert "sudo apt-get install chromium fonts-liberation" in line


@pytest.mark.usefixtures("lacking")
def test_in_ci_nothing_is_left_out(monkeypatch):
    monkeypatch.setattr(system_packages, "_may_install", lambda: False)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(SetupError, match="may not be left out"):
        install_for_tests()


@pytest.mark.usefixtures("lacking")
def test_root_on_debian_installs_only_what_is_missing(monkeypatch, capsys):
    commands = []
    monkeypatch.setattr(system_packages, "_may_install", lambda: True)
    monkeypatch.setattr(system_packages, "_known", lambda package: False)
    monkeypatch.setattr(system_packages, "run", lambda *command: commands.append(command))
    install_for_tests()
    assert [command[0] for command in commands] == ["apt-get", "env"]
    assert commands[-1][-2:] == ("chromium", "fonts-liberation")
    assert "installed Chromium" in capsys.readouterr().out


def test_a_complete_machine_takes_one_line(monkeypatch, capsys):
    monkeypatch.setattr(system_packages, "PARTS", (NOWHERE._replace(found=lambda: True),))
    install_for_tests()
    assert capsys.readouterr().out.split() == ["system", "packages", "ready"]
