"""What `forecast` shows: models, intervals, chances, and how much the figures can tell."""

import json
import re
from datetime import date

import pytest
from drawing import drawn
from policies import simple

from unpolicy.assess.forecast import Ahead, backtest_indicator, forecast_indicator
from unpolicy.names import FORECAST_MODELS
from unpolicy.views import to_json
from unpolicy.views.forecast import (
    BACKTEST_HEADING,
    HEADING,
    backtest_document,
    backtest_rows,
    forecast_document,
    forecast_rows,
    forecast_sentences,
    too_few,
)
from unpolicy.views.terminal.forecast import backtest_view, forecast_view
from unpolicy.views.voice import Voice

DAY = date(2024, 6, 1)
EN, JA = Voice("en"), Voice("ja")
STAFF = {2020: 918, 2021: 956, 2022: 961}


def found(data, target="t", models=FORECAST_MODELS):
    return forecast_indicator(data, "i", DAY, target_id=target, ahead=Ahead(models=models))


def shown(data, target="t", voice=EN):
    return drawn(forecast_view(found(data, target), voice))


def test_every_model_has_its_name_its_meaning_and_its_intervals():
    text = shown(simple(STAFF))
    assert "as of 2024-06-01 · 3 figures, 2020 to 2022 · target 1,000 by 2025 · in u" in text
    assert re.search(r"naive +2023 +961 +910 to 1,012 +844 to 1,078", text)
    assert "goes on at the average pace" in text
    assert "steady 36% · naive 25% · drift 62%" in text
    assert "The figures cannot tell: for 2025 the models lie 64 apart, and the target is 39 away." in text


def test_what_a_limit_cuts_is_marked_and_the_limit_named():
    text = shown(simple({2020: 90, 2021: 95, 2022: 99}, value=99, kind="percentage"))
    assert "100* to 100*" in text
    assert "* cut at the limits of what the indicator can be, 0 to 100" in text
    assert "cut at" not in shown(simple(STAFF))


@pytest.mark.parametrize(
    ("actuals", "sentence"),
    [
        ({}, "There is no figure to forecast from."),
        ({2020: 1}, "There is one figure only, of 2020: nothing can be said about where it is heading."),
        (
            {2020: 1, 2021: 5},
            "Two figures give “naive” and “drift” a point and no interval: how far it may be off",
        ),
        ({2020: 1, 2021: 2, 2022: 3}, "The past fits exactly (drift), so the interval has no width;"),
        (STAFF, "The intervals say how far the past scatters, not what a new policy will do."),
    ],
)
def test_how_much_the_figures_can_tell_is_said_in_words(actuals, sentence):
    data = simple(actuals)
    assert sentence in shown(data)
    assert any(sentence in said for said in forecast_sentences(found(data), EN))


def test_once_the_target_year_has_its_figure_there_is_nothing_to_reach():
    text = shown(simple({2020: 1, 2021: 5, 2022: 9}, by=2022))
    assert "The target year has its figure: there is nothing to reach." in text
    assert "Chance" not in text


def test_two_figures_make_points_without_intervals_and_no_chance():
    text = shown(simple({2020: 1, 2021: 5}))
    assert re.search(r"drift +2022 +9 +– +–", text)
    assert "naive too few figures to say" in text


@pytest.mark.parametrize(
    ("probability", "text"),
    [(0, "0%"), (0.0001, "< 1%"), (0.5, "50%"), (0.9999, "> 99%"), (1, "100%")],
)
def test_a_chance_is_never_quite_nothing_or_certain(probability, text):
    assert EN.chance(probability) == text


def test_the_rows_have_both_ends_of_every_interval_and_the_chance():
    heading, *rows = forecast_rows(found(simple(STAFF)))
    assert heading == HEADING
    row = next(row for row in (dict(zip(HEADING, row, strict=True)) for row in rows) if row["model"] == "naive")
    assert (row["model"], row["year"], row["mean"], row["cut"]) == ("naive", "2023", "961.0", "")
    assert float(row["low_95"]) < float(row["low_80"]) < 961 < float(row["high_80"]) < float(row["high_95"])
    assert 0.2 < float(row["probability"]) < 0.3
    _, few, *_ = forecast_rows(found(simple({2020: 1, 2021: 5}), models=("naive",)))
    assert few == ("naive", "2022", "5.0", "", "", "", "", "", "")


def test_the_document_holds_what_the_forecast_does():
    document = to_json(forecast_document(found(simple(STAFF))))
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert [model["model"] for model in document["models"]] == ["steady", "naive", "drift"]
    assert " ".join(document["models"][0]) == "model sigma df points reach"
    assert " ".join(document["models"][0]["points"][0]) == "year mean intervals cut"
    assert document["models"][0]["reach"] | {"probability": 0} == {
        "target": "t",
        "value": 1000,
        "by": 2025,
        "probability": 0,
    }
    assert to_json(forecast_document(found(simple(STAFF), None)))["models"][0]["reach"] is None


def test_a_backtest_sets_what_was_said_beside_what_came():
    data = simple({2019: 3, 2020: 1, 2021: 5, 2022: 7, 2023: 6})
    back = backtest_indicator(data, "i", DAY, models=("naive", "drift"))
    text = drawn(backtest_view(back, EN))
    assert re.search(r"2020 +2022 +drift +−3 +7 +−10 +– +–", text)
    assert re.search(r"2022 +2023 +naive +7 +6 +\+1 +yes +yes", text)
    assert "naive 3.2 · 80% intervals held 3 of 3 · 95% intervals held 3 of 3" in text
    heading, *rows = backtest_rows(back)
    assert heading == BACKTEST_HEADING
    assert rows[0] == ("naive", "2020", "2021", "1.0", "5", "-4.0", "", "")
    assert ("naive", "2022", "2023", "7.0", "6", "1.0", "yes", "yes") in rows
    document = to_json(backtest_document(back))
    assert len(document["trials"]) == len(rows)
    assert document["mean_absolute_errors"].keys() == {"naive", "drift"}


def test_an_interval_that_did_not_hold_is_reported():
    back = backtest_indicator(simple({2018: 1, 2019: 2, 2020: 3.1, 2021: 4, 2022: 500}), "i", DAY)
    assert re.search(r"2021 +2022 +steady .* no +no", drawn(backtest_view(back, EN)))
    assert any(row[-2:] == ("no", "no") for row in backtest_rows(back))


def test_a_backtest_of_two_figures_says_what_it_lacks():
    back = backtest_indicator(simple({2020: 1, 2021: 5}), "i", DAY)
    assert "A backtest needs at least three figures; there are 2." in drawn(backtest_view(back, EN))
    assert too_few(back, JA) == "検証には実績値が3つ以上必要（現在2）。"
