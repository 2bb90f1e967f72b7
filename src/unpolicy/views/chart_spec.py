"""One Vega-Lite specification of a chart, for SVG, PNG and whoever draws Vega-Lite.

Colours are Okabe and Ito's, which stay apart in every form of colour blindness; each line also has its own dash pattern
and its own point shape, so that the chart can be read in grey. Source: Okabe & Ito, Color Universal Design (2008).
"""

from __future__ import annotations

import unicodedata
from typing import Any, NamedTuple

from unpolicy.views.chart_data import (
    ChartData,
    Dot,
    describe,
    promised,
    tick_decimals,
    ticks,
    waiting_text,
    year_ticks,
)
from unpolicy.views.labels import word
from unpolicy.views.words.chart import WORDS
from unpolicy.years import era_label

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"

INK, MUTED, FAINT, GRID, PAPER = "#1b1f24", "#57606a", "#8c959f", "#e4e7eb", "#ffffff"
BLUE, VERMILION, GREEN = "#0072b2", "#d55e00", "#009e73"
BAND_OPACITY = 0.16

FONTS = "'Noto Sans CJK JP','Noto Sans JP','Hiragino Sans','Yu Gothic',Meiryo,'Noto Sans',sans-serif"

EDGE = 0.3
"""Years of room before the first year and behind the last."""

DASH = {"actual": [1, 0], "path": [7, 4], "projection": [2, 3]}

Layer = dict[str, Any]


class Format(NamedTuple):
    """How large a chart is and how much it says.

    Attributes:
        width: width of the plot, in pixels.
        height: height of the plot.
        margin: room for words to the right of the plot.
        font: size of the words.
        years: most years on the axis.
        titled: whether the chart has its title inside; a page has it outside.
        background: colour behind the chart; `None` leaves it see-through.
    """

    width: int
    height: int
    margin: int
    font: int = 13
    years: int = 9
    titled: bool = True
    background: str | None = PAPER


PICTURE = Format(width=520, height=300, margin=150)
PAGE = Format(width=520, height=260, margin=150, titled=False, background=None)
PHONE = Format(width=210, height=220, margin=96, font=12, years=4, titled=False, background=None)


def chart_spec(data: ChartData, form: Format = PICTURE) -> dict[str, Any]:
    """The Vega-Lite specification of a chart; the same data give the same specification."""
    scale = ticks(*data.limits(), 6)
    legend = _legend(data, form)
    title: dict[str, Any] = {}
    if form.titled:
        subtitle = data.indicator_title if data.indicator_title != data.title else ""
        title = {"title": {"text": data.title, "subtitle": subtitle, "offset": form.font}}
    return {
        "$schema": SCHEMA,
        "description": describe(data),
        **title,
        "width": form.width,
        "height": form.height,
        "background": form.background,
        "padding": 12 if form.titled else {"left": 2, "top": 4, "right": 2, "bottom": 2},
        "autosize": {"type": "pad"},
        "config": _config(form),
        "layer": [
            *_band(data, scale),
            *_keep(data),
            *_waiting(data, form, scale),
            *_lines(data),
            *_points(data, form, scale),
            *_ends(data, form, scale),
            *_drawn(legend, form),
        ],
        "encoding": {"x": _x(data, form), "y": _y(data, scale, form)},
    }


def _config(form: Format) -> dict[str, Any]:
    return {
        "font": FONTS,
        "aria": False,
        "mark": {"aria": False},
        "view": {"stroke": None},
        "axis": {"labelFontSize": form.font, "titleFontSize": form.font, "labelColor": MUTED, "titleColor": MUTED}
        | {"titleFontWeight": "normal", "domainColor": FAINT, "tickColor": FAINT, "gridColor": GRID},
        "title": {"anchor": "start", "frame": "bounds", "fontSize": form.font + 4, "color": INK, "fontWeight": "bold"}
        | {"subtitleFontSize": form.font, "subtitleColor": MUTED, "subtitlePadding": 5},
        "text": {"fontSize": form.font, "color": INK},
    }


def _x(data: ChartData, form: Format) -> dict[str, Any]:
    shown = year_ticks(data.years, form.years)
    labels = {str(year): [str(year), era_label(year)] if data.lang == "ja" else [str(year)] for year in shown}
    return {
        "field": "year",
        "type": "quantitative",
        "scale": {"domain": [data.years[0] - EDGE, data.years[-1] + EDGE], "nice": False, "zero": False},
        "axis": {"values": shown, "labelExpr": f"({_expression(labels)})[datum.value]", "grid": False}
        | {"title": data.year_title, "titlePadding": 8, "labelPadding": 4, "labelOverlap": False, "labelFlush": False},
    }


