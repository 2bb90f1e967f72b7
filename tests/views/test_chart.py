from __future__ import annotations

import math

import pytest
from chart_cases import drawn, policy, shipped
from hypothesis import given
from hypothesis import strategies as st

from unpolicy.errors import RefusedError
from unpolicy.views.chart import year_ticks
from unpolicy.views.charting import describe, tick_decimals, ticks

THREE = {2020: 918, 2021: 956, 2022: 961}


def test_the_shipped_target_has_figures_path_projection_and_the_pending_year():
    data = drawn(shipped(), "en", "staff-1000")
    assert [(dot.year, dot.value) for dot in data.dots] == [(2020, 918), (2021, 956), (2022, 961)]
    assert data.path == ((2020, 918), (2025, 1000))
    assert [awaited.year for awaited in data.waiting] == [2023]
    assert data.ahead[-1].value == pytest.approx(979.428571)
    assert data.ahead[-1].interval == pytest.approx((883.616965, 1075.240178))
    assert data.years == range(2020, 2026)


def test_the_description_says_all_that_the_picture_shows():
    said = describe(drawn(shipped(), "en", "staff-1000"))
    for part in ("2020: 918", "2021: 956", "2022: 961", "1,000 by 2025", "884 to 1,075", "2023: to be published"):
        assert part in said
    spoken = describe(drawn(shipped(), "ja", "jpo-retention"))
    for part in ("2020年度 85.2", "2023年度 82.7", "単位は%"):
        assert part in spoken


def test_an_indicator_without_target_looks_two_years_ahead():
    data = drawn(policy({2018: 1, 2019: 2, 2020: 4}))
    assert [point.year for point in data.ahead] == [2021, 2022]
    assert data.path == ()
    assert data.target is None


def test_two_figures_are_enough_for_an_interval_and_one_is_not_for_a_forecast():
    data = drawn(policy({2020: 10, 2021: 12}, target={"value": 20}))
    assert all(point.interval is not None for point in data.ahead)
    assert drawn(policy({2020: 10}, target={"value": 20})).ahead == ()


def test_yearly_targets_bend_the_path():
    data = drawn(policy(THREE, target={"value": 1000, "yearly": {2023: 990}}))
    assert data.promised(2023) == 990
    assert data.promised(2024) == 995
    assert data.promised(2026) is None


def test_figures_that_no_verdict_rests_on_are_shown_but_not_firm():
    data = drawn(policy({**THREE, 2023: {"value": 970, "status": "provisional"}}, target={"value": 1000}))
    assert [dot.firm for dot in data.dots] == [True, True, True, False]
    assert data.ahead[0].year == 2023


def test_figures_that_add_up_are_drawn_as_totals_and_the_unit_says_so():
    data = drawn(policy({2020: 1, 2021: 2, 2022: 3}, target={"value": 20}, indicator={"aggregation": "sum"}))
    assert [dot.value for dot in data.dots] == [1, 3, 6]
    assert data.unit == "pieces, running total"


def test_limits_to_keep_are_drawn_instead_of_a_path():
    data = drawn(policy(THREE, target={"keep": {"min": 900, "max": 1000}}))
    assert data.path == ()
    assert data.keep is not None
    assert data.keep[1:] == (2020, 2025)
    assert "900" in describe(data)


def test_a_very_wide_interval_leaves_room_for_the_figures_and_says_that_it_goes_on():
    data = drawn(policy({2020: 0, 2021: 9, 2022: 0, 2023: 9}, target={"value": 10, "by": 2060}))
    low, high = data.limits()
    assert high - low <= 5 * max(10, *(point.value for point in data.ahead)) + 1
    assert data.beyond
    assert "beyond" in describe(data)


def test_nothing_to_draw_is_said_in_both_languages():
    with pytest.raises(RefusedError, match="no figure") as caught:
        drawn(policy({}))
    assert "made" in caught.value.text("ja")


def test_the_largest_figures_there_can_be_are_drawn():
    data = drawn(policy({2020: -1e18, 2021: 1e18, 2022: -1e18}, target={"value": 1e18}))
    assert all(math.isfinite(tick) for tick in ticks(*data.limits(), 6))


@given(st.floats(-1e12, 1e12, allow_subnormal=False), st.floats(0, 1e12), st.integers(3, 9))
def test_ticks_are_round_cover_the_figures_and_are_not_many(low: float, size: float, count: int):
    found = ticks(low, low + size, count)
    assert found[0] <= low + abs(low) * 1e-9
    assert found[-1] >= low + size - abs(low + size) * 1e-9
    assert 2 <= len(found) <= 2 * count + 2
    assert found == sorted(found)


@given(st.integers(1900, 2200), st.integers(1, 300), st.integers(2, 12))
def test_years_on_the_axis_are_few_and_end_with_the_last(first: int, length: int, most: int):
    years = range(first, first + length)
    shown = year_ticks(years, most)
    assert len(shown) <= most
    assert shown[-1] == years[-1]
    assert set(shown) <= set(years)


def test_ticks_are_told_apart_by_their_digits():
    assert tick_decimals([0.0, 0.25, 0.5]) == 2
    assert tick_decimals([800.0, 900.0]) == 0


@given(
    st.dictionaries(st.integers(2000, 2024), st.floats(-1e9, 1e9), min_size=1, max_size=12),
    st.floats(-1e9, 1e9),
)
def test_every_figure_has_its_place_within_the_limits(actuals: dict[int, float], value: float):
    data = drawn(policy(actuals, target={"value": value, "baseline": min(actuals), "by": 2030}))
    low, high = data.limits()
    assert all(low <= dot.value <= high for dot in data.dots)
    assert low <= value <= high
    assert set(data.years) >= {dot.year for dot in data.dots}


def test_a_single_figure_stands_between_the_edges_and_these_inside_the_bounds():
    low, high = drawn(policy({2020: 5})).limits()
    assert low < 5 < high
    assert drawn(policy({2020: 100}, indicator={"kind": "percentage"})).limits() == (50, 100)
    low, high = drawn(policy({2020: 0}, indicator={"bounds": {"min": 0, "max": 0}})).limits()
    assert low < 0 < high


def test_the_description_says_which_figures_are_not_final():
    data = drawn(policy({2020: 5, 2021: {"value": 6, "status": "provisional"}, 2022: {"value": 7, "status": "break"}}))
    assert "2020: 5; 2021: 6 (provisional); 2022: 7 (break in series)" in describe(data)
