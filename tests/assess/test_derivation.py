import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policies import policy, simple

from unpolicy.assess.assessment import assess_target
from unpolicy.assess.derivation import derive
from unpolicy.assess.evidence import cite
from unpolicy.measures.verdict import METHODS

TODAY = date(2025, 12, 30)
STAFF = {2020: 918, 2021: 956, 2022: 961}


def steps(derivation):
    return {step.name: step for step in derivation.steps}


def arithmetic(figures):
    """What a formula in figures comes to, worked out by Python itself."""
    text = figures.replace("−", "-").replace("×", "*").replace("^", "**")
    while "|" in text:
        text = re.sub(r"\|([^|]*)\|", r"abs(\1)", text)
    return eval(text, {"__builtins__": {}}, {"abs": abs, "min": min, "max": max})


def test_every_number_of_the_assessment_is_derived():
    data = simple(STAFF)
    day = date(2025, 6, 1)
    entry = assess_target(data, "t", day, "linear")
    found = steps(derive(data, "t", day, "linear"))
    assert {name: step.result for name, step in found.items()} == {
        "observed-pace": entry.progress.observed,
        "gap-closed": entry.progress.gap_closed,
        "time-elapsed": entry.progress.time_elapsed,
        "required-pace": entry.progress.required,
        "needed-pace": entry.progress.needed,
        "projection": entry.projection,
        "expected": entry.progress.expected,
        "lead": entry.progress.lead,
        "measure": entry.judgement.measure,
    }
    assert (found["gap-closed"].formula, found["gap-closed"].figures) == (
        "(c − b) / (T − b)",
        "(961 − 918) / (1000 − 918)",
    )


@pytest.mark.parametrize("method", sorted(METHODS))
@settings(max_examples=25)
@given(b=st.integers(10, 5000), changes=st.lists(st.integers(-8, 30), min_size=1, max_size=4), gap=st.integers(50, 900))
def test_the_figures_of_every_step_come_to_its_result(method, b, changes, gap):
    values = [b]
    for change in changes:
        values.append(max(1, values[-1] + change))
    data = simple(dict(enumerate(values, 2018)), value=b + gap, by=2030, baseline=2018)
    derivation = derive(data, "t", TODAY, method)
    needs = [step for need in derivation.requirements for least in need.least.values() for step in least.steps]
    # Figures are shown to six digits, so what builds on them is only as exact.
    for step in (*derivation.steps, *needs):
        assert arithmetic(step.figures) == pytest.approx(step.result, rel=2e-3, abs=2e-2), step


def test_no_step_is_shown_twice():
    names = [step.name for step in derive(simple(STAFF), "t", TODAY, "linear").steps]
    assert len(names) == len(set(names))


def test_every_figure_has_its_year_source_day_and_status():
    data = policy(
        {
            "i": {
                "source": "book",
                "actuals": {
                    2020: {"value": 918, "published": date(2021, 8, 26), "source": "https://example.org/x"},
                    2022: 961,
                    2023: {"value": 970, "status": "provisional", "published": date(2024, 1, 1)},
                },
            }
        },
        {"t": {"indicator": "i", "baseline": 2020, "value": 1000, "by": 2025, "source": "plan"}},
        sources={"book": {"title": "The book"}, "plan": {"title": "The plan", "published": date(2020, 4, 1)}},
    )
    b, c, unused, aim = derive(data, "t", TODAY).inputs
    assert (b.symbol, b.year, b.value, b.published, b.source.url) == (
        "b",
        2020,
        918,
        date(2021, 8, 26),
        "https://example.org/x",
    )
    assert (c.symbol, c.published, c.counts_from, c.source.title) == ("c", None, date(2022, 12, 31), "The book")
    assert (unused.role, unused.status) == ("unused", "provisional")
    assert (aim.symbol, aim.year, aim.value, aim.status, aim.source.id) == ("T", 2025, 1000, None, "plan")


def test_a_source_is_an_id_or_an_address():
    data = policy({}, sources={"book": {"title": "The book", "url": "https://example.org/book"}})
    assert cite(data, "book").url == "https://example.org/book"
    assert cite(data, "https://example.org").title is None
    assert cite(data, None) is None


