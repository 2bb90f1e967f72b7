"""Indicators whose years add up: `aggregation: sum`."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from unpolicy.measures.traced import N


def running_totals(series: Sequence[tuple[int, N]]) -> list[tuple[int, N]]:
    """The total so far in each year: results of 8, 25 and 45 make 8, 33 and 78.

    Args:
        series: (year, result) in rising order of years. A year that is absent adds nothing; whether the total is
            complete without it is the caller's to say.
    """
    return list(zip((year for year, _ in series), accumulate(value for _, value in series), strict=True))