def _expression(labels: dict[str, list[str]]) -> str:
    """The labels as a Vega expression; they hold years only, never text of the data files."""
    inside = ",".join(f"'{year}':[{','.join(repr(line) for line in lines)}]" for year, lines in labels.items())
    return "{" + inside + "}"


def _y(data: ChartData, scale: list[float], form: Format) -> dict[str, Any]:
    axis = {"values": scale, "format": f",.{tick_decimals(scale)}f", "domain": False, "ticks": False}
    title = {"title": data.unit, "titleAngle": 0, "titleAlign": "right", "titleAnchor": "end"}
    place = {"titleX": -8, "titleY": -form.font, "titleBaseline": "bottom"}
    return {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [scale[0], scale[-1]], "nice": False, "zero": False},
        "axis": {**axis, **title, **place},
    }


def _layer(values: list[dict[str, Any]], mark: dict[str, Any], **encoding: Any) -> Layer:  # noqa: ANN401 - free JSON
    return {"data": {"values": values}, "mark": mark, **({"encoding": encoding} if encoding else {})}


def _band(data: ChartData, scale: list[float]) -> list[Layer]:
    if not data.ahead or data.ahead[0].interval is None:
        return []
    start = data.firm[-1]
    ends = [(start.year, start.value, start.value)]
    ends += [(point.year, *point.interval) for point in data.ahead if point.interval is not None]
    values = [{"year": year, "value": max(low, scale[0]), "high": min(high, scale[-1])} for year, low, high in ends]
    return [_layer(values, {"type": "area", "color": GREEN, "opacity": BAND_OPACITY}, y2={"field": "high"})]


def _keep(data: ChartData) -> list[Layer]:
    if data.keep is None:
        return []
    keep, first, last = data.keep
    return [
        _layer(
            [{"year": first, "value": end}, {"year": last, "value": end}],
            {"type": "line", "color": VERMILION, "strokeWidth": 2, "strokeDash": DASH["path"]},
        )
        for end in (keep.min, keep.max)
        if end is not None
    ]


def _waiting(data: ChartData, form: Format, scale: list[float]) -> list[Layer]:
    if not data.waiting:
        return []
    rule = {"type": "rule", "color": FAINT, "strokeDash": [1, 4], "strokeWidth": 1.5, "strokeCap": "round"}
    years = [{"year": awaited.year} for awaited in data.waiting]
    layers = [_layer(years, rule, y={"value": form.height}, y2={"value": 0})]
    for awaited in data.waiting:
        up = _is_low(data, awaited.year, scale)
        text = {"type": "text", "angle": 270, "align": "right" if up else "left", "baseline": "bottom", "dy": -5}
        text |= {"dx": -6 if up else 6, "color": MUTED, "fontSize": form.font - 1}
        said = [{"year": awaited.year, "text": waiting_text(awaited, data.lang)}]
        layers.append(_layer(said, text, y={"value": 0 if up else form.height}, text={"field": "text"}))
    return layers


def _is_low(data: ChartData, year: int, scale: list[float]) -> bool:
    """Whether the lines pass through the lower half in a year, so that the upper half has room for words."""
    path = promised(data, year)
    passing = [point.mean for point in data.ahead if point.year == year] + ([] if path is None else [path])
    return bool(passing) and max(passing) < (scale[0] + scale[-1]) / 2


def _lines(data: ChartData) -> list[Layer]:
    layers = []
    if data.path:
        values = [{"year": year, "value": value} for year, value in data.path]
        layers.append(
            _layer(values, {"type": "line", "color": VERMILION, "strokeWidth": 2, "strokeDash": DASH["path"]})
        )
    if data.ahead:
        start = data.firm[-1]
        values = [{"year": start.year, "value": start.value}]
        values += [{"year": point.year, "value": point.mean} for point in data.ahead]
        mark = {"type": "line", "color": GREEN, "strokeWidth": 2.5, "strokeDash": DASH["projection"]}
        layers.append(_layer(values, mark))
    layers += [
        _layer(
            [{"year": dot.year, "value": dot.value} for dot in run], {"type": "line", "color": BLUE, "strokeWidth": 3}
        )
        for run in data.runs
    ]
    return layers


