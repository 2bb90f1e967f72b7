"""The progress assessments of the United Nations Statistics Division, in the versions of 2022 and 2023."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.measures.bands import Bands
from unpolicy.measures.growth import cagr
from unpolicy.measures.progress import gap_closed
from unpolicy.measures.safe import finite, power, quotient
from unpolicy.measures.traced import note

if TYPE_CHECKING:
    from unpolicy.measures.case import Terms
    from unpolicy.measures.traced import N, Step

BANDS_2022 = Bands(0.95, 0.50, -0.10)
"""Of CAGRo / CAGRr, the measure that `eurostat` computes."""
BANDS_2023 = Bands(0.95, 0.10, 0)
FREE_BANDS = Bands(0.02, 0.005, 0)


def measure_2023(case: Terms[N], T: N, tT: N, log: list[Step] | None) -> N | None:
    """(v − b) / (T − b): the share of the gap closed in the target year if growth goes on as observed.

    v = c × (1 + CAGRo)^(tT − t) is the figure of the target year at the observed growth rate.
    Source: UN Statistics Division, technical note to the SDG Progress Chart of 2023.
    """
    observed = cagr(case.b, case.c, case.t - case.t0)
    if observed is None:
        return None
    observed = note(log, "observed-growth", "CAGRo", observed)
    factor = power(1 + observed, tT - case.t)
    projected = None if factor is None else finite(case.c * factor)
    return None if projected is None else gap_closed(case.b, note(log, "projected", "v", projected), T)


def figure_2023(case: Terms[N], T: N, tT: N, edge: float) -> N | None:
    """The figure of year t at which the measure is `edge`.

    The figure that grows from b into v = b + edge × (T − b) has reached b × (v / b)^((t − t0) / (tT − t0)) in year t.
    """
    ratio = quotient(case.b + edge * (T - case.b), case.b)
    elapsed = quotient(case.t - case.t0, tT - case.t0)
    factor = None if ratio is None or elapsed is None else power(ratio, elapsed)
    return None if factor is None else finite(case.b * factor)
