"""From what was known of an indicator to the points that verdicts and forecasts rest on."""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING

from unpolicy.measures.case import Point
from unpolicy.measures.numbers import running_totals
from unpolicy.model import BaselineFigure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unpolicy.assess.vintages import Vintage
    from unpolicy.measures.forecast import Bounds, Past
    from unpolicy.model import Indicator, Target

Pairs = list[tuple[int, int | float]]
"""Years and values as plain pairs, since most of 100,000 points are never looked at."""


def measured(vintage: Vintage) -> Pairs:
    """The figures that a verdict may rest on, oldest first, each year's own."""
    found = list(vintage.plain)
    usable = (figure for figure in vintage.detailed if figure.status in vintage.carrying)
    found += [(figure.year, figure.value) for figure in usable if figure.value is not None]
    found.sort()
    return found


def counted(indicator: Indicator, vintage: Vintage) -> Pairs:
    """The same as they count: running totals where the figures add up, up to the first gap."""
    found = measured(vintage)
    return found if indicator.aggregation == "latest" or not found else _totals(found, 0, found[0][0], vintage)


def series_of(indicator: Indicator, vintage: Vintage) -> tuple[Point, ...]:
    """`counted` as points."""
    return tuple(starmap(Point, counted(indicator, vintage)))


def target_series(target: Target, indicator: Indicator, vintage: Vintage) -> tuple[Point, ...]:
    """The points that a target is judged by, with its own baseline first where the target writes one."""
    baseline = target.baseline
    if not isinstance(baseline, BaselineFigure) or baseline.year == target.by:
        return series_of(indicator, vintage)
    start = Point(baseline.year, baseline.value)
    if indicator.aggregation == "sum":
        return (start, *starmap(Point, _totals_since(vintage, baseline.value, baseline.year)))
    points = (Point(year, value) for year, value in measured(vintage) if year != baseline.year)
    return tuple(sorted([start, *points], key=lambda point: point.year))


def breaks(vintage: Vintage) -> tuple[int, ...]:
    """The years from which on the series was measured otherwise than before, oldest first."""
    return tuple(figure.year for figure in vintage.detailed if figure.status == "break")


def parted(target: Target, vintage: Vintage) -> bool:
    """Whether a break in the series parts the newest figure from the baseline, which does not account for it."""
    start = target.baseline_year
    if start is None or target.own_baseline is not None:
        return False
    return any(start < year for year in breaks(vintage))


def past_of(indicator: Indicator, vintage: Vintage, target: Target | None = None) -> Past:
    """The figures that a forecast is made from: those since the last break, and no baseline with a value of its own.

    Args:
        indicator: the indicator.
        vintage: what was known of it.
        target: the target whose baseline totals start from, where figures add up.
    """
    from unpolicy.measures.forecast import Past  # most runs forecast nothing

    broken = breaks(vintage)
    first = broken[-1] if broken else 0
    found = [pair for pair in measured(vintage) if pair[0] >= first]
    if indicator.aggregation == "latest":
        return Past(found, None, indicator.shown_decimals, indicator.limits)
    own = None if target is None else target.own_baseline
    totals = _totals_since(vintage, own.value, own.year) if own else counted(indicator, vintage)
    points = [pair for pair in totals if pair[0] >= first]
    years = {year for year, _ in points}
    return Past(
        points, [pair for pair in found if pair[0] in years], indicator.shown_decimals, bounds_of_a_year(indicator)
    )


def bounds_of_a_year(indicator: Indicator) -> Bounds:
    """Lowest and highest result of one year: a count is never negative."""
    low, high = indicator.limits
    return (0, high) if low is None and indicator.kind == "count" else (low, high)


def never_falls(indicator: Indicator) -> bool:
    """Whether a total of the indicator's years can only rise."""
    low = bounds_of_a_year(indicator)[0]
    return low is not None and low >= 0


def _totals_since(vintage: Vintage, start: float, year: int) -> Pairs:
    """The totals after a year, from what there was by then."""
    return _totals([pair for pair in measured(vintage) if pair[0] > year], start, year + 1, vintage)


def _totals(series: Sequence[tuple[int, float]], start: float, first: int, vintage: Vintage) -> Pairs:
    """The totals from the year `first` on, up to the first gap: what lies beyond it would be too small."""
    wanted = vintage.indicator.rhythm.between(first, series[-1][0]) if series else []
    whole = [pair for pair, year in zip(series, wanted, strict=False) if pair[0] == year]
    return [(year, start + total) for year, total in running_totals(whole)]
