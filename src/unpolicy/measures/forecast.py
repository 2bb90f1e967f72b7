"""Where a figure is heading: three simple models with honest intervals, and what they would have said.

Source: Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed. (FPP3): the naive and drift methods and
their means in 5.2, their intervals in 5.5, least squares and its prediction interval in 7.6, short series in 13.7. Gaps
between figures may be irregular: a step over k years counts with k times the variance of a step over one. Intervals use
Student's t instead of the normal distribution, since few figures estimate σ badly.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from unpolicy.measures import student
from unpolicy.measures.numbers import finite

Series = Sequence[tuple[int, float]]
"""(year, figure) in rising order of years, each year once."""

Quantile = Callable[[float], float]

LEVELS = (80, 95)
"""Percent of futures that an interval should hold."""

ENOUGH_FOR_INTERVALS = 3
"""Two figures make a point; from three on there is something to judge the spread by."""


class ForecastPoint(NamedTuple):
    """What a model says of one year.

    Attributes:
        year: the year.
        mean: the expected figure, within the indicator's bounds.
        intervals: by level, such as `"80"`: lowest and highest figure, within the bounds; `None` with too few figures.
        cut: whether a bound changed the mean or an interval.
        centre: the expected figure before any bound.
        se: the standard error of the forecast; `None` with too few figures.
    """

    year: int
    mean: float
    intervals: dict[str, tuple[float, float]] | None
    cut: bool
    centre: float
    se: float | None


class Model(NamedTuple):
    """A model fitted to the figures, and its forecasts.

    Attributes:
        model: `naive`, `drift` or `trend`.
        sigma: the standard deviation of a step over one year, for `trend` that of a figure around the line; `None` with
            too few figures.
        df: degrees of freedom of sigma.
        points: one for each year asked for, without those that overflow.
    """

    model: str
    sigma: float | None
    df: int | None
    points: tuple[ForecastPoint, ...] = ()


class Trial(NamedTuple):
    """One forecast that can be checked by now.

    Attributes:
        model: whose forecast it is.
        origin: the year of the latest figure known then.
        year: the year forecast.
        said: the expected figure.
        came: the figure that it became.
        error: said − came.
        inside: by level, whether the interval held what came; `None` where it had none.
    """

    model: str
    origin: int
    year: int
    said: float
    came: float
    error: float
    inside: dict[str, bool] | None


class Fit(NamedTuple):
    """A model fitted to the figures, to be asked about any later year.

    Attributes:
        model: its name.
        sigma: as in `Model`.
        df: as in `Model`.
        mean: from a year to the expected figure.
        widening: from a year to the standard error's multiple of sigma.
    """

    model: str
    sigma: float | None
    df: int | None
    mean: Callable[[int], float]
    widening: Callable[[int], float]

    def se(self, year: int) -> float | None:
        """The standard error of the forecast for a year; `None` with too few figures or on overflow."""
        return None if self.sigma is None else finite(self.sigma * self.widening(year))


def naive(series: Series) -> Fit:
    """The next figures are the latest one.

    σ̂² = Σ Δᵢ² / kᵢ / m over m gaps of kᵢ years, with m degrees of freedom, as no parameter is estimated; se_h = σ̂ √h.
    (FPP3 5.5)
    """
    last_year, last = series[-1]
    gaps = _gaps(series)
    sigma = _sigma((_square(change) / years for change, years in gaps), len(gaps), len(series))
    return Fit("naive", sigma, _df(len(gaps), sigma), lambda _: last, lambda year: math.sqrt(year - last_year))


def drift(series: Series) -> Fit:
    """The figures go on changing by the average change per year, the line through the first and the latest.

    Slope s = (last − first) / years; σ̂² = Σ (Δᵢ − s kᵢ)² / kᵢ / (m − 1) over m gaps of kᵢ years, with m − 1 degrees of
    freedom; se_h = σ̂ √(h (1 + h / years)). (FPP3 5.5)
    """
    (first_year, first), (last_year, last) = series[0], series[-1]
    years = last_year - first_year
    slope = (last - first) / years
    gaps = _gaps(series)
    squares = (_square(change - slope * k) / k for change, k in gaps)
    sigma = _sigma(squares, len(gaps) - 1, len(series))

    def widening(year: int) -> float:
        ahead = year - last_year
        return math.sqrt(ahead * (1 + ahead / years))

    return Fit("drift", sigma, _df(len(gaps) - 1, sigma), lambda year: last + slope * (year - last_year), widening)


def trend(series: Series) -> Fit:
    """The figures lie around a straight line: ordinary least squares.

    σ̂² = Σ eᵢ² / (n − 2), n − 2 degrees of freedom; se = σ̂ √(1 + 1/n + (x − x̄)² / Σ (xᵢ − x̄)²). (FPP3 7.6)
    """
    n = len(series)
    middle = sum(year for year, _ in series) / n
    average = sum(value / n for _, value in series)
    square = sum((year - middle) ** 2 for year, _ in series)
    slope = sum((year - middle) * (value - average) for year, value in series) / square

    def mean(year: int) -> float:
        return average + slope * (year - middle)

    def widening(year: int) -> float:
        return math.sqrt(1 + 1 / n + (year - middle) ** 2 / square)

    sigma = _sigma((_square(value - mean(year)) for year, value in series), n - 2, n)
    return Fit("trend", sigma, _df(n - 2, sigma), mean, widening)


MODELS: dict[str, Callable[[Series], Fit]] = {"naive": naive, "drift": drift, "trend": trend}
"""The models by name. Each needs at least two figures."""


def forecast(
    series: Series,
    years: Sequence[int],
    *,
    bounds: tuple[float | None, float | None] = (None, None),
    quantile: Quantile | None = None,
) -> tuple[Model, ...]:
    """Ask every model about later years.

    Args:
        series: the figures.
        years: the years asked for; those not after the latest figure are left out.
        bounds: lowest and highest figure that the indicator can have. What is beyond is cut and marked.
        quantile: the quantile function of the standardised error, instead of Student's t.

    Returns:
        One model each; none with fewer than two figures. With two figures there are points without intervals.
    """
    if len(series) < 2:
        return ()
    later = [year for year in years if year > series[-1][0]]
    return tuple(_forecasts(fit(series), later, bounds, quantile) for fit in MODELS.values())


def probability(model: Model, target_value: float, by: int, d: float) -> float | None:
    """The chance that the figure of a year is at or past a target in the desired direction.

    It comes from the model's own distribution before any bound. `None` with too few figures, or when the model was not
    asked about `by`.
    """
    point = _point(model, by)
    if point is None or point.se is None or model.df is None:
        return None
    ahead = d * (point.centre - target_value)
    if point.se == 0:
        return 1.0 if ahead >= 0 else 0.0
    return student.cdf(ahead / point.se, model.df)


def spread(models: Iterable[Model], year: int) -> float | None:
    """How far the models' expected figures for a year lie apart; `None` when fewer than two speak of it."""
    means = [point.mean for model in models if (point := _point(model, year)) is not None]
    return finite(max(means) - min(means)) if len(means) > 1 else None


