import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unpolicy.measures.case import Case
from unpolicy.measures.growth import Growth, cagr, grown

positive = st.floats(1, 1e4)


def test_growth_compounds():
    assert cagr(100, 121, 2) == pytest.approx(0.1)
    assert cagr(100, 0, 3) == -1
    assert grown(100, 0.1, 2) == pytest.approx(121)


@pytest.mark.parametrize(
    ("b", "c", "years"), [(0, 5, 2), (-5, 5, 2), (5, -5, 2), (5, 6, 0), (5, 6, -1), (5e-324, 1e308, 1)]
)
def test_growth_that_is_no_rate(b, c, years):
    assert cagr(b, c, years) is None


@given(positive, positive, st.integers(1, 50))
def test_growing_at_the_growth_rate_arrives(b, c, years):
    rate = cagr(b, c, years)
    assert rate is not None
    assert grown(b, rate, years) == pytest.approx(c, rel=1e-8)


@given(*[st.floats(allow_nan=False, allow_infinity=False)] * 3)
def test_growth_is_finite_or_none(b, c, years):
    for number in (cagr(b, c, years), grown(b, c, years)):
        assert number is None or math.isfinite(number)


@pytest.mark.parametrize(
    ("b", "c", "T", "reason"),
    [
        (1, 2, 3, None),
        (-1, -2, -3, None),
        (0, 2, 3, "zero"),
        (1, 0, 3, "zero"),
        (1, 2, 0, "zero"),
        (1, -2, 3, "sign-change"),
        (1, 2, -3, "sign-change"),
        (-1, -2, 3, "sign-change"),
        (1, 2, None, None),
        (-1, 2, None, "sign-change"),
        (-1, -2, None, "negative-base"),
    ],
)
def test_what_growth_cannot_judge(b, c, T, reason):
    assert Growth().refusal(Case(b, 2020, c, 2022, 1, T, 2030)) == reason
