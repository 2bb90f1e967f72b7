"""The headline in Excel: its actuals beside the path to the target, and a native line chart of both."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from unpolicy.model import pick
from unpolicy.text import printable
from unpolicy.years import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from unpolicy.model import Dataset, Indicator, Target
    from unpolicy.years import Language

SHEET = "headline"

_REFERENCE = re.compile(r"=?[^!]+!\$?[A-Z]+\$?\d")

_WORDS = {"ja": ("実績値", "目標への道筋"), "en": ("actual", "path to the target")}


def add(book: Any, sheets: Any, dataset: Dataset, target_id: str, lang: Language) -> None:  # noqa: ANN401 - XlsxWriter has no types
    """Add the sheet of one target with its chart, and open the workbook there."""
    target = dataset.targets[target_id]
    indicator = dataset.indicators[target.indicator]
    table = list(series(target, indicator, lang))
    sheet = sheets.sheet(SHEET, ("year", *_WORDS[lang]), table)
    chart = book.add_chart({"type": "line"})
    last = len(table)
    for column, (colour, dash) in enumerate((("#1F5FA8", "solid"), ("#7A7A7A", "dash")), start=1):
        chart.add_series(
            {
                "name": [SHEET, 0, column],
                "categories": [SHEET, 1, 0, last, 0],
                "values": [SHEET, 1, column, last, column],
                "line": {"color": colour, "width": 2.25, "dash_type": dash},
                "marker": {"type": "circle" if column == 1 else "none", "size": 6, "fill": {"color": colour}},
            }
        )
    title = _caption(pick(target.title or indicator.title, lang))
    chart.set_title({"name": title, "overlay": False})
    chart.set_y_axis({"name": _caption(pick(indicator.unit, lang)), "num_format": "#,##0.##" if last else "General"})
    chart.set_legend({"position": "bottom"})
    chart.show_blanks_as("gap")
    chart.set_size({"width": 720, "height": 400})
    sheet.insert_chart("E2", chart, {"description": title})
    sheet.activate()


def _caption(text: str) -> str:
    """A text for a chart: without control characters, nor the form ``x!A1`` that XlsxWriter takes for a cell."""
    flat = printable(" ".join(text.split()))[:200]
    return flat.replace("!", "！", 1) if _REFERENCE.match(flat) else flat


def series(target: Target, indicator: Indicator, lang: Language) -> Iterator[tuple[str, float | None, float | None]]:
    """A row a year: its label, the figure as recorded, and where the straight way to the target passes.

    The way goes from the baseline to the target through the yearly targets. It is left out for a target to keep
    within limits, and for figures that add up, where a year's figure is no step on it.
    """
    known = {figure.year: figure.value for figure in indicator.figures() if figure.value is not None}
    baseline = target.baseline
    start = known.get(baseline) if isinstance(baseline, int) else baseline.value
    path: dict[int, float] = {}
    if target.value is not None and start is not None and indicator.aggregation == "latest":
        stops = sorted({target.baseline_year: start, **target.yearly, target.by: target.value}.items())
        path = dict(stops)
        for (first, low), (second, high) in pairwise(stops):
            for year in range(first + 1, second):
                path[year] = low + (high - low) * (year - first) / (second - first)
    years = {*known, *path, target.baseline_year, target.by}
    for year in range(min(years), max(years) + 1):
        yield label(year, indicator.year, lang), known.get(year), path.get(year)
