from datetime import date
from typing import get_args

import pytest
from pydantic import ValidationError

from unpolicy.model import (
    Actual,
    Dataset,
    Figure,
    Goal,
    Indicator,
    IndicatorsFile,
    Keep,
    PolicyRecord,
    Rating,
    Source,
    Target,
    TargetsFile,
    pick,
)
from unpolicy.model.targets import Milestone
from unpolicy.names import MilestoneStatus, RatingStep, Status

INDICATOR = {"title": "x", "unit": "u", "kind": "amount", "direction": "increase", "year": "calendar"}
TARGET = {"goal": "g", "indicator": "i", "baseline": 2020, "value": 10, "by": 2025}


@pytest.mark.parametrize(
    ("model", "valid", "key"),
    [
        (PolicyRecord, {"id": "p", "title": "P"}, "id"),
        (PolicyRecord, {"id": "p", "title": "P"}, "title"),
        (Source, {"title": "x"}, "title"),
        (Goal, {"title": "G"}, "title"),
        (Milestone, {"title": "M", "status": "missed"}, "title"),
        (Milestone, {"title": "M", "status": "missed"}, "status"),
        (Rating, {"target": "t", "review": "FY2024", "step": "achieved", "by": "x", "date": "2024-08-30"}, "step"),
        (Rating, {"target": "t", "review": "FY2024", "step": "achieved", "by": "x", "date": "2024-08-30"}, "date"),
        *((Target, TARGET, key) for key in ("goal", "indicator", "value", "by")),
        *((Indicator, INDICATOR, key) for key in ("title", "unit", "kind", "direction", "year")),
        (TargetsFile, {"version": 1, "policy": {"id": "p", "title": "P"}}, "version"),
        (TargetsFile, {"version": 1, "policy": {"id": "p", "title": "P"}}, "policy"),
        (IndicatorsFile, {"version": 1}, "version"),
    ],
)
def test_a_required_key_cannot_be_left_out(model, valid, key):
    model.model_validate(valid)
    with pytest.raises(ValidationError, match=key):
        model.model_validate({name: value for name, value in valid.items() if name != key})


@pytest.mark.parametrize(
    ("model", "valid"),
    [
        (PolicyRecord, {"id": "p", "title": "P"}),
        (PolicyRecord, {"id": "p", "title": {"en": "P", "ja": "施策"}}),
        (Source, {"title": "x"}),
        (Target, TARGET),
        (Indicator, INDICATOR),
        (Actual, {"value": 1}),
        (Keep, {"min": 1}),
    ],
)
def test_no_record_has_keys_of_its_own_invention(model, valid):
    model.model_validate(valid)
    with pytest.raises(ValidationError, match="pattern"):
        model.model_validate(valid | {"colour": "red"})
    assert model.model_validate(valid | {"x-colour": [1]}).model_dump(exclude_unset=True)["x-colour"] == [1]


@pytest.mark.parametrize(
    "actual",
    [
        True,
        "918",
        "９１８",
        None,
        [918],
        float("nan"),
        float("inf"),
        float("-inf"),
        {"value": "918"},
        {"value": True},
        {"value": float("nan")},
        {},
        {"status": "final"},
        {"status": "provisional"},
        {"status": "pending", "value": 1},
        {"status": "missing", "value": 0},
        {"status": "unsure", "value": 1},
        {"value": 1, "published": "2024-8-30"},
        {"value": 1, "published": "2024-13-01"},
        {"value": 1, "published": 2024},
        {"value": 1, "revisions": [{"published": "2024-01-01"}]},
        {"value": 1, "revisions": [{"value": "x"}]},
        {"value": 1, "note": " "},
    ],
)
def test_what_is_no_figure_is_refused(actual):
    with pytest.raises(ValidationError):
        Indicator.model_validate(INDICATOR | {"actuals": {2020: actual}})


