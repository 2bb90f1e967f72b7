"""Drawing a Vega-Lite specification with vl-convert, as SVG or PNG."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unpolicy.errors import MissingExtraError

if TYPE_CHECKING:
    from types import ModuleType

OPTIONS: dict[str, Any] = {"vl_version": "5.21", "allowed_base_urls": []}
"""The version is named, so that a newer library changes no chart; nothing is ever read from elsewhere."""

SHARPNESS = 2.0
"""Pixels of a PNG for each pixel of the chart, so that it stays sharp on dense screens and on paper."""


def svg(spec: dict[str, Any]) -> str:
    """A specification as an SVG document.

    Raises:
        MissingExtraError: drawing needs an optional dependency.
    """
    drawn: str = _library().vegalite_to_svg(spec, **OPTIONS)
    return drawn


def png(spec: dict[str, Any]) -> bytes:
    """A specification as a PNG file.

    Raises:
        MissingExtraError: drawing needs an optional dependency.
    """
    drawn: bytes = _library().vegalite_to_png(spec, scale=SHARPNESS, **OPTIONS)
    return drawn


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
