from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from chart_cases import HOSTILE, drawn, policy, shipped
from lxml import etree

from unpolicy.errors import MissingExtraError
from unpolicy.views.chart_spec import chart_bytes
from unpolicy.views.charting import describe

pytest.importorskip("vl_convert", reason="drawing charts needs the extra 'report'")

SVG = "{http://www.w3.org/2000/svg}"


def _parsed(svg: bytes) -> etree._Element:
    return etree.fromstring(svg, etree.XMLParser(resolve_entities=False))


def test_the_svg_is_one_picture_with_a_title_and_a_description():
    data = drawn(shipped(), "ja", "staff-1000")
    root = _parsed(chart_bytes(data, "svg"))
    assert root.get("role") == "img"
    assert [child.tag for child in root[:2]] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text == "国連の日本人職員1,000人"
    assert root[1].text == describe(data)
    assert root.get("aria-labelledby") == f"{root[0].get('id')} {root[1].get('id')}"


def test_figures_and_era_years_are_text_in_the_svg():
    texts = set(_parsed(chart_bytes(drawn(shipped(), "ja", "staff-1000"), "svg")).itertext())
    assert {"918", "956", "961", "2024", "令和6", "人", "公表予定"} <= texts


@pytest.mark.parametrize("form", ["svg", "png", "json"])
def test_the_same_input_gives_the_same_bytes(form):
    data = drawn(shipped(), "ja", "staff-1000")
    assert chart_bytes(data, form) == chart_bytes(drawn(shipped(), "ja", "staff-1000"), form)


def test_another_process_with_another_hash_seed_gives_the_same_svg():
    code = (
        "import sys; from chart_cases import drawn, shipped; from unpolicy.views.chart_spec import chart_bytes;"
        "sys.stdout.buffer.write(chart_bytes(drawn(shipped(), 'ja', 'staff-1000'), 'svg'))"
    )
    path = os.pathsep.join(part for part in sys.path if part)
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": path}
    other = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    assert other.stdout == chart_bytes(drawn(shipped(), "ja", "staff-1000"), "svg")


def test_a_png_is_a_png_and_sharp():
    png = chart_bytes(drawn(shipped(), "en", "staff-1000"), "png")
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(png[16:20]) > 1000


def test_json_is_the_specification():
    spec = json.loads(chart_bytes(drawn(shipped(), "en", "jpo-retention"), "json"))
    assert spec["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
    assert spec["description"].startswith("Line chart of JPO retention rate")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text: str):
    made = {"title": text, "unit": text}
    data = drawn(policy({2020: 1, 2021: 2, 2022: 3}, indicator=made, target={"value": 9, "title": text}))
    root = _parsed(chart_bytes(data, "svg"))
    names = {etree.QName(element).localname for element in root.iter()}
    assert names <= {"svg", "title", "desc", "g", "path", "rect", "line", "text", "tspan"}
    assert not [name for element in root.iter() for name in element.attrib if name.startswith(("on", "href", "style"))]
    assert root[0].text == data.title


@pytest.mark.parametrize("form", ["svg", "png"])
def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, form):
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'unpolicy\[report\]'") as caught:
        chart_bytes(drawn(shipped(), "en", "staff-1000"), form)
    assert "unpolicy[report]" in caught.value.text("ja")


def test_without_the_library_there_is_still_the_specification(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    assert json.loads(chart_bytes(drawn(shipped(), "en", "staff-1000"), "json"))
