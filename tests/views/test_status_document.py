import json
from datetime import date
from pathlib import Path

import pytest
import yaml_rs

from unpolicy.assess.assessment import assess
from unpolicy.model import Dataset, IndicatorsFile, TargetsFile
from unpolicy.views.status_document import status_document

SHIPPED = Path(__file__).parent.parent.parent / "data"
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def shipped():
    def load(name, model):
        text = (SHIPPED / name).read_text(encoding="utf-8")
        return model.model_validate(yaml_rs.loads(text, parse_datetime=False))

    return Dataset(load("targets.yaml", TargetsFile), load("indicators.yaml", IndicatorsFile))


def build(actuals, **target):
    return Dataset(
        TargetsFile.model_validate(
            {
                "version": 1,
                "policy": {"id": "p", "title": {"ja": "施策", "en": "Policy"}},
                "goals": {"g": {"title": "G"}},
                "targets": {"t": {"goal": "g", "indicator": "i", "baseline": 2020, "by": 2025} | target},
            }
        ),
        IndicatorsFile.model_validate(
            {
                "version": 1,
                "indicators": {
                    "i": {
                        "title": {"ja": "指標", "en": "Indicator"},
                        "unit": {"ja": "人", "en": "people"},
                        "kind": "amount",
                        "direction": "increase",
                        "year": "calendar",
                        "actuals": actuals,
                    }
                },
            }
        ),
    )


def test_the_document_is_the_contracts_on_the_shipped_data(shipped):
    document = status_document(assess(shipped, TODAY), "en")
    assert list(document) == ["schema", "as_of", "method", "policy", "targets", "monitored", "goals"]
    assert document["schema"] == "unpolicy/status/1"
    assert (document["as_of"], document["method"]) == ("2026-11-24", "linear")
    assert document["policy"]["id"] == "un-standing"
    (target,) = document["targets"]
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
        "pace": {"observed": 21.5, "required": 16.4, "needed": 13.0},
        "expected": 950.8,
        "measure": 1.3109756097560976,
        "score": None,
        "verdict": "on-track",
        "awaiting": [{"year": 2023, "due": None, "overdue": False}],
    }


def test_keys_come_in_the_order_of_the_contract(shipped):
    document = status_document(assess(shipped, TODAY), "en")
    assert " ".join(document["targets"][0]) == (
        "target goal indicator title unit headline baseline latest aim gap_closed time_elapsed "
        "pace expected lead measure score verdict awaiting"
    )
    assert " ".join(document["monitored"][0]) == "indicator title unit baseline latest change measure score verdict"
    assert " ".join(document["goals"][0]) == "goal title milestones"


def test_the_retention_rate_is_monitored_as_the_contract_says(shipped):
    monitored = {entry["indicator"]: entry for entry in status_document(assess(shipped, TODAY), "en")["monitored"]}
    jpo = monitored["jpo-retention"]
    assert jpo.pop("title")
    assert jpo.pop("change") == pytest.approx(10.0, abs=1e-12)
    assert jpo == {
        "indicator": "jpo-retention",
        "unit": "%",
        "baseline": {"year": 2020, "value": 85.2},
        "latest": {"year": 2023, "value": 82.7},
        "measure": None,
        "score": None,
        "verdict": None,
    }
    assert "un-staff" not in monitored


def test_goals_come_with_their_milestones_counted(shipped):
    goals = status_document(assess(shipped, TODAY), "en")["goals"]
    assert {goal["goal"] for goal in goals} == set(shipped.goals)
    for goal in goals:
        assert sum(goal["milestones"].values()) == len(shipped.goals[goal["goal"]].milestones)


def test_texts_follow_the_language_and_numbers_do_not(shipped):
    assessment = assess(shipped, TODAY)
    en, ja = status_document(assessment, "en"), status_document(assessment, "ja")
    assert ja["targets"][0]["unit"] == "人"
    assert ja["policy"]["title"] != en["policy"]["title"]
    texts = {"title", "unit"}
    for one, other in zip(en["targets"] + en["monitored"], ja["targets"] + ja["monitored"], strict=True):
        assert {key: one[key] for key in one.keys() - texts} == {key: other[key] for key in other.keys() - texts}


@pytest.mark.parametrize(
    ("keep", "aim"), [({"min": 50}, {"min": 50}), ({"min": 50, "max": 60}, {"min": 50, "max": 60})]
)
def test_a_keep_target_aims_at_its_limits(keep, aim):
    (target,) = status_document(assess(build({2020: 55, 2021: 55}, keep=keep), TODAY), "en")["targets"]
    assert target["aim"] == {"keep": aim, "by": 2025}
    assert (target["verdict"], target["gap_closed"], target["measure"]) == ("achieved", None, None)
    assert target["pace"] == {"observed": None, "required": None, "needed": None}


def test_what_is_undefined_is_null():
    (target,) = status_document(assess(build({}, value=10), TODAY), "en")["targets"]
    assert target["baseline"] is target["latest"] is target["gap_closed"] is target["lead"] is None
    assert target["verdict"] == "unknown"
    (flat,) = status_document(assess(build({2020: 5, 2021: 4}, value=5), TODAY), "en")["targets"]
    assert flat["gap_closed"] is None


def test_an_overdue_figure_is_told_with_its_day():
    actuals = {2020: 1, 2021: {"status": "pending", "due": "2024-12-31"}}
    (target,) = status_document(assess(build(actuals, value=10), TODAY), "en")["targets"]
    assert target["awaiting"] == [{"year": 2021, "due": "2024-12-31", "overdue": True}]


@pytest.mark.parametrize("method", ["linear", "statcan", "eurostat", "unsd2022", "unsd2023"])
@pytest.mark.parametrize(
    "actuals",
    [{}, {2020: 0}, {2020: 0, 2022: 5}, {2020: -1, 2022: 5}, {2020: 1e18, 2022: -1e18}, {2020: 1e-308, 2022: 1e18}],
)
def test_every_document_is_strict_json(actuals, method):
    document = status_document(assess(build(actuals, value=10), TODAY, method), "ja")
    assert json.loads(json.dumps(document, allow_nan=False, ensure_ascii=False)) == document


def test_a_title_is_not_changed_on_its_way_into_json():
    title = "[red]x[/red] \u202e\x1b[31m"
    (target,) = status_document(assess(build({2020: 1}, value=10, title=title), TODAY), "en")["targets"]
    assert target["title"] == title
