"""The methods that look at growth: Eurostat's, the United Nations', Statistics Canada's, and 健康日本21's grades."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

from unpolicy.measures.case import Bands, Method, Reason, Terms
from unpolicy.measures.numbers import (
    N,
    Step,
    above,
    at_least,
    constant,
    finite,
    no_less_than,
    no_more_than,
    note,
    power,
    quotient,
)
from unpolicy.measures.progress import expected_figure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from unpolicy.names import Grade, MethodName, Verdict


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

    def sense(self, case: Terms[N]) -> N:
        """+1 where growth is desired, −1 where it is not."""
        return case.d

    def free_measure(self, case: Terms[N], log: list[Step] | None) -> N | None:
        """The observed growth rate in the desired direction: d × CAGRo.

        Source: Eurostat, as for `Eurostat.measure`, annex on assessing trends without quantitative targets.
        """
        observed = cagr(case.b, case.c, case.t - case.t0)
        return None if observed is None else self.sense(case) * note(log, "observed-growth", "CAGRo", observed)

    def free_figure(self, case: Terms[N], edge: float) -> N | None:
        """The figure of year t at which the measure without a target is `edge`."""
        return grown(case.b, self.sense(case) * edge, case.t - case.t0)


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


ZERO = 0.001
"""What stands for a baseline or a target of zero, as published; a latest figure of zero stays what it is."""
EXPONENT = 4.44
TOP, BOTTOM = 5, -5


class StatCan(Growth):
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
        return quotient(self.sense(case) * observed, abs(required))

    def figure(self, case: Terms[N], T: N, tT: N, edge: float) -> N | None:
        """The figure of year t at which the measure is `edge`."""
        required = cagr(case.b, T, tT - case.t0)
        return None if required is None else grown(case.b, self.sense(case) * edge * abs(required), case.t - case.t0)

    def sense(self, case: Terms[N]) -> N:
        """As it is, s × d: the growth of a negative baseline is a fall."""
        return constant(case.b, "s", -1 if case.b < 0 else 1) * case.d

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


CHANGE = 0.05
"""The least relative change that counts as one, where no statistical test says otherwise."""

GRADES: dict[Verdict, Grade] = {
    "achieved": "A",
    "on-track": "B",
    "acceleration-needed": "B*",
    "limited": "C",
    "moving-away": "D",
    "unknown": "E",
}
"""The grade of each verdict of this method; a target that was missed has that of its change."""

_POINTS: dict[Grade, int] = {"A": 5, "B": 4, "B*": 4, "C": 3, "D": 2}
_GRADES: dict[int, Grade] = {5: "A", 4: "B", 3: "C", 2: "D"}


class Kenko21(Method):
    """Grades by the relative change since the baseline.

    A reached; B five percent better or more, B* where such a figure is behind the line to the target all the same; D
    five percent worse or more; C between; E without figures to compare.

    Source: Ministry of Health, Labour and Welfare of Japan, 健康日本21（第二次）最終評価報告書 (2022), chapter 2,
    figure Ⅱ-5 and the text around it.
    """

    name = "kenko21"
    bands = Bands(CHANGE, CHANGE, -CHANGE)
    free_bands = bands
    graded = True

    def refusal(self, case: Terms[float]) -> Reason | None:
        """A baseline of zero: nothing is a share of it."""
        return "zero" if case.b == 0 else None

    def measure(self, case: Terms[N], T: N, tT: N, log: list[Step] | None) -> N | None:  # noqa: ARG002 -- not needed
        """The relative change in the desired direction: d × (c − b) / |b|."""
        return quotient(case.d * (case.c - case.b), abs(case.b))

    def free_measure(self, case: Terms[N], log: list[Step] | None) -> N | None:  # noqa: ARG002 -- one line says it all
        """The same: only A and B* need a target."""
        return quotient(case.d * (case.c - case.b), abs(case.b))

    def verdict_of(self, terms: Terms[N], measured: float, bands: Bands) -> Verdict:
        """The verdict that stands for the grade of a figure which is not at the target."""
        if at_least(measured, bands.on_track):
            promised = expected_figure(terms)
            behind = promised is not None and (terms.c - promised) * terms.d < 0
            return "acceleration-needed" if behind else "on-track"
        return "limited" if above(measured, bands.limited) else "moving-away"

    def edge(self, case: Terms[N], verdict: Verdict) -> tuple[N, bool] | None:
        """The figure of year t, in the desired direction, from which on a verdict is given."""
        if self.bands.edge(verdict) is None:
            return None
        if verdict == "limited":
            worst = finite(case.b - case.d * CHANGE * abs(case.b))
            return None if worst is None else (worst, True)
        better = finite(case.b + case.d * CHANGE * abs(case.b))
        promised = expected_figure(case) if verdict == "on-track" else None
        if better is not None and promised is not None and (promised - better) * case.d > 0:
            better = promised
        return None if better is None else (better, False)


def goal_grade(grades: Iterable[Grade]) -> Grade | None:
    """The grade of several indicators of one aim: their mean as A 5, B and B* 4, C 3, D 2.

    A remainder of .5 goes down, E is left out; `None` where nothing is left.
    """
    points = [_POINTS[grade] for grade in grades if grade in _POINTS]
    return _GRADES[math.ceil(sum(points) / len(points) - 0.5)] if points else None
