"""One look at every indicator finds what looking at each on its own would."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from unpolicy.checks.survey import survey
from unpolicy.model import Actual, Indicator
from unpolicy.years import counted_on

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


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), INDICATORS.map(read)))
def test_what_is_seen_is_what_there_is(indicators):
    seen = survey(indicators, AS_OF)
    figures = {name: {figure.year: figure for figure in one.figures()} for name, one in indicators.items()}
    values = {name: {y: f.value for y, f in own.items() if f.value is not None} for name, own in figures.items()}
    assert seen.values == values
    assert [list(own) for own in seen.values.values()] == [
        [year for year in one.actuals if year in values[name]] for name, one in indicators.items()
    ], "in the order of the file"
    assert seen.long_forms == {
        name: longs
        for name, one in indicators.items()
        if (longs := {year: entry for year, entry in one.actuals.items() if isinstance(entry, Actual)})
    }

    def names(holds):
        return [name for name, one in indicators.items() if holds(name, one)]

    def outside(value, one):
        low, high = one.limits
        return (low is not None and value < low) or (high is not None and value > high)

    assert seen.beyond == names(lambda name, one: any(outside(value, one) for value in values[name].values()))
    assert seen.fractional == names(
        lambda name, one: one.kind == "count" and any(isinstance(value, float) for value in values[name].values())
    )
    assert seen.early == names(
        lambda name, one: any(counted_on(year, one.year, one.as_of) > AS_OF for year in values[name])
    )
    assert seen.unordered == names(lambda _, one: list(one.actuals) != sorted(one.actuals))
    assert seen.parts == {name: one.part_of for name, one in indicators.items() if one.part_of is not None}
    assert seen.sources == {name: one.source for name, one in indicators.items() if one.source is not None}
    assert seen.baselines == {name: one.baseline for name, one in indicators.items() if one.baseline is not None}

    longs = [
        (name, year, entry, indicators[name]) for name, own in seen.long_forms.items() for year, entry in own.items()
    ]
    assert seen.announced == [
        (name, year, entry.due) for name, year, entry, _ in longs if entry.status == "pending" and entry.due is not None
    ]
    assert seen.premature == [
        (name, year, entry.published)
        for name, year, entry, one in longs
        if entry.status == "final" and entry.published and entry.published < counted_on(year, one.year, one.as_of)
    ]
    assert seen.revised == [(name, year) for name, year, entry, _ in longs if len(entry.revisions) > 1]
    assert seen.sourced == [(name, year, entry.source) for name, year, entry, _ in longs if entry.source is not None]


@given(st.lists(st.floats(0.1, 1e6), min_size=1, max_size=6))
def test_only_where_no_figure_is_twice_another_there_can_be_no_jump(values):
    one = read({"kind": "amount", "year": "calendar", "actuals": dict(enumerate(values, 2000))})
    assert (survey({"a": one}, AS_OF).varied == []) == (max(values) <= 2 * min(values))
