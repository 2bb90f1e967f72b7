import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from unpolicy.measures.case import Case
from unpolicy.measures.verdict import METHODS, improved, judge_case, suggest
from unpolicy.names import DEFAULT_METHOD, METHOD_NAMES, OFFICIAL_STEPS, VERDICTS

STAFF = Case(b=918, t0=2020, c=961, t=2022, d=1, T=1000, tT=2025)
LATER = STAFF._replace(c=979, t=2024)
EVERY = pytest.mark.parametrize("method", list(METHODS))
GROWTH = pytest.mark.parametrize("method", ["eurostat", "unsd2022", "unsd2023"])

finite = st.floats(allow_nan=False, allow_infinity=False)
short = st.integers(1, 4000).map(lambda n: n / 4)
directions = st.sampled_from([-1, 1])


def as_severe(verdict, threshold):
    return VERDICTS.index(verdict) >= VERDICTS.index(threshold)


def cases(figure, target=None, limit=None, first_year=2021):
    """Cases of such figures, with such targets and limits."""
    years = st.integers(first_year, 2030)
    some = figure if target is None else target
    no_limit = st.none() if limit is None else limit
    plain = {"path": st.just(()), "broken": st.just(False)}
    return st.builds(Case, figure, st.just(2020), figure, years, directions, some, years, no_limit, **plain)


def test_the_methods_by_name():
    assert list(METHODS) == ["linear", "statcan", "eurostat", "unsd2022", "unsd2023", "kenko21"]
    assert list(METHODS) == list(METHOD_NAMES)
    assert DEFAULT_METHOD == "linear"
    with pytest.raises(KeyError):
        judge_case(STAFF, "other")


@pytest.mark.parametrize(
    ("case", "method", "measure", "verdict"),
    [
        (STAFF, "linear", 1.3109756, "on-track"),
        (STAFF, "eurostat", 1.341486, "on-track"),
        (STAFF, "unsd2022", 1.341486, "on-track"),
        (STAFF, "statcan", 1.341486, "on-track"),
        (STAFF, "unsd2023", 1.3573886, "on-track"),
        (LATER, "linear", 0.9298780, "acceleration-needed"),
        (LATER, "eurostat", 0.939439, "acceleration-needed"),
        (LATER, "unsd2022", 0.939439, "acceleration-needed"),
        (LATER, "statcan", 0.939439, "acceleration-needed"),
        (LATER, "unsd2023", 0.9374770, "acceleration-needed"),
    ],
)
def test_the_reference_cases(case, method, measure, verdict):
    judged = judge_case(case, method)
    assert judged.measure == pytest.approx(measure, abs=1e-6)
    assert judged.verdict == verdict


@pytest.mark.parametrize(
    ("baseline", "target", "linear", "statcan"), [(2908, 1454, 1.1759, 1.0328), (2720, 1360, 1.0153, 0.8678)]
)
def test_a_restated_baseline_restates_the_verdict(baseline, target, linear, statcan):
    # Seriously injured on Scotland's roads, 1,931 in 2024, half of the mean of 2014 to 2018 promised for 2030.
    case = Case(baseline, 2016, 1931, 2024, -1, target, 2030)
    assert judge_case(case).measure == pytest.approx(linear, abs=5e-5)
    assert judge_case(case, "statcan").measure == pytest.approx(statcan, abs=5e-5)


def test_the_measure_is_the_plain_quotient():
    assert judge_case(STAFF).measure == 1.3109756097560976


def test_a_measure_that_is_an_edge_on_paper_is_at_the_edge():
    # .95 of 0.3 in ten years is 0.0285 a year, which no double is.
    case = Case(b=0.1, t0=2020, c=0.1285, t=2021, d=1, T=0.4, tT=2030)
    assert judge_case(case).verdict == "on-track"
    assert judge_case(case._replace(c=0.12849)).verdict == "acceleration-needed"


@EVERY
def test_at_the_target_it_is_achieved_in_either_direction(method):
    assert judge_case(STAFF._replace(c=1000), method).verdict == "achieved"
    assert judge_case(STAFF._replace(c=1001), method).verdict == "achieved"
    assert judge_case(Case(10, 2020, 5, 2022, -1, 5, 2025), method).verdict == "achieved"


