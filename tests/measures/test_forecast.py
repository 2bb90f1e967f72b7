import math
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unpolicy.measures.forecast import (
    MODELS,
    Past,
    backtest,
    cannot_tell,
    disagreement,
    forecast,
    mean_absolute_errors,
    probability,
    steady,
)

# Yearly flow of the Nile at Aswan, 1871 to 1970, in 10^8 m³ (Cobb 1978; R's and statsmodels' data set `Nile`).
NILE = """
1120 1160 963 1210 1160 1160 813 1230 1370 1140 995 935 1110 994 1020 960 1180 799 958 1140 1100 1210 1150 1250 1260
1220 1030 1100 774 840 874 694 940 833 701 916 692 1020 1050 969 831 726 456 824 702 1120 1100 832 764 821 768 845 864
862 698 845 744 796 1040 759 781 865 845 944 984 897 822 1010 771 676 649 846 812 742 801 1040 860 874 848 890 744 749
838 1050 918 986 797 923 975 815 1020 906 901 1170 912 746 919 718 714 740
"""
NILE_SERIES = [(1871 + i, float(flow)) for i, flow in enumerate(NILE.split())]
STAFF = [(2020, 918), (2021, 956), (2022, 961)]
RETENTION = [(2020, 85.2), (2021, 78.6), (2022, 72.7), (2023, 82.7)]


ALL = tuple(MODELS)


def by_name(models):
    return {model.model: model for model in models}


def asked(figures, years, models=ALL, **known):
    """What models say of years, by name."""
    return by_name(forecast(Past(figures, **known), years, models))


def test_the_nile_is_complete():
    assert len(NILE_SERIES) == 100
    assert NILE_SERIES[-1] == (1970, 740)


@pytest.mark.parametrize(
    ("h", "mean", "eighty", "ninety_five"),
    [
        (1, 736.1616, (519.6064, 952.7168), (404.9690, 1067.3542)),
        (3, 728.4848, (349.6679, 1107.3018), (149.1344, 1307.8353)),
    ],
)
def test_drift_of_the_nile_with_normal_quantiles(h, mean, eighty, ninety_five):
    model = by_name(forecast(Past(NILE_SERIES), [1970 + h], ALL))["drift"]
    assert model.sigma == pytest.approx(168.131915, abs=1e-6)
    (point,) = model.points
    assert point.mean == pytest.approx(mean, abs=5e-5)
    for p, interval in ((0.9, eighty), (0.975, ninety_five)):
        width = NormalDist().inv_cdf(p) * point.se
        assert (point.centre - width, point.centre + width) == pytest.approx(interval, abs=5e-5)


@pytest.mark.parametrize(
    ("series", "name", "year", "mean", "intervals"),
    [
        (STAFF, "drift", 2025, 1025.5, {"80": (828.8230, 1222.1770), "95": (213.5198, 1837.4802)}),
        (RETENTION, "drift", 2024, 81.8667, {"80": (61.4249, 102.3084), "95": (35.2222, 128.5112)}),
    ],
)
def test_the_reference_forecasts(series, name, year, mean, intervals):
    (point,) = asked(series, [year])[name].points
    assert point.mean == pytest.approx(mean, abs=5.1e-5)
    for level, interval in intervals.items():
        assert point.intervals[level] == pytest.approx(interval, abs=5.1e-5)
    assert not point.cut


def test_the_spread_of_steps_and_its_degrees_of_freedom():
    models = asked(STAFF, [2025])
    assert models["drift"].sigma == pytest.approx(23.334524, abs=1e-6)
    assert {name: model.df for name, model in models.items()} == {"steady": 2, "naive": 2, "drift": 1}


def test_naive_repeats_the_latest_figure_and_widens_with_the_root_of_time():
    near, far = asked(STAFF, [2023, 2026])["naive"].points
    assert near.mean == far.mean == 961
    assert near.se == pytest.approx(math.sqrt((38**2 + 5**2) / 2))
    assert far.se == pytest.approx(2 * near.se)


def test_two_figures_make_a_point_and_one_makes_nothing():
    models = forecast(Past([(2020, 918), (2022, 961)]), [2023], ["naive", "drift"])
    assert [(m.model, m.points[0].mean) for m in models] == [("naive", 961), ("drift", 982.5)]
    for model in models:
        assert model.sigma is model.df is model.points[0].intervals is model.points[0].se is None
        assert probability(model, 1000, 2023, 1) is None
    assert forecast(Past([(2020, 918)]), [2023]) == ()
    assert forecast(Past([]), [2023]) == ()


