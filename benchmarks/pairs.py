"""Measure whole commands in pairs, A B A B, so that whatever else the machine does meets both alike.

A result is the median of the ratios of the pairs. It says more than the ratio of two medians that were taken one
after the other.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

HERE = Path(__file__).resolve().parent
PROGRAMS = HERE / "programs"
SHIPPED = HERE.parent / "data"
RUNS = 15


@dataclass(frozen=True)
class Command:
    """A command line to measure.

    Attributes:
        arguments: program and arguments.
        environ: what its environment holds besides ours.
        before: what is done first, and not measured.
        codes: the exit codes that are right.
        terminal: whether its output goes to a terminal of 120 columns.
    """

    arguments: Sequence[str]
    environ: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], object] | None = None
    codes: tuple[int, ...] = (0,)
    terminal: bool = False


@dataclass(frozen=True)
class Run:
    """One run: seconds on the clock, seconds of computing, the most memory it held, in MiB, and what a user waits for.

    `first` is the seconds until something stood on the terminal; without a terminal, all of them.
    """

    seconds: float
    computing: float
    memory: float
    first: float


def unpolicy(*arguments: str, data: Path | None = None, **more: object) -> Command:
    """Our program as its users start it."""
    program = shutil.which("unpolicy", path=str(Path(sys.executable).parent)) or shutil.which("unpolicy")
    if program is None:
        raise SystemExit("unpolicy is not installed in this environment.")
    chosen = [] if data is None else ["--data", str(data)]
    return Command([program, *arguments, *chosen], **more)  # type: ignore[arg-type]


def program(module: str, *arguments: str, **more: object) -> Command:
    """One of the programs to compare with; imported, so that its bytecode is cached as ours is."""
    code = f"import sys; sys.path.insert(0, {str(PROGRAMS)!r}); import {module}; {module}.main()"
    return Command([sys.executable, "-c", code, *arguments], **more)  # type: ignore[arg-type]


def run(command: Command) -> Run:
    """Run a command once.

    Raises:
        SystemExit: it ended otherwise than it should, so that there is nothing to measure.
    """
    if command.before is not None:
        command.before()
    reader, writer = _terminal() if command.terminal else (None, os.open(os.devnull, os.O_WRONLY))
    environ = {**_ordinary(), **command.environ}
    started = time.perf_counter()
    process = subprocess.Popen(command.arguments, stdout=writer, stderr=subprocess.PIPE, env=environ)
    os.close(writer)
    first = None if reader is None else _drain(reader)
    complaints = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.stderr:
        process.stderr.close()
    if process.returncode not in command.codes:
        raise SystemExit(f"{' '.join(command.arguments)} ended with {process.returncode}: {complaints.decode()[-500:]}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Run(
        seconds,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss / unit,
        seconds if first is None else first - started,
    )


def pairs(first: Command, second: Command, runs: int) -> list[tuple[Run, Run]]:
    """Runs of two commands in turn; one run of each beforehand warms the caches."""
    run(first), run(second)
    return [(run(first), run(second)) for _ in range(runs)]


def compare(name: str, first: Command, second: Command, limit: float, runs: int = RUNS) -> float:
    """Measure two commands and print the line of the table."""
    measured = pairs(first, second, runs)
    ratio = median(a.seconds / b.seconds for a, b in measured)
    ours, theirs = median(a.seconds for a, _ in measured), median(b.seconds for _, b in measured)
    line(name, f"{_time(ours)} / {_time(theirs)}", f"{ratio:.3f}", f"{limit:.3f}", met=ratio <= limit)
    return ratio


def heading() -> None:
    """Print the head of the table."""
    print("| what | measured | ratio | at most | |\n| --- | --- | ---: | ---: | --- |", flush=True)


def line(name: str, measured: str, result: str, limit: str, *, met: bool) -> None:
    """Print one line of the table."""
    print(f"| {name} | {measured} | {result} | {limit} | {'met' if met else '**not met**'} |", flush=True)


def _ordinary() -> dict[str, str]:
    """The environment of a user: bytecode is cached, output is buffered, whatever is set where this runs."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "UNPOLICY_"))}
    return {**ours, "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"


def _terminal() -> tuple[int, int]:
    import fcntl
    import pty
    import struct
    import termios

    reader, writer = pty.openpty()
    fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    return reader, writer


def _drain(reader: int) -> float | None:
    first = None
    try:
        while os.read(reader, 65536):
            first = first or time.perf_counter()
    except OSError:  # Linux says so when the other end is closed
        pass
    finally:
        os.close(reader)
    return first
