import os
import subprocess
from dataclasses import replace

import pytest

from dev import system
from dev.talk import Problem


@pytest.fixture
def machine(monkeypatch):
    """A machine where the named packages are missing, and a log of what apt-get was asked."""

    class Machine:
        missing: list[str] = []
        installs = True
        asked: list[list[str]] = []

    it = Machine()
    it.missing, it.asked = [], []

    def apt(arguments, environment):
        it.asked.append(list(arguments))
        if it.installs and arguments[0] == "install":
            it.missing = []
        return subprocess.CompletedProcess(arguments, 0 if it.installs else 100, "", "E: Unable to locate it")

    monkeypatch.setattr(system, "_apt", apt)
    monkeypatch.setattr(system, "is_debian_like", lambda: True)
    for name, need in system.NEEDS.items():
        monkeypatch.setitem(system.NEEDS, name, replace(need, missing=lambda: it.missing))
    return it


def as_user(monkeypatch, number):
    monkeypatch.setattr(os, "geteuid", lambda: number)


def test_nothing_missing_nothing_done(machine, capsys):
    assert system.ensure(["pdf", "browser", "gettext"]) == []
    assert machine.asked == []
    assert capsys.readouterr().out == ""


def test_root_on_debian_installs_and_says_so(machine, monkeypatch, capsys):
    as_user(monkeypatch, 0)
    machine.missing = ["libpango-1.0-0"]

    assert system.ensure(["pdf"]) == []

    assert machine.asked[0][0] == "update"
    assert machine.asked[1][-1] == "libpango-1.0-0"
    assert "Installing libpango-1.0-0 for making PDF files (apt-get, as root)" in capsys.readouterr().out


def test_an_ordinary_user_gets_the_line_to_run(machine, monkeypatch):
    as_user(monkeypatch, 1000)
    machine.missing = ["libpango-1.0-0", "fontconfig"]

    with pytest.raises(Problem) as caught:
        system.ensure(["pdf"])

    assert machine.asked == []
    assert str(caught.value) == (
        "Needed for making PDF files, and not on this machine: libpango-1.0-0, fontconfig. "
        "Run: sudo apt-get install --no-install-recommends -y libpango-1.0-0 fontconfig"
    )


def test_root_without_a_network_hears_what_apt_said(machine, monkeypatch, capsys):
    as_user(monkeypatch, 0)
    machine.missing, machine.installs = ["libpango-1.0-0"], False

    with pytest.raises(Problem, match="Run: apt-get install"):
        system.ensure(["pdf"])

    assert "Unable to locate it" in capsys.readouterr().out


def test_tests_go_on_without_chromium(machine, monkeypatch):
    as_user(monkeypatch, 1000)
    machine.missing = ["chromium"]

    [note] = system.ensure(["browser"])

    assert note.startswith("Needed for browser tests, and not on this machine: chromium.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ID=debian\n", True),
        ('ID=linuxmint\nID_LIKE="ubuntu debian"\n', True),
        ("ID=fedora\nID_LIKE=rhel\n", False),
    ],
)
def test_which_systems_have_apt(tmp_path, text, expected):
    (tmp_path / "os-release").write_text(text)

    assert system.is_debian_like(tmp_path / "os-release") is expected
    assert not system.is_debian_like(tmp_path / "missing")


def test_a_chosen_chromium_that_does_not_run_is_none(monkeypatch, tmp_path):
    stub = tmp_path / "chromium"
    stub.write_text("#!/bin/sh\necho 'needs snap' >&2\nexit 1\n")
    stub.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(stub))

    assert system.find_chromium() is None
