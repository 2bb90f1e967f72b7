import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unpolicy.measures.keep import FORESEEN, Limits, judge_keep, judge_total, staying


@pytest.mark.parametrize(
    ("values", "verdict", "so_far", "exit_year"),
    [
        ([55, 55, 55], "achieved", True, None),
        ([58, 55, 57], "achieved", True, None),
        ([50, 60, 50], "achieved", True, None),
        ([55, 56, 57], "acceleration-needed", False, 2026),
        ([58, 59, 60], "acceleration-needed", False, 2023),
        ([55, 54, 53], "acceleration-needed", False, 2026),
        ([55, 55.5, 56], "achieved", True, None),
        ([55, 62, 57], "limited", False, 2026),
        ([62, 55, 54], "limited", False, 2024),
        ([55, 60, 61], "moving-away", False, None),
        ([55, 63, 61], "limited", False, None),
        ([55, 61, 61], "limited", False, None),
        ([55, 52, 49], "moving-away", False, None),
        ([40, 45, 49], "limited", False, None),
        ([70, 65, 45], "limited", False, None),
        ([55], "achieved", True, None),
        ([70], "limited", False, None),
        ([], "unknown", False, None),
    ],
)
def test_before_the_last_year(values, verdict, so_far, exit_year):
    kept = judge_keep(list(enumerate(values, 2020)), Limits(50, 60, 2027))
    assert (kept.verdict, kept.so_far, kept.exit_year) == (verdict, so_far, exit_year)


@pytest.mark.parametrize(
    ("values", "verdict"),
    [([55, 56, 57], "achieved"), ([55, 61, 57], "missed"), ([55, 56, 61], "missed"), ([60, 50, 60, 99], "achieved")],
)
def test_in_the_last_year_every_year_counts(values, verdict):
    kept = judge_keep(list(enumerate(values, 2020)), Limits(50, 60, 2022))
    assert (kept.verdict, kept.so_far, kept.exit_year) == (verdict, False, None)


def test_the_year_of_leaving_is_the_first_one_outside():
    # 1 a year from 57: 60 in 2025 is still inside.
    assert judge_keep([(2020, 55), (2022, 57)], Limits(None, 60, 2026)).exit_year == 2026
    assert judge_keep([(2020, 55), (2022, 57)], Limits(None, 60, 2025)).verdict == "achieved"
    # A pace of .1 does not meet the bound exactly in binary, and must all the same.
    assert judge_keep([(2020, 0.1), (2021, 0.2)], Limits(None, 0.6, 2030)).exit_year == 2026


def test_one_bound_is_enough():
    assert judge_keep([(2020, 55), (2021, 70)], Limits(50, None, 2030)).verdict == "achieved"
    assert judge_keep([(2020, 55), (2021, 54)], Limits(50, None, 2030)).exit_year == 2026
    assert judge_keep([(2020, 55), (2021, 40)], Limits(None, 60, 2030)).distance == 20


def test_the_distance_is_the_room_that_is_left():
    assert judge_keep([(2020, 55), (2021, 58)], Limits(50, 60, 2030)).distance == 2
    assert judge_keep([(2020, 55), (2021, 63)], Limits(50, 60, 2030)).distance == -3
    assert judge_keep([(2020, 55), (2021, 63)], Limits(None, None, 2030)).distance is None


def test_reasons_say_what_is_less_than_it_seems():
    assert judge_keep([], Limits(50, 60, 2030)).reason == "no-figure"
    assert judge_keep([(2031, 55)], Limits(50, 60, 2030)).reason == "no-figure"
    assert judge_keep([(2020, 55)], Limits(50, 60, 2030)).reason is None
    assert judge_keep([(2020, 65), (2021, 55)], Limits(50, 60, 2030)).reason == "was-outside"


def test_without_a_figure_that_compares_there_is_no_pace():
    kept = judge_keep([(2020, 55), (2021, 57)], Limits(50, 60, 2025), pace_from=2022)
    assert (kept.verdict, kept.pace, kept.exit_year) == ("achieved", None, None)