def test_a_gap_of_two_years_counts_as_two_steps():
    gappy = asked([(2020, 10), (2022, 14), (2023, 13)], [2024])
    slope = 1
    expected = ((4 - 2 * slope) ** 2 / 2 + (-1 - slope) ** 2 / 1) / 1
    assert gappy["drift"].sigma == pytest.approx(math.sqrt(expected))
    assert gappy["naive"].sigma == pytest.approx(math.sqrt((16 / 2 + 1) / 2))
    assert gappy["drift"].points[0].se == pytest.approx(math.sqrt(expected) * math.sqrt(1 * (1 + 1 / 3)))


def test_only_years_after_the_latest_figure_are_forecast():
    assert [p.year for p in forecast(Past(STAFF), [2021, 2022, 2023, 2025])[0].points] == [2023, 2025]


def test_what_is_beyond_the_bounds_is_cut_and_marked():
    (point,) = asked(RETENTION, [2024], bounds=(0, 100))["drift"].points
    assert point.cut
    assert point.mean == pytest.approx(81.8667, abs=5e-5)
    assert point.intervals["80"] == pytest.approx((61.4249, 100), abs=5e-5)
    assert point.intervals["95"] == pytest.approx((35.2222, 100), abs=5e-5)


def test_a_mean_beyond_the_bounds_is_cut_too_but_not_the_distribution():
    rising = [(2020, 80.0), (2021, 91.0), (2022, 99.0)]
    cut = asked(rising, [2025], bounds=(0, 100))["drift"]
    assert (cut.points[0].mean, cut.points[0].cut) == (100, True)
    assert cut.points[0].centre == pytest.approx(127.5)
    whole = asked(rising, [2025])["drift"]
    assert probability(cut, 100, 2025, 1) == probability(whole, 100, 2025, 1)


def test_the_chance_of_reaching_the_target():
    drift = asked(STAFF, [2025])["drift"]
    assert probability(drift, 1000, 2025, 1) == pytest.approx(0.5 + math.atan(25.5 / 63.90422521) / math.pi)
    assert probability(drift, 1000, 2025, -1) == pytest.approx(1 - 0.620854, abs=1e-6)
    assert probability(drift, 1025.5, 2025, 1) == 0.5
    assert probability(drift, 1000, 2024, 1) is None


def test_without_any_spread_the_chance_is_none_or_all():
    naive = asked([(2020, 5.0), (2021, 5.0), (2022, 5.0)], [2025])["naive"]
    assert [probability(naive, target, 2025, 1) for target in (4, 5, 6)] == [1, 1, 0]


def test_models_that_disagree_by_more_than_the_distance_cannot_tell():
    models = forecast(Past(STAFF), [2025], ALL)
    assert disagreement(models, 2025) == pytest.approx(64.5)
    assert disagreement(models[:1], 2025) is None
    assert cannot_tell(models, 961, 1000, 2025)
    assert not cannot_tell(models, 961, 1100, 2025)
    assert disagreement(models, 2030) is None
    assert not cannot_tell(models, 961, 1000, 2030)


finite = st.floats(allow_nan=False, allow_infinity=False)
series = st.dictionaries(st.integers(1990, 2020), finite, max_size=6).map(lambda d: sorted(d.items()))


@given(series, st.none() | finite, st.none() | finite)
def test_any_figures_give_finite_forecasts(figures, low, high):
    for model in forecast(Past(figures, bounds=(low, high)), [2021, 2200], ALL):
        assert model.sigma is None or math.isfinite(model.sigma)
        for point in model.points:
            ends = [end for interval in (point.intervals or {}).values() for end in interval]
            assert all(math.isfinite(number) for number in (point.mean, *ends))
            chance = probability(model, 0, point.year, 1)
            assert chance is None or 0 <= chance <= 1


@given(st.lists(st.integers(-1000, 1000), min_size=3, max_size=8), st.integers(-1000, 1000))
def test_a_shift_of_all_figures_shifts_the_forecasts(values, shift):
    before = asked(list(enumerate(map(float, values), 2000)), [2010])
    after = asked(list(enumerate((float(v + shift) for v in values), 2000)), [2010])
    for one, other in zip(before.values(), after.values(), strict=True):
        assert other.points[0].mean == pytest.approx(one.points[0].mean + shift, abs=1e-6)
        assert other.sigma == pytest.approx(one.sigma, abs=1e-6)


