"""Against the inputs and results that Statistics Canada publishes for its Canadian Indicator Framework."""

import math

import pytest

from unpolicy.measures.case import Case
from unpolicy.measures.growth import StatCan
from unpolicy.measures.verdict import METHODS, judge_case

PUBLISHED = [
    ("1-1-1", Case(14.5, 2015, 10.4, 2023, -1, 7.25, 2030), 0.9010899546976, 2.1506954374, "acceleration-needed"),
    ("11-3-1", Case(63, 2005, 74, 2020, 1, 85, 2030), 0.8949392974312, 2.1067619076, "acceleration-needed"),
    ("12-1-1", Case(0.37, 2015, 9.53, 2025, 1, 60, 2030), 0.9504069883014, 2.5029620767, "on-track"),
    ("3-14-1", Case(18.8, 2015, 11.1, 2024, -1, 5, 2035), 0.8874610697051, 2.0533456748, "acceleration-needed"),
    ("6-1-1", Case(103, 2015, 29, 2023, -1, 0.1, 2030), 0.3956861571147, -0.8512944891, "limited"),
    ("7-2-1", Case(81.444, 2015, 78.398, 2025, 1, 90, 2030), -0.5693758628117, -4.8724184076, "moving-away"),
    ("9-7-1", Case(58.2, 2015, 59.5, 2025, 1, 50, 2030), 0.2195492998729, 5, "achieved"),
    ("1-2-1", Case(66.6, 2016, 71.4, 2023, 1, limit=100), 0.0099914836909, 1.7397528501, "acceleration-needed"),
    ("15-1-1", Case(79.82, 2015, 80.0, 2020, 1, limit=100), 0.0004506085042, -2.1437311547, "limited"),
    ("16-1-1", Case(79, 2021, 79, 2022, 1, limit=100), 0, -2.5, "limited"),
    ("16-6-1", Case(87.93, 2015, 77.78, 2023, -1), 0.0152151512491, 2.6075756246, "on-track"),
    ("10-2-1", Case(3.8, 2015, 11.9, 2024, -1), -0.1352325064900, -5, "moving-away"),
]


@pytest.mark.parametrize("trace", [False, True])
@pytest.mark.parametrize(
    ("case", "measure", "points", "verdict"), [row[1:] for row in PUBLISHED], ids=[row[0] for row in PUBLISHED]
)
def test_the_published_results_come_out(case, measure, points, verdict, trace):
    judged = judge_case(case, "statcan", trace=trace)
    assert judged.measure == pytest.approx(measure, abs=1e-9)
    assert judged.score == pytest.approx(points, abs=1e-9)
    assert judged.verdict == verdict


@pytest.mark.parametrize(
    ("b", "limit", "factor"),
    [
        (50, None, 1),
        (0, 0, 1),
        (200, 100, 1),
        (100, 100, 0),
        (66.6, 100, 1 - 0.666**4.44),
        (150, 100, 1 - 0.5**4.44),
        (-50, -100, 1 - 0.5**4.44),
        (3, 0, 1),
        (1e308, 1.5e308, 1 - (1 / 1.5) ** 4.44),
    ],
)
def test_the_factor_near_a_limit(b, limit, factor):
    assert StatCan().limit_factor(Case(b, 2015, b, 2016, 1, limit=limit)) == pytest.approx(factor)


@pytest.mark.parametrize(
    ("measure", "points"),
    [(1.3, 5), (0.95, 2.500055), (0.6, 0.00004), (0.59, -0.041647), (0, -2.5), (-0.5, -4.58335), (-9, -5)],
)
def test_scores_against_a_target(measure, points):
    assert StatCan().score(measure) == pytest.approx(points, abs=1e-9)


