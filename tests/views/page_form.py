"""The picture of a chart on a page as a Vega-Lite specification, so that the library can draw it beside us."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from unpolicy.views import charting as look
from unpolicy.views.chart_page import BOTTOM, FONT, HEIGHT, LARGEST_FONT, TOP, WIDTH, bold_width
from unpolicy.views.chart_spec import Plot
from unpolicy.views.charting import Layer, layer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from unpolicy.views.chart import Chart


def page_spec(chart: Chart) -> dict[str, Any]:
    """The Vega-Lite specification of a chart's picture on a page: the same in every language."""
    plot = _PagePlot(chart)
    return {
        "$schema": look.SCHEMA,
        "width": plot.width,
        "height": HEIGHT,
        "background": None,
        "padding": {"left": plot.left, "right": plot.margin, "top": TOP, "bottom": BOTTOM},
        "autosize": {"type": "none"},
        "config": look.config(FONT, "sans-serif"),
        "layer": [*plot.layers()],
        "encoding": {"x": plot.x_axis(), "y": plot.y_axis()},
    }


class _PagePlot(Plot):
    """The layers of a picture on a page."""

    height, font, largest = HEIGHT, FONT, LARGEST_FONT

    def __init__(self, chart: Chart) -> None:
        super().__init__(chart)
        decimals = look.tick_decimals(self.scale)
        self.left = _room(f"{tick:,.{decimals}f}" for tick in self.scale)
        half = [round(bold_width(chart.number(dot.value)) / 2) for dot in chart.dots[-1:]]
        self.margin = max(_room(chart.end(kind, value) for kind, value in self.end_figures), *half, 0)
        self.width = WIDTH - self.left - self.margin
        self.most_years = max(2, min(9, self.width // 48))

    def x_axis(self) -> dict[str, Any]:
        """The axis of years without words."""
        x = super().x_axis()
        years = x["axis"]["values"]
        named = {year: self.chart.tick(year) for year in years}
        plain = all(name.isdigit() for name in named.values())
        labels = "datum.value" if plain else f"{json.dumps(named, ensure_ascii=False)}[datum.value]"
        return x | {"axis": x["axis"] | {"title": None, "labelExpr": labels, "labelPadding": 9}}

    def y_axis(self) -> dict[str, Any]:
        """The axis of figures without words."""
        y = super().y_axis()
        return y | {"axis": y["axis"] | {"title": None}}

    def breaks(self) -> Iterator[Layer]:
        """The breaks in the series; what they are is said beside the picture."""
        for drawn in super().breaks():
            if drawn["mark"]["type"] == "rule":
                yield drawn | {"data": {"values": [{"year": row["year"]} for row in drawn["data"]["values"]]}}

    def waiting_words(self) -> Iterator[Layer]:
        """A question mark for each year without a figure yet."""
        years = [{"year": awaited.year, "text": "?"} for awaited in self.chart.waiting]
        mark = {"type": "text", "color": look.MUTED, "dy": -12, "fontWeight": "bold"}
        if years:
            yield layer(years, mark, y={"value": HEIGHT}, text={"field": "text"})

    def values(self) -> Iterator[Layer]:
        """The figures above their points or below; the page gives them their halo."""
        for values in super().values():
            mark = values["mark"]
            if "stroke" in mark:
                continue
            mark["dy"] = 20 if mark["dy"] > 0 else -10
            if mark["dx"]:  # at the left edge it begins at the axis, so that it may grow to the right
                width = look.text_width(values["data"]["values"][0]["text"], LARGEST_FONT)
                mark |= {"align": "left", "dx": round(mark["dx"] - width / 2, 1)}
            yield values

    def end_words(self) -> Iterator[Layer]:
        """The figures at the right end."""
        for kind, value, y in self.placed_ends(LARGEST_FONT):
            yield self.right(self.chart.end(kind, value), y, look.DARK[look.COLORS[kind]])


def _room(texts: Iterable[str]) -> int:
    return round(max((look.text_width(text, LARGEST_FONT) for text in texts), default=0)) + 10
