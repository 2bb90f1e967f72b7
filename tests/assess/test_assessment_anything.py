"""Whatever the figures, there is an assessment."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from policies import build

from unpolicy.assess.assessment import assess_monitored, assess_target, series_of
from unpolicy.assess.vintages import known
from unpolicy.names import METHOD_NAMES, VERDICTS

TODAY = date(2026, 11, 24)


def judged(actuals, target=None, as_of=TODAY, method="linear", **rest):
    return assess_target(build(actuals, target, **rest), "t", as_of, method)


VALUES = st.one_of(st.integers(-1000, 1000), st.floats(-1e18, 1e18))
ENTRIES = st.one_of(
    VALUES,
    st.just({"status": "pending"}),
    st.just({"status": "missing"}),
    st.builds(lambda value: {"value": value, "status": "provisional"}, VALUES),
    st.builds(lambda value: {"value": value, "status": "break"}, VALUES),
)


@given(
    st.dictionaries(st.integers(2017, 2027), ENTRIES),
    st.one_of(
        st.builds(lambda value: {"value": value}, VALUES),
        st.builds(lambda value: {"value": value, "baseline": {"year": 2020, "value": value}}, VALUES),
        st.builds(lambda low: {"value": None, "keep": {"min": low}}, VALUES),
    ),
    st.sampled_from(METHOD_NAMES),
    st.fixed_dictionaries(
        {"aggregation": st.sampled_from(["latest", "sum"]), "direction": st.sampled_from(["increase", "decrease"])}
    ),
    st.dates(date(2016, 1, 1), date(2030, 1, 1)),
)
def test_whatever_the_figures_there_is_a_verdict_and_it_rests_on_figures_that_were_out(
    actuals, target, method, traits, as_of
):
    entry = judged(actuals, target, as_of, method, **traits)
    assert entry.verdict in VERDICTS
    assert (entry.verdict == "missed") <= entry.settled
    assert all(point.year <= entry.target.by for point in entry.series)
    assert [point.year for point in entry.series] == sorted({point.year for point in entry.series})
    assert all(awaited.year not in {figure.year for figure in entry.vintage.usable} for awaited in entry.awaiting)
    alone = assess_monitored(build(actuals, False, **traits), "i", as_of, method)
    assert (alone.judgement.verdict is None) == (method == "linear")
    assert alone.latest == (alone.series[-1] if alone.series else None)


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=6))
def test_a_running_total_is_the_sum_up_to_each_year(values):
    indicator = build(dict(enumerate(values, 2015)), False, aggregation="sum").indicators["i"]
    series = series_of(indicator, known(indicator, TODAY))
    assert [point.value for point in series] == [sum(values[: n + 1]) for n in range(len(values))]
