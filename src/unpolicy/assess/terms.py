"""From records to the terms of the measures, and what the measures say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.assess.series import never_falls
from unpolicy.measures.case import Case, Judgement
from unpolicy.measures.keep import Limits, judge_keep, judge_total
from unpolicy.measures.progress import NO_PROGRESS, assess
from unpolicy.measures.verdict import decide, improved
from unpolicy.model import BaselineFigure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unpolicy.measures.case import Point
    from unpolicy.measures.keep import Keeping
    from unpolicy.measures.progress import Progress
    from unpolicy.model import Indicator, Target

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
    own = target is not None and isinstance(target.baseline, BaselineFigure) and target.baseline_year == baseline.year
    case = Case(
        b=baseline.value,
        t0=baseline.year,
        c=latest.value,
        t=latest.year,
        d=indicator.sign,
        T=None if target is None else target.value,
        tT=None if target is None else target.by,
        limit=None if bounds is None else bounds.max if indicator.sign > 0 else bounds.min,
        broken=not own and any(baseline.year < year <= latest.year for year in broken),
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
    return decide(case, method, figure_at_target_year=case.c if settled else None, trace=trace)


def judge_target(  # noqa: PLR0913 - all but the first three are given by name
    target: Target,
    case: Case | None,
    latest: Point | None,
    *,
    sign: int,
    method: str,
    settled: bool,
    trace: bool = False,
) -> Judgement:
    """What a method says of a target that is not kept.

    Args:
        target: the promise.
        case: the terms; `None` without a baseline, and where there are too few figures.
        latest: the latest figure.
        sign: the desired direction.
        method: a method's name.
        settled: whether the latest figure is the target year's.
        trace: whether to write the derivation down.
    """
    if target.improve and case is not None:
        return improved(case, settled=settled, trace=trace)
    if target.value is None and not target.improve:
        return IN_WORDS
    if case is None and target.baseline is None and latest is not None and target.value is not None:
        reached = (latest.value - target.value) * sign >= 0
        return Judgement("achieved" if reached else "missed" if settled else "unknown", None, None, "no-baseline")
    return judge(case, method, settled=settled, trace=trace)


def progress_of(case: Case | None, indicator: Indicator, *, over: bool, trace: bool = False) -> Progress:
    """What needs no method; the projection ends at the indicator's bounds, and a total that only rises stays."""
    if case is None:
        return NO_PROGRESS
    bounds = indicator.limits
    if indicator.aggregation == "sum":
        bounds = (case.c if never_falls(indicator) else None, None)
    return assess(case, bounds=bounds, over=over, trace=trace)


def keeping_of(
    target: Target, indicator: Indicator, points: Sequence[Point], broken: Sequence[int], *, trace: bool = False
) -> Keeping | None:
    """The judgement of a target to be kept from such points; `None` for other targets.

    Args:
        target: the target.
        indicator: its indicator.
        points: the points that it is judged by, oldest first.
        broken: the years of breaks in the series.
        trace: whether to write the derivation down.
    """
    if target.keep is None:
        return None
    limits = Limits(target.keep.min, target.keep.max, target.by)
    if indicator.aggregation == "sum":
        own = target.baseline_year if isinstance(target.baseline, BaselineFigure) else None
        start = next((point for point in points if point.year == own), None)
        years = [point for point in points if point.year != own]
        return judge_total(years, limits, start=start, falls=not never_falls(indicator), trace=trace)
    since = [point for point in points if target.baseline_year is None or point.year >= target.baseline_year]
    return judge_keep(since, limits, pace_from=max(broken, default=None), trace=trace)
