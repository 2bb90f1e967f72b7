"""Figures rounded so that what is needed is never rounded away."""

from __future__ import annotations

import math

from unpolicy.measures.bands import TOLERANCE


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