@EVERY
def test_the_final_figure_of_the_target_year_settles_it(method):
    short_of_it = STAFF._replace(c=999, t=2025)
    missed = judge_case(short_of_it, method, figure_at_target_year=999)
    assert missed.verdict == "missed"
    assert missed.measure == judge_case(short_of_it, method).measure is not None
    assert judge_case(STAFF._replace(c=1000, t=2025), method, figure_at_target_year=1000).verdict == "achieved"
    # What comes after the target year does not undo what was promised for it.
    assert judge_case(STAFF._replace(c=1100, t=2026), method, figure_at_target_year=999).verdict == "missed"
    assert judge_case(STAFF._replace(c=900, t=2026), method, figure_at_target_year=1000).verdict == "achieved"


@EVERY
def test_after_the_target_year_without_its_figure_the_method_goes_on(method):
    assert judge_case(STAFF._replace(c=999, t=2027), method).verdict in {"acceleration-needed", "limited", "on-track"}


@EVERY
def test_one_figure_is_not_enough(method):
    judged = judge_case(STAFF._replace(c=918, t=2020), method)
    assert (judged.verdict, judged.measure, judged.reason) == ("unknown", None, "same-year")


@EVERY
def test_a_target_that_equals_the_baseline(method):
    flat = STAFF._replace(T=918)
    assert judge_case(flat, method).verdict == "achieved"
    judged = judge_case(flat._replace(c=900), method)
    assert (judged.verdict, judged.measure, judged.reason) == ("unknown", None, "flat-target")


@EVERY
def test_a_target_behind_the_baseline(method):
    behind = Case(b=60, t0=2020, c=55, t=2022, d=1, T=50, tT=2025)
    assert judge_case(behind, method).verdict == "achieved"
    judged = judge_case(behind._replace(c=40), method)
    assert (judged.verdict, judged.reason) == ("moving-away", "target-behind")
    assert judge_case(behind._replace(c=40, t=2025), method, figure_at_target_year=40).verdict == "missed"


@EVERY
@pytest.mark.parametrize("tT", [None, 2020, 2019])
def test_a_target_without_time(method, tT):
    judged = judge_case(STAFF._replace(tT=tT), method)
    assert (judged.verdict, judged.measure, judged.reason) == ("unknown", None, "target-year")


def test_the_straight_line_follows_yearly_targets():
    # 924 in 2018, promised 990 for 2020, came 945.
    case = Case(924, 2018, 945, 2020, 1, 1000, 2025).along([(2020, 990), (2022, 994)])
    judged = judge_case(case, trace=True)
    assert (judged.measure, judged.verdict) == (pytest.approx(21 / 66), "limited")
    assert [(step.name, step.figures) for step in judged.steps] == [
        ("expected", "990"),
        ("measure", "(945 − 924) / (990 − 924)"),
    ]
    assert judge_case(case._replace(c=987)).verdict == "on-track"
    between = case._replace(t=2021)
    assert judge_case(between).measure == pytest.approx(21 / 68)
    straight = Case(924, 2018, 945, 2020, 1, 1000, 2025)
    assert judge_case(straight.along([(2018, 1), (2025, 2)])) == judge_case(straight)
    assert straight._replace(T=None).along([(2020, 990)]).path == ()


@pytest.mark.parametrize(
    ("c", "verdict"), [(101, "on-track"), (100, "on-track"), (99.9, "moving-away"), (90, "moving-away")]
)
def test_where_no_step_is_promised_yet_the_sign_of_the_lead_decides(c, verdict):
    flat = Case(100, 2020, c, 2021, 1, 120, 2025).along([(2021, 100)])
    assert (judge_case(flat).measure, judge_case(flat).verdict) == (None, verdict)


@pytest.mark.parametrize(("c", "verdict"), [(97, "on-track"), (95, "on-track"), (94, "moving-away")])
def test_a_path_may_lead_back_first(c, verdict):
    assert judge_case(Case(100, 2020, c, 2021, 1, 120, 2025).along([(2021, 95)])).verdict == verdict


@EVERY
def test_across_a_break_only_reached_and_missed_can_be_known(method):
    broken = STAFF._replace(broken=True)
    judged = judge_case(broken, method)
    assert (judged.verdict, judged.measure, judged.reason) == ("unknown", None, "break")
    assert judge_case(broken._replace(c=1000), method).verdict == "achieved"
    assert judge_case(broken._replace(c=990, t=2025), method, figure_at_target_year=990).verdict == "missed"
    behind = Case(b=60, t0=2020, c=40, t=2022, d=1, T=50, tT=2025, broken=True)
    assert (judge_case(behind, method).verdict, judge_case(behind, method).reason) == ("unknown", "break")


