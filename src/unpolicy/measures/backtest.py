"""What each model would have said, year by year, against what came."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from unpolicy.measures.forecast import MODELS, Fit, half_widths
from unpolicy.measures.safe import finite

if TYPE_CHECKING:
    from collections.abc import Iterable

    from unpolicy.measures.forecast import Series


class Trial(NamedTuple):
    """One forecast that can be checked by now.

    Attributes:
        model: who would have said it.
        origin: the year of the latest figure known then.
        year: the year it spoke of.
        said: the expected figure.
        came: the actual figure.
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


def _tried(fit: Fit, origin: int, later: Series) -> Iterable[Trial]:
    for year, came in later:
        said = finite(fit.mean(year))
        error = None if said is None else finite(said - came)
        if said is None or error is None:
            continue
        widths = half_widths(fit, year)
        inside = None if widths is None else {level: abs(error) <= width for level, width in widths.items()}
        yield Trial(fit.model, origin, year, said, came, error, inside)
