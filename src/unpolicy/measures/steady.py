"""The model `steady` in formulas, each written once: the average change goes on, as if five more years were seen quiet.

Over m gaps of kᵢ years with changes Δᵢ, K = Σ kᵢ, C = Σ Δᵢ, Q = Σ Δᵢ² / kᵢ, a = 5. It is the predictive distribution
of a random walk with drift, slope ~ N(0, σ² / a), p(σ) ∝ 1/σ. Where figures add up it walks with the yearly results.
Source: this project. Student's t distribution for whole degrees of freedom is exact, by the finite series of Abramowitz
& Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4: no special function is needed.
"""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from unpolicy.measures.numbers import N, Step, Traced, exact, no_less_than, note, power, show

if TYPE_CHECKING:
    from collections.abc import Sequence


def cdf(t: float, df: int) -> float:
    """The probability of a value up to t.

    Args:
        t: any number.
        df: degrees of freedom, at least 1.
    """
    half_inside = min(_two_sided(abs(t), df), 1.0) / 2  # the series may end a rounding error above 1
    return 0.5 + half_inside if t > 0 else 0.5 - half_inside


@lru_cache(maxsize=1024)
def quantile(p: float, df: int) -> float:
    """The value that is exceeded with probability 1 − p.

    Args:
        p: a probability between 0 and 1, both excluded.
        df: degrees of freedom, at least 1.

    Raises:
        ValueError: p is no probability between 0 and 1.
    """
    if not 0 < p < 1:
        raise ValueError(f"{p} is not between 0 and 1")
    if p < 0.5:
        return -quantile(1 - p, df)
    if df == 1:
        return math.tan(math.pi * (p - 0.5))
    if df == 2:
        return (2 * p - 1) * math.sqrt(1 / (2 * p * (1 - p)))
    return _bisected(p, df)


def _two_sided(t: float, df: int) -> float:
    """A(t|df): the probability of a value between −t and t."""
    if math.isinf(t):
        return 1.0
    root = math.sqrt(df)
    hypotenuse = math.hypot(root, t)
    sine, cosine = t / hypotenuse, root / hypotenuse
    if df % 2 == 0:
        return sine * _series(cosine, 1.0, range(1, df - 2, 2))
    angle = math.atan2(t, root)
    beyond = sine * _series(cosine, cosine, range(2, df - 2, 2)) if df > 1 else 0.0
    return (angle + beyond) * 2 / math.pi


def _series(cosine: float, first: float, numerators: range) -> float:
    """Sum of the terms, each the one before times cos² θ × k / (k + 1)."""
    square = cosine * cosine
    term = total = first
    for numerator in numerators:
        term *= square * numerator / (numerator + 1)
        total += term
    return total


def _bisected(p: float, df: int) -> float:
    low, high = 0.0, 1.0
    while cdf(high, df) < p:
        low, high = high, high * 2
    while low < (middle := (low + high) / 2) < high:
        if cdf(middle, df) < p:
            low = middle
        else:
            high = middle
    return high


PRIOR_YEARS = 5
"""Years without change that are reckoned with besides those seen: few figures cannot promise much."""

LEVELS = (80, 95)
"""Percent of futures that an interval should hold."""

_LARGEST = 1e100
"""The squares of larger changes are not written down."""


def slope(change: N, years: N) -> N:
    """The change per year that it goes on with: s = C / (K + a)."""
    return change / (years + PRIOR_YEARS)


def spread(squares: N, change: N, years: N, gaps: N | int, decimals: int) -> N | None:
    """The standard deviation of a step over one year: σ̂ = √((Q − C² / (K + a)) / m).

    At least 10^−decimals / √6: what rounding alone makes of a step.
    """
    variance = (squares - change * change / (years + PRIOR_YEARS)) / gaps
    least = 10.0**-decimals / math.sqrt(6)
    root = power(no_less_than(variance, 0) if variance < 0 else variance, 0.5)
    return no_less_than(root, least) if root is not None and root < least else root


def mean(last: N, s: N, ahead: N | int) -> N:
    """The figure expected after so many years: last + s h."""
    return last + s * ahead


def widening(ahead: N, years: N) -> N | None:
    """The standard error's multiple of σ̂ after so many years: √(h (1 + h / (K + a)))."""
    return power(ahead * (1 + ahead / (years + PRIOR_YEARS)), 0.5)


