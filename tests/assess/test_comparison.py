"""What changed between two states of the data."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from policies import simple

from unpolicy.assess.comparison import compare, is_worse
from unpolicy.names import VERDICTS

DAY = date(2026, 1, 15)
FIGURES = st.dictionaries(st.integers(2015, 2024), st.one_of(st.integers(0, 99), st.just({"status": "pending"})))


@given(FIGURES, FIGURES, st.integers(1, 99), st.integers(1, 99))
def test_a_comparison_names_every_figure_and_verdict_that_differs_and_the_way_back_is_its_mirror(old, new, one, other):
    before, after = simple({2014: 5, **old}, value=one), simple({2014: 5, **new}, value=other)
    there, back = compare(before, after, DAY), compare(after, before, DAY)
    differing = {
        year for year in {*old, *new} if before.indicators["i"].figure(year) != after.indicators["i"].figure(year)
    }
    assert {change.year for change in there.figures} == differing
    assert {(change.year, change.before, change.after) for change in there.figures} == {
        (change.year, change.after, change.before) for change in back.figures
    }
    assert [change.kind for change in there.targets if change.what == "value"] == (
        [] if one == other else ["loosened" if other < one else "tightened"]
    )
    verdicts = [(change.before.verdict, change.after.verdict) for change in there.verdicts]
    assert all(was != now for was, now in verdicts)
    assert [(now, was) for was, now in verdicts] == [
        (change.before.verdict, change.after.verdict) for change in back.verdicts
    ]
    assert not (any(change.worse for change in there.verdicts) and any(change.worse for change in back.verdicts))
    assert compare(before, before, DAY)[2:] == ((), (), (), 0)


def test_the_one_figure_and_the_promise_that_turn_a_verdict_are_named():
    before = simple({2020: 10, 2021: 12}, value=20)
    (turned,) = compare(before, simple({2020: 10, 2021: 12, 2022: 12}, value=20), DAY).verdicts
    assert (turned.figures, turned.promise) == ((2022,), False)
    (turned,) = compare(before, simple({2020: 10, 2021: 12}, value=40), DAY).verdicts
    assert (turned.figures, turned.promise) == ((), True)


@pytest.mark.parametrize("worse", [True, False])
def test_worse_is_later_in_the_order_of_verdicts_and_unknown_is_neither(worse: bool):
    order = [verdict for verdict in VERDICTS if verdict != "unknown"]
    pairs = [(a, b) for i, a in enumerate(order) for b in order[i + 1 :]]
    assert all(is_worse(*(pair if worse else pair[::-1])) is worse for pair in pairs)
    assert not any(is_worse("unknown", verdict) or is_worse(verdict, "unknown") for verdict in VERDICTS)
