"""Promises of every sort: what they come to, what held on a day, and years that are not measured or still run."""

from datetime import date

import pytest
from policies import policy

from unpolicy.assess.assessment import assess, assess_monitored, assess_target

TODAY = date(2026, 11, 28)


def judged(target, method="linear", as_of=TODAY, rest=None, **indicator):
    return assess_target(
        policy({"i": indicator}, {"t": {"indicator": "i", **target}}, **(rest or {})), "t", as_of, method
    )


@pytest.mark.parametrize(
    ("newest", "by", "verdict", "measure"),
    [
        (45, 2030, "on-track", 5),
        (40, 2030, "limited", 0),
        (38, 2030, "moving-away", -2),
        (45, 2024, "achieved", 5),
        (40, 2024, "missed", 0),
        (38, 2024, "missed", -2),
    ],
)
def test_an_improvement_is_judged_by_the_change_since_the_baseline(newest, by, verdict, measure):
    found = judged({"baseline": 2020, "improve": True, "by": by}, actuals={2020: 40, 2024: newest})
    assert (found.verdict, found.judgement.measure) == (verdict, measure)


@pytest.mark.parametrize(
    ("newest", "by", "verdict"), [(90, 2030, "achieved"), (89, 2030, "unknown"), (89, 2024, "missed")]
)
def test_without_a_baseline_only_achieved_and_missed_can_be_told(newest, by, verdict):
    found = judged({"value": 90, "by": by}, actuals={2024: newest})
    assert (found.verdict, found.reason) == (verdict, "no-baseline")
    assert found.progress.gap_closed is None


def test_a_promise_in_words_has_no_verdict_but_its_rating():
    rating = {"target": "t", "review": "FY2024", "step": "considerable-progress", "by": "x", "date": date(2025, 1, 1)}
    found = judged({"statement": "More"}, actuals={2024: 1}, rest={"ratings": [rating]})
    assert (found.verdict, found.reason, found.stale) == ("unknown", "in-words", False)
    assert found.rating is not None
    assert found.rating.step == "considerable-progress"


def test_limits_without_an_end_and_a_baseline_count_every_measured_year():
    assert judged({"keep": {"max": 50}}, actuals={2023: 40, 2025: 41}).verdict == "achieved"
    assert judged({"keep": {"max": 50}}, actuals={2023: 40, 2025: 51}).verdict == "moving-away"


@pytest.mark.parametrize(("figure", "verdict"), [(40, "achieved"), (41, "missed")])
def test_a_target_of_the_baselines_own_year_is_achieved_or_missed(figure, verdict):
    target = {"baseline": {"year": 2024, "value": 45}, "value": 40, "by": 2024}
    assert judged(target, direction="decrease", actuals={2024: figure}).verdict == verdict
    assert judged(target, direction="decrease", actuals={2023: figure}).verdict in {"achieved", "unknown"}


SERIOUS = {
    "direction": "decrease",
    "kind": "count",
    "actuals": {2020: 1533, 2021: 1615, 2024: {"value": 1931, "published": date(2025, 5, 28)}},
}
RESTATED = {
    "baseline": {"year": 2016, "value": 2720},
    "value": 1360,
    "by": 2030,
    "revisions": [{"until": date(2025, 9, 1), "value": 1454, "baseline": {"year": 2016, "value": 2908}}],
}


@pytest.mark.parametrize(
    ("method", "day", "measure", "verdict"),
    [
        ("linear", date(2025, 8, 31), 1.1759, "on-track"),
        ("statcan", date(2025, 8, 31), 1.0328, "on-track"),
        ("linear", date(2025, 9, 1), 1.0153, "on-track"),
        ("statcan", date(2025, 9, 1), 0.8678, "acceleration-needed"),
    ],
)
def test_the_promise_of_the_day_is_judged_as_scotland_restated_its_baseline(method, day, measure, verdict):
    found = judged(RESTATED, method, day, **SERIOUS)
    assert round(found.judgement.measure, 4) == measure
    assert found.verdict == verdict


