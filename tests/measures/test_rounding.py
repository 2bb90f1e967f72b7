from hypothesis import given
from hypothesis import strategies as st

from unpolicy.measures.rounding import rounded_towards


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
