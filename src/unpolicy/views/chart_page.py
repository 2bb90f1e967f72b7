"""The picture of a chart on a page: figures and years alone, so that one drawing serves every language and width.

We draw it from its Vega-Lite specification: vl-convert takes some 60 ms for what this does in one, and a site has
hundreds of pictures. The drawing knows what specifications for pages hold and nothing else; a test compares each kind
of chart with what the library draws.

All words are in the page around it. Nothing is placed by how wide letters are: the frame is fixed, with room for
figures in the largest size that a page gives them, where it is narrow.
"""

from __future__ import annotations

import json
import re
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from unpolicy.views import chart_look as look
from unpolicy.views.chart_look import Layer, layer
from unpolicy.views.chart_spec import Plot
from unpolicy.views.charting import named_svg
from unpolicy.years import era_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from unpolicy.views.chart import Chart

WIDTH, HEIGHT = 640, 280
"""Width of the picture and height of its plot, in the units of its view box."""

FONT = 12
"""Size of the figures where the page is wide."""

TOP, BOTTOM, ERA = 30, 34, 28
"""Room above the plot, below it for years, and for years of an era below these."""

LARGEST_FONT = 24
"""Size of the figures where the page is narrow."""

LONGEST_ERA = "平成29"

GAP = 8
"""Least room between two figures or years."""

_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
_NAMES = {"stroke-width": "strokeWidth", "stroke-linecap": "strokeCap", "opacity": "opacity"}

_BLANKS = re.compile(r"/\*.*?\*/|(?<=[{};])\s+|\s+(?=[{}])")
_RULE = re.compile(r"\[(?P<colour>(?:fill|stroke)=\"#[0-9a-f]+\")\]\{[^}]*\}")
_YEAR = re.compile(r'(<text [^>]*class="year[^>]*>)(\d+)(?=<)')

Row = dict[str, Any]


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
        self.margin = max(_room(chart.end(kind, value) for kind, value in self.ends), *half, 0)
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


def draw(spec: dict[str, Any]) -> str:
    """What is inside the picture of a specification that was made for a page."""
    return _Picture(spec).drawn()


