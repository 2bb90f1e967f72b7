"""Round figures and years for the axes of a chart."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


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
