from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from policies import policy, simple

from unpolicy.assess.assessment import assess_monitored, assess_target
from unpolicy.assess.evidence import next_on_track, requirements, staying_within
from unpolicy.measures.verdict import METHODS

TODAY = date(2026, 11, 24)
BETTER = ("moving-away", "limited", "acceleration-needed", "on-track", "achieved")


def needs(data, method="linear"):
    return requirements(assess_target(data, "t", TODAY, method), method)


def least(requirement, verdict="on-track"):
    return requirement.least[verdict]


def test_the_staff_figures_that_still_mean_on_track():
    found = needs(simple({2020: 918, 2021: 956, 2022: 961, 2023: {"status": "pending"}}, kind="count"))
    assert [(item.year, item.standing, least(item).figure) for item in found] == [
        (2022, "out", 950),
        (2023, "pending", 965),
        (2024, "to-come", 981),
        (2025, "to-come", 1000),
    ]
    assert least(found[2]).exact == pytest.approx(980.32)
    assert found[-1].target_year
    assert least(found[-1]).target


def test_a_decrease_is_rounded_downwards():
    found = needs(simple({2020: 100, 2021: 91}, value=50, kind="count", direction="decrease"))
    ahead = found[1]
    assert least(ahead).exact == pytest.approx(81)
    assert [least(item).figure for item in found[1:4]] == [81, 71, 62]


def test_what_the_year_itself_must_add_where_figures_add_up():
    data = policy(
        {"i": {"actuals": {2017: 8, 2018: 25, 2019: 45}, "aggregation": "sum", "kind": "count"}},
        {"t": {"indicator": "i", "baseline": {"year": 2016, "value": 0}, "value": 90, "by": 2021}},
    )
    found = needs(data)
    assert [least(item).figure for item in found] == [52, 69, 90]
    assert [least(item).own for item in found] == [None, 0, None]
    assert least(found[1], "acceleration-needed").own == 0


def test_the_year_itself_must_add_what_is_missing_from_the_total():
    data = policy(
        {"i": {"actuals": {2017: 8, 2018: 10}, "aggregation": "sum", "kind": "count"}},
        {"t": {"indicator": "i", "baseline": {"year": 2016, "value": 0}, "value": 90, "by": 2020}},
    )
    ahead = needs(data)[1]
    assert (least(ahead).figure, least(ahead).own) == (65, 47)


def test_a_figure_beyond_the_bounds_is_marked():
    data = policy({"i": {"actuals": {2020: 99, 2021: 99.5}, "kind": "percentage"}})
    found = requirements(assess_monitored(data, "i", TODAY, "eurostat"), "eurostat")
    assert [(item.year, least(item).possible) for item in found] == [(2021, True), (2022, False)]


def test_nothing_is_asked_of_a_target_whose_year_is_final():
    assert needs(simple({2020: 918, 2025: 990})) == ()


def test_a_far_target_does_not_fill_the_screen():
    found = needs(simple({2020: 918, 2021: 930}, by=2060))
    assert [item.year for item in found] == [2021, 2022, 2023, 2024, 2025, 2026, 2060]


@given(
    b=st.integers(50, 2000),
    steps=st.lists(st.integers(-40, 40), min_size=1, max_size=4),
    gap=st.integers(20, 900),
    method=st.sampled_from(sorted(METHODS)),
    direction=st.sampled_from(["increase", "decrease"]),
)
def test_the_figure_named_gives_the_verdict_and_one_less_does_not(b, steps, gap, method, direction):
    d = 1 if direction == "increase" else -1
    values = [b]
    for step in steps:
        values.append(values[-1] + step)
    value = b + d * gap
    assume(value > 0 and min(values) > 0)
    years = dict(enumerate(values, 2015))
    data = simple(years, value=value, by=2030, baseline=2015, kind="count", direction=direction)
    ahead = next(item for item in needs(data, method) if item.standing != "out")
    for wanted, item in ahead.least.items():
        for figure, holds in ((item.figure, True), (item.figure - d, False)):
            if figure <= 0:
                continue
            tried = simple(
                years | {ahead.year: figure}, value=value, by=2030, baseline=2015, kind="count", direction=direction
            )
            verdict = assess_target(tried, "t", TODAY.replace(year=2035), method).verdict
            assert (BETTER.index(verdict) >= BETTER.index(wanted)) is holds


def kept(actuals, low=50, high=60, by=2030, **more):
    limits = {name: limit for name, limit in (("min", low), ("max", high)) if limit is not None}
    target = {"t": {"indicator": "i", "baseline": 2020, "keep": limits, "by": by}}
    return policy({"i": {"kind": "amount", "actuals": actuals} | more}, target)


def ranges(data):
    return staying_within(assess_target(data, "t", TODAY, "linear"))


def test_what_keeps_a_kept_target_kept():
    found = ranges(kept({2020: 55, 2022: 55.1}))
    assert [(one.year, one.min, one.max) for one in found][:2] == [(2023, 53.5, 56.5), (2024, 53, 57)]
    assert (found[-1].year, found[-1].min, found[-1].max, found[-1].target_year) == (2030, 50, 60, True)
    assert [step.figures for step in found[0].steps] == [
        "55 + (50 − 55) × (2023 − 2020) / (2030 − 2020)",
        "55 + (60 − 55) × (2023 − 2020) / (2030 − 2020)",
    ]
    assert (ranges(kept({2020: 55, 2022: 54}, high=None))[0].min, ranges(kept({2020: 55}, high=None))[0].max) == (
        54,
        None,
    )


def test_a_promise_that_was_broken_or_settled_has_nothing_to_be_kept_within():
    assert ranges(kept({2020: 55, 2021: 61, 2022: 55})) == ()
    assert ranges(kept({2020: 55, 2022: 55}, by=2022)) == ()
    assert ranges(simple({2020: 918, 2022: 961})) == ()


@given(
    values=st.lists(st.integers(50, 60), min_size=1, max_size=4),
    by=st.integers(2025, 2030),
    figure=st.integers(49, 61),
    standing=st.sampled_from([None, {"status": "pending"}]),
)
def test_a_figure_keeps_the_target_kept_exactly_within_that_range(values, by, figure, standing):
    years = dict(enumerate(values, 2020))
    after = 2020 + len(values)
    found = ranges(kept(years | ({after: standing} if standing else {}), by=by))[0]
    assert (found.year, found.standing) == (after, "pending" if standing else "to-come")
    entry = assess_target(kept(years | {after: figure}, by=by), "t", TODAY, "linear")
    assert (entry.verdict == "achieved") is (found.min <= figure <= found.max)


def test_the_next_figure_is_that_of_the_next_year_to_be_measured():
    housework = simple({2016: 83, 2021: 114}, 150, 2031, 2016, every=5)
    entry = assess_target(housework, "t", date(2026, 11, 24), "linear")
    assert next_on_track(entry, "linear")[0] == 2026
    assert [item.year for item in requirements(entry, "linear")] == [2021, 2026, 2031]
