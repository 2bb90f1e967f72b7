import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unpolicy.measures.attainment import attainment, attainments
from unpolicy.measures.cumulate import running_totals
from unpolicy.measures.traced import Traced


def test_totals_against_yearly_targets():
    totals = dict(running_totals([(2021, 8), (2022, 25), (2023, 45)]))
    targets = {2021: 10, 2022: 20, 2023: 50, 2024: 90}
    assert attainments(totals, targets, 1) == {2021: 0.8, 2022: 1.65, 2023: 1.56}


@pytest.mark.parametrize(
    ("figure", "target", "d", "ratio"),
    [
        (50, 50, -1, 1),
        (40, 50, -1, 1.25),
        (100, 50, -1, 0.5),
        (5, 0, -1, 0),
        (0, 50, -1, None),
        (-1, 50, -1, None),
        (5, -1, -1, None),
        (5, 0, 1, None),
        (5, -5, 1, None),
        (-5, 5, 1, -1),
        (0, 5, 1, 0),
        (1e308, 5e-324, 1, None),
    ],
)
def test_better_than_promised_is_above_one_in_either_direction(figure, target, d, ratio):
    assert attainment(figure, target, d) == ratio


def test_an_attainment_can_be_traced():
    ratio = attainment(Traced.symbol("c", 33), Traced.symbol("P2022", 20), 1)
    assert ratio is not None
    assert (ratio.symbols, ratio.figures, ratio.value) == ("c / P2022", "33 / 20", 1.65)


finite = st.floats(allow_nan=False, allow_infinity=False)


@given(finite, finite, st.sampled_from([-1, 1]))
def test_an_attainment_is_finite_or_none(figure, target, d):
    ratio = attainment(figure, target, d)
    assert ratio is None or math.isfinite(ratio)
