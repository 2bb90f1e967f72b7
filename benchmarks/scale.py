"""Scale: whole commands on 10,000 indicators of ten years, against hledger, ruamel's safe loader and themselves.

Usage: ``python benchmarks/scale.py [--runs 15] [--only PART] [--folder DIR]``; the parts are engines, readers, faults,
growth, rows, memory and limits.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import generate
from pairs import RUNS, Command, compare, heading, line, program, run, unpolicy

if TYPE_CHECKING:
    from collections.abc import Callable

MANY, FEW, MOST = 10_000, 1_000, 100_000
MEMORY = 350
GROWTH = 11


def engines(folder: Path, runs: int) -> None:
    """Against hledger with the same figures."""
    hledger = shutil.which("hledger")
    if hledger is None:
        print("hledger is not installed: nothing to compare with, skipped.")
        return
    data = _data(folder, MANY)
    validate, status = unpolicy("validate", data=data), unpolicy("status", "--json", data=data)
    for lean, of in ((False, ""), (True, ", leanest journal")):
        journal = str(generate.write_journal(folder / f"figures-{lean}.journal", MANY, lean=lean))
        check, balance = (Command([hledger, "-f", journal, word]) for word in ("check", "balance"))
        compare(f"`validate` / `hledger check`{of}", validate, check, 1 / 5, runs)
        compare(f"`status --json` / `hledger balance`{of}", status, balance, 1 / 5, runs)


def readers(folder: Path, runs: int) -> None:
    """Against ruamel's safe loader, and recording a figure against checking the data."""
    data = _data(folder, MANY)
    validate = unpolicy("validate", data=data)
    compare("`add-actual` / `validate`", _recording(folder, MANY), validate, 2.5, runs)
    safe = program("ruamel_safe", str(data / "indicators.yaml"))
    compare("`validate` / ruamel's safe loader", validate, safe, 1 / 20, runs)


def faults(folder: Path, runs: int) -> None:
    """Wrong files against a sound one."""
    sound = unpolicy("validate", data=_data(folder, MANY))
    for fault in generate.FAULTS:
        for count in (1, 1_000):
            if (fault, count) == ("syntax", 1_000):
                continue  # the second brace stands inside what the first one left open
            wrong = unpolicy("validate", data=_data(folder, MANY, fault, count), codes=(1,))
            number = "one at the end" if count == 1 else f"{count:,}"
            compare(f"`validate`, error “{fault}”, {number}", wrong, sound, 3, runs)


def growth(folder: Path, runs: int) -> None:
    """From 1,000 to 10,000 indicators, beyond the start-up that a single one shows.

    In seconds of computing: between two differences so small the clock would show what else the machine does.
    """
    commands: dict[str, Callable[[int], Command]] = {
        f"`{' '.join(words)}`": lambda size, words=words: unpolicy(*words, data=_data(folder, size))  # type: ignore[misc]
        for words in (
            ("validate",),
            ("status",),
            ("status", "--json"),
            ("show", "indicator-000000"),
            ("forecast", "indicator-000000"),
            ("chart", "indicator-000000"),
            ("goals",),
            ("export", "-o", str(folder / "figures.csv")),
        )
    }
    commands["`add-actual`"] = lambda size: _recording(folder, size)
    for name, of in commands.items():
        _grows(name, of, runs)


def rows(folder: Path, runs: int) -> None:
    """With a target for every indicator: the growth, and how soon a long table begins."""

    def data(size: int) -> Path:
        return _data(folder, size, targets=size)

    for words, terminal in (
        (("status",), True),
        (("status", "--json"), False),
        (("status", "--sort", "gap", "--verdict", "limited"), True),
        (("goals",), True),
        (("explain", "target-000000"), False),
        (("report",), False),
    ):
        name = f"`{' '.join(words)}`{' on a terminal' if terminal else ''}"
        _grows(name, lambda size, w=words, t=terminal: unpolicy(*w, data=data(size), terminal=t), runs)  # type: ignore[misc]
    seen = [run(unpolicy("status", "--all", data=data(MANY), terminal=True)) for _ in range(min(runs, 3))]
    first, whole = median(one.first for one in seen), median(one.seconds for one in seen)
    memory = max(one.memory for one in seen)
    what = f"`status --all`, {MANY:,} targets, until the first rows / the last"
    line(what, f"{first:.1f} s / {whole:.1f} s", f"{memory:.0f} MiB", f"{MEMORY} MiB", met=memory <= MEMORY)


