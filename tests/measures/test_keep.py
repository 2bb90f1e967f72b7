import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unpolicy.measures.keep import judge_keep, staying


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
        ([55], "unknown", False, None),
        ([70], "unknown", False, None),
        ([], "unknown", False, None),
    ],
)
def test_before_the_last_year(values, verdict, so_far, exit_year):
    kept = judge_keep(list(enumerate(values, 2020)), 50, 60, 2027)
    assert (kept.verdict, kept.so_far, kept.exit_year) == (verdict, so_far, exit_year)


@pytest.mark.parametrize(
    ("values", "verdict"),
    [([55, 56, 57], "achieved"), ([55, 61, 57], "missed"), ([55, 56, 61], "missed"), ([60, 50, 60, 99], "achieved")],
)
def test_in_the_last_year_every_year_counts(values, verdict):
    kept = judge_keep(list(enumerate(values, 2020)), 50, 60, 2022)
    assert (kept.verdict, kept.so_far, kept.exit_year) == (verdict, False, None)


def test_the_year_of_leaving_is_the_first_one_outside():
    # 1 a year from 57: 60 in 2025 is still inside.
    assert judge_keep([(2020, 55), (2022, 57)], None, 60, 2026).exit_year == 2026
    assert judge_keep([(2020, 55), (2022, 57)], None, 60, 2025).verdict == "achieved"
    # A pace of .1 does not meet the bound exactly in binary, and must all the same.
    assert judge_keep([(2020, 0.1), (2021, 0.2)], None, 0.6, 2030).exit_year == 2026


def test_one_bound_is_enough():
    assert judge_keep([(2020, 55), (2021, 70)], 50, None, 2030).verdict == "achieved"
    assert judge_keep([(2020, 55), (2021, 54)], 50, None, 2030).exit_year == 2026
    assert judge_keep([(2020, 55), (2021, 40)], None, 60, 2030).distance == 20


def test_the_distance_is_the_room_that_is_left():
    assert judge_keep([(2020, 55), (2021, 58)], 50, 60, 2030).distance == 2
    assert judge_keep([(2020, 55), (2021, 63)], 50, 60, 2030).distance == -3
    assert judge_keep([(2020, 55), (2021, 63)], None, None, 2030).distance is None


def test_reasons_say_what_is_less_than_it_seems():
    assert judge_keep([], 50, 60, 2030).reason == "no-figure"
    assert judge_keep([(2031, 55)], 50, 60, 2030).reason == "no-figure"
    assert judge_keep([(2020, 55)], 50, 60, 2030).reason == "same-year"
    assert judge_keep([(2020, 65), (2021, 55)], 50, 60, 2030).reason == "was-outside"


def test_the_derivation_of_the_year_of_leaving():
    steps = judge_keep([(2020, 55), (2021, 57)], 50, 60, 2025, trace=True).steps
    assert [(s.name, s.formula, s.figures, s.result) for s in steps] == [
        ("room", "max − c", "60 − 57", 3),
        ("observed-pace", "(c − b) / (t − t0)", "(57 − 55) / (2021 − 2020)", 2),
        ("inside-until", "t + (max − c) / observed", "2021 + (60 − 57) / 2", 2022.5),
    ]
    assert judge_keep([(2020, 55), (2021, 57)], 50, 60, 2025).steps == ()


def test_the_derivation_of_a_figure_outside():
    steps = judge_keep([(2020, 55), (2021, 61), (2022, 63)], 50, 60, 2025, trace=True).steps
    assert [(s.name, s.formula, s.figures, s.result) for s in steps] == [
        ("room", "max − c", "60 − 63", -3),
        ("last-step", "c − c2021", "63 − 61", 2),
    ]
    steps = judge_keep([(2020, 55), (2021, 48)], 50, 60, 2025, trace=True).steps
    assert [(s.formula, s.result) for s in steps] == [("c − min", -2), ("c − b", -7)]


def test_the_years_outside_are_named():
    assert judge_keep([(2020, 65), (2021, 55), (2022, 49)], 50, 60, 2030).outside == (2020, 2022)
    assert judge_keep([(2020, 55), (2021, 55)], 50, 60, 2030).outside == ()
    missed = judge_keep([(2020, 55), (2021, 61), (2022, 55)], 50, 60, 2022)
    assert (missed.verdict, missed.reason, missed.outside) == ("missed", "was-outside", (2021,))


finite = st.floats(allow_nan=False, allow_infinity=False)


@given(
    st.dictionaries(st.integers(2000, 2030), finite, max_size=5).map(lambda d: sorted(d.items())),
    st.none() | finite,
    st.none() | finite,
    st.integers(2000, 2200),
)
def test_any_figures_give_a_verdict(series, low, high, by):
    kept = judge_keep(series, low, high, by)
    assert kept.distance is None or math.isfinite(kept.distance)
    assert kept.exit_year is None or series[0][0] < kept.exit_year <= by
    traced = judge_keep(series, low, high, by, trace=True)
    assert (traced.verdict, traced.exit_year) == (kept.verdict, kept.exit_year)
    rooms = [step.result for step in traced.steps if step.name == "room"]
    assert rooms == ([] if kept.distance is None else [kept.distance])


def test_the_figure_from_which_on_the_pace_leads_past_a_limit_by_the_last_year():
    assert staying(54, 60, 2020, 2023, 2026) == 57
    assert staying(54, 60, 2020, 2026, 2026) == 60
    assert staying(54, 60, 2026, 2026, 2026) is None
    assert staying(-1e308, 1e308, 2020, 2023, 2026) is None
