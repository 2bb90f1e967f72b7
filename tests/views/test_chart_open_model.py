"""Charts of what is measured every few years, of confidence intervals, of other years, and of parts."""

from __future__ import annotations

import json
from datetime import date

import pytest
from chart_cases import drawn, policy
from policies import policy as several

from unpolicy.assess.assessment import assess_monitored
from unpolicy.errors import UsageError
from unpolicy.views.chart_page import draw
from unpolicy.views.chart_spec import chart_spec
from unpolicy.views.charting import BLUE, PARTS, chart_rows, describe, make_parts_chart
from unpolicy.views.terminal.chart import chart_view
from unpolicy.views.voice import Voice

SURVEY = {2006: 60, 2011: 67, 2016: 83, 2021: 114}
SEX = {"sex": {"title": {"ja": "性別", "en": "Sex"}, "values": {"f": {"ja": "女", "en": "Women"}, "m": "Men"}}}


def _lines(spec: dict, color: str = BLUE) -> list[tuple[float, list[int]]]:
    lines = [layer for layer in spec["layer"] if layer["mark"]["type"] == "line" and layer["mark"]["color"] == color]
    return [(one["mark"]["strokeWidth"], [value["year"] for value in one["data"]["values"]]) for one in lines]


def _printed(chart) -> str:
    import io

    from rich.console import Console

    stream = io.StringIO()
    Console(file=stream, width=80, markup=False).print(chart_view(chart, 80, 30))
    return stream.getvalue()


def _by(dataset, whole, dimension, lang="en"):
    entry = assess_monitored(dataset, whole, date(2024, 6, 30), "linear")
    return make_parts_chart(dataset, entry, dimension, Voice(lang))


def _staff(**more):
    indicators = {
        "staff": {"title": "Staff", "actuals": {2020: 918, 2021: 956}},
        "women": {"title": "W", "part_of": "staff", "of": {"sex": "f"}, "actuals": {2020: 573, 2021: 588}},
        "men": {"title": "M", "part_of": "staff", "of": {"sex": "m"}, "actuals": {2020: 345, 2021: 368}},
    }
    data = several(indicators | more)
    file = type(data.indicators_file).model_validate(
        data.indicators_file.model_dump(by_alias=True) | {"dimensions": SEX}
    )
    return data._replace(indicators_file=file)


def test_a_thin_line_passes_over_the_years_that_are_not_measured_and_none_of_them_is_called_missing():
    chart = drawn(
        policy(SURVEY, indicator={"every": 5, "from": 2006}, target={"value": 150, "baseline": 2016, "by": 2026})
    )
    assert _lines(chart_spec(chart)) == [(1, [2006, 2011]), (1, [2011, 2016]), (1, [2016, 2021])]
    assert chart.waiting == ()
    assert "not recorded" not in describe(chart)
    assert chart_spec(chart)["encoding"]["x"]["axis"]["values"] == [2006, 2011, 2016, 2021, 2026]


def test_a_year_without_a_figure_makes_the_line_thin_there_alone():
    chart = drawn(policy({2018: 1, 2019: 2, 2021: 3, 2022: 4}))
    assert sorted(_lines(chart_spec(chart))) == [(1, [2019, 2021]), (3, [2018, 2019]), (3, [2021, 2022])]
    assert "··· No figure in between" in _printed(chart)


def test_figures_of_several_years_that_follow_each_other_leave_no_gap():
    chart = drawn(policy({2018: 5, 2021: 6}, indicator={"span": 3, "every": 3}))
    assert _lines(chart_spec(chart)) == [(3, [2018, 2021])]


def test_a_survey_without_a_target_is_forecast_for_the_next_two_years_that_are_measured():
    assert [point.year for point in drawn(policy(SURVEY, indicator={"every": 5})).ahead] == [2026, 2031]
    assert [point.year for point in drawn(policy(SURVEY, indicator={"years": [*SURVEY, 2025]})).ahead] == [2025]


