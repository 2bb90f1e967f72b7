import json

import pytest

DAY = ("--as-of", "2026-11-24")


def test_the_document_of_the_contract(unpolicy, data):
    document = json.loads(unpolicy("forecast", "un-staff", "--json", *DAY).out)
    assert list(document) == ["schema", "as_of", "indicator", "models"]
    assert (document["schema"], document["as_of"], document["indicator"]) == (
        "unpolicy/forecast/1",
        "2026-11-24",
        "un-staff",
    )
    (steady,) = document["models"]
    assert list(steady) == ["model", "sigma", "df", "points", "reach"]
    assert (steady["model"], steady["sigma"], steady["df"]) == ("steady", pytest.approx(24.544420, abs=1e-6), 2)
    assert steady["points"][-1] == {
        "year": 2025,
        "mean": pytest.approx(979.428571, abs=1e-6),
        "intervals": {
            "80": pytest.approx([883.616965, 1075.240178], abs=1e-6),
            "95": pytest.approx([760.803138, 1198.054005], abs=1e-6),
        },
        "cut": False,
    }
    assert steady["reach"] == {
        "target": "staff-1000",
        "value": 1000,
        "by": 2025,
        "probability": pytest.approx(0.362390, abs=1e-6),
    }


def test_a_target_and_its_indicator_are_forecast_alike(unpolicy, data):
    assert (
        unpolicy("forecast", "staff-1000", "--json", *DAY).out == unpolicy("forecast", "un-staff", "--json", *DAY).out
    )


def test_percentages_are_cut_at_their_bounds_and_marked(unpolicy, data):
    document = json.loads(unpolicy("forecast", "jpo-retention", "--models", "drift", "--json", *DAY).out)
    (drift,) = document["models"]
    assert drift["points"][0]["intervals"]["80"] == [pytest.approx(61.4249, abs=5e-5), 100]
    assert drift["points"][0]["cut"] is True
    assert drift["reach"] is None


@pytest.mark.parametrize("until", ["2024", "R6", "令和6年"])
def test_years_ahead_in_every_spelling(unpolicy, data, until):
    document = json.loads(unpolicy("forecast", "un-staff", "--json", "--until", until, *DAY).out)
    assert [point["year"] for point in document["models"][0]["points"]] == [2023, 2024]
    assert document["models"][0]["reach"]["by"] == 2025


def test_a_horizon_counts_from_the_latest_figure(unpolicy, data):
    document = json.loads(unpolicy("forecast", "jpo-retention", "--json", "--horizon", "2", *DAY).out)
    assert [point["year"] for point in document["models"][0]["points"]] == [2024, 2025]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("un-staff", "--until", "2022"), "not ahead"),
        (("un-staff", "--until", "FY2030"), "fiscal"),
        (("un-staff", "--until", "2030", "--horizon", "3"), "one of them"),
        (("un-staff", "--horizon", "0"), "--horizon"),
        (("un-staff", "--models", "trend"), "There is no model “trend”: --models takes steady, naive, drift or all."),
        (("un-reform",), "a goal in words"),
        (("un-stuff",), "did you mean un-staff"),
    ],
)
def test_what_cannot_be_forecast_is_an_error_with_the_way_out(unpolicy, data, arguments, words):
    result = unpolicy("forecast", *arguments)
    assert (result.code, result.out) == (2, "")
    assert words in result.err


@pytest.mark.parametrize(("day", "models"), [("2021-12-31", 0), ("2022-09-01", 3)])
def test_with_one_or_two_figures_it_invents_nothing(unpolicy, data, day, models):
    document = json.loads(unpolicy("forecast", "un-staff", "--models", "all", "--json", "--as-of", day).out)
    points = [point for model in document["models"][1:] for point in model["points"]]
    assert all(point["intervals"] is None for point in points)
    assert len(document["models"]) == models


def test_into_a_pipe_one_row_for_each_model_and_year(unpolicy, data):
    printed = unpolicy("forecast", "un-staff", "--models", "all", *DAY).out
    rows = [line.split("\t") for line in printed.splitlines()]
    assert rows[0] == ["model", "year", "mean", "low_80", "high_80", "low_95", "high_95", "cut", "probability"]
    assert len(rows) == 10
    assert {len(row) for row in rows} == {9}


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2021-12-31", ("There is one figure only, of 2020", "実績値が2020年の1つだけ")),
        ("2022-09-01", ("Two figures give “naive” and “drift” a point", "実績値が2つ")),
        ("2026-11-24", ("The figures cannot tell", "この数値からは判断できない")),
    ],
)
def test_a_pipe_gets_the_sentences_beside_it(unpolicy, data, lang, day, words):
    result = unpolicy("--lang", lang, "forecast", "un-staff", "--models", "all", "--as-of", day)
    assert words[lang == "ja"] in result.err
    assert result.out.startswith("model\t")


@pytest.mark.parametrize(("lang", "words"), [("en", "The past fits exactly (drift)"), ("ja", "（平均ペース）")])
def test_figures_on_a_line_are_not_called_certain(unpolicy, looking, data, lang, words):
    path = data / "indicators.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("956", "930").replace("961", "942"), encoding="utf-8")
    shown = looking("--lang", lang, "forecast", "un-staff", "--models", "all", "--as-of", "2026-11-24", width=120).out
    assert words in shown
    assert "object at" not in shown


def test_a_backtest_says_what_each_model_would_have_said(unpolicy, data):
    asked = ("forecast", "jpo-retention", "--backtest", "--models", "all")
    document = json.loads(unpolicy(*asked, "--json", *DAY).out)
    assert document["schema"] == "unpolicy/backtest/1"
    assert next(trial for trial in document["trials"] if trial["model"] == "naive") == {
        "model": "naive",
        "origin": 2021,
        "year": 2022,
        "said": 78.6,
        "came": 72.7,
        "error": pytest.approx(5.9),
        "inside": None,
    }
    assert set(document["mean_absolute_errors"]) == {"steady", "naive", "drift"}
    rows = unpolicy(*asked, *DAY).out.splitlines()
    assert len(rows) == 1 + len(document["trials"])


def test_a_backtest_of_too_few_figures_says_so_into_a_pipe_too(unpolicy, data):
    result = unpolicy("forecast", "un-staff", "--backtest", "--as-of", "2022-09-01")
    assert len(result.out.splitlines()) == 1
    assert "needs at least three figures; there are 2" in result.err
