"""Ctrl-C, noted as it comes: native code may swallow what it raises, or make another error of it."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_received: list[int] = []


def watch() -> None:
    """Note every interruption from now on, unless whoever started the program wants none."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _note)
        sys.unraisablehook = _pass_over_noted


def received() -> bool:
    """Whether there was an interruption, whatever became of it."""
    return bool(_received)


def check() -> None:
    """Interrupt again what went on after an interruption, before it says anything of data that it did not read whole.

    Raises:
        KeyboardInterrupt: there was one.
    """
    if _received:
        raise KeyboardInterrupt


def settle() -> None:
    """From now on nothing is to be interrupted: the result is known, and only telling it is left."""
    if _received or signal.getsignal(signal.SIGINT) is _note:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    _received.clear()


def _pass_over_noted(unraisable: UnraisableHookArgs) -> None:
    """Leave out the traceback that Python prints of what is raised where nothing can catch it, such as in a finalizer.

    `check` raises it again at the end.
    """
    if not (_received and issubclass(unraisable.exc_type, KeyboardInterrupt)):
        sys.__unraisablehook__(unraisable)


def _note(number: int, frame: object) -> None:
    del frame
    _received.append(number)
    raise KeyboardInterrupt
