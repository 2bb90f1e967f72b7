"""One Vega-Lite specification of a chart, for SVG, PNG and whoever draws Vega-Lite.

Colours are Okabe and Ito's, which stay apart in every form of colour blindness; each line also has its own dash pattern
and its own point shape, so that the chart can be read in grey. Source: Okabe & Ito, Color Universal Design (2008).
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

from unpolicy.views.chart import tick_decimals, ticks, waiting_text, year_ticks
from unpolicy.views.labels import STATUSES
from unpolicy.years import era_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from unpolicy.views.chart import Chart, Dot, Line, Projected

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"

INK, MUTED, FAINT, GRID, PAPER = "#1b1f24", "#57606a", "#8c959f", "#e4e7eb", "#ffffff"
BLUE, VERMILION, GREEN = "#0072b2", "#d55e00", "#009e73"

DARK = {VERMILION: "#a64900", GREEN: "#00694d"}
"""The same hues dark enough for words on white: contrast above 4.5."""

FONTS = "'Noto Sans CJK JP','Noto Sans JP','Hiragino Sans','Yu Gothic',Meiryo,'Noto Sans',sans-serif"

EDGE = 0.3
"""Years of room before the first year and behind the last."""

COLORS = {"actual": BLUE, "preliminary": BLUE, "path": VERMILION, "limits": VERMILION, "target": VERMILION}
COLORS |= {"projection": GREEN, "interval": GREEN, "waiting": FAINT, "break": MUTED}
DASHES = {
    "actual": [1, 0],
    "path": [7, 4],
    "limits": [7, 4],
    "projection": [2, 3],
    "waiting": [1, 4],
    "break": [8, 3, 2, 3],
}
SHAPES = {"actual": "circle", "preliminary": "circle", "path": "diamond", "projection": "triangle-up"}
BAND_OPACITY = 0.16

Mark = dict[str, Any]
Layer = dict[str, Any]


class Format(NamedTuple):
    """How large a chart is.

    Attributes:
        width: width of the plot, in pixels.
        height: height of the plot.
        margin: room for words to the right of the plot.
        font: size of the words.
        largest: the largest size that whoever shows the picture may give its figures.
        years: most years on the axis.
    """

    width: int
    height: int
    margin: int
    font: int = 13
    largest: int = 13
    years: int = 9


PICTURE = Format(width=520, height=300, margin=150)


def chart_spec(chart: Chart) -> dict[str, Any]:
    """The Vega-Lite specification of a chart; the same data give the same specification."""
    form = PICTURE
    plot = Plot(chart, form)
    return {
        "$schema": SCHEMA,
        "description": describe(chart),
        "title": {"text": chart.title, "subtitle": chart.indicator_title, "offset": form.font},
        "width": form.width,
        "height": form.height,
        "background": PAPER,
        "padding": 12,
        "autosize": {"type": "pad"},
        "config": config(form.font, FONTS),
        "layer": [*plot.layers(), *plot.legend()],
        "encoding": {"x": plot.x_axis(), "y": plot.y_axis()},
    }


def config(font: int, family: str) -> dict[str, Any]:
    """How everything in a chart looks."""
    return {
        "font": family,
        "aria": False,
        "mark": {"aria": False},
        "view": {"stroke": None},
        "axis": {"labelFontSize": font, "titleFontSize": font, "labelColor": MUTED, "titleColor": MUTED}
        | {"titleFontWeight": "normal", "domainColor": FAINT, "tickColor": FAINT, "gridColor": GRID},
        "title": {"anchor": "start", "frame": "bounds", "fontSize": font + 4, "color": INK, "fontWeight": "bold"}
        | {"subtitleFontSize": font, "subtitleColor": MUTED, "subtitlePadding": 5},
        "text": {"fontSize": font, "color": INK},
    }


def layer(values: Iterable[dict[str, Any]], mark: Mark, **encoding: Any) -> Layer:  # noqa: ANN401 - free JSON
    """A mark with its data, and what in it hangs on them."""
    return {"data": {"values": [*values]}, "mark": mark, **({"encoding": encoding} if encoding else {})}


def _placed(mark: Mark, **places: float) -> Layer:
    """A mark at a place of the picture, in pixels from the plot's upper left corner."""
    return layer([{}], mark, **{channel: {"value": round(pixel, 1)} for channel, pixel in places.items()})


def _line(line: Line, kind: str, width: float) -> Layer:
    look = {"type": "line", "color": COLORS[kind], "strokeWidth": width}
    dash = {} if kind == "actual" else {"strokeDash": DASHES[kind]}
    return layer(({"year": year, "value": value} for year, value in line), look | dash)


