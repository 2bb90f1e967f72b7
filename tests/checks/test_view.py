"""An indicator as the rules see it, and that what they pass over at a glance holds nothing."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from unpolicy.change.decide import is_jump
from unpolicy.checks.rules import View
from unpolicy.checks.rules.plausibility import jump
from unpolicy.checks.rules.values import fraction_in_count, out_of_bounds
from unpolicy.checks.rules.years import year_not_begun
from unpolicy.model import Actual, Indicator
from unpolicy.years import year_start

AS_OF = date(2024, 6, 30)
DAYS = st.dates(date(2018, 1, 1), date(2026, 12, 31)).map(str)
VALUES = st.integers(-50, 150) | st.floats(-50, 150).map(lambda value: round(value, 1))
FINAL = st.fixed_dictionaries(
    {"value": VALUES},
    optional={
        "published": DAYS,
        "source": st.just("s"),
        "revisions": st.lists(st.fixed_dictionaries({"value": VALUES}, optional={"published": DAYS}), max_size=3),
    },
)
OUT = st.fixed_dictionaries({"status": st.sampled_from(["pending", "missing"])}, optional={"due": DAYS})
INDICATORS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["count", "percentage", "amount"]),
        "year": st.sampled_from(["calendar", "fiscal"]),
        "actuals": st.dictionaries(st.integers(2018, 2026), VALUES | FINAL | OUT, max_size=6),
    },
    optional={
        "as_of": st.sampled_from(["03-31", "06-30", "12-31"]),
        "bounds": st.just({"min": 0}),
        "part_of": st.sampled_from(["a", "b", "nowhere"]),
        "source": st.just("s"),
        "baseline": st.integers(2018, 2026),
    },
)


def read(fields):
    return Indicator.model_validate({"title": "T", "unit": "u", "direction": "increase"} | fields)


@given(INDICATORS.map(read))
def test_an_indicator_is_shown_with_its_figures_as_they_are_in_the_file(indicator):
    one = View(AS_OF, indicators={"a": indicator}).indicator_views["a"]
    figures = {figure.year: figure.value for figure in indicator.figures() if figure.value is not None}
    assert one.values == figures
    assert list(one.values) == [year for year in indicator.actuals if year in figures], "in the order of the file"
    assert one.long_forms == {year: entry for year, entry in indicator.actuals.items() if isinstance(entry, Actual)}
    for year in figures:
        held = indicator.actuals[year]
        assert one.value_path(year) == (("actuals", year, "value") if isinstance(held, Actual) else ("actuals", year))


def quick_and_slow():
    """The rules that pass over most indicators at a glance, each with what a close look at every figure shows."""

    def outside(one, value):
        low, high = one.limits
        return (low is not None and value < low) or (high is not None and value > high)

    return {
        out_of_bounds: lambda one: [f.year for f in one.figures() if f.value is not None and outside(one, f.value)],
        fraction_in_count: lambda one: [
            f.year for f in one.figures() if one.kind == "count" and f.value is not None and f.value % 1
        ],
        year_not_begun: lambda one: [
            f.year for f in one.figures() if f.value is not None and year_start(f.year, one.year_kind) > AS_OF
        ],
        jump: lambda one: [
            after.year
            for before, after in pairwise(figure for figure in one.figures() if figure.value is not None)
            if is_jump(one, before, after)
        ],
    }


@given(INDICATORS.map(read), st.sampled_from(list(quick_and_slow())))
def test_a_rule_that_looks_quickly_finds_what_looking_at_every_figure_would(indicator, rule):
    one = View(AS_OF, indicators={"a": indicator}).indicator_views["a"]
    assert sorted(finding.path[3] for finding in rule(one)) == quick_and_slow()[rule](indicator)
