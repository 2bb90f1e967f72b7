from datetime import date
from pathlib import Path

import pytest
from policies import build

from unpolicy.assess.assessment import (
    Point,
    assess,
    assess_monitored,
    assess_target,
    chosen_method,
    count_milestones,
)
from unpolicy.assess.vintages import Awaited
from unpolicy.model import Dataset, Goal, IndicatorsFile, TargetsFile
from unpolicy.names import METHOD_NAMES

SHIPPED = Path(__file__).parent.parent.parent / "data"
TODAY = date(2026, 11, 24)
BEFORE_THE_END = date(2025, 6, 1)


def judged(actuals, target=None, as_of=TODAY, method="linear", **rest):
    return assess_target(build(actuals, target, **rest), "t", as_of, method)


@pytest.mark.parametrize(
    ("actuals", "direction", "value", "pace"),
    [
        ({2020: 918, 2022: 960}, "increase", 1000, 13.4),
        ({2020: 918, 2022: 961}, "increase", 1000, 13),
        ({2020: 1040, 2022: 1001}, "decrease", 1000, -0.4),
        ({2020: 900, 2022: 1001}, "increase", 1000, -0.3),
        ({2022: 900}, "increase", 1000, None),
    ],
)
def test_the_pace_that_is_needed_is_rounded_towards_the_target(actuals, direction, value, pace):
    entry = judged(actuals, {"value": value}, BEFORE_THE_END, direction=direction, decimals=0)
    assert entry.needed_pace == pace
    assert judged(actuals, {"value": value}, direction=direction, decimals=0).needed_pace is None


@pytest.mark.parametrize(
    ("actuals", "measured", "progressed"),
    [
        ({2020: 918, 2022: 961}, (1.3109756, 1.341486, 1.3574), (0.5244, 0.4, 13)),
        ({2020: 918, 2024: 979}, (0.9298780, 0.939439, 0.9375), (0.7439, 0.8, 21)),
    ],
)
def test_the_reference_figures_give_the_reference_numbers(actuals, measured, progressed):
    linear, ratio, unsd2023 = measured
    gap, elapsed, needed = progressed
    measures = {name: judged(actuals, method=name).judgement.measure for name in METHOD_NAMES}
    assert measures["linear"] == pytest.approx(linear, abs=5e-8)
    assert measures["eurostat"] == pytest.approx(ratio, abs=5e-7)
    assert measures["statcan"] == pytest.approx(ratio, abs=5e-7)
    assert measures["unsd2022"] == pytest.approx(ratio, abs=5e-7)
    assert measures["unsd2023"] == pytest.approx(unsd2023, abs=5e-5)
    progress = judged(actuals, as_of=BEFORE_THE_END).progress
    assert progress.gap_closed == pytest.approx(gap, abs=5e-5)
    assert progress.time_elapsed == elapsed
    assert progress.needed == needed
    assert judged(actuals).progress.needed is judged(actuals).projection is None