class _Picture:
    """The parts of a picture."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self._spec = spec
        self._width, self._height = spec["width"], spec["height"]
        self._x, self._y = spec["encoding"]["x"], spec["encoding"]["y"]
        self._colours = spec["config"]["axis"]
        self._values = [
            (self._place(layer, row)[0], str(row["text"]))
            for layer in spec["layer"]
            if layer["mark"]["type"] == "text" and layer["mark"].get("color") == look.BLUE
            for row in layer["data"]["values"]
        ]
        self._crowded = _is_crowded(self._values)

    def drawn(self) -> str:
        padding = self._spec["padding"]
        axes = [self._grid(), self._ticks(), self._years(), self._figures()]
        inside = "".join([*axes, *map(self._layer, self._spec["layer"])])
        return f'<g fill="none" transform="translate({padding["left"]},{padding["top"]})">{inside}</g>'

    def _across(self, year: float) -> float:
        first, last = self._x["scale"]["domain"]
        return float(self._width * (year - first) / (last - first))

    def _down(self, value: float) -> float:
        low, high = self._y["scale"]["domain"]
        return float(self._height * (1 - (value - low) / (high - low)))

    def _place(self, layer: Layer, row: Row) -> tuple[float, float]:
        """Where something is: at a place of the picture, or where its year and figure are."""
        said = layer.get("encoding", {})
        x = said["x"]["value"] if "x" in said else self._across(row["year"])
        return x, said["y"]["value"] if "y" in said else self._down(row["value"])

    def _grid(self) -> str:
        lines = "".join(f"M0,{round(self._down(value)) + 0.5}h{self._width}" for value in self._y["axis"]["values"])
        return f'<path d="{lines}" stroke="{self._colours["gridColor"]}"/>'

    def _ticks(self) -> str:
        bottom = self._height + 0.5
        ticks = "".join(f"M{round(self._across(year)) + 0.5},{bottom}v5" for year in self._x["axis"]["values"])
        return f'<path d="M0,{bottom}h{self._width}{ticks}" stroke="{self._colours["domainColor"]}"/>'

    def _years(self) -> str:
        """The years, every other one to be left out where a narrow page has no room for all."""
        named = self._x["axis"]["labelExpr"].removesuffix("[datum.value]")
        names = {} if named == "datum.value" else json.loads(named)
        places = [(self._across(year), names.get(str(year), year)) for year in self._x["axis"]["values"]]
        crowded = _is_crowded((x, max(str(year), LONGEST_ERA, key=len)) for x, year in places)
        inner = {year for _, year in places[-2::-2]} if crowded else set()
        texts = (
            f'<text class="year{" more" if year in inner else ""}" transform="translate({_short(x + 0.5)},'
            f'{self._height + 24})">{year}</text>'
            for x, year in places
        )
        return self._words("middle", "".join(texts))

    def _figures(self) -> str:
        form = self._y["axis"]["format"]
        written = ((value, format(value, form).replace("-", "\u2212")) for value in self._y["axis"]["values"])
        placed = ((self._down(value) + 4.5, text) for value, text in written)
        return self._words("end", "".join(f'<text x="-2" y="{_short(y)}">{text}</text>' for y, text in placed))

    def _words(self, anchor: str, texts: str) -> str:
        return f'<g fill="{self._colours["labelColor"]}" text-anchor="{anchor}">{texts}</g>'

    def _layer(self, layer: Layer) -> str:
        mark = layer["mark"]
        pieces = {"area": self._area, "line": self._line, "rule": self._rules, "point": self._points}
        if mark["type"] == "text":
            return self._texts(layer)
        found = "".join(pieces[mark["type"]](layer))
        fill = mark.get("fill", mark["color"] if mark.get("filled") or mark["type"] == "area" else None)
        stroke = mark.get("stroke", mark.get("color") if mark["type"] in ("line", "rule") else None)
        said = {"d": found, "fill": fill, "stroke": stroke}
        said |= {name: mark.get(key) for name, key in _NAMES.items()}
        dashes = mark.get("strokeDash")
        said |= {"stroke-dasharray": dashes and ",".join(map(str, dashes))}
        return "<path" + "".join(f' {name}="{value}"' for name, value in said.items() if value not in (None, 1)) + "/>"

    def _line(self, layer: Layer) -> Iterator[str]:
        points = (self._place(layer, row) for row in layer["data"]["values"])
        yield "M" + "L".join(f"{_short(x)},{_short(y)}" for x, y in points)

    def _area(self, layer: Layer) -> Iterator[str]:
        rows = layer["data"]["values"]
        ends = [(row["year"], row["high"]) for row in rows] + [(row["year"], row["value"]) for row in reversed(rows)]
        yield "M" + "L".join(f"{_short(self._across(year))},{_short(self._down(value))}" for year, value in ends) + "Z"

    def _rules(self, layer: Layer) -> Iterator[str]:
        for row in layer["data"]["values"]:
            x, y = self._place(layer, row)
            if "until" in row:
                yield f"M{_short(x)},{_short(y)}H{_short(self._across(row['until']))}"
            else:
                end = self._down(row["high"]) if "high" in row else layer["encoding"]["y2"]["value"]
                yield f"M{_short(x)},{_short(y)}V{_short(end)}"

    def _points(self, layer: Layer) -> Iterator[str]:
        for row in layer["data"]["values"]:
            yield _shape(layer["mark"]["shape"], layer["mark"]["size"], *self._place(layer, row))

    def _texts(self, layer: Layer) -> str:
        mark, rows = layer["mark"], layer["data"]["values"]
        inner = sorted(self._values)[1:-1] if self._crowded else []
        texts = []
        for row in rows:
            x, y = self._place(layer, row)
            text = str(row.get("text", mark.get("text")))
            kind = ' class="value more"' if (x, text) in inner else ' class="value"'
            place = f'x="{_short(x + mark.get("dx", 0))}" y="{_short(y + mark.get("dy", 0) + 4)}"'
            texts.append(f"<text {place}{kind if mark['color'] == look.BLUE else ''}>{escape(text)}</text>")
        anchor = _ANCHORS[mark.get("align", "center")]
        return f'<g fill="{mark["color"]}" font-weight="bold" text-anchor="{anchor}">{"".join(texts)}</g>'


def _is_crowded(texts: Iterable[tuple[float, str]]) -> bool:
    """Whether texts touch in the largest size, each with its middle at its place."""
    placed = sorted((x, (bold_width(text) + GAP) / 2) for x, text in texts)
    return any(right - left < one + other for (left, one), (right, other) in pairwise(placed))


def bold_width(text: str) -> float:
    """About how wide a text is in the largest size, where its letters are as wide as those of fonts can be."""
    return 1.25 * look.text_width(text, LARGEST_FONT)


def part_sample(number: int) -> str:
    """A sample of the line of a part, for a legend."""
    color, dashes, shape = look.PARTS[number]
    dashed = ",".join(map(str, dashes))
    line = f'<path d="M1,6h26" stroke="{color}" stroke-width="2" stroke-dasharray="{dashed}"/>'
    point = f'<path d="{_shape(shape, 70, 14, 6)}" fill="{color}"/>'
    return f'<svg class="sample" viewBox="0 0 28 12" aria-hidden="true">{line}{point}</svg>'


def _shape(shape: str, size: float, x: float, y: float) -> str:
    """The outline of a point, as large as Vega has it."""
    r = size**0.5 / 2
    h, third = r * 0.75**0.5, r * 0.4
    half, long = f"a{_short(r)},{_short(r)},0,1,1,", r - third
    arms = [(0, -long), (2 * third, 0), (0, long), (long, 0), (0, 2 * third), (-long, 0), (0, long), (-2 * third, 0)]
    shapes = {
        "circle": (-r, 0, f"{half}{_short(2 * r)},0{half}{_short(-2 * r)},0z"),
        "diamond": (-r, 0, _closed((r, -r), (r, r), (-r, r))),
        "square": (-r, -r, _closed((2 * r, 0), (0, 2 * r), (-2 * r, 0))),
        "cross": (-third, -third, _closed(*arms, (0, -long), (-long, 0), (0, -2 * third))),
        "triangle-up": (0, -h, _closed((-r, 2 * h), (2 * r, 0))),
        "triangle-down": (0, h, _closed((-r, -2 * h), (2 * r, 0))),
        "triangle-right": (h, 0, _closed((-2 * h, -r), (0, 2 * r))),
    }
    dx, dy, path = shapes[shape]
    return f"M{_short(x + dx)},{_short(y + dy)}{path}"


def _closed(*steps: tuple[float, float]) -> str:
    return "l" + " ".join(f"{_short(x)},{_short(y)}" for x, y in steps) + "z"


def _short(number: float) -> str:
    """A number of pixels, to a tenth."""
    return f"{round(number, 1) + 0.0:g}"
