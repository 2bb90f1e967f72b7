"""The straight line: is the change per year so far as large as the promise asks for?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.measures.bands import Bands
from unpolicy.measures.progress import observed_pace, required_pace
from unpolicy.measures.safe import finite, quotient
from unpolicy.measures.traced import note

if TYPE_CHECKING:
    from unpolicy.measures.case import Reason, Terms
    from unpolicy.measures.traced import N, Step

BANDS = Bands(0.95, 0.60, 0)


def refusal(case: Terms[float]) -> Reason | None:  # noqa: ARG001 -- the other methods refuse some figures
    """The straight line judges all figures."""
    return None


def measure(case: Terms[N], T: N, tT: N, log: list[Step] | None) -> N | None:
    """Observed pace / required pace: 1 when the figure moves exactly as fast as the straight line to the target.

    Source: this project's default. The bands are those of the growth ratio of Eurostat and of Statistics Canada,
    so that verdicts can be compared between methods.
    """
    observed = observed_pace(case.b, case.c, case.t0, case.t)
    required = required_pace(case.b, T, case.t0, tT)
    if observed is None or required is None:
        return None
    observed = note(log, "observed-pace", "observed", observed)
    required = note(log, "required-pace", "required", required)
    return quotient(observed, required)


def figure(case: Terms[N], T: N, tT: N, edge: float) -> N | None:
    """The figure of year t at which the measure is `edge`."""
    required = required_pace(case.b, T, case.t0, tT)
    return None if required is None else finite(case.b + edge * required * (case.t - case.t0))