def _points(data: ChartData, form: Format, scale: list[float]) -> list[Layer]:
    layers = []
    if data.target is not None:
        year, value = data.target
        mark = {"type": "point", "shape": "diamond", "size": 130, "filled": True, "color": VERMILION, "opacity": 1}
        layers.append(_layer([{"year": year, "value": value}], mark))
    if data.ahead:
        last = data.ahead[-1]
        mark = {"type": "point", "shape": "triangle-up", "size": 90, "filled": True, "color": GREEN, "opacity": 1}
        layers.append(_layer([{"year": last.year, "value": last.mean}], mark))
    for firm, fill in ((True, BLUE), (False, PAPER)):
        values = [{"year": dot.year, "value": dot.value} for dot in data.dots if dot.firm is firm]
        mark = {"type": "point", "shape": "circle", "size": 64, "fill": fill, "stroke": BLUE, "opacity": 1}
        if values:
            layers.append(_layer(values, mark | {"strokeWidth": 2}))
    return layers + _values(data, form, scale)


def _values(data: ChartData, form: Format, scale: list[float]) -> list[Layer]:
    """The figures in words, above their points or below where that is free, with a halo."""
    places: dict[tuple[bool, float], list[dict[str, Any]]] = {}
    for dot in _labelled(data, form):
        said = data.number(dot.value)
        place = _is_below(data, dot, scale, form), _nudge(data, dot.year, said, form)
        places.setdefault(place, []).append({"year": dot.year, "value": dot.value, "text": said})
    halo = {"color": PAPER, "stroke": PAPER, "strokeWidth": 4, "strokeJoin": "round"}
    return [
        _layer(
            values,
            {"type": "text", "dy": 16 if below else -12, "dx": nudge, "fontWeight": "bold", **look},
            text={"field": "text"},
        )
        for (below, nudge), values in places.items()
        for look in (halo, {"color": BLUE})
    ]


def _is_below(data: ChartData, dot: Dot, scale: list[float], form: Format) -> bool:
    """Whether the figure stands under its point: in a valley, or where the target is right above; never on the axis."""
    place = _pixel(dot.value, scale, form)
    if place > form.height - 2 * form.font:
        return False
    above = 0 if data.target is None or data.target[0] != dot.year else place - _pixel(data.target[1], scale, form)
    return 0 < above < 2 * form.font or _is_valley(data, dot)


def _nudge(data: ChartData, year: int, said: str, form: Format) -> float:
    """How far a figure at the left edge is moved to the right, so that it does not cover the axis and its words."""
    years = data.years
    place = form.width * (year - years[0] + EDGE) / (years[-1] - years[0] + 2 * EDGE)
    return round(max(text_width(said, form.font) / 2 - place + 4, 0), 1)


def _is_valley(data: ChartData, dot: Dot) -> bool:
    place = data.dots.index(dot)
    beside = data.dots[max(place - 1, 0) : place] + data.dots[place + 1 : place + 2]
    return len(beside) == 2 and all(other.value > dot.value for other in beside)


def _labelled(data: ChartData, form: Format) -> list[Dot]:
    """The figures whose values are written: all while there is room, else the first and the latest."""
    if len(data.years) <= form.years:
        return list(data.dots)
    return [data.dots[0], data.dots[-1]] if len(data.dots) > 1 else list(data.dots)


def _ends(data: ChartData, form: Format, scale: list[float]) -> list[Layer]:
    """The words to the right of the plot, each at the height of what it names, moved apart where they would overlap."""
    ends: list[tuple[float, list[str], str]] = []
    if data.target is not None:
        ends.append((data.target[1], [word(WORDS, "target", data.lang), data.number(data.target[1])], VERMILION))
    limits = (data.keep[0].max, data.keep[0].min) if data.keep else ()
    ends += [(end, [data.number(end)], VERMILION) for end in limits if end is not None]
    if data.ahead:
        last = data.ahead[-1]
        ends.append((last.mean, [word(WORDS, "projection-short", data.lang), data.number(last.mean)], GREEN))
    places = _apart([_pixel(value, scale, form) for value, _, _ in ends], form.font * 1.5, form.height)
    gap = " " if data.lang == "en" else "　"
    layers = [
        _beside(gap.join(lines), form.width + 4, y, color, form)
        for (_, lines, color), y in zip(ends, places, strict=True)
    ]
    return layers + _range(data, form, max(places, default=0.0))


