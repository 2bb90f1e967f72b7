"""How the program speaks: the language, colour, how much it says beside its results, and a bar or a wheel.

The language is that of --lang, else of UNPOLICY_LANG, else of the locale.

The bar and the wheel are for work that takes more than a second: on stderr, and only if that is a terminal.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from itertools import count
from typing import TYPE_CHECKING, Any, Literal

from unpolicy.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rich.console import Console
    from rich.progress import Progress

    from unpolicy.years import Language

Color = Literal["auto", "always", "never"]
Depth = Literal["plain", "bold", "colour"]
"""What a stream may be sent: letters alone, bold ones too, colours too."""
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
PATIENCE = 1.0
"""Seconds of work without a bar."""


class Manners:
    """The language, the colour and the verbosity of one run.

    Attributes:
        color: what `--color` or `UNPOLICY_COLOR` says, if anything.
        preferred: what the data directory's settings say, which the environment's own variables go before.
        settled: the language of the data directory's settings, for errors raised where the language is not known.
        quiet: whether only errors are printed on stderr.
    """

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Reset to the defaults."""
        self.color: Color | None = None
        self.preferred: Color = "auto"
        self.settled: Language | None = None
        self.quiet = False


manners = Manners()
"""Those of this run."""


def asked(option: str | None, environ: Mapping[str, str]) -> Language | None:
    """The language that was asked for with `--lang`, else by a variable of the environment of ours.

    Raises:
        UsageError: it is neither of the two.
    """
    for name, text in (("--lang", option), ("UNPOLICY_LANG", environ.get("UNPOLICY_LANG"))):
        if text:
            language = _named(text)
            if language is None:
                shown = text[:40]
                raise UsageError(
                    f"{name} takes ja or en, not “{shown}”.",
                    ja=f"{name} には ja か en を指定してください（「{shown}」は不可）。",
                )
            return language
    return None


def from_environment(environ: Mapping[str, str]) -> Language:
    """The language of the environment, else of the settings, else of the locale; English where these name none."""
    named = _named(environ.get("UNPOLICY_LANG", "")) or manners.settled
    return named or _named(next((environ[name] for name in _LOCALE_VARIABLES if environ.get(name)), "")) or "en"


def from_arguments(arguments: Sequence[str], environ: Mapping[str, str]) -> Language:
    """The language to report errors in, also those that come before the command line is understood."""
    for index, argument in enumerate(arguments):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        if argument == "--lang" and index + 1 < len(arguments):
            value = arguments[index + 1]
        if value is not None:
            return _named(value) or from_environment(environ)
    return from_environment(environ)


def completion_words(environ: Mapping[str, str]) -> list[str]:
    """The words that a shell asks to have completed; none where it asks nothing."""
    return (environ.get("_TYPER_COMPLETE_ARGS") or environ.get("COMP_WORDS") or "").split()


def _named(text: str) -> Language | None:
    """The language of ja, ja_JP, ja-JP or ja_JP.UTF-8."""
    word = text.strip().lower().replace("-", "_").replace(".", "_").replace("@", "_").partition("_")[0]
    return "ja" if word == "ja" else "en" if word == "en" else None


def wanted() -> Color:
    """Whether colour is wanted: the option, else NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE, else the settings."""
    if manners.color in {"always", "never"}:
        return manners.color
    if os.environ.get("NO_COLOR"):
        return "auto"
    names = ("FORCE_COLOR", "CLICOLOR_FORCE")
    forced = any(os.environ.get(name, "0").lower() not in {"", "0", "false"} for name in names)
    if forced:
        return "always"
    # What a pipe gets is never up to the data that somebody cloned: their `always` is no more than what is usual.
    return "never" if manners.preferred == "never" else "auto"


def depth() -> Depth:
    """What the standard output may be sent: NO_COLOR leaves bold, a dumb terminal gets neither."""
    wish = wanted()
    if wish == "always":
        return "colour"
    if wish == "never" or os.environ.get("TERM") == "dumb" or not sys.stdout.isatty():
        return "plain"
    return "bold" if os.environ.get("NO_COLOR") else "colour"


def bold(text: str, colour: str = "") -> str:
    """A text in bold, in an ANSI colour (`36` is cyan) where there are colours; plain where there is neither."""
    level = depth()
    if level == "plain":
        return text
    return f"\x1b[1{';' + colour if colour and level == 'colour' else ''}m{text}\x1b[0m"


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
    begun, numbers = time.monotonic(), count(1)
    shown: list[Progress] = []

    def step() -> None:
        number = next(numbers)
        if number % every or time.monotonic() - begun <= PATIENCE:
            return
        if not shown:
            from rich.progress import Progress

            shown.append(Progress(console=_console(), transient=True))
            shown[0].start()
            shown[0].add_task(label, total=total)
        shown[0].update(shown[0].task_ids[0], completed=number)

    try:
        yield step
    finally:
        for bar in shown:
            bar.stop()


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


def _console() -> Console:
    from rich.console import Console

    return Console(stderr=True, markup=False, emoji=False, highlight=False)


class _Wheel:
    """A wheel that another thread may show until it is closed."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._lock = threading.Lock()
        self._closed = False
        self._shown: Any = None

    def show(self) -> None:
        with self._lock:
            if not self._closed:
                self._shown = _console().status(self._label)
                self._shown.start()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            if self._shown is not None:
                self._shown.stop()
