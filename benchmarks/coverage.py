"""How honest the forecasts are: intervals and chances of each model against what came, on 337 real yearly series.

python benchmarks/coverage.py

From every window of 3 to 12 figures that follow each other in a series, the figures of the next three years are
forecast, where there are any. Each series weighs the same, however long it is. The straight line (ordinary least
squares), which the program does not offer, stands beside its models to show why.
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.measures import steady
from unpolicy.measures.forecast import LEVELS, MODELS, Fit, Past

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

SERIES = Path(__file__).with_name("series.csv")
WINDOWS = range(3, 13)
HORIZONS = range(1, 4)
ASKED = (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0)
"""What a chance is asked for: the latest figure and so many usual steps a year more, the way the window went."""
TENTHS = range(10)


class Trial(NamedTuple):
    """One forecast against what came: its model, the figures it knew, how far ahead, and what is counted of it.

    Attributes:
        series: the series' name.
        model: the model's name.
        known: how many figures it knew.
        ahead: how many years ahead it looked.
        held: by level, whether the interval held what came.
        scores: by level, the interval score in the series' usual yearly steps: width, and 2/α times what is beyond it.
        chances: the chances it gave, each with whether the figure asked for came.
    """

    series: str
    model: str
    known: int
    ahead: int
    held: dict[int, float]
    scores: dict[int, float]
    chances: tuple[tuple[float, bool], ...]


def trend(past: Past) -> Fit:
    """The straight line through the figures by ordinary least squares."""
    n = len(past.points)
    mean_year = sum(year for year, _ in past.points) / n
    mean = sum(value for _, value in past.points) / n
    spread = sum((year - mean_year) ** 2 for year, _ in past.points)
    slope = sum((year - mean_year) * (value - mean) for year, value in past.points) / spread
    rest = sum((value - mean - slope * (year - mean_year)) ** 2 for year, value in past.points)
    return Fit(
        "trend",
        slope,
        math.sqrt(rest / (n - 2)),
        n - 2,
        lambda year: mean + slope * (year - mean_year),
        lambda year: math.sqrt(1 + 1 / n + (year - mean_year) ** 2 / spread),
    )


FITS: dict[str, Callable[[Past], Fit]] = {**MODELS, "trend": trend}


def main() -> None:
    """Measure and print."""
    trials = [trial for name, past in read().items() for trial in study(name, past)]
    print(f"{len({trial.series for trial in trials})} series, {len(trials) // len(FITS):,} forecasts of each model\n")
    for level in LEVELS:
        print(f"Share of the {level} % intervals that held what came\n")
        table("figures", WINDOWS, trials, lambda trial: trial.known, level)
        table("years ahead", HORIZONS, trials, lambda trial: trial.ahead, level)
    scores(trials)
    reliability(trials)


def read() -> dict[str, Past]:
    """The series by name, each with the decimals that its figures have."""
    rows: dict[str, list[tuple[int, float]]] = defaultdict(list)
    decimals: dict[str, int] = defaultdict(int)
    with SERIES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["series"]].append((int(row["year"]), float(row["value"])))
            decimals[row["series"]] = max(decimals[row["series"]], len(row["value"].partition(".")[2]))
    return {name: Past(sorted(points), None, decimals[name]) for name, points in rows.items()}


def study(name: str, past: Past) -> Iterator[Trial]:
    """Every forecast of a series that can be checked."""
    points = past.points
    usual = step(points)
    came = dict(points)
    for known in WINDOWS if usual else ():
        for start in range(len(points) - known):
            window = past._replace(points=points[start : start + known])
            years = [(ahead, window.points[-1][0] + ahead) for ahead in HORIZONS]
            for ahead, year in ((ahead, year) for ahead, year in years if year in came):
                for fit in (make(window) for make in FITS.values()):
                    trial = Trial(name, fit.model, known, ahead, {}, {}, ())
                    yield tried(trial, fit, window, (year, came[year]), usual)


def step(points: Sequence[tuple[int, float]]) -> float:
    """The usual size of a change in one year."""
    return sum(abs(b[1] - a[1]) for a, b in pairwise(points)) / max(points[-1][0] - points[0][0], 1)


def tried(trial: Trial, fit: Fit, window: Past, came: tuple[int, float], usual: float) -> Trial:
    """A trial with what is counted of it."""
    (year, value), df = came, fit.df or 1
    mean, se = fit.mean(year), fit.se(year) or 0.0
    for level in LEVELS:
        half = steady.quantile(0.5 + level / 200, df) * se
        beyond = max(abs(value - mean) - half, 0.0)
        trial.held[level] = float(beyond == 0)
        trial.scores[level] = (2 * half + beyond * 2 / (1 - level / 100)) / usual
    return trial._replace(chances=tuple(chances(fit, window, came)))


def chances(fit: Fit, window: Past, came: tuple[int, float]) -> Iterator[tuple[float, bool]]:
    """The chance of each figure asked for, and whether it came."""
    points, (year, value), se = window.points, came, fit.se(came[0])
    usual = step(points)
    d = 1 if points[-1][1] >= points[0][1] else -1
    for share in ASKED if usual else ():
        asked = points[-1][1] + d * share * usual * (year - points[-1][0])
        ahead = d * (fit.mean(year) - asked)
        chance = steady.cdf(ahead / se, fit.df or 1) if se else float(ahead >= 0)
        yield chance, d * (value - asked) >= 0


def weighed(found: Iterable[tuple[str, float]]) -> float:
    """The mean in which each series weighs the same."""
    by_series: dict[str, list[float]] = defaultdict(list)
    for name, number in found:
        by_series[name].append(number)
    means = [sum(numbers) / len(numbers) for numbers in by_series.values()]
    return sum(means) / len(means) if means else math.nan


def table(heading: str, keys: range, trials: list[Trial], key: Callable[[Trial], int], level: int) -> None:
    """The share of intervals that held, by model and by what a trial is counted under."""
    print(f"| {heading} | {' | '.join(FITS)} |\n| ---: |{' ---: |' * len(FITS)}")
    for wanted in keys:
        shares = (
            weighed((t.series, t.held[level]) for t in trials if t.model == model and key(t) == wanted)
            for model in FITS
        )
        print(f"| {wanted} | {' | '.join(f'{share:.2f}' for share in shares)} |")
    print()


def scores(trials: list[Trial]) -> None:
    """The interval scores and the Brier scores: the smaller, the better."""
    print("| model | interval score, 80 % | interval score, 95 % | Brier score |\n| --- | ---: | ---: | ---: |")
    for model in FITS:
        own = [trial for trial in trials if trial.model == model]
        inside = [weighed((trial.series, trial.scores[level]) for trial in own) for level in LEVELS]
        brier = weighed((trial.series, (p - came) ** 2) for trial in own for p, came in trial.chances)
        print(f"| {model} | {inside[0]:.2f} | {inside[1]:.2f} | {brier:.3f} |")
    print()


def reliability(trials: list[Trial]) -> None:
    """Of the chances from 10 to 20 %, how many came, and so on."""
    print(f"| chance said | {' | '.join(FITS)} |\n| --- |{' ---: |' * len(FITS)}")
    for tenth in TENTHS:
        shares = []
        for model in FITS:
            own = (trial for trial in trials if trial.model == model)
            pairs = ((t.series, float(came)) for t in own for p, came in t.chances if min(int(p * 10), 9) == tenth)
            shares.append(f"{100 * weighed(pairs):.0f} %")
        print(f"| {10 * tenth} to {10 * tenth + 10} % | {' | '.join(shares)} |")


if __name__ == "__main__":
    main()