@pytest.mark.parametrize("year", [1899, 2201, "2020", "FY2020", 2020.0, True, date(2020, 1, 1)])
def test_what_is_no_year_from_1900_to_2200_is_no_key_of_a_figure(year):
    with pytest.raises(ValidationError):
        Indicator.model_validate(INDICATOR | {"actuals": {year: 1}})


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "number"},
        {"direction": "up"},
        {"direction": None},
        {"year": "FY"},
        {"as_of": "13-01"},
        {"as_of": "2020-12-31"},
        {"aggregation": "mean"},
        {"decimals": -1},
        {"decimals": 1.0},
        {"bounds": {"min": 2, "max": 1}},
        {"bounds": {"min": "0"}},
        {"part_of": "Not An Id"},
        {"title": ""},
        {"title": " "},
        {"title": {}},
        {"title": {"fr": "x"}},
        {"title": {"ja": ""}},
        {"title": 5},
    ],
)
def test_an_indicator_that_says_something_else_is_refused(change):
    with pytest.raises(ValidationError):
        Indicator.model_validate(INDICATOR | change)


@pytest.mark.parametrize(
    "change",
    [
        {"keep": {"min": 1}},
        {"value": None},
        {"value": None, "keep": {}},
        {"value": None, "keep": {"min": 2, "max": 1}},
        {"value": "1000"},
        {"value": float("nan")},
        {"baseline": {"year": 2020}},
        {"baseline": {"value": 1}},
        {"baseline": "2020"},
        {"by": "FY2025"},
        {"by": 2201},
        {"yearly": {2023: "967"}},
        {"yearly": {"2023": 967}},
        {"goal": "Goal"},
    ],
)
def test_a_target_that_says_something_else_is_refused(change):
    with pytest.raises(ValidationError):
        Target.model_validate(TARGET | change)


@pytest.mark.parametrize("kind", ["value", "keep"])
def test_a_target_has_a_value_or_limits(kind):
    aim = {"value": 10} if kind == "value" else {"value": None, "keep": {"max": 5}}
    target = Target.model_validate(TARGET | aim)
    assert (target.value is None) == (kind == "keep")


@pytest.mark.parametrize("name", ["un-staff", "a", "sdg-3-14-1", "2030-agenda", "un-staff--women"])
def test_an_id_is_kebab_case(name):
    assert PolicyRecord.model_validate({"id": name, "title": "P"}).id == name


@pytest.mark.parametrize("name", ["", "UN", "un_staff", "-un", "un-", "un---staff", "un staff", "国連", "un\n", 5])
def test_what_is_not_kebab_case_is_no_id(name):
    with pytest.raises(ValidationError):
        PolicyRecord.model_validate({"id": name, "title": "P"})
    with pytest.raises(ValidationError):
        IndicatorsFile.model_validate({"version": 1, "indicators": {name: INDICATOR}})


@pytest.mark.parametrize("when", [2022, "FY2022", "2022-06", "2022-06-30"])
def test_a_milestone_is_due_in_a_year_a_month_or_on_a_day(when):
    milestone = Milestone.model_validate({"title": "M", "status": "achieved", "due": when, "date": when})
    assert (milestone.due, milestone.date) == (when, when)


@pytest.mark.parametrize("when", [1899, "2022", "2022-13", "2022-02-30", "summer", 2022.5, "R4"])
def test_a_milestone_is_due_at_no_other_time(when):
    with pytest.raises(ValidationError):
        Milestone.model_validate({"title": "M", "status": "achieved", "due": when})


@pytest.mark.parametrize("text", ["FY2023..FY2021", "FY2021..2023", "2023年度", ""])
def test_a_period_that_is_none_is_refused(text):
    with pytest.raises(ValidationError):
        PolicyRecord.model_validate({"id": "p", "title": "P", "reviewed": text})


@pytest.mark.parametrize("text", ["FY1899..FY2023", "1899", "FY2021..FY2201", "9999"])
def test_a_period_outside_1900_to_2200_is_refused(text):
    with pytest.raises(ValidationError):
        PolicyRecord.model_validate({"id": "p", "title": "P", "reviewed": text})


def test_a_date_by_its_week_is_no_date_of_the_format():
    with pytest.raises(ValidationError):
        Source.model_validate({"title": "x", "published": "2024-W35-5"})


def test_a_number_that_no_float_can_hold_is_refused():
    with pytest.raises(ValidationError):
        Indicator.model_validate(INDICATOR | {"actuals": {2020: 10**400}})


@pytest.mark.parametrize("version", [0, 2, "1", 1.5, None])
def test_only_version_1_is_read(version):
    with pytest.raises(ValidationError):
        IndicatorsFile.model_validate({"version": version})


