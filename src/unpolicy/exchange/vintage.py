"""The data as they were known on a day, for `export --as-of`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.assess.vintages import known
from unpolicy.model import Actual, Dataset

if TYPE_CHECKING:
    from datetime import date

    from unpolicy.model import Figure, Indicator


def as_known(dataset: Dataset, as_of: date) -> Dataset:
    """The same data with the figures that were out on a day, at the values they had; the others are pending."""
    indicators = {key: _indicator(one, as_of) for key, one in dataset.indicators.items()}
    return Dataset(dataset.targets_file, dataset.indicators_file.model_copy(update={"indicators": indicators}))


def _indicator(indicator: Indicator, as_of: date) -> Indicator:
    vintage = known(indicator, as_of)
    actuals: dict[int, Actual] = {figure.year: _actual(figure) for figure in vintage.figures}
    for awaited in vintage.pending:
        actuals[awaited.year] = Actual(status="pending", due=awaited.due)
    for figure in indicator.figures():
        if figure.status == "missing":
            actuals[figure.year] = _actual(figure)
    return indicator.model_copy(update={"actuals": dict(sorted(actuals.items()))})


def _actual(figure: Figure) -> Actual:
    given = {
        "value": figure.value,
        "status": figure.status,
        "published": figure.published,
        "due": figure.due,
        "source": figure.source,
        "note": figure.note,
        "revisions": figure.revisions,
    }
    return Actual(**{key: value for key, value in given.items() if value not in (None, ())})  # type: ignore[arg-type]  # one dict for fields of several types
