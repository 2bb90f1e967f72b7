import json
from datetime import date
from pathlib import Path

import pytest
import yaml_rs
from policies import build

from unpolicy.assess.assessment import assess
from unpolicy.model import Dataset, IndicatorsFile, TargetsFile
from unpolicy.views import to_json
from unpolicy.views.status import GOAL_HEADING, INDICATOR_HEADING, TARGET_HEADING, WAITING_HEADING, status_rows
from unpolicy.views.status_document import status_document
from unpolicy.views.voice import Voice

SHIPPED = Path(__file__).parent.parent.parent / "data"
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def shipped():
    def load(name, model):
        text = (SHIPPED / name).read_text(encoding="utf-8")
        return model.model_validate(yaml_rs.loads(text, parse_datetime=False))

    return Dataset(load("targets.yaml", TargetsFile), load("indicators.yaml", IndicatorsFile))


def document(dataset, lang="en", method=None):
    return to_json(status_document(assess(dataset, TODAY, method), Voice(lang)))


def rows(dataset, lang="en", method=None, section="targets"):
    return list(status_rows(assess(dataset, TODAY, method), Voice(lang), section))


def the_row(dataset, heading=TARGET_HEADING):
    found = rows(dataset)
    return dict(zip(heading, found[found.index(heading) + 1], strict=True))


def test_the_headline_row_has_every_number_with_its_full_precision(shipped):
    row = the_row(shipped)
    assert row.pop("title")
    assert row == {
        "target": "staff-1000",
        "unit": "people",
        "baseline_year": "2020",
        "baseline": "918",
        "latest_year": "2022",
        "latest": "961",
        "aim": "1000",
        "by": "2025",
        "gap_closed": "0.524390243902439",
        "time_elapsed": "0.4",
        "pace_observed": "21.5",
        "pace_required": "16.4",
        "pace_needed": "",
        "projection": "",
        "measure": "1.3109756097560976",
        "score": "",
        "verdict": "on-track",
        "awaiting": "2023",
        "suggestion": "",
        "rating": "",
        "reason": "",
        "rests_on": "2022",
        "stale": "stale",
        "chance": "0.36238978506944775",
        "grade": "",
        "responsible": "",
        "tags": "",
        "rests_on_status": "",
    }


def test_who_answers_and_the_tags_stand_behind_the_rest_the_targets_own_before_its_indicators():
    data = build({2020: 918, 2022: 990}, target={"tags": ["sdg-17"]}, responsible="UN desk", tags=["staff", "sdg-17"])
    assert (the_row(data)["responsible"], the_row(data)["tags"]) == ("UN desk", "sdg-17; staff")


def test_one_table_goes_into_a_pipe_and_all_its_rows_are_of_its_width(shipped):
    for section, heading, count in (
        ("targets", TARGET_HEADING, len(shipped.targets)),
        ("monitored", INDICATOR_HEADING, len(shipped.indicators) - 1),
        ("milestones", GOAL_HEADING, len(shipped.goals)),
        ("waiting", WAITING_HEADING, 1),
    ):
        found = rows(shipped, section=section)
        assert found[0] == heading
        assert {len(row) for row in found} == {len(heading)}
        assert len(found) == 1 + count
    assert rows(shipped, section="waiting")[1][2:] == ("2023", "pending", "")


def test_an_indicator_without_a_target_has_its_row(shipped):
    found = {row[0]: dict(zip(INDICATOR_HEADING, row, strict=True)) for row in rows(shipped, section="monitored")}
    jpo = found["jpo-retention"]
    assert (jpo["baseline_year"], jpo["baseline"], jpo["latest_year"], jpo["latest"]) == (
        "2020",
        "85.2",
        "2023",
        "82.7",
    )
    assert float(jpo["change"]) == pytest.approx(10.0)
    assert (jpo["measure"], jpo["score"], jpo["verdict"], jpo["awaiting"]) == ("", "", "", "")


