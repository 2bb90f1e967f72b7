import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from unpolicy.measures.case import Case
from unpolicy.measures.verdict import METHODS, Need, judge_case, needed
from unpolicy.names import VERDICTS

STAFF = Case(b=918, t0=2020, c=961, t=2022, d=1, T=1000, tT=2025)
short = st.integers(20, 4000).map(lambda n: n / 4)
EDGES = st.sampled_from(["on-track", "acceleration-needed", "limited"])


def as_severe(verdict, threshold):
    return VERDICTS.index(verdict) >= VERDICTS.index(threshold)


def test_the_least_figure_that_is_still_on_track():
    need = needed(STAFF, 2024, trace=True)
    assert need.figure == pytest.approx(918 + 0.95 * 16.4 * 4)
    assert (need.year, need.strict, need.target) == (2024, False, False)
    (step,) = need.steps
    assert step.figures == "918 + 0.95 × (1000 − 918) / (2025 − 2020) × (2024 − 2020)"
    assert step.result == need.figure
    assert needed(STAFF, 2024).steps == ()


def test_in_the_target_year_only_the_target_will_do():
    for method in METHODS:
        need = needed(STAFF, 2025, method)
        assert (need.figure, need.target) == (1000, True)


def test_long_after_the_target_year_the_target_is_the_lower_bar():
    assert needed(STAFF, 2030).figure == 1000
    assert needed(STAFF, 2030).target


@pytest.mark.parametrize("method", ["eurostat", "unsd2022", "unsd2023"])
def test_where_a_method_has_no_measure_only_the_target_will_do(method):
    need = needed(Case(0, 2020, 5, 2022, 1, 9, 2025), 2023, method)
    assert (need.figure, need.target) == (9, True)


def test_a_target_behind_or_at_the_baseline_must_only_be_held():
    for method in METHODS:
        assert needed(Case(60, 2020, 55, 2022, 1, 50, 2025), 2023, method).figure == 50
        assert needed(Case(60, 2020, 55, 2022, 1, 60, 2025), 2023, method).figure == 60


def test_where_nothing_can_be_said():
    assert needed(STAFF, 2020) is None
    assert needed(Case(918, 2020, 961, 2022, 1), 2023) is None
    assert needed(Case(0, 2020, 961, 2022, 1), 2023, "eurostat") is None
    assert needed(Case(918, 2020, 961, 2022, 1), 2023, "statcan", verdict="moving-away") is None


def test_without_a_target_the_growth_bands_are_asked():
    free = Case(1000, 2020, 1001, 2021, 1)
    assert needed(free, 2022, "statcan").figure == pytest.approx(1000 * 1.015**2)
    assert needed(free, 2022, "unsd2023").figure == pytest.approx(1000 * 1.02**2)
    eurostat = needed(free, 2022, "eurostat")
    assert eurostat.figure == pytest.approx(1000 * 1.01**2)
    assert eurostat.strict
    halved = needed(free._replace(limit=2000), 2022, "statcan")
    assert halved.figure == pytest.approx(1000 * (1 + 0.015 * (1 - 0.5**4.44)) ** 2)


@given(short, short, st.sampled_from([-1, 1]), st.integers(2021, 2029), EDGES)
def test_that_figure_brings_the_verdict_and_a_slightly_worse_one_does_not(b, T, d, year, verdict):
    assume(abs(math.log(T / b)) > 0.02 and d * (T - b) > 0)
    case = Case(b, 2020, b, 2021, d, T, 2030)
    for method in METHODS:
        need = needed(case, year, method, verdict=verdict)
        asked = case._replace(t=year)
        least = need.figure + (d * 1e-6 * b if need.strict else 0)
        assert as_severe(verdict, judge_case(asked._replace(c=least), method).verdict)
        worse = asked._replace(c=need.figure - d * 1e-6 * b)
        assert not as_severe(verdict, judge_case(worse, method).verdict)


@given(short, st.sampled_from([-1, 1]), st.integers(2021, 2029), EDGES, st.none() | short)
def test_the_same_without_a_target(b, d, year, verdict, limit):
    case = Case(b, 2020, b, 2021, d, limit=limit)
    for method in ("statcan", "eurostat", "unsd2022", "unsd2023"):
        need = needed(case, year, method, verdict=verdict)
        better, worse = (case._replace(t=year, c=need.figure + side * d * 1e-6 * b) for side in (1, -1))
        assert as_severe(verdict, judge_case(better, method).verdict)
        assert VERDICTS.index(judge_case(worse, method).verdict) >= VERDICTS.index(verdict)


def test_the_figure_that_is_needed_on_a_path_of_yearly_targets():
    case = Case(924, 2018, 945, 2020, 1, 1000, 2025).along([(2020, 924), (2022, 990)])
    need = needed(case, 2022, trace=True)
    assert need.figure == pytest.approx(924 + 0.95 * 66)
    assert need.steps[0].formula == "b + 0.95 × (P2022 − b)"
    assert needed(case, 2022, verdict="limited").figure == 924
    # Nothing is promised to have changed by 2020: as long as it has not fallen, it is on track.
    assert needed(case, 2020).figure == needed(case, 2020, verdict="limited").figure == 924


finite = st.floats(allow_nan=False, allow_infinity=False)


@given(
    finite, st.none() | finite, st.sampled_from([-1, 1]), st.integers(2018, 2035), st.none() | st.integers(2018, 2035)
)
def test_any_figures_give_a_finite_need_or_none(b, T, d, year, tT):
    for method in METHODS:
        for verdict in ("on-track", "acceleration-needed", "limited"):
            need = needed(Case(b, 2020, b, 2020, d, T, tT, limit=T), year, method, verdict=verdict, trace=True)
            assert need is None or math.isfinite(need.figure)


def test_where_no_growth_leads_across_zero_only_the_target_itself_will_do():
    assert needed(Case(10, 2015, 12, 2020, -1, -5, 2030), 2025, "statcan") == Need(2025, -5, target=True)
