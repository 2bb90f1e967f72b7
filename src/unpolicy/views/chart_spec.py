"""One Vega-Lite specification of a chart, and its file: the specification itself, or drawn as SVG or PNG."""

from __future__ import annotations

import json
import re
import struct
import zlib
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from unpolicy.errors import needing
from unpolicy.names import MADE_BY
from unpolicy.views import charting as look
from unpolicy.views.chart import Chart, Dot, Line, waiting_text
from unpolicy.views.charting import Layer, describe, layer, named_svg, rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType


ChartFormat = Literal["svg", "png", "json"]

OPTIONS: dict[str, Any] = {"vl_version": "5.21", "allowed_base_urls": []}
"""The version is named, so that a newer library changes no chart; nothing is ever read from elsewhere."""

SHARPNESS = 2.0
"""Pixels of a PNG for each pixel of the chart, so that it stays sharp on dense screens and on paper."""

_ROOT = re.compile(r'<svg\b[^>]*?viewBox="(?P<view>[^"]*)"[^>]*>')


def chart_spec(chart: Chart) -> dict[str, Any]:
    """The Vega-Lite specification of a chart; the same data give the same specification."""
    plot = Plot(chart)
    return {
        "$schema": look.SCHEMA,
        "description": describe(chart),
        "title": {"text": chart.title, "subtitle": chart.indicator_title, "offset": plot.font},
        "width": plot.width,
        "height": plot.height,
        "background": look.PAPER,
        "padding": 12,
        "autosize": {"type": "pad"},
        "config": look.config(plot.font, look.FONTS),
        "layer": [*plot.layers(), *plot.legend()],
        "encoding": {"x": plot.x_axis(), "y": plot.y_axis()},
    }


class ChartMark(NamedTuple):
    """A line, or points of one shape.

    Attributes:
        points: the years and figures.
        color: its colour; of points that are filled otherwise that of their edge.
        width: how wide the line or the edge is.
        dashes: those of a line that is not solid.
        shape: the shape of points; empty for a line.
        size: how large they are.
        fill: what fills them where they have an edge.
    """

    points: Sequence[tuple[int, float]]
    color: str
    width: float = 1
    dashes: Sequence[int] | None = None
    shape: str = ""
    size: int = 0
    fill: str = ""


def line_mark(line: Line, kind: str) -> ChartMark:
    """A line of a kind."""
    return ChartMark(line, look.COLORS[kind], look.WIDTHS[kind], None if kind in look.SOLID else look.DASHES[kind])


def mark_layer(mark: ChartMark) -> Layer:
    """A line or points as a layer."""
    if not mark.shape:
        dashes = {} if mark.dashes is None else {"strokeDash": mark.dashes}
        return layer(rows(mark.points), {"type": "line", "color": mark.color, "strokeWidth": mark.width} | dashes)
    paint = {"fill": mark.fill, "stroke": mark.color} if mark.fill else {"filled": True, "color": mark.color}
    point = {"type": "point", "shape": mark.shape, "size": mark.size, **paint, "opacity": 1}
    return layer(rows(mark.points), point | ({"strokeWidth": mark.width} if mark.width > 1 else {}))


