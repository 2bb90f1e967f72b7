from __future__ import annotations

import json

import pytest
from chart_cases import HOSTILE, drawn, policy, shipped

from unpolicy.views import charting as module
from unpolicy.views.chart_spec import Plot, chart_spec

THREE = {2020: 918, 2021: 956, 2022: 961}


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _layers(spec: dict, kind: str) -> list[dict]:
    return [layer for layer in spec["layer"] if layer["mark"]["type"] == kind and layer["data"]["values"] != [{}]]


def _texts(spec: dict) -> list[str]:
    texts = [layer["mark"]["text"] for layer in spec["layer"] if "text" in layer["mark"]]
    return texts + [entry["text"] for layer in spec["layer"] for entry in layer["data"]["values"] if "text" in entry]


def test_it_is_titled_and_both_axes_have_their_unit():
    spec = chart_spec(drawn(shipped(), "ja", "staff-1000"))
    assert spec["title"]["text"] == "国連の日本人職員1,000人"
    assert spec["title"]["subtitle"] == "国連関係機関の日本人職員数"
    assert spec["encoding"]["y"]["axis"]["title"] == "人"
    assert spec["encoding"]["x"]["axis"]["title"] == "年（12月31日現在）"


def test_era_years_stand_under_the_years_in_japanese_only():
    axis = chart_spec(drawn(shipped(), "ja", "staff-1000"))["encoding"]["x"]["axis"]
    assert "'2024':['2024','令和6']" in axis["labelExpr"]
    assert "令和" not in json.dumps(chart_spec(drawn(shipped(), "en", "staff-1000")), ensure_ascii=False)


def test_the_band_opens_at_the_newest_figure_and_ends_at_the_interval():
    (band,) = _layers(chart_spec(drawn(shipped(), "en", "staff-1000")), "area")
    values = band["data"]["values"]
    assert values[0] == {"year": 2022, "value": 961, "high": 961}
    assert (values[-1]["value"], values[-1]["high"]) == pytest.approx((883.616965, 1075.240178), abs=1e-6)


def test_the_words_beside_the_plot_hold_the_last_figures():
    texts = _texts(chart_spec(drawn(shipped(), "en", "staff-1000")))
    for text in ("Target 1,000", "Forecast 979", "884 to 1,075", "to be published", "918", "956", "961"):
        assert text in texts


def test_the_series_differ_in_dash_and_shape_not_in_colour_alone():
    spec = chart_spec(drawn(shipped(), "en", "staff-1000"))
    dashes = {json.dumps(layer["mark"].get("strokeDash")) for layer in _layers(spec, "line")}
    shapes = {layer["mark"]["shape"] for layer in _layers(spec, "point")}
    assert len(dashes) == 3
    assert shapes == {"circle", "diamond", "triangle-up"}


@pytest.mark.parametrize("colour", [module.BLUE, module.VERMILION, module.GREEN])
def test_lines_stand_out_from_the_paper(colour: str):
    assert _contrast(colour, module.PAPER) >= 3


@pytest.mark.parametrize("colour", [module.INK, module.MUTED, module.BLUE, *module.DARK.values()])
def test_words_can_be_read_on_the_paper(colour: str):
    assert _contrast(colour, module.PAPER) >= 4.5


def test_a_break_in_the_series_breaks_the_line():
    data = drawn(policy({2020: 1, 2021: 2, 2022: {"value": 8, "status": "break"}, 2023: 9}))
    lines = [layer for layer in _layers(chart_spec(data), "line") if layer["mark"]["color"] == module.BLUE]
    assert [[value["year"] for value in line["data"]["values"]] for line in lines] == [[2020, 2021], [2022, 2023]]


def test_a_provisional_figure_is_hollow():
    data = drawn(policy({**THREE, 2023: {"value": 970, "status": "provisional"}}))
    hollow = [layer for layer in _layers(chart_spec(data), "point") if layer["mark"].get("fill") == module.PAPER]
    assert [value["year"] for layer in hollow for value in layer["data"]["values"]] == [2023]


def test_limits_to_keep_are_two_lines_with_their_figures():
    texts = _texts(chart_spec(drawn(policy(THREE, target={"keep": {"min": 900, "max": 1000}}))))
    assert {"900", "1,000", "Limits to keep"} <= set(texts)


def test_words_beside_the_plot_never_overlap():
    data = drawn(policy({2020: 0, 2021: 20}, target={"value": 100, "baseline": 2020}))
    beside = [
        layer["encoding"]["y"]["value"]
        for layer in chart_spec(data)["layer"]
        if layer["mark"].get("fontWeight") == "bold" and layer["mark"].get("align") == "left"
    ]
    assert len(beside) == 2
    assert abs(beside[0] - beside[1]) >= Plot.font


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_the_data_reaches_an_expression(text: str):
    data = drawn(policy(THREE, indicator={"title": text, "unit": text}, target={"value": 1000, "title": text}))
    spec = chart_spec(data)
    assert (
        spec["encoding"]["x"]["axis"]["labelExpr"]
        == chart_spec(drawn(policy(THREE, target={"value": 1000})))["encoding"]["x"]["axis"]["labelExpr"]
    )
    assert "\x1b" not in json.dumps(spec, ensure_ascii=False)


def test_it_loads_nothing_from_anywhere():
    spec = json.dumps(chart_spec(drawn(shipped(), "ja", "staff-1000")))
    assert '"url"' not in spec
    assert '"href"' not in spec


def _said(spec: dict, text: str) -> dict:
    layers = [layer for layer in spec["layer"] if any(v.get("text") == text for v in layer["data"]["values"])]
    return layers[-1]["mark"]


def test_a_figure_never_covers_the_years_below_the_axis_or_the_target_in_the_same_year():
    valley = chart_spec(drawn(policy({2020: 61, 2021: 52, 2022: 56}, target={"keep": {"max": 62}, "by": 2022})))
    assert _said(valley, "52")["dy"] < 0
    assert _said(chart_spec(drawn(policy({2020: 61, 2021: 55, 2022: 56, 2023: 50}))), "55")["dy"] > 0
    short = policy({2020: -12, 2021: -9, 2022: 2, 2023: -1}, target={"value": 0, "by": 2023})
    assert _said(chart_spec(drawn(short)), "−1")["dy"] > 0


def test_a_figure_at_the_left_edge_keeps_off_the_axis_and_its_words():
    spec = chart_spec(drawn(policy({year: 100_000 - year for year in range(2000, 2020)})))
    assert _said(spec, "98,000")["dx"] > 10
    assert _said(spec, "97,981")["dx"] == 0