def _range(data: ChartData, form: Format, lowest: float) -> list[Layer]:
    if not data.ahead or data.ahead[-1].interval is None:
        return []
    low, high = (data.number(end) for end in data.ahead[-1].interval)
    said = word(WORDS, "range", data.lang).format(low=low, high=high)
    line = form.font * 1.4
    return [
        _beside(text, form.width + 4, lowest + line * (index + 1), MUTED, form, small=True)
        for index, text in enumerate((word(WORDS, "interval", data.lang), said))
    ]


def _beside(text: str, x: float, y: float, color: str, form: Format, *, small: bool = False) -> Layer:  # noqa: PLR0913 - a word and its place
    size = form.font - 1 if small else form.font
    mark = {"type": "text", "align": "left", "baseline": "middle", "color": DARK.get(color, color), "fontSize": size}
    weight = {} if small else {"fontWeight": "bold"}
    return _layer([{}], {**mark, **weight, "text": text}, x={"value": round(x, 1)}, y={"value": round(y, 1)})


DARK = {VERMILION: "#a64900", GREEN: "#00694d"}
"""The same hues dark enough for words on white: contrast above 4.5."""


def _pixel(value: float, scale: list[float], form: Format) -> float:
    return form.height * (1 - (value - scale[0]) / (scale[-1] - scale[0]))


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


def _legend(data: ChartData, form: Format) -> list[tuple[str, str, int, float]]:
    """What each pattern means: kind, words, row and place in the row."""
    kinds = [("actual", bool(data.firm)), ("preliminary", len(data.firm) < len(data.dots)), ("path", bool(data.path))]
    kinds += [("limits", data.keep is not None), ("projection", bool(data.ahead))]
    kinds += [("interval", bool(data.ahead) and data.ahead[0].interval is not None)]
    placed, row, x = [], 0, 0.0
    for kind in (kind for kind, shown in kinds if shown):
        text = word(WORDS, kind, data.lang)
        width = 34 + text_width(text, form.font) + 18
        if x and x + width - 18 > form.width + form.margin - 20:
            row, x = row + 1, 0.0
        placed.append((kind, text, row, x))
        x += width
    return placed


def text_width(text: str, size: float) -> float:
    """About how wide a text is, in pixels: a wide character is as wide as it is high, others a little over half."""
    return sum(size if unicodedata.east_asian_width(char) in "WF" else size * 0.56 for char in text)


def _rows(legend: list[tuple[str, str, int, float]]) -> int:
    return max((row for _, _, row, _ in legend), default=0) + 1


def _drawn(legend: list[tuple[str, str, int, float]], form: Format) -> list[Layer]:
    layers: list[Layer] = []
    rows = _rows(legend)
    for kind, text, row, x in legend:
        y = -(rows - row) * form.font * 1.6 - (form.font * 1.6)
        layers += _key(kind, x - 24, y)
        words = {"type": "text", "align": "left", "baseline": "middle", "text": text, "color": MUTED}
        layers.append(_layer([{}], words, x={"value": round(x + 10, 1)}, y={"value": round(y, 1)}))
    return layers


def _key(kind: str, x: float, y: float) -> list[Layer]:
    """The sample of a pattern in the legend, 26 pixels wide."""
    left, right, middle = {"value": round(x, 1)}, {"value": round(x + 26, 1)}, {"value": round(x + 13, 1)}
    height = {"value": round(y, 1)}
    color = BLUE if kind in ("actual", "preliminary") else VERMILION if kind in ("path", "limits") else GREEN
    if kind == "interval":
        top, bottom = {"value": round(y - 6, 1)}, {"value": round(y + 6, 1)}
        mark = {"type": "rect", "color": GREEN, "opacity": BAND_OPACITY}
        return [_layer([{}], mark, x=left, x2=right, y=top, y2=bottom)]
    layers = []
    if kind != "preliminary":
        dash = DASH["path" if kind == "limits" else kind]
        mark = {"type": "rule", "color": color, "strokeWidth": 3 if kind == "actual" else 2.5, "strokeDash": dash}
        layers.append(_layer([{}], mark, x=left, x2=right, y=height))
    shape = {"actual": "circle", "preliminary": "circle", "path": "diamond", "projection": "triangle-up"}.get(kind)
    if shape is not None:
        fill = PAPER if kind == "preliminary" else color
        point = {"type": "point", "shape": shape, "size": 64, "fill": fill, "stroke": color, "opacity": 1}
        layers.append(_layer([{}], point, x=middle, y=height))
    return layers
