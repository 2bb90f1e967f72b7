"""The picture of a chart on a page: figures and years alone, so that one drawing serves every language and width.

All words are in the page around it. Nothing is placed by how wide letters are: the frame is fixed, with room for
figures in the largest size that a page gives them, where it is narrow.
"""

from __future__ import annotations

import hashlib
import json
import re
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from unpolicy.version import __version__
from unpolicy.views import drawing
from unpolicy.views.chart import tick_decimals
from unpolicy.views.chart_spec import (
    BLUE,
    COLORS,
    DARK,
    MUTED,
    SCHEMA,
    Format,
    Plot,
    config,
    describe,
    layer,
    text_width,
)
from unpolicy.years import era_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from xml.etree.ElementTree import Element

    from unpolicy.views.chart import Chart
    from unpolicy.views.chart_spec import Layer

WIDTH, HEIGHT = 640, 280
"""Width of the picture and height of its plot, in the units of its view box."""

FONT, LARGEST_FONT = 12, 24
"""Size of the figures where the page is wide, and where it is narrow."""

TOP, BOTTOM, ERA = 30, 34, 28
"""Room above the plot, below it for years, and for years of an era below these."""

LONGEST_ERA = "平成29"

GAP = 8
"""Least room between two figures or years."""

_SVG = "{http://www.w3.org/2000/svg}"
_KEPT = {"d", "fill", "font-weight", "opacity", "stroke", "stroke-dasharray", "stroke-linecap", "stroke-width"}
_KEPT |= {"class", "text-anchor", "transform", "x2", "y2"}
_INHERITED = ("fill", "font-weight", "stroke", "stroke-width", "text-anchor")
_USUAL = {("opacity", "1"), ("stroke-width", "1"), ("x2", "0"), ("y2", "0"), ("transform", "translate(0,0)")}
_LONG = re.compile(r"-?\d+\.\d\d+(?:e-?\d+)?")
_DOT = re.compile(r'<path transform="translate\(([\d.]+),([\d.]+)\)" d="M4,0A4,4,0,1,1,-4,0A4,4,0,1,1,4,0"')
_BLANKS = re.compile(r"/\*.*?\*/|(?<=[{};])\s+|\s+(?=[{}])")
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
        margin = _room(chart.number(value) for _, value in self.ends)
        width = WIDTH - self.left - margin
        self.form = self.form._replace(width=width, margin=margin, years=max(2, min(9, width // 48)))

    def x_axis(self) -> dict[str, Any]:
        """The axis of years without words."""
        x = super().x_axis()
        return x | {"axis": x["axis"] | {"title": None, "labelExpr": "datum.value", "labelPadding": 9}}

    def y_axis(self) -> dict[str, Any]:
        """The axis of figures without words."""
        y = super().y_axis()
        return y | {"axis": y["axis"] | {"title": None}}

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
            yield self.right(self.chart.number(value), y, DARK[COLORS[kind]])


def _room(texts: Iterable[str]) -> int:
    return round(max((text_width(text, LARGEST_FONT) for text in texts), default=0)) + 10


def draw_pictures(
    charts: Iterable[Chart], kept: Mapping[str, str] | None = None, step: Callable[[], None] | None = None
) -> dict[str, str]:
    """The pictures of charts by the digests of their specifications, each drawn once.

    Args:
        charts: what to draw.
        kept: pictures that were drawn before.
        step: called after each picture that is drawn.

    Raises:
        MissingExtraError: drawing needs an optional dependency.
    """
    specs = {digest(spec): spec for spec in map(page_spec, charts)}
    known = {key: kept[key] for key in specs if key in kept} if kept else {}
    drawn = drawing.svgs({key: spec for key, spec in specs.items() if key not in known}, step)
    return known | {key: slim(picture) for key, picture in drawn.items()}


def digest(spec: dict[str, Any]) -> str:
    """A name for a specification's picture; another one where another version would draw it otherwise."""
    text = json.dumps([__version__, drawing.OPTIONS, spec], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def picture_svg(chart: Chart, pictures: Mapping[str, str], prefix: str) -> str:
    """A chart as an SVG element for a page, with a title and a description for screen readers.

    Args:
        chart: what to draw.
        pictures: what `draw_pictures` drew of it.
        prefix: what the ids begin with, so that they stay unique where several charts stand on one page.
    """
    drawn = pictures[digest(page_spec(chart))]
    eras = chart.voice.lang == "ja"
    if eras:
        drawn = _YEAR.sub(lambda year: f'{year[0]}<tspan x="0" dy="1.2em">{era_label(int(year[2]))}</tspan>', drawn)
    height = TOP + HEIGHT + BOTTOM + (ERA if eras else 0)
    title, description = f"{prefix}-title", f"{prefix}-desc"
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" lang="{chart.voice.lang}" '
        f'aria-labelledby="{title} {description}"><title id="{title}">{escape(chart.title)}</title>'
        f'<desc id="{description}">{escape(describe(chart))}</desc>{drawn}</svg>'
    )


def picture_file(drawn: str, styles: str) -> str:
    """A drawing as a file of its own, which adapts to the width at which a page shows it.

    Where its address ends in `#ja`, the years have their names in eras below them.

    Args:
        drawn: what is inside the picture.
        styles: the style sheet of pictures.
    """
    eras = _YEAR.sub(
        lambda year: f'{year[0]}<tspan class="era" x="0" dy="1.2em">{era_label(int(year[2]))}</tspan>', drawn
    )
    own = ":root{font-family:sans-serif}.era{display:none}:root:target .era{display:inline}"
    view = f"0 0 {WIDTH} {TOP + HEIGHT + BOTTOM + ERA}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="ja" class="chart" viewBox="{view}">'
        f"<style>{_BLANKS.sub('', styles)}{own}</style>{eras}</svg>\n"
    )


def slim(svg: str) -> str:
    """What is inside an SVG document, without what says nothing, and with classes for what a page styles."""
    root = ET.fromstring(svg)  # noqa: S314 - it was drawn here, from our own specification
    texts = sorted(root.iter(f"{_SVG}text"), key=_across)
    values = [text for text in texts if text.get("fill") == BLUE]
    labels = [text for text in texts if text.get("fill") == MUTED and text.get("text-anchor") == "middle"]
    years = [text for text in labels if (text.text or "").isdigit()]
    _classify("value", values, values[1:-1], [text.text or "" for text in values])
    _classify("year", years, years[-2::-2], [LONGEST_ERA] * len(years))
    return "".join(_pieces(root))


def _classify(kind: str, texts: list[Element], inner: list[Element], words: list[str]) -> None:
    """Give texts a class, and those between the others another one where a narrow page has no room for all."""
    halves = [text_width(text, LARGEST_FONT) / 2 + GAP / 2 for text in words]
    crowded = any(
        _across(b) - _across(a) < x + y for (a, b), (x, y) in zip(pairwise(texts), pairwise(halves), strict=True)
    )
    for text in texts:
        text.set("class", f"{kind} more" if crowded and text in inner else kind)


def _across(text: Element) -> float:
    """Where a text is, from the left."""
    return float(text.get("transform", "translate(0,").partition("(")[2].partition(",")[0])


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        if child.get("class") in ("background", "foreground"):
            continue
        tag = child.tag.removeprefix(_SVG)
        if tag == "g":
            _hoist(child)
        kept = _KEPT - {"class"} if tag == "g" else _KEPT
        said = ((name, _LONG.sub(_short, value)) for name, value in child.items() if name in kept)
        attributes = "".join(f' {name}="{value}"' for name, value in said if (name, value) not in _USUAL)
        inside = escape(child.text or "") + "".join(_pieces(child))
        if tag == "g" and not attributes:
            yield inside
        else:
            drawn = f"<{tag}{attributes}>{inside}</{tag}>" if inside else f"<{tag}{attributes}/>"
            yield _DOT.sub(r'<circle cx="\1" cy="\2" r="4"', drawn)


def _hoist(group: Element) -> None:
    """Say what all shapes of a group have in common once."""
    children = list(group)
    for name in _INHERITED if len(children) > 1 else ():
        values = {child.get(name) for child in children}
        if len(values) == 1 and None not in values:
            group.set(name, values.pop() or "")
            for child in children:
                del child.attrib[name]


def _short(number: re.Match[str]) -> str:
    return f"{float(number[0]):.1f}".removesuffix(".0")
