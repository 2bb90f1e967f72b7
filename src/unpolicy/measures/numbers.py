"""Arithmetic that every formula is built from: it never fails, knows float noise, and rounds towards the target.

A figure may be anything that a data file can hold, from zero to 1e308. An undefined number is `None` everywhere in this
package, never an exception, an infinity or NaN.
"""

from __future__ import annotations

import math
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unpolicy.measures.traced import N

TOLERANCE = 1e-9
"""A number counts as at an edge when it is within this share of it.

Figures are decimal and floats are binary: a measure that is exactly .95 on paper may compute to .9499999999999998.
One part in a billion is far above such noise and far below any difference that published figures can show.
"""


def finite(number: N) -> N | None:
    """The number, or `None` when it overflowed."""
    return number if math.isfinite(number) else None


def quotient(dividend: N, divisor: N) -> N | None:
    """`dividend / divisor`, or `None` when it is undefined or overflows."""
    if divisor == 0:
        return None
    return finite(dividend / divisor)


def power(base: N, exponent: N | float) -> N | None:
    """`base ^ exponent` in the real numbers, or `None` when it is undefined or overflows."""
    if base < 0:
        return None
    try:
        raised: N = base**exponent
    except (OverflowError, ZeroDivisionError):
        return None
    return finite(raised)


def at_least(number: float, edge: float) -> bool:
    """Whether a number is at or above an edge, but for float noise."""
    return number >= edge - TOLERANCE * abs(edge)


def above(number: float, edge: float) -> bool:
    """Whether a number is above an edge, and not merely by float noise."""
    return number > edge + TOLERANCE * abs(edge)


def rounded_towards(figure: float, d: float, decimals: int, *, strict: bool = False) -> int | float:
    """The nearest figure with so many decimals that is at least as good as `figure` in the desired direction.

    Args:
        figure: the figure at an edge.
        d: the desired direction, +1 or −1.
        decimals: digits behind the point.
        strict: whether it must be better than `figure`, not only as good.
    """
    scale: int = 10**decimals
    ahead = d * figure * scale
    if not math.isfinite(ahead):
        return figure
    slack = TOLERANCE * abs(ahead)
    whole = math.ceil(ahead - slack)
    if strict and whole <= ahead + slack:
        whole += 1
    units = round(d) * whole
    return units if decimals == 0 else round(units / scale, decimals)


def running_totals(series: Sequence[tuple[int, N]]) -> list[tuple[int, N]]:
    """The total so far in each year: results of 8, 25 and 45 make 8, 33 and 78.

    Args:
        series: (year, result) in rising order of years. A year that is absent adds nothing; whether the total is
            complete without it is the caller's to say.
    """
    return list(zip((year for year, _ in series), accumulate(value for _, value in series), strict=True))
