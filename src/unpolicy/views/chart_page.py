"""The picture of a chart on a page: figures and years alone, so that one drawing serves every language and width.

All words are in the page around it. Nothing is placed by how wide letters are: the frame is fixed, with room for
figures in the largest size that a page gives them, where it is narrow.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from unpolicy.views.chart_draw import LARGEST_FONT, bold_width, draw
from unpolicy.views.chart_look import COLORS, DARK, MUTED, SCHEMA, Format, config, layer, text_width
from unpolicy.views.chart_spec import Plot
from unpolicy.views.chart_words import named_svg
from unpolicy.views.scales import tick_decimals
from unpolicy.years import era_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from unpolicy.views.chart import Chart
    from unpolicy.views.chart_look import Layer

WIDTH, HEIGHT = 640, 280
"""Width of the picture and height of its plot, in the units of its view box."""

FONT = 12
"""Size of the figures where the page is wide."""

TOP, BOTTOM, ERA = 30, 34, 28
"""Room above the plot, below it for years, and for years of an era below these."""

_BLANKS = re.compile(r"/\*.*?\*/|(?<=[{};])\s+|\s+(?=[{}])")
_RULE = re.compile(r"\[(?P<colour>(?:fill|stroke)=\"#[0-9a-f]+\")\]\{[^}]*\}")
_YEAR = re.compile(r'(<text [^>]*class="year[^>]*>)(\d+)(?=<)')


def page_spec(chart: Chart) -> dict[str, Any]:
    """The Vega-Lite specification of a chart's picture on a page: the same in every language."""
    plot = _PagePlot(chart)
    return {
        "$schema": SCHEMA,
        "width": plot.form.width,
        "height": plot.form.height,
        "background": None,
        "padding": {"left": plot.left, "right": plot.form.margin, "top": TOP, "bottom": BOTTOM},
        "autosize": {"type": "none"},
        "config": config(FONT, "sans-serif"),
        "layer": [*plot.layers()],
        "encoding": {"x": plot.x_axis(), "y": plot.y_axis()},
    }


class _PagePlot(Plot):
    """The layers of a picture on a page."""

    def __init__(self, chart: Chart) -> None:
        super().__init__(chart, Format(WIDTH, HEIGHT, 0, FONT, LARGEST_FONT))
        decimals = tick_decimals(self.scale)
        self.left = _room(f"{tick:,.{decimals}f}" for tick in self.scale)
        half = [round(bold_width(chart.number(dot.value)) / 2) for dot in chart.dots[-1:]]
        margin = max(_room(chart.end(kind, value) for kind, value in self.ends), *half, 0)
        width = WIDTH - self.left - margin
        self.form = self.form._replace(width=width, margin=margin, years=max(2, min(9, width // 48)))

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
        mark = {"type": "text", "color": MUTED, "dy": -12, "fontWeight": "bold"}
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
                width = text_width(values["data"]["values"][0]["text"], LARGEST_FONT)
                mark |= {"align": "left", "dx": round(mark["dx"] - width / 2, 1)}
            yield values

    def end_words(self) -> Iterator[Layer]:
        """The figures at the right end."""
        for kind, value, y in self.placed_ends(LARGEST_FONT):
            yield self.right(self.chart.end(kind, value), y, DARK[COLORS[kind]])


def _room(texts: Iterable[str]) -> int:
    return round(max((text_width(text, LARGEST_FONT) for text in texts), default=0)) + 10


def picture_svg(chart: Chart, prefix: str) -> str:
    """A chart as an SVG element for a page; `prefix` keeps ids unique where several charts stand on one page."""
    drawn = draw(page_spec(chart))
    eras = chart.voice.lang == "ja"
    if eras:
        drawn = _YEAR.sub(lambda year: f'{year[0]}<tspan x="0" dy="1.2em">{era_label(int(year[2]))}</tspan>', drawn)
    height = TOP + HEIGHT + BOTTOM + (ERA if eras else 0)
    return named_svg(chart, drawn, f'viewBox="0 0 {WIDTH} {height}"', prefix)


def picture_file(spec: dict[str, Any], styles: str) -> str:
    """A drawing as a file of its own, which adapts to the width at which a page shows it.

    Where its address ends in `#ja`, the years have their names in eras below them.

    Args:
        spec: what `page_spec` made.
        styles: the style sheet of pictures.
    """
    eras = _YEAR.sub(
        lambda year: f'{year[0]}<tspan class="era" x="0" dy="1.2em">{era_label(int(year[2]))}</tspan>', draw(spec)
    )

    def used(rule: re.Match[str]) -> str:
        return rule[0] if rule["colour"] in eras else ""

    own = ":root{font-family:sans-serif}.era{display:none}:root:target .era{display:inline}"
    view = f"0 0 {WIDTH} {TOP + HEIGHT + BOTTOM + ERA}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="ja" class="chart" viewBox="{view}">'
        f"<style>{_RULE.sub(used, _BLANKS.sub('', styles))}{own}</style>{eras}</svg>\n"
    )