class Plot:
    """The layers of one chart in one format."""

    def __init__(self, chart: Chart, form: Format) -> None:
        self.chart = chart
        self.form = form
        self.scale = ticks(*chart.limits(), 6)

    def x_axis(self) -> dict[str, Any]:
        """The axis of years."""
        years = self.chart.years
        shown = year_ticks(years, self.form.years)
        return {
            "field": "year",
            "type": "quantitative",
            "scale": {"domain": [years[0] - EDGE, years[-1] + EDGE], "nice": False, "zero": False},
            "axis": {"values": shown, "labelExpr": self._year_labels(shown), "grid": False}
            | {"title": self.chart.year_title, "titlePadding": 8, "labelPadding": 4}
            | {"labelOverlap": False, "labelFlush": False},
        }

    def _year_labels(self, years: list[int]) -> str:
        """The labels as a Vega expression; they hold years only, never text of the data files."""
        japanese = self.chart.voice.lang == "ja"
        labels = {year: [str(year), era_label(year)] if japanese else [str(year)] for year in years}
        inside = ",".join(f"'{year}':[{','.join(repr(line) for line in lines)}]" for year, lines in labels.items())
        return f"({{{inside}}})[datum.value]"

    def y_axis(self) -> dict[str, Any]:
        """The axis of figures."""
        scale = self.scale
        axis = {"values": scale, "format": f",.{tick_decimals(scale)}f", "domain": False, "ticks": False}
        title = {"title": self.chart.unit, "titleAngle": 0, "titleAlign": "right", "titleAnchor": "end"}
        place = {"titleX": -8, "titleY": -self.form.font, "titleBaseline": "bottom"}
        return {
            "field": "value",
            "type": "quantitative",
            "scale": {"domain": [scale[0], scale[-1]], "nice": False, "zero": False},
            "axis": {**axis, **title, **place},
        }

    def layers(self) -> Iterator[Layer]:
        """Everything inside and right of the axes, what is most important last."""
        yield from self.band()
        yield from (_line(line, "limits", 2) for line in self.chart.kept)
        yield from self.breaks()
        yield from self.waiting()
        yield from self.waiting_words()
        yield from self.lines()
        yield from self.points()
        yield from self.values()
        yield from self.end_words()

    def band(self) -> Iterator[Layer]:
        """The projection's interval."""
        band = self.chart.band(self.scale[0], self.scale[-1])
        values = [{"year": year, "value": low, "high": high} for year, low, high in band]
        if values:
            yield layer(values, {"type": "area", "color": GREEN, "opacity": BAND_OPACITY}, y2={"field": "high"})

    def breaks(self) -> Iterator[Layer]:
        """The breaks in the series, each a line before its first year with a word along it."""
        values = [{"year": year - 0.5, "text": self.chart.word("break")} for year in self.chart.breaks]
        if values:
            rule = {"type": "rule", "color": MUTED, "strokeDash": DASHES["break"], "strokeWidth": 1.5}
            yield layer(values, rule, y={"value": self.form.height}, y2={"value": 0})
            text = {"type": "text", "angle": 270, "align": "right", "baseline": "bottom", "dy": -4, "dx": -6}
            yield layer(values, text | {"color": MUTED}, y={"value": 0}, text={"field": "text"})

    def waiting(self) -> Iterator[Layer]:
        """The years without a figure yet, each a dotted line."""
        years = [{"year": awaited.year} for awaited in self.chart.waiting]
        rule = {
            "type": "rule",
            "color": FAINT,
            "strokeDash": DASHES["waiting"],
            "strokeWidth": 1.5,
            "strokeCap": "round",
        }
        if years:
            yield layer(years, rule, y={"value": self.form.height}, y2={"value": 0})

    def waiting_words(self) -> Iterator[Layer]:
        """Why there is no figure, along each of these lines."""
        for awaited in self.chart.waiting:
            up = self._is_low(awaited.year)
            text = {"type": "text", "angle": 270, "align": "right" if up else "left", "baseline": "bottom", "dy": -5}
            text |= {"dx": -6 if up else 6, "color": MUTED, "fontSize": self.form.font - 1}
            values = [{"year": awaited.year, "text": waiting_text(awaited, self.chart.voice)}]
            yield layer(values, text, y={"value": 0 if up else self.form.height}, text={"field": "text"})

    def _is_low(self, year: int) -> bool:
        """Whether the lines pass through the lower half in a year, so that the upper half has room for words."""
        path = self.chart.promised(year)
        passing = [point.mean for point in self.chart.ahead if point.year == year] + ([] if path is None else [path])
        return bool(passing) and max(passing) < (self.scale[0] + self.scale[-1]) / 2

    def lines(self) -> Iterator[Layer]:
        """The path, the projection and the figures."""
        if self.chart.path:
            yield _line(self.chart.path, "path", 2)
        if self.chart.projection:
            yield _line(self.chart.projection, "projection", 2.5)
        for run in self.chart.runs:
            yield _line(tuple((dot.year, dot.value) for dot in run), "actual", 3)

    def points(self) -> Iterator[Layer]:
        """The target, the last projected year and the figures."""
        last = self.chart.projection[-1:]
        for kind, size, points in (("path", 130, [self.chart.target]), ("projection", 90, last)):
            mark = {"type": "point", "shape": SHAPES[kind], "size": size, "filled": True, "color": COLORS[kind]}
            values = [{"year": point[0], "value": point[1]} for point in points if point]
            if values:
                yield layer(values, mark | {"opacity": 1})
        for firm, fill in ((True, BLUE), (False, PAPER)):
            values = [{"year": dot.year, "value": dot.value} for dot in self.chart.dots if dot.firm is firm]
            mark = {"type": "point", "shape": "circle", "size": 64, "fill": fill, "stroke": BLUE, "opacity": 1}
            if values:
                yield layer(values, mark | {"strokeWidth": 2})

    def values(self) -> Iterator[Layer]:
        """The figures in words, above their points or below where that is free, with a halo."""
        places: dict[tuple[bool, float], list[dict[str, Any]]] = {}
        for dot in self._labelled():
            text = self.chart.number(dot.value)
            place = self._is_below(dot), self._nudge(dot.year, text)
            places.setdefault(place, []).append({"year": dot.year, "value": dot.value, "text": text})
        halo = {"color": PAPER, "stroke": PAPER, "strokeWidth": 4, "strokeJoin": "round"}
        for (below, nudge), values in places.items():
            mark = {"type": "text", "dy": 16 if below else -12, "dx": nudge, "fontWeight": "bold"}
            for look in (halo, {"color": BLUE}):
                yield layer(values, mark | look, text={"field": "text"})

    def _labelled(self) -> tuple[Dot, ...]:
        """The figures whose values are written: all while there is room, else the first and the latest."""
        dots = self.chart.dots
        return dots if len(self.chart.years) <= self.form.years or len(dots) < 2 else (dots[0], dots[-1])

    def _is_below(self, dot: Dot) -> bool:
        """Whether the figure is below its point: in a valley or close below the target; never on the axis."""
        pixel = self.pixel(dot.value)
        if pixel > self.form.height - 2 * self.form.largest:
            return False
        target = self.chart.target
        above = 0 if target is None or target[0] != dot.year else pixel - self.pixel(target[1])
        return 0 < above < 2 * self.form.largest or self._is_valley(dot)

    def _is_valley(self, dot: Dot) -> bool:
        dots = self.chart.dots
        place = dots.index(dot)
        neighbours = dots[max(place - 1, 0) : place] + dots[place + 1 : place + 2]
        return len(neighbours) == 2 and all(other.value > dot.value for other in neighbours)

    def _nudge(self, year: int, text: str) -> float:
        """How far a figure at the left edge is moved to the right, so that it does not cover the axis and its words."""
        years = self.chart.years
        pixel = self.form.width * (year - years[0] + EDGE) / (years[-1] - years[0] + 2 * EDGE)
        return round(max(text_width(text, self.form.largest) / 2 - pixel + 4, 0), 1)

    def pixel(self, value: float) -> float:
        """The height of a figure, in pixels from the top."""
        return self.form.height * (1 - (value - self.scale[0]) / (self.scale[-1] - self.scale[0]))

    @property
    def ends(self) -> list[tuple[str, float]]:
        """What the words at the right end name: its kind and its figure."""
        ends = [("target", self.chart.target[1])] if self.chart.target else []
        ends += [("limits", line[0][1]) for line in reversed(self.chart.kept)]
        return ends + [("projection", value) for _, value in self.chart.projection[-1:]]

    def placed_ends(self, gap: float) -> list[tuple[str, float, float]]:
        """The same with the height of the words, moved apart where they would overlap."""
        places = _apart([self.pixel(value) for _, value in self.ends], gap, self.form.height)
        return [(kind, value, place) for (kind, value), place in zip(self.ends, places, strict=True)]

    def end_words(self) -> Iterator[Layer]:
        """The words right of the plot, each at the height of what it names."""
        chart = self.chart
        names = {"target": chart.word("target"), "projection": chart.word("projection-short")}
        gap = chart.voice.say((" ", "　"))
        ends = self.placed_ends(self.form.font * 1.5)
        for kind, value, y in ends:
            text = gap.join([*([names[kind]] if kind in names else []), chart.number(value)])
            yield self.right(text, y, DARK[COLORS[kind]])
        for interval in [point.interval for point in chart.ahead[-1:] if point.interval is not None]:
            lines = chart.word("interval"), chart.word("range", **chart.numbers(interval))
            y = max(place for *_, place in ends)
            for number, text in enumerate(lines, 1):
                yield self.right(text, y + self.form.font * 1.4 * number, MUTED, small=True)

    def right(self, text: str, y: float, color: str, *, small: bool = False) -> Layer:
        """Words right of the plot."""
        mark = {"type": "text", "align": "left", "baseline": "middle", "color": color}
        look = {"fontSize": self.form.font - 1} if small else {"fontSize": self.form.font, "fontWeight": "bold"}
        return _placed(mark | look | {"text": text}, x=self.form.width + 4, y=y)

    def legend(self) -> Iterator[Layer]:
        """What each pattern means, in as many rows above the plot as that takes."""
        rows: list[list[tuple[str, float]]] = [[]]
        x = 0.0
        for kind in self.chart.kinds:
            width = 34 + text_width(self.chart.word(kind), self.form.font) + 18
            if x and x + width - 18 > self.form.width + self.form.margin - 20:
                rows.append([])
                x = 0.0
            rows[-1].append((kind, x))
            x += width
        for row, items in enumerate(rows):
            y = -(len(rows) - row) * self.form.font * 1.6 - (self.form.font * 1.6)
            for kind, x in items:
                yield from _sample(kind, x - 24, y)
                text = {"type": "text", "align": "left", "baseline": "middle", "text": self.chart.word(kind)}
                yield _placed(text | {"color": MUTED}, x=x + 10, y=y)


