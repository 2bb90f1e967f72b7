"""From what was known of an indicator to the points and terms of the measures, and what these say of them."""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING, Any

from unpolicy.assess.vintages import Awaited, Vintage
from unpolicy.measures.case import Case, Judgement, Point
from unpolicy.measures.forecast import Past, Range, forecast, probability
from unpolicy.measures.keep import Keeping, Limits, judge_keep, judge_total
from unpolicy.measures.numbers import running_totals
from unpolicy.measures.progress import NO_PROGRESS, Progress, measure_progress
from unpolicy.measures.verdict import improved, judge_case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unpolicy.model import BaselineFigure, Indicator, Target


IN_WORDS = Judgement("unknown", None, None, "in-words")
"""A promise in words, which a person rates."""
_UNJUDGED = Judgement("unknown", None, None, "same-year")


def case_of(
    indicator: Indicator, baseline: Point, latest: Point, target: Target | None = None, broken: Sequence[int] = ()
) -> Case:
    """The terms of a judgement.

    Args:
        indicator: the indicator; the limit is its written bound in the desired direction.
        baseline: where counting starts.
        latest: the latest figure.
        target: the target, with what it promised for years on the way.
        broken: the years of breaks in the series; a baseline that the target writes itself accounts for them.
    """
    bounds = indicator.bounds
    own = None if target is None else target.own_baseline
    case = Case(
        b=baseline.value,
        t0=baseline.year,
        c=latest.value,
        t=latest.year,
        d=indicator.sign,
        T=None if target is None else target.value,
        tT=None if target is None else target.by,
        limit=None if bounds is None else bounds.max if indicator.sign > 0 else bounds.min,
        broken=(own is None or own.year != baseline.year)
        and any(baseline.year < year <= latest.year for year in broken),
    )
    return case if target is None else case.along(target.yearly.items())


def monitored_case(
    indicator: Indicator, baseline: Point | None, latest: Point | None, broken: Sequence[int] = ()
) -> Case | None:
    """The terms of a judgement without a target; `None` without a figure later than the baseline."""
    if baseline is None or latest is None or latest.year <= baseline.year:
        return None
    return case_of(indicator, baseline, latest, broken=broken)


def judge(case: Case | None, method: str, *, settled: bool = False, trace: bool = False) -> Judgement:
    """What a method says of a case; unknown without one.

    Args:
        case: the terms.
        method: a method's name.
        settled: whether the latest figure is the target year's, which then decides between achieved and missed.
        trace: whether to write the derivation down.
    """
    if case is None:
        return _UNJUDGED
    return judge_case(case, method, figure_at_target_year=case.c if settled else None, trace=trace)


def judge_target(  # noqa: PLR0913 - all but the first three are given by name
    target: Target,
    case: Case | None,
    latest: Point | None,
    indicator: Indicator,
    *,
    method: str,
    settled: bool,
) -> Judgement:
    """What a method says of a target that is not kept.

    Args:
        target: the promise.
        case: the terms; `None` without a baseline, and where there are too few figures.
        latest: the latest figure.
        indicator: what is measured.
        method: a method's name.
        settled: whether the latest figure is the target year's.
    """
    if target.improve and case is not None:
        return improved(case, settled=settled)
    if target.value is None and not target.improve:
        return IN_WORDS
    if case is None and target.baseline is None and latest is not None and target.value is not None:
        reached = (latest.value - target.value) * indicator.sign >= 0
        return Judgement("achieved" if reached else "missed" if settled else "unknown", None, None, "no-baseline")
    return judge(case, method, settled=settled)


def progress_of(case: Case | None, indicator: Indicator, *, over: bool, trace: bool = False) -> Progress:
    """What needs no method; the projection ends at the indicator's bounds, and a total that only rises stays."""
    if case is None:
        return NO_PROGRESS
    bounds = indicator.limits
    if indicator.aggregation == "sum":
        bounds = (case.c if never_falls(indicator) else None, None)
    return measure_progress(case, bounds=bounds, over=over, trace=trace)


def keeping_of(  # noqa: PLR0913 - two are given by name
    target: Target, indicator: Indicator, points: Sequence[Point], broken: Sequence[int], *, over: bool, trace: bool
) -> Keeping | None:
    """The judgement of a target to be kept from such points; `None` for other targets.

    Args:
        target: the target.
        indicator: its indicator.
        points: the points that it is judged by, oldest first.
        broken: the years of breaks in the series.
        over: whether the last year has ended, so that nothing of it lies ahead.
        trace: whether to write the derivation down.
    """
    if target.keep is None:
        return None
    limits = Limits(target.keep.min, target.keep.max, target.by)
    if indicator.aggregation == "sum":
        own = target.baseline_year if target.own_baseline else None
        start = next((point for point in points if point.year == own), None)
        years = [point for point in points if point.year != own]
        total = judge_total(years, limits, start=start, falls=not never_falls(indicator), trace=trace)
        steps = tuple(step for step in total.steps if step.name not in ("left-per-year", "projection"))
        return total._replace(per_year=None, projection=None, steps=steps) if over else total
    since = [point for point in points if target.baseline_year is None or point.year >= target.baseline_year]
    return judge_keep(since, limits, pace_from=max(broken, default=None), trace=trace)