def test_the_derivation_of_the_year_of_leaving():
    steps = judge_keep([(2020, 55), (2021, 57)], Limits(50, 60, 2025), trace=True).steps
    assert [(s.name, s.formula, s.figures, s.result) for s in steps] == [
        ("room", "max − c", "60 − 57", 3),
        ("observed-pace", "(c − b) / (t − t0)", "(57 − 55) / (2021 − 2020)", 2),
        ("inside-until", "t + (max − c) / observed", "2021 + (60 − 57) / 2", 2022.5),
    ]
    assert judge_keep([(2020, 55), (2021, 57)], Limits(50, 60, 2025)).steps == ()


def test_the_derivation_of_a_figure_outside():
    steps = judge_keep([(2020, 55), (2021, 61), (2022, 63)], Limits(50, 60, 2025), trace=True).steps
    assert [(s.name, s.formula, s.figures, s.result) for s in steps] == [
        ("room", "max − c", "60 − 63", -3),
        ("last-step", "c − c2021", "63 − 61", 2),
        ("observed-pace", "(c − b) / (t − t0)", "(63 − 55) / (2022 − 2020)", 4),
    ]
    steps = judge_keep([(2020, 55), (2021, 48)], Limits(50, 60, 2025), trace=True).steps
    assert [(s.formula, s.result) for s in steps] == [
        ("c − min", -2),
        ("c − b", -7),
        ("(c − b) / (t − t0)", -7),
    ]


def test_the_years_outside_are_named():
    assert judge_keep([(2020, 65), (2021, 55), (2022, 49)], Limits(50, 60, 2030)).outside == (2020, 2022)
    assert judge_keep([(2020, 55), (2021, 55)], Limits(50, 60, 2030)).outside == ()
    missed = judge_keep([(2020, 55), (2021, 61), (2022, 55)], Limits(50, 60, 2022))
    assert (missed.verdict, missed.reason, missed.outside) == ("missed", "was-outside", (2021,))


finite = st.floats(allow_nan=False, allow_infinity=False)


@given(
    st.dictionaries(st.integers(2000, 2030), finite, max_size=5).map(lambda d: sorted(d.items())),
    st.none() | finite,
    st.none() | finite,
    st.integers(2000, 2200),
)
def test_any_figures_give_a_verdict(series, low, high, by):
    kept = judge_keep(series, Limits(low, high, by))
    assert kept.distance is None or math.isfinite(kept.distance)
    assert kept.exit_year is None or series[0][0] < kept.exit_year <= by
    traced = judge_keep(series, Limits(low, high, by), trace=True)
    assert (traced.verdict, traced.exit_year) == (kept.verdict, kept.exit_year)
    rooms = [step.result for step in traced.steps if step.name == "room"]
    assert rooms == ([] if kept.distance is None else [kept.distance])


def test_the_figure_from_which_on_the_pace_leads_past_a_limit_by_the_last_year():
    assert staying(54, 60, 2020, 2023, 2026) == 57
    assert staying(54, 60, 2020, 2026, 2026) == 60
    assert staying(54, 60, 2026, 2026, 2026) is None
    assert staying(-1e308, 1e308, 2020, 2023, 2026) is None


@pytest.mark.parametrize(
    ("values", "verdict", "exit_year"),
    [
        ([36.8], "achieved", None),
        ([36.8, 36.0], "acceleration-needed", 2023),
        ([36.8, 35.0], "acceleration-needed", 2022),
        ([36.8, 36.7], "achieved", None),
        ([36.8, 34.0], "moving-away", None),
        ([34.0, 34.5], "limited", None),
        ([34.0, 36.0], "limited", None),
    ],
)
def test_limits_can_be_kept_for_good(values, verdict, exit_year):
    kept = judge_keep(list(enumerate(values, 2020)), Limits(35, None))
    assert (kept.verdict, kept.exit_year) == (verdict, exit_year)


def test_what_leaves_only_after_what_can_be_foreseen_is_kept():
    assert judge_keep([(2020, 0), (2021, 1)], Limits(None, FORESEEN)).exit_year == 2021 + FORESEEN
    assert judge_keep([(2020, 0), (2021, 1)], Limits(None, FORESEEN + 1)).verdict == "achieved"


