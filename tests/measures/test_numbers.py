from hypothesis import given
from hypothesis import strategies as st

from unpolicy.measures.numbers import above, at_least, rounded_towards, running_totals


def test_at_and_above_exclude_each_other_at_the_edge():
    assert at_least(0.95, 0.95)
    assert not above(0.95, 0.95)
    assert at_least(-0.1, -0.1)
    assert not at_least(-0.1000001, -0.1)


@given(st.floats(-1e6, 1e6), st.sampled_from([1, -1]), st.integers(0, 3), st.booleans())
def test_rounding_goes_towards_the_target_and_no_further_than_one_unit(figure, d, decimals, strict):
    rounded = rounded_towards(figure, d, decimals, strict=strict)
    unit = 10.0**-decimals
    slack = 1e-9 * max(1, abs(figure))
    ahead = d * (rounded - figure)
    # The differences themselves are rounded, by some parts in a million here.
    assert -slack * 1.00001 <= ahead <= unit + 2.00001 * slack
    assert isinstance(rounded, int) == (decimals == 0)


def test_noise_of_binary_numbers_does_not_cost_a_unit():
    assert rounded_towards(980.0000000000001, 1, 0) == 980
    assert rounded_towards(979.9999999999999, -1, 0) == 980
    assert rounded_towards(980, 1, 0, strict=True) == 981
    assert rounded_towards(980, -1, 0, strict=True) == 979
    assert rounded_towards(0.1 + 0.2, 1, 1) == 0.3


def test_what_overflows_is_not_rounded():
    assert rounded_towards(1e308, 1, 2) == 1e308


def test_each_year_adds_to_the_total_so_far():
    assert running_totals([(2021, 8), (2022, 25), (2023, 45)]) == [(2021, 8), (2022, 33), (2023, 78)]
    assert running_totals([(2021, 8), (2024, 2)]) == [(2021, 8), (2024, 10)]
    assert running_totals([]) == []


@given(st.lists(st.integers(-1000, 1000)))
def test_the_last_total_is_the_sum(results):
    totals = running_totals(list(enumerate(results)))
    assert [value for _, value in totals[-1:]] == [sum(results)][: len(results)]
