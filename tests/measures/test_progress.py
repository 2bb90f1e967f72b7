import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unpolicy.measures.case import Case
from unpolicy.measures.numbers import (
    Traced,
    expected,
    gap_closed,
    lead,
    needed_pace,
    observed_pace,
    projection,
    required_pace,
    running_totals,
    time_elapsed,
)
from unpolicy.measures.progress import attainment, expected_on_path, measure_progress, years_to_target

STAFF = Case(b=918, t0=2020, c=961, t=2022, d=1, T=1000, tT=2025)
figures = st.floats(allow_nan=False, allow_infinity=False)
short = st.integers(-9999, 9999).map(lambda n: n / 10)


def test_the_reference_case():
    assert gap_closed(918, 961, 1000, 1) == 0.524390243902439
    assert time_elapsed(2020, 2022, 2025) == 0.4
    assert observed_pace(918, 961, 2020, 2022) == 21.5
    assert required_pace(918, 1000, 2020, 2025) == 16.4
    assert needed_pace(961, 1000, 2022, 2025) == 13
    assert needed_pace(979, 1000, 2024, 2025) == 21
    assert expected(918, 1000, 0.4) == 950.8
    assert lead(1, 961, 950.8) == pytest.approx(10.2)


def test_lead_is_positive_where_a_decrease_is_desired_and_came_early():
    assert lead(-1, 10, 12) == 2


@pytest.mark.parametrize(
    "undefined",
    [
        gap_closed(5, 7, 5, 1),
        gap_closed(-1e308, 1e308, 0, 1),
        gap_closed(7.8, 13.5, 10, -1),
        projection(961, 21.5, 2025, 2025),
        projection(961, 1e308, 2020, 2025),
        years_to_target(961, 1000, 0),
        years_to_target(961, 1000, -3),
        time_elapsed(2020, 2022, 2020),
        time_elapsed(2020, 2022, 2019),
        observed_pace(1, 2, 2020, 2020),
        observed_pace(1, 2, 2020, 2019),
        observed_pace(-1e308, 1e308, 2020, 2021),
        required_pace(1, 2, 2020, 2020),
        needed_pace(1, 2, 2025, 2025),
        needed_pace(1, 2, 2026, 2025),
        expected(-1e308, 1e308, 0.5),
        lead(1, 1e308, -1e308),
    ],
)
def test_the_undefined_is_none(undefined):
    assert undefined is None


@given(short, short)
def test_gap_closed_is_exactly_one_at_the_target_and_zero_at_the_baseline(b, T):
    d = 1 if b < T else -1
    if b != T:
        assert gap_closed(b, T, T, d) == 1
        assert gap_closed(b, b, T, d) == 0
        assert gap_closed(b, b, T, -d) is None


@given(short, short, short, st.integers(-20, 20).map(lambda n: 2.0**n), short)
def test_gap_closed_does_not_know_units(b, c, T, scale, shift):
    if abs(T - b) > 0.05:
        d = 1 if b < T else -1
        before = gap_closed(b, c, T, d)
        assert gap_closed(b * scale, c * scale, T * scale, d) == pytest.approx(before, rel=1e-9)
        assert gap_closed(b + shift, c + shift, T + shift, d) == pytest.approx(before, rel=1e-9, abs=1e-9)


PATH = [(2020, 918), (2023, 967), (2024, 984), (2025, 1000)]


@pytest.mark.parametrize(
    ("year", "value"),
    [(2020, 918), (2021, 918 + 49 / 3), (2023, 967), (2024, 984), (2025, 1000), (2026, 1016), (2019, None)],
)
def test_the_path_goes_straight_from_promise_to_promise(year, value):
    assert expected_on_path(PATH, year) == (None if value is None else pytest.approx(value))


def test_the_derivation_of_the_lead_on_a_path_names_the_yearly_targets():
    def derived(year):
        steps = measure_progress(Case(918, 2020, 961, year, 1, 1000, 2025).along([(2023, 967)]), trace=True).steps
        return {step.name: (step.formula, step.figures, step.result) for step in steps}

    before, at, after = derived(2022), derived(2023), derived(2024)
    assert before["expected"] == ("b + (P2023 − b) × 2 / 3", "918 + (967 − 918) × 2 / 3", pytest.approx(950 + 2 / 3))
    assert before["lead"] == ("d × (c − expected)", "1 × (961 − 950.667)", pytest.approx(10 + 1 / 3))
    assert at["expected"] == ("P2023", "967", 967)
    assert at["lead"] == ("d × (c − expected)", "1 × (961 − 967)", -6)
    assert after["expected"] == ("P2023 + (T − P2023) × 1 / 2", "967 + (1000 − 967) × 1 / 2", 983.5)


def test_a_path_of_one_point_leads_nowhere():
    assert expected_on_path([(2020, 918.0)], 2020) is None
    assert expected_on_path([], 2020) is None


@given(short, short, st.integers(2021, 2040))
def test_a_path_without_stops_is_the_straight_line(b, T, year):
    straight = expected(b, T, (year - 2020) / 20)
    assert expected_on_path([(2020, b), (2040, T)], year) == pytest.approx(straight, abs=1e-9)


