"""A bar or a wheel for work that takes more than a second: on stderr, and only if that is a terminal."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

from unpolicy.cli.manners import manners

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 1.0
"""Seconds of work without a bar."""


@contextlib.contextmanager
def progress(total: int, label: str, *, every: int = 256) -> Iterator[Callable[[], None] | None]:
    """Count work towards a bar.

    Args:
        total: how many steps the work has.
        label: what is going on, before the bar.
        every: after how many steps the clock is looked at: 1 where a step takes long.

    Yields:
        What to call after each step; `None` where stderr is no terminal, so that counting costs nothing.
    """
    if not _watched():
        yield None
        return
    bar = _Bar(total, label, every)
    try:
        yield bar.step
    finally:
        bar.close()


@contextlib.contextmanager
def spinner(label: str) -> Iterator[None]:
    """Turn a wheel beside a label while work goes on that nothing counts; it is gone before anything is printed."""
    if not _watched():
        yield
        return
    wheel = _Wheel(label)
    timer = threading.Timer(PATIENCE, wheel.show)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        wheel.close()


def _watched() -> bool:
    return sys.stderr.isatty() and not manners.quiet


class _Wheel:
    """A wheel that another thread may show until it is closed."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._lock = threading.Lock()
        self._closed = False
        self._shown: Any = None

    def show(self) -> None:
        from rich.console import Console

        with self._lock:
            if not self._closed:
                console = Console(stderr=True, markup=False, emoji=False, highlight=False)
                self._shown = console.status(self._label)
                self._shown.start()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            if self._shown is not None:
                self._shown.stop()


class _Bar:
    """Counts, and shows itself once the work has taken long enough."""

    def __init__(self, total: int, label: str, every: int) -> None:
        self._total = total
        self._label = label
        self._every = every
        self._done = 0
        self._start = time.monotonic()
        self._shown: Any = None
        self._task: Any = None

    def step(self) -> None:
        self._done += 1
        if self._done % self._every == 0 and time.monotonic() - self._start > PATIENCE:
            self._update()

    def close(self) -> None:
        if self._shown is not None:
            self._shown.stop()

    def _update(self) -> None:
        if self._shown is None:
            from rich.console import Console
            from rich.progress import Progress

            console = Console(stderr=True, markup=False, emoji=False, highlight=False)
            self._shown = Progress(console=console, transient=True)
            self._shown.start()
            self._task = self._shown.add_task(self._label, total=self._total)
        self._shown.update(self._task, completed=self._done)
