"""Eurostat's indicator assessment: a ratio of compound annual growth rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.measures.bands import Bands
from unpolicy.measures.growth import cagr, grown, growth_rates
from unpolicy.measures.safe import quotient
from unpolicy.measures.traced import note

if TYPE_CHECKING:
    from unpolicy.measures.case import Terms
    from unpolicy.measures.traced import N, Step

BANDS = Bands(0.95, 0.60, 0)
FREE_BANDS = Bands(0.01, 0.001, -0.001, strict=True)


def measure(case: Terms[N], T: N, tT: N, log: list[Step] | None) -> N | None:
    """CAGRo / CAGRr: observed growth rate over the rate that leads from baseline to target.

    Source: Eurostat, "Sustainable development in the European Union: monitoring report on progress towards the
    SDGs in an EU context", annex on assessing trends against quantitative targets.
    """
    rates = growth_rates(case, T, tT, log)
    return None if rates is None else quotient(*rates)


def free_measure(case: Terms[N], log: list[Step] | None) -> N | None:
    """The observed growth rate in the desired direction: d × CAGRo.

    Source: Eurostat, as above, annex on assessing trends without quantitative targets (1 % and 0.1 % a year).
    """
    observed = cagr(case.b, case.c, case.t - case.t0)
    return None if observed is None else case.d * note(log, "observed-growth", "CAGRo", observed)


def figure(case: Terms[N], T: N, tT: N, edge: float) -> N | None:
    """The figure of year t at which the measure is `edge`."""
    required = cagr(case.b, T, tT - case.t0)
    return None if required is None else grown(case.b, edge * required, case.t - case.t0)


def free_figure(case: Terms[N], edge: float) -> N | None:
    """The figure of year t at which the measure without a target is `edge`."""
    return grown(case.b, case.d * edge, case.t - case.t0)