def _grows(name: str, of: Callable[[int], Command], runs: int) -> None:
    start, few, many = (of(size) for size in (1, FEW, MANY))
    for command in (start, few, many):
        run(command)
    measured = [tuple(run(command).computing for command in (start, few, many)) for _ in range(runs)]
    least, some, most = (median(column) for column in zip(*measured, strict=True))
    ratio = (most - least) / max(some - least, 0.001)
    times = " / ".join(f"{seconds * 1000:.0f} ms" for seconds in (least, some, most))
    line(f"{name}, 1 / {FEW:,} / {MANY:,}", times, f"{ratio:.1f}", str(GROWTH), met=ratio <= GROWTH)


def memory(folder: Path, runs: int) -> None:
    """The most memory that a command holds."""
    data = _data(folder, MANY)
    wrong = _data(folder, MANY, "type", 1_000)
    commands = {
        "`validate`": unpolicy("validate", data=data),
        "`status --json`": unpolicy("status", "--json", data=data),
        "`status` on a terminal": unpolicy("status", data=data, terminal=True),
        "`export`": unpolicy("export", "-o", str(folder / "figures.csv"), data=data),
        "`add-actual`": _recording(folder, MANY),
        "`validate`, 1,000 errors": unpolicy("validate", data=wrong, codes=(1,)),
    }
    for name, command in commands.items():
        most = max(run(command).memory for _ in range(min(runs, 3)))
        line(f"memory of {name}", "the most of three runs", f"{most:.0f} MiB", f"{MEMORY} MiB", met=most <= MEMORY)


def limits(folder: Path, runs: int) -> None:
    """Where one machine ends: ten times as much again."""
    data = _data(folder, MOST)
    size = (data / "indicators.yaml").stat().st_size / 1e6
    for words in (("validate",), ("status", "--json"), ("show", "indicator-000000")):
        seen = [run(unpolicy(*words, data=data)) for _ in range(min(runs, 3))]
        times = f"{median(one.computing for one in seen):.1f} s of computing"
        line(
            f"`{' '.join(words)}`, {MOST:,} indicators ({size:.0f} MB)",
            times,
            f"{max(one.memory for one in seen):.0f} MiB",
            "–",
            met=True,
        )


PARTS = {
    "engines": engines,
    "readers": readers,
    "faults": faults,
    "growth": growth,
    "rows": rows,
    "memory": memory,
    "limits": limits,
}


def _data(folder: Path, indicators: int, fault: str | None = None, count: int = 1, targets: int = 0) -> Path:
    data = folder / f"{indicators}-{fault or 'sound'}-{count}-{targets}"
    return data if data.is_dir() else generate.write(data, indicators, targets, fault, count)


def _recording(folder: Path, indicators: int) -> Command:
    """Recording next year's figure of the last indicator, into a fresh copy each time."""
    original, copy = _data(folder, indicators), folder / f"{indicators}-changed"
    one = generate.series(indicators - 1)
    figure = str(one.values[-1])

    def restore() -> None:
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(original, copy)

    command = unpolicy("add-actual", str(generate.FIGURES[-1] + 1), figure, "-i", one.id, data=copy)
    return replace(command, before=restore)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Compare whole commands on large data, in pairs.")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"pairs of each; default {RUNS}")
    parser.add_argument("--only", choices=tuple(PARTS), action="append", help="only this part; may be given again")
    parser.add_argument("--folder", type=Path, help="where the data is kept between runs; else it is made anew")
    asked = parser.parse_args()
    heading()
    with tempfile.TemporaryDirectory() as temporary:
        for name in asked.only or PARTS:
            PARTS[name](asked.folder or Path(temporary), asked.runs)


if __name__ == "__main__":
    main()
