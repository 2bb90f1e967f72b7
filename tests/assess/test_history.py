from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from policies import policy, simple

from unpolicy.assess.assessment import assess_target
from unpolicy.assess.history import News, history
from unpolicy.measures.verdict import METHODS

TODAY = date(2026, 11, 24)
REVISED = {
    2015: 14.5,
    2023: {
        "value": 10.4,
        "published": date(2026, 7, 21),
        "revisions": [{"value": 10.2, "published": date(2024, 7, 1)}],
    },
}


def poverty(actuals):
    return simple(actuals, value=7.25, by=2030, baseline=2015, direction="decrease")


def test_a_revision_that_changed_the_verdict_is_reported_with_both():
    found = history(poverty(REVISED), "t", TODAY, "statcan")
    (revision,) = found.revisions
    assert (revision.old, revision.new, revision.day) == (10.2, 10.4, date(2026, 7, 21))
    assert (revision.before, revision.after) == ("on-track", "acceleration-needed")
    assert revision.changed


def test_a_revision_that_changed_nothing_is_shown_too():
    (revision,) = history(poverty(REVISED), "t", TODAY, "linear").revisions
    assert revision.before == revision.after == "on-track"
    assert not revision.changed


def test_the_verdict_stands_as_it_was_at_each_publication():
    found = history(poverty(REVISED), "t", TODAY, "statcan")
    assert [(moment.day, moment.verdict) for moment in found.moments] == [
        (date(2015, 12, 31), "unknown"),
        (date(2024, 7, 1), "on-track"),
        (date(2026, 7, 21), "acceleration-needed"),
    ]
    assert found.moments[0].news == (News(2015, 14.5, None, "final", dated=False),)
    assert found.moments[2].news == (News(2023, 10.4, 10.2, "final", dated=True),)


def test_nothing_after_the_day_is_known():
    found = history(poverty(REVISED), "t", date(2026, 7, 20), "statcan")
    assert found.moments[-1].verdict == "on-track"
    assert found.revisions == ()


def test_a_new_figure_on_the_day_of_a_revision_is_not_taken_for_its_doing():
    actuals = {
        2020: 918,
        2021: {
            "value": 940,
            "published": date(2023, 8, 1),
            "revisions": [{"value": 941, "published": date(2022, 8, 1)}],
        },
        2022: {"value": 930, "published": date(2023, 8, 1)},
    }
    found = history(simple(actuals), "t", TODAY)
    assert [moment.verdict for moment in found.moments] == ["unknown", "on-track", "limited"]
    (revision,) = found.revisions
    assert not revision.changed


def test_a_revised_baseline_can_change_the_verdict():
    actuals = {
        2020: {
            "value": 930,
            "published": date(2023, 1, 1),
            "revisions": [{"value": 918, "published": date(2021, 8, 1)}],
        },
        2021: {"value": 935, "published": date(2022, 8, 1)},
    }
    (revision,) = history(simple(actuals), "t", TODAY).revisions
    assert (revision.before, revision.after) == ("on-track", "limited")


def test_days_before_the_baseline_are_left_out():
    found = history(simple({2010: 800, 2015: 850, 2020: 918, 2021: 940}), "t", TODAY)
    assert [moment.day.year for moment in found.moments] == [2020, 2021]


def test_an_indicator_without_a_target_has_a_history_too():
    found = history(policy({"i": {"actuals": {2020: 85.2, 2021: 78.6}}}), "i", TODAY, "eurostat")
    assert [moment.verdict for moment in found.moments] == ["unknown", "moving-away"]
    assert found.target is None


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(1, 2000), st.integers(1, 2000)), min_size=2, max_size=5),
    st.sampled_from(sorted(METHODS)),
)
def test_the_last_moment_is_the_assessment_of_today(pairs, method):
    actuals = {
        2018 + index: {
            "value": new,
            "published": date(2025, 1, 1 + index),
            "revisions": [{"value": old, "published": date(2024, 1, 1 + index)}],
        }
        for index, (old, new) in enumerate(pairs)
    }
    data = simple(actuals, baseline=2018)
    moment = history(data, "t", TODAY, method).moments[-1]
    entry = assess_target(data, "t", TODAY, method)
    assert (moment.verdict, moment.measure) == (entry.verdict, entry.judgement.measure)
