"""The wheel that turns while work has no count: on a terminal alone, after a while, and not when quiet."""

from __future__ import annotations

import io
import threading
from contextlib import redirect_stderr

import pytest

from unpolicy.cli import manners as module
from unpolicy.cli.manners import manners


class Terminal(io.StringIO):
    """A standard error that is a terminal, and tells when something was drawn on it."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn = threading.Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if "Reading" in text:
            self.drawn.set()
        return super().write(text)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("TERM", "xterm")
    return Terminal()


def test_work_that_takes_long_turns_a_wheel_which_is_gone_at_the_end(terminal, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0)
    with redirect_stderr(terminal), module.spinner("Reading"):
        assert terminal.drawn.wait(30)
    assert terminal.getvalue().endswith("\x1b[2K")


def test_work_that_is_soon_done_shows_nothing(terminal, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 3600)
    with redirect_stderr(terminal), module.spinner("Reading"):
        pass
    assert terminal.getvalue() == ""


def test_a_wheel_that_comes_too_late_is_not_shown(terminal):
    with redirect_stderr(terminal):
        wheel = module._Wheel("Reading")
        wheel.close()
        wheel.show()
    assert terminal.getvalue() == ""


@pytest.mark.parametrize("quiet", [True, False])
def test_whoever_is_quiet_or_no_terminal_gets_neither_wheel_nor_bar(terminal, monkeypatch, quiet):
    monkeypatch.setattr(module, "PATIENCE", 0)
    monkeypatch.setattr(manners, "quiet", quiet)
    if not quiet:
        monkeypatch.setattr(terminal, "isatty", lambda: False)
    with redirect_stderr(terminal), module.spinner("Reading"), module.progress(3, "Reading", every=1) as step:
        assert step is None
    assert terminal.getvalue() == ""