class Plot:
    """The layers of one chart in one size.

    Attributes:
        width: width of the plot, in pixels.
        height: height of the plot.
        margin: room for words to the right of the plot.
        font: size of the words.
        largest: the largest size that whoever shows the picture may give its figures.
        most_years: most years on the axis.
    """

    width, height, margin = 520, 300, 150
    font = largest = 13
    most_years = 9

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.scale = look.ticks(*chart.limits(), 6)

    def x_axis(self) -> dict[str, Any]:
        """The axis of years."""
        years = self.chart.years
        shown = self.chart.ticks(self.most_years)
        return {
            "field": "year",
            "type": "quantitative",
            "scale": {"domain": [years[0] - look.EDGE, years[-1] + look.EDGE], "nice": False, "zero": False},
            "axis": {"values": shown, "labelExpr": self._year_labels(shown), "grid": False}
            | {"title": self.chart.year_title, "titlePadding": 8, "labelPadding": 4}
            | {"labelOverlap": False, "labelFlush": False},
        }

    def _year_labels(self, years: list[int]) -> str:
        """The labels as a Vega expression; they hold years only, never text of the data files."""
        japanese = self.chart.voice.lang == "ja"
        labels = {year: [self.chart.tick(year), *([self.chart.era(year)] if japanese else [])] for year in years}
        inside = ",".join(
            f"'{year}':[{','.join(repr(line) for line in lines if line)}]" for year, lines in labels.items()
        )
        return f"({{{inside}}})[datum.value]"

    def y_axis(self) -> dict[str, Any]:
        """The axis of figures."""
        scale = self.scale
        axis = {"values": scale, "format": f",.{look.tick_decimals(scale)}f", "domain": False, "ticks": False}
        title = {"title": self.chart.unit, "titleAngle": 0, "titleAlign": "right", "titleAnchor": "end"}
        place = {"titleX": -8, "titleY": -self.font, "titleBaseline": "bottom"}
        return {
            "field": "value",
            "type": "quantitative",
            "scale": {"domain": [scale[0], scale[-1]], "nice": False, "zero": False},
            "axis": {**axis, **title, **place},
        }

    def layers(self) -> Iterator[Layer]:
        """Everything inside and right of the axes, what is most important last."""
        yield from self.band()
        yield from (mark_layer(line_mark(line, "limits")) for line in self.chart.kept)
        yield from self.breaks()
        yield from self.waiting()
        yield from self.waiting_words()
        yield from self.confidence()
        yield from map(mark_layer, self.marks())
        yield from self.values()
        yield from self.end_words()

    def band(self) -> Iterator[Layer]:
        """The projection's interval."""
        band = self.chart.band(self.scale[0], self.scale[-1])
        values = [{"year": year, "value": low, "high": high} for year, low, high in band]
        if values:
            area = {"type": "area", "color": look.GREEN, "opacity": look.BAND_OPACITY}
            yield layer(values, area, y2={"field": "high"})

    def breaks(self) -> Iterator[Layer]:
        """The breaks in the series, each a line before its first year with a word along it."""
        values = [{"year": year - 0.5, "text": self.chart.word("break")} for year in self.chart.breaks]
        if values:
            rule = {"type": "rule", "color": look.MUTED, "strokeDash": look.DASHES["break"], "strokeWidth": 1.5}
            yield layer(values, rule, y={"value": self.height}, y2={"value": 0})
            text = {"type": "text", "angle": 270, "align": "right", "baseline": "bottom", "dy": -4, "dx": -6}
            yield layer(values, text | {"color": look.MUTED}, y={"value": 0}, text={"field": "text"})

    def waiting(self) -> Iterator[Layer]:
        """The years without a figure yet, each a dotted line."""
        years = [{"year": awaited.year} for awaited in self.chart.waiting]
        rule = {"type": "rule", "color": look.FAINT, "strokeDash": look.DASHES["waiting"], "strokeWidth": 1.5}
        if years:
            yield layer(years, rule | {"strokeCap": "round"}, y={"value": self.height}, y2={"value": 0})

    def waiting_words(self) -> Iterator[Layer]:
        """Why there is no figure, along each of these lines."""
        for awaited in self.chart.waiting:
            up = self._is_low(awaited.year)
            text = {"type": "text", "angle": 270, "align": "right" if up else "left", "baseline": "bottom", "dy": -5}
            text |= {"dx": -6 if up else 6, "color": look.MUTED, "fontSize": self.font - 1}
            values = [{"year": awaited.year, "text": waiting_text(awaited, self.chart.voice)}]
            yield layer(values, text, y={"value": 0 if up else self.height}, text={"field": "text"})

    def _is_low(self, year: int) -> bool:
        """Whether the lines pass through the lower half in a year, so that the upper half has room for words."""
        path = self.chart.promised(year)
        passing = [point.value for point in self.chart.ahead if point.year == year] + ([] if path is None else [path])
        return bool(passing) and max(passing) < (self.scale[0] + self.scale[-1]) / 2

    def confidence(self) -> Iterator[Layer]:
        """The confidence intervals of the figures."""
        ends = [(dot.year, *dot.interval) for dot in self.chart.dots if dot.interval]
        if ends:
            values = [{"year": year, "value": low, "high": high} for year, low, high in ends]
            yield layer(values, look.BAR, y2={"field": "high"})
            half, places = self.half_cap, ((year, end) for year, *both in ends for end in both)
            caps = [{"year": year - half, "until": year + half, "value": end} for year, end in places]
            yield layer(caps, look.BAR, x2={"field": "until"})

    def marks(self) -> Iterator[ChartMark]:
        """The path, the projection, the figures and those of parts, and the points on them, the most important last."""
        chart = self.chart
        yield from (line_mark(*line) for line in ((chart.path, "path"), (chart.projection, "projection")) if line[0])
        for kind, solid in (("joined", False), ("actual", True)):
            yield from (line_mark(line, kind) for line in chart.lines(chart.runs, solid=solid))
        for part, (color, dashes, shape) in zip(chart.parts, look.PARTS, strict=False):
            for solid, width in ((False, 1), (True, 2)):
                yield from (ChartMark(line, color, width, dashes) for line in chart.lines([part.dots], solid=solid))
            yield ChartMark([(dot.year, dot.value) for dot in part.dots], color, shape=shape, size=70, fill=color)
        target = [chart.target] if chart.target else []
        for kind, size, points in (("path", 130, target), ("projection", 90, chart.projection[-1:])):
            if points:
                yield ChartMark(points, look.COLORS[kind], shape=look.SHAPES[kind], size=size)
        for preliminary, fill in ((False, look.BLUE), (True, look.PAPER)):
            dots = [(dot.year, dot.value) for dot in chart.dots if dot.preliminary is preliminary]
            if dots:
                yield ChartMark(dots, look.BLUE, 2, shape="circle", size=64, fill=fill)

    def values(self) -> Iterator[Layer]:
        """The figures in words, above their points or below where that is free, with a halo."""
        halo = {"color": look.PAPER, "stroke": look.PAPER, "strokeWidth": 4, "strokeJoin": "round"}
        for (below, nudge), dots in self.placed_values().items():
            values = [{"year": dot.year, "value": dot.value, "text": text} for dot, text in dots]
            mark = {"type": "text", "dy": 16 if below else -12, "dx": nudge, "fontWeight": "bold"}
            for paint in (halo, {"color": look.BLUE}):
                yield layer(values, mark | paint, text={"field": "text"})

    def placed_values(self) -> dict[tuple[bool, float], list[tuple[Dot, str]]]:
        """The figures whose values are written, in words, by whether they stand below and how far to the right."""
        places: dict[tuple[bool, float], list[tuple[Dot, str]]] = {}
        for dot in self._labelled():
            text = self.chart.written(dot)
            places.setdefault((self._is_below(dot), self._nudge(dot.year, text)), []).append((dot, text))
        return places

    def _labelled(self) -> tuple[Dot, ...]:
        """The figures whose values are written: all while there is room, else the first and the latest."""
        dots, rhythm = self.chart.dots, self.chart.indicator.rhythm
        places = self.chart.years if rhythm.yearly else dots
        return dots if len(places) <= self.most_years or len(dots) < 2 else (dots[0], dots[-1])

    def _is_below(self, dot: Dot) -> bool:
        """Whether the figure is below its point: in a valley or close below the target; never on the axis."""
        pixel = self.pixel(dot.value)
        if pixel > self.height - 2 * self.largest:
            return False
        target = self.chart.target
        above = 0 if target is None or target[0] != dot.year else pixel - self.pixel(target[1])
        return 0 < above < 2 * self.largest or self._is_valley(dot)

    def _is_valley(self, dot: Dot) -> bool:
        dots = self.chart.dots
        place = dots.index(dot)
        neighbours = dots[max(place - 1, 0) : place] + dots[place + 1 : place + 2]
        return len(neighbours) == 2 and all(other.value > dot.value for other in neighbours)

    def _nudge(self, year: int, text: str) -> float:
        """How far a figure at the left edge is moved to the right, so that it does not cover the axis and its words."""
        return round(max(look.text_width(text, self.largest) / 2 - self.across(year) + 4, 0), 1)

    def across(self, year: float) -> float:
        """Where a year is, in pixels from the left."""
        first, last = self.chart.years[0] - look.EDGE, self.chart.years[-1] + look.EDGE
        return self.width * (year - first) / (last - first)

    @property
    def half_cap(self) -> float:
        """How many years the cap of a confidence interval reaches to each side."""
        return 4 * (self.chart.years[-1] - self.chart.years[0] + 2 * look.EDGE) / self.width

    def pixel(self, value: float) -> float:
        """The height of a figure, in pixels from the top."""
        return self.height * (1 - (value - self.scale[0]) / (self.scale[-1] - self.scale[0]))

    @property
    def end_figures(self) -> list[tuple[str, float]]:
        """What the words at the right end name: its kind and its figure."""
        ends = [("target", self.chart.target[1])] if self.chart.target else []
        ends += [("limits", line[0][1]) for line in reversed(self.chart.kept)]
        return ends + [("projection", value) for _, value in self.chart.projection[-1:]]

    def placed_ends(self, gap: float) -> list[tuple[str, float, float]]:
        """The same with the height of the words, moved apart where they would overlap."""
        places = look.apart([self.pixel(value) for _, value in self.end_figures], gap, self.height)
        return [(kind, value, place) for (kind, value), place in zip(self.end_figures, places, strict=True)]

    def end_words(self) -> Iterator[Layer]:
        """The words right of the plot, each at the height of what it names."""
        chart = self.chart
        names = {"target": chart.word("target"), "projection": chart.word("projection-short")}
        gap = chart.voice.say((" ", "　"))
        ends = self.placed_ends(self.font * 1.5)
        for kind, value, y in ends:
            text = gap.join([*([names[kind]] if kind in names else []), chart.end(kind, value)])
            yield self.right(text, y, look.DARK[look.COLORS[kind]])
        for interval in [point.interval for point in chart.ahead[-1:] if point.interval is not None]:
            lines = chart.word("interval"), chart.word("range", **chart.numbers(interval))
            y = max(place for *_, place in ends)
            for number, text in enumerate(lines, 1):
                yield self.right(text, y + self.font * 1.4 * number, look.MUTED, small=True)
        yield from self._part_words(gap)

    def _part_words(self, gap: str) -> Iterator[Layer]:
        """The name and the newest figure of the whole and of each part."""
        chart = self.chart
        if not chart.parts:
            return
        whole = [(chart.word("whole"), chart.dots[-1].value, look.BLUE)] if chart.dots else []
        drawn = zip(chart.parts, look.PARTS, strict=False)
        ends = [*whole, *((part.title, part.dots[-1].value, color) for part, (color, *_) in drawn)]
        places = look.apart([self.pixel(value) for _, value, _ in ends], self.font * 1.5, self.height)
        for (title, value, color), y in zip(ends, places, strict=True):
            yield self.right(gap.join([title, chart.number(value)]), y, look.DARK.get(color, color))

    def right(self, text: str, y: float, color: str, *, small: bool = False) -> Layer:
        """Words right of the plot."""
        mark = {"type": "text", "align": "left", "baseline": "middle", "color": color}
        size = {"fontSize": self.font - 1} if small else {"fontSize": self.font, "fontWeight": "bold"}
        return look.placed(mark | size | {"text": text}, x=self.width + 4, y=y)

    def legend(self) -> Iterator[Layer]:
        """What each pattern means, in as many rows above the plot as that takes."""
        rows: list[list[tuple[str, float]]] = [[]]
        x = 0.0
        for kind in self.chart.kinds:
            width = 34 + look.text_width(self.chart.word(kind), self.font) + 18
            if x and x + width - 18 > self.width + self.margin - 20:
                rows.append([])
                x = 0.0
            rows[-1].append((kind, x))
            x += width
        for row, items in enumerate(rows):
            y = -(len(rows) - row) * self.font * 1.6 - (self.font * 1.6)
            for kind, x in items:
                yield from look.sample(kind, x - 24, y)
                text = {"type": "text", "align": "left", "baseline": "middle", "text": self.chart.word(kind)}
                yield look.placed(text | {"color": look.MUTED}, x=x + 10, y=y)


