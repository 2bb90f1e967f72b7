"""A chart as a file: the Vega-Lite specification itself, or drawn as SVG or PNG."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from unpolicy.errors import MissingExtraError
from unpolicy.views.chart_data import describe
from unpolicy.views.chart_spec import PICTURE, Format, chart_spec

if TYPE_CHECKING:
    from types import ModuleType

    from unpolicy.views.chart_data import ChartData

ChartFormat = Literal["svg", "png", "json"]

FORMATS: tuple[ChartFormat, ...] = ("svg", "png", "json")

SHARPNESS = 2.0
"""Pixels of a PNG for each pixel of the chart, so that it stays sharp on dense screens and on paper."""

_VEGA_LITE = "5.21"
"""Named, so that a newer library does not change how a chart looks."""

_ROOT = re.compile(r"<svg\b[^>]*>")
_VIEW = re.compile(r'viewBox="([^"]*)"')


def chart_bytes(data: ChartData, form: ChartFormat) -> bytes:
    """The chart's file; the same data give the same bytes on the same machine with the same fonts.

    Raises:
        MissingExtraError: SVG and PNG need an optional dependency.
    """
    if form == "json":
        return (json.dumps(chart_spec(data), ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode()
    if form == "svg":
        return (chart_svg(data) + "\n").encode()
    drawn: bytes = _library().vegalite_to_png(chart_spec(data), vl_version=_VEGA_LITE, scale=SHARPNESS, **_OFFLINE)
    return drawn


_OFFLINE: dict[str, Any] = {"allowed_base_urls": []}
"""A specification never makes the drawing library read from anywhere."""


def chart_svg(data: ChartData, form: Format = PICTURE, *, prefix: str = "chart", inline: bool = False) -> str:
    """The chart as an SVG element with a title and a description for screen readers.

    Args:
        data: what to draw.
        form: how large.
        prefix: what the ids begin with, so that they stay unique where several charts stand on one page.
        inline: whether it stands inside a page, which gives it its size.

    Raises:
        MissingExtraError: drawing needs an optional dependency.
    """
    drawn: str = _library().vegalite_to_svg(chart_spec(data, form), vl_version=_VEGA_LITE, **_OFFLINE)
    return _named(drawn, data, prefix, inline=inline)


def _named(drawn: str, data: ChartData, prefix: str, *, inline: bool) -> str:
    root = _ROOT.search(drawn)
    view = None if root is None else _VIEW.search(root[0])
    if root is None or view is None:
        raise ValueError("the drawing library gave no SVG")
    _, _, width, height = view[1].split()
    size = "" if inline else f' xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
    ids = f"{prefix}-title", f"{prefix}-desc"
    start = (
        f'<svg{size} viewBox="{view[1]}" role="img" lang="{data.lang}" aria-labelledby="{ids[0]} {ids[1]}">'
        f'<title id="{ids[0]}">{escape(data.title)}</title><desc id="{ids[1]}">{escape(describe(data))}</desc>'
    )
    return start + drawn[root.end() :]


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
