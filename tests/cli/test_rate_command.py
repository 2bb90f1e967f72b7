import json
from datetime import date

import pytest

from unpolicy.change.record import parse_review, parse_step
from unpolicy.errors import UsageError
from unpolicy.names import OFFICIAL_STEPS
from unpolicy.views import STEPS

BY = ("--by", "Evaluation division", "--date", "2024-08-30")


@pytest.fixture
def targets(data):
    return data / "targets.yaml"


def test_a_rating_is_added_at_the_end_and_nothing_else_is_touched(unpolicy, targets):
    before = targets.read_text(encoding="utf-8")
    result = unpolicy("rate", "staff-1000", "considerable-progress", *BY, "--reason", "steady: more, and “more”")
    after = targets.read_text(encoding="utf-8")
    assert result.code == 0
    assert after.startswith(before.rstrip("\n"))
    assert len(after.splitlines()) == len(before.splitlines()) + 2
    assert "data/targets.yaml:" in result.out
    assert unpolicy("validate").code == 0


def test_the_document_of_a_rating(unpolicy, targets):
    document = json.loads(unpolicy("rate", "staff-1000", "achieved", *BY, "--json").out)
    assert document == {
        "schema": "unpolicy/rating/1",
        "target": "staff-1000",
        "review": "FY2024",
        "step": "achieved",
        "by": "Evaluation division",
        "date": "2024-08-30",
        "reason": None,
        "suggestion": None,
        "previous": None,
        "path": "data/targets.yaml",
        "line": document["line"],
        "written": True,
    }


@pytest.mark.parametrize("step", OFFICIAL_STEPS)
def test_a_step_is_read_by_its_key_and_by_its_official_term(unpolicy, data, step):
    assert OFFICIAL_STEPS[step] == STEPS[step][1]
    for text in (
        step,
        step.upper(),
        step.replace("-", "_"),
        step.replace("-", " "),
        OFFICIAL_STEPS[step],
        f" {OFFICIAL_STEPS[step]} ",
    ):
        assert parse_step(text) == step


def test_an_official_term_is_recorded_under_its_key(unpolicy, data):
    assert unpolicy("rate", "staff-1000", "相当程度進展あり", *BY).code == 0
    assert "considerable-progress" in (data / "targets.yaml").read_text(encoding="utf-8")


def test_the_same_rating_again_changes_nothing(unpolicy, targets):
    unpolicy("rate", "staff-1000", "achieved", *BY)
    before = targets.read_bytes()
    result = unpolicy("rate", "staff-1000", "achieved", *BY)
    assert result.code == 0
    assert "recorded already" in result.out
    assert targets.read_bytes() == before


def test_a_second_judgement_of_the_same_review_stands_beside_the_first(unpolicy, targets):
    unpolicy("rate", "staff-1000", "achieved", *BY)
    document = json.loads(unpolicy("rate", "staff-1000", "exceeded", "--by", "x", "--date", "2024-09-01", "--json").out)
    assert document["previous"] == "achieved"
    assert targets.read_text(encoding="utf-8").count("{target: staff-1000") == 2


def test_a_dry_run_shows_the_change_and_makes_none(unpolicy, targets):
    before = targets.read_bytes()
    result = unpolicy("rate", "staff-1000", "achieved", *BY, "--dry-run")
    assert "+  - {target: staff-1000" in result.out
    assert targets.read_bytes() == before


def test_it_says_when_the_suggestion_is_another(unpolicy, data):
    unpolicy("add-actual", "2025", "990")
    result = unpolicy("rate", "staff-1000", "achieved", *BY, "--json")
    assert json.loads(result.out)["suggestion"] == "considerable-progress"
    assert "would have suggested “considerable progress”" in unpolicy("rate", "staff-1000", "exceeded", *BY).out
    assert "suggests the same" in unpolicy("rate", "staff-1000", "considerable-progress", *BY).out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("staff-1000", "great", "--by", "x"), "none of the five steps"),
        (("staff-1000", "achieved", "--by", " "), "whose"),
        (("staff-1000", "achieved"), "--by"),
        (("jpo-retention", "achieved", "--by", "x"), "has no target"),
        (("staff-100", "achieved", "--by", "x"), "did you mean staff-1000"),
        (("staff-1000", "achieved", "--by", "x", "--date", "2999-01-01"), "still to come"),
        (("staff-1000", "achieved", "--by", "x", "--review", "soon"), "not a year"),
    ],
)
def test_what_cannot_be_recorded_leaves_the_file_alone(unpolicy, targets, arguments, words):
    before = targets.read_bytes()
    result = unpolicy("rate", *arguments)
    assert result.code == 2
    assert words in result.err
    assert targets.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "day", "review"),
    [
        (None, date(2024, 8, 30), "FY2024"),
        (None, date(2025, 3, 31), "FY2024"),
        ("FY2024", date(2020, 1, 1), "FY2024"),
        ("令和6年度", date(2020, 1, 1), "FY2024"),
        ("R6", date(2020, 1, 1), "FY2024"),
        ("2024年", date(2020, 1, 1), "2024"),
        ("fy2021..fy2023", date(2020, 1, 1), "FY2021..FY2023"),
    ],
)
def test_a_review_in_every_spelling(text, day, review):
    assert parse_review(text, day) == review


def test_a_review_that_is_none_is_refused():
    with pytest.raises(UsageError):
        parse_review("FY2024..2025", date(2024, 1, 1))
