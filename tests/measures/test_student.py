import math

import numpy as np
import pytest
from scipy.special import stdtr, stdtrit  # the distribution t of scipy.stats, which takes long to import

from unpolicy.measures.steady import cdf, quantile

DEGREES = range(1, 201)
PROBABILITIES = [0.5001, 0.51, 0.6, 0.75, 0.8, 0.9, 0.95, 0.975, 0.99, 0.995, 0.999, 0.9999]


def test_the_distribution_is_scipys():
    values = np.concatenate([np.linspace(-12, 12, 49), [-1e6, -100, 1e-3, 100, 1e6]])
    for df in DEGREES:
        ours = [cdf(float(value), df) for value in values]
        assert ours == pytest.approx(stdtr(df, values), abs=1e-10, rel=0), df


def test_the_quantiles_are_scipys():
    for df in DEGREES:
        for p, theirs in zip(PROBABILITIES, stdtrit(df, PROBABILITIES), strict=True):
            ours = quantile(p, df)
            assert abs(ours - theirs) <= 1e-10 * max(1, abs(theirs)), (p, df)
            assert quantile(1 - p, df) == pytest.approx(-ours, rel=1e-9), (p, df)


def test_the_ends_of_the_distribution():
    for df in (1, 2, 3, 4):
        assert cdf(math.inf, df) == 1
        assert cdf(-math.inf, df) == 0
        assert cdf(0, df) == 0.5
        assert cdf(1e308, df) == pytest.approx(1)


@pytest.mark.parametrize("p", [0, 1, -0.1, 1.1, math.nan])
def test_no_quantile_without_a_probability(p):
    with pytest.raises(ValueError, match="between 0 and 1"):
        quantile(p, 3)