@given(st.integers(-100, 100), st.integers(-50, 50))
def test_figures_on_a_line_go_on_along_it(start, slope):
    drift = asked([(2000 + i, float(start + slope * i)) for i in (0, 1, 3, 4)], [2010])["drift"]
    assert drift.points[0].mean == pytest.approx(start + slope * 10, abs=1e-6)
    assert drift.sigma == pytest.approx(0, abs=1e-6)


def test_every_model_speaks_from_every_year_with_two_figures():
    trials = backtest(Past(RETENTION), ALL)
    assert [(t.origin, t.year) for t in trials if t.model == "drift"] == [(2021, 2022), (2021, 2023), (2022, 2023)]
    assert {t.model for t in trials} == set(ALL)


def test_a_trial_is_what_the_forecast_would_have_been():
    for trial in backtest(Past(RETENTION, decimals=1, bounds=(0, 84)), ALL):
        known = [(year, value) for year, value in RETENTION if year <= trial.origin]
        point = asked(known, [trial.year], decimals=1, bounds=(0, 84))[trial.model].points[0]
        assert trial.said == point.mean
        assert trial.came == dict(RETENTION)[trial.year]
        assert trial.error == pytest.approx(point.mean - trial.came)
        if point.intervals is None:
            assert trial.inside is None
        else:
            assert trial.inside == {level: lo <= trial.came <= hi for level, (lo, hi) in point.intervals.items()}


def test_errors_by_model():
    errors = mean_absolute_errors(backtest(Past(RETENTION), ALL))
    assert errors["naive"] == pytest.approx((5.9 + 4.1 + 10) / 3)
    assert errors["drift"] == pytest.approx((0.7 + 17.3 + 16.25) / 3)


@pytest.mark.parametrize("figures", [[], RETENTION[:1], RETENTION[:2]])
def test_too_few_figures_leave_nothing_to_check(figures):
    assert backtest(Past(figures), ALL) == ()
    assert mean_absolute_errors([]) == {}


@given(st.lists(finite, max_size=5))
def test_any_figures_give_finite_trials(values):
    for trial in backtest(Past(list(enumerate(values, 2000))), ALL):
        assert math.isfinite(trial.said)
        assert math.isfinite(trial.error)


def test_a_forecast_that_overflows_is_no_trial():
    trials = backtest(Past([(2020, -1.7e308), (2021, 1.7e308), (2022, 0)]), ALL)
    assert [trial.model for trial in trials] == ["naive"]


# Computed independently with scipy, to six decimals: figures, decimals, year, mean, standard error, df, intervals.
STEADY = [
    (STAFF, 0, 2023, 967.142857, 26.239089, 2, (917.665956, 1016.619758), (854.245169, 1080.040545)),
    (STAFF, 0, 2025, 979.428571, 50.811778, 2, (883.616965, 1075.240178), (760.803138, 1198.054005)),
    ([*STAFF, (2024, 979)], 0, 2025, 985.777778, 21.235501, 3, (950.999456, 1020.556100), (918.196936, 1053.358619)),
    (
        *(list(enumerate([12, 15, 11, 19, 24, 22], 2010)), 0, 2017, 24, 7.2, 5),
        *((13.373635, 34.626365), (5.491811, 42.508189)),
    ),
    (
        *([(2010, 10), (2012, 14), (2013, 15), (2016, 19)], 0, 2020, 22.272727, 3.559800, 3),
        *((16.442685, 28.102770), (10.943855, 33.601600)),
    ),
    ([(2020, 40), (2021, 43)], 0, 2022, 43.5, 2.958040, 1, (34.396089, 52.603911), (5.914540, 81.085460)),
    (
        *(list(enumerate([14.5, 12.9, 11.9, 11.2, 10.3], 2015)), 1, 2022, 8.9, 1.702939, 4),
        *((6.289044, 11.510956), (4.171884, 13.628116)),
    ),
    (
        *([(2020, 50), (2021, 50), (2022, 50)], 0, 2023, 50, 0.436436, 2),
        *((49.177049, 50.822951), (48.122168, 51.877832)),
    ),
    (RETENTION, 1, 2024, 82.3875, 8.160624, 3, (69.022484, 95.752516), (56.416753, 108.358247)),
]