def tilt(ahead: N) -> N:
    """What a total gains from the slope of its yearly results: g = h (h + 1) / 2."""
    return ahead * (ahead + 1) / 2


def total_mean(total: N, result: N, s: N, ahead: N, g: N) -> N:
    """The total expected after so many years: total + h r + s g."""
    return total + ahead * result + s * g


def total_widening(ahead: N, g: N, years: N) -> N | None:
    """The same of a total: √(h (h + 1) (2h + 1) / 6 + g² / (K + a))."""
    return power(ahead * (ahead + 1) * (2 * ahead + 1) / 6 + g * g / (years + PRIOR_YEARS), 0.5)


class SteadyTarget(NamedTuple):
    """What is asked of the model: a year, the figure promised for it, and the direction that is desired."""

    by: int
    value: float
    d: int


def steps(
    points: Sequence[tuple[int, float]], results: Sequence[tuple[int, float]] | None, decimals: int, asked: SteadyTarget
) -> tuple[Step, ...]:
    """How the chance of reaching a target came about, from the changes on.

    Args:
        points: the figures, the totals so far where they add up; at least two.
        results: where figures add up, what each of those years brought.
        decimals: digits behind the point that figures are published with.
        asked: the target.

    Returns:
        The steps; none where figures are too large to be squared.
    """
    walked = points if results is None else results
    if any(abs(value) > _LARGEST for _, value in walked):
        return ()
    letter = "c" if results is None else "a"
    names = {year: f"{letter}{year}" for year, _ in walked}
    atoms = [(year, Traced.symbol(names[year], value)) for year, value in walked]
    log: list[Step] = []
    change = note(log, "forecast-change", "C", atoms[-1][1] - atoms[0][1])
    first, last = atoms[0][0], atoms[-1][0]
    years = note(log, "forecast-years", "K", Traced.symbol("t", last) - Traced.symbol("t1", first))
    s = note(log, "forecast-slope", "s", slope(change, years))
    terms = [(b - a) ** 2 / (then - before) for (before, a), (then, b) in pairwise(atoms)]
    squares = sum(terms[1:], terms[0])
    log.append(Step("forecast-squares", "Σ Δ² / k", squares.figures, squares.value))
    gaps = note(log, "forecast-df", "m", Traced.symbol("n", len(atoms)) - 1)
    sigma = spread(squares.named("Q"), change, years, gaps, decimals)
    assert sigma is not None  # noqa: S101 - the squares of figures that are not too large have a root
    sigma = note(log, "forecast-sigma", "σ̂", sigma)
    ahead = note(log, "forecast-ahead", "h", Traced.symbol("tT", asked.by) - Traced.symbol("t", last))
    if results is None:
        centre, wider = mean(atoms[-1][1], s, ahead), widening(ahead, years)
    else:
        g = note(log, "forecast-tilt", "g", tilt(ahead))
        total = Traced.symbol("c", points[-1][1])
        centre, wider = total_mean(total, atoms[-1][1], s, ahead, g), total_widening(ahead, g, years)
    centre = note(log, "forecast-mean", "mean", centre)
    return () if wider is None else (*log, *_chance(centre, sigma * wider, int(gaps.value), asked))


def _chance(centre: Traced, error: Traced, df: int, asked: SteadyTarget) -> list[Step]:
    """The standard error, the intervals, and how likely a figure at the target or past it is."""
    log: list[Step] = []
    se = note(log, "forecast-error", "se", error)
    if se.value <= 0 or not math.isfinite(se.value):
        return []
    for level in LEVELS:
        share = 0.5 + level / 200
        held = quantile(share, df)
        log.append(Step(f"forecast-{level}-quantile", f"Q({exact(share)}, m)", f"Q({exact(share)}, {df})", held))
        q = Traced.symbol("q", held).named("q")
        note(log, f"forecast-{level}-low", "low", centre - q * se)
        note(log, f"forecast-{level}-high", "high", centre + q * se)
    ratio = Traced.symbol("d", asked.d) * (centre - Traced.symbol("T", asked.value)) / se
    x = note(log, "forecast-ratio", "x", ratio)
    probability = cdf(x.value, df)
    log.append(Step("forecast-chance", "F(x, m)", f"F({show(x.value)}, {exact(df)})", probability))
    return log