@pytest.mark.parametrize(
    ("actuals", "rule", "verdict"),
    [
        (STAFF, "bands", "on-track"),
        ({2020: 918, 2021: 1001}, "reached", "achieved"),
        ({2020: 918, 2025: 990}, "target-year", "missed"),
        ({2020: 918, 2025: 1000}, "target-year", "achieved"),
        ({2020: 1100, 2021: 950}, "target-behind", "moving-away"),
        ({2020: 918, 2021: {"value": 956, "status": "break"}}, "none", "unknown"),
        ({2020: 918}, "none", "unknown"),
        ({}, "none", "unknown"),
    ],
)
def test_what_settled_the_verdict_is_reported(actuals, rule, verdict):
    derivation = derive(simple(actuals), "t", date(2026, 11, 24))
    assert (derivation.ruling.rule, derivation.verdict) == (rule, verdict)


def test_where_the_path_asks_for_no_step_yet_the_lead_settles_it():
    data = policy(
        {"i": {"actuals": STAFF}},
        {"t": {"indicator": "i", "baseline": 2020, "value": 1000, "by": 2025, "yearly": {2022: 918}}},
    )
    derivation = derive(data, "t", TODAY)
    assert (derivation.ruling.rule, derivation.verdict) == ("lead", "on-track")
    assert steps(derivation)["lead"].figures == "1 × (961 − 918)"


def test_the_bands_of_a_limited_indicator_are_those_it_was_judged_by():
    data = policy({"i": {"actuals": {2016: 66.6, 2023: 71.4}, "bounds": {"max": 100}}})
    derivation = derive(data, "i", TODAY, "statcan")
    assert derivation.symbol == "v"
    assert derivation.ruling.bands.on_track == pytest.approx(0.015 * steps(derivation)["limit-factor"].result)
    assert derivation.ruling.bands.verdict(derivation.entry.judgement.measure) == derivation.verdict
    assert "L" in {item.symbol for item in derivation.inputs}


def test_an_indicator_without_a_target_has_no_verdict_by_the_straight_line():
    derivation = derive(policy({"i": {"actuals": {2020: 85.2, 2021: 78.6}}}), "i", TODAY, "linear")
    assert (derivation.verdict, derivation.reason, derivation.ruling.rule) == (None, "no-target", "none")
    assert [step.name for step in derivation.steps] == ["observed-pace"]


def test_totals_are_derived_from_the_years():
    data = policy(
        {"i": {"actuals": {2016: 3, 2017: 8, 2018: 25, 2019: 45}, "aggregation": "sum"}},
        {"t": {"indicator": "i", "baseline": 2017, "value": 90, "by": 2021, "yearly": {2018: 30, 2019: 100}}},
    )
    derivation = derive(data, "t", TODAY)
    found = steps(derivation)
    assert (found["baseline-total"].formula, found["baseline-total"].result) == ("a2016 + a2017", 11)
    assert (found["total"].figures, found["total"].result) == ("3 + 8 + 25 + 45", 81)
    assert [(promise.year, promise.came, promise.step.figures) for promise in derivation.promises] == [
        (2018, 36, "36 / 30"),
        (2019, 81, "81 / 100"),
    ]


def test_the_short_and_the_long_form_of_the_same_data_derive_alike():
    long = {year: {"value": value, "status": "final"} for year, value in STAFF.items()}
    assert derive(simple(STAFF), "t", TODAY).steps == derive(simple(long), "t", TODAY).steps


def test_only_revisions_that_changed_the_verdict_are_reported():
    def revised(old):
        published = {"published": date(2023, 7, 1), "revisions": [{"value": old, "published": date(2022, 7, 1)}]}
        return simple({2020: 918, 2021: {"value": 940, **published}})

    assert derive(revised(939), "t", TODAY).revisions == ()
    (shown,) = derive(revised(920), "t", TODAY).revisions
    assert (shown.before, shown.after) == ("limited", "on-track")