@pytest.mark.parametrize(("figures", "decimals", "year", "mean", "se", "df", "eighty", "ninety_five"), STEADY)
def test_the_references_of_steady(figures, decimals, year, mean, se, df, eighty, ninety_five):
    (model,) = forecast(Past(figures, decimals=decimals), [year])
    (point,) = model.points
    assert (model.model, model.df, point.cut) == ("steady", df, False)
    assert (point.mean, point.se) == (pytest.approx(mean, abs=6e-7), pytest.approx(se, abs=6e-7))
    assert point.intervals == {"80": pytest.approx(eighty, abs=6e-7), "95": pytest.approx(ninety_five, abs=6e-7)}


@pytest.mark.parametrize(
    ("figures", "decimals", "by", "target", "d", "chance"),
    [
        (STAFF, 0, 2025, 1000, 1, 0.362390),
        ([*STAFF, (2024, 979)], 0, 2025, 1000, 1, 0.275482),
        (list(enumerate([12, 15, 11, 19, 24, 22], 2010)), 0, 2017, 30, 1, 0.221316),
        ([(2010, 10), (2012, 14), (2013, 15), (2016, 19)], 0, 2020, 18, -1, 0.158085),
        (list(enumerate([14.5, 12.9, 11.9, 11.2, 10.3], 2015)), 1, 2022, 9, -1, 0.522005),
    ],
)
def test_the_chances_of_steady(figures, decimals, by, target, d, chance):
    (model,) = forecast(Past(figures, decimals=decimals), [by])
    assert probability(model, target, by, d) == pytest.approx(chance, abs=6e-7)


def test_the_slope_and_the_spread_of_steady():
    series = (STAFF, [*STAFF, (2024, 979)], [(2020, 50), (2021, 50), (2022, 50)])
    short, longer, flat = (steady(Past(f)) for f in series)
    slope = short.mean(STAFF[-1][0] + 1) - STAFF[-1][1]
    assert (slope, short.sigma) == (pytest.approx(6.142857, abs=6e-7), pytest.approx(24.544420, abs=6e-7))
    assert longer.sigma == pytest.approx(20.145765, abs=6e-7)
    assert (flat.mean(2023), flat.sigma) == (50, pytest.approx(0.408248, abs=6e-7))


BUDGET = Past([(2021, 8), (2022, 33), (2023, 78)], [(2021, 8), (2022, 25), (2023, 45)], bounds=(0, None))


@pytest.mark.parametrize(
    ("ahead", "mean", "se", "eighty", "chance"),
    [
        (1, 128.285714, 16.791640, (96.623094, 159.948335), 0.025346),
        (3, 244.714286, 68.722750, (115.129426, 374.299145), 0.708982),
    ],
)
def test_a_total_goes_on_with_its_yearly_results(ahead, mean, se, eighty, chance):
    (model,) = forecast(BUDGET, [2023 + ahead])
    (point,) = model.points
    assert (model.df, point.mean) == (2, pytest.approx(mean, abs=6e-7))
    assert point.se == pytest.approx(se, abs=6e-7)
    assert point.intervals["80"] == pytest.approx(eighty, abs=6e-7)
    assert probability(model, 200, 2023 + ahead, 1) == pytest.approx(chance, abs=6e-7)


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=6), st.integers(1, 9))
def test_a_total_never_falls_where_no_year_can_be_negative(results, ahead):
    totals = [sum(results[: i + 1]) for i in range(len(results))]
    past = Past(list(enumerate(totals, 2000)), list(enumerate(results, 2000)), bounds=(0, None))
    for model in forecast(past, [2000 + len(results) - 1 + ahead], ALL):
        for point in model.points:
            ends = [end for interval in (point.intervals or {}).values() for end in interval]
            assert min([point.mean, *ends]) >= totals[-1]
    assert past._replace(bounds=(None, None)).limits == (None, None)


def test_an_interval_is_cut_at_the_bounds_and_says_so():
    (model,) = forecast(Past(RETENTION, decimals=1, bounds=(0, 100)), [2024])
    assert model.points[0].cut
    assert model.points[0].intervals["95"] == pytest.approx((56.416753, 100), abs=6e-7)


def test_three_figures_in_a_row_promise_nothing_certain():
    (model,) = forecast(Past([(2020, 100), (2021, 101), (2022, 102)]), [2030])
    assert probability(model, 110, 2030, 1) < 0.5
