"""From an indicator to its forecast: what each model says, and the chance of reaching the target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from unpolicy.assess.terms import breaks, parted, past_of
from unpolicy.assess.vintages import known
from unpolicy.errors import UsageError
from unpolicy.measures.case import Point
from unpolicy.measures.forecast import (
    ENOUGH_FOR_INTERVALS,
    Model,
    Trial,
    backtest,
    cannot_tell,
    disagreement,
    forecast,
    mean_absolute_errors,
    probability,
)
from unpolicy.years import LAST_YEAR, label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from unpolicy.model import Dataset, Indicator, Target

HORIZON = 5
"""Years ahead that are forecast where no target says how many."""
SURVEYS = 2
"""The same in measured years, where not every year is measured."""
FURTHEST = 100

Shortage = Literal["no-figure", "one-figure", "two-figures"]
"""Why a forecast says less than it could: no figure, one (nothing can be said), two (some models give no interval)."""


class Reach(NamedTuple):
    """The chance of one model that a target is reached.

    Attributes:
        target: the target's id.
        value: the target figure.
        by: the target year.
        probability: from 0 to 1; `None` with too few figures.
    """

    target: str
    value: int | float
    by: int
    probability: float | None


class Forecast(NamedTuple):
    """Where an indicator is heading.

    Attributes:
        indicator_id: the indicator's id.
        indicator: the indicator.
        target: the target that it is compared with, if any.
        as_of: the day whose knowledge counts.
        series: the figures that the models saw, from the last break on; running totals where figures add up.
        models: what each model says; none with fewer than two figures.
        reaches: by model, the chance of reaching the target; none without a target value that is still to come.
        shortage: why it says less than it could, if so.
        apart: how far the models lie apart in the target year, or in the last year without one; `None` if unknown.
        cannot_tell: whether they disagree by more than the distance to the target.
        broken: the year of the last break in the series, before which no figure counts; `None` without one.
    """

    indicator_id: str
    indicator: Indicator
    target: Target | None
    as_of: date
    series: tuple[Point, ...]
    models: tuple[Model, ...]
    reaches: dict[str, Reach]
    shortage: Shortage | None
    apart: float | None
    cannot_tell: bool
    broken: int | None = None


class Backtest(NamedTuple):
    """What each model would have said, against what came.

    Attributes:
        indicator_id: the indicator's id.
        indicator: the indicator.
        as_of: the day whose knowledge counts.
        series: the figures.
        trials: every forecast that can be checked; none with fewer than three figures.
        errors: by model, the average size of its errors.
    """

    indicator_id: str
    indicator: Indicator
    as_of: date
    series: tuple[Point, ...]
    trials: tuple[Trial, ...]
    errors: dict[str, float]


class Ahead(NamedTuple):
    """How far to look, and with which models.

    Attributes:
        horizon: so many years from the latest figure on.
        until: up to a year; where both are `None`, up to the target year, else five years.
        models: the names of the models.
    """

    horizon: int | None = None
    until: int | None = None
    models: Sequence[str] = ("steady",)


def forecast_indicator(
    dataset: Dataset, indicator_id: str, as_of: date, *, target_id: str | None = None, ahead: Ahead | None = None
) -> Forecast:
    """Forecast an indicator with what was known on a day.

    Args:
        dataset: the data.
        indicator_id: the indicator.
        as_of: the day whose knowledge counts.
        target_id: the target to compare it with.
        ahead: how far to look, and with which models.

    Raises:
        UsageError: the year asked for is not after the latest figure, or too far away.
    """
    indicator = dataset.indicators[indicator_id]
    target = None if target_id is None else dataset.targets[target_id].on(as_of)
    vintage = known(indicator, as_of, dataset.carrying)
    past = past_of(indicator, vintage, target)
    series = tuple(Point(*pair) for pair in past.points)
    by = _year_to_reach(target, series)
    ahead = ahead or Ahead()
    years = _years(series, by, ahead, indicator)
    asked = forecast(past, [*years, *([by] if by is not None and by not in years else [])], ahead.models)
    last = by if by is not None else years[-1] if years else None
    aims: list[tuple[float, int]] = []
    # After a break no figure compares with what was promised before it, as in the verdict.
    if target is not None and target.value is not None and by is not None and not parted(target, vintage):
        aims.append((target.value, by))
    return Forecast(
        indicator_id=indicator_id,
        indicator=indicator,
        target=target,
        as_of=as_of,
        series=series,
        models=tuple(m._replace(points=tuple(point for point in m.points if point.year in years)) for m in asked),
        reaches={
            model.model: Reach(target_id or "", value, year, probability(model, value, year, indicator.sign))
            for model in asked
            for value, year in aims
        },
        shortage=_shortage(len(series), asked),
        apart=None if last is None else disagreement(asked, last),
        cannot_tell=any(cannot_tell(asked, series[-1].value, *aim) for aim in aims if series),
        broken=max(breaks(vintage), default=None),
    )


def backtest_indicator(
    dataset: Dataset,
    indicator_id: str,
    as_of: date,
    *,
    target_id: str | None = None,
    models: Sequence[str] = ("steady",),
) -> Backtest:
    """Let models forecast every figure that is known by now.

    Args:
        dataset: the data.
        indicator_id: the indicator.
        as_of: the day whose knowledge counts.
        target_id: the target whose baseline running totals start from, where figures add up.
        models: the names of the models.
    """
    indicator = dataset.indicators[indicator_id]
    target = None if target_id is None else dataset.targets[target_id]
    past = past_of(indicator, known(indicator, as_of, dataset.carrying), target)
    series = tuple(Point(*pair) for pair in past.points)
    trials = backtest(past, models)
    return Backtest(indicator_id, indicator, as_of, series, trials, mean_absolute_errors(trials))


def _year_to_reach(target: Target | None, series: tuple[Point, ...]) -> int | None:
    """The target year, while it is still ahead of the figures."""
    by = None if target is None else target.by
    return None if by is None or (series and series[-1].year >= by) else by


def _years(series: tuple[Point, ...], by: int | None, ahead: Ahead, indicator: Indicator) -> list[int]:
    """The years to forecast: the measured ones, and the last one in any case."""
    if not series:
        return []
    latest, rhythm = series[-1].year, indicator.rhythm
    following = [] if rhythm.yearly else rhythm.ahead(latest, SURVEYS)
    usual = by if by is not None else following[-1] if following else latest + HORIZON
    last = ahead.until if ahead.until is not None else latest + ahead.horizon if ahead.horizon else usual
    if last <= latest:
        year, newest = label(last, indicator.year_kind), label(latest, indicator.year_kind)
        raise UsageError(
            f"{year} is not ahead: the latest figure is of {newest}.",
            ja=f"{label(last, indicator.year_kind, 'ja')}は予測の対象になりません"
            f"（最新の実績値は{label(latest, indicator.year_kind, 'ja')}）。",
        )
    if last > min(LAST_YEAR, latest + FURTHEST):
        furthest = min(LAST_YEAR, latest + FURTHEST)
        raise UsageError(
            f"{last} is too far: forecasts go up to {furthest}.", ja=f"{last}は先すぎます。予測は{furthest}までです。"
        )
    return rhythm.ahead(latest, 0, last)


def _shortage(count: int, models: Sequence[Model]) -> Shortage | None:
    if count == ENOUGH_FOR_INTERVALS - 1 and all(model.sigma is not None for model in models):
        return None
    shortages: dict[int, Shortage] = {0: "no-figure", 1: "one-figure", 2: "two-figures"}
    return shortages.get(count)
