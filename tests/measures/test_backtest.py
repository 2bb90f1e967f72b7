import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unpolicy.measures.backtest import backtest, mean_absolute_errors
from unpolicy.measures.forecast import forecast

RETENTION = [(2020, 85.2), (2021, 78.6), (2022, 72.7), (2023, 82.7)]


def test_every_model_speaks_from_every_year_with_two_figures():
    trials = backtest(RETENTION)
    assert [(t.origin, t.year) for t in trials if t.model == "drift"] == [(2021, 2022), (2021, 2023), (2022, 2023)]
    assert {t.model for t in trials} == {"naive", "drift", "trend"}


def test_a_trial_is_what_the_forecast_would_have_been():
    for trial in backtest(RETENTION):
        known = [(year, value) for year, value in RETENTION if year <= trial.origin]
        (model,) = (m for m in forecast(known, [trial.year]) if m.model == trial.model)
        point = model.points[0]
        assert trial.said == point.mean
        assert trial.came == dict(RETENTION)[trial.year]
        assert trial.error == pytest.approx(point.mean - trial.came)
        if point.intervals is None:
            assert trial.inside is None
        else:
            assert trial.inside == {level: lo <= trial.came <= hi for level, (lo, hi) in point.intervals.items()}


def test_errors_by_model():
    errors = mean_absolute_errors(backtest(RETENTION))
    assert errors["naive"] == pytest.approx((5.9 + 4.1 + 10) / 3)
    assert errors["drift"] == pytest.approx((0.7 + 17.3 + 16.25) / 3)


@pytest.mark.parametrize("figures", [[], RETENTION[:1], RETENTION[:2]])
def test_too_few_figures_leave_nothing_to_check(figures):
    assert backtest(figures) == ()
    assert mean_absolute_errors([]) == {}


finite = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(finite, max_size=5))
def test_any_figures_give_finite_trials(values):
    for trial in backtest(list(enumerate(values, 2000))):
        assert math.isfinite(trial.said)
        assert math.isfinite(trial.error)
