"""`show`, `goals`, `log` and `undo` as a terminal shows them, and as documents."""

import io
import json

import pytest
from rich.console import Console

DAY = ("--as-of", "2026-11-24")


@pytest.fixture
def seen(unpolicy, data, monkeypatch):
    """What a terminal shows."""
    stream = io.StringIO()
    terminal = Console(file=stream, width=100, markup=False, emoji=False, highlight=False)
    monkeypatch.setattr("unpolicy.cli.output.is_interactive", lambda: True)
    monkeypatch.setattr("unpolicy.cli.output.console", lambda: terminal)

    def run(*arguments):
        stream.seek(0)
        stream.truncate()
        ended = unpolicy(*arguments)
        assert ended.code == 0, ended
        return stream.getvalue() + ended.out

    return run


def test_everything_with_an_id_is_shown(seen):
    assert "How the verdict came about: unpolicy explain staff-1000" in seen("show", "staff-1000", *DAY)
    assert "Desired direction" in seen("show", "un-staff", *DAY)
    goal = seen("show", "international-staff", *DAY)
    assert "What was done" in goal
    assert "Next review" not in goal
    assert "Next review" in seen("goals")


def test_the_documents_of_show_and_goals_name_their_schema(unpolicy, data):
    for name, schema in (("staff-1000", "show"), ("un-staff", "show"), ("international-staff", "goals")):
        assert json.loads(unpolicy("show", name, "--json", *DAY).out)["schema"] == f"unpolicy/{schema}/1"
    assert json.loads(unpolicy("goals", "--json").out)["schema"] == "unpolicy/goals/1"


def test_the_goal_of_a_target_is_meant_by_its_id_and_an_indicator_has_none(unpolicy, data):
    assert unpolicy("goals", "staff-1000").out == unpolicy("goals", "international-staff").out
    refused = unpolicy("goals", "un-staff")
    assert refused.code == 2
    assert "show it with `unpolicy show un-staff`" in refused.err


def test_a_change_is_listed_taken_back_and_made_again(seen, unpolicy, data):
    assert "No changes in the journal yet." in seen("log")
    assert unpolicy("add-actual", "2024", "980").code == 0
    assert "indicators.un-staff.actuals.2024" in unpolicy("log").out or "un-staff.actuals" in seen("log")
    would = seen("undo", "--dry-run")
    assert "Nothing was written; this is what would change:" in would
    assert "-      2024: 980" in would
    assert "Taken back: unpolicy" in seen("undo")
    assert "Made again: unpolicy" in seen("undo")
    document = json.loads(unpolicy("undo", "--json").out)
    assert (document["schema"], document["redo"], document["written"]) == ("unpolicy/undo/1", False, True)
    changes = json.loads(unpolicy("log", "--json").out)["changes"]
    assert [change["undoes"] for change in changes] == [True, True, True, False]
    assert " ".join(changes[0]) == "at user command file where before after undoes"
