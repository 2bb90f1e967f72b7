"""Policies as people have them, for property tests: breaks, totals, limits, yearly targets, own baselines."""

from datetime import date

from hypothesis import strategies as st
from policies import policy

from unpolicy.names import METHOD_NAMES

YEARS = st.integers(2014, 2025)


@st.composite
def figures(draw):
    decimals = draw(st.integers(0, 2))
    size = draw(st.sampled_from([30, 1000, 2_000_000]))
    value = st.integers(draw(st.sampled_from([0, 0, -20])), size).map(
        lambda n: n if decimals == 0 else n / 10**decimals
    )
    entry = st.one_of(
        value,
        value,
        value,
        value.map(lambda v: {"value": v, "status": "break"}),
        value.map(lambda v: {"value": v, "status": "provisional"}),
        st.just({"status": "pending"}),
    )
    return draw(st.dictionaries(YEARS, entry, min_size=2, max_size=9)), value, decimals


@st.composite
def targets(draw, actuals, value):
    first = min(actuals)
    target = {"indicator": "i", "baseline": first, "by": draw(st.integers(first + 1, 2031))}
    if draw(st.integers(0, 3)) == 0:
        target["baseline"] = {"year": first, "value": draw(value)}
    if draw(st.integers(0, 2)) == 0:
        low, high = sorted([draw(value), draw(value)])
        if draw(st.integers(0, 2)) == 0:
            del target["baseline"]
        return target | {"keep": draw(st.sampled_from([{"min": low}, {"max": high}, {"min": low, "max": high}]))}
    if draw(st.integers(0, 5)) == 0:
        return target | {"improve": True}
    between = st.integers(first + 1, target["by"])
    yearly = draw(st.dictionaries(between, value, max_size=2))
    return target | {"value": draw(value), "yearly": {y: v for y, v in yearly.items() if y < target["by"]}}


@st.composite
def judged(draw):
    """A policy with the target `t` on the indicator `i`, a method and a day."""
    actuals, value, decimals = draw(figures())
    indicator = {
        "actuals": actuals,
        "kind": "amount",
        "decimals": decimals,
        "direction": draw(st.sampled_from(["increase", "decrease"])),
        "aggregation": draw(st.sampled_from(["latest", "latest", "sum"])),
        "bounds": draw(st.sampled_from([None, {"min": 0}, {"max": 3_000_000}])),
    }
    dataset = policy({"i": indicator}, {"t": draw(targets(actuals, value))})
    return dataset, draw(st.sampled_from(METHOD_NAMES)), draw(st.sampled_from([date(2024, 6, 30), date(2026, 11, 28)]))