def _sample(kind: str, x: float, y: float) -> Iterator[Layer]:
    """The sample of a pattern in the legend, 26 pixels wide."""
    color = COLORS[kind]
    if kind == "interval":
        yield _placed({"type": "rect", "color": color, "opacity": BAND_OPACITY}, x=x, x2=x + 26, y=y - 6, y2=y + 6)
    if kind in DASHES:
        mark = {"type": "rule", "color": color, "strokeWidth": 3 if kind == "actual" else 2.5}
        yield _placed(mark | {"strokeDash": DASHES[kind]}, x=x, x2=x + 26, y=y)
    if kind in SHAPES:
        fill = PAPER if kind == "preliminary" else color
        mark = {"type": "point", "shape": SHAPES[kind], "size": 64, "fill": fill, "stroke": color, "opacity": 1}
        yield _placed(mark, x=x + 13, y=y)


def _apart(wanted: list[float], gap: float, height: float) -> list[float]:
    """Places at least `gap` apart, near the wanted ones, in the same order."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    places = [0.0] * len(wanted)
    for before, index in zip([None, *order], order, strict=False):
        places[index] = wanted[index] if before is None else max(wanted[index], places[before] + gap)
    if len(order) > 1:
        overlap = places[order[-1]] - wanted[order[-1]]
        places = [place - overlap / 2 for place in places]
    excess = max((place - height for place in places), default=0)
    return [place - max(excess, 0) for place in places]


def text_width(text: str, size: float) -> float:
    """About how wide a text is, in pixels: a wide character is as wide as it is high, others a little over half."""
    return sum(size if unicodedata.east_asian_width(char) in "WF" else size * 0.56 for char in text)


def describe(chart: Chart) -> str:
    """The chart in words, for who cannot see it."""
    sentences = [chart.word("what", title=chart.title, unit=chart.unit), _say_actuals(chart)]
    if chart.target is not None:
        year, value = chart.target
        sentences.append(chart.word("say-target", value=chart.number(value), year=chart.year(year)))
    if chart.keep is not None:
        keep, _, by = chart.keep
        limits = chart.voice.keep(keep, chart.indicator)
        sentences.append(chart.word("say-keep", value=limits, year=chart.year(by)))
    sentences += chart.verdict_words
    if chart.ahead:
        sentences.append(_say_projection(chart, chart.ahead[-1]))
    if chart.beyond:
        sentences.append(chart.word("beyond"))
    sentences += [
        chart.word("say-pending", year=chart.year(awaited.year), what=waiting_text(awaited, chart.voice))
        for awaited in chart.waiting
    ]
    return chart.voice.say((" ", "")).join(sentences)


def _say_actuals(chart: Chart) -> str:
    if not chart.dots:
        return chart.word("say-no-actuals")
    return chart.word("say-actuals", list=chart.voice.clauses(_say_dot(chart, dot) for dot in chart.dots))


def _say_dot(chart: Chart, dot: Dot) -> str:
    point = chart.word("say-point", year=chart.year(dot.year), value=chart.number(dot.value))
    if dot.status == "final":
        return point
    return chart.word("say-status", point=point, status=chart.voice.word(STATUSES, dot.status))


def _say_projection(chart: Chart, point: Projected) -> str:
    sentence = chart.word("say-projection", year=chart.year(point.year), value=chart.number(point.mean))
    if point.interval is None:
        return sentence + chart.word("say-no-interval")
    return sentence + chart.word("say-interval", **chart.numbers(point.interval))
