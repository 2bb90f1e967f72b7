"""Compound annual growth, and the methods that compare growth rates: Eurostat's and the United Nations'.

Statistics Canada's, which adds scores, stands in `statcan`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from unpolicy.measures.case import Bands
from unpolicy.measures.method import Method
from unpolicy.measures.numbers import finite, power, quotient
from unpolicy.measures.traced import note

if TYPE_CHECKING:
    from unpolicy.measures.case import Reason, Terms
    from unpolicy.measures.traced import N, Step
    from unpolicy.names import MethodName


def cagr(b: N, c: N, years: N) -> N | None:
    """The compound annual growth rate from b to c: `(c / b)^(1 / years) − 1`, .05 for five percent a year.

    `None` without a year between them, from zero, and across a sign.
    """
    ratio = quotient(c, b)
    if ratio is None or years <= 0:
        return None
    factor = power(ratio, 1 / years)
    return None if factor is None else finite(factor - 1)


def grown(b: N, rate: N, years: N) -> N | None:
    """The figure that b becomes when it grows at a yearly rate: `b × (1 + rate)^years`. The inverse of `cagr`."""
    factor = power(1 + rate, years)
    return None if factor is None else finite(b * factor)


def growth_rates(case: Terms[N], T: N, tT: N, log: list[Step] | None) -> tuple[N, N] | None:
    """CAGRo and CAGRr: the growth rate so far, and the one that leads from baseline to target; `None` without both."""
    observed = cagr(case.b, case.c, case.t - case.t0)
    required = cagr(case.b, T, tT - case.t0)
    if observed is None or required is None:
        return None
    return note(log, "observed-growth", "CAGRo", observed), note(log, "required-growth", "CAGRr", required)


class Growth(Method):
    """What the methods that compare growth rates as they are have in common."""

    def refusal(self, case: Terms[float]) -> Reason | None:
        """A zero or a change of sign among baseline, latest figure and target."""
        figures = (case.b, case.c) if case.T is None else (case.b, case.c, case.T)
        if 0 in figures:
            return "zero"
        negative = case.b < 0
        if any((figure < 0) is not negative for figure in figures):
            return "sign-change"
        # Growth of a negative figure is a fall, which the methods without a target do not provide for.
        return "negative-base" if negative and case.T is None else None

    def free_measure(self, case: Terms[N], log: list[Step] | None) -> N | None:
        """The observed growth rate in the desired direction: d × CAGRo.

        Source: Eurostat, as for `Eurostat.measure`, annex on assessing trends without quantitative targets.
        """
        observed = cagr(case.b, case.c, case.t - case.t0)
        return None if observed is None else case.d * note(log, "observed-growth", "CAGRo", observed)

    def free_figure(self, case: Terms[N], edge: float) -> N | None:
        """The figure of year t at which the measure without a target is `edge`."""
        return grown(case.b, case.d * edge, case.t - case.t0)


class Eurostat(Growth):
    """Eurostat's indicator assessment: a ratio of growth rates; without a target the edges are 1 % and 0.1 % a year."""

    name: ClassVar[MethodName] = "eurostat"
    bands = Bands(0.95, 0.60, 0)
    free_bands = Bands(0.01, 0.001, -0.001, strict=True)

    def measure(self, case: Terms[N], T: N, tT: N, log: list[Step] | None) -> N | None:
        """CAGRo / CAGRr: observed growth rate over the rate that leads from baseline to target.

        Source: Eurostat, "Sustainable development in the European Union: monitoring report on progress towards the
        SDGs in an EU context", annex on assessing trends against quantitative targets.
        """
        rates = growth_rates(case, T, tT, log)
        return None if rates is None else quotient(*rates)

    def figure(self, case: Terms[N], T: N, tT: N, edge: float) -> N | None:
        """The figure of year t at which the measure is `edge`."""
        required = cagr(case.b, T, tT - case.t0)
        return None if required is None else grown(case.b, edge * required, case.t - case.t0)


class Unsd2022(Eurostat):
    """The progress assessment of the United Nations Statistics Division in the version of 2022: Eurostat's measure."""

    name = "unsd2022"
    bands = Bands(0.95, 0.50, -0.10)
    free_bands = Bands(0.02, 0.005, 0)


class Unsd2023(Growth):
    """The progress assessment of the United Nations Statistics Division in the version of 2023."""

    name = "unsd2023"
    bands = Bands(0.95, 0.10, 0)
    free_bands = Unsd2022.free_bands

    def measure(self, case: Terms[N], T: N, tT: N, log: list[Step] | None) -> N | None:
        """(v − b) / (T − b): the share of the gap closed in the target year if growth goes on as observed.

        v = c × (1 + CAGRo)^(tT − t) is the figure of the target year at the observed growth rate.
        Source: UN Statistics Division, technical note to the SDG Progress Chart of 2023.
        """
        observed = cagr(case.b, case.c, case.t - case.t0)
        if observed is None:
            return None
        projected = grown(case.c, note(log, "observed-growth", "CAGRo", observed), tT - case.t)
        return None if projected is None else quotient(note(log, "projected", "v", projected) - case.b, T - case.b)

    def figure(self, case: Terms[N], T: N, tT: N, edge: float) -> N | None:
        """The figure of year t at which the measure is `edge`.

        The figure that grows from b into v = b + edge × (T − b) has reached b × (v / b)^((t − t0) / (tT − t0)) in year
        t.
        """
        ratio = quotient(case.b + edge * (T - case.b), case.b)
        elapsed = quotient(case.t - case.t0, tT - case.t0)
        factor = None if ratio is None or elapsed is None else power(ratio, elapsed)
        return None if factor is None else finite(case.b * factor)