def test_the_pace_counts_from_a_break_in_the_series_on():
    figures = [(2020, 50), (2021, 51), (2022, 58), (2023, 58)]
    assert judge_keep(figures, Limits(50, 60, 2030)).exit_year == 2024
    assert judge_keep(figures, Limits(50, 60, 2030), pace_from=2022).verdict == "achieved"
    outside = [(2020, 70), (2021, 65), (2022, 66)]
    assert judge_keep(outside, Limits(50, 60, 2030)).verdict == "moving-away"
    assert judge_keep(outside, Limits(50, 60, 2030), pace_from=2022).verdict == "limited"


BUDGET = [(2021, 240), (2022, 500), (2023, 755)]


def test_what_is_left_of_a_budget():
    kept = judge_total(BUDGET, Limits(None, 1000, 2026), trace=True)
    assert (kept.verdict, kept.so_far, kept.exit_year, kept.distance) == ("acceleration-needed", False, 2024, 245)
    assert kept.per_year == pytest.approx(245 / 3)
    assert kept.pace == pytest.approx(755 / 3)
    assert kept.projection == pytest.approx(755 * 2)
    assert [(step.name, step.formula, step.figures) for step in kept.steps] == [
        ("observed-pace", "(c − b) / (t − t0)", "(755 − 0) / (2023 − 2020)"),
        ("left", "max − c", "1000 − 755"),
        ("left-per-year", "left / (tT − t)", "245 / (2026 − 2023)"),
        ("projection", "c + observed × (tT − t)", "755 + 251.667 × (2026 − 2023)"),
    ]


@pytest.mark.parametrize(
    ("totals", "limits", "falls", "verdict", "so_far", "exit_year"),
    [
        ([(2021, 240)], Limits(None, 2000, 2026), False, "achieved", True, None),
        (BUDGET, Limits(None, 755, 2026), False, "acceleration-needed", False, 2024),
        (BUDGET, Limits(None, 700, 2026), False, "missed", False, None),
        (BUDGET, Limits(None, 700, 2026), True, "moving-away", False, None),
        ([(2021, -6), (2022, -4)], Limits(None, -5, 2026), True, "limited", False, None),
        (BUDGET, Limits(None, 700, 2023), True, "missed", False, None),
        (BUDGET, Limits(None, 755, 2023), False, "achieved", False, None),
        (BUDGET, Limits(800, None, 2023), False, "missed", False, None),
        (BUDGET, Limits(800, None, 2024), False, "on-track", False, None),
        (BUDGET, Limits(2000, None, 2024), False, "acceleration-needed", False, None),
        (BUDGET, Limits(700, None, 2024), False, "achieved", True, None),
        (BUDGET, Limits(700, 5000), False, "achieved", True, None),
        (BUDGET, Limits(900, None), False, "acceleration-needed", False, None),
        (BUDGET, Limits(None, 1000), False, "acceleration-needed", False, 2024),
        ([], Limits(None, 1000, 2026), False, "unknown", False, None),
        ([(2027, 1)], Limits(None, 1000, 2026), False, "unknown", False, None),
    ],
)
def test_limits_on_a_total(totals, limits, falls, verdict, so_far, exit_year):
    kept = judge_total(totals, limits, falls=falls)
    assert (kept.verdict, kept.so_far, kept.exit_year) == (verdict, so_far, exit_year)
    assert kept.steps == ()


def test_a_total_counts_from_its_start_and_names_the_years_past_its_limit():
    kept = judge_total([(2020, 100), (2021, 190)], Limits(None, 150, 2026), start=(2019, 20))
    assert (kept.pace, kept.outside, kept.distance) == (85, (2021,), -40)
    assert judge_total([(2020, 100)], Limits(None, None, 2026)).distance is None


@given(
    st.lists(finite, max_size=5).map(lambda values: list(enumerate(values, 2000))),
    st.none() | finite,
    st.none() | finite,
    st.none() | st.integers(2000, 2200),
    st.booleans(),
)
def test_any_totals_give_a_verdict(totals, low, high, by, falls):
    kept = judge_total(totals, Limits(low, high, by), falls=falls)
    numbers = (kept.distance, kept.pace, kept.per_year, kept.projection)
    assert all(number is None or math.isfinite(number) for number in numbers)
    assert kept.exit_year is None or totals[0][0] < kept.exit_year
