"""A chart as a file: the Vega-Lite specification itself, or drawn as SVG or PNG."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, Any, Literal, get_args

from unpolicy.errors import MissingExtraError
from unpolicy.views.chart_spec import PICTURE, Format, chart_spec

if TYPE_CHECKING:
    from types import ModuleType

    from unpolicy.views.chart import Chart

ChartFormat = Literal["svg", "png", "json"]

FORMATS: tuple[ChartFormat, ...] = get_args(ChartFormat)

SHARPNESS = 2.0
"""Pixels of a PNG for each pixel of the chart, so that it stays sharp on dense screens and on paper."""

DRAWING: dict[str, Any] = {"vl_version": "5.21", "allowed_base_urls": []}
"""The version is named, so that a newer library changes no chart; nothing is ever read from elsewhere."""

_ROOT = re.compile(r'<svg\b[^>]*?viewBox="(?P<view>[^"]*)"[^>]*>')


def chart_bytes(chart: Chart, form: ChartFormat) -> bytes:
    """The chart's file; the same data give the same bytes on the same machine with the same fonts.

    Raises:
        MissingExtraError: SVG and PNG need an optional dependency.
    """
    if form == "json":
        return (json.dumps(chart_spec(chart), ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode()
    if form == "svg":
        return (chart_svg(chart) + "\n").encode()
    drawn: bytes = _library().vegalite_to_png(chart_spec(chart), scale=SHARPNESS, **DRAWING)
    return drawn


def chart_svg(chart: Chart, form: Format = PICTURE, *, prefix: str = "chart", inline: bool = False) -> str:
    """The chart as an SVG element with a title and a description for screen readers.

    Args:
        chart: what to draw.
        form: how large.
        prefix: what the ids begin with, so that they stay unique where several charts stand on one page.
        inline: whether it stands inside a page, which gives it its size.

    Raises:
        MissingExtraError: drawing needs an optional dependency.
    """
    spec = chart_spec(chart, form)
    drawn: str = _library().vegalite_to_svg(spec, **DRAWING)
    root = _ROOT.search(drawn)
    if root is None:
        raise ValueError("the drawing library gave no SVG")
    _, _, width, height = root["view"].split()
    size = "" if inline else f' xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
    title, description = f"{prefix}-title", f"{prefix}-desc"
    names = f'role="img" lang="{chart.voice.lang}" aria-labelledby="{title} {description}"'
    return (
        f'<svg{size} viewBox="{root["view"]}" {names}><title id="{title}">{escape(chart.title)}</title>'
        f'<desc id="{description}">{escape(spec["description"])}</desc>{drawn[root.end() :]}'
    )


def _library() -> ModuleType:
    try:
        import vl_convert
    except ImportError as error:
        raise MissingExtraError(
            "Drawing charts as SVG or PNG needs vl-convert-python: pip install 'unpolicy[report]'.",
            ja="図をSVGやPNGにするには vl-convert-python が必要です：pip install 'unpolicy[report]'",
        ) from error
    library: ModuleType = vl_convert
    return library