def test_milestones_are_counted_by_status(shipped):
    goals = {row[0]: row[2] for row in rows(shipped, section="milestones")}
    assert goals["international-staff"] == "achieved=5 in-progress=1"


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_headings_and_words_for_programs_do_not_follow_the_language(shipped, lang):
    found = rows(shipped, lang)
    assert found[0] == TARGET_HEADING
    assert found[1][TARGET_HEADING.index("verdict")] == "on-track"


def test_numbers_have_a_plain_minus_and_no_separators():
    row = the_row(build({2020: -1234567, 2022: -2345678.5}, {"value": -1000}))
    assert (row["baseline"], row["latest"], row["aim"]) == ("-1234567", "-2345678.5", "-1000")
    assert "−" not in "".join(row.values())


def test_what_is_undefined_is_empty():
    row = the_row(build({}))
    undefined = {"baseline_year", "baseline", "latest_year", "latest", "gap_closed", "time_elapsed", "measure", "score"}
    undefined |= {"pace_observed", "pace_required", "pace_needed", "projection"}
    assert {row[name] for name in undefined} == {""}
    assert (row["verdict"], row["awaiting"]) == ("unknown", "2021")


def test_a_settled_target_heads_nowhere():
    row = the_row(build({2020: 918, 2025: 990}))
    assert (row["verdict"], row["projection"], row["pace_needed"]) == ("missed", "", "")


def test_the_limits_of_a_keep_target_stand_where_the_aim_does():
    assert the_row(build({2020: 55}, {"value": None, "keep": {"min": 50}}))["aim"] == "50.."
    assert the_row(build({2020: 55}, {"value": None, "keep": {"min": 50, "max": 60.5}}))["aim"] == "50..60.5"


def test_a_title_of_several_lines_is_one_cell_on_one_line():
    row = the_row(build({2020: 1}, {"title": "two\nlines\tand a tab \x1b[31m"}))
    assert row["title"] == "two lines and a tab \\x1b[31m"


def test_nothing_is_shown_of_nothing():
    empty = Dataset(
        TargetsFile.model_validate({"version": 1, "policy": {"id": "p", "title": "P"}}),
        IndicatorsFile.model_validate({"version": 1}),
    )
    assert [rows(empty, section=section)[1:] for section in ("targets", "monitored", "milestones", "waiting")] == [
        []
    ] * 4


@pytest.mark.parametrize("value", [123_456_789_012, 10**15 + 1, 0.1 + 0.2])
def test_no_digit_gets_lost(value):
    assert the_row(build({2020: 1, 2022: value}))["latest"] == repr(value)


def test_a_suggestion_and_the_rating_recorded_stand_last():
    data = build({2020: 918, 2025: 990})
    assert the_row(data)["suggestion"] == "considerable-progress"
    assert the_row(data)["rating"] == ""


def test_the_document_is_the_contracts_on_the_shipped_data(shipped):
    found = document(shipped)
    assert list(found) == ["schema", "as_of", "method", "policy", "targets", "monitored", "goals"]
    assert found["schema"] == "unpolicy/status/1"
    assert (found["as_of"], found["method"]) == ("2026-11-24", "linear")
    assert found["policy"]["id"] == "un-standing"
    (target,) = found["targets"]
    title = target.pop("title")
    assert title
    assert target.pop("lead") == pytest.approx(10.2, abs=1e-12)
    assert target == {
        "target": "staff-1000",
        "goal": "international-staff",
        "indicator": "un-staff",
        "unit": "people",
        "headline": True,
        "baseline": {"year": 2020, "value": 918},
        "latest": {"year": 2022, "value": 961},
        "aim": {"value": 1000, "by": 2025},
        "gap_closed": 0.524390243902439,
        "time_elapsed": 0.4,
        "pace": {"observed": 21.5, "required": 16.4, "needed": None},
        "expected": 950.8,
        "measure": 1.3109756097560976,
        "score": None,
        "verdict": "on-track",
        "projection": None,
        "chance": 0.36238978506944775,
        "reason": None,
        "target_year_ended": True,
        "settled": False,
        "rests_on": 2022,
        "missing": [2023, 2024, 2025],
        "stale": True,
        "awaiting": [{"year": 2023, "due": None, "overdue": False}],
    }