def test_everything_of_a_case_at_once():
    progress = measure_progress(STAFF)
    assert progress.gap_closed == 0.524390243902439
    assert progress.time_elapsed == 0.4
    assert (progress.observed, progress.required, progress.needed) == (21.5, 16.4, 13)
    assert progress.expected == 950.8
    assert progress.lead == pytest.approx(10.2)
    assert progress.steps == ()


def test_what_the_observed_pace_makes_of_the_target_year():
    assert projection(961, 21.5, 2022, 2025) == 1025.5
    assert measure_progress(STAFF).projection == 1025.5
    cut = measure_progress(STAFF, bounds=(0, 1010), trace=True)
    assert cut.projection == 1010
    assert cut.steps[5][1:3] == ("min(c + observed × (tT − t), 1010)", "min(961 + 21.5 × (2025 − 2022), 1010)")
    falling = Case(10, 2020, 4, 2022, -1, 0, 2025)
    assert measure_progress(falling, bounds=(0, None)).projection == 0
    assert measure_progress(falling).projection == -5


def test_once_the_target_year_is_over_nothing_is_needed_or_projected():
    over = measure_progress(STAFF, over=True, trace=True)
    assert over.needed is over.projection is None
    assert {"needed-pace", "projection"}.isdisjoint(step.name for step in over.steps)
    assert (over.observed, over.required, over.expected) == (21.5, 16.4, 950.8)


def test_across_a_break_nothing_is_compared_with_the_baseline():
    broken = measure_progress(STAFF._replace(broken=True), trace=True)
    assert broken.gap_closed is broken.observed is broken.projection is broken.expected is broken.lead is None
    assert (broken.time_elapsed, broken.required, broken.needed) == (0.4, 16.4, 13)


def test_how_many_years_the_rest_takes_at_the_present_pace():
    assert years_to_target(961, 1000, 21.5) == pytest.approx(39 / 21.5)
    assert years_to_target(1000, 1000, 21.5) == 0
    assert years_to_target(8, 5, -1.5) == 2


def test_yearly_targets_bend_the_expected_path():
    progress = measure_progress(STAFF.along([(2024, 984), (2023, 967), (2030, 1), (2020, 2)]))
    assert progress.expected == pytest.approx(918 + 49 * 2 / 3)
    assert progress.gap_closed == 0.524390243902439


def test_without_a_target_only_the_observed_pace_is_known():
    progress = measure_progress(Case(918, 2020, 961, 2022, 1))
    assert progress.observed == 21.5
    assert progress.gap_closed is progress.required is progress.needed is progress.expected is progress.lead is None


def test_the_derivation_names_every_number():
    steps = {step.name: step for step in measure_progress(STAFF, trace=True).steps}
    assert steps["gap-closed"].figures == "(961 − 918) / (1000 − 918)"
    assert steps["needed-pace"].formula == "(T − c) / (tT − t)"
    assert steps["expected"].figures == "918 + (1000 − 918) × 0.4"
    assert steps["lead"].formula == "d × (c − expected)"
    assert list(steps) == [
        "observed-pace",
        "gap-closed",
        "time-elapsed",
        "required-pace",
        "needed-pace",
        "projection",
        "expected",
        "lead",
    ]


def test_the_derivation_of_a_bent_path():
    steps = {step.name: step for step in measure_progress(STAFF.along([(2023, 967)]), trace=True).steps}
    assert steps["expected"].formula == "b + (P2023 − b) × 2 / 3"


years = st.integers(2018, 2030)
cases = st.tuples(figures, st.just(2020), figures, years, st.sampled_from([-1, 1]), figures, years).map(
    lambda c: Case(*c)
)


@given(cases, figures, st.none() | figures, st.none() | figures)
def test_any_figures_give_finite_numbers_or_none_and_traced_or_not_makes_no_difference(case, stop, low, high):
    case = case.along([(2021, stop)])
    plain, traced = measure_progress(case, bounds=(low, high)), measure_progress(case, bounds=(low, high), trace=True)
    for name in ("gap_closed", "time_elapsed", "observed", "required", "needed", "projection", "expected", "lead"):
        value = getattr(plain, name)
        assert value is None or math.isfinite(value)
        assert getattr(traced, name) == value


def test_a_formula_gives_a_traced_number_for_traced_ones():
    pace = observed_pace(*(Traced.symbol(n, v) for n, v in (("b", 1), ("c", 3), ("t0", 2000), ("t", 2004))))
    assert pace is not None
    assert (pace.value, pace.symbols) == (0.5, "(c − b) / (t − t0)")


def test_totals_against_yearly_targets():
    totals = dict(running_totals([(2021, 8), (2022, 25), (2023, 45)]))
    targets = {2021: 10, 2022: 20, 2023: 50, 2024: 90}
    ratios = {year: attainment(total, targets[year], 1) for year, total in totals.items()}
    assert ratios == {2021: 0.8, 2022: 1.65, 2023: 1.56}


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