def test_a_version_is_no_boolean():
    with pytest.raises(ValidationError):
        IndicatorsFile.model_validate({"version": True})


@pytest.mark.parametrize(
    ("model", "field", "words"),
    [
        (Actual, "status", "final provisional estimated break pending missing"),
        (Milestone, "status", "achieved in-progress not-started missed dropped"),
        (Rating, "step", "exceeded achieved considerable-progress little-progress not-heading-there"),
    ],
)
def test_the_words_of_the_format_are_all_there(model, field, words):
    kinds = {"final": Status, "achieved": MilestoneStatus, "exceeded": RatingStep}
    assert set(words.split()) == set(get_args(kinds[words.split()[0]]))
    assert model.model_fields[field].annotation is kinds[words.split()[0]]


def test_an_empty_section_is_an_empty_mapping():
    loaded = TargetsFile.model_validate({"version": 1, "policy": {"id": "p", "title": "P"}, "goals": None})
    assert loaded.goals == {}
    assert Indicator.model_validate(INDICATOR | {"actuals": None}).figures() == []


def test_a_model_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        PolicyRecord.model_validate({"id": "p", "title": "P"}).title = "Q"


@pytest.mark.parametrize(
    ("text", "lang", "shown"),
    [
        ("plain", "ja", "plain"),
        ("plain", "en", "plain"),
        ({"ja": "国連", "en": "UN"}, "ja", "国連"),
        ({"ja": "国連", "en": "UN"}, "en", "UN"),
        ({"ja": "国連"}, "en", "国連"),
        ({"en": "UN"}, "ja", "UN"),
    ],
)
def test_a_text_is_shown_in_the_language_asked_for_else_in_the_one_there_is(text, lang, shown):
    assert pick(Goal.model_validate({"title": text}).title, lang) == shown


@pytest.mark.parametrize(
    ("change", "limits"),
    [
        ({"kind": "percentage"}, (0, 100)),
        ({"kind": "percentage", "bounds": {"min": 0, "max": 250}}, (0, 250)),
        ({"kind": "percentage", "bounds": {"min": -10}}, (-10, None)),
        ({"kind": "count"}, (None, None)),
        ({"bounds": {"max": 9.5}}, (None, 9.5)),
    ],
)
def test_a_percentage_runs_from_0_to_100_unless_bounds_are_written(change, limits):
    assert Indicator.model_validate(INDICATOR | change).limits == limits


@pytest.mark.parametrize(
    ("change", "decimals"),
    [
        ({"actuals": {2020: 1, 2021: 2}}, 0),
        ({"actuals": {2020: 1, 2021: 2.25}}, 2),
        ({"actuals": {2020: {"value": 0.125}}}, 3),
        ({"actuals": {2020: 0.123456789}}, 4),
        ({"actuals": {2020: 82.75}, "decimals": 1}, 1),
        ({"actuals": {2020: 82.0}}, 0),
        ({"actuals": {2020: 1e-30}}, 0),
        ({"actuals": {2020: {"status": "pending"}}}, 0),
        ({"actuals": {}}, 0),
        ({"kind": "count", "actuals": {2020: 5.0}}, 0),
    ],
)
def test_figures_are_shown_with_the_decimals_they_need(change, decimals):
    assert Indicator.model_validate(INDICATOR | change).shown_decimals == decimals


def test_figures_come_oldest_first_whatever_their_order_in_the_file():
    indicator = Indicator.model_validate(INDICATOR | {"actuals": {2022: 3, 2020: 1, 2021: 2}})
    assert [figure.year for figure in indicator.figures()] == [2020, 2021, 2022]
    assert indicator.figure(2021) == Figure(2021, 2)
    assert indicator.figure(2019) is None


@pytest.mark.parametrize(
    ("targets", "headline", "expected"),
    [(["t"], None, "t"), (["t", "u"], None, None), (["t", "u"], "u", "u"), ([], None, None)],
)
def test_the_headline_is_what_the_file_says_else_the_only_target(targets, headline, expected):
    raw = {"version": 1, "policy": {"id": "p", "title": "P"}, "targets": dict.fromkeys(targets, TARGET)}
    dataset = Dataset(
        TargetsFile.model_validate(raw | ({"headline": headline} if headline else {})),
        IndicatorsFile.model_validate({"version": 1}),
    )
    assert dataset.headline == expected
