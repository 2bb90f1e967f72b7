"""The steps of a forecast by `steady`, at the edges where there are none."""

from __future__ import annotations

import pytest

from unpolicy.measures.steady import SteadyTarget, steps

POINTS = ((2020, 918.0), (2021, 956.0), (2022, 961.0))


def test_figures_too_large_to_be_squared_have_no_steps():
    assert steps(((2020, 1e200), (2021, -1e200)), None, 0, SteadyTarget(2025, 1.0, 1)) == ()


def test_a_year_that_is_not_ahead_has_no_chance():
    names = [step.name for step in steps(POINTS, None, 0, SteadyTarget(2022, 1000.0, 1))]
    assert "forecast-mean" in names
    assert "forecast-chance" not in names


def test_a_year_ahead_has_the_chance_of_the_reference():
    last = steps(POINTS, None, 0, SteadyTarget(2025, 1000.0, 1))[-1]
    assert last.result == pytest.approx(0.362390, abs=1e-6)


def test_a_total_is_led_on_by_its_yearly_results():
    results = ((2020, 10.0), (2021, 12.0), (2022, 11.0))
    names = [
        step.name for step in steps(((2020, 10.0), (2021, 22.0), (2022, 33.0)), results, 0, SteadyTarget(2025, 60.0, 1))
    ]
    assert names.index("forecast-tilt") < names.index("forecast-mean") < names.index("forecast-chance")