Pairs = list[tuple[int, int | float]]
"""Years and values as plain pairs, since most of 100,000 points are never looked at."""


def measured(vintage: Vintage) -> Pairs:
    """The figures that a verdict may rest on, oldest first, each year's own."""
    carrying = vintage.carrying
    usable: Any = [(figure.year, figure.value) for figure in vintage.detailed if figure.status in carrying]
    return sorted([*vintage.plain, *usable])


def counted(indicator: Indicator, vintage: Vintage) -> Pairs:
    """The same as they count: running totals where the figures add up, up to the first gap."""
    found = measured(vintage)
    return found if indicator.aggregation == "latest" or not found else _totals(found, 0, found[0][0], vintage)


def series_of(indicator: Indicator, vintage: Vintage) -> tuple[Point, ...]:
    """`counted` as points."""
    return tuple(starmap(Point, counted(indicator, vintage)))


def target_points(
    target: Target, indicator: Indicator, vintage: Vintage
) -> tuple[tuple[Point, ...], Point | None, Point | None]:
    """The points that a target is judged by, where counting starts, and the newest of them since then."""
    own, begins, last = target.own_baseline, target.baseline_year, target.last
    decides = own is not None and own.year == target.by  # no point of the series: that year's figure decides
    series = series_of(indicator, vintage) if own is None or decides else _series_from(own, indicator, vintage)
    points = tuple([point for point in series if point.year <= last])
    if own is not None and decides:
        baseline: Point | None = Point(own.year, own.value)
    else:
        baseline = next((point for point in points if point.year == begins), None)
    since = [point for point in points if baseline is not None and point.year >= baseline.year]
    return points, baseline, since[-1] if since else points[-1] if points else None


def _series_from(baseline: BaselineFigure, indicator: Indicator, vintage: Vintage) -> tuple[Point, ...]:
    """The points of a target with a baseline of its own, which is the first."""
    start = Point(baseline.year, baseline.value)
    if indicator.aggregation == "sum":
        return (start, *starmap(Point, _totals_since(vintage, baseline.value, baseline.year)))
    points = (Point(year, value) for year, value in measured(vintage) if year != baseline.year)
    return tuple(sorted([start, *points], key=lambda point: point.year))


def breaks(vintage: Vintage) -> tuple[int, ...]:
    """The years from which on the series was measured otherwise than before, oldest first."""
    return tuple([figure.year for figure in vintage.detailed if figure.status == "break"])


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


def bounds_of_a_year(indicator: Indicator) -> Range:
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


def newer_years(vintage: Vintage, latest: int) -> list[int]:
    """The years after the latest figure that are over and whose figure was measured or ought to have been."""
    years = vintage.indicator.rhythm.between(latest + 1, vintage.last)
    unmeasured = _unmeasured(vintage.indicator)
    return [year for year in years if year not in unmeasured]


def missing_years(target: Target, vintage: Vintage) -> tuple[int, ...]:
    """Every year up to the target year whose figure could be known and is not there."""
    begins, last = target.baseline_year, min(target.last, vintage.last)
    out = {y for y, _ in vintage.plain} | {figure.year for figure in vintage.detailed} | _unmeasured(vintage.indicator)
    start = min(out, default=vintage.last) if begins is None else begins
    years = vintage.indicator.rhythm.between(start + 1, last)
    return tuple(year for year in years if year not in out)


def _unmeasured(indicator: Indicator) -> set[int]:
    return {year for year, entry in indicator.actuals.items() if getattr(entry, "status", None) == "missing"}


def awaited(target: Target, vintage: Vintage, missing: Sequence[int]) -> tuple[Awaited, ...]:
    """Pending figures and the next one in line: figures come out one after the other, so later ones wait behind it."""
    usable = measured(vintage)
    newest = usable[-1][0] if usable else target.baseline_year or 0
    pending = {figure.year: figure for figure in vintage.pending}
    unwritten = [year for year in missing if year > newest]
    if unwritten and unwritten[0] not in pending:
        pending[unwritten[0]] = Awaited(unwritten[0], None, overdue=False, recorded=False)
    return tuple(pending[year] for year in sorted(pending))


def chance_of(target: Target, indicator: Indicator, vintage: Vintage) -> float | None:
    """The chance that a target is reached, by the model `steady`.

    `None` once its year's figure is out, and where a break in the series parts the figures from the baseline: what
    comes after it does not compare with what was promised before.
    """
    by, value = target.by, target.value
    if value is None or by is None or parted(target, vintage):
        return None
    past = past_of(indicator, vintage, target)
    if not past.points or past.points[-1][0] >= by:
        return None
    models = forecast(past, [by])
    return probability(models[0], value, by, indicator.sign) if models else None
