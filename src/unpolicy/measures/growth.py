"""Compound annual growth, which most published methods measure by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.measures.safe import finite, power, quotient
from unpolicy.measures.traced import note

if TYPE_CHECKING:
    from unpolicy.measures.case import Reason, Terms
    from unpolicy.measures.traced import N, Step


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


def refusal(case: Terms[float]) -> Reason | None:
    """Why growth rates cannot judge a case: a zero or a change of sign among baseline, latest figure and target."""
    figures = (case.b, case.c) if case.T is None else (case.b, case.c, case.T)
    if 0 in figures:
        return "zero"
    negative = case.b < 0
    if any((figure < 0) is not negative for figure in figures):
        return "sign-change"
    # Growth of a negative figure is a fall, which the methods without a target do not provide for.
    return "negative-base" if negative and case.T is None else None
