"""How charts look: colours, sizes, round figures for axes, and the smallest pieces that pictures are made of.

Colours are Okabe and Ito's, which stay apart in every form of colour blindness; each line also has its own dash pattern
and its own point shape, so that the chart can be read in grey. Source: Okabe & Ito, Color Universal Design (2008).
"""

from __future__ import annotations

import math
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from unpolicy.views.chart import Line

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"

INK, MUTED, FAINT, GRID, PAPER = "#1b1f24", "#57606a", "#8c959f", "#e4e7eb", "#ffffff"
BLUE, VERMILION, GREEN = "#0072b2", "#d55e00", "#009e73"

DARK = {VERMILION: "#a64900", GREEN: "#00694d"}
"""The same hues dark enough for words on white: contrast above 4.5."""

FONTS = "'Noto Sans CJK JP','Noto Sans JP','Hiragino Sans','Yu Gothic',Meiryo,'Noto Sans',sans-serif"

EDGE = 0.3
"""Years of room before the first year and behind the last."""

COLORS = {"actual": BLUE, "preliminary": BLUE, "path": VERMILION, "limits": VERMILION, "target": VERMILION}
COLORS |= {"projection": GREEN, "interval": GREEN, "waiting": FAINT, "confidence": BLUE, "joined": BLUE, "break": MUTED}
DASHES = {
    "actual": [1, 0],
    "joined": [1, 0],
    "path": [7, 4],
    "limits": [7, 4],
    "projection": [2, 3],
    "waiting": [1, 4],
    "break": [8, 3, 2, 3],
}
SOLID = frozenset({"actual", "joined"})
WIDTHS = {"actual": 3.0, "joined": 1.0, "path": 2.0, "limits": 2.0, "projection": 2.5}
SHAPES = {"actual": "circle", "preliminary": "circle", "path": "diamond", "projection": "triangle-up"}
BAND_OPACITY = 0.16

PARTS = (
    (VERMILION, [7, 4], "square"),
    (GREEN, [2, 3], "triangle-up"),
    ("#8f3f71", [1, 0], "diamond"),
    (INK, [8, 3, 2, 3], "triangle-down"),
    ("#7a6000", [7, 4], "cross"),
    ("#0b7285", [2, 3], "square"),
    (VERMILION, [1, 0], "triangle-right"),
    (GREEN, [8, 3, 2, 3], "diamond"),
)
"""The colour, the dashes and the shape of each part's line."""

VegaMark = dict[str, Any]
Layer = dict[str, Any]


BAR: VegaMark = {"type": "rule", "color": BLUE, "strokeWidth": 1.5, "opacity": 0.7}
"""A confidence interval."""


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


def layer(values: Iterable[dict[str, Any]], mark: VegaMark, **encoding: Any) -> Layer:  # noqa: ANN401 - free JSON
    """A layer of a specification: a mark, its data, and how they are encoded."""
    return {"data": {"values": [*values]}, "mark": mark, **({"encoding": encoding} if encoding else {})}


def placed(mark: VegaMark, **places: float) -> Layer:
    """A mark at a place of the picture, in pixels from the plot's upper left corner."""
    return layer([{}], mark, **{channel: {"value": round(pixel, 1)} for channel, pixel in places.items()})


def rows(line: Iterable[tuple[float, float]]) -> list[dict[str, float]]:
    """The years and figures of a line or of points, as data of a layer."""
    return [{"year": year, "value": value} for year, value in line]


def line_layer(line: Line, kind: str) -> Layer:
    """A line through years and their figures."""
    look = {"type": "line", "color": COLORS[kind], "strokeWidth": WIDTHS[kind]}
    dash = {} if kind in SOLID else {"strokeDash": DASHES[kind]}
    return layer(rows(line), look | dash)


def sample(kind: str, x: float, y: float) -> Iterator[Layer]:
    """The sample of a pattern in the legend, 26 pixels wide."""
    color = COLORS[kind]
    if kind == "interval":
        yield placed({"type": "rect", "color": color, "opacity": BAND_OPACITY}, x=x, x2=x + 26, y=y - 6, y2=y + 6)
    if kind in DASHES:
        mark = {"type": "rule", "color": color, "strokeWidth": WIDTHS[kind]}
        yield placed(mark | {"strokeDash": DASHES[kind]}, x=x, x2=x + 26, y=y)
    if kind == "confidence":
        yield placed(BAR, x=x + 13, y=y - 7, y2=y + 7)
        for end in (y - 7, y + 7):
            yield placed(BAR, x=x + 9, x2=x + 17, y=end)
    if kind in SHAPES:
        fill = PAPER if kind == "preliminary" else color
        mark = {"type": "point", "shape": SHAPES[kind], "size": 64, "fill": fill, "stroke": color, "opacity": 1}
        yield placed(mark, x=x + 13, y=y)


def apart(wanted: list[float], gap: float, height: float) -> list[float]:
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


def ticks(low: float, high: float, count: int) -> list[float]:
    """About `count` round figures that cover low to high, the outermost ones at or beyond them."""
    rough = (high - low) / max(count - 1, 1) or max(abs(high), 1.0)
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough * 0.999)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [float(f"{index * step:.12g}") for index in range(first, max(last, first + 1) + 1)]


def tick_decimals(values: Sequence[float]) -> int:
    """Digits behind the point that tell ticks apart."""
    return max((len(f"{value:.10f}".rstrip("0").partition(".")[2]) for value in values), default=0)


def year_ticks(years: Sequence[int], most: int) -> list[int]:
    """At most `most` years, the last one among them."""
    step = -(-len(years) // most)
    return list(years)[::-1][::step][::-1]