@pytest.mark.parametrize(
    ("actuals", "verdict"),
    [
        ({2020: 918, 2024: 1000}, "achieved"),
        ({2020: 918, 2022: 961}, "on-track"),
        ({2020: 918, 2024: 979}, "acceleration-needed"),
        ({2020: 918, 2024: 919}, "limited"),
        ({2020: 918, 2024: 918}, "limited"),
        ({2020: 918, 2024: 917}, "moving-away"),
        ({2020: 918, 2025: 999}, "missed"),
        ({2020: 918, 2025: 1000}, "achieved"),
        ({2020: 918, 2024: 1001, 2025: 999}, "missed"),
        ({2020: 918}, "unknown"),
        ({2022: 961}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_every_verdict_has_its_figures(actuals, verdict):
    assert judged(actuals).verdict == verdict


@pytest.mark.parametrize(("value", "verdict"), [(50, "achieved"), (49, "achieved"), (51, "missed")])
def test_a_falling_indicator_is_judged_downwards(value, verdict):
    falling = judged({2020: 100, 2025: value}, {"value": 50}, direction="decrease")
    assert falling.verdict == verdict


def test_a_lead_is_positive_where_a_falling_figure_is_below_its_path():
    entry = judged({2020: 100, 2022: 70}, {"value": 50}, direction="decrease")
    assert (entry.progress.expected, entry.progress.lead) == (80, 10)


@pytest.mark.parametrize("last", [2025, 2026, 2030])
def test_figures_after_the_target_year_do_not_judge(last):
    actuals = {2020: 918, 2022: 961} | {year: 2000 for year in (2026, 2030) if year <= last}
    entry = judged(actuals, as_of=date(2031, 1, 1))
    assert entry.latest == Point(2022, 961)
    assert entry.verdict == "on-track"
    assert not entry.settled


def test_a_target_that_was_missed_stays_missed_when_it_is_reached_later():
    assert judged({2020: 918, 2025: 990, 2026: 1000}, as_of=date(2027, 1, 1)).verdict == "missed"


@pytest.mark.parametrize("status", ["provisional", "estimated"])
def test_a_figure_that_is_not_final_does_not_judge(status):
    entry = judged({2020: 918, 2022: 961, 2025: {"value": 990, "status": status}})
    assert (entry.latest, entry.verdict, entry.settled) == (Point(2022, 961), "on-track", False)
    assert [figure.year for figure in entry.vintage.figures] == [2020, 2022, 2025]


def test_a_year_with_a_provisional_figure_is_not_a_year_without_a_figure():
    entry = judged({2020: 918, 2021: 961, 2022: {"value": 970, "status": "provisional"}}, as_of=date(2023, 6, 1))
    assert entry.missing == ()
    assert all(awaited.recorded for awaited in entry.awaiting)


def test_a_figure_that_was_not_out_yet_does_not_judge():
    actuals = {2020: 918, 2022: {"value": 961, "published": "2023-09-01"}}
    assert judged(actuals, as_of=date(2023, 8, 31)).verdict == "unknown"
    assert judged(actuals, as_of=date(2023, 9, 1)).verdict == "on-track"


def test_a_revised_figure_judges_with_the_value_of_the_day():
    actuals = {
        2020: 918,
        2022: {"value": 961, "published": "2024-01-01", "revisions": [{"value": 917, "published": "2023-01-01"}]},
    }
    assert judged(actuals, as_of=date(2023, 12, 31)).verdict == "moving-away"
    assert judged(actuals, as_of=date(2024, 1, 1)).verdict == "on-track"


@pytest.mark.parametrize(
    ("actuals", "as_of", "awaiting", "missing"),
    [
        ({2020: 1, 2021: 2}, date(2022, 6, 1), [], []),
        ({2020: 1, 2021: 2}, date(2022, 12, 31), [(2022, False)], [2022]),
        ({2020: 1, 2021: 2}, TODAY, [(2022, False)], [2022, 2023, 2024, 2025]),
        ({2020: 1, 2021: 2}, date(2040, 1, 1), [(2022, False)], [2022, 2023, 2024, 2025]),
        ({2020: 1, 2022: {"status": "pending"}}, date(2023, 1, 1), [(2021, False), (2022, True)], [2021, 2022]),
        ({2020: 1, 2021: {"status": "pending"}}, TODAY, [(2021, True)], [2021, 2022, 2023, 2024, 2025]),
        ({2020: 1, 2023: {"status": "pending"}, 2022: 3}, TODAY, [(2023, True)], [2021, 2023, 2024, 2025]),
        ({2020: 1, 2021: 2, 2022: {"status": "missing"}}, date(2023, 1, 1), [], []),
        ({2020: 1, 2021: {"status": "missing"}, 2023: 2}, date(2024, 1, 1), [], [2022]),
        ({2020: 1, 2025: 2}, TODAY, [], [2021, 2022, 2023, 2024]),
        ({}, date(2021, 12, 31), [(2021, False)], [2021]),
    ],
)
def test_pending_figures_and_the_next_one_in_line_are_awaited(actuals, as_of, awaiting, missing):
    entry = judged(actuals, as_of=as_of)
    assert [(awaited.year, awaited.recorded) for awaited in entry.awaiting] == awaiting
    assert list(entry.missing) == missing


def test_a_pending_figure_past_its_day_is_overdue():
    pending = {"status": "pending", "due": "2024-12-31"}
    entry = judged({2020: 1, 2021: pending})
    assert entry.awaiting == (Awaited(2021, date(2024, 12, 31), overdue=True, recorded=True),)


def test_an_indicator_without_a_target_awaits_only_what_was_announced():
    dataset = build({2020: 1, 2022: {"status": "pending"}}, False)
    awaiting = assess_monitored(dataset, "i", TODAY, "linear").awaiting
    assert [awaited.year for awaited in awaiting] == [2022]


def test_fiscal_years_end_in_march():
    actuals = {2020: 1, 2021: 2}
    assert judged(actuals, as_of=date(2022, 3, 30), year="fiscal").latest == Point(2020, 1)
    assert judged(actuals, as_of=date(2022, 3, 31), year="fiscal").latest == Point(2021, 2)
    assert not judged(actuals, as_of=date(2026, 3, 30), year="fiscal").target_year_ended
    assert judged(actuals, as_of=date(2026, 3, 31), year="fiscal").target_year_ended


def test_figures_that_add_up_are_judged_by_their_running_total():
    entry = judged({2020: 8, 2021: 25, 2022: 45}, {"value": 108}, aggregation="sum")
    assert entry.series == (Point(2020, 8), Point(2021, 33), Point(2022, 78))
    assert entry.progress.gap_closed == pytest.approx(0.7)
    assert entry.vintage.figures[-1].value == 45


@pytest.mark.parametrize(
    "gap", [None, {"status": "pending"}, {"status": "missing"}, {"value": 9, "status": "estimated"}]
)
def test_a_total_ends_at_the_first_gap(gap):
    actuals = {2020: 8, 2021: 25, 2023: 45} | ({2022: gap} if gap else {})
    entry = judged(actuals, {"value": 80, "by": 2023}, aggregation="sum")
    assert entry.series == (Point(2020, 8), Point(2021, 33))
    assert not entry.settled
    assert entry.verdict != "achieved"


def test_a_total_starts_at_the_targets_own_baseline():
    written = {"baseline": {"year": 2020, "value": 100}, "value": 200}
    entry = judged({2019: 7, 2020: 8, 2021: 25, 2022: 45}, written, aggregation="sum")
    assert entry.series == (Point(2020, 100), Point(2021, 125), Point(2022, 170))


def test_a_total_with_its_own_baseline_does_not_bridge_the_year_after_it():
    written = {"baseline": {"year": 2020, "value": 100}, "value": 200}
    entry = judged({2022: 25, 2023: 45}, written, aggregation="sum")
    assert entry.series == (Point(2020, 100),)


@pytest.mark.parametrize("actuals", [{2022: 961}, {2020: 900, 2022: 961}, {2019: 1, 2022: 961}])
def test_a_baseline_with_its_own_figure_counts_whatever_is_recorded(actuals):
    entry = judged(actuals, {"baseline": {"year": 2020, "value": 918}})
    assert (entry.baseline, entry.latest) == (Point(2020, 918), Point(2022, 961))
    assert entry.progress.gap_closed == 0.524390243902439


def test_figures_before_the_baseline_do_not_judge():
    assert judged({2018: 5000, 2019: 1, 2020: 918}).verdict == "unknown"
    assert judged({2019: 912, 2020: 918, 2022: 961}).judgement.measure == 1.3109756097560976


def test_yearly_targets_say_what_is_expected_and_change_no_verdict():
    straight = judged({2020: 918, 2023: 970})
    broken = judged({2020: 918, 2023: 970}, {"yearly": {2023: 967, 2024: 984}})
    assert (broken.progress.expected, broken.progress.lead) == (967, 3)
    assert broken.verdict == straight.verdict
    assert straight.progress.expected != broken.progress.expected


@pytest.mark.parametrize(
    ("keep", "actuals", "verdict", "so_far"),
    [
        ({"min": 50, "max": 60}, {2020: 55, 2021: 55}, "achieved", True),
        ({"min": 50, "max": 60}, {2020: 55, 2025: 55}, "achieved", False),
        ({"min": 50, "max": 60}, {2020: 55, 2023: 61, 2025: 55}, "missed", False),
        ({"min": 50}, {2020: 55, 2025: 49}, "missed", False),
        ({"max": 60}, {2020: 55, 2021: 58}, "acceleration-needed", False),
        ({"min": 50, "max": 60}, {2020: 55, 2021: 61}, "moving-away", False),
        ({"min": 50, "max": 60}, {2020: 55, 2021: 65, 2022: 62}, "limited", False),
        ({"min": 50}, {2020: 55}, "achieved", True),
        ({"min": 50}, {}, "unknown", False),
        ({"max": 60}, {2020: 55, 2021: 55, 2026: 99}, "achieved", True),
        ({"max": 60}, {2019: 99, 2020: 55, 2021: 55}, "achieved", True),
    ],
)
def test_a_keep_target_is_judged_by_every_year(keep, actuals, verdict, so_far):
    entry = judged(actuals, {"value": None, "keep": keep}, as_of=date(2027, 1, 1))
    assert entry.verdict == verdict
    assert entry.keeping.so_far == so_far
    assert entry.case is None
    assert entry.progress.gap_closed is None


def test_the_year_in_which_limits_are_left_is_reported():
    entry = judged({2020: 55, 2021: 58}, {"value": None, "keep": {"max": 60}})
    assert entry.keeping.exit_year == 2022


def test_a_suggestion_comes_with_the_target_years_figure_only():
    assert judged({2020: 918, 2024: 1000}).suggestion is None
    assert judged({2020: 918, 2025: 1000}).suggestion == "achieved"
    assert judged({2020: 918, 2025: 990}).suggestion == "considerable-progress"
    assert judged({2020: 918, 2025: 900}).suggestion == "not-heading-there"


def test_the_newest_rating_counts():
    def rating(day, step, target="t"):
        return {"target": target, "review": "FY2024", "step": step, "by": "x", "date": day}

    ratings = [
        rating("2024-08-30", "achieved"),
        rating("2023-08-30", "exceeded"),
        rating("2025-01-01", "achieved", "o"),
    ]
    assert judged({2020: 1}, ratings=ratings).rating.date == date(2024, 8, 30)
    assert judged({2020: 1}).rating is None
    assert judged({2020: 1}, ratings=ratings, as_of=date(2024, 8, 29)).rating.step == "exceeded"
    assert judged({2020: 1}, ratings=ratings, as_of=date(2023, 8, 29)).rating is None
    again = [*ratings, rating("2024-08-30", "exceeded")]
    assert judged({2020: 1}, ratings=again).rating.step == "exceeded", "of one day's, the one recorded last counts"


@pytest.mark.parametrize("direction", ["increase", "decrease"])
def test_no_number_is_minus_zero(direction):
    value = 1000 if direction == "increase" else 100
    entry = judged({2020: 918, 2021: 918}, {"value": value}, direction=direction)
    progress = entry.progress
    numbers = (progress.gap_closed, progress.observed, entry.judgement.measure)
    assert [str(number) for number in numbers] == ["0.0"] * 3


@pytest.mark.parametrize(
    ("asked", "written", "method"),
    [(None, None, "linear"), (None, "eurostat", "eurostat"), ("unsd2023", "eurostat", "unsd2023")],
)
def test_the_method_asked_for_beats_the_data_files(asked, written, method):
    dataset = build({2020: 918, 2022: 961}, about={"method": written} if written else {})
    assert chosen_method(dataset, asked) == method
    assert assess(dataset, TODAY, asked).method == method


def test_only_statcan_has_scores():
    scores = {name: judged({2020: 918, 2022: 961}, method=name).judgement.score for name in METHOD_NAMES}
    assert scores.pop("statcan") == 5
    assert set(scores.values()) == {None}


@pytest.mark.parametrize("method", METHOD_NAMES[1:])
def test_a_growth_rate_from_zero_is_unknown_not_a_crash(method):
    entry = judged({2020: 0, 2022: 5}, method=method)
    if method == "statcan":
        assert entry.judgement.measure is not None
    else:
        assert (entry.judgement.measure, entry.verdict) == (None, "unknown")


@pytest.mark.parametrize(
    ("direction", "bounds", "limit"),
    [
        ("increase", {"min": 0, "max": 100}, 100),
        ("decrease", {"min": 0, "max": 100}, 0),
        ("increase", {"min": 0}, None),
        ("increase", None, None),
    ],
)
def test_the_limit_is_the_written_bound_in_the_desired_direction(direction, bounds, limit):
    entry = judged({2020: 5, 2021: 6}, kind="percentage", direction=direction, bounds=bounds)
    assert entry.case.limit == limit


def test_an_indicator_without_a_target_starts_where_it_says_else_at_its_first_figure():
    actuals = {2019: 3, 2020: 5, 2022: 9}
    first = assess_monitored(build(actuals, False), "i", TODAY, "eurostat")
    assert (first.baseline, first.latest, first.change) == (Point(2019, 3), Point(2022, 9), 4)
    assert first.judgement.verdict == "on-track"
    said = assess_monitored(build(actuals, False, baseline=2020), "i", TODAY, "linear")
    assert said.baseline == Point(2020, 5)
    absent = assess_monitored(build(actuals, False, baseline=2021), "i", TODAY, "linear")
    assert (absent.baseline, absent.latest) == (None, Point(2022, 9))


def test_an_indicator_without_a_target_starts_at_its_last_break():
    broken = {year: {"value": 10 * year - 20190, "status": "break"} for year in (2020, 2022)}
    entry = assess_monitored(build({2019: 3, **broken, 2023: 50, 2024: 60}, False), "i", TODAY, "linear")
    assert (entry.baseline, entry.latest) == (Point(2022, 30), Point(2024, 60))


@pytest.mark.parametrize(("actuals", "change"), [({}, None), ({2020: 1}, None), ({2020: 1, 2021: 1}, 0)])
def test_a_change_needs_two_figures(actuals, change):
    assert assess_monitored(build(actuals, False), "i", TODAY, "linear").change == change


def test_the_headline_comes_first_and_an_indicator_in_use_is_not_monitored():
    base = {"goal": "g", "indicator": "i", "baseline": 2020, "value": 10, "by": 2025}
    dataset = build({2020: 1}, False)
    targets = TargetsFile.model_validate(
        {
            "version": 1,
            "policy": {"id": "p", "title": "P"},
            "goals": {"g": {"title": "G"}},
            "targets": dict.fromkeys(("one", "two", "three"), base),
            "headline": "two",
        }
    )
    assessment = assess(Dataset(targets, dataset.indicators_file), TODAY)
    assert [entry.id for entry in assessment.targets] == ["two", "one", "three"]
    assert [entry.headline for entry in assessment.targets] == [True, False, False]
    assert assessment.monitored == ()


def test_milestones_are_counted_in_a_fixed_order():
    statuses = ["dropped", "in-progress", "achieved", "achieved", "missed"]
    goal = Goal.model_validate(
        {"title": "G", "milestones": {f"m-{n}": {"title": "M", "status": s} for n, s in enumerate(statuses)}}
    )
    assert list(count_milestones(goal).items()) == [("achieved", 2), ("in-progress", 1), ("missed", 1), ("dropped", 1)]


def test_a_policy_without_anything_is_assessed():
    dataset = Dataset(
        TargetsFile.model_validate({"version": 1, "policy": {"id": "p", "title": "P"}}),
        IndicatorsFile.model_validate({"version": 1}),
    )
    assessment = assess(dataset, TODAY)
    assert (assessment.targets, assessment.monitored, assessment.goals) == ((), (), ())


@pytest.mark.parametrize(
    ("actuals", "as_of", "rests_on", "stale"),
    [
        ({2020: 918, 2022: 961}, date(2023, 6, 1), 2022, False),
        ({2020: 918, 2022: 961}, date(2024, 6, 1), 2022, False),  # one newer year is over
        ({2020: 918, 2022: 961}, date(2025, 6, 1), 2022, True),
        ({2020: 918, 2022: 961, 2023: {"status": "missing"}}, date(2025, 6, 1), 2022, False),
        ({2020: 918, 2022: 961, 2023: {"value": 970, "status": "provisional"}}, date(2025, 6, 1), 2022, True),
        ({2020: 918, 2024: 979}, date(2026, 6, 1), 2024, True),  # the target year is over without its figure
        ({2020: 918, 2025: 990}, TODAY, 2025, False),
        ({}, date(2021, 6, 1), None, False),
        ({}, date(2023, 6, 1), None, True),
    ],
)
def test_a_verdict_on_old_figures_is_stale(actuals, as_of, rests_on, stale):
    entry = judged(actuals, as_of=as_of)
    assert (entry.rests_on, entry.stale) == (rests_on, stale)


def test_a_baseline_that_the_target_writes_is_no_figure_to_rest_on():
    entry = judged({}, {"baseline": {"year": 2020, "value": 918}}, date(2021, 6, 1))
    assert (entry.latest, entry.rests_on, entry.chance) == (Point(2020, 918), None, None)


def test_the_chance_is_that_of_the_steady_model_until_the_figure_is_out():
    assert judged({2020: 918, 2021: 956, 2022: 961}, decimals=0).chance == pytest.approx(0.362390, abs=6e-7)
    assert judged({2020: 918, 2021: 956, 2022: 961, 2024: 979}, decimals=0).chance == pytest.approx(0.275482, abs=6e-7)
    own = judged({2020: 918, 2021: 956, 2022: 961}, {"baseline": {"year": 2019, "value": 1}}, decimals=0)
    assert own.chance == pytest.approx(0.362390, abs=6e-7)
    assert judged({2020: 918, 2025: 990}).chance is None
    assert judged({2020: 918}).chance is None
    assert judged({2020: 55, 2021: 56}, {"value": None, "keep": {"max": 60}}).chance is None


def test_a_projection_ends_at_the_bounds():
    share = {"kind": "percentage", "as_of": BEFORE_THE_END}
    assert judged({2020: 80, 2022: 92}, {"value": 100}, **share).projection == 100
    assert judged({2020: 80, 2022: 84}, {"value": 100}, **share).projection == 90
    # A year's bounds say nothing of totals, but those of counts cannot fall.
    falling = {"value": 100, "baseline": {"year": 2020, "value": 90}}
    added = judged({2021: 5, 2022: 1}, falling, BEFORE_THE_END, kind="count", aggregation="sum", bounds={"max": 9})
    assert added.projection == 105


BROKEN = {2017: 100, 2018: 101, 2019: 102, 2020: {"value": 130, "status": "break"}, 2021: 131, 2022: 132}


@pytest.mark.parametrize(
    ("baseline", "verdict", "reason"),
    [
        (2017, "unknown", "break"),
        (2019, "unknown", "break"),
        (2020, "limited", None),
        ({"year": 2017, "value": 128}, "limited", None),
    ],
)
def test_a_break_between_baseline_and_latest_figure_leaves_the_verdict_unknown(baseline, verdict, reason):
    entry = judged(BROKEN, {"value": 150, "baseline": baseline}, BEFORE_THE_END)
    assert (entry.verdict, entry.reason) == (verdict, reason)
    assert (entry.progress.gap_closed is None) is (entry.projection is None) is (verdict == "unknown")
    # Forecasts use what comes after it; without a verdict there is no chance either.
    after = judged({2020: 130, 2021: 131, 2022: 132}, {"value": 150}, BEFORE_THE_END).chance
    assert entry.chance == (None if reason == "break" else after)


def test_across_a_break_a_target_can_still_be_reached_or_missed():
    assert judged(BROKEN, {"value": 131, "baseline": 2017}).verdict == "achieved"
    assert judged(BROKEN, {"value": 150, "baseline": 2017, "by": 2022}).verdict == "missed"


def test_an_indicator_without_a_target_counts_from_its_break_on():
    def monitored(actuals, **indicator):
        return assess_monitored(build(actuals, False, **indicator), "i", TODAY, "eurostat")

    entry = monitored(BROKEN)
    assert (entry.baseline, entry.change, entry.judgement.reason) == (Point(2020, 130), 1, None)
    assert monitored(BROKEN, baseline=2018).judgement.reason == "break"
    newest = {year: BROKEN[year] for year in (2017, 2018, 2019, 2020)}
    assert (monitored(newest).change, monitored(newest).judgement.reason) == (None, "same-year")


def test_yearly_targets_bind_the_verdict():
    entry = judged({2018: 924, 2020: 945}, {"baseline": 2018, "yearly": {2020: 990}}, date(2021, 6, 1))
    assert (entry.judgement.measure, entry.verdict) == (pytest.approx(21 / 66), "limited")


def test_gap_closed_is_nothing_where_the_target_does_not_lie_ahead():
    entry = judged({2016: 7.8, 2023: 13.5}, {"baseline": 2016, "value": 10}, direction="increase")
    assert entry.progress.gap_closed is not None
    deaths = judged({2016: 7.8, 2023: 13.5}, {"baseline": 2016, "value": 10}, direction="decrease")
    assert (deaths.verdict, deaths.progress.gap_closed) == ("moving-away", None)


def budget(actuals, keep, as_of, baseline=2020, **indicator):
    aim = {"value": None, "keep": keep, "baseline": baseline, "by": 2025}
    return judged(actuals, aim, as_of, aggregation="sum", bounds={"min": 0}, **indicator)


def test_what_is_left_of_a_budget():
    entry = budget({2020: 240, 2021: 260, 2022: 255}, {"max": 1000}, date(2023, 6, 1))
    assert (entry.keeping.distance, entry.keeping.per_year) == (245, pytest.approx(245 / 3))
    assert (entry.verdict, entry.keeping.exit_year) == ("acceleration-needed", 2023)
    assert entry.projection == pytest.approx(755 * 2)
    assert budget({2020: 240, 2021: 260, 2022: 255}, {"max": 1000}, TODAY).projection is None


def test_a_budget_that_is_overspent_is_missed_at_once():
    actuals = {2020: 240, 2021: 260, 2022: 255}
    assert budget(actuals, {"max": 600}, date(2023, 6, 1)).verdict == "missed"


def test_a_second_budget_starts_from_nothing():
    actuals = {2019: 900, 2020: 950, 2021: 100, 2022: 110}
    entry = budget(actuals, {"max": 600}, date(2023, 6, 1), baseline={"year": 2020, "value": 0})
    assert (entry.verdict, entry.keeping.distance, entry.keeping.pace) == ("achieved", 390, 105)
    assert entry.projection == 525


def test_grades_come_with_their_method_alone_and_make_one_of_each_goal():
    data = build({2020: 918, 2022: 961}, about={"method": "kenko21"})
    found = assess(data, TODAY)
    assert (found.targets[0].judgement.grade, found.targets[0].verdict) == ("C", "limited")
    assert [goal.grade for goal in found.goals] == ["C"]
    assert [goal.grade for goal in assess(data, TODAY, "linear").goals] == [None]
