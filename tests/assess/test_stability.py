from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from policies import policy, simple

from unpolicy.assess.assessment import assess_named, assess_target
from unpolicy.assess.stability import Way, WayGroup, grouped, stability_of
from unpolicy.measures.verdict import METHODS

TODAY = date(2026, 11, 24)
STAFF = {2020: 918, 2021: 956, 2022: 961}


COMPARED = set(METHODS) - {"kenko21"}


def stable(data, name, as_of, method="linear"):
    return stability_of(assess_named(data, name, as_of, method), method)


def test_every_method_from_every_base_year_with_the_newest_figure_and_without():
    found = stable(simple(STAFF), "t", TODAY)
    assert {(name, way.base_year, way.last_year) for way in found.ways for name in (way.method, *way.also)} == {
        (method, base, last) for method in COMPARED for base, last in ((2020, 2022), (2021, 2022), (2020, 2021))
    }
    assert (found.verdict, found.agreeing, len(found.ways)) == ("on-track", 6, 9)
    assert found.share == pytest.approx(2 / 3)
    assert {way.base_year for way in found.others} == {2021}


def test_a_verdict_that_every_other_base_year_changes_hangs_on_the_base_year():
    assert stable(simple(STAFF), "t", TODAY).hangs_on == ("base-year",)


def test_a_verdict_that_falls_with_the_newest_figure_hangs_on_it():
    found = stable(simple({2018: 880, 2019: 899, 2020: 918, 2021: 920, 2022: 952}), "t", TODAY)
    assert found.verdict == "on-track"
    assert "newest-figure" in found.hangs_on
    assert [way.verdict for way in found.varying("newest-figure")] == ["limited"]


def test_a_verdict_that_one_method_alone_gives_hangs_on_the_method():
    falling = simple({2015: 14.5, 2023: 10.4}, value=7.25, by=2030, baseline=2015, direction="decrease")
    found = stable(falling, "t", TODAY)
    assert found.verdict == "on-track"
    assert found.hangs_on == ("method",)


def test_a_verdict_that_another_method_gives_too_does_not_hang_on_the_method():
    falling = simple({2015: 14.5, 2023: 10.4}, value=7.25, by=2030, baseline=2015, direction="decrease")
    found = stable(falling, "t", TODAY, "statcan")
    assert found.verdict == "acceleration-needed"
    assert {way.verdict for way in found.varying("method")} == {"on-track", "acceleration-needed"}
    assert found.hangs_on == ()


def test_a_verdict_that_stands_everywhere_hangs_on_nothing():
    found = stable(simple({2020: 900, 2021: 925, 2022: 950, 2023: 975}), "t", TODAY)
    assert found.share == 1
    assert found.others == ()
    assert found.hangs_on == ()


def test_two_figures_still_leave_the_methods_to_choose_from():
    found = stable(simple({2020: 918, 2021: 956}), "t", TODAY)
    assert {name for way in found.ways for name in (way.method, *way.also)} == COMPARED
    assert [(way.method, way.also) for way in found.ways][1] == ("statcan", ("eurostat", "unsd2022"))
    assert {(way.base_year, way.last_year) for way in found.ways} == {(2020, 2021)}


def test_one_figure_leaves_nothing_to_choose():
    found = stable(simple({2020: 918}), "t", TODAY)
    assert (found.verdict, found.ways, found.shown, found.share) == ("unknown", (), None, None)


def test_ways_without_a_measure_are_counted_apart():
    found = stable(simple({2020: 0, 2021: 3, 2022: 5}, value=10), "t", TODAY)
    assert found.silent == 6
    assert {way.method for way in found.ways if way.base_year == 2020} == {"linear", "statcan"}


def test_once_the_target_year_is_final_the_verdict_is_a_fact():
    found = stable(simple({2020: 918, 2025: 990}), "t", TODAY)
    assert (found.settled, found.verdict, found.ways) == (True, "missed", ())


def test_a_target_to_be_kept_needs_no_method():
    kept = policy(
        {"i": {"actuals": {2019: 52, 2020: 54, 2021: 56, 2022: 58.5}}},
        {"t": {"indicator": "i", "baseline": 2019, "keep": {"min": 50, "max": 60}, "by": 2026}},
    )
    found = stable(kept, "t", TODAY)
    assert {way.method for way in found.ways} == {None}
    assert found.verdict == "acceleration-needed"
    assert found.shown == Way("acceleration-needed", None, 2019, 2022, None)


def test_an_indicator_without_a_target_is_judged_by_those_methods_that_can():
    monitored = policy({"i": {"actuals": {2020: 85.2, 2021: 78.6, 2022: 72.7, 2023: 82.7}}})
    found = stable(monitored, "i", TODAY, "statcan")
    assert {name for way in found.ways for name in (way.method, *way.also)} == COMPARED - {"linear"}
    assert found.verdict == "moving-away"
    assert stable(monitored, "i", TODAY, "linear").verdict is None


def test_ways_with_the_same_outcome_are_grouped():
    found = stable(simple(STAFF), "t", TODAY)
    assert grouped(found.others) == [
        WayGroup("limited", ("linear", "statcan", "eurostat", "unsd2022"), (2021,), 2022),
        WayGroup("acceleration-needed", ("unsd2023",), (2021,), 2022),
    ]


@given(st.lists(st.integers(1, 2000), min_size=2, max_size=6), st.sampled_from(sorted(METHODS)))
def test_the_way_shown_is_among_the_ways_and_says_what_the_assessment_says(values, method):
    data = simple(dict(enumerate(values, 2018)), baseline=2018)
    entry = assess_target(data, "t", TODAY, method)
    found = stable(data, "t", TODAY, method)
    assert found.verdict == entry.verdict
    if found.shown is not None:
        assert found.shown in found.ways
        assert (found.shown.verdict, found.shown.measure) == (entry.verdict, entry.judgement.measure)
    assert found.agreeing + len(found.others) == len(found.ways)


def test_no_way_across_a_break_gives_a_verdict():
    data = simple({2018: 100, 2019: 101, 2020: {"value": 130, "status": "break"}, 2021: 131, 2022: 132}, value=150)
    found = stable(data, "t", TODAY)
    assert {way.base_year for way in found.ways} == {2020, 2021}


def test_a_total_to_be_kept_has_one_start_and_one_newest_figure():
    kept = policy(
        {"i": {"actuals": {2020: 240, 2021: 260, 2022: 255}, "aggregation": "sum", "bounds": {"min": 0}}},
        {"t": {"indicator": "i", "baseline": 2020, "keep": {"max": 1600}, "by": 2025}},
    )
    found = stable(kept, "t", TODAY)
    assert [(way.base_year, way.last_year, way.verdict) for way in found.ways] == [
        (2020, 2022, "achieved"),
        (2020, 2021, "achieved"),
    ]


def test_grades_are_compared_only_where_they_are_asked_for():
    found = stable(simple(STAFF), "t", TODAY, "kenko21")
    assert found.shown.method == "kenko21"
    assert {name for way in found.ways for name in (way.method, *way.also)} == set(METHODS)
