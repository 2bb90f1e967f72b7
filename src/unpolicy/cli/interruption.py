"""Ctrl-C, noted as it comes: native code may swallow what it raises, or make another error of it."""

from __future__ import annotations

import signal

_received: list[int] = []


def watch() -> None:
    """Note every interruption from now on, unless whoever started the program wants none."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _note)


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


def _note(number: int, frame: object) -> None:
    del frame
    _received.append(number)
    raise KeyboardInterrupt
