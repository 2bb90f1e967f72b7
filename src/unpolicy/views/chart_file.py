"""A chart as a file: the Vega-Lite specification itself, or drawn as SVG or PNG."""

from __future__ import annotations

import json
import re
import struct
import zlib
from typing import TYPE_CHECKING, Literal, get_args

from unpolicy.names import MADE_BY
from unpolicy.views import drawing
from unpolicy.views.chart_spec import chart_spec
from unpolicy.views.chart_words import named_svg

if TYPE_CHECKING:
    from unpolicy.views.chart import Chart

ChartFormat = Literal["svg", "png", "json"]

FORMATS: tuple[ChartFormat, ...] = get_args(ChartFormat)

_ROOT = re.compile(r'<svg\b[^>]*?viewBox="(?P<view>[^"]*)"[^>]*>')


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
        return _marked(drawing.png(spec))
    return (_named(drawing.svg(spec), chart) + "\n").encode()


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
