"""`forecast` and `forecast --backtest` into a pipe: tab-separated rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.measures.forecast import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unpolicy.assess.forecast import Backtest, Forecast

HEADING = ("model", "year", "mean", "low_80", "high_80", "low_95", "high_95", "cut", "probability")
BACKTEST_HEADING = ("model", "origin", "year", "said", "came", "error", "inside_80", "inside_95")


def forecast_rows(found: Forecast) -> Iterator[tuple[str, ...]]:
    """One row for each model and year; the model's chance of reaching the target stands in all of them."""
    yield HEADING
    for model in found.models:
        reach = found.reaches.get(model.model)
        for point in model.points:
            ends = [
                "" if point.intervals is None else repr(point.intervals[str(level)][side])
                for level in LEVELS
                for side in (0, 1)
            ]
            shown = "" if reach is None or reach.probability is None else repr(reach.probability)
            yield model.model, str(point.year), repr(point.mean), *ends, "cut" if point.cut else "", shown


def backtest_rows(found: Backtest) -> Iterator[tuple[str, ...]]:
    """One row for each forecast."""
    yield BACKTEST_HEADING
    for trial in found.trials:
        inside = ["" if trial.inside is None else ("no", "yes")[trial.inside[str(level)]] for level in LEVELS]
        numbers = repr(trial.said), repr(trial.came), repr(trial.error)
        yield trial.model, str(trial.origin), str(trial.year), *numbers, *inside
