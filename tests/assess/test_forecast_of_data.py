from datetime import date

import pytest
from policies import policy, simple

from unpolicy.assess.forecast import Ahead, backtest_indicator, forecast_indicator
from unpolicy.errors import UsageError

TODAY = date(2026, 11, 24)
STAFF = {2020: 918, 2021: 956, 2022: 961}


ALL = Ahead(models=("steady", "naive", "drift"))


def forecast(data, ahead=None, target="t"):
    return forecast_indicator(data, "i", TODAY, target_id=target, ahead=ahead)


def test_it_looks_as_far_as_the_target_year():
    found = forecast(simple(STAFF))
    assert [point.year for point in found.models[0].points] == [2023, 2024, 2025]
    assert found.reaches["steady"].probability == pytest.approx(0.362390, abs=6e-7)
    assert {reach.by for reach in found.reaches.values()} == {2025}


def test_without_a_target_it_looks_five_years_ahead():
    found = forecast(simple(STAFF), target=None)
    assert [point.year for point in found.models[0].points] == [2023, 2024, 2025, 2026, 2027]
    assert found.reaches == {}


@pytest.mark.parametrize("ahead", [Ahead(horizon=1), Ahead(until=2023)])
def test_the_chance_is_that_of_the_target_year_whatever_is_shown(ahead):
    found = forecast(simple(STAFF), ahead)
    assert [point.year for point in found.models[0].points] == [2023]
    assert found.reaches == forecast(simple(STAFF)).reaches
    assert found.apart == forecast(simple(STAFF)).apart


def test_models_further_apart_than_the_target_is_away_cannot_tell():
    found = forecast(simple(STAFF), ALL)
    assert found.apart == pytest.approx(64.5)
    assert found.cannot_tell
    assert not forecast(simple(STAFF, value=1200), ALL).cannot_tell
    assert not forecast(simple(STAFF), ALL, target=None).cannot_tell
    assert (forecast(simple(STAFF)).apart, forecast(simple(STAFF)).cannot_tell) == (None, False)


@pytest.mark.parametrize(
    ("count", "shortage", "models", "intervals"),
    [(0, "no-figure", 0, None), (1, "one-figure", 0, None), (2, "two-figures", 2, False), (3, None, 2, True)],
)
def test_few_figures_say_little(count, shortage, models, intervals):
    found = forecast(simple(dict(list(STAFF.items())[:count])), Ahead(models=("naive", "drift")))
    assert (found.shortage, len(found.models)) == (shortage, models)
    for model in found.models:
        assert all((point.intervals is not None) is intervals for point in model.points)
        assert (found.reaches[model.model].probability is not None) is intervals


def test_the_steady_model_needs_two_figures():
    found = forecast(simple({2020: 40, 2021: 43}))
    assert found.shortage is None
    assert found.models[0].points[0].intervals["80"] == pytest.approx((34.396089, 52.603911), abs=6e-7)


def test_percentages_are_cut_at_their_bounds():
    data = policy({"i": {"kind": "percentage", "actuals": {2020: 85.2, 2021: 78.6, 2022: 72.7, 2023: 82.7}}})
    found = forecast(data, target=None)
    assert found.models[0].points[-1].cut
    assert all(0 <= end <= 100 for model in found.models for point in model.points for end in point.intervals["95"])


def test_totals_of_what_adds_up_are_not_held_by_the_bounds_of_a_year():
    data = simple({2017: 60, 2018: 70, 2019: 80}, value=900, baseline=2017, aggregation="sum", bounds={"max": 100})
    found = forecast(data)
    assert [point.value for point in found.series] == [60, 130, 210]
    assert found.models[0].points[0].mean == pytest.approx(210 + 80 + 20 / 7)
    assert not any(point.cut for model in found.models for point in model.points)


def test_what_was_not_known_that_day_is_not_used():
    found = forecast_indicator(simple(STAFF), "i", date(2022, 6, 1), target_id="t")
    assert [point.year for point in found.series] == [2020, 2021]


def test_a_target_year_with_its_figure_has_nothing_to_reach():
    found = forecast(simple({2020: 918, 2021: 930, 2025: 990}))
    assert found.reaches == {}
    assert found.models[0].points[0].year == 2026


def test_a_target_to_be_kept_has_no_chance_of_its_own():
    data = policy(
        {"i": {"actuals": STAFF}}, {"t": {"indicator": "i", "baseline": 2020, "keep": {"max": 1000}, "by": 2025}}
    )
    assert forecast(data).reaches == {}


@pytest.mark.parametrize(("until", "words"), [(2022, "not ahead"), (2021, "not ahead"), (2150, "too far")])
def test_years_that_cannot_be_forecast_are_refused(until, words):
    with pytest.raises(UsageError, match=words) as caught:
        forecast(simple(STAFF), Ahead(until=until))
    assert caught.value.ja


def test_a_backtest_holds_what_was_said_against_what_came():
    found = backtest_indicator(simple(STAFF), "i", TODAY, models=ALL.models)
    assert {(trial.model, trial.origin, trial.year) for trial in found.trials} == {
        (model, 2021, 2022) for model in ALL.models
    }
    drift = next(trial for trial in found.trials if trial.model == "drift")
    assert (drift.said, drift.came, drift.error) == (994, 961, 33)
    assert found.errors["naive"] == 5


def test_the_totals_of_a_second_budget_go_on_from_its_own_years():
    data = policy(
        {"i": {"actuals": {2019: 900, 2020: 950, 2021: 8, 2022: 25, 2023: 45}, "aggregation": "sum", "kind": "count"}},
        {"t": {"indicator": "i", "baseline": {"year": 2020, "value": 0}, "value": 200, "by": 2026}},
    )
    found = forecast(data)
    assert [tuple(point) for point in found.series] == [(2021, 8), (2022, 33), (2023, 78)]
    assert found.models[0].points[-1].mean == pytest.approx(244.714286, abs=6e-7)
    assert found.reaches["steady"].probability == pytest.approx(0.708982, abs=6e-7)
    lowest = min(low for point in found.models[0].points for low, _ in point.intervals.values())
    assert lowest == 78


def test_only_what_comes_after_a_break_is_used():
    data = policy({"i": {"actuals": {2019: 1, 2020: {"value": 50, "status": "break"}, 2021: 50, 2022: 50}}})
    found = forecast(data, target=None)
    assert [point.year for point in found.series] == [2020, 2021, 2022]
    summed = policy(
        {"i": {"actuals": {2019: 7, 2020: {"value": 8, "status": "break"}, 2021: 25, 2022: 45}, "aggregation": "sum"}}
    )
    assert [tuple(point) for point in forecast(summed, target=None).series] == [(2020, 15), (2021, 40), (2022, 85)]
    assert forecast(summed, target=None).models[0].points[0].mean == pytest.approx(85 + 45 + 37 / 7)


@pytest.mark.parametrize(
    ("rhythm", "target", "years"),
    [
        ({"every": 5}, None, [2026, 2031]),
        ({"every": 5}, "t", [2026, 2028]),
        ({"years": (2006, 2011, 2016, 2021, 2026)}, None, [2026]),
        ({}, None, [2022, 2023, 2024, 2025, 2026]),
    ],
)
def test_a_survey_is_forecast_for_the_years_in_which_it_comes_and_for_the_targets(rhythm, target, years):
    data = simple({2006: 60, 2011: 67, 2016: 83, 2021: 114}, 150, 2028, 2016, **rhythm)
    found = forecast_indicator(data, "i", date(2024, 6, 30), target_id=target)
    assert [point.year for point in found.models[0].points] == years
