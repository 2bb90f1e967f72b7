"""Stops a writer at any system call of the write path, and remembers its calls so that a power cut can be played.

Run as a program, it kills writers: `python faulty.py WHERE` makes a directory for each call and each way to die there,
lets a process of its own write in it and kill itself with SIGKILL at that call, and prints what it did as JSON.
"""

from __future__ import annotations

import contextlib
import inspect
import json
import os
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rewriting import rewrite

from unpolicy.store import disk
from unpolicy.store.edit import add_actual
from unpolicy.store.journal import Origin

if TYPE_CHECKING:
    from collections.abc import Callable

OLD = "version: 1\nindicators:\n  one:\n    title: t\n    actuals:\n      2022: 1 # kept\n"
NEW = OLD + "      2023: 2\n"
MODE = 0o640
MADE_OF_CALLS = {"append", "replacing", "write_all", "digest", "sweep", "reason"}  # or of none
CALLS = [
    name
    for name, call in inspect.getmembers(disk, inspect.isfunction)
    if call.__module__ == disk.__name__ and name not in MADE_OF_CALLS
]


def make(directory: Path) -> Path:
    """A data file behind a symlink; returns the link."""
    data = directory / "data"
    data.mkdir(parents=True)
    (data / "indicators.yaml").write_text(OLD)
    (data / "indicators.yaml").chmod(MODE)
    link = directory / "link.yaml"
    link.symlink_to("data/indicators.yaml")
    return link


def write(link: Path, year: int = 2023):
    origin = Origin(("add-actual", str(year), "2"))
    return rewrite(link, lambda source: add_actual(source, "one", year, 2), wait=0, origin=origin)


@dataclass
class Seam:
    """Every call of `disk` goes through `act`, which may do something else instead.

    Attributes:
        act: takes the number of the call from 0, its name, the real function and its arguments.
        calls: the names of the calls made.
    """

    act: Callable
    calls: list[str] = field(default_factory=list)
    originals: dict[str, Callable] = field(default_factory=dict)

    def __enter__(self):
        for name in CALLS:
            self.originals[name] = getattr(disk, name)
            setattr(disk, name, self._wrapped(name))
        return self

    def __exit__(self, *_):
        for name, original in self.originals.items():
            setattr(disk, name, original)

    def _wrapped(self, name):
        real = self.originals[name]

        def call(*arguments, **named):
            self.calls.append(name)
            return self.act(len(self.calls) - 1, name, lambda: real(*arguments, **named), arguments)

        return call


def calls_of_one_write(directory: Path) -> list[str]:
    """The calls that a write makes when nothing goes wrong."""
    link = make(directory)
    with Seam(lambda number, name, real, arguments: real()) as seam:
        write(link)
    return seam.calls


def die(number: int, way: str) -> Callable:
    """What kills this process at a call: before it, after it, or with half the bytes written."""

    def act(current, name, real, arguments):
        if current != number:
            return real()
        if way == "half" and name == "write":
            os.write(arguments[0], arguments[1][: len(arguments[1]) // 2])
        elif way == "after":
            with contextlib.suppress(OSError):
                real()
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("still alive")

    return act


def killed(directory: Path, number: int, way: str) -> int:
    """Let a child write and die; returns the signal that it died of."""
    link = make(directory)
    child = os.fork()
    if child == 0:
        with Seam(die(number, way)):
            write(link)
        os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1])


def main(where: Path) -> None:
    os.fsync = lambda descriptor: None  # nobody cuts the power here, and disks are slow
    calls = calls_of_one_write(where / "whole")
    done = []
    for number, name in enumerate(calls):
        for way in ("before", "after", *(["half"] if name == "write" else [])):
            directory = where / f"{number:02}-{name}-{way}"
            done.append({"directory": str(directory), "signal": killed(directory, number, way)})
    print(json.dumps({"calls": calls, "done": done}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
