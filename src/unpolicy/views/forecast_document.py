"""`forecast --json` and `forecast --backtest --json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from unpolicy.assess.forecast import Backtest, Forecast, Reach
    from unpolicy.measures.backtest import Trial
    from unpolicy.measures.forecast import Model, Point


def forecast_document(found: Forecast) -> dict[str, Any]:
    """The forecast as `unpolicy/forecast/1`; `reach` is `null` without a target value that is still to come."""
    return {
        "schema": "unpolicy/forecast/1",
        "as_of": found.as_of.isoformat(),
        "indicator": found.indicator_id,
        "models": [_model(model, found.reaches.get(model.model)) for model in found.models],
    }


def backtest_document(found: Backtest) -> dict[str, Any]:
    """The backtest as `unpolicy/backtest/1`."""
    return {
        "schema": "unpolicy/backtest/1",
        "as_of": found.as_of.isoformat(),
        "indicator": found.indicator_id,
        "mean_absolute_errors": found.errors,
        "trials": [_trial(trial) for trial in found.trials],
    }


def _model(model: Model, reach: Reach | None) -> dict[str, Any]:
    return {
        "model": model.model,
        "sigma": model.sigma,
        "df": model.df,
        "points": [_point(point) for point in model.points],
        "reach": None
        if reach is None
        else {"target": reach.target, "value": reach.value, "by": reach.by, "probability": reach.probability},
    }


def _point(point: Point) -> dict[str, Any]:
    intervals = point.intervals
    return {
        "year": point.year,
        "mean": point.mean,
        "intervals": None if intervals is None else {level: list(ends) for level, ends in intervals.items()},
        "cut": point.cut,
    }


def _trial(trial: Trial) -> dict[str, Any]:
    return {
        "model": trial.model,
        "origin": trial.origin,
        "year": trial.year,
        "said": trial.said,
        "came": trial.came,
        "error": trial.error,
        "inside": trial.inside,
    }