def test_a_target_is_not_known_before_it_was_set_nor_shown_once_it_was_replaced():
    old = {"indicator": "i", "baseline": 2020, "value": 9, "by": 2030, "status": "superseded", "superseded_by": "new"}
    new = {"indicator": "i", "baseline": 2020, "value": 12, "by": 2030, "set": date(2024, 1, 1)}
    gone = {"indicator": "i", "baseline": 2020, "value": 12, "by": 2030, "status": "dropped"}
    data = policy({"i": {"actuals": {2020: 5}}}, {"old": old, "new": new, "gone": gone})
    shown = {day: [entry.id for entry in assess(data, day).targets] for day in (date(2023, 12, 31), date(2024, 1, 1))}
    assert list(shown.values()) == [["old"], ["new"]]


def test_a_survey_of_every_five_years_misses_none_between_and_waits_for_the_next():
    target = {"baseline": 2016, "value": 150, "by": 2026}
    survey = {"every": 5, "actuals": {2016: 83, 2021: 114}}
    found = judged(target, **survey)
    assert (found.missing, found.stale, found.dated, found.awaiting) == ((), False, False, ())
    later = judged(target, as_of=date(2027, 1, 1), **survey)
    assert (later.missing, later.stale, [one.year for one in later.awaiting]) == ((2026,), True, [2026])


def test_totals_of_named_years_add_up_over_the_years_that_are_not_measured():
    found = judged({"baseline": 2016, "value": 9, "by": 2024}, years=[2016, 2020, 2024], aggregation="sum",
                   actuals={2016: 1, 2020: 2})  # fmt: skip
    assert [tuple(point) for point in found.series] == [(2016, 1), (2020, 3)]


def test_provisional_figures_carry_a_verdict_only_where_the_policy_rests_on_them():
    target, actuals = {"baseline": 2020, "value": 9, "by": 2024}, {2020: 5, 2024: {"value": 7, "status": "provisional"}}
    assert judged(target, actuals=actuals).latest.year == 2020
    rests = {"policy": {"id": "p", "title": "p", "rests_on": "provisional"}}
    found = judged(target, actuals=actuals, rest=rests)
    assert (found.latest.year, found.settled, found.stale, found.verdict) == (2024, False, False, "limited")


def test_an_undated_figure_of_a_running_year_counts_from_the_day_of_the_run(monkeypatch):
    monkeypatch.setattr("unpolicy.assess.vintages.today", lambda: TODAY)
    target = {"baseline": 2020, "value": 9, "by": 2030}
    for entry in (8, {"value": 8, "status": "final", "note": "so far"}):
        days = [date(2026, 11, 27), TODAY, date(2026, 12, 31)]
        found = [judged(target, as_of=day, actuals={2020: 5, 2026: entry}).latest.year for day in days]
        assert found == [2020, 2026, 2026]


def test_context_is_never_judged():
    data = policy({"i": {"direction": "none", "actuals": {2020: 5, 2024: 9}}})
    assert assess_monitored(data, "i", TODAY, "statcan").verdict is None


@pytest.mark.parametrize(
    ("due", "status", "day", "overdue"),
    [
        (2025, "in-progress", date(2025, 12, 31), False),
        (2025, "in-progress", date(2026, 1, 1), True),
        ("FY2025", "not-started", date(2026, 3, 31), False),
        ("FY2025", "not-started", date(2026, 4, 1), True),
        ("2026-02", "not-started", date(2026, 3, 1), True),
        ("2026-02-10", "not-started", date(2026, 2, 10), False),
        (2025, "achieved", TODAY, False),
    ],
)
def test_a_milestone_is_overdue_after_the_last_day_of_its_due_date(due, status, day, overdue):
    data = policy({}, goals={"g": {"title": "g", "milestones": {"m": {"title": "m", "due": due, "status": status}}}})
    assert assess(data, day).goals[0].overdue == (("m",) if overdue else ())
