"""Where a figure is heading: simple models with honest intervals, and what they would have said.

The model `steady` is this project's own. Source of the others: Hyndman & Athanasopoulos, Forecasting: Principles and
Practice, 3rd ed. (FPP3): the naive and drift methods and their means in 5.2, their intervals in 5.5, short series in
13.7. Gaps between figures may be irregular: a step over k years counts with k times the variance of a step over one.
Intervals use Student's t instead of the normal distribution, since few figures estimate σ badly.
"""

# Without `from __future__ import annotations`: each field of a named tuple would be compiled at every start.

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from unpolicy.measures import steady as formulas
from unpolicy.measures.numbers import finite
from unpolicy.measures.progress import within

Series = Sequence[tuple[int, float]]
"""(year, figure) in rising order of years, each year once."""

Range = tuple[float | None, float | None]

LEVELS = formulas.LEVELS

ENOUGH_FOR_INTERVALS = 3
"""Two figures make a point of `naive` and `drift`; from three on there is something to judge their spread by."""


class Past(NamedTuple):
    """The figures that a forecast is made from.

    Attributes:
        points: the figures in rising order of years; the totals so far where they add up.
        results: where figures add up, what each of those years brought; they follow each other without a gap.
        decimals: digits behind the point that figures are published with.
        bounds: lowest and highest figure that there can be; of a year's result where figures add up.
    """

    points: Series
    results: Series | None = None
    decimals: int = 0
    bounds: Range = (None, None)

    @property
    def limits(self) -> Range:
        """Lowest and highest point to come: totals do not fall where no year can be negative."""
        if self.results is None:
            return self.bounds
        least = self.bounds[0]
        return (self.points[-1][1], None) if least is not None and least >= 0 else (None, None)

    def until(self, count: int) -> "Past":
        """What was known when there were so many figures."""
        return self._replace(points=self.points[:count], results=None if self.results is None else self.results[:count])


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
        model: its name.
        sigma: the standard deviation of a step over one year; `None` with too few figures.
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


def steady(past: Past) -> Fit:
    """The average change goes on, as if five more years without change had been seen.

    The formulas are those of `unpolicy.measures.steady`, with m gaps between the figures as degrees of freedom.
    """
    gaps = _gaps(past.points if past.results is None else past.results)
    change, years = sum(change for change, _ in gaps), float(sum(k for _, k in gaps))
    squares = sum(_square(change) / k for change, k in gaps)
    sigma = formulas.spread(squares, float(change), years, len(gaps), past.decimals)
    slope = formulas.slope(float(change), years)
    last_year, last = past.points[-1]
    result = None if past.results is None else past.results[-1][1]

    def mean(year: int) -> float:
        ahead = year - last_year
        if result is None:
            return formulas.mean(last, slope, ahead)
        return formulas.total_mean(last, result, slope, ahead, formulas.tilt(ahead))

    def widening(year: int) -> float:
        ahead = float(year - last_year)
        if result is None:
            return formulas.widening(ahead, years) or 0.0
        return formulas.total_widening(ahead, formulas.tilt(ahead), years) or 0.0

    return Fit("steady", sigma, _df(len(gaps), sigma), mean, widening)


def naive(past: Past) -> Fit:
    """The next figures are the latest one.

    σ̂² = Σ Δᵢ² / kᵢ / m over m gaps of kᵢ years, with m degrees of freedom, as no parameter is estimated; se_h = σ̂ √h.
    (FPP3 5.5)
    """
    last_year, last = past.points[-1]
    gaps = _gaps(past.points)
    sigma = _sigma((_square(change) / years for change, years in gaps), len(gaps), len(past.points))
    return Fit("naive", sigma, _df(len(gaps), sigma), lambda _: last, lambda year: math.sqrt(year - last_year))


def drift(past: Past) -> Fit:
    """The figures go on changing by the average change per year, the line through the first and the latest.

    Slope b = (last − first) / years; σ̂² = Σ (Δᵢ − b kᵢ)² / kᵢ / (m − 1) over m gaps of kᵢ years, with m − 1 degrees of
    freedom; se_h = σ̂ √(h (1 + h / years)). (FPP3 5.5)
    """
    (first_year, first), (last_year, last) = past.points[0], past.points[-1]
    years = last_year - first_year
    slope = (last - first) / years
    gaps = _gaps(past.points)
    squares = (_square(change - slope * k) / k for change, k in gaps)
    sigma = _sigma(squares, len(gaps) - 1, len(past.points))

    def widening(year: int) -> float:
        ahead = year - last_year
        return math.sqrt(ahead * (1 + ahead / years))

    return Fit(
        "drift",
        sigma,
        _df(len(gaps) - 1, sigma),
        lambda year: last + slope * (year - last_year),
        widening,
    )