@pytest.mark.parametrize(
    ("c", "d", "settled", "verdict"),
    [
        (961, 1, False, "on-track"),
        (918, 1, False, "limited"),
        (900, 1, False, "moving-away"),
        (900, -1, False, "on-track"),
        (961, 1, True, "achieved"),
        (918, 1, True, "missed"),
        (900, 1, True, "missed"),
    ],
)
def test_a_promise_to_improve(c, d, settled, verdict):
    judged = improved(Case(918, 2020, c, 2022, d), settled=settled, trace=True)
    assert (judged.verdict, judged.measure, judged.reason) == (verdict, d * (c - 918), None)
    assert [(step.name, step.formula) for step in judged.steps] == [("improvement", "d × (c − b)")]


def test_what_cannot_be_compared_has_not_improved_or_worsened():
    assert improved(Case(918, 2020, 918, 2020, 1)).reason == "same-year"
    assert improved(Case(918, 2020, 961, 2022, 1, broken=True)).reason == "break"
    assert improved(Case(-1e308, 2020, 1e308, 2022, 1)).reason == "out-of-range"
    assert improved(Case(918, 2020, 961, 2022, 1)).steps == ()


def test_the_straight_line_judges_only_against_a_target():
    judged = judge_case(Case(918, 2020, 961, 2022, 1))
    assert (judged.verdict, judged.measure, judged.score, judged.reason) == (None, None, None, "no-target")


@pytest.mark.parametrize(
    ("method", "growth", "verdict"),
    [
        ("statcan", 0.015, "on-track"),
        ("statcan", 0.014, "acceleration-needed"),
        ("statcan", 0.004, "limited"),
        ("statcan", -0.001, "moving-away"),
        ("eurostat", 0.011, "on-track"),
        ("eurostat", 0.01, "acceleration-needed"),
        ("eurostat", 0.001, "limited"),
        ("eurostat", -0.0009, "limited"),
        ("eurostat", -0.0011, "moving-away"),
        ("unsd2022", 0.02, "on-track"),
        ("unsd2022", 0.019, "acceleration-needed"),
        ("unsd2023", 0.02, "on-track"),
        ("unsd2023", 0.005, "acceleration-needed"),
        ("unsd2023", 0.0049, "limited"),
        ("unsd2023", -0.0001, "moving-away"),
    ],
)
@pytest.mark.parametrize("d", [1, -1])
def test_bands_without_a_target(method, growth, verdict, d):
    case = Case(1000, 2020, 1000 * (1 + d * growth) ** 3, 2023, d)
    judged = judge_case(case, method)
    assert judged.verdict == verdict
    assert judged.measure == pytest.approx(growth)


@pytest.mark.parametrize(
    ("method", "measure", "verdict"),
    [
        ("unsd2022", 0.5, "acceleration-needed"),
        ("unsd2022", 0.499, "limited"),
        ("unsd2022", -0.1, "limited"),
        ("unsd2022", -0.101, "moving-away"),
        ("eurostat", 0.6, "acceleration-needed"),
        ("eurostat", 0.599, "limited"),
        ("eurostat", -0.001, "moving-away"),
    ],
)
def test_bands_with_a_target(method, measure, verdict):
    required = 2 ** (1 / 10) - 1
    judged = judge_case(Case(100, 2020, 100 * (1 + measure * required) ** 4, 2024, 1, 200, 2030), method)
    assert judged.measure == pytest.approx(measure)
    assert judged.verdict == verdict


@pytest.mark.parametrize(
    ("share", "verdict"), [(0.95, "on-track"), (0.11, "acceleration-needed"), (0.09, "limited"), (-0.01, "moving-away")]
)
def test_bands_of_the_projected_share(share, verdict):
    projected = 100 + share * 100
    judged = judge_case(Case(100, 2020, 100 * (projected / 100) ** 0.4, 2024, 1, 200, 2030), "unsd2023")
    assert judged.measure == pytest.approx(share)
    assert judged.verdict == verdict


@GROWTH
@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (Case(0, 2020, 5, 2022, 1, 9, 2025), "zero"),
        (Case(5, 2020, 0, 2022, 1, 9, 2025), "zero"),
        (Case(5, 2020, 4, 2022, -1, 0, 2025), "zero"),
        (Case(-5, 2020, 5, 2022, 1, 9, 2025), "sign-change"),
        (Case(-5, 2020, -4, 2022, 1, 9, 2025), "sign-change"),
        (Case(0, 2020, 5, 2022, 1), "zero"),
        (Case(-5, 2020, 5, 2022, 1), "sign-change"),
        (Case(-5, 2020, -4, 2022, 1), "negative-base"),
    ],
)
def test_growth_has_no_measure_at_zero_or_across_a_sign(method, case, reason):
    judged = judge_case(case, method)
    assert (judged.verdict, judged.measure, judged.reason) == ("unknown", None, reason)


