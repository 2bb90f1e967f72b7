"""Parts in `status` and `show`: below their wholes, with their share of them."""

from __future__ import annotations

from datetime import date

import pytest
from tests.policies import policy

from unpolicy.assess.assessment import assess
from unpolicy.assess.parts import placed

DAY = date(2026, 1, 15)


def places(indicators, targets=None, *, everything=False):
    assessment = assess(policy(indicators, targets), DAY)
    found = placed(assessment, everything=everything)
    return [(one.name, one.depth, one.entry is not None, one.share, one.hidden) for one in found]


def test_parts_stand_below_their_wholes_whatever_the_order_of_the_file():
    indicators = {
        "c": {"part_of": "b", "actuals": {2020: 1}},
        "x": {"actuals": {2020: 1}},
        "b": {"part_of": "a", "actuals": {2020: 4}},
        "a": {"actuals": {2020: 16}},
    }
    assert places(indicators) == [
        ("x", 0, True, None, 0),
        ("a", 0, True, None, 0),
        ("b", 1, True, 0.25, 0),
        ("c", 2, True, 0.25, 0),
    ]


def test_a_whole_with_a_target_stands_above_its_parts_without_a_verdict():
    indicators = {"a": {"actuals": {2019: 8, 2020: 16}}, "b": {"part_of": "a", "actuals": {2020: 4}}}
    targets = {"t": {"indicator": "a", "baseline": 2019, "value": 20, "by": 2030}}
    assert places(indicators, targets) == [("a", 0, False, None, 0), ("b", 1, True, 0.25, 0)]


@pytest.mark.parametrize(
    ("whole", "part", "share"),
    [
        ({"actuals": {2020: 16}}, {"actuals": {2020: 4}}, 0.25),
        ({"actuals": {2019: 16}}, {"actuals": {2020: 4}}, None),
        ({"actuals": {2020: 0}}, {"actuals": {2020: 0}}, None),
        ({"kind": "percentage", "actuals": {2020: 16}}, {"kind": "percentage", "actuals": {2020: 4}}, None),
        ({"kind": "index", "actuals": {2020: 16}}, {"actuals": {2020: 4}}, None),
        ({"year": "fiscal", "actuals": {2020: 16}}, {"actuals": {2020: 4}}, None),
        ({"actuals": {2020: 16, 2021: {"status": "pending"}}}, {"actuals": {2020: 4, 2021: 5}}, None),
        (
            {"aggregation": "sum", "actuals": {2019: 8, 2020: 8}},
            {"aggregation": "sum", "actuals": {2019: 2, 2020: 2}},
            0.25,
        ),
    ],
)
def test_a_share_is_one_of_the_same_year_and_of_numbers_of_something(whole, part, share):
    assert places({"a": whole, "b": {"part_of": "a", **part}})[1][3] == share


def test_more_than_six_parts_are_counted_unless_all_are_asked_for():
    indicators = {"a": {"actuals": {2020: 16}}}
    indicators |= {f"p{number}": {"part_of": "a", "actuals": {2020: 1}} for number in range(9)}
    assert [name for name, *_ in places(indicators)] == ["a", *(f"p{number}" for number in range(6))]
    assert places(indicators)[0][4] == 3
    assert len(places(indicators, everything=True)) == 10


def test_a_long_chain_of_parts_is_no_matter_of_depth():
    indicators = {f"i{number}": {"part_of": f"i{number - 1}"} if number else {} for number in range(3000)}
    assert places(indicators)[-1][:2] == ("i2999", 2999)
