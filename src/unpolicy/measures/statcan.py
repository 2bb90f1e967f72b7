"""The progress measure of Statistics Canada and Open SDG, with its scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from unpolicy.measures.case import Bands
from unpolicy.measures.growth import cagr, grown, growth_rates
from unpolicy.measures.method import Method
from unpolicy.measures.numbers import at_least, quotient
from unpolicy.measures.traced import constant, no_less_than, no_more_than, note

if TYPE_CHECKING:
    from unpolicy.measures.case import Reason, Terms
    from unpolicy.measures.traced import N, Step

ZERO = 0.001
"""What stands for a baseline or a target of zero, as published; a latest figure of zero stays what it is."""
EXPONENT = 4.44
TOP, BOTTOM = 5, -5


class StatCan(Method):
    """Statistics Canada's measure: growth rates in the desired direction.

    Source: the progress measure that Statistics Canada publishes with its Canadian Indicator Framework and that Open
    SDG computes, for quantitative targets and for targets without a figure.
    """

    name = "statcan"
    bands = Bands(0.95, 0.60, 0)
    free_bands: ClassVar[Bands] = Bands(0.015, 0.005, 0)
    scored = True

    def prepared(self, case: Terms[N]) -> Terms[N]:
        """The terms with 0.001 in place of a baseline or a target of zero."""
        if case.b != 0 and (case.T is None or case.T != 0):
            return case
        T = case.T
        return case._replace(b=_nonzero(case.b, "b"), T=None if T is None else _nonzero(T, "T"))

    def refusal(self, case: Terms[float]) -> Reason | None:
        """A change of sign, or no way to go once zeros are replaced."""
        case = self.prepared(case)
        negative = case.b < 0
        if case.c != 0 and (case.c < 0) is not negative:
            return "sign-change"
        if case.T is None:
            return None
        if case.b == case.T:
            return "flat-target"
        return "sign-change" if (case.T < 0) is not negative else None

    def measure(self, case: Terms[N], T: N, tT: N, log: list[Step] | None) -> N | None:
        """The observed growth rate in the desired direction over the required one's size: s × d × CAGRo / |CAGRr|."""
        rates = growth_rates(case, T, tT, log)
        if rates is None:
            return None
        observed, required = rates
        return quotient(_sign(case.b) * case.d * observed, abs(required))

    def figure(self, case: Terms[N], T: N, tT: N, edge: float) -> N | None:
        """The figure of year t at which the measure is `edge`."""
        required = cagr(case.b, T, tT - case.t0)
        if required is None:
            return None
        return grown(case.b, _sign(case.b) * case.d * edge * abs(required), case.t - case.t0)

    def free_measure(self, case: Terms[N], log: list[Step] | None) -> N | None:
        """The observed growth rate in the desired direction: s × d × CAGRo."""
        observed = cagr(case.b, case.c, case.t - case.t0)
        if observed is None:
            return None
        return _sign(case.b) * case.d * note(log, "observed-growth", "CAGRo", observed)

    def free_figure(self, case: Terms[N], edge: float) -> N | None:
        """The figure of year t at which the measure without a target is `edge`."""
        return grown(case.b, _sign(case.b) * case.d * edge, case.t - case.t0)

    def limit_factor(self, case: Terms[N]) -> N:
        """C, by which the bands shrink near the limit of what the indicator can reach: 1 far from it, 0 at it.

        1 without a limit or if b ≥ 2L; 1 − (b / L)^4.44 if b ≤ L; else 1 − ((2L − b) / L)^4.44; all in magnitudes, as
        published.
        """
        if case.limit is None:
            return constant(case.b, "C", 1)
        b, limit = abs(case.b), abs(case.limit)
        # Halving instead of doubling, so that a huge limit cannot overflow.
        if b / 2 >= limit:
            return constant(case.b, "C", 1)
        distance = (b if b <= limit else limit - (b - limit)) / limit
        shrunk: N = distance**EXPONENT
        return 1 - shrunk

    def score(self, measured: N) -> N:
        """The score of a measure against a target, −5 to 5; a target that is achieved scores 5 whatever the measure.

        R ≥ .6: min(7.1429 R − 4.2857, 5); else max(4.1667 R − 2.5, −5).
        """
        if at_least(float(measured), self.bands.acceleration):
            return no_more_than(7.1429 * measured - 4.2857, TOP)
        return no_less_than(4.1667 * measured - 2.5, BOTTOM)

    def free_score(self, v: N, C: N) -> N:
        """The score of a measure without a target, −5 to 5, where C is the limit factor.

        v < 0: max(125 v − 2.5, −5); C = 0: 5; v ≥ .015 C: min(500 v / C − 5, 5); v ≥ .005 C: 250 v / C − 1.25; else
        500 v / C − 2.5.
        """
        if v < 0:
            return no_less_than(125 * v - 2.5, BOTTOM)
        if C == 0:
            return constant(v, str(TOP), TOP)
        edges = self.free_bands.scaled(float(C))
        if at_least(float(v), edges.on_track):
            return no_more_than(500 * v / C - 5, TOP)
        return 250 * v / C - 1.25 if at_least(float(v), edges.acceleration) else 500 * v / C - 2.5


def _nonzero(number: N, symbol: str) -> N:
    return number if number != 0 else constant(number, symbol, ZERO)


def _sign(b: N) -> N:
    """−1 for a negative baseline, whose growth is a fall."""
    return constant(b, "s", -1 if b < 0 else 1)
