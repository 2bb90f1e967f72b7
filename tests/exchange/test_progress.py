import io
import sys

import pytest

from unpolicy.cli import manners as module
from unpolicy.cli.manners import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def work(monkeypatch):
    """Do some work before a terminal and return what it showed."""

    def run(steps, **options):
        stream = Terminal()
        monkeypatch.setenv("TERM", "xterm")
        with monkeypatch.context() as patch:  # inside the test, since pytest puts its own stream in before it
            patch.setattr(sys, "stderr", stream)
            with progress(steps, "Working", **options) as step:
                for _ in range(steps):
                    step()
        return stream.getvalue()

    return run


def test_nobody_counts_where_nobody_looks(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress(10, "Working") as step:
        assert step is None


def test_work_that_is_soon_done_shows_nothing(work):
    assert work(1000) == ""


def test_work_that_takes_longer_shows_a_bar_and_takes_it_away(work, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", -1.0)
    shown = work(1000)
    assert "Working" in shown
    assert shown.endswith("\x1b[2K")


def test_long_steps_are_each_looked_at(work, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", -1.0)
    assert work(3) == ""
    assert "Working" in work(3, every=1)