MODELS: dict[str, Callable[[Past], Fit]] = {"steady": steady, "naive": naive, "drift": drift}
"""The models by name. Each needs at least two figures."""


def forecast(past: Past, years: Sequence[int], models: Sequence[str] = ("steady",)) -> tuple[Model, ...]:
    """Ask models about later years.

    Args:
        past: the figures. What is beyond their limits is cut and marked.
        years: the years asked for; those not after the latest figure are left out.
        models: their names in `MODELS`.

    Returns:
        One model each; none with fewer than two figures.
    """
    if len(past.points) < 2:
        return ()
    later = [year for year in years if year > past.points[-1][0]]
    return tuple(_forecasts(MODELS[name](past), later, past.limits) for name in models)


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
    return formulas.cdf(ahead / point.se, model.df)


def disagreement(models: Iterable[Model], year: int) -> float | None:
    """How far the models' expected figures for a year lie apart; `None` when fewer than two speak of it."""
    means = [point.mean for model in models if (point := _point(model, year)) is not None]
    return finite(max(means) - min(means)) if len(means) > 1 else None


def cannot_tell(models: Iterable[Model], latest: float, target_value: float, by: int) -> bool:
    """Whether the models disagree by more than the distance from the latest figure to the target."""
    apart = disagreement(models, by)
    return apart is not None and apart > abs(target_value - latest)


def backtest(past: Past, models: Sequence[str] = ("steady",)) -> tuple[Trial, ...]:
    """Let models forecast every later figure from each year in which they knew at least two.

    Args:
        past: the figures. Fewer than three give nothing to check.
        models: their names in `MODELS`.

    Returns:
        The trials by origin, then model, then year, without those that overflow.
    """
    trials: list[Trial] = []
    for known in range(2, len(past.points)):
        for name in models:
            seen = past.until(known)
            trials.extend(_tried(MODELS[name](seen), seen.points[-1][0], past.points[known:], seen.limits))
    return tuple(trials)


def mean_absolute_errors(trials: Iterable[Trial]) -> dict[str, float]:
    """By model, the average size of its errors; the smaller the better."""
    errors: dict[str, list[float]] = {}
    for trial in trials:
        errors.setdefault(trial.model, []).append(abs(trial.error))
    return {model: sum(size / len(sizes) for size in sizes) for model, sizes in errors.items()}


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


def _forecasts(fit: Fit, years: Sequence[int], bounds: Range) -> Model:
    points = (_forecast_point(fit, year, bounds) for year in years)
    return Model(fit.model, fit.sigma, fit.df, tuple(point for point in points if point is not None))


def _forecast_point(fit: Fit, year: int, bounds: Range) -> ForecastPoint | None:
    centre = finite(float(fit.mean(year)))
    if centre is None:
        return None
    mean, se = float(within(centre, bounds)), fit.se(year)
    if se is None or fit.df is None:
        return ForecastPoint(year, mean, None, mean != centre, centre, se)
    # σ̂ comes from squares that did not overflow, so that neither its multiples nor their sum with a figure do.
    widths = {str(level): formulas.quantile(0.5 + level / 200, fit.df) * se for level in LEVELS}
    whole = {level: (centre - width, centre + width) for level, width in widths.items()}
    intervals = {
        level: (float(within(low, bounds)), float(within(high, bounds))) for level, (low, high) in whole.items()
    }
    return ForecastPoint(year, mean, intervals, mean != centre or intervals != whole, centre, se)


def _tried(fit: Fit, origin: int, later: Series, bounds: Range) -> Iterable[Trial]:
    for year, came in later:
        point = _forecast_point(fit, year, bounds)
        error = None if point is None else finite(point.mean - came)
        if point is None or error is None:
            continue
        ends = point.intervals
        inside = None if ends is None else {level: low <= came <= high for level, (low, high) in ends.items()}
        yield Trial(fit.model, origin, year, point.mean, came, error, inside)