def chart_bytes(chart: Chart, form: ChartFormat) -> bytes:
    """The chart's file; the same data give the same bytes on the same machine with the same fonts.

    Raises:
        MissingExtraError: SVG and PNG need an optional dependency.
    """
    spec = chart_spec(chart)
    if form == "json":
        spec["usermeta"] = {"generator": MADE_BY}
        return (json.dumps(spec, ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode()
    if form == "png":
        return _marked(png(spec))
    return (_named(svg(spec), chart) + "\n").encode()


def _marked(drawn: bytes) -> bytes:
    """A PNG file with who made it, in a chunk of its own before the last one, which has 12 bytes."""
    chunk = b"tEXtSoftware\0" + MADE_BY.encode()
    return drawn[:-12] + struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) + drawn[-12:]


def _named(drawn: str, chart: Chart) -> str:
    """A drawing with a title and a description for screen readers."""
    root = _ROOT.search(drawn)
    if root is None:
        raise ValueError("the drawing library gave no SVG")
    _, _, width, height = root["view"].split()
    size = f'xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="{root["view"]}"'
    return named_svg(chart, drawn[root.end() :].removesuffix("</svg>"), size, "chart")


def svg(spec: dict[str, Any]) -> str:
    """A specification as an SVG document.

    Raises:
        MissingExtraError: drawing needs an optional dependency.
    """
    return str(_library().vegalite_to_svg(spec, **OPTIONS))


def png(spec: dict[str, Any]) -> bytes:
    """A specification as a PNG file.

    Raises:
        MissingExtraError: drawing needs an optional dependency.
    """
    return bytes(_library().vegalite_to_png(spec, scale=SHARPNESS, **OPTIONS))


def _library() -> ModuleType:
    en, ja = "Drawing charts as SVG or PNG needs vl-convert-python", "図をSVGやPNGにするには vl-convert-python "
    with needing("'unpolicy[report]'", en, ja):
        import vl_convert
    library: ModuleType = vl_convert
    return library