@given(cases(finite, st.none() | finite, st.none() | finite, first_year=2019))
def test_any_figures_give_a_verdict_and_finite_numbers_or_none(case):
    for method in METHODS:
        for final in (None, case.c):
            judged = judge_case(case, method, figure_at_target_year=final)
            assert judged.verdict in VERDICTS or (case.T is None and method == "linear")
            assert judged.measure is None or math.isfinite(judged.measure)
            assert judged.score is None or -5 <= judged.score <= 5
            assert judged.measure is not None or judged.reason is not None


@pytest.mark.parametrize("extreme", [0, 1e308, -1e308, 5e-324, -5e-324, 1.7976931348623157e308])
@pytest.mark.parametrize("other", [0, 1, -1, 1e308, -1e308, 5e-324])
@EVERY
def test_extreme_figures(method, extreme, other):
    for b, c, T in ((extreme, other, 1), (other, extreme, -1), (1, other, extreme), (extreme, extreme, other)):
        for d in (1, -1):
            judged = judge_case(Case(b, 2020, c, 2022, d, T, 2025, extreme), method, trace=True)
            assert judged.measure is None or math.isfinite(judged.measure)
            free = judge_case(Case(b, 2020, c, 2022, d, limit=extreme), method, trace=True)
            assert free.measure is None or math.isfinite(free.measure)


@given(cases(short, st.none() | short, st.none() | short))
def test_the_derivation_is_the_computation(case):
    for method in METHODS:
        plain, traced = judge_case(case, method), judge_case(case, method, trace=True)
        assert traced._replace(steps=()) == plain
        if plain.measure is not None:
            assert {step.name: step.result for step in traced.steps}["measure"] == plain.measure


@given(cases(short), st.integers(-8, 8).map(lambda doublings: 2.0**doublings))
def test_no_method_depends_on_the_unit(case, factor):
    larger = case._replace(b=case.b * factor, c=case.c * factor, T=case.T * factor)
    for method in METHODS:
        assert judge_case(larger, method) == judge_case(case, method)


@given(cases(short), st.integers(-400, 400))
def test_the_straight_line_does_not_depend_on_where_zero_is(case, shift):
    # Quarters are exact in binary, so that the shift loses nothing.
    assert judge_case(case._replace(b=case.b + shift, c=case.c + shift, T=case.T + shift)) == judge_case(case)


@given(cases(short), short)
def test_a_better_latest_figure_never_makes_a_worse_verdict(case, other):
    assume(case.c != other and case.b != case.T)
    worse, better = sorted((case.c, other), key=lambda figure: case.d * figure)
    case = case._replace(c=worse)
    for method in METHODS:
        lower, higher = judge_case(case, method), judge_case(case._replace(c=better), method)
        assert as_severe(lower.verdict, higher.verdict)
        if not case.reached(case.b):
            assert lower.measure <= higher.measure
        free = case._replace(T=None, tT=None)
        if method != "linear":
            assert as_severe(judge_case(free, method).verdict, judge_case(free._replace(c=better), method).verdict)


@given(short, short, directions, st.integers(2021, 2030), st.integers(2021, 2030))
def test_the_target_itself_is_always_achieved(b, T, d, t, tT):
    for method in METHODS:
        assert judge_case(Case(b, 2020, T, t, d, T, tT), method).verdict == "achieved"


def test_severity_goes_from_achieved_to_unknown():
    assert VERDICTS == ("achieved", "on-track", "acceleration-needed", "limited", "moving-away", "missed", "unknown")


@pytest.mark.parametrize(
    ("gap_closed", "rating"),
    [
        (1.5, "exceeded"),
        (1.2, "exceeded"),
        (0.4 * 3, "exceeded"),
        (1.19, "achieved"),
        (1, "achieved"),
        (0.999, "considerable-progress"),
        (0.8, "considerable-progress"),
        (0.1 * 8 - 1e-16, "considerable-progress"),
        (0.79, "little-progress"),
        (1e-9, "little-progress"),
        (0, "not-heading-there"),
        (-2, "not-heading-there"),
        (None, None),
    ],
)
def test_the_suggestion_follows_the_share_of_the_gap(gap_closed, rating):
    assert suggest(gap_closed) == rating


def test_the_five_steps_from_best_to_worst():
    assert [suggest(share) for share in (1.3, 1.1, 0.9, 0.5, -1)] == list(OFFICIAL_STEPS)
