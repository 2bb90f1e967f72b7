"""Compound annual growth, which most published methods measure by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unpolicy.measures.safe import finite, power, quotient

if TYPE_CHECKING:
    from unpolicy.measures.case import Reason, Terms
    from unpolicy.measures.traced import N


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
