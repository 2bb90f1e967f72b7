import json

import pytest

DAY = ("--as-of", "2026-11-24")
REVISED = """\
version: 1
indicators:
  rate:
    title: Poverty rate
    unit: "%"
    kind: percentage
    direction: decrease
    year: calendar
    actuals:
      2015: 14.5
      2023: {value: 10.4, published: 2026-07-21, revisions: [{value: 10.2, published: 2024-07-01}]}
"""
TARGETS = """\
version: 1
policy: {id: p, title: p, method: statcan}
goals: {g: {title: g}}
targets:
  t: {goal: g, indicator: rate, baseline: 2015, value: 7.25, by: 2030}
"""


@pytest.fixture
def revised(data):
    (data / "targets.yaml").write_text(TARGETS, encoding="utf-8")
    (data / "indicators.yaml").write_text(REVISED, encoding="utf-8")
    return data


def test_a_revision_says_what_it_did_to_the_verdict(unpolicy, revised):
    document = json.loads(unpolicy("history", "t", "--json", *DAY).out)
    assert (document["schema"], document["target"], document["method"]) == ("unpolicy/history/1", "t", "statcan")
    assert [(moment["day"], moment["verdict"]) for moment in document["moments"]] == [
        ("2015-12-31", "unknown"),
        ("2024-07-01", "on-track"),
        ("2026-07-21", "acceleration-needed"),
    ]
    (revision,) = document["revisions"]
    assert revision["sentence"] == ("2023: 10.2 became 10.4 on 2026-07-21: on-track became acceleration-needed.")
    assert json.loads(unpolicy("explain", "t", "--json", *DAY).out)["revisions"] == [revision]


def test_the_sentence_is_there_in_japanese(unpolicy, revised):
    document = json.loads(unpolicy("history", "t", "--json", "--lang", "ja", *DAY).out)
    assert document["revisions"][0]["sentence"] == (
        "2023年：2026-07-21に10.2が10.4に改定され、判定は「順調」から「加速が必要」に変わった。"
    )


def test_the_day_decides_what_was_known(unpolicy, revised):
    document = json.loads(unpolicy("history", "t", "--json", "--as-of", "2026-07-20").out)
    assert document["moments"][-1]["verdict"] == "on-track"
    assert document["revisions"] == []
    explained = json.loads(unpolicy("explain", "t", "--json", "--as-of", "2026-07-20").out)
    assert (explained["verdict"], explained["revisions"]) == ("on-track", [])


def test_into_a_pipe_one_row_for_each_figure_that_came_out(unpolicy, revised):
    rows = [line.split("\t") for line in unpolicy("history", "t", *DAY).out.splitlines()]
    assert rows[0] == [
        "published",
        "year",
        "value",
        "before",
        "latest_year",
        "latest",
        "gap_closed",
        "measure",
        "verdict",
        "stale",
        "promise",
    ]
    assert rows[-1][:6] == ["2026-07-21", "2023", "10.4", "10.2", "2023", "10.4"]
    assert rows[-1][-3:] == ["acceleration-needed", "stale", ""]
    assert {len(row) for row in rows} == {11}


def test_into_a_pipe_a_last_row_says_that_the_verdict_is_stale_by_now(unpolicy, data):
    rows = [line.split("\t") for line in unpolicy("history", *DAY).out.splitlines()]
    assert rows[-1][:2] == [DAY[-1], ""]
    assert rows[-1][-3:] == ["on-track", "stale", ""]
    assert "stale" not in rows[-2]


def test_a_day_before_all_figures_is_an_empty_history(unpolicy, revised):
    assert json.loads(unpolicy("history", "t", "--json", "--as-of", "2010-01-01").out)["moments"] == []


def test_the_shipped_policy_has_a_history(unpolicy, data):
    document = json.loads(unpolicy("history", "un-staff", "--json", *DAY).out)
    assert [moment["verdict"] for moment in document["moments"]] == ["unknown", "on-track", "on-track"]