def test_confidence_intervals_are_bars_with_room_and_words():
    chart = drawn(policy({2020: 5, 2021: {"value": 6, "low": 2, "high": 19}}))
    bars = [
        layer
        for layer in chart_spec(chart)["layer"]
        if layer["mark"]["type"] == "rule" and "high" in layer["data"]["values"][0]
    ]
    assert [layer["data"]["values"] for layer in bars] == [[{"year": 2021, "value": 2, "high": 19}]]
    low, high = chart.limits()
    assert low <= 2
    assert high >= 19
    assert "2021: 6 (2 to 19)" in describe(chart)
    assert chart_rows(chart)[0][-2:] == ["low", "high"]
    assert chart_rows(chart)[2][-2:] == ["2", "19"]
    assert "╎ Confidence interval" in _printed(chart)


@pytest.mark.parametrize(
    ("form", "ticks", "title"),
    [
        ({"year": {"starts": 7, "named_by": "both"}}, ["2020–21", "2021–22"], "Fiscal year, July to June"),
        ({"year": {"starts": 10, "named_by": "end"}}, ["2020", "2021"], "Fiscal year, October to September"),
        ({"year": "fiscal"}, ["2020", "2021"], "Fiscal year, April to March"),
        ({"span": 3}, ["2018–20", "2019–21"], "Year"),
    ],
)
def test_the_axis_names_years_as_the_indicator_does(form, ticks, title):
    chart = drawn(policy({2020: 5, 2021: 6}, indicator=form))
    spec = chart_spec(chart)
    assert all(f"['{tick}']" in spec["encoding"]["x"]["axis"]["labelExpr"] for tick in ticks)
    assert spec["encoding"]["x"]["axis"]["title"] == title
    assert all(tick in _printed(chart) for tick in ticks)


def test_a_page_names_two_years_in_one_and_styles_them_as_years():
    chart = drawn(policy({2020: 5, 2021: 6}, indicator={"year": {"starts": 7, "named_by": "both"}}))
    drawn_page = draw(chart)
    assert 'class="year' in drawn_page
    assert "2020–21" in drawn_page


def test_the_forecast_begins_at_a_provisional_figure_where_the_verdict_rests_on_it():
    actuals = {2020: 5, 2021: 6, 2022: {"value": 9, "status": "provisional"}}
    firm = drawn(policy(actuals, target={"value": 20}))
    loose = drawn(policy(actuals, target={"value": 20}, policy={"rests_on": "provisional"}))
    assert firm.projection[0] == (2021, 6)
    assert loose.projection[0] == (2022, 9)
    assert [dot.preliminary for dot in loose.dots] == [False, False, True]


def test_each_part_has_a_line_of_its_own_beside_the_whole():
    chart = _by(_staff(), "staff", "sex")
    spec = chart_spec(chart)
    assert [_lines(spec, color) for color, *_ in PARTS[:2]] == [[(2, [2020, 2021])], [(2, [2020, 2021])]]
    assert len({json.dumps(look) for look in PARTS}) == len(PARTS)
    texts = [layer["mark"].get("text") for layer in spec["layer"]]
    assert {"Whole 956", "Women 588", "Men 368"} <= set(texts)
    assert chart_rows(chart) == [
        ["year", "Whole", "Women", "Men"],
        ["2020", "918", "573", "345"],
        ["2021", "956", "588", "368"],
    ]
    assert "Women: 2020: 573; 2021: 588." in describe(chart)
    assert "A Women 588  B Men 368" in _printed(chart)
    assert "○" not in _printed(chart)
    assert "女：" in describe(_by(_staff(), "staff", "sex", "ja"))


def test_more_parts_than_can_be_told_apart_are_cut_and_that_is_said():
    many = {
        f"p{n}": {"title": "P", "part_of": "staff", "of": {"age": f"a{n}"}, "actuals": {2020: 10 * n + 1}}
        for n in range(11)
    }
    chart = _by(_staff(**many), "staff", "age")
    assert [part.title for part in chart.parts] == [f"a{n}" for n in range(3, 11)]
    assert "The 8 largest of 11 parts are drawn." in describe(chart)
    assert "11件のうち大きい8件" in describe(_by(_staff(**many), "staff", "age", "ja"))


def test_a_dimension_without_parts_names_those_that_there_are():
    with pytest.raises(UsageError, match="no parts by “age”; it has some by sex"):
        _by(_staff(), "staff", "age")
    with pytest.raises(UsageError, match=r"no parts by “sex”\.$"):
        _by(_staff(), "women", "sex")
