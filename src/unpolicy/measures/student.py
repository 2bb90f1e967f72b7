"""Student's t distribution for whole degrees of freedom, exactly.

Source: Abramowitz & Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4: for whole degrees of freedom the
distribution function is a finite series, so no special function is needed.
"""

from __future__ import annotations

import math
from functools import lru_cache


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
