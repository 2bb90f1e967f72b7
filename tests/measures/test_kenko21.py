import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from unpolicy.measures.case import Case
from unpolicy.measures.growth import GRADES, goal_grade
from unpolicy.measures.verdict import judge_case, needed
from unpolicy.names import VERDICTS

STAFF = Case(b=918, t0=2020, c=961, t=2022, d=1, T=1000, tT=2025)


@pytest.mark.parametrize(
    ("case", "grade", "verdict"),
    [
        (STAFF, "C", "limited"),  # +4.7 %
        (STAFF._replace(c=1000), "A", "achieved"),
        (STAFF._replace(c=970), "B", "on-track"),
        (STAFF._replace(c=970, t=2024), "B*", "acceleration-needed"),
        (Case(20, 2012, 21, 2014, 1, 80, 2022), "B*", "acceleration-needed"),
        (Case(20, 2012, 21, 2014, 1, 24, 2032), "B", "on-track"),
        (Case(20, 2012, 20.9, 2014, 1, 80, 2022), "C", "limited"),
        (Case(20, 2012, 19.1, 2014, 1, 80, 2022), "C", "limited"),
        (Case(20, 2012, 19, 2014, 1, 80, 2022), "D", "moving-away"),
        (Case(20, 2012, 19, 2014, -1, 15, 2032), "B", "on-track"),
        (Case(-20, 2012, -19, 2014, 1, -10, 2032), "B", "on-track"),
        (Case(0, 2012, 19, 2014, 1, 80, 2022), "E", "unknown"),
        (Case(20, 2012, 20, 2012, 1, 80, 2022), "E", "unknown"),
        (STAFF._replace(broken=True), "E", "unknown"),
        (Case(20, 2012, 21, 2014, 1), "B", "on-track"),
        (Case(20, 2012, 20.9, 2014, 1), "C", "limited"),
        (Case(20, 2012, 19, 2014, 1), "D", "moving-away"),
        (Case(20, 2012, 20, 2012, 1), "E", "unknown"),
    ],
)
def test_the_grades(case, grade, verdict):
    judged = judge_case(case, "kenko21")
    assert (judged.grade, judged.verdict) == (grade, verdict)


def test_the_measure_is_the_relative_change():
    judged = judge_case(STAFF, "kenko21", trace=True)
    assert judged.measure == pytest.approx(43 / 918)
    assert [(step.formula, step.figures) for step in judged.steps] == [("d × (c − b) / |b|", "1 × (961 − 918) / |918|")]


def test_a_missed_target_has_the_grade_of_its_change():
    late = STAFF._replace(t=2025)
    assert judge_case(late, "kenko21", figure_at_target_year=961)[0::5] == ("missed", "C")
    assert judge_case(late._replace(c=970), "kenko21", figure_at_target_year=970).grade == "B*"
    assert judge_case(late._replace(b=0), "kenko21", figure_at_target_year=961).grade == "E"


def test_the_other_methods_have_no_grades():
    assert judge_case(STAFF).grade is None
    assert set(GRADES) == set(VERDICTS) - {"missed"}


@pytest.mark.parametrize(
    ("grades", "mean"),
    [
        ("A A A", "A"),
        ("A B", "B"),
        ("A A B", "A"),
        ("B B*", "B"),
        ("B C", "C"),
        ("A D", "C"),
        ("C D", "D"),
        ("D E E", "D"),
        ("E E", None),
        ("", None),
    ],
)
def test_the_grade_of_a_goal_is_the_mean_and_a_half_goes_down(grades, mean):
    assert goal_grade(grades.split()) == mean


@given(
    st.integers(20, 4000).map(lambda n: n / 4),
    st.integers(20, 4000).map(lambda n: n / 4),
    st.sampled_from([-1, 1]),
    st.none() | st.integers(2022, 2029),
    st.sampled_from(["on-track", "acceleration-needed", "limited"]),
)
def test_the_figure_needed_is_the_edge_of_the_grade(b, T, d, by, verdict):
    case = Case(b, 2020, b, 2021, d, T, 2030) if by is not None else Case(b, 2020, b, 2021, d)
    assume(by is None or d * (T - b) > 0.1 * b)
    year = by or 2022
    need = needed(case, year, "kenko21", verdict=verdict)
    better, worse = (
        judge_case(case._replace(t=year, c=need.figure + side * d * 1e-6 * b), "kenko21") for side in (1, -1)
    )
    assert VERDICTS.index(better.verdict) <= VERDICTS.index(verdict)
    assert VERDICTS.index(worse.verdict) > VERDICTS.index(verdict) or (by is None and verdict == "acceleration-needed")


def test_there_is_no_figure_for_other_verdicts_or_beyond_all_numbers():
    assert needed(STAFF, 2023, "kenko21", verdict="missed").target
    huge = Case(1.75e308, 2020, 1.75e308, 2021, 1)
    assert needed(huge, 2023, "kenko21") is None
    assert needed(huge._replace(d=-1), 2023, "kenko21", verdict="limited") is None
