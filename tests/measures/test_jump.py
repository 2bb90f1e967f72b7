import pytest
from hypothesis import given
from hypothesis import strategies as st

from unpolicy.measures.jump import is_jump

NUMBERS = st.integers(-(10**18), 10**18)


@pytest.mark.parametrize(
    ("value", "last", "jump"),
    [
        (200, 100, False),
        (201, 100, True),
        (50, 100, False),
        (49, 100, True),
        (0.5, 1.0, False),
        (0, 100, True),
        (-150, -100, False),
        (-201, -100, True),
        (-49, -100, True),
        (50, -5, True),
        (-5, 50, True),
    ],
)
def test_a_jump_is_more_than_double_or_less_than_half(value, last, jump):
    assert is_jump(value, last) == jump


@pytest.mark.parametrize("last", [None, 0, 0.0])
def test_nothing_jumps_after_zero_or_nothing(last):
    assert not is_jump(5, last)


@given(NUMBERS, NUMBERS)
def test_the_sign_of_both_does_not_matter(value, last):
    assert is_jump(value, last) == is_jump(-value, -last)


@given(NUMBERS.filter(bool), NUMBERS.filter(bool))
def test_what_jumps_there_jumps_back(value, last):
    assert is_jump(value, last) == is_jump(last, value)