@pytest.mark.parametrize(
    ("v", "C", "points"),
    [
        (0.03, 1, 5),
        (0.015, 1, 2.5),
        (0.01, 1, 1.25),
        (0.005, 1, 0),
        (0.001, 1, -2),
        (0, 1, -2.5),
        (-0.01, 1, -3.75),
        (-1, 1, -5),
        (0, 0, 5),
        (0.1, 0, 5),
        (-0.01, 0, -3.75),
        (0.0075, 0.5, 2.5),
        (0.0025, 0.5, 0),
    ],
)
def test_scores_without_a_target(v, C, points):
    assert StatCan().free_score(v, C) == pytest.approx(points, abs=1e-9)


def test_a_baseline_at_its_limit_is_on_track_while_it_stays():
    assert judge_case(Case(100, 2020, 100, 2022, 1, limit=100), "statcan").verdict == "on-track"
    assert judge_case(Case(100, 2020, 100, 2022, 1, limit=100), "statcan").score == 5
    assert judge_case(Case(100, 2020, 99, 2022, 1, limit=100), "statcan").verdict == "moving-away"


def test_a_zero_baseline_or_target_counts_as_a_thousandth():
    towards_zero = judge_case(Case(8, 2020, 4, 2021, -1, 0, 2030), "statcan")
    assert towards_zero == judge_case(Case(8, 2020, 4, 2021, -1, 0.001, 2030), "statcan")
    from_zero = judge_case(Case(0, 2020, 4, 2021, 1, 8, 2030), "statcan")
    assert from_zero == judge_case(Case(0.001, 2020, 4, 2021, 1, 8, 2030), "statcan")
    steps = judge_case(Case(8, 2020, 4, 2021, -1, 0, 2030), "statcan", trace=True).steps
    assert steps[1].figures == "(0.001 / 8)^(1 / (2030 − 2020)) − 1"


def test_a_latest_figure_of_zero_is_a_growth_of_minus_one():
    judged = judge_case(Case(8, 2020, 0, 2022, 1, 16, 2030), "statcan")
    assert judged.measure == pytest.approx(-1 / (2**0.1 - 1))
    assert judged.verdict == "moving-away"


def test_the_growth_of_a_negative_figure_is_turned_round():
    better = judge_case(Case(-100, 2020, -80, 2022, 1, -50, 2030), "statcan")
    worse = judge_case(Case(-100, 2020, -110, 2022, 1, -50, 2030), "statcan")
    assert better.measure is not None
    assert better.measure > 0
    assert worse.verdict == "moving-away"
    assert judge_case(Case(-100, 2020, -80, 2022, 1), "statcan").verdict == "on-track"


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (Case(-5, 2020, 5, 2022, 1, 9, 2030), "sign-change"),
        (Case(5, 2020, -5, 2022, 1, 9, 2030), "sign-change"),
        (Case(-5, 2020, -4, 2022, 1, 9, 2030), "sign-change"),
        (Case(-5, 2020, -4, 2022, 1, 0, 2030), "sign-change"),
        (Case(0, 2020, -4, 2022, 1, 9, 2030), "sign-change"),
        (Case(-5, 2020, 5, 2022, 1), "sign-change"),
        (Case(0, 2020, -1, 2022, 1, 0, 2030), "flat-target"),
        (Case(0, 2020, 0.0005, 2022, 1, 0.001, 2030), "flat-target"),
    ],
)
def test_a_sign_change_has_no_measure(case, reason):
    judged = judge_case(case, "statcan")
    assert (judged.measure, judged.score, judged.verdict, judged.reason) == (None, None, "unknown", reason)


def test_achieved_scores_five_even_without_a_measure():
    judged = judge_case(Case(-5, 2020, 10, 2022, 1, 9, 2030), "statcan")
    assert (judged.verdict, judged.score, judged.measure) == ("achieved", 5, None)


def test_the_limit_is_named_in_the_derivation():
    steps = {step.name: step for step in METHODS["statcan"].judge(PUBLISHED[7][1], trace=True).steps}
    assert steps["limit-factor"].figures == "1 − (|66.6| / |100|)^4.44"
    assert steps["score"].formula == "250 × v / C − 1.25"
    assert math.isclose(steps["limit-factor"].result, 1 - 0.666**4.44)
