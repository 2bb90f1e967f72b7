"""Write data directories of any size, the same every time, and a hledger journal with the same figures.

Usage: ``python benchmarks/generate.py DIR [--indicators 10000] [--targets 0] [--fault NAME --count 1000] [--journal]``

A directory holds `targets.yaml` and `indicators.yaml`: ten years each, with comments, Japanese titles and long-form
entries as people write them, and valid unless a fault is asked for.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

FIRST_YEAR, YEARS = 2014, 10
FIGURES = tuple(range(FIRST_YEAR, FIRST_YEAR + YEARS))

KINDS = (
    ("count", "人", "people"),
    ("percentage", '"%"', '"%"'),
    ("amount", "百万円", "million yen"),
    ("index", "点", "points"),
)
SUBJECTS = (
    "国際機関の職員数",
    "下水道の普及率",
    "再生可能エネルギーの発電量",
    "図書の貸出冊数",
    "待機児童の数",
)
ENGLISH = ("staff in organisations", "sewerage coverage", "renewable generation", "library loans", "children waiting")


@dataclass(frozen=True)
class Series:
    """One indicator with its figures, oldest first."""

    number: int
    values: tuple[int | float, ...]

    @property
    def id(self) -> str:
        """Its id."""
        return f"indicator-{self.number:06}"

    @property
    def kind(self) -> tuple[str, str, str]:
        """Kind and unit in both languages."""
        return KINDS[self.number % len(KINDS)]

    @property
    def increase(self) -> bool:
        """Whether more is better."""
        return self.number % 5 != 4


def series(number: int) -> Series:
    """A walk in small steps, so that no figure is implausible."""
    chance = random.Random(number)
    whole = KINDS[number % len(KINDS)][0] == "count"
    level = chance.uniform(40, 60) if KINDS[number % len(KINDS)][0] == "percentage" else chance.uniform(500, 5000)
    values: list[int | float] = []
    for _ in FIGURES:
        level *= 1 + chance.uniform(-0.02, 0.04)
        values.append(round(level) if whole else round(level, 1))
    return Series(number, tuple(values))


def indicator(one: Series) -> str:
    """An indicator as a person would write it."""
    kind, ja, en = one.kind
    subject = one.number % len(SUBJECTS)
    figures = [f"      {year}: {value}\n" for year, value in zip(FIGURES, one.values, strict=True)]
    revised = f", note: 速報を改めた, revisions: [{{value: {one.values[-2]}, published: 2024-06-01}}]"
    more = "" if one.number % 10 else revised
    figures[-1] = f"      {FIGURES[-1]}: {{value: {one.values[-1]}, published: 2024-08-30{more}}}\n"
    if one.number % 7 == 0:
        figures[3] = figures[3].rstrip("\n") + "  # 様式を改めた年\n"
    return (
        f"  # {one.number}: 年次報告より\n"
        f"  {one.id}:\n"
        f"    title: {{ja: {SUBJECTS[subject]}（第{one.number}区）, en: District {one.number} {ENGLISH[subject]}}}\n"
        f"    unit: {{ja: {ja}, en: {en}}}\n"
        f"    kind: {kind}\n"
        f"    direction: {'increase' if one.increase else 'decrease'}\n"
        f"    year: {'fiscal' if one.number % 3 == 0 else 'calendar'}\n"
        "    actuals:\n" + "".join(figures) + "\n"
    )


def targets_file(targets: int) -> Iterator[str]:
    """The other file: a policy, one goal, and a target for each of the first indicators."""
    yield "version: 1\npolicy:\n  id: benchmark\n  title: {ja: 計測用の施策, en: A policy to measure with}\n"
    yield "goals:\n  better:\n    title: {ja: よりよく, en: Better}\n"
    if targets:
        yield "headline: target-000000\ntargets:\n"
    for number in range(targets):
        one = series(number)
        value = one.values[0] * (1.15 if one.increase else 0.9)
        yield (
            f"  target-{number:06}:\n    goal: better\n    indicator: {one.id}\n    baseline: {FIRST_YEAR}\n"
            f"    value: {round(value) if one.kind[0] == 'count' else round(value, 1)}\n    by: 2030\n"
        )


def journal(indicators: int, *, lean: bool = False) -> Iterator[str]:
    """The same figures for hledger: each a transaction on its day, balanced as its users write them.

    Lean, each has one unbalanced posting instead: the least that hledger can be given.
    """
    for number in range(indicators):
        one = series(number)
        for year, value in zip(FIGURES, one.values, strict=True):
            posting = f"    ({one.id})  {value}\n" if lean else f"    {one.id}  {value}\n    figures\n"
            yield f"{year}-12-31 {SUBJECTS[number % len(SUBJECTS)]}\n{posting}\n"


Fault = Callable[[str], str]


def _last_figure(block: str, text: str) -> str:
    head, _, tail = block.rpartition(f"      {FIGURES[-1]}: ")
    return f"{head}      {FIGURES[-1]}: {text}\n{tail[tail.index(chr(10)) + 1 :]}"


FAULTS: dict[str, Fault] = {
    "type": lambda block: _last_figure(block, "many"),
    "range": lambda block: _last_figure(block, "9001").replace("    actuals:", "    bounds: {max: 9000}\n    actuals:"),
    "key": lambda block: block.replace("    direction:", "    driection:"),
    "duplicate": lambda block: _last_figure(block, f"961\n      {FIGURES[-1]}: 962"),
    "quoted": lambda block: block.replace(f"      {FIGURES[0]}: ", f"      '{FIGURES[0]}': "),
    "syntax": lambda block: _last_figure(block, "{value: 961"),
}
"""What can be wrong with an indicator: a word for a number, a figure out of bounds, a key misspelt, a year twice, a
year in quotes, a brace that is never closed."""


def indicators_file(indicators: int, fault: str | None = None, count: int = 1) -> Iterator[str]:
    """The indicators; the last one is faulty, or `count` of them evenly spread."""
    yield "# 計測用のデータ。benchmarks/generate.py が書き出す\nversion: 1\nindicators:\n"
    step = max(indicators // count, 1)
    for number in range(indicators):
        block = indicator(series(number))
        rank, rest = divmod(indicators - 1 - number, step)
        yield FAULTS[fault](block) if fault is not None and rest == 0 and rank < count else block


def write(folder: Path, indicators: int, targets: int = 0, fault: str | None = None, count: int = 1) -> Path:
    """Write a data directory and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    _fill(folder / "targets.yaml", targets_file(targets))
    _fill(folder / "indicators.yaml", indicators_file(indicators, fault, count))
    return folder


def write_journal(path: Path, indicators: int, *, lean: bool = False) -> Path:
    """Write the journal and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _fill(path, journal(indicators, lean=lean))
    return path


def _fill(path: Path, pieces: Iterator[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(pieces)


def main() -> None:
    """Read the command line and write."""
    parser = argparse.ArgumentParser(description="Write a data directory to measure with.")
    parser.add_argument("folder", type=Path, help="where to")
    parser.add_argument("--indicators", type=int, default=10_000, help="how many; default 10,000")
    parser.add_argument("--targets", type=int, default=0, help="how many of them have a target; default none")
    parser.add_argument("--fault", choices=sorted(FAULTS), help="what is wrong with the data; default nothing")
    parser.add_argument("--count", type=int, default=1, help="how many are faulty; default the last one")
    parser.add_argument("--journal", action="store_true", help="also write figures.journal, for hledger")
    asked = parser.parse_args()
    write(asked.folder, asked.indicators, asked.targets, asked.fault, asked.count)
    if asked.journal:
        write_journal(asked.folder / "figures.journal", asked.indicators)


if __name__ == "__main__":
    main()