def cannot_tell(models: Iterable[Model], latest: float, target_value: float, by: int) -> bool:
    """Whether the models disagree by more than the distance from the latest figure to the target."""
    apart = spread(models, by)
    return apart is not None and apart > abs(target_value - latest)


def backtest(series: Series) -> tuple[Trial, ...]:
    """Let every model forecast every later figure from each year in which it knew at least two.

    Args:
        series: the figures in rising order of years. Fewer than three give nothing to check.

    Returns:
        The trials by origin, then model, then year, without those that overflow.
    """
    trials: list[Trial] = []
    for known in range(2, len(series)):
        for fit in MODELS.values():
            trials.extend(_tried(fit(series[:known]), series[known - 1][0], series[known:]))
    return tuple(trials)


def mean_absolute_errors(trials: Iterable[Trial]) -> dict[str, float]:
    """By model, the average size of its errors; the smaller the better."""
    errors: dict[str, list[float]] = {}
    for trial in trials:
        errors.setdefault(trial.model, []).append(abs(trial.error))
    return {model: sum(size / len(sizes) for size in sizes) for model, sizes in errors.items()}


def half_widths(fit: Fit, year: int, quantile: Quantile | None = None) -> dict[str, float] | None:
    """By level, half the width of the interval that a fit gives for a year; `None` with too few figures."""
    se = fit.se(year)
    if se is None or fit.df is None:
        return None
    df = fit.df
    find = quantile or (lambda p: student.quantile(p, df))
    # σ̂ comes from squares that did not overflow, so that neither its multiples nor their sum with a figure do.
    return {str(level): find(0.5 + level / 200) * se for level in LEVELS}


def _gaps(series: Series) -> list[tuple[float, int]]:
    """The change and the years of every step from one figure to the next."""
    return [(later[1] - earlier[1], later[0] - earlier[0]) for earlier, later in pairwise(series)]


def _square(value: float) -> float:
    """The square, infinite when it overflows, where `**` would raise."""
    return value * value


def _sigma(squares: Iterable[float], df: int, n: int) -> float | None:
    if n < ENOUGH_FOR_INTERVALS:
        return None
    return finite(math.sqrt(sum(squares) / df))


def _df(df: int, sigma: float | None) -> int | None:
    return None if sigma is None else df


def _point(model: Model, year: int) -> ForecastPoint | None:
    return next((point for point in model.points if point.year == year), None)


def _forecasts(
    fit: Fit, years: Sequence[int], bounds: tuple[float | None, float | None], quantile: Quantile | None
) -> Model:
    points = (_forecast_point(fit, year, bounds, quantile) for year in years)
    return Model(fit.model, fit.sigma, fit.df, tuple(point for point in points if point is not None))


def _forecast_point(
    fit: Fit, year: int, bounds: tuple[float | None, float | None], quantile: Quantile | None
) -> ForecastPoint | None:
    centre = finite(float(fit.mean(year)))
    if centre is None:
        return None
    mean = _within(centre, bounds)
    widths = half_widths(fit, year, quantile)
    if widths is None:
        return ForecastPoint(year, mean, None, mean != centre, centre, fit.se(year))
    whole = {level: (centre - width, centre + width) for level, width in widths.items()}
    intervals = {level: (_within(low, bounds), _within(high, bounds)) for level, (low, high) in whole.items()}
    return ForecastPoint(year, mean, intervals, mean != centre or intervals != whole, centre, fit.se(year))


def _within(value: float, bounds: tuple[float | None, float | None]) -> float:
    low, high = bounds
    if low is not None and value < low:
        return float(low)
    return float(high) if high is not None and value > high else value


def _tried(fit: Fit, origin: int, later: Series) -> Iterable[Trial]:
    for year, came in later:
        said = finite(fit.mean(year))
        error = None if said is None else finite(said - came)
        if said is None or error is None:
            continue
        widths = half_widths(fit, year)
        inside = None if widths is None else {level: abs(error) <= width for level, width in widths.items()}
        yield Trial(fit.model, origin, year, said, came, error, inside)