def test_keys_come_in_the_order_of_the_contract(shipped):
    found = document(shipped)
    assert " ".join(found["targets"][0]) == (
        "target goal indicator title unit headline baseline latest aim gap_closed time_elapsed "
        "pace projection chance expected lead measure score verdict "
        "reason target_year_ended settled rests_on missing stale awaiting"
    )
    assert (
        " ".join(found["monitored"][0])
        == "indicator title unit part_of of baseline latest change measure score verdict"
    )
    assert " ".join(found["goals"][0]) == "goal title milestones overdue"


def test_the_retention_rate_is_monitored_as_the_contract_says(shipped):
    monitored = {entry["indicator"]: entry for entry in document(shipped)["monitored"]}
    jpo = monitored["jpo-retention"]
    assert jpo.pop("title")
    assert jpo.pop("change") == pytest.approx(10.0, abs=1e-12)
    assert jpo == {
        "indicator": "jpo-retention",
        "unit": "%",
        "part_of": None,
        "of": {},
        "baseline": {"year": 2020, "value": 85.2},
        "latest": {"year": 2023, "value": 82.7},
        "measure": None,
        "score": None,
        "verdict": None,
    }
    assert "un-staff" not in monitored


def test_goals_come_with_their_milestones_counted(shipped):
    goals = document(shipped)["goals"]
    assert {goal["goal"] for goal in goals} == set(shipped.goals)
    for goal in goals:
        assert sum(goal["milestones"].values()) == len(shipped.goals[goal["goal"]].milestones)


def test_texts_follow_the_language_and_numbers_do_not(shipped):
    en, ja = document(shipped), document(shipped, "ja")
    assert ja["targets"][0]["unit"] == "人"
    assert ja["policy"]["title"] != en["policy"]["title"]
    texts = {"title", "unit"}
    for one, other in zip(en["targets"] + en["monitored"], ja["targets"] + ja["monitored"], strict=True):
        assert {key: one[key] for key in one.keys() - texts} == {key: other[key] for key in other.keys() - texts}


@pytest.mark.parametrize(
    ("keep", "aim"), [({"min": 50}, {"min": 50}), ({"min": 50, "max": 60}, {"min": 50, "max": 60})]
)
def test_a_keep_target_aims_at_its_limits(keep, aim):
    (target,) = document(build({2020: 55, 2021: 55}, {"value": None, "keep": keep}))["targets"]
    assert target["aim"] == {"keep": aim, "by": 2025}
    assert (target["verdict"], target["gap_closed"], target["measure"]) == ("achieved", None, None)
    assert target["pace"] == {"observed": 0, "required": None, "needed": None}


def test_what_is_undefined_is_null():
    (target,) = document(build({}, {"value": 10}))["targets"]
    assert target["baseline"] is target["latest"] is target["gap_closed"] is target["lead"] is None
    assert target["verdict"] == "unknown"
    (flat,) = document(build({2020: 5, 2021: 4}, {"value": 5}))["targets"]
    assert flat["gap_closed"] is None


def test_an_overdue_figure_is_reported_with_its_day():
    actuals = {2020: 1, 2021: {"status": "pending", "due": "2024-12-31"}}
    (target,) = document(build(actuals, {"value": 10}))["targets"]
    assert target["awaiting"] == [{"year": 2021, "due": "2024-12-31", "overdue": True}]


@pytest.mark.parametrize("method", ["linear", "statcan", "eurostat", "unsd2022", "unsd2023"])
@pytest.mark.parametrize(
    "actuals",
    [{}, {2020: 0}, {2020: 0, 2022: 5}, {2020: -1, 2022: 5}, {2020: 1e18, 2022: -1e18}, {2020: 1e-308, 2022: 1e18}],
)
def test_every_document_is_strict_json(actuals, method):
    found = document(build(actuals, {"value": 10}), "ja", method)
    assert json.loads(json.dumps(found, allow_nan=False, ensure_ascii=False)) == found


def test_a_title_is_not_changed_on_its_way_into_json():
    title = "[red]x[/red] \u202e\x1b[31m"
    (target,) = document(build({2020: 1}, {"value": 10, "title": title}))["targets"]
    assert target["title"] == title
