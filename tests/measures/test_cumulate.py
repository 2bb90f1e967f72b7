from hypothesis import given
from hypothesis import strategies as st

from unpolicy.measures.cumulate import running_totals


def test_each_year_adds_to_the_total_so_far():
    assert running_totals([(2021, 8), (2022, 25), (2023, 45)]) == [(2021, 8), (2022, 33), (2023, 78)]
    assert running_totals([(2021, 8), (2024, 2)]) == [(2021, 8), (2024, 10)]
    assert running_totals([]) == []


@given(st.lists(st.integers(-1000, 1000)))
def test_the_last_total_is_the_sum(results):
    totals = running_totals(list(enumerate(results)))
    assert [value for _, value in totals[-1:]] == [sum(results)][: len(results)]
